"""Which column of the list holds what: by its header, whatever its case, accents and order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from icsoe_xl.cells import clean
from icsoe_xl.publiclist.facts import facts
from icsoe_xl.publiclist.names import words

Row = Sequence[object]


class Columns(NamedTuple):
    """The header of a sheet: in which of its rows it stands, and the place of each field in a row, both from 0."""

    header: int
    places: dict[str, int]

    @property
    def missing(self) -> list[str]:
        """The fields without which nothing can be said."""
        return [field for field in facts("listado")["columns"]["required"] if field not in self.places]


def header_rows() -> int:
    """How many rows at the top of a sheet may hold its header."""
    return int(facts("listado")["columns"]["header_rows"])


def spanish(field: str) -> str:
    """What people call a field."""
    return str(facts("listado")["columns"]["fields"][field]["spanish"])


def match(top: Sequence[Row]) -> Columns:
    """The row of a sheet's top that names most fields; the first of equals.

    A row is also read together with the one above it, whose cells count up to the next filled one (a title
    over several columns), where that names more fields.
    """
    best = Columns(0, {})
    for number, row in enumerate(top):
        alone = [words(clean(cell)) for cell in row]
        candidates = [alone]
        if number:
            above = _carried(top[number - 1], len(alone))
            candidates.append([title + own for title, own in zip(above, alone, strict=True)])
        for headers in candidates:
            places = _places(headers)
            if len(places) > len(best.places):
                best = Columns(number, places)
    return best


def _carried(row: Row, width: int) -> list[list[str]]:
    """The words of ``width`` cells, an empty one with those of the last filled one before it."""
    carried: list[list[str]] = []
    for place in range(width):
        own = words(clean(row[place])) if place < len(row) else []
        carried.append(own or (carried[-1] if carried else []))
    return carried


def _places(headers: Sequence[list[str]]) -> dict[str, int]:
    """Field -> place of the header that names it best, of equals the first."""
    best: dict[str, tuple[int, int]] = {}
    for place, header in enumerate(headers):
        named = _field(frozenset(header))
        if named is not None and named[1] > best.get(named[0], (0, 0))[0]:
            best[named[0]] = named[1], place
    return {field: place for field, (_, place) in best.items()}


@lru_cache(maxsize=4096)  # a sheet of numbers has one header, thousands of times
def _field(header: frozenset[str]) -> tuple[str, int] | None:
    """The field that a header names, and by how many words."""
    found: tuple[str, int] | None = None
    for field, about in facts("listado")["columns"]["fields"].items():
        if header.intersection(about["without"]):
            continue
        alternatives = (alternative.split() for alternative in about["any"])
        count = max((len(each) for each in alternatives if header.issuperset(each)), default=0)
        if count > (found[1] if found else 0):
            found = field, count
    return found
