"""Texts, colours, columns and widths of the built-in workbook: ours, with a firm's own over them.

``libro.toml`` beside this module says everything; a file of the same name in the home of icsoe_xl may change
any text, colour or width, and the order of columns. What a firm cannot do is lose a column or a field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from icsoe_xl import layouts, settings
from icsoe_xl.errors import UsageProblem
from icsoe_xl.layouts.layout import FormShape, TableShape

FILE = "libro.toml"
LAYOUT = "icsoe-libro"
MOST_ROWS = 20_000
"""Rows of a table: more make a workbook slow for the typist, and IMSS takes 3,000 workers a file anyway."""
LONGEST_HELP = 255
"""Characters of an input message, Excel's own limit."""
_STEPS = ("Contratista", "Contratos", "Trabajadores", "")
_COLOUR = re.compile("[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Colours:
    """RRGGBB each; the names say what for."""

    principal: str
    sobre_principal: str
    suave: str
    linea: str
    tinta: str
    tenue: str
    enlace: str
    cerrado: str
    falta: str
    mal: str
    mal_tinta: str
    listo: str
    pestana: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its field, header, width in characters, hint above the header, input message."""

    field: str
    header: str
    width: float
    hint: str
    help: str


@dataclass(frozen=True, slots=True)
class TableDesign:
    """A table sheet. ``groups`` are bands over the headers: a title and how many columns it spans.

    ``required`` are the fields that no row may lack.
    """

    title: str
    hint: str
    rows: int
    groups: tuple[tuple[str, int], ...]
    columns: tuple[Column, ...]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form: its field, label (a remark in parentheses included) and input message."""

    field: str
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class FormDesign:
    """The sheet of the contractor: groups of lines."""

    title: str
    hint: str
    groups: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class StartDesign:
    """The first sheet. ``steps``: the sheet to go to ("" for none) and what to do there."""

    title: str
    steps: tuple[tuple[str, str], ...]
    progress: str
    note: str


@dataclass(frozen=True, slots=True)
class Design:
    """Everything that is the same for all contractors.

    ``address`` are the parts that an address needs when it is not the tax one (``cp``).
    """

    colours: Colours
    firm: str
    contact: str
    start: StartDesign
    form: FormDesign
    contracts: TableDesign
    workers: TableDesign
    address: tuple[str, ...]


def load(own: Path | None = None) -> Design:
    """The design, with a firm's file over it (by default ``libro.toml`` of the home, if there is one).

    Raises UsageProblem, naming file and key, for what cannot be used.
    """
    own = settings.home() / FILE if own is None else own
    data = tomllib.loads(Path(__file__).with_name(FILE).read_text(encoding="utf-8"))
    try:
        text = own.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return _design(data)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"No pude leer {own}: revise que sea un archivo de texto UTF-8.") from error
    try:
        over = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(f"{own} tiene un error ({error}): corríjalo o bórrelo.") from error
    try:
        return _design(_over(data, over, ""))
    except _Unusable as error:
        raise UsageProblem(f"{own}: {error}") from error


class _Unusable(Exception):
    """What is wrong with a firm's file, without its name."""


