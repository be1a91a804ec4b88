"""Which cells of a workbook go into its copy, and what they hold there.

Nothing is copied that is not named here. Words of a template (headers, labels) stay; values of its fields become
those of other people; any other filled cell beside them becomes ``texto`` or 0, so that it is still filled.
Sheets that were not read stay empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypeGuard

from icsoe_xl.actions import Inspection
from icsoe_xl.addresses import column_letters
from icsoe_xl.cells import clean
from icsoe_xl.diagnose.disguise import Disguise
from icsoe_xl.layouts.asides import says_total
from icsoe_xl.layouts.layout import FormShape, TableShape, header_key, versions, without_parenthesis
from icsoe_xl.model import Facts, Grid, Place, Table
from icsoe_xl.workbooks.port import SheetInfo, Workbook

_TEXT = "texto"
_TOTAL = "TOTAL"
_DAY = date(2000, 1, 1)
_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")
"""ECMA-376 part 1, 18.17.3."""


class Cell(NamedTuple):
    """One cell of the copy: its value (None: no stored one), its formula ("" for none), or its Excel error."""

    value: object
    formula: str = ""
    error: str = ""


class Sheet(NamedTuple):
    """One sheet of the copy."""

    name: str
    visible: bool
    cells: dict[Place, Cell]
    facts: Facts


class Copy(NamedTuple):
    """What the copy holds: sheets in tab order, and the cell behind each defined name."""

    sheets: list[Sheet]
    names: dict[str, tuple[str, Place]]
    renamed: dict[str, str]
    """Name in the copy for each sheet of the workbook."""


class _Reading(NamedTuple):
    """How the cells of one sheet are to be read."""

    grid: Grid
    facts: Facts
    table: Table | None
    entries: dict[Place, str]
    """Fields of the form that stand here."""


def disguised(book: Workbook, found: Inspection, disguise: Disguise) -> Copy:
    """The copy of a workbook that was read as ``found`` says."""
    form = _form_shape()
    names = {name: place for name, place in book.named_cells("icsoe_").items() if name in form.words}
    tables = {table.sheet: table for table in found.tables}
    entries: dict[str, dict[Place, str]] = {}
    for name, (sheet, place) in names.items():
        entries.setdefault(sheet, {})[place] = name
    for name, entry in found.form.entries.items() if found.form is not None else ():
        entries.setdefault(entry.sheet, {})[entry.row, entry.column] = name
    infos = book.sheets()
    read = [
        info.name
        for info in infos
        if info.name in tables
        or info.name in entries
        or (found.form is not None and info.name.strip().casefold() in map(str.casefold, form.sheets))
    ]
    readings = {
        name: _reading(book, name, tables.get(name), entries.get(name, {})) for name in dict.fromkeys(read)
    }
    for reading in readings.values():
        disguise.avoid(value for row in reading.grid.rows for value in row)
    renamed = _renamed(infos, form)
    sheets = []
    for info in infos:
        reading_here = readings.get(info.name)
        if reading_here is None:
            sheets.append(Sheet(renamed[info.name], info.visible, {}, Facts()))
            continue
        cells = _cells(reading_here, form, disguise)
        sheets.append(Sheet(renamed[info.name], info.visible, cells, reading_here.facts))
    return Copy(sheets, {name: (renamed[sheet], place) for name, (sheet, place) in names.items()}, renamed)


def _form_shape() -> FormShape:
    """The form of whole workbooks; of the latest version."""
    return next(layout.whole.form for layout in versions() if layout.whole is not None)


def _renamed(infos: Iterable[SheetInfo], form: FormShape) -> dict[str, str]:
    """Names that a layout knows stay; the others may tell of a client."""
    known = set(map(str.casefold, form.sheets))
    for layout in versions():
        shapes = [layout.workers] + ([layout.whole.contracts] if layout.whole is not None else [])
        known |= {name.casefold() for shape in shapes for name in shape.sheets}
    return {
        info.name: info.name if info.name.strip().casefold() in known else f"Hoja {number}"
        for number, info in enumerate(infos, 1)
    }


def _reading(book: Workbook, sheet: str, table: Table | None, entries: dict[Place, str]) -> _Reading:
    grid = book.grid(sheet)
    widest = max(map(len, grid.rows), default=0)
    columns = {*range(grid.first_column, grid.first_column + widest), *(column for _, column in entries)}
    if table is not None:
        columns.update(table.columns.values())
    return _Reading(grid, book.facts(sheet, sorted(columns)), table, entries)


def _cells(reading: _Reading, form: FormShape, disguise: Disguise) -> dict[Place, Cell]:
    grid, facts, table = reading.grid, reading.facts, reading.table
    fields = {} if table is None else {column: name for name, column in table.columns.items()}
    shape = None if table is None else table.layout.shape(table.kind)
    totals = {row for row, _, kind in table.aside if kind == "total"} if table is not None else set()
    cells: dict[Place, Cell] = {}
    total = 0.0
    for row, values in enumerate(grid.rows, grid.first_row):
        in_table = table is not None and row > table.header_row
        for column, raw in enumerate(values, grid.first_column):
            place = row, column
            if raw is None or raw == "":
                continue
            field = reading.entries.get(place) or (fields.get(column) if in_table else None)
            value = _value(raw, field, form if field is None or in_table else None, shape, disguise)
            if field == "sbc" and _is_number(raw):
                if row in totals:
                    value = round(total, 2)
                elif _is_number(value):
                    total += value
            cells[place] = Cell(value)
        if row in totals:
            total = 0.0
    _add_formulas(cells, facts, totals)
    return cells


def _value(
    raw: object, field: str | None, form: FormShape | None, shape: TableShape | None, disguise: Disguise
) -> object:
    """What a filled cell holds in the copy."""
    if isinstance(raw, str):
        word = _known_word(raw, shape, form)
        if word is not None:
            return word
        if says_total(clean(raw)) and field != "contrato":
            return _TOTAL
    if field is not None:
        return disguise.value(field, raw)
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        return 0
    if isinstance(raw, datetime | date):
        return _DAY
    if isinstance(raw, time | timedelta):
        return timedelta(0)
    return _TEXT if clean(raw) else " "


def _known_word(raw: str, shape: TableShape | None, form: FormShape | None) -> str | None:
    """A header or label of the template as it stands; what it says in parentheses only when that is known too."""
    known: list[Callable[[str], bool]] = []
    if shape is not None:
        known.append(lambda key: key in shape.headers)
    if form is not None:
        known.append(lambda key: key in form.labels)
    for words in (raw, without_parenthesis(raw)):
        if any(is_known(header_key(words)) for is_known in known):
            return words
    return None


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _add_formulas(cells: dict[Place, Cell], facts: Facts, totals: set[int]) -> None:
    """Formulas that give the values of the copy; of the old ones none is kept, since they can hold any text."""
    for place in facts.formulas.keys() | facts.unstored:
        row, column = place
        if place in facts.unstored:
            cells[place] = Cell(None, "NA()")
        elif place in facts.errors:
            cells[place] = Cell(None, "NA()", _error(facts.errors[place]))
        elif place in cells:
            value = cells[place].value
            letters = column_letters(column)
            adds_up = row in totals and row > 1 and _is_number(value)
            cells[place] = Cell(value, f"SUM({letters}1:{letters}{row - 1})" if adds_up else _constant(value))
    for place, error in facts.errors.items():
        if place not in facts.formulas:
            cells[place] = Cell(None, "", _error(error))


def _error(said: str) -> str:
    """One of the errors that Excel knows: a file can say anything in its place."""
    return said if said in _ERRORS else "#N/A"


def _constant(value: object) -> str:
    """A formula whose result is the value."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"0+{value!r}" if value >= 0 else f"0{value!r}"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return "TODAY()"
