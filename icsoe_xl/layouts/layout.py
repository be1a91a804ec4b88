"""What a template looks like: one TOML file per version, read when first needed.

A layout has a table of workers; that of a whole workbook has a table of contracts too, and a form (labels
with a value beside each). It names their sheets and fields and says what headers and labels may be called.
A new version of a template is a new ``.toml`` in this folder, with the same ``name`` and a later
``version``; the latest is tried first.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from icsoe_xl.errors import UsageProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from icsoe_xl.model import Kind

FULL, OFFICIAL, SYNONYM = 0, 1, 2
"""How well a header names a field: the whole official text, that text without its parenthesis, a synonym."""


class Field(NamedTuple):
    """One column of a table: ``header`` is its official text, ``label`` how a sentence calls it.

    ``first_wins`` is for a field that decides nothing: of two candidate columns the first is taken.
    """

    name: str
    label: str
    header: str
    required: bool
    synonyms: tuple[str, ...] = ()
    first_wins: bool = False


class ExportFormat(NamedTuple):
    """How the file for the portal is written; no value is ever quoted.

    ``header_text`` goes on the first line when ``header`` is true. ``decimals`` are those of the SBC;
    ``max_rows`` counts workers, ``max_bytes`` the whole file. Sources: the ``[export]`` table of the TOML.
    """

    header: bool
    header_text: tuple[str, ...]
    encoding: str
    newline: str
    delimiter: str
    decimals: int
    max_rows: int
    max_bytes: int


class TableShape(NamedTuple):
    """What one table of a template looks like.

    ``sheets`` are the names its sheet may have; ``header_rows`` is how far down its header may stand.
    ``headers`` gives for each known header (see :func:`header_key`) the field and how well it names it.
    """

    kind: Kind
    sheets: tuple[str, ...]
    header_rows: int
    fields: tuple[Field, ...]
    headers: Mapping[str, tuple[str, int]]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the fields that every row needs."""
        return tuple(field.name for field in self.fields if field.required)

    def label(self, name: str) -> str:
        """How a sentence calls the field."""
        return next(field.label for field in self.fields if field.name == name)

    def field_of(self, header: object) -> tuple[str, int] | None:
        """(field, how well: FULL, OFFICIAL or SYNONYM) that a header cell names, None when it names none."""
        if not isinstance(header, str):
            return None
        whole = self.headers.get(header_key(header))
        if whole is not None:
            return whole
        return self.headers.get(header_key(without_parenthesis(header)))

    def is_named(self, sheet: str) -> bool:
        """Whether a sheet has one of the table's names, whatever its case."""
        return _is_among(sheet, self.sheets)


class FormShape(NamedTuple):
    """What the form of a template looks like: a value for each field, behind a name or beside a label.

    The defined name of a value's cell is the name of its field. ``labels`` gives the field of each known
    label (see :func:`header_key`), ``words`` how a sentence calls each field. ``telling`` are the fields by
    which a form is known. Labels are looked for on the ``sheets``, the first first, within ``rows`` and
    ``columns`` from A1, and the value up to ``reach`` columns after its label.
    """

    sheets: tuple[str, ...]
    rows: int
    columns: int
    reach: int
    words: Mapping[str, str]
    labels: Mapping[str, str]
    telling: frozenset[str]

    def field_of(self, label: object) -> str | None:
        """The field that a cell's text is a label of, None when of none."""
        if not isinstance(label, str) or not label:
            return None
        return self.labels.get(header_key(label)) or self.labels.get(header_key(without_parenthesis(label)))

    def is_named(self, sheet: str) -> bool:
        """Whether a sheet has one of the form's names, whatever its case."""
        return _is_among(sheet, self.sheets)


class WholeShape(NamedTuple):
    """What a whole workbook has besides its workers: contracts, and the form of contractor and return.

    ``address`` are the parts that an address needs when it is not the tax one.
    """

    contracts: TableShape
    form: FormShape
    address: tuple[str, ...]


class Layout(NamedTuple):
    """A version of a template; ``whole`` is None when it is nothing but a table of workers."""

    name: str
    version: str
    workers: TableShape
    export: ExportFormat
    whole: WholeShape | None = None

    def shape(self, kind: Kind) -> TableShape:
        """The shape of one of its tables."""
        return self.whole.contracts if kind == "contracts" and self.whole is not None else self.workers


