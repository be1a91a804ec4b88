"""The form of a whole workbook: one value for each field, behind a defined name or beside a label.

The names come first. They are easily lost (a copied sheet, a program that drops them), so what no name
leads to is looked for beside the labels that people read, on the sheets where the form stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icsoe_xl.cells import clean
from icsoe_xl.layouts.grids import Grids
from icsoe_xl.layouts.layout import FormShape, Layout
from icsoe_xl.model import Entry, Facts, Form, Grid, Place
from icsoe_xl.workbooks.port import SheetInfo

NAMES = "icsoe_"
"""How the defined names of our workbooks begin."""

_ENOUGH = 2
"""Telling fields that a workbook must have a place for to be taken for one with a form."""


def fits(shape: FormShape, form: Form) -> bool:
    """Whether enough of the form was found to know it by."""
    return len(shape.telling & form.entries.keys()) >= _ENOUGH


def read_form(layout: Layout, shape: FormShape, sheets: Sequence[SheetInfo], grids: Grids) -> Form:
    """What a workbook's form says; without entries when there is no form. Raises UnreadableFile."""
    own = [
        info.name
        for name in shape.sheets
        for info in sheets
        if info.name.strip().casefold() == name.casefold()
    ]
    places: dict[str, tuple[str, Place]] = {}
    here = {info.name.casefold(): info.name for info in sheets}
    for name, (sheet, place) in grids.book.named_cells(NAMES).items():
        if name in shape.words and sheet.casefold() in here:
            places[name] = here[sheet.casefold()], place
    for sheet in own:
        if len(places) == len(shape.words):
            break
        for name, place in _beside_labels(shape, grids.of(sheet), grids.book.facts(sheet, ())):
            places.setdefault(name, (sheet, place))
    form = Form(own[0] if own else None, layout, {}, {})
    for sheet in dict.fromkeys(sheet for sheet, _ in places.values()):
        on_sheet = {name: place for name, (at, place) in places.items() if at == sheet}
        _fill(form, grids.of(sheet), on_sheet, grids)
    return form


def _fill(form: Form, grid: Grid, places: dict[str, Place], grids: Grids) -> None:
    """Put the values of one sheet into the form; a merged cell counts as its top-left one."""
    merged = grids.book.facts(grid.sheet, ()).merged
    places = {name: _top_left(place, merged) for name, place in places.items()}
    facts = grids.book.facts(grid.sheet, sorted({column for _, column in places.values()}))
    for name, (row, column) in places.items():
        form.entries[name] = Entry(grid.sheet, row, column, _value(grid, row, column))
        if (row, column) in facts.errors:
            form.unreadable[name] = facts.errors[row, column]
        elif (row, column) in facts.unstored:
            form.unreadable[name] = ""


def _beside_labels(shape: FormShape, grid: Grid, facts: Facts) -> Iterator[tuple[str, Place]]:
    """Each field that has a label, the first of each, and the place of its value: to the right of it.

    Where there is no value yet its place is the cell next to the label, or to the area it is merged over.
    """
    seen = set()
    for row in range(1, shape.rows + 1):
        for column in range(1, shape.columns + 1):
            name = shape.field_of(_value(grid, row, column))
            if name is None or name in seen:
                continue
            seen.add(name)
            last = next((r for t, c, b, r in facts.merged if (t, c) == (row, column)), column)
            yield name, (row, _value_column(shape, grid, row, last + 1))


def _value_column(shape: FormShape, grid: Grid, row: int, first: int) -> int:
    for column in range(first, first + shape.reach):
        value = _value(grid, row, column)
        if clean(value):
            return first if shape.field_of(value) is not None else column
    return first


def _top_left(place: Place, merged: Sequence[tuple[int, int, int, int]]) -> Place:
    row, column = place
    for top, left, bottom, right in merged:
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return place


def _value(grid: Grid, row: int, column: int) -> object:
    """A cell by Excel's own numbers; None outside of what is used."""
    down, right = row - grid.first_row, column - grid.first_column
    if 0 <= down < len(grid.rows) and 0 <= right < len(grid.rows[down]):
        return grid.rows[down][right]
    return None
