"""Edits in the bytes of a worksheet: the few rows that change are made anew, the rest is copied as it lies.

Where the rows are is found by :mod:`icsoe_xl.workbooks.sheet_rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import NamedTuple, TypeVar

from icsoe_xl.addresses import column_letters
from icsoe_xl.workbooks.cell_xml import attribute
from icsoe_xl.workbooks.sheet_rows import Row, SheetRows
from icsoe_xl.workbooks.sheet_rows import plain as plain

T = TypeVar("T")
_PLAIN_TAGS = frozenset(b' t="%s"' % kind for kind in (b"s", b"str", b"n", b"b", b"e", b"inlineStr")) | {b""}
"""What stands between address and end of a cell's tag that surely has no style."""


class Slot(NamedTuple):
    """A wanted cell: its raw element, or None and the style that its row or column gives to new cells."""

    row: int
    column: int
    raw: bytes | None
    inherited: str | None


class SheetXml(SheetRows):
    """A worksheet to be edited; ``created_rows`` are the numbers of the rows that we had to add."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes of a worksheet. Raises UnreadableFile when they are not one."""
        super().__init__(data)
        self.created_rows: set[int] = set()

    def rewrite(
        self,
        wanted: Mapping[int, Mapping[int, T]],
        change: Callable[[Slot, T], bytes | None],
        drop_rows: Container[int] = (),
        restyle: Callable[[int, int, str | None, T], int] | None = None,
    ) -> None:
        """Give every wanted cell (row -> column -> anything) the element that ``change`` returns.

        None leaves the cell as it is, ``b""`` takes it out or leaves it absent. A row that loses its last
        cell so is closed again, or taken out when it is one of ``drop_rows``. Where ``change`` would give a
        cell that is there another style and nothing else, ``restyle`` (row, column, style, wish) may say
        which: a row of cells as most programs write them is done five times faster so.
        """
        pieces: list[bytes | memoryview] = []
        view = memoryview(self.data)
        place = self._first
        inherited = column_styles(self)
        open_by_itself = self._open_by_itself
        for number, start, there in self._find_rows(sorted(wanted)):
            if there:
                row = self._row_at(start)
                new = None if restyle is None else self._restyled_row(number, row, wanted[number], restyle)
                if new is None:
                    new = self._changed_row(
                        number, row, wanted[number], change, inherited, number in drop_rows
                    )
                if new is not None:
                    pieces += (view[place:start], new)
                    place = row.stop
                continue
            cells = [
                change(Slot(number, column, None, _style_at(inherited, column)), wanted[number][column])
                for column in sorted(wanted[number])
            ]
            content = b"".join(cell for cell in cells if cell)
            if content:
                pieces += (
                    view[place:start],
                    b'<%srow r="%d">' % (self.prefix, number),
                    content,
                    b"</%srow>" % self.prefix,
                )
                place = start
                self.created_rows.add(number)
        if not pieces:
            return
        if open_by_itself:
            before = self.data[: self._first - 2] + b">"
            after = b"</%ssheetData>" % self.prefix + self.data[self._last :]
            self.data = b"".join((before, *pieces, after))
        else:
            self.data = b"".join((view[: self._first], *pieces, view[place:]))
        self._bound()

    def _restyled_row(
        self,
        number: int,
        row: Row,
        wanted: Mapping[int, T],
        restyle: Callable[[int, int, str | None, T], int],
    ) -> bytes | None:
        """A row anew with other styles; None when one of its cells is not there or written in another way."""
        data = self.data
        pieces: list[bytes] = []
        place = row.start
        for column in sorted(wanted):
            address = b'<%sc r="%s%d"' % (self.prefix, column_letters(column).encode(), number)
            start = data.find(address, place, row.close)
            if start < 0:
                return None
            after = start + len(address)
            if data[after : after + 4] == b' s="':
                stop = data.find(b'"', after + 4, row.close)
                style = data[after + 4 : stop].decode("ascii", "replace")
                pieces += (data[place : after + 4], b"%d" % restyle(number, column, style, wanted[column]))
                place = stop
                continue
            if data[after : data.find(b">", after, row.stop)].rstrip(b"/") not in _PLAIN_TAGS:
                return None
            pieces += (data[place:after], b' s="%d"' % restyle(number, column, None, wanted[column]))
            place = after
        return b"".join((*pieces, data[place : row.stop]))

    def _changed_row(
        self,
        number: int,
        row: Row,
        wanted: Mapping[int, T],
        change: Callable[[Slot, T], bytes | None],
        columns: list[tuple[int, int, str]],
        drop: bool,
    ) -> bytes | None:
        """A row anew, None when nothing in it changed."""
        tag = self.data[row.start : row.inner]
        of_row = attribute(tag, "s") if attribute(tag, "customFormat") in ("1", "true") else None
        edits: list[tuple[int, int, bytes]] = []
        left = sorted(wanted, reverse=True)

        def absent(place: int) -> None:
            column = left.pop()
            base = of_row if of_row is not None else _style_at(columns, column)
            new = change(Slot(number, column, None, base), wanted[column])
            if new:
                edits.append((place, place, new))

        # Searching the few wanted cells is twice as fast as walking through the row.
        cells = self._cells_by_address(number, row, reversed(left))
        for column, start, stop in cells if len(cells) == len(left) else self._cells(row):
            while left and left[-1] < column:
                absent(start)
            if not left:
                break
            if left[-1] == column:
                left.pop()
                new = change(Slot(number, column, self.data[start:stop], None), wanted[column])
                if new is not None and new != self.data[start:stop]:
                    edits.append((start, stop, new))
        while left:
            absent(row.close)
        if not edits:
            return None
        pieces = [tag]
        place = row.inner
        for start, stop, new in edits:
            pieces += (self.data[place:start], new)
            place = stop
        pieces.append(self.data[place : row.close])
        content = b"".join(pieces[1:])
        if not content.strip():
            return b"" if drop else (tag if tag.endswith(b"/>") else tag[:-1] + b"/>")
        if tag.endswith(b"/>"):
            tag = tag[:-2] + b">"
        return tag + content + b"</%srow>" % self.prefix


def column_styles(sheet: SheetRows) -> list[tuple[int, int, str]]:
    """First and last column and style of every range of columns that has one."""
    listed = sheet.head().find("cols")
    return [
        (col.integer("min"), col.integer("max"), col.attributes["style"])
        for col in (listed.children if listed is not None else ())
        if "style" in col.attributes
    ]


def _style_at(columns: list[tuple[int, int, str]], column: int) -> str | None:
    return next((style for first, last, style in columns if first <= column <= last), None)
