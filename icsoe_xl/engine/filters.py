"""The filters of a template, in the ways that Mexico writes things.

``{{ x|fecha }}`` makes text; a cell that is only ``{{ x }}`` keeps its type and the format of the cell,
which is usually better. Every filter takes None and gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from icsoe_xl.engine.problems import TagError
from icsoe_xl.engine.values import Dressed, Picture, as_text

_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_NAMED_FORMATS = {
    "corta": "dd/mm/aaaa",
    "larga": "d de mmmm de aaaa",
    "completa": "dddd d de mmmm de aaaa",
    "iso": "aaaa-mm-dd",
}
_DATE_TOKEN = re.compile(r"(?<![^\W\d_])(?:d{1,4}|m{1,4}|aa(?:aa)?)(?![^\W\d_])")
"""A letter or its repetitions count only as a word of their own: the "de" between them is text."""
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})$")
_LINK_SCHEMES = ("http", "https", "mailto")


def fecha(value: object, formato: str = "corta") -> str:
    """A date as text: ``corta`` (31/01/2026), ``larga`` (31 de enero de 2026), ``completa``, ``iso``.

    Or in a pattern of d, dd, ddd, dddd, m, mm, mmm, mmmm, aa, aaaa. An ISO text is read first.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise TagError("«fecha» espera una fecha, o un texto como 2026-01-31") from error
    if not isinstance(value, date):
        raise TagError("«fecha» espera una fecha")
    day = value
    made = {
        "d": lambda: str(day.day),
        "dd": lambda: f"{day.day:02d}",
        "ddd": lambda: _DAYS[day.weekday()][:3],
        "dddd": lambda: _DAYS[day.weekday()],
        "m": lambda: str(day.month),
        "mm": lambda: f"{day.month:02d}",
        "mmm": lambda: _MONTHS[day.month - 1][:3],
        "mmmm": lambda: _MONTHS[day.month - 1],
        "aa": lambda: f"{day.year % 100:02d}",
        "aaaa": lambda: f"{day.year:04d}",
    }
    pattern = _NAMED_FORMATS.get(formato, formato)
    return _DATE_TOKEN.sub(lambda found: made[found[0]](), pattern)


def _amount(value: object, name: str) -> Decimal:
    try:
        return Decimal(value if isinstance(value, (int, Decimal)) else str(value).replace(",", ""))
    except InvalidOperation as error:
        raise TagError(f"«{name}» espera un número") from error


def pesos(value: object, decimales: int = 2, signo: str = "$") -> str:
    """An amount as text: $1,234.50, rounded half up as the SAT does; ``-$1,234.50`` below zero."""
    if value is None or value == "":
        return ""
    if not 0 <= decimales <= 10:
        raise TagError("«pesos» admite de 0 a 10 decimales")
    amount = _amount(value, "pesos")
    if not amount.is_finite():
        raise TagError("«pesos» espera un número")
    amount = amount.quantize(Decimal(1).scaleb(-decimales), rounding=ROUND_HALF_UP)
    return f"{'-' if amount < 0 else ''}{signo}{abs(amount):,.{decimales}f}"


def mayusculas(value: object) -> str:
    """Text in capitals, accents and Ñ kept."""
    return as_text(value).upper()


def minusculas(value: object) -> str:
    """Text in small letters."""
    return as_text(value).lower()


def nss(value: object) -> str:
    """An NSS as IMSS prints it: ``92-91-90-8443-1``; what is not 11 digits stays as it is."""
    from icsoe_xl.ids.nss import LENGTH, compact

    text = as_text(value)
    digits = compact(text)
    if len(digits) != LENGTH or not digits.isdecimal():
        return text
    return f"{digits[:2]}-{digits[2:4]}-{digits[4:6]}-{digits[6:10]}-{digits[10]}"


def casilla(value: object) -> str:
    """A ticked or empty box: ☑ or ☐."""
    return "☑" if value else "☐"


def enlace(value: object, destino: object, ayuda: str = "") -> Dressed:
    """The value with a link: http, https, mailto, or ``#Hoja!A1`` inside the workbook."""
    target = as_text(destino).strip()
    if not target.startswith("#"):
        scheme = urlsplit(target).scheme.lower()
        if scheme not in _LINK_SCHEMES:
            raise TagError("«enlace» admite http, https, mailto o #Hoja!A1")
        target = quote(target, safe=":/?#[]@!$&'()*+,;=%~")
    return _dressed(value, link=target, tip=as_text(ayuda))


def fondo(value: object, color: str) -> Dressed:
    """The value on a fill of that colour (RRGGBB)."""
    return _dressed(value, fill=_colour(color, "fondo"))


def tinta(value: object, color: str) -> Dressed:
    """The value in letters of that colour (RRGGBB)."""
    return _dressed(value, font=_colour(color, "tinta"))


def imagen(
    value: object, ancho: int | None = None, alto: int | None = None, texto: str = ""
) -> Picture | None:
    """A picture of that size in pixels; one side alone keeps the proportions."""
    if value is None:
        return None
    if isinstance(value, Path):
        value = Picture(value)
    if not isinstance(value, Picture):
        # A path typed in a template would let it read any file, so only the data may bring one.
        raise TagError("«imagen» espera una imagen de los datos, no un texto")
    return Picture(value.source, ancho or value.width, alto or value.height, texto or value.description)


def _dressed(value: object, **looks: str) -> Dressed:
    if not isinstance(value, Dressed):
        return Dressed(value, **looks)
    from dataclasses import replace

    return replace(value, **looks)


def _colour(text: str, name: str) -> str:
    found = _COLOUR.match(text) if isinstance(text, str) else None
    if found is None:
        raise TagError(f"«{name}» espera un color como FFC7CE")
    return found[1].upper()


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (fecha, pesos, mayusculas, minusculas, nss, casilla, enlace, fondo, tinta, imagen)
}
