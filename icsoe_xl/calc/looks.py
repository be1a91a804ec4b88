"""How the cells of a range look: fill, number format, font, sizes, what is hidden or merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from icsoe_xl.calc import layout
from icsoe_xl.calc.areas import Area, from_uno, runs
from icsoe_xl.calc.fonts import Font
from icsoe_xl.calc.formats import Color, color_from_uno, color_to_uno
from icsoe_xl.calc.place import Place


class Looks(Place):
    """A range with what a person sees of it."""

    @property
    def color(self) -> Color | None:
        """Fill as (r, g, b), None for no fill. Black for cells that differ, as Excel says."""
        if self.x is None:
            return None
        value = self.shared("CellBackColor")
        return (0, 0, 0) if value is None else color_from_uno(value)

    @color.setter
    def color(self, value: Color | str | int | None) -> None:
        if self.x is not None:
            self.require_editable()
            self.x.CellBackColor = color_to_uno(value)

    def set_colors(self, colors: Sequence[Sequence[Any]]) -> None:
        """Fill cell by cell; ``...`` leaves a cell as it is."""
        places: dict[int, list[tuple[int, int]]] = {}
        for row, line in enumerate(colors, start=self.area.row):
            for column, color in enumerate(line, start=self.area.column):
                if color is not ...:
                    places.setdefault(color_to_uno(color), []).append((row, column))
        self.require_editable()
        for color, members in places.items():
            type(self)(self.sheet, tuple(runs(members))).x.CellBackColor = color

    @property
    def number_format(self) -> str | None:
        """Number format in Excel's English; None for cells that differ."""
        if self.x is None:
            return ""
        key = self.shared("NumberFormat")
        return None if key is None else self.sheet.book.formats.text(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        if self.x is not None:
            self.require_editable()
            self.x.NumberFormat = self.sheet.book.formats.key(value)

    @property
    def font(self) -> Font:
        """The font of the cells."""
        return Font(self)

    @property
    def wrap_text(self) -> bool | None:
        """Whether long text breaks into lines; None for cells that differ."""
        return self.shared("IsTextWrapped")  # type: ignore[no-any-return]

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.require_editable()
        self.x.IsTextWrapped = bool(value)

    @property
    def column_width(self) -> float | None:
        """Width in characters, as Excel counts it; None for columns that differ."""
        return layout.common([layout.to_characters(w) for w in layout.column_widths(self)])

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.require_editable()
        if value == 0:  # in Excel a hidden column and one of no width are the same
            self.first.Columns.IsVisible = False
        else:
            self.first.Columns.Width = layout.from_characters(value)

    @property
    def row_height(self) -> float | None:
        """Height in points; None for rows that differ."""
        return layout.common([layout.to_points(h) for h in layout.row_heights(self)])

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.require_editable()
        self.first.Rows.Height = layout.from_points(value)

    def autofit(self, axis: str | None = None) -> None:
        """Fit widths ("c"), heights ("r") or both to what is shown."""
        if axis in (None, "c", "columns"):
            self.first.Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            self.first.Rows.OptimalHeight = True

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden, by hand or by a filter; None when only some are."""
        return layout.rows_hidden(self)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.require_editable()
        self.first.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; None when only some are."""
        return layout.columns_hidden(self)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.require_editable()
        self.first.Columns.IsVisible = not value

    @property
    def merge_area(self) -> Self:
        """The merged area that holds the first cell; the cell itself when it is not merged."""
        return type(self)(self.sheet, (self._with_merged(Area(self.area.row, self.area.column)),))

    @property
    def merge_cells(self) -> bool | None:
        """Whether all the cells are merged into one; None when only some are."""
        if self._with_merged(self.area) == self.area and not self.first.getIsMerged():
            return False
        merged = self.merge_area.area
        whole = merged.last_row >= self.area.last_row and merged.last_column >= self.area.last_column
        return True if whole and merged.rows * merged.columns > 1 else None

    def _with_merged(self, area: Area) -> Area:
        """`area` grown by the merged areas that it cuts."""
        cursor = self.sheet.x.createCursorByRange(self.part(area))
        cursor.collapseToMergedArea()
        return from_uno(cursor.RangeAddress)

    def merge(self, across: bool) -> None:
        """Merge the cells, row by row when `across`."""
        self.require_editable()
        for area in self.areas:
            step = 1 if across else area.rows
            for row in range(area.row, area.last_row + 1, step):
                self.part(Area(row, area.column, step, area.columns)).merge(True)

    def unmerge(self) -> None:
        """Split merged cells again."""
        self.require_editable()
        self.merge_area.x.merge(False)
        self.first.merge(False)
