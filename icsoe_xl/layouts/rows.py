"""From a grid and its header to a table: which rows are data, each with its Excel row.

A sheet of 100,000 sound rows is sliced by columns; only rows in which no identifier is plainly there
(blank ones, totals, repeated headers, workers without NSS and CURP) are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TypeGuard

from icsoe_xl.cells import clean
from icsoe_xl.layouts.headers import Match
from icsoe_xl.layouts.layout import Layout
from icsoe_xl.model import Facts, Grid, Table

_NSS_WIDTH, _CURP_WIDTH = 11, 18
_EMPTY = frozenset({"", None})
_HALF_CENT = 0.005


def table(layout: Layout, grid: Grid, match: Match, facts: Facts) -> Table:
    """The rows below the header of ``match``; ``facts`` are those of the sheet's field columns.

    A row is data when any of its fields holds something: a value, an Excel error or a formula without
    result. Blank rows are skipped; totals and repeated headers go to ``aside``. A row inside an area merged
    downwards, if it holds something of its own, takes the value of the area's top-left cell.
    """
    skipped = max(0, match.row + 1 - grid.first_row)
    below = grid.rows[skipped:]
    first_row = grid.first_row + skipped
    full = min(map(len, below), default=0)
    raw = {name: _column(below, column - grid.first_column, full) for name, column in match.columns.items()}
    _fill_merged(raw, match, facts, first_row, len(below))
    blank, aside = _not_workers(raw, match, facts, below, first_row)
    rows = list(range(first_row, first_row + len(below)))
    out = blank | aside.keys()
    if out:
        kept = [index for index in range(len(rows)) if index not in out]
        rows = [rows[index] for index in kept]
        raw = {name: [values[index] for index in kept] for name, values in raw.items()}
    places = [*match.columns.values(), *(c for several in match.ambiguous.values() for c in several)]
    return Table(
        sheet=grid.sheet,
        layout=layout,
        header_row=match.row,
        extent=(min(places, default=1), max(places, default=1)),
        columns=match.columns,
        rows=rows,
        raw=raw,
        facts=facts,
        missing=match.missing,
        ambiguous=match.ambiguous,
        aside=[(first_row + index, column, kind) for index, (column, kind) in sorted(aside.items())],
        contracts=_contract_keys(raw.get("contrato")),
        kind=match.shape.kind,
    )


def _column(rows: Sequence[Sequence[object]], index: int, full: int) -> list[object]:
    """The values of one column. Every row has ``full`` cells or more; where it ends before, it is empty."""
    if 0 <= index < full:
        return list(map(itemgetter(index), rows))
    return [row[index] if 0 <= index < len(row) else "" for row in rows]


def _fill_merged(
    raw: dict[str, list[object]], match: Match, facts: Facts, first_row: int, count: int
) -> None:
    """Give rows inside areas merged downwards the value of the top-left cell, in place."""
    name_of = {column: name for name, column in match.columns.items()}
    filled: list[tuple[list[object], int, object]] = []
    for top, column, bottom, _ in facts.merged:
        if column in name_of and first_row <= top < bottom:
            values = raw[name_of[column]]
            filled += [
                (values, index, values[top - first_row])
                for index in range(top - first_row + 1, min(bottom - first_row + 1, count))
                if any(clean(other[index]) for other in raw.values())
            ]
    for values, index, value in filled:  # only now: what was filled in is not a row's own
        values[index] = value


def _not_workers(
    raw: dict[str, list[object]],
    match: Match,
    facts: Facts,
    below: Sequence[Sequence[object]],
    first_row: int,
) -> tuple[set[int], dict[int, tuple[int, str]]]:
    """Indices of blank rows; and of rows to set aside, each with its first field column and its kind."""
    doubtful = _doubtful(raw, len(below))
    if not doubtful:
        return set(), {}
    # Imported only here: a sheet of sound rows does not pay the 3 ms of its patterns.
    from icsoe_xl.layouts.asides import is_total, looks_like_worker, repeats_header

    fields = set(match.columns.values())
    holds = {place for place in (*facts.errors, *facts.unstored) if place[1] in fields}
    rows_that_hold = {row for row, _ in holds}
    columns = list(raw.values())
    wages = _RunningSum(raw.get("sbc", []))
    blank: set[int] = set()
    aside: dict[int, tuple[int, str]] = {}
    for index in doubtful:
        row = first_row + index
        if {values[index] for values in columns} <= _EMPTY and row not in rows_that_hold:
            blank.add(index)
            continue
        texts = {name: clean(values[index]) for name, values in raw.items()}
        if not any(texts.values()) and row not in rows_that_hold:
            blank.add(index)
            continue
        if looks_like_worker(texts.get("nss", ""), texts.get("curp", "")):
            continue
        if repeats_header(match.shape, texts):
            kind = "header"
        elif is_total(texts, below[index], row, _formula(match, facts, row), wages.equals(index)):
            kind = "total"
            wages.restart(index + 1)
        else:
            continue
        column = min(c for name, c in match.columns.items() if texts[name] or (row, c) in holds)
        aside[index] = column, kind
    return blank, aside


def _formula(match: Match, facts: Facts, row: int) -> str:
    return facts.formulas.get((row, match.columns.get("sbc", 0)), "")


class _RunningSum:
    """The sum of a column since the last total, row after row: asked for increasing rows only."""

    def __init__(self, column: Sequence[object]) -> None:
        self._column = column
        self.restart(0)

    def restart(self, index: int) -> None:
        self._next, self._sum, self._count = index, 0.0, 0

    def equals(self, index: int) -> bool:
        """Whether the value at ``index`` is the sum of two or more numbers above it, to the cent."""
        for value in self._column[self._next : index]:
            if _is_number(value):
                self._sum += value
                self._count += 1
        self._next = max(self._next, index)
        value = self._column[index] if self._column else None
        return _is_number(value) and self._count > 1 and abs(self._sum - value) < _HALF_CENT * self._count


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _doubtful(raw: dict[str, list[object]], count: int) -> Sequence[int]:
    """Indices of the rows in which neither an NSS nor a CURP is plainly there."""
    left: Sequence[int] = range(count)
    if "nss" in raw:
        nss = raw["nss"]
        left = [i for i in left if not (type(v := nss[i]) is str and len(v) == _NSS_WIDTH and v.isdigit())]
    if "curp" in raw:
        curp = raw["curp"]
        left = [i for i in left if not (type(v := curp[i]) is str and len(v) == _CURP_WIDTH and v.isalnum())]
    return left


def _contract_keys(column: list[object] | None) -> list[str] | None:
    """The key of each row's contract: clean text without case; None when no row has any."""
    if column is None:
        return None
    keys: dict[tuple[type, object], str] = {}  # by type too: True and 1.0 are one key of a dict
    kinds = list(zip(map(type, column), column, strict=True))
    for kind in set(kinds):
        keys[kind] = clean(kind[1]).casefold()
    return [keys[kind] for kind in kinds] if any(keys.values()) else None