def _over(ours: Mapping[str, Any], theirs: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Our tables with theirs over them; a value must be of the kind that it takes the place of."""
    merged = dict(ours)
    for key, value in theirs.items():
        name = f"{path}{key}"
        if key not in ours:
            near = get_close_matches(key, ours, 1)
            guess = f" ¿Quiso decir {near[0]}?" if near else ""
            raise _Unusable(f"no conozco «{name}».{guess}")
        had = ours[key]
        if isinstance(had, dict) and isinstance(value, dict):
            value = _over(had, value, f"{name}.")
        elif type(value) is not type(had):
            raise _Unusable(f"«{name}» no es del tipo que se espera; compárelo con el original")
        merged[key] = value
    return merged


def _design(data: Mapping[str, Any]) -> Design:
    whole = layouts.load(LAYOUT)
    assert whole.whole is not None
    contracts, workers = whole.shape("contracts"), whole.shape("workers")
    return Design(
        _colours(data["colores"]),
        data["despacho"]["nombre"],
        data["despacho"]["contacto"],
        _start(data["inicio"]),
        _form(data["contratista"], whole.whole.form),
        _table("contratos", data["contratos"], contracts),
        _table("trabajadores", data["trabajadores"], workers),
        whole.whole.address,
    )


def _colours(data: Mapping[str, Any]) -> Colours:
    for name, value in data.items():
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise _Unusable(f"«colores.{name}» debe ser un color de seis dígitos, por ejemplo 1F3864")
    return Colours(**{field.name: data[field.name].upper() for field in fields(Colours)})


def _start(data: Mapping[str, Any]) -> StartDesign:
    steps = data["pasos"]
    if not 1 <= len(steps) <= 6 or not all(_texts(step, 2) for step in steps):
        raise _Unusable('«inicio.pasos» lleva de uno a seis pasos, cada uno ["Hoja", "qué hacer"]')
    if any(sheet not in _STEPS for sheet, _ in steps):
        raise _Unusable(f'en «inicio.pasos» la hoja es {", ".join(filter(None, _STEPS))}, o "" para ninguna')
    return StartDesign(
        data["titulo"], tuple((sheet, text) for sheet, text in steps), data["avance"], data["nota"]
    )


def _form(data: Mapping[str, Any], shape: FormShape) -> FormDesign:
    groups = []
    for group in data["grupos"]:
        if not isinstance(group, dict) or set(group) != {"titulo", "campos"}:
            raise _Unusable("cada grupo de «contratista.grupos» lleva titulo y campos")
        title, names = group["titulo"], group["campos"]
        if not isinstance(title, str) or not isinstance(names, list):
            raise _Unusable("en «contratista.grupos» titulo es un texto y campos una lista")
        if shape.field_of(title):
            raise _Unusable(f"el grupo «{title}» se llama como un campo y se confundirían; dele otro título")
        groups.append((title, tuple(_line(name, data["campos"], shape.words) for name in names)))
    _same_fields("contratista.grupos", [line.field for _, lines in groups for line in lines], shape.words)
    return FormDesign(data["titulo"], data["pista"], tuple(groups))


def _line(name: str, captions: Mapping[str, Any], words: Mapping[str, str]) -> Line:
    if name not in words:
        raise _Unusable(f"«contratista.grupos» tiene un campo que no existe: {name}")
    caption = captions.get(name)
    if not isinstance(caption, list) or not _texts(caption, 2):
        raise _Unusable(f'«contratista.campos.{name}» debe ser ["entre paréntesis", "ayuda"]')
    remark, help_ = caption
    return Line(name, f"{words[name]} ({remark})" if remark else words[name], _help(name, help_))


def _table(name: str, data: Mapping[str, Any], shape: TableShape) -> TableDesign:
    headers = {field.name: field.header for field in shape.fields}
    columns = []
    for column in data["columnas"]:
        if not isinstance(column, list) or len(column) != 5 or not isinstance(column[2], int | float):
            raise _Unusable(
                f'cada columna de «{name}.columnas» es ["campo", "encabezado", ancho, "pista", "ayuda"]'
            )
        field, header, width, hint, help_ = column
        if not _texts([field, header, hint, help_], 4) or not 3 <= width <= 120:
            raise _Unusable(
                f"en «{name}.columnas» los anchos van de 3 a 120, y lo demás es texto entre comillas"
            )
        header = header or headers.get(field, "")
        found = shape.field_of(header)
        if field in headers and (found is None or found[0] != field):
            raise _Unusable(
                f"en «{name}.columnas» el encabezado de {field} no se reconocería; deje el original"
            )
        columns.append(Column(field, header, width, hint, _help(field, help_)))
    _same_fields(f"{name}.columnas", [column.field for column in columns], headers)
    for group in data["grupos"]:
        if not isinstance(group, list) or [type(part) for part in group] != [str, int]:
            raise _Unusable(f'cada grupo de «{name}.grupos» es ["título", cuántas columnas]')
    groups = tuple((title, span) for title, span in data["grupos"])
    if groups and sum(span for _, span in groups) != len(columns):
        raise _Unusable(f"los grupos de «{name}.grupos» deben cubrir las {len(columns)} columnas")
    if not 10 <= data["filas"] <= MOST_ROWS:
        raise _Unusable(f"«{name}.filas» va de 10 a {MOST_ROWS:,}")
    return TableDesign(data["titulo"], data["pista"], data["filas"], groups, tuple(columns), shape.required)


def _same_fields(where: str, found: list[str], wanted: Mapping[str, str]) -> None:
    missing = [name for name in wanted if name not in found]
    if missing or len(found) != len(wanted):
        what = f"falta {missing[0]}" if missing else "hay un campo de más o repetido"
        raise _Unusable(f"en «{where}» {what}; cambie el orden y los textos, no los campos")


def _help(name: str, text: str) -> str:
    if len(text) > LONGEST_HELP:
        raise _Unusable(f"la ayuda de {name} pasa de {LONGEST_HELP} caracteres, los que Excel muestra")
    return text


def _texts(value: object, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(isinstance(each, str) for each in value)
