"""Finding the header of a table: which row it is, and which column holds which field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from icsoe_xl.layouts.layout import TableShape
from icsoe_xl.model import Grid

Areas = Iterable[tuple[int, int, int, int]]
"""Merged areas: (first row, first column, last row, last column), Excel's own numbers."""

_ENOUGH = 2
"""Required headers that a row must have to be taken for the table's (design, section 3)."""


class Match(NamedTuple):
    """The header row that most resembles a table's; rows and columns are Excel's own.

    ``columns`` holds the fields found in one column; ``ambiguous`` those that several columns could be;
    ``missing`` the required ones found nowhere.
    """

    shape: TableShape
    row: int
    columns: dict[str, int]
    ambiguous: dict[str, tuple[int, ...]]
    missing: tuple[str, ...]

    @property
    def found(self) -> list[str]:
        """Fields that have a header here, in the template's order."""
        return [f.name for f in self.shape.fields if f.name in self.columns or f.name in self.ambiguous]

    @property
    def fits(self) -> bool:
        """Whether enough required headers are there to read the sheet as this table."""
        return len(self.shape.required) - len(self.missing) >= _ENOUGH


def match(shape: TableShape, grid: Grid, merged: Areas = ()) -> Match | None:
    """The best header row of a sheet; None when no row there has any header of the table.

    The row with most fields wins, the first of equals. A merged cell counts as its top-left one, in every
    row of the area. For each field the best-named column counts: the official text, the same without its
    parenthesis, a synonym; two equally good ones are ambiguous.
    """
    best: Match | None = None
    for row, cells in _top(shape, grid, merged):
        if best is not None and not best.missing and _texts(cells) <= len(best.found):
            continue  # the rows below a header, mostly: reading their cells as headers takes a while
        candidate = _read_row(shape, row, cells)
        if candidate.found and (best is None or _score(candidate) > _score(best)):
            best = candidate
    return best


def _texts(cells: dict[int, object]) -> int:
    return sum(isinstance(value, str) and value != "" for value in cells.values())


def _score(candidate: Match) -> tuple[int, int]:
    return len(candidate.found), -len(candidate.missing)


def _top(shape: TableShape, grid: Grid, merged: Areas) -> Iterable[tuple[int, dict[int, object]]]:
    """(row, its cells by column) of the rows where a header may stand."""
    count = max(0, shape.header_rows - grid.first_row + 1)
    rows = {
        grid.first_row + i: dict(enumerate(cells, grid.first_column))
        for i, cells in enumerate(grid.rows[:count])
    }
    for first, column, last, _ in merged:
        top_left = rows.get(first, {}).get(column)
        if top_left not in (None, ""):
            for row in range(first + 1, min(last, shape.header_rows) + 1):
                rows.setdefault(row, {})[column] = top_left
    return sorted(rows.items())


def _read_row(shape: TableShape, row: int, cells: dict[int, object]) -> Match:
    candidates: dict[str, dict[int, list[int]]] = {}
    for column, value in sorted(cells.items()):
        named = shape.field_of(value)
        if named is not None:
            name, rank = named
            candidates.setdefault(name, {}).setdefault(rank, []).append(column)
    columns: dict[str, int] = {}
    ambiguous: dict[str, tuple[int, ...]] = {}
    for field in shape.fields:
        if field.name not in candidates:
            continue
        best = candidates[field.name][min(candidates[field.name])]
        if len(best) == 1 or field.first_wins:
            columns[field.name] = best[0]
        else:
            ambiguous[field.name] = tuple(best)
    missing = tuple(name for name in shape.required if name not in candidates)
    return Match(shape, row, columns, ambiguous, missing)
