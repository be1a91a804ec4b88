"""What looks at a sheet from outside: tables, and the formulas of cells, names and charts.

Needed before anything is rendered (an empty list leaves a blank row when somebody looks at it) and after
(stored results that are out of date must go).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from icsoe_xl.engine import book, formulas, related
from icsoe_xl.engine.layout import Area, Block, Layout, area
from icsoe_xl.engine.opening import Opened, TemplateSheet
from icsoe_xl.engine.plan import CellsBegin, Run
from icsoe_xl.engine.problems import Place, problem
from icsoe_xl.workbooks.package import Package, SheetEntry


class Pointer(NamedTuple):
    """Something in row ``origin`` of the sheet (0: elsewhere) looks at its rows ``top`` to ``bottom``."""

    origin: int
    top: int
    bottom: int


class Table(NamedTuple):
    """A table of a sheet: its name, its cells, and whether its first and last row are headings and totals."""

    name: str
    cells: Area
    headed: bool
    totalled: bool


def tables_of(package: Package, sheet: str) -> Iterator[Table]:
    """The tables of a sheet, by its part."""
    for relationship in package.relationships(sheet):
        if relationship.kind == "table" and package.has(relationship.target):
            given = package.tree(relationship.target).attributes
            yield Table(
                given.get("displayName", ""),
                area(given.get("ref", "A1")),
                given.get("headerRowCount", "1") != "0",
                given.get("totalsRowCount", "0") != "0",
            )


def headings(package: Package, sheet: str) -> frozenset[tuple[int, int]]:
    """The cells that head a table's columns: Excel wants their texts in the table too."""
    return frozenset(
        (table.cells.top, column)
        for table in tables_of(package, sheet)
        if table.headed
        for column in range(table.cells.left, table.cells.right + 1)
    )


def check_tables(package: Package, entry: SheetEntry, template: TemplateSheet) -> None:
    """Refuse what Excel's tables cannot do: stand in a block whole, or have cells pushed sideways."""
    outline = template.outline
    layout = Layout(outline.segments, {block.number: block for block in outline.blocks})
    plans = [plan for step in outline.steps if isinstance(step, Run) for plan in step.rows]
    for table in tables_of(package, entry.part):
        cells = table.cells
        fixed = [row for row, there in ((cells.top, table.headed), (cells.bottom, table.totalled)) if there]
        place = Place(entry.name, cells.top, cells.left)
        if any(layout.repeats(row) for row in fixed):
            what = "una tabla de Excel no se puede repetir; deje su encabezado y sus totales fuera del «for»"
            raise problem(package.name, place, what)
        for plan in plans:
            begins = [item.first for item in plan.items if isinstance(item, CellsBegin)]
            if cells.top <= plan.row.number <= cells.bottom and any(first <= cells.right for first in begins):
                what = (
                    "«{% cells %}» no se admite en los renglones de una tabla de Excel; conviértala en rango"
                )
                raise problem(package.name, place, what)


def pointers(opened: Opened) -> dict[str, list[Pointer]]:
    """Who looks at which rows, by the folded names of the sheets looked at."""
    found: dict[str, list[Pointer]] = {}

    def point(text: str, own: str, origin: int) -> None:
        for reference in formulas.references(text):
            last = reference.last or reference.first
            sheet = (reference.sheet or own).casefold()
            if reference.first.row:
                here = origin if sheet == own.casefold() else 0
                found.setdefault(sheet, []).append(Pointer(here, reference.first.row, last.row))

    if not any(template.outline.blocks for template in opened.sheets.values()):
        return found
    for name, text in book.names(opened.package):
        if not name.startswith("_xlnm."):
            point(text, "", 0)
    for entry in opened.package.sheets():
        for origin, text in _formulas(opened, entry):
            point(text, entry.name, origin)
        for text in related.pointers(opened.package, entry.part):
            point(text, entry.name, 0)
        for table in tables_of(opened.package, entry.part):
            data = Pointer(0, table.cells.top + table.headed, table.cells.bottom - table.totalled)
            found.setdefault(entry.name.casefold(), []).append(data)
    return found


def _formulas(opened: Opened, entry: SheetEntry) -> Iterator[tuple[int, str]]:
    """The formulas of a sheet with their rows (0 where they do not matter)."""
    template = opened.sheets.get(entry.name)
    if template is None:
        yield from ((0, text) for text in opened.formulas(entry))
        return
    for row in template.sheet.rows:
        yield from ((row.number, cell.formula.text) for cell in row.cells if cell.formula is not None)


def looked_at(seen: Sequence[Pointer], block: Block, around: Block, inside: bool) -> bool:
    """Whether somebody outside ``block``, in or out of ``around``, looks at its rows and at no others."""
    return any(
        block.first <= pointer.top
        and pointer.bottom <= block.last
        and not block.first <= pointer.origin <= block.last
        and (around.first <= pointer.origin <= around.last) is inside
        for pointer in seen
    )


def out_of_date(opened: Opened, rendered: Sequence[SheetEntry]) -> tuple[set[str], bool]:
    """Names of the sheets whose stored results are out of date; whether the workbook has formulas at all.

    A result is out of date when its formula stands on a rendered sheet, looks at one, or at a sheet whose
    results are.
    """
    entries = opened.package.sheets()
    texts = {entry.name: "\n".join(text for _, text in _formulas(opened, entry)) for entry in entries}
    known = dict(book.names(opened.package))
    stale = {entry.name for entry in rendered}
    while True:
        pattern = re.compile("|".join(_words(opened, entries, stale, known)) or r"(?!)", re.I)
        fresh = {name for name, text in texts.items() if name not in stale and pattern.search(text)}
        if not fresh:
            return stale, any(texts.values())
        stale |= fresh


def _words(
    opened: Opened, entries: Sequence[SheetEntry], stale: set[str], known: Mapping[str, str]
) -> list[str]:
    """Patterns of what a formula says to look at those sheets: their names, or a name or a table of theirs."""
    sheets, words = [], []
    for entry in entries:
        if entry.name in stale:
            name = re.escape(entry.name.replace("'", "''"))
            sheets.append(rf"(?:\b{name}|{name}')!")
            words += [rf"\b{re.escape(table.name)}\[" for table in tables_of(opened.package, entry.part)]
    looks = re.compile("|".join(sheets) or r"(?!)", re.I)
    words += [rf"\b{re.escape(name)}\b" for name, text in known.items() if looks.search(text)]
    return sheets + words
