"""The sheets of one workbook while its layout is being found: each read once, and matched with shapes."""

from __future__ import annotations

from collections.abc import Iterable

from icsoe_xl.layouts.headers import Match, match
from icsoe_xl.layouts.layout import Layout, TableShape
from icsoe_xl.layouts.rows import table
from icsoe_xl.model import Grid, Table
from icsoe_xl.workbooks.port import SheetInfo, Workbook


class Grids:
    """The grids of a workbook, each read once however many layouts look at it."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._read: dict[str, Grid] = {}

    def of(self, sheet: str) -> Grid:
        """The grid of a sheet."""
        if sheet not in self._read:
            self._read[sheet] = self.book.grid(sheet)
        return self._read[sheet]

    def take(self, sheet: str) -> Grid:
        """The grid for the last time: it is large."""
        grid = self.of(sheet)
        del self._read[sheet]
        return grid

    def match(self, shape: TableShape, sheet: str) -> Match | None:
        """The header of a sheet; merged areas are only asked for when it is not complete without them."""
        grid = self.of(sheet)
        found = match(shape, grid)
        if found is not None and not found.missing:
            return found
        merged = self.book.facts(sheet, ()).merged
        return match(shape, grid, merged) if merged else found

    def fitting(self, shape: TableShape, sheets: Iterable[SheetInfo]) -> list[tuple[SheetInfo, Match]]:
        """The sheets that have enough of a table's headers, with the rows where those are."""
        found = [(info, self.match(shape, info.name)) for info in sheets]
        return [(info, header) for info, header in found if header is not None and header.fits]

    def table(self, layout: Layout, info: SheetInfo, header: Match) -> Table:
        """The table below a header."""
        facts = self.book.facts(info.name, sorted(header.columns.values()))
        return table(layout, self.take(info.name), header, facts)
