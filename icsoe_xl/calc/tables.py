"""Excel tables, which LibreOffice holds as named database ranges with a header row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import NoSuchObjectError

from icsoe_xl.calc.areas import Area, from_uno

if TYPE_CHECKING:
    from icsoe_xl.calc.ranges import Range
    from icsoe_xl.calc.sheets import Sheet


class Tables:
    """The tables of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.x = sheet.book.doc.DatabaseRanges

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.DatabaseRanges of the workbook."""
        return self.x

    def __iter__(self) -> Iterator[Table]:
        index = self.sheet.index - 1
        for name in self.x.getElementNames():
            found = self.x.getByName(name)
            if found.DataArea.Sheet == index:
                yield Table(self.sheet, found)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, name_or_index: int | str) -> Table:
        """One table, by name or by number from 1. Raises NoSuchObjectError."""
        for number, table in enumerate(self, start=1):
            if isinstance(name_or_index, str):
                if table.name.lower() == name_or_index.lower():
                    return table
            elif number == name_or_index:
                return table
        raise NoSuchObjectError(f"There is no table {name_or_index!r}.")

    def holding(self, row: int, column: int) -> Table | None:
        """The table that a cell belongs to."""
        for table in self:
            area = table.area
            if area.row <= row <= area.last_row and area.column <= column <= area.last_column:
                return table
        return None

    def add(
        self,
        source_type: Any = None,
        source: xlwings.Range | None = None,
        link_source: Any = None,
        has_headers: Any = None,
        destination: Any = None,
        table_style_name: Any = None,
        name: str | None = None,
    ) -> Table:
        """Make a table of `source`, whose first row is its header, with filter arrows."""
        if source is None:
            raise NoSuchObjectError("A table needs its source range.")
        taken = self.x.getElementNames()
        if name is None:
            name = next(free for n in range(1, len(taken) + 2) if (free := f"Table{n}") not in taken)
        self.x.addNewByName(name, source.impl.area.uno(self.sheet.book.app.office, self.sheet.index - 1))
        table = Table(self.sheet, self.x.getByName(name))
        table.x.ContainsHeader = True
        table.show_autofilter = True
        return table


class Table:
    """One table."""

    def __init__(self, sheet: Sheet, x: Any) -> None:
        self.parent = sheet
        self.x = x

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.DatabaseRange."""
        return self.x

    @property
    def area(self) -> Area:
        """Where it is, header included."""
        return from_uno(self.x.DataArea)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.x.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.x.Name = value

    display_name = name

    @property
    def range(self) -> Range:
        """All of it."""
        return self._range(self.area)

    @property
    def header_row_range(self) -> Range:
        """The header."""
        area = self.area
        return self._range(Area(area.row, area.column, 1, area.columns))

    @property
    def data_body_range(self) -> Range | None:
        """The rows below the header, None when there are none."""
        area = self.area
        if area.rows == 1:
            return None
        return self._range(Area(area.row + 1, area.column, area.rows - 1, area.columns))

    @property
    def show_autofilter(self) -> bool:
        """Whether the header has filter arrows."""
        return bool(self.x.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.x.AutoFilter = bool(value)

    def _range(self, area: Area) -> Range:
        from icsoe_xl.calc.ranges import Range

        return Range(self.parent, (area,))
