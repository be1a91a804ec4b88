"""Cells as addresses: few rectangles, in unions that Excel takes.

Excel refuses an address of more than 255 characters; a union of rectangles costs one call where its
cells would cost hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from icsoe_xl.addresses import cell_name
from icsoe_xl.model import Place

LONGEST = 255
"""Characters of an address that Excel's Range takes."""

Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def rectangles(places: Iterable[Place]) -> list[Rectangle]:
    """The places as rectangles, by row: runs within a row, joined with equal runs of the rows below."""
    found: list[Rectangle] = []
    open_runs: dict[tuple[int, int], tuple[int, int]] = {}
    last_row = 0
    for row, runs in _rows(places):
        going_on = {run: open_runs.pop(run) for run in runs if run in open_runs and row == last_row + 1}
        found.extend((first, left, last, right) for (left, right), (first, last) in open_runs.items())
        open_runs = {run: (going_on[run][0] if run in going_on else row, row) for run in runs}
        last_row = row
    found.extend((first, left, last, right) for (left, right), (first, last) in open_runs.items())
    return sorted(found)


def _rows(places: Iterable[Place]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """(row, its runs of columns) in order."""
    by_row: dict[int, list[int]] = {}
    for row, column in places:
        by_row.setdefault(row, []).append(column)
    for row, columns in sorted(by_row.items()):
        columns.sort()
        starts = [c for i, c in enumerate(columns) if i == 0 or columns[i - 1] < c - 1]
        ends = [c for i, c in enumerate(columns) if i + 1 == len(columns) or columns[i + 1] > c + 1]
        yield row, list(zip(starts, ends, strict=True))


def address(area: Rectangle) -> str:
    """``B7`` or ``B7:C9``."""
    first, last = cell_name(area[0], area[1]), cell_name(area[2], area[3])
    return first if first == last else f"{first}:{last}"


def unions(areas: Sequence[Rectangle]) -> Iterator[tuple[str, list[Rectangle]]]:
    """(address, its rectangles) such that all are covered and no address is too long."""
    text, members = "", list[Rectangle]()
    for area in areas:
        word = address(area)
        if text and len(text) + 1 + len(word) > LONGEST:
            yield text, members
            text, members = "", []
        text = f"{text},{word}" if text else word
        members.append(area)
    if text:
        yield text, members


def places_of(area: Rectangle) -> Iterator[Place]:
    """Every place of a rectangle, row by row."""
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            yield row, column
