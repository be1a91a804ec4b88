"""Keyed digests of the people of a workbook, for comparing workbooks without holding whom they name.

An NSS has eleven digits, so a plain hash of it could be undone in minutes; BLAKE2b with a secret key (RFC
7693) cannot. The key lives in the user's home, the digests beside the summary, and a wage is only kept
masked by its owner's digest: equal for the same person and wage, meaningless otherwise.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from icsoe_xl.actions import Inspection
from icsoe_xl.cells import clean
from icsoe_xl.findings import Report
from icsoe_xl.ids import curp, nss
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.model import Table
from icsoe_xl.rules.sbc import cents, number

_HEAD = struct.Struct("<II")
"""Length of the JSON with the sheets, and number of rows."""
_ENTRY = (("Q", 8), ("Q", 8), ("I", 4), ("I", 4), ("H", 2))
"""Type and size of the five columns of a view: key, partner, masked wage, Excel row, number of sheet."""
KEY, PARTNER, WAGE, ROW, SHEET = range(5)
_MASK = 0xFFFFFFFF


class Sheet(NamedTuple):
    """A worker sheet and the Excel columns of its fields (0: not there)."""

    name: str
    nss: int
    curp: int
    sbc: int


class Layout(NamedTuple):
    """Where the parts of a blob are: its sheets, its number of rows, and where the first view begins."""

    sheets: list[Sheet]
    rows: int
    start: int

    def column(self, by_curp: bool, which: int) -> tuple[str, int, int]:
        """(array type, offset, bytes) of a column of the view that is sorted by NSS, or by CURP."""
        before = sum(size for _, size in _ENTRY[:which]) + (sum(size for _, size in _ENTRY) if by_curp else 0)
        kind, size = _ENTRY[which]
        return kind, self.start + before * self.rows, size * self.rows


def digests(inspection: Inspection, key: bytes) -> bytes:
    """The blob of a workbook: its people twice, sorted by digest of the NSS and by that of the CURP.

    Only rows whose NSS and CURP are both well-shaped (a wrong check digit included) are there, as for T033.
    Empty when there is none.
    """
    sheets: list[Sheet] = []
    columns: list[list[int]] = [[], [], [], [], []]
    for table in inspection.tables:
        if "nss" in table.raw and "curp" in table.raw:
            _add(table, len(sheets), _rows_told(inspection.report, table.sheet), key, columns)
            sheets.append(
                Sheet(table.sheet, *(table.columns.get(name, 0) for name in ("nss", "curp", "sbc")))
            )
    rows = len(columns[KEY])
    if not rows:
        return b""
    about = json.dumps(sheets).encode()
    by_nss = _view(columns)
    by_curp = _view([columns[PARTNER], columns[KEY], *columns[WAGE:]])
    return b"".join((_HEAD.pack(len(about), rows), about, by_nss, by_curp))


def _rows_told(report: Report, sheet: str) -> set[int]:
    """Excel rows of a sheet of which any rule said something."""
    return {each.row for each in report.findings if each.sheet == sheet and each.row is not None}


def start_of(head: bytes) -> int:
    """Bytes before the first view of a blob, told by its first eight: so many must :func:`layout_of` be given."""
    return _HEAD.size + int(_HEAD.unpack_from(head)[0])


def layout_of(head: bytes) -> Layout:
    """The parts of a blob, told by (at least) its beginning."""
    length, rows = _HEAD.unpack_from(head)
    sheets = [Sheet(*each) for each in json.loads(head[_HEAD.size : _HEAD.size + length])]
    return Layout(sheets, rows, start_of(head))


def _view(columns: Sequence[list[int]]) -> bytes:
    keys = columns[0]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return b"".join(
        array(kind, map(column.__getitem__, order)).tobytes()
        for (kind, _), column in zip(_ENTRY, columns, strict=True)
    )


def _add(table: Table, sheet: int, told: set[int], key: bytes, columns: list[list[int]]) -> None:
    """Add the people of one table to the five columns."""
    doubtful = [index for index, row in enumerate(table.rows) if row in told]
    numbers = _texts(table.raw["nss"], doubtful, _nss)
    curps = _texts(table.raw["curp"], doubtful, _curp)
    wages = _wages(table.raw.get("sbc"), doubtful, len(table.rows))
    there = [index for index, pair in enumerate(zip(numbers, curps, strict=True)) if all(pair)]
    own = array("Q")
    own.frombytes(b"".join([blake2b(numbers[i].encode(), digest_size=8, key=key).digest() for i in there]))
    partners = array("Q")  # two words a person: the digest, and the mask of the wage
    partners.frombytes(
        b"".join([blake2b(curps[i].encode(), digest_size=16, key=key).digest() for i in there])
    )
    columns[KEY] += own
    columns[PARTNER] += partners[0::2]
    columns[WAGE] += [
        (mask ^ wages[i]) & _MASK if wages[i] else 0 for mask, i in zip(partners[1::2], there, strict=True)
    ]
    columns[ROW] += [table.rows[i] for i in there]
    columns[SHEET] += [sheet] * len(there)


def _texts(raw: Sequence[object], doubtful: Sequence[int], read: Callable[[object], str]) -> list[str]:
    """The identifiers of a column, "" where there is none that could be somebody's.

    A cell of a row of which no rule said anything is sound text already; only the others are read again.
    """
    texts = [value if type(value) is str else read(value) for value in raw]
    for index in doubtful:
        texts[index] = read(raw[index])
    return texts


def _nss(raw: object) -> str:
    value = nss.compact(clean(raw))
    return value if nss.explain(value) in (None, Reason.CHECK_DIGIT) else ""


def _curp(raw: object) -> str:
    value = curp.compact(clean(raw))
    return "" if curp.explain(value) in (Reason.LENGTH, Reason.SHAPE, Reason.GENERIC) else value


def _wages(raw: Sequence[object] | None, doubtful: Sequence[int], rows: int) -> list[int]:
    """Wages in cents, 0 where there is none."""
    if raw is None:
        return [0] * rows
    wages = [
        round(value * 100) if type(value) is float and 0 < value < 1e7 else _cents(value) for value in raw
    ]
    for index in doubtful:
        wages[index] = _cents(raw[index])
    return wages


def _cents(raw: object) -> int:
    value = number(raw)
    return int(cents(value) * 100) if value is not None and 0 < value < 1e7 else 0
