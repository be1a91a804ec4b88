"""Fills of an open workbook, read and written by unions of cells instead of one by one.

xlwings tells the fill of a whole range as one colour, as None where there is none, and as black where its
cells differ (Excel's own way); so a range is read whole and split only where it differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from icsoe_xl.model import Place
from icsoe_xl.workbooks.live.areas import Rectangle, address, places_of, rectangles, unions
from icsoe_xl.workbooks.live.macros import RECORD, macro

_MIXED = "000000"


def read(sheet: Any, places: Iterable[Place]) -> dict[Place, str | None]:
    """RRGGBB of each place, None for no fill."""
    wanted = rectangles(places)
    if not wanted:
        return {}
    # Most tables have one look: the smallest rectangle around all of it often answers in one call.
    around = (
        min(a[0] for a in wanted),
        min(a[1] for a in wanted),
        max(a[2] for a in wanted),
        max(a[3] for a in wanted),
    )
    whole = _colour(sheet, address(around))
    if whole != _MIXED:
        return {place: whole for area in wanted for place in places_of(area)}
    found: dict[Place, str | None] = {}
    for text, members in unions(wanted):
        _read_union(sheet, text, members, found)
    return found


def _read_union(sheet: Any, text: str, members: list[Rectangle], found: dict[Place, str | None]) -> None:
    colour = _colour(sheet, text)
    single = len(members) == 1 and members[0][:2] == members[0][2:]
    if colour != _MIXED or single:
        found.update((place, colour) for area in members for place in places_of(area))
        return
    halves = (
        [members[: len(members) // 2], members[len(members) // 2 :]]
        if len(members) > 1
        else _halves(members[0])
    )
    for half in halves:
        for part, areas in unions(half):
            _read_union(sheet, part, areas, found)


def _halves(area: Rectangle) -> list[list[Rectangle]]:
    first, left, last, right = area
    if last > first:
        middle = (first + last) // 2
        return [[(first, left, middle, right)], [(middle + 1, left, last, right)]]
    middle = (left + right) // 2
    return [[(first, left, last, middle)], [(first, middle + 1, last, right)]]


def _colour(sheet: Any, text: str) -> str | None:
    try:
        colour = sheet.range(text).color
    except TypeError:
        return _MIXED  # Excel may answer Null for cells that differ, which xlwings cannot turn into a colour
    return None if colour is None else "{:02X}{:02X}{:02X}".format(*colour)


def paint(sheet: Any, colours: Mapping[Place, str | None]) -> None:
    """Give each place its fill (RRGGBB; None takes it away)."""
    by_colour: dict[str | None, list[Place]] = {}
    for place, colour in colours.items():
        by_colour.setdefault(colour, []).append(place)
    steps = [(text, colour) for colour, places in by_colour.items() for text, _ in unions(rectangles(places))]
    paint_all = macro(sheet, "Paint") if len(steps) > 1 else None
    if paint_all is not None:
        numbers = [str(_excel_number(colour)) for _, colour in steps]
        paint_all(RECORD.join(text for text, _ in steps), RECORD.join(numbers))
        return
    for text, colour in steps:
        sheet.range(text).color = None if colour is None else f"#{colour}"


def _excel_number(colour: str | None) -> int:
    """A colour as Excel counts it: blue, green, red from the high byte down; -1 for no fill."""
    return -1 if colour is None else int(colour[4:] + colour[2:4] + colour[:2], 16)
