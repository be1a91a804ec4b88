"""Where each row and cell of a template went.

A sheet of the template is cut into *segments*, runs of rows that are always shown together; each time one
is shown, the row where it starts is noted. A *block* is a ``for``: for each of its turns the rows that it
made are noted, so that a formula in the third turn finds the rows of the third turn.

Rules for references, the same for formulas, names, charts and ranges:

* a row of the same turn is the row of the same turn; ``$`` lifts that by one block (``C$5`` in the block of
  row 5 is the first turn's row, and ``SUM(C$5:C5)`` a running total);
* a range ends where its last row went last, so that one over a block spans all its turns;
* rows that are not shown any more leave the range; a range without rows is gone (None).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS, cell_name, split_cell

WHOLE = (1, MAX_ROWS)
"""The window of a reference that no block narrows."""


class Area(NamedTuple):
    """A rectangle of cells, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = cell_name(self.top, self.left)
        return (
            first
            if self.top == self.bottom and self.left == self.right
            else (f"{first}:{cell_name(self.bottom, self.right)}")
        )


def area(text: str) -> Area:
    """The rectangle of ``A5`` or ``A5:C9`` (``$`` and whole rows or columns allowed)."""
    ends = text.replace("$", "").split(":")
    if ends[0].isdecimal():
        return Area(int(ends[0]), 1, int(ends[-1]), MAX_COLUMNS)
    if ends[0].isalpha():
        ends = [f"{ends[0]}1", f"{ends[-1]}{MAX_ROWS}"]
    top, left = split_cell(ends[0])
    bottom, right = split_cell(ends[-1])
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


@dataclass(slots=True)
class Block:
    """A ``for`` over the template's rows ``first`` to ``last``; its turns are the rows begins[i]..ends[i]."""

    number: int
    parent: int
    first: int
    last: int
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Segment:
    """Template rows ``first`` to ``last``, shown from each row of ``starts`` on; ``block`` is 0 for none."""

    first: int
    last: int
    block: int = 0
    starts: list[int] = field(default_factory=list)


class Span(NamedTuple):
    """Template columns ``first`` to ``last`` of one row, shown from column ``start`` on."""

    first: int
    last: int
    start: int


class Spot(NamedTuple):
    """A cell of the template and the cell that it became: where a formula stands when it is moved."""

    row: int
    column: int
    new_row: int
    new_column: int


