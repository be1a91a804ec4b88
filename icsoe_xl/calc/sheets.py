"""Sheets of an open spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, XlwingsError

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS
from icsoe_xl.calc.areas import Area, from_uno, parse
from icsoe_xl.calc.names import Names
from icsoe_xl.calc.notes import Note
from icsoe_xl.calc.ranges import ALL_CONTENT, ALL_FORMATS, EVERYTHING, Range
from icsoe_xl.calc.tables import Tables

if TYPE_CHECKING:
    from icsoe_xl.calc.books import Book


class Sheets:
    """The sheets of a book in order. As in Excel, names are compared without case."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.x = book.doc.Sheets

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.Spreadsheets."""
        return self.x

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.doc.CurrentController.getActiveSheet())

    def __len__(self) -> int:
        return int(self.x.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.x.getByIndex(index)) for index in range(len(self)))

    def __call__(self, name_or_index: int | str) -> Sheet:
        """One sheet, by name or by number from 1. Raises NoSuchObjectError."""
        if not isinstance(name_or_index, str):
            if not 1 <= name_or_index <= len(self):
                raise NoSuchObjectError(f"There is no sheet {name_or_index}.")
            return Sheet(self.book, self.x.getByIndex(name_or_index - 1))
        for name in self.x.getElementNames():
            if name.lower() == name_or_index.lower():
                return Sheet(self.book, self.x.getByName(name))
        raise NoSuchObjectError(f"There is no sheet {name_or_index!r}.")

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Insert a sheet (before the active one unless told where) and make it the active one."""
        require_structure(self.book)
        taken = self.x.getElementNames()
        if name is None:
            name = next(free for n in range(1, len(taken) + 2) if (free := f"Sheet{n}") not in taken)
        position = before.index - 1 if before else after.index if after else self.active.index - 1
        self.x.insertNewByName(name, position)
        sheet = self(name)
        sheet.activate()
        return sheet


def require_structure(book: Book) -> None:
    """Raise XlwingsError where Excel would: the structure of the workbook is protected."""
    if book.doc.isProtected():
        raise XlwingsError("The structure of the workbook is protected.")


class Sheet:
    """One sheet; `x` is the UNO sheet."""

    def __init__(self, book: Book, x: Any) -> None:
        self.book = book
        self.x = x

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.Spreadsheet; `api.isProtected()` tells whether it is protected."""
        return self.x

    @property
    def name(self) -> str:
        """Name on the tab."""
        return str(self.x.Name)

    @name.setter
    def name(self, value: str) -> None:
        require_structure(self.book)
        self.x.Name = value

    @property
    def index(self) -> int:
        """Position, counted from 1."""
        return int(self.x.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether the tab is shown; "very hidden" does not exist here and is hidden."""
        return bool(self.x.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        require_structure(self.book)
        self.x.IsVisible = bool(value)

    @property
    def names(self) -> Names:
        """Names that belong to this sheet alone."""
        return Names(self.book, self.x.NamedRanges)

    @property
    def notes(self) -> list[Note]:
        """Notes of the sheet, by column and row."""
        found = []
        for index in range(self.annotations.getCount()):
            note = self.annotations.getByIndex(index)
            place = note.Position
            found.append(Note(Range(self, (Area(place.Row + 1, place.Column + 1),)), note))
        return found

    @cached_property
    def annotations(self) -> Any:
        """The com.sun.star.sheet.CellAnnotations."""
        return self.x.Annotations

    @property
    def tables(self) -> Tables:
        """Tables, which are named database ranges here."""
        return Tables(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        """Rows and columns that stay in view."""
        return FreezePanes(self)

    @property
    def cells(self) -> Range:
        """All cells of the sheet."""
        return Range(self, (Area(1, 1, MAX_ROWS, MAX_COLUMNS),))

    @property
    def used_range(self) -> Range:
        """The rectangle that holds every cell with content or a note; A1 when there is none."""
        cursor = self.x.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range(self, (from_uno(cursor.RangeAddress),))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """The range of an address (a union too), of a name, of (row, column) or between two of these.

        Raises XlwingsError over 255 characters of address, NoSuchObjectError when there is no such name.
        """
        first = self._area(arg1)
        if arg2 is None:
            return first
        (a,), (b,) = first.areas, self._area(arg2).areas
        row, column = min(a.row, b.row), min(a.column, b.column)
        rows = max(a.last_row, b.last_row) - row + 1
        columns = max(a.last_column, b.last_column) - column + 1
        return Range(self, (Area(row, column, rows, columns),))

    def _area(self, place: Any) -> Range:
        if isinstance(place, Range):
            return place
        if isinstance(place, tuple):
            if 0 in place[:2]:
                raise IndexError("Rows and columns are counted from 1.")
            return Range(self, (Area(*place),))
        areas = parse(place)
        if areas is not None:
            return Range(self, areas)
        for names in (self.names, self.book.names):
            if names.contains(place):
                named = names(place).refers_to_range
                if named is not None:
                    return named
        raise NoSuchObjectError(f"There is no address or name {place!r}.")

    def activate(self) -> None:
        """Bring the sheet to the front. A hidden one cannot come: XlwingsError, as in Excel."""
        if not self.visible:
            raise XlwingsError(f"The sheet {self.name!r} is hidden.")
        self.book.doc.CurrentController.setActiveSheet(self.x)

    select = activate

    def clear(self) -> None:
        """Empty every cell of content, notes and formats."""
        self.cells.clear_flags(EVERYTHING)

    def clear_contents(self) -> None:
        """Empty every cell of its content."""
        self.cells.clear_flags(ALL_CONTENT)

    def clear_formats(self) -> None:
        """Take the formats of every cell."""
        self.cells.clear_flags(ALL_FORMATS)

    def autofit(self, axis: str | None = None) -> None:
        """Fit the widths ("c"), the heights ("r") or both to what is shown."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Remove the sheet."""
        require_structure(self.book)
        self.book.doc.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy the sheet within its book; the copy is named as Excel does, ``captura (2)``."""
        require_structure(self.book)
        sheets = self.book.doc.Sheets
        taken = sheets.getElementNames()
        name = next(free for n in range(2, len(taken) + 3) if (free := f"{self.name} ({n})") not in taken)
        sheets.copyByName(self.name, name, _position(before, after))

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move the sheet within its book."""
        require_structure(self.book)
        self.book.doc.Sheets.moveByName(self.name, _position(before, after))


def _position(before: Sheet | None, after: Sheet | None) -> int:
    if before is not None:
        return before.index - 1
    return after.index if after is not None else 0


class FreezePanes:
    """Frozen panes. LibreOffice keeps them in the view, so the sheet comes to the front for a moment."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Keep the given cells in view: "1:3" three rows, "A:A" a column, "B4" both up to that cell."""
        (area,) = self.sheet.range(frozen_range).areas
        rows = area.last_row if area.rows < MAX_ROWS else 0
        columns = area.last_column if area.columns < MAX_COLUMNS else 0
        self._freeze(columns, rows)

    def unfreeze(self) -> None:
        """Let everything scroll again."""
        self._freeze(0, 0)

    def _freeze(self, columns: int, rows: int) -> None:
        controller = self.sheet.book.doc.CurrentController
        before = controller.getActiveSheet()
        controller.setActiveSheet(self.sheet.x)
        controller.freezeAtPosition(columns, rows)
        controller.setActiveSheet(before)
