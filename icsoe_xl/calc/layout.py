"""Sizes, hidden rows and shifted cells: the geometry of a sheet between Excel's units and UNO's.

UNO measures in hundredths of a millimetre; Excel counts a column in characters of Calibri 11 (7 pixels each
and 5 of margin at 96 dpi) and a row in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS
from icsoe_xl.calc.areas import Area, from_uno

if TYPE_CHECKING:
    from icsoe_xl.calc.place import Place

_T = TypeVar("_T")
_PER_INCH = 2540


def to_characters(width: int) -> float:
    """Column width in characters."""
    return round((width / _PER_INCH * 96 - 5) / 7, 2)


def from_characters(width: float) -> int:
    """Column width in hundredths of a millimetre."""
    return round((width * 7 + 5) / 96 * _PER_INCH)


def to_points(height: int) -> float:
    """Row height in points."""
    return round(height / _PER_INCH * 72, 2)


def from_points(height: float) -> int:
    """Row height in hundredths of a millimetre."""
    return round(height / 72 * _PER_INCH)


def common(values: Sequence[_T]) -> _T | None:
    """The one value that all have, None when they differ."""
    return values[0] if all(value == values[0] for value in values) else None


def column_widths(place: Place) -> list[int]:
    """Widths of the columns, 0 characters for a hidden one; beyond the used range only that of the first."""
    columns = place.first.Columns
    used = place.sheet.used_range.area.last_column - place.area.column + 1
    each = [columns.getByIndex(i) for i in range(max(1, min(place.area.columns, used)))]
    return [column.Width if column.IsVisible else from_characters(0) for column in each]


def row_heights(place: Place) -> list[int]:
    """Heights of the rows; beyond the used range only that of the first."""
    rows = place.first.Rows
    used = place.sheet.used_range.area.last_row - place.area.row + 1
    return [rows.getByIndex(i).Height for i in range(max(1, min(place.area.rows, used)))]


def rows_hidden(place: Place) -> bool | None:
    """True, False, or None when only some of the rows are hidden. One call, whatever their number."""
    whole = place.part(Area(place.area.row, 1, place.area.rows, MAX_COLUMNS))
    return _hidden(((area.row, area.rows) for area in _visible(whole)), place.area.rows)


def columns_hidden(place: Place) -> bool | None:
    """True, False, or None when only some of the columns are hidden."""
    whole = place.part(Area(1, place.area.column, MAX_ROWS, place.area.columns))
    return _hidden(((area.column, area.columns) for area in _visible(whole)), place.area.columns)


def _visible(x: Any) -> list[Area]:
    return [from_uno(address) for address in x.queryVisibleCells().RangeAddresses]


def _hidden(visible: Iterable[tuple[int, int]], count: int) -> bool | None:
    # the areas of one band of rows (several when columns are hidden too) begin at the same row
    shown = sum(dict(visible).values())
    return True if shown == 0 else False if shown == count else None


def as_rows(value: Any, area: Area) -> Sequence[Sequence[Any]]:
    """`value` in the shape of `area`: rows as they are, a list as a row or column, one value everywhere."""
    if not isinstance(value, (list, tuple)):
        return [[value] * area.columns] * area.rows
    if value and isinstance(value[0], (list, tuple)):
        return value
    return [value] if area.rows == 1 else [[each] for each in value]


def jump(filled: Sequence[bool], at: int, step: int, edge: int) -> int:
    """Where Ctrl and an arrow lead along a line of cells; places are counted from 1.

    `filled` tells which cells have content as far as any has, `at` is the start, `step` 1 or -1, `edge` the
    last cell of the sheet.
    """

    def full(place: int) -> bool:
        return 1 <= place <= len(filled) and filled[place - 1]

    if full(at) and full(at + step):
        while full(at + step):
            at += step
        return at
    at += step
    while 1 <= at <= len(filled) and not full(at):
        at += step
    return edge if at > len(filled) else max(at, 1)


def insert(place: Place, shift: str | None) -> None:
    """Insert cells where `place` is; by its shape when `shift` is None, as Excel does."""
    mode = _mode(place, {"down": "DOWN", "right": "RIGHT"}.get(shift or ""), "DOWN", "RIGHT")
    office = place.sheet.book.app.office
    place.sheet.x.insertCells(
        place.area.uno(office, place.sheet.index - 1), office.enum("com.sun.star.sheet.CellInsertMode", mode)
    )


def delete(place: Place, shift: str | None) -> None:
    """Remove the cells of `place`; by its shape when `shift` is None, as Excel does."""
    mode = _mode(place, {"up": "UP", "left": "LEFT"}.get(shift or ""), "UP", "LEFT")
    office = place.sheet.book.app.office
    place.sheet.x.removeRange(
        place.area.uno(office, place.sheet.index - 1), office.enum("com.sun.star.sheet.CellDeleteMode", mode)
    )


def _mode(place: Place, asked: str | None, for_wide: str, for_tall: str) -> str:
    if place.area.columns == MAX_COLUMNS:
        return "ROWS"
    if place.area.rows == MAX_ROWS:
        return "COLUMNS"
    return asked or (for_wide if place.area.columns >= place.area.rows else for_tall)
