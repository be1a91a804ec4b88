"""Where the cells of a range are: areas, addresses, and the ways from one range to another.

A range is one rectangle or, by an address such as ``A1,B3:C9``, a union of them. As in Excel a union is
coloured, formatted, cleared and selected as a whole in one call, while its values, shape and place are those
of its first area.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from xlwings import XlwingsError

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS
from icsoe_xl.calc import layout
from icsoe_xl.calc.areas import Area, from_uno
from icsoe_xl.calc.formats import is_mixed

if TYPE_CHECKING:
    from icsoe_xl.calc.sheets import Sheet

_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


class Place:
    """Cells of one sheet, by their areas. `options` is xlwings' own."""

    has_array = False
    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, areas: tuple[Area, ...]) -> None:
        self.sheet = sheet
        self.areas = areas
        self.options: dict[str, Any] = {}

    @property
    def area(self) -> Area:
        """The first area."""
        return self.areas[0]

    @cached_property
    def x(self) -> Any:
        """The UNO range: one SheetCellRange, or SheetCellRanges for a union. None for a range of no cells."""
        if not (self.area.rows and self.area.columns):
            return None
        if len(self.areas) == 1:
            return self.part(self.area)
        office, index = self.sheet.book.app.office, self.sheet.index - 1
        union = self.sheet.book.doc.createInstance("com.sun.star.sheet.SheetCellRanges")
        union.addRangeAddresses(tuple(area.uno(office, index) for area in self.areas), False)
        return union

    def part(self, area: Area) -> Any:
        """The UNO range of `area` on this range's sheet."""
        return self.sheet.x.getCellRangeByPosition(
            area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1
        )

    @property
    def first(self) -> Any:
        """The UNO range of the first area."""
        return self.x if len(self.areas) == 1 else self.part(self.area)

    @property
    def cell(self) -> Any:
        """The UNO cell in the upper left corner."""
        return self.sheet.x.getCellByPosition(self.area.column - 1, self.area.row - 1)

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.SheetCellRange or SheetCellRanges."""
        return self.x

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet, row, column, rows and columns."""
        area = self.area
        return self.sheet.name, area.row, area.column, area.rows, area.columns

    @property
    def row(self) -> int:
        """First row."""
        return self.area.row

    @property
    def column(self) -> int:
        """First column."""
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.area.rows, self.area.columns

    def __len__(self) -> int:
        return sum(area.rows * area.columns for area in self.areas)

    def __call__(self, row: int, column: int | None = None) -> Self:
        """One cell by row and column of the range, or by its number row after row; all from 1."""
        if column is None:
            row, column = divmod(row - 1, self.area.columns)
            row, column = row + 1, column + 1
        return self._cell(self.area.row + row - 1, self.area.column + column - 1)

    def _cell(self, row: int, column: int) -> Self:
        return type(self)(self.sheet, (Area(row, column),))

    @property
    def address(self) -> str:
        """``$A$1:$B$2``; a union is ``$A$1,$B$3:$C$9``."""
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address, with book and sheet when `external`."""
        text = ",".join(area.address(row_absolute, col_absolute) for area in self.areas)
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{text}" if external else text

    @property
    def current_region(self) -> Self:
        """The block of filled cells around the range."""
        cursor = self.sheet.x.createCursorByRange(self.first)
        cursor.collapseToCurrentRegion()
        return type(self)(self.sheet, (from_uno(cursor.RangeAddress),))

    def end(self, direction: str) -> Self:
        """Where Ctrl and an arrow would go from the first cell: "down", "up", "right" or "left"."""
        down, right = _STEPS[direction]
        row, column = self.area.row, self.area.column
        used = self.sheet.used_range.area
        if down:
            line = self.part(Area(1, column, max(used.last_row, row), 1)).getDataArray()
            filled = [value != "" for (value,) in line]
            return self._cell(layout.jump(filled, row, down, MAX_ROWS), column)
        line = self.part(Area(row, 1, 1, max(used.last_column, column))).getDataArray()
        filled = [value != "" for value in line[0]]
        return self._cell(row, layout.jump(filled, column, right, MAX_COLUMNS))

    def expand(self, mode: str = "table") -> Self:
        """The filled cells next to the first one: "table", "down" or "right"."""
        import xlwings
        from xlwings import expansion

        return expansion.expanders[mode].expand(xlwings.Range(impl=self)).impl  # type: ignore[no-any-return]

    def select(self) -> None:
        """Bring the sheet to the front and select the cells."""
        self.sheet.activate()
        self.sheet.book.doc.CurrentController.select(self.x)

    def shared(self, name: str) -> Any:
        """The UNO property `name` that all the cells have; None when they differ."""
        parts = [self.x] if len(self.areas) == 1 else [self.part(area) for area in self.areas]
        found = None
        for area, part in zip(self.areas, parts, strict=True):
            if area.rows * area.columns > 1 and is_mixed(part, name):
                return None
            value = getattr(part, name)
            if found not in (None, value):
                return None
            found = value
        return found

    def require_editable(self, *, content: bool = False) -> None:
        """Raise XlwingsError where Excel would: the sheet is protected.

        A change of `content` alone is let through when none of the cells is locked.
        """
        if self.sheet.x.isProtected():
            protection = self.shared("CellProtection") if content else None
            if protection is None or protection.IsLocked:
                raise XlwingsError(f"The sheet {self.sheet.name!r} is protected.")
