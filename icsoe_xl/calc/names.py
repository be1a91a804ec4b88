"""Defined names of a workbook or of one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from icsoe_xl.calc.areas import from_uno
from icsoe_xl.calc.formulas import to_excel, to_uno

if TYPE_CHECKING:
    from icsoe_xl.calc.books import Book
    from icsoe_xl.calc.ranges import Range


class Names:
    """The names of one scope; `x` is the com.sun.star.sheet.NamedRanges. As in Excel, case does not count."""

    def __init__(self, book: Book, x: Any) -> None:
        self.book = book
        self.x = x

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.NamedRanges."""
        return self.x

    def __len__(self) -> int:
        return int(self.x.getCount())

    def __iter__(self) -> Iterator[Name]:
        return (Name(self, self.x.getByName(name)) for name in self.x.getElementNames())

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names with their objects."""
        return [(name.name, name) for name in self]

    def _spelled(self, name: str) -> str | None:
        return next((known for known in self.x.getElementNames() if known.lower() == name.lower()), None)

    def contains(self, name_or_index: int | str) -> bool:
        """Whether there is such a name."""
        if isinstance(name_or_index, str):
            return self._spelled(name_or_index) is not None
        return 1 <= name_or_index <= len(self)

    def __call__(self, name_or_index: int | str) -> Name:
        """One name, by itself or by its number from 1. Raises KeyError."""
        if not isinstance(name_or_index, str):
            return Name(self, self.x.getByIndex(name_or_index - 1))
        known = self._spelled(name_or_index)
        if known is None:
            raise KeyError(name_or_index)
        return Name(self, self.x.getByName(known))

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, anew when it exists; `refers_to` is Excel's, ``=Hoja1!$A$1``."""
        known = self._spelled(name)
        if known is not None:
            self.x.removeByName(known)
        origin = self.book.app.office.struct("com.sun.star.table.CellAddress")
        self.x.addNewByName(name, to_uno(refers_to.removeprefix("=")), origin, 0)
        return self(name)


class Name:
    """One defined name."""

    def __init__(self, names: Names, x: Any) -> None:
        self.names = names
        self.x = x

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.NamedRange."""
        return self.x

    @property
    def name(self) -> str:
        """The name."""
        return str(self.x.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.x.Name = value

    @property
    def refers_to(self) -> str:
        """What it stands for, as Excel writes it."""
        return "=" + to_excel(self.x.Content)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.x.setContent(to_uno(value.removeprefix("=")))

    @property
    def refers_to_range(self) -> Range | None:
        """The cells it stands for, None for a constant or a formula."""
        from icsoe_xl.calc.ranges import Range

        cells = self.x.getReferredCells()
        if cells is None:
            return None
        address = cells.RangeAddress
        return Range(self.names.book.sheets(address.Sheet + 1), (from_uno(address),))

    def delete(self) -> None:
        """Remove the name; the cells stay."""
        self.names.x.removeByName(self.name)
