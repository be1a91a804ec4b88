"""The bytes of a worksheet of any size: find the few rows that matter without parsing the rest.

A sheet of 100,000 rows is 14 MB of XML; parsing it whole costs a second. Rows are found by searching their
tag instead, which is safe because ``<`` cannot stand in a value, and comments, CDATA sections and
instructions, the only places where a tag could be mere text, are taken out first (:func:`plain`).
Element names and their order: ECMA-376 part 1, 18.3.1.99 (CT_Worksheet) and annex A.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from icsoe_xl.addresses import column_letters, column_number, split_cell
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.workbooks.cell_xml import QUOTED, attribute, attribute_pattern
from icsoe_xl.workbooks.xml_parts import Node, as_utf8, parse, tag_end

_MARKUP = re.compile(rb"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?(?!xml\s).*?\?>|<!DOCTYPE", re.DOTALL)
_ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet[\s>]")
_ADDRESS = attribute_pattern("r")
_STYLE_BEFORE = re.compile(rb"\ss\s*=\s*\Z")


class Row(NamedTuple):
    """``start:inner`` is the opening tag, ``inner:close`` the cells, ``stop`` the end of the row."""

    start: int
    inner: int
    close: int
    stop: int


def _damaged(detail: str) -> UnreadableFile:
    return UnreadableFile(f"una de sus hojas está dañada ({detail}); ábralo en Excel y guárdelo de nuevo")


def plain(data: bytes) -> bytes:
    """The worksheet in UTF-8 without comments, CDATA sections and instructions; mostly ``data`` itself.

    Raises UnreadableFile when there is a DOCTYPE.
    """
    data = as_utf8(data)
    # Looking for one byte first is ten times faster, and most sheets have no "!" at all.
    declared = data.find(b"?>") + 2
    if (data.find(b"!") < 0 or data.find(b"<!") < 0) and (
        data.find(b"?", declared) < 0 or data.find(b"<?", declared) < 0
    ):
        return data
    return _MARKUP.sub(_as_text, data)


def _as_text(found: re.Match[bytes]) -> bytes:
    if found[0] == b"<!DOCTYPE":
        raise UnreadableFile(
            "declara entidades XML (DOCTYPE), lo que ningún libro de Excel hace; pida otra copia del archivo"
        )
    if found[1] is None:
        return b""
    return found[1].replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


class SheetRows:
    """The bytes of one worksheet (``data``, plain) and where its rows and cells are in them."""

    def __init__(self, data: bytes) -> None:
        self.data = plain(data)
        root = _ROOT.search(self.data, 0, 4096)
        if root is None:
            raise _damaged("no es una hoja de cálculo")
        self._root = root.start()
        self.prefix = b"" if root[1] is None else root[1] + b":"
        self._row_tag, self._cell_tag = self._tag(b"row"), self._tag(b"c")
        self._cell_end = b"</" + self.prefix + b"c"
        self._bound()

    def _bound(self) -> None:
        """Find where the rows begin and end."""
        name = self.prefix + b"sheetData"
        opening = self._tag(b"sheetData").search(self.data)
        if opening is None:
            raise _damaged("no tiene celdas")
        self._head = opening.start()
        self._first = self._last = opening.end()
        if not opening[0].endswith(b"/>"):
            self._last = self.data.rfind(b"</" + name)
            if self._last < self._first:
                raise _damaged("le falta el final")
        self._index: tuple[list[int], list[int]] | None = None

    @property
    def _open_by_itself(self) -> bool:
        """Whether ``sheetData`` is self-closed."""
        return self.data[self._first - 2 : self._first] == b"/>"

    # Finding rows and cells

    def _tag(self, name: bytes) -> re.Pattern[bytes]:
        """Pattern of the opening tag of an element."""
        return re.compile(rb"<%s(?=[\s/>])%s" % (re.escape(self.prefix + name), QUOTED))

    def _number_rows(self) -> tuple[list[int], list[int]]:
        """Numbers and offsets of all rows; a row without a number follows the one before it."""
        if self._index is None:
            numbers: list[int] = []
            starts: list[int] = []
            number = 0
            for found in self._row_tag.finditer(self.data, self._first, self._last):
                written = _ADDRESS.search(found[0])
                following = _row_number(written[1]) if written is not None else number + 1
                if following <= number:
                    raise _damaged("sus filas no están en orden")
                number = following
                numbers.append(number)
                starts.append(found.start())
            self._index = numbers, starts
        return self._index

    def _find_rows(self, numbers: Iterable[int]) -> Iterator[tuple[int, int, bool]]:
        """For each number, in ascending order: it, its offset (or where it belongs), whether it is there."""
        place = self._first
        indexed = False
        for number in numbers:
            if not indexed:
                start = self.data.find(b'<%srow r="%d"' % (self.prefix, number), place, self._last)
                if start >= 0:
                    place = start
                    yield number, start, True
                    continue
                indexed = True  # absent, or written in another way: the index of all rows tells
            known, starts = self._number_rows()
            at = bisect_left(known, number)
            there = at < len(known) and known[at] == number
            yield number, starts[at] if at < len(known) else self._last, there

    def _row_at(self, start: int) -> Row:
        inner = tag_end(self.data, start)
        if self.data[inner - 2 : inner] == b"/>":
            return Row(start, inner, inner, inner)
        close = self.data.find(b"</" + self.prefix + b"row", inner, self._last)
        if close < 0:
            raise _damaged("a una fila le falta el final")
        return Row(start, inner, close, self._after(b">", close, self._last))

    def _cells(self, row: Row) -> Iterator[tuple[int, int, int]]:
        """Column, start and end of each cell of a row; a cell without an address follows the last one."""
        column = 0
        for found in self._cell_tag.finditer(self.data, row.inner, row.close):
            written = _ADDRESS.search(found[0])
            following = column_number(_letters(written[1])) if written is not None else column + 1
            if following <= column:
                raise _damaged("sus celdas no están en orden")
            column = following
            yield column, found.start(), self._cell_stop(found.end(), row)

    def _cell_stop(self, inner: int, row: Row) -> int:
        """End of the cell whose opening tag ends at ``inner``."""
        if self.data[inner - 2 : inner] == b"/>":
            return inner
        return self._after(b">", self._after(self._cell_end, inner, row.close), row.close)

    def _after(self, wanted: bytes, start: int, stop: int) -> int:
        """Offset after the next ``wanted``, which must be there."""
        place = self.data.find(wanted, start, stop)
        if place < 0:
            raise _damaged("a una celda le falta el final")
        return place + len(wanted)

    def _cells_by_address(self, number: int, row: Row, columns: Iterable[int]) -> list[tuple[int, int, int]]:
        """Column, start and end of the cells in these columns, as far as their addresses come first."""
        found = []
        place = row.inner
        for column in columns:
            address = b'<%sc r="%s%d"' % (self.prefix, column_letters(column).encode(), number)
            start = self.data.find(address, place, row.close)
            if start >= 0:
                place = self._cell_stop(tag_end(self.data, start), row)
                found.append((column, start, place))
        return found

    def cells(self, numbers: Iterable[int]) -> Iterator[tuple[int, dict[int, bytes]]]:
        """Number and raw cells (by column) of each of these rows that exists, in ascending order."""
        for number, start, there in self._find_rows(sorted(numbers)):
            if there:
                yield number, {column: self.data[a:b] for column, a, b in self._cells(self._row_at(start))}

    def row_tags(self, number_of_each: Iterable[int], count: int) -> dict[int, bytes]:
        """Opening tags of these rows and of up to ``count`` rows that follow each of them."""
        tags: dict[int, bytes] = {}
        for number, start, there in self._find_rows(sorted(number_of_each)):
            following = number
            for _ in range(count + 1 if there else 0):
                found = self._row_tag.search(self.data, start, self._last)
                if found is None:
                    break
                written = _ADDRESS.search(found[0])
                following = _row_number(written[1]) if written is not None else following
                if following > number + count:
                    break
                tags[following] = found[0]
                following, start = following + 1, found.end()
        return tags

    def last_row(self) -> int:
        """Number of the last row, 0 when there is none."""
        numbers = self._number_rows()[0]
        return numbers[-1] if numbers else 0

    def _rows(self) -> Iterator[tuple[int, Row]]:
        """All rows with their numbers."""
        for number, start in zip(*self._number_rows(), strict=True):
            yield number, self._row_at(start)

    def styled(self, styles: Iterable[int]) -> dict[int, dict[int, int]]:
        """Cells that have one of these styles: row -> column -> style, in the order of the sheet."""
        wanted = {str(style).encode(): style for style in styles}
        if not wanted:
            return {}
        either = b"|".join(wanted)
        # A pattern that begins with one literal byte is searched ten times faster: hence two passes.
        hits = [
            (hit.start(), wanted[hit[1]])
            for pattern in (rb'"(%s)"', rb"'(%s)'")
            for hit in re.compile(pattern % either).finditer(self.data, self._first, self._last)
            if _STYLE_BEFORE.search(self.data, max(0, hit.start() - 16), hit.start())
        ]
        found: dict[int, dict[int, int]] = {}
        opening = b"<" + self.prefix + b"c"
        for place, style in sorted(hits):
            start = self.data.rfind(b"<", self._first, place)
            tag = self.data[start : tag_end(self.data, start)]
            if not tag.startswith(opening) or not tag[len(opening) : len(opening) + 1].isspace():
                continue  # a row that has this style
            written = _ADDRESS.search(tag)
            if written is None:
                return self._styled_by_walking(wanted)
            try:
                row, column = split_cell(written[1][1:-1].decode("ascii", "replace"))
            except ValueError as error:
                raise _damaged("una celda tiene una dirección imposible") from error
            found.setdefault(row, {})[column] = style
        return found

    def _styled_by_walking(self, wanted: Mapping[bytes, int]) -> dict[int, dict[int, int]]:
        """The same for sheets whose cells have no addresses."""
        found: dict[int, dict[int, int]] = {}
        for number, row in self._rows():
            for column, start, stop in self._cells(row):
                style = attribute(self.data[start : tag_end(self.data, start)], "s")
                if style is not None and style.encode() in wanted:
                    found.setdefault(number, {})[column] = wanted[style.encode()]
                del stop
        return found

    # What stands before and after the rows

    def head(self) -> Node:
        """The worksheet without rows and what follows them: views, default sizes, columns."""
        return parse(self.data[: self._head] + b"</%sworksheet>" % self.prefix)

    def tail(self) -> tuple[Node, int]:
        """The worksheet with only what follows the rows, and what to add to its offsets."""
        opening = self.data[self._root : tag_end(self.data, self._root)]
        after = self._last if self._open_by_itself else self._after(b">", self._last, len(self.data))
        return parse(opening + self.data[after:]), after - len(opening)


def _row_number(quoted: bytes) -> int:
    """The number in a quoted address of a row, ``"7"``; 0 when it is none, which no order allows."""
    return int(quoted[1:-1]) if quoted[1:-1].isdigit() else 0


def _letters(quoted: bytes) -> str:
    """Letters of a quoted address, ``"B7"``."""
    return quoted[1:-1].rstrip(b"0123456789").decode("ascii", "replace").upper()
