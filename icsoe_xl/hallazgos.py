"""What our two sheets show: ``Hallazgos`` (what was found) and ``Cambios`` (what ``fix`` changed).

Rows of cells with the name of a look each; an adapter writes them, so that a closed file and a live
workbook get the same sheet. Texts are for the person and stand alone: gravity, rule, place, what, what to
do. A sheet of the user's with one of these names is hers and stays (:func:`free_name`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple, overload

from icsoe_xl.addresses import cell_name, quote_sheet
from icsoe_xl.findings import Finding, Report
from icsoe_xl.record import SIGNATURE

FINDINGS = "Hallazgos"
CHANGES = "Cambios"
CHANGES_SIGNATURE = SIGNATURE + "cambios"
"""Hidden cell that tells our ``Cambios`` from a user's sheet of that name."""
RECORD_COLUMN = 27
"""Column AA: from here to the right, in row 1 and hidden, stand the cells of the record."""
MAX_LINKS = 65_000
"""Links a sheet: Excel takes 65,530 and calls a file with more damaged."""
MAX_ROWS = 1_000_000
"""Findings that are listed: Excel has room for 1,048,576 rows."""
MAX_NOTICES = 6

LINE = 13.5
"""Points of a line of text in size 10."""
CHARACTERS_TO_WIDTH = 1.25
"""Characters of size 10 that fit in one unit of column width (a digit of size 11), with some air."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from icsoe_xl.workbooks.port import Repair


class Look(NamedTuple):
    """How a cell of our sheets looks; colours are RRGGBB, ``size`` in points.

    ``wrap`` breaks long text into lines, ``middle`` centres from top to bottom, ``ruled`` draws a thin line
    below, ``number`` is a number format.
    """

    bold: bool = False
    size: int = 10
    colour: str = "262626"
    fill: str | None = None
    wrap: bool = False
    align: str = "left"
    middle: bool = False
    underline: bool = False
    ruled: bool = False
    number: str | None = None


# The fills of the severities are one shade off those of the marks, so that nothing takes them for marks.
LOOKS: dict[str, Look] = {
    "title": Look(bold=True, size=16, colour="1F3864"),
    "counts": Look(bold=True, size=12),
    "notice": Look(colour="595959"),
    "header": Look(bold=True, colour="FFFFFF", fill="1F3864", middle=True, ruled=True),
    "error": Look(bold=True, colour="9C0006", fill="FFC7CF", align="center", ruled=True),
    "warning": Look(bold=True, colour="7F6000", fill="FFEB9D", align="center", ruled=True),
    "text": Look(wrap=True, ruled=True),
    "short": Look(ruled=True),
    "link": Look(colour="0563C1", underline=True, ruled=True),
    "amount": Look(ruled=True, number="0.00"),
}


class Cell(NamedTuple):
    """A cell: text (never a formula) or a number, the name of its look, the place it jumps to."""

    value: str | float
    look: str = "text"
    link: str | None = None


class Column(NamedTuple):
    """A column: its heading and its width in characters."""

    heading: str
    width: float


@lru_cache(maxsize=512)
def _lines(text: str, fit: float) -> int:
    """Lines of a text of which so many characters fit into one; findings say the same things again and again."""
    if len(text) <= fit and "\n" not in text:
        return 1
    return sum(ceil(len(line) / fit) or 1 for line in text.split("\n"))


class Listing(NamedTuple):
    """A sheet of ours: lines on top, then a table with a filter; ``header_row`` is Excel's, from 1.

    ``table`` holds the rows under the header; those of many findings are made one by one as they are asked
    for.
    """

    title: str
    columns: tuple[Column, ...]
    top: list[Cell]
    table: Sequence[list[Cell]] = ()

    def height(self, cells: Sequence[Cell]) -> float:
        """Points that a row of the table needs: no program is asked to find out when it opens the file."""
        lines = [
            _lines(cell.value, column.width * CHARACTERS_TO_WIDTH)
            for column, cell in zip(self.columns, cells, strict=False)
            if cell.look == "text" and isinstance(cell.value, str)
        ]
        return max(lines, default=1) * LINE + 4

    @property
    def header_row(self) -> int:
        """Row of the headings: after the lines on top and an empty one."""
        return len(self.top) + 2

    def heading(self) -> list[Cell]:
        """The row of headings."""
        return [Cell(column.heading, "header") for column in self.columns]


FINDING_COLUMNS = (
    Column("Gravedad", 10),
    Column("Regla", 8),
    Column("Hoja", 16),
    Column("Celda", 9),
    Column("Campo", 13),
    Column("Qué pasa", 60),
    Column("Qué hacer", 60),
    Column("Propuesta", 30),
)
CHANGE_COLUMNS = (
    Column("Hoja", 16),
    Column("Celda", 9),
    Column("Campo", 13),
    Column("Antes", 26),
    Column("Después", 26),
    Column("Regla", 8),
    Column("Fecha", 17),
)


def findings_listing(report: Report) -> Listing:
    """The sheet ``Hallazgos`` of a report."""
    top = [Cell("Hallazgos de la revisión ICSOE", "title"), Cell(counts(report), "counts")]
    notices = report.notices
    if len(report.findings) > MAX_ROWS:
        notices = [*notices, f"Se listan los primeros {MAX_ROWS:,} hallazgos: corríjalos y valide otra vez."]
    if len(notices) > MAX_NOTICES:
        notices = [*notices[: MAX_NOTICES - 1], " ".join(notices[MAX_NOTICES - 1 :])]
    top += [Cell(notice, "notice") for notice in notices]
    return Listing(FINDINGS, FINDING_COLUMNS, top, _FindingRows(report.findings[:MAX_ROWS]))


class _FindingRows(Sequence[list[Cell]]):
    """A row for each finding. A sheet where every row is bad has some hundred thousand of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = findings

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, index: int) -> list[Cell]: ...

    @overload
    def __getitem__(self, index: slice) -> list[list[Cell]]: ...

    def __getitem__(self, index: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return _finding_row(self._findings[index], range(len(self))[index] < MAX_LINKS)


def counts(report: Report) -> str:
    """The line that says how many errors and warnings there are, and among how many workers."""
    workers = f"{report.rows:,} " + ("trabajador revisado" if report.rows == 1 else "trabajadores revisados")
    errors = _count(report.errors, "error que impide exportar", "errores que impiden exportar")
    warnings = _count(report.warnings, "aviso", "avisos")
    return f"{errors} · {warnings} · {workers}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else f"Sin {many}"


def _finding_row(finding: Finding, linked: bool) -> list[Cell]:
    is_error = finding.severity == "error"
    address = finding.cell
    cell = Cell(address or "", "short")
    if address is not None and finding.sheet is not None and linked:
        cell = Cell(address, "link", f"{quote_sheet(finding.sheet)}!{address}")
    return [
        Cell("Error" if is_error else "Aviso", "error" if is_error else "warning"),
        Cell(finding.rule, "short"),
        Cell(finding.sheet or "", "short"),
        cell,
        Cell(field_name(finding.field), "short"),
        Cell(finding.what),
        Cell(finding.mend),
        Cell(_proposal(finding)),
    ]


def _proposal(finding: Finding) -> str:
    if finding.fix is None:
        return finding.hint
    return finding.fix if isinstance(finding.fix, str) else f"{finding.fix:.2f}"


_ACRONYMS = {"nss": "NSS", "curp": "CURP", "sbc": "SBC", "rfc": "RFC", "repse": "REPSE", "cp": "CP"}


@lru_cache(maxsize=64)
def field_name(field_: str | None) -> str:
    """The name of a field as a person reads it: ``nss`` -> NSS, ``icsoe_repse_vence`` -> REPSE vence."""
    words = [_ACRONYMS.get(word, word) for word in (field_ or "").removeprefix("icsoe_").split("_")]
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def changes_listing(repairs: Iterable[Repair], when: datetime) -> Listing:
    """The sheet ``Cambios``: one row a repair."""
    top = [
        Cell("Cambios hechos por la corrección ICSOE", "title"),
        Cell(
            "Cada renglón es una celda que se corrigió sola porque sólo tenía un arreglo posible.", "notice"
        ),
    ]
    return Listing(CHANGES, CHANGE_COLUMNS, top, [_change_row(repair, when) for repair in repairs])


def _change_row(repair: Repair, when: datetime) -> list[Cell]:
    address = cell_name(*repair.place)
    return [
        Cell(repair.sheet, "short"),
        Cell(address, "link", f"{quote_sheet(repair.sheet)}!{address}"),
        Cell(field_name(repair.field), "short"),
        Cell(repair.before, "short"),
        Cell(repair.after, "short" if isinstance(repair.after, str) else "amount"),
        Cell(repair.rule, "short"),
        Cell(f"{when:%d/%m/%Y %H:%M}", "short"),
    ]


def free_name(base: str, taken: Sequence[str]) -> str:
    """``base``, or ``base (2)`` and so on when a sheet has that name (Excel compares without case)."""
    names = {name.casefold() for name in taken}
    number = 1
    while (name := base if number == 1 else f"{base} ({number})").casefold() in names:
        number += 1
    return name


def could_be(base: str, name: str) -> bool:
    """Whether a sheet of that name could be our ``base``, possibly numbered; its hidden cells decide."""
    return re.fullmatch(rf"{base}(?: \(\d+\))?", name, re.IGNORECASE) is not None
