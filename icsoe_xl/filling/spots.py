"""Where a workbook has room for the contractor's data: defined names, placeholders, labels beside cells.

Names are certain. Placeholders say what they want. Labels may deceive: a table has RFC, Calle or Teléfono for
a heading, and a form may be the client's. So a label counts only outside of tables, where nothing before it
says that a client is meant, and only when there is one of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from icsoe_xl import layouts
from icsoe_xl.cells import clean
from icsoe_xl.filling.placeholders import has_placeholder
from icsoe_xl.layouts import headers
from icsoe_xl.layouts.forms import NAMES
from icsoe_xl.layouts.layout import FormShape, header_key
from icsoe_xl.model import Grid, Place
from icsoe_xl.workbooks.port import Workbook

LAYOUT = "icsoe-libro"
_CLIENT = ("cliente", "beneficiari", "contratante")
_OURS = ("contratista",)

Cell = tuple[str, Place]
Areas = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell for a value: its field ("" when it holds placeholders), what it holds now, whether by a formula."""

    sheet: str
    place: Place
    field: str
    value: object
    formula: bool = False


@dataclass(slots=True)
class Spots:
    """All spots of a workbook, and the fields that have a label in more than one place, which are left alone."""

    found: list[Spot] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def shape() -> FormShape:
    """The form that cells are looked for by."""
    whole = layouts.load(LAYOUT).whole
    assert whole is not None
    return whole.form


def find(book: Workbook) -> Spots:
    """Look through the visible sheets of a workbook. Raises UnreadableFile."""
    form = shape()
    grids = {info.name: book.grid(info.name) for info in book.sheets() if info.visible}
    merged: dict[str, Areas] = {sheet: book.facts(sheet, ()).merged for sheet in grids}
    named = {n: at for n, at in book.named_cells(NAMES).items() if n in form.words and at[0] in grids}
    labelled: dict[str, list[Cell]] = {}
    for sheet, grid in grids.items():
        for name, place in _labelled(form, grid, merged[sheet]):
            if name not in named:
                labelled.setdefault(name, []).append((sheet, place))
    best = {name: _preferred(form, cells) for name, cells in labelled.items()}
    spots = Spots(twice=[name for name, cells in best.items() if len(cells) > 1])
    wanted: dict[Cell, str] = {}
    for sheet, grid in grids.items():
        wanted |= {(sheet, place): "" for place in _placeholders(grid)}
    for name, (sheet, place) in named.items():
        wanted.setdefault((sheet, _top_left(place, merged[sheet])), name)
    for name, cells in best.items():
        if len(cells) == 1:
            wanted.setdefault(cells[0], name)
    for sheet, grid in grids.items():
        here = {place: name for (at, place), name in wanted.items() if at == sheet}
        facts = book.facts(sheet, sorted({column for _, column in here}))
        spots.found += [
            Spot(sheet, place, name, cell(grid, place), place in facts.formulas)
            for place, name in sorted(here.items())
        ]
    return spots


def cell(grid: Grid, place: Place) -> object:
    """A cell by Excel's own numbers; None outside of what is used."""
    down, right = place[0] - grid.first_row, place[1] - grid.first_column
    if 0 <= down < len(grid.rows) and 0 <= right < len(grid.rows[down]):
        return grid.rows[down][right]
    return None


def _placeholders(grid: Grid) -> Iterator[Place]:
    for row, values in enumerate(grid.rows, grid.first_row):
        for column, value in enumerate(values, grid.first_column):
            if has_placeholder(value):
                yield row, column


def _labelled(form: FormShape, grid: Grid, merged: Areas) -> Iterator[tuple[str, Place]]:
    """Each field with a label and the cell beside it, in the order of the sheet."""
    client = _speaks_of_client(grid.sheet, before=False)
    for row in range(1, min(form.rows, _table_row(grid) - 1) + 1):
        values = [cell(grid, (row, column)) for column in range(1, form.columns + form.reach + 1)]
        names = [None if has_placeholder(value) else form.field_of(value) for value in values]
        ends = {left: right for top, left, _, right in merged if top == row}
        after = {column: ends.get(column, column) + 1 for column, name in enumerate(names, 1) if name}
        if any(column in after for column in after.values()):
            continue  # labels side by side are the headings of some table
        for column, value in enumerate(values[: form.columns], 1):
            if isinstance(value, str):
                client = _speaks_of_client(value, client)
            name = names[column - 1]
            at = _value_column(form, values, after[column]) if name and not client else None
            if name and at:
                yield name, _top_left((row, at), merged)


def _table_row(grid: Grid) -> int:
    """The first row that is the header of a table of ours; one beyond all rows when there is none."""
    rows = []
    for layout in map(layouts.load, layouts.names()):
        for table in (layout.workers, *([layout.whole.contracts] if layout.whole is not None else [])):
            found = headers.match(table, grid)
            if found is not None and found.fits:
                rows.append(found.row)
    return min(rows, default=1_048_577)


def _speaks_of_client(text: str, before: bool) -> bool:
    """Whether what comes from here on is a client's, by the last text that named one of the two."""
    folded = text.casefold()
    if any(word in folded for word in _OURS):
        return False
    return before or any(word in folded for word in _CLIENT)


def _value_column(form: FormShape, values: list[object], first: int) -> int | None:
    """Where the value of a label stands, as `layouts.forms` reads it; None where a placeholder says more."""
    for column, value in enumerate(values[first - 1 : first - 1 + form.reach], first):
        if has_placeholder(value):
            return None
        if clean(value):
            return column if form.field_of(value) is None else first
    return first


def _preferred(form: FormShape, places: list[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """Of several cells for one field, those on the first sheet that is named for the form, else all."""
    for name in form.sheets:
        own = [at for at in places if header_key(at[0]) == header_key(name)]
        if own:
            return own
    return places


def _top_left(place: Place, merged: Areas) -> Place:
    for top, left, bottom, right in merged:
        if top <= place[0] <= bottom and left <= place[1] <= right:
            return top, left
    return place
