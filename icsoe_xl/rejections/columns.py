"""Which columns of a sheet hold NSS, CURP and the portal's reason: by content, with the header's help.

A header that names NSS or CURP is believed unless its cells hold the other one or nothing; without it the
column wins with most different values of that shape (a sound check digit counts more: a folio of 11 digits has
one only by luck, and an employer's number is the same in all rows).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from icsoe_xl.cells import clean
from icsoe_xl.ids import nss
from icsoe_xl.rejections import words
from icsoe_xl.rejections.identifiers import curp_key, is_like_curp, is_like_nss, nss_key

_HEADER_ROWS = 30
"""How far above the first worker the header may stand."""
_ENOUGH = 2
"""Different things that a row must name to be a header, unless it names NSS or CURP."""
_SOUND = 3
"""What an NSS with a right check digit counts beside one with a wrong one."""
_MOST_REASONS = 3
_SHORTEST, _LONGEST = 10, 40
"""Characters of a cell with an NSS or a CURP, separators included."""
_DIGITS = re.compile(r"\d\d")
_LEAST = 10**8
"""The smallest number that can be an NSS without its zeros."""

Rows = Sequence[Sequence[object]]


class Columns(NamedTuple):
    """Where things are; ``start`` is the index of the first row that may be data, columns are indices too.

    ``private`` are the columns with a worker's data besides NSS and CURP, ``status`` those that may say that a
    row was taken. ``sure``: whether the reasons are, by their header or by what they say, and no guess.
    """

    start: int
    nss: int | None
    curp: int | None
    contract: int | None
    reasons: tuple[int, ...]
    private: tuple[int, ...]
    status: tuple[int, ...]
    sure: bool


def find(rows: Rows) -> Columns | None:
    """The columns of a sheet; None when it is no list of workers."""
    content = _Content(rows)
    header, kinds = _header(rows, content.first)
    of_nss = _choose("nss", kinds, content.filled, content.nss_scores(), content.curp_scores())
    of_curp = _choose("curp", kinds, content.filled, content.curp_scores(), content.nss_scores())
    if of_curp is None and not (of_nss is not None and (kinds.get(of_nss) == "nss" or content.sound[of_nss])):
        return None  # a number of 11 digits on a cover sheet is no column of NSS
    if content.first is None and (of_nss is None or of_curp is None):
        return None
    start = header + 1 if header is not None else content.first or 0
    taken = {of_nss, of_curp}
    free = {column: kind for column, kind in kinds.items() if column not in taken}
    reasons = tuple(c for c, kind in sorted(free.items()) if kind == words.REASON)[:_MOST_REASONS]
    sure = bool(reasons)
    status = tuple(c for c, kind in free.items() if kind == words.STATUS)
    known = {c for c, kind in free.items() if kind is not None and kind not in (words.REASON, words.STATUS)}
    if not reasons:
        reasons, sure = _by_sentences(rows[start:], {*taken, *known})
    contract = next((c for c, kind in sorted(free.items()) if kind == "contrato"), None)
    if header is None:
        known = set(range(content.width)) - {*taken, *reasons}
    return Columns(start, of_nss, of_curp, contract, reasons, tuple(known - {contract}), status, sure)


class _Content:
    """What shapes the cells of each column have.

    ``first`` is the first row with an identifier, ``filled`` the columns that hold anything from there on.
    ``sound``: the different NSS with a right check digit of each column.
    """

    def __init__(self, rows: Rows) -> None:
        self.first: int | None = None
        self.width = max(map(len, rows), default=0)
        self.sound: dict[int, set[str]] = {column: set() for column in range(self.width)}
        self._odd: dict[int, set[str]] = {column: set() for column in range(self.width)}
        self._curps: dict[int, set[str]] = {column: set() for column in range(self.width)}
        for number, row in enumerate(rows):
            for column, raw in enumerate(row):
                if _may_be(raw) and self._looked_at(column, raw) and self.first is None:
                    self.first = number
        below = rows[self.first :] if self.first is not None else ()
        self.filled = {c for row in below for c, raw in enumerate(row) if raw != "" and raw is not None}

    def _looked_at(self, column: int, raw: object) -> bool:
        key = nss_key(raw)
        if is_like_nss(raw, key):
            (self.sound if nss.is_valid(key) else self._odd)[column].add(key)
            return True
        key = curp_key(raw)
        if is_like_curp(key):
            self._curps[column].add(key)
            return True
        return False

    def nss_scores(self) -> dict[int, int]:
        """How much each column looks like one of NSS; only columns that do at all."""
        scores = {c: _SOUND * len(self.sound[c]) + len(self._odd[c]) for c in range(self.width)}
        return {column: score for column, score in scores.items() if score}

    def curp_scores(self) -> dict[int, int]:
        """How much each column looks like one of CURP."""
        return {column: len(found) for column, found in self._curps.items() if found}


def _may_be(raw: object) -> bool:
    """Whether a closer look at a cell is worth while: names, reasons and small numbers are most of a file."""
    if isinstance(raw, str):
        return _SHORTEST <= len(raw) <= _LONGEST and _DIGITS.search(raw) is not None
    return isinstance(raw, int | float) and raw >= _LEAST


def _header(rows: Rows, first: int | None) -> tuple[int | None, dict[int, str | None]]:
    """Index of the header and what each of its cells names: the row above the data that names most.

    None, and nothing named, when no row names anything.
    """
    best: tuple[int, int] | None = None
    end = _HEADER_ROWS if first is None else first
    start = max(0, end - _HEADER_ROWS)
    for number, row in enumerate(rows[start:end], start):
        named = {kind for cell in row if isinstance(cell, str) and (kind := _kind(cell))}
        if len(named) < _ENOUGH and not named & {"nss", "curp"}:
            continue  # «RFC: ...» above the table is no header
        if best is None or len(named) >= best[0]:
            best = len(named), number
    if best is None:
        return None, {}
    header = best[1]
    return header, {
        column: _kind(cell) for column, cell in enumerate(rows[header]) if isinstance(cell, str) and cell
    }


def _kind(cell: str) -> str | None:
    return words.kind_of_header(clean(cell))


def _choose(
    field: str,
    kinds: Mapping[int, str | None],
    filled: Set[int],
    own: Mapping[int, int],
    other: Mapping[int, int],
) -> int | None:
    """The column of a field: one whose header says so and whose cells do not contradict it, else by content."""
    named = [column for column, kind in kinds.items() if kind == field]
    fitting = [c for c in named if own.get(c, 0) >= other.get(c, 0) and (c in filled or not own)]
    candidates = fitting or [c for c in own if own[c] > other.get(c, 0)]
    return max(candidates, key=lambda column: own.get(column, 0), default=None)


def _by_sentences(rows: Rows, taken: set[int | None]) -> tuple[tuple[int, ...], bool]:
    """The column whose texts speak most of a rejection, and True; without such words that of the longest texts.

    No header helps here, so most of its cells must hold several words, or one about a rejection.
    """
    about: Counter[int] = Counter()
    sentences: Counter[int] = Counter()
    letters: Counter[int] = Counter()
    filled: Counter[int] = Counter()
    for row in rows:
        for column, raw in enumerate(row):
            if column in taken or not isinstance(raw, str) or not (text := clean(raw)):
                continue
            filled[column] += 1
            speaks = words.says_rejection(text)
            if speaks or (" " in text and not text.replace(" ", "").isdigit()):
                sentences[column] += 1
                letters[column] += len(text)
                about[column] += speaks
    candidates = [column for column in sentences if 2 * sentences[column] > filled[column]]
    best = max(candidates, key=lambda c: (about[c], letters[c] / sentences[c]), default=None)
    return ((), False) if best is None else ((best,), about[best] > 0)