@dataclass(slots=True)
class Layout:
    """The way from a template's sheet to the sheet made of it."""

    segments: list[Segment]
    blocks: dict[int, Block] = field(default_factory=dict)
    spans: dict[int, list[Span]] = field(default_factory=dict)
    """For each new row whose cells moved sideways, where its columns went."""
    _firsts: list[int] = field(init=False)
    _chains: dict[int, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._firsts = [segment.first for segment in self.segments]

    @property
    def still(self) -> bool:
        """Whether every row and cell stayed in its place."""
        end = 0
        for segment in self.segments:
            if segment.first != end + 1 or segment.starts != [segment.first]:
                return False
            end = segment.last
        return not self.spans and end == MAX_ROWS

    # Rows

    def _within(self, first: int, last: int) -> Iterator[Segment]:
        index = max(bisect_right(self._firsts, first) - 1, 0)
        while index < len(self.segments) and self.segments[index].first <= last:
            if self.segments[index].last >= first:
                yield self.segments[index]
            index += 1

    def _ancestors(self, row: int) -> list[int]:
        """Blocks around a template row, outermost first."""
        if row not in self._chains:
            self._chains[row] = self._chain(row)
        return self._chains[row]

    def _chain(self, row: int) -> list[int]:
        # A row of tags alone is in no segment; it belongs to the block whose rows it is among.
        segment = next(self._within(row, row), None)
        if segment is not None:
            number = segment.block
        else:
            inner = [b for b in self.blocks.values() if b.first <= row <= b.last]
            number = max(inner, key=lambda b: b.first).number if inner else 0
        chain = []
        while number:
            chain.append(number)
            number = self.blocks[number].parent
        return chain[::-1]

    def window(self, spot: Spot | None, row: int, fixed: bool) -> tuple[int, int]:
        """New rows among which a reference at ``spot`` to the template's ``row`` is to be found."""
        if spot is None or not self.blocks:
            return WHOLE
        common = 0
        for mine, other in zip(self._ancestors(spot.row), self._ancestors(row), strict=False):
            if mine != other:
                break
            common = mine
        if common and fixed:
            common = self.blocks[common].parent
        if not common:
            return WHOLE
        block = self.blocks[common]
        turn = bisect_right(block.begins, spot.new_row) - 1
        return block.begins[turn], block.ends[turn]

    def shares_block(self, spot: Spot, row: int) -> bool:
        """Whether ``spot`` and the template's ``row`` stand in a common block."""
        mine, other = self._ancestors(spot.row)[:1], self._ancestors(row)[:1]
        return bool(mine) and mine == other

    def repeats(self, row: int) -> bool:
        """Whether the template's ``row`` stands in a block."""
        return bool(self._ancestors(row))

    def first_row(self, first: int, last: int, window: tuple[int, int] = WHOLE) -> int | None:
        """Smallest new row of the template's rows ``first`` to ``last`` inside the window."""
        found = None
        for segment in self._within(first, last):
            offset = max(first, segment.first) - segment.first
            index = bisect_left(segment.starts, window[0])
            if index < len(segment.starts) and segment.starts[index] <= window[1]:
                row = segment.starts[index] + offset
                found = row if found is None else min(found, row)
        return found

    def last_row(self, first: int, last: int, window: tuple[int, int] = WHOLE) -> int | None:
        """Largest new row of the template's rows ``first`` to ``last`` inside the window."""
        found = None
        for segment in self._within(first, last):
            offset = min(last, segment.last) - segment.first
            index = bisect_right(segment.starts, window[1]) - 1
            if index >= 0 and segment.starts[index] >= window[0]:
                row = segment.starts[index] + offset
                found = row if found is None else max(found, row)
        return min(found, MAX_ROWS) if found is not None else None

    def origin(self, new_row: int) -> int:
        """The template's row that a new row was made of."""
        best = 0
        for segment in self.segments:
            index = bisect_right(segment.starts, new_row) - 1
            if index >= 0 and new_row - segment.starts[index] <= segment.last - segment.first:
                best = segment.first + new_row - segment.starts[index]
        return best or new_row

    def runs(self, first: int, last: int, window: tuple[int, int]) -> list[tuple[int, int]]:
        """The new rows of the template's rows ``first`` to ``last`` in the window, as runs from ... to."""
        found: list[tuple[int, int]] = []
        for segment, top, bottom, low, high in self._shown(first, last, window):
            offset, length = top - segment.first, bottom - top
            found += [(start + offset, start + offset + length) for start in segment.starts[low:high]]
        joined: list[list[int]] = []
        for top, bottom in sorted(found):
            if joined and top <= joined[-1][1] + 1:
                joined[-1][1] = max(joined[-1][1], bottom)
            else:
                joined.append([top, bottom])
        return [(top, min(bottom, MAX_ROWS)) for top, bottom in joined if top <= MAX_ROWS]

    def lie_together(self, first: int, last: int, window: tuple[int, int]) -> bool:
        """Whether every new row of the window is of the template's rows ``first`` to ``last``."""
        shown = self._shown(first, last, window)
        return (
            sum((bottom - top + 1) * (high - low) for _, top, bottom, low, high in shown)
            > window[1] - window[0]
        )

    def _shown(
        self, first: int, last: int, window: tuple[int, int]
    ) -> Iterator[tuple[Segment, int, int, int, int]]:
        """Segments with some of those rows: which ones, and which of its starts put them in the window."""
        for segment in self._within(first, last):
            top, bottom = max(first, segment.first), min(last, segment.last)
            offset = top - segment.first
            low = bisect_left(segment.starts, window[0] - offset)
            yield segment, top, bottom, low, bisect_right(segment.starts, window[1] - offset)

    # Columns

    def columns(self, new_row: int, column: int) -> list[int]:
        """New columns of a template's column in a new row, left to right."""
        spans = self.spans.get(new_row)
        if spans is None:
            return [column]
        return [span.start + column - span.first for span in spans if span.first <= column <= span.last]

    # Rectangles

    def areas(self, old: Area) -> list[Area]:
        """All the places of a rectangle's cells, as few rectangles as its rows allow."""
        plain = [
            Area(top, old.left, bottom, old.right) for top, bottom in self.runs(old.top, old.bottom, WHOLE)
        ]
        return list(self._sideways(plain)) if self.spans else plain

    def _sideways(self, areas: Iterable[Area]) -> Iterator[Area]:
        """The rectangles cut where a row's cells went to other columns."""
        for old in areas:
            top = old.top
            for row in sorted(row for row in self.spans if old.top <= row <= old.bottom):
                if top < row:
                    yield old._replace(top=top, bottom=row - 1)
                top = row + 1
                for span in self.spans[row]:
                    left, right = max(old.left, span.first), min(old.right, span.last)
                    if left <= right:
                        yield Area(row, span.start + left - span.first, row, span.start + right - span.first)
            if top <= old.bottom:
                yield old._replace(top=top)

    def copies(self, old: Area) -> list[Area]:
        """A rectangle that stays one (a merged cell, a link), once for each turn of the block around it."""
        chain = [b for b in self._ancestors(old.top) if b in self._ancestors(old.bottom)]
        windows = [WHOLE]
        if chain:
            block = self.blocks[chain[-1]]
            windows = list(zip(block.begins, block.ends, strict=True))
        found = []
        for window in windows:
            top = self.first_row(old.top, old.bottom, window)
            bottom = self.last_row(old.top, old.bottom, window)
            if top is None or bottom is None:
                continue
            lefts, rights = self.columns(top, old.left), self.columns(top, old.right)
            found += [Area(top, left, bottom, right) for left, right in zip(lefts, rights, strict=False)]
        return found

    def first_copy(self, row: int, column: int) -> tuple[int, int] | None:
        """The first of the cells that a cell became."""
        new = self.first_row(row, row)
        columns = self.columns(new, column) if new is not None else []
        return (new, columns[0]) if new is not None and columns else None

    def outer(self, old: Area) -> Area | None:
        """The rectangle from the first to the last place of a rectangle's cells, None when none is left."""
        top, bottom = self.first_row(old.top, old.bottom), self.last_row(old.top, old.bottom)
        if top is None or bottom is None:
            return None
        lefts, rights = self.columns(top, old.left), self.columns(top, old.right)
        if not lefts or not rights:
            return None
        return Area(top, lefts[0], bottom, min(rights[-1], MAX_COLUMNS))

    def moved_row(self, row: int) -> int:
        """New place, counted from 0, of a row counted from 0: its first copy, or the next row's."""
        new = self.first_row(row + 1, row + 1) or self.first_row(row + 1, MAX_ROWS)
        return (new or row + 1) - 1


def unmoved() -> Layout:
    """The layout of a sheet that stays as it is."""
    return Layout([Segment(1, MAX_ROWS, 0, [1])])