def header_key(header: str) -> str:
    """What counts of a header: its letters and digits, without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", header.casefold())
    return "".join(char for char in plain if char.isalnum())


def without_parenthesis(header: str) -> str:
    """A header without what stands in parentheses, also where the second one is missing."""
    before, _, rest = header.partition("(")
    return before + rest.partition(")")[2]


def names() -> list[str]:
    """Names of the known layouts, in the order in which they are tried."""
    return list(dict.fromkeys(layout.name for layout in versions()))


def load(name: str) -> Layout:
    """The latest version of a layout; UsageProblem, naming the known ones, when there is none."""
    for layout in versions():
        if layout.name == name.strip().lower():
            return layout
    raise UsageProblem(f"No conozco la plantilla «{name}»; conozco: {', '.join(names())}.")


@cache
def versions() -> tuple[Layout, ...]:
    """Every layout of this folder, in the order in which they are tried: by name, the latest version first."""
    folder = os.path.dirname(__file__)  # noqa: PTH120 (pathlib and importlib.resources cost start-up time)
    files = [os.path.join(folder, file) for file in os.listdir(folder) if file.endswith(".toml")]  # noqa: PTH118, PTH208
    newest_first = sorted(map(read, files), key=lambda layout: layout.version, reverse=True)
    return tuple(sorted(newest_first, key=lambda layout: layout.name))


def read(path: str) -> Layout:
    """The layout that a TOML file describes."""
    data = _toml(path)
    workers = data["workers"]
    if "like" in workers:
        other = _toml(os.path.join(os.path.dirname(path), workers["like"]))  # noqa: PTH118, PTH120
        workers, data = {**other["workers"], **workers}, {**other, **data}
    export = {name: entry["value"] for name, entry in data["export"].items()}
    export["header_text"] = tuple(export["header_text"])
    return Layout(
        data["name"],
        data["version"],
        _table_shape("workers", workers),
        ExportFormat(**export),
        _whole_shape(data) if "form" in data else None,
    )


@cache
def _toml(path: str) -> dict[str, Any]:
    import tomllib

    with open(path, "rb") as file:  # noqa: PTH123
        return tomllib.load(file)


def _whole_shape(data: Mapping[str, Any]) -> WholeShape:
    address = tuple(data["address"]["value"])
    return WholeShape(_table_shape("contracts", data["contracts"]), _form_shape(data["form"]), address)


def _table_shape(kind: Kind, data: Mapping[str, Any]) -> TableShape:
    required = data.get("required")
    fields = tuple(
        Field(
            entry["name"],
            entry["label"],
            entry["header"],
            entry["required"] if required is None else entry["name"] in required,
            tuple(entry["synonyms"]),
            entry.get("first_wins", False),
        )
        for entry in data["fields"]
    )
    return TableShape(kind, tuple(data["sheets"]), data["header_rows"], fields, _headers(fields))


def _form_shape(data: Mapping[str, Any]) -> FormShape:
    fields = data["fields"]
    labels = {
        header_key(text): entry["name"] for entry in fields for text in (entry["name"], *entry["labels"])
    }
    return FormShape(
        tuple(data["sheets"]),
        data["rows"],
        data["columns"],
        data["reach"],
        {entry["name"]: entry["label"] for entry in fields},
        labels,
        frozenset(entry["name"] for entry in fields if entry["telling"]),
    )


def _is_among(sheet: str, names: tuple[str, ...]) -> bool:
    return sheet.strip().casefold() in {name.casefold() for name in names}


def _headers(fields: tuple[Field, ...]) -> dict[str, tuple[str, int]]:
    headers: dict[str, tuple[str, int]] = {}
    for field in fields:
        for synonym in (field.name, *field.synonyms):
            headers[header_key(synonym)] = field.name, SYNONYM
        headers[header_key(without_parenthesis(field.header))] = field.name, OFFICIAL
        if "(" in field.header:
            headers[header_key(field.header)] = field.name, FULL
    return headers
