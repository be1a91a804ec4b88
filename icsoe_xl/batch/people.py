"""The people of a workbook, sealed: for comparing workbooks without leaving NSS, CURP and wages on a disk.

What is kept beside the summary is enciphered with a key that lives in the user's home: the columns are
combined (exclusive or) with a stream of SHAKE-128 (FIPS 202), an extendable-output function, over the key and
a number that is never used twice. The standard library has no cipher, and a keyed hash of each person takes
longer than judging her.
"""

from __future__ import annotations

import json
import secrets
import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from hashlib import shake_128
from itertools import compress
from typing import NamedTuple, cast
from zlib import crc32

from icsoe_xl.actions import Inspection
from icsoe_xl.cells import clean
from icsoe_xl.findings import Report
from icsoe_xl.ids import curp, nss
from icsoe_xl.ids.text import is_digits
from icsoe_xl.model import Table
from icsoe_xl.rules.sbc import number

Read = Callable[[int, int], bytes]
"""(offset, length) -> bytes of where the sealed people are kept."""

_HEAD = struct.Struct("<II16s")
"""Length of the JSON with the sheets, number of rows, and the number that is used once."""
_HEAD_BYTES = 65_536
"""Enough for the names of the sheets of any workbook that has workers."""
_COLUMNS = (("Q", 8), ("Q", 8), ("I", 4), ("I", 4))
"""Type and size of the columns of numbers; the CURP follow as text."""
NUMBERS, SAYINGS, KEYS, ROWS = range(4)
"""NSS as a number; what is said of her (see `_sayings`); CRC-32 of the CURP; Excel row."""


class Sheet(NamedTuple):
    """A worker sheet: the Excel columns of its fields (0: not there) and how many people it has here."""

    name: str
    nss: int
    curp: int
    sbc: int
    people: int


def sealed(inspection: Inspection, key: bytes) -> bytes:
    """The people of a workbook's tables as one sealed piece, empty when there is none.

    Only rows whose NSS and CURP are both well-shaped (a wrong check digit included) are there, as for T033.
    """
    sheets: list[Sheet] = []
    parts: list[_People] = []
    for table in inspection.tables:
        if "nss" in table.raw and "curp" in table.raw:
            people = _people(table, _rows_told(inspection.report, table))
            numbers, keys, wages = (table.columns.get(name, 0) for name in ("nss", "curp", "sbc"))
            sheets.append(Sheet(table.sheet, numbers, keys, wages, len(people.rows)))
            parts.append(people)
    count = sum(sheet.people for sheet in sheets)
    if not count:
        return b""
    checksums = [list(map(crc32, map(str.encode, part.curps))) for part in parts]
    plain = b"".join(
        (
            *(array("Q", map(int, part.nss)).tobytes() for part in parts),
            *(_sayings(part.wages, keys) for part, keys in zip(parts, checksums, strict=True)),
            *(array("I", keys).tobytes() for keys in checksums),
            *(array("I", part.rows).tobytes() for part in parts),
            *("".join(part.curps).encode("ascii") for part in parts),
        )
    )
    about, once = json.dumps(sheets).encode(), secrets.token_bytes(16)
    return b"".join((_HEAD.pack(len(about), count, once), about, _mixed(plain, key, once)))


class Sealed:
    """The sealed people of a workbook, at ``offset``; what is not asked for is not read."""

    def __init__(self, read: Read, offset: int, length: int, key: bytes) -> None:
        self._read, self._key = read, key
        head = read(offset, min(length, _HEAD_BYTES))
        size, self._count, self._once = cast("tuple[int, int, bytes]", _HEAD.unpack_from(head))
        if _HEAD.size + size > len(head):  # a thousand sheets, or one with a name of thousands of letters
            head = read(offset, _HEAD.size + size)
        self.sheets = [Sheet(*each) for each in json.loads(head[_HEAD.size : _HEAD.size + size])]
        self._start = offset + _HEAD.size + size

    def __len__(self) -> int:
        return self._count

    def columns(self, last: int) -> list[list[int]]:
        """The columns of numbers up to ``last``."""
        return self._numbers(self._plain(sum(size for _, size in _COLUMNS[: last + 1])), last)

    def everything(self) -> tuple[list[list[int]], list[str], list[int], list[float]]:
        """The columns of numbers; the CURP, the number of the sheet and the wage (0: none) of each row."""
        numbers = sum(size for _, size in _COLUMNS)
        plain = self._plain(numbers + curp.LENGTH)
        columns = self._numbers(plain, ROWS)
        texts = plain[numbers * self._count :].decode("ascii")
        curps = [texts[start : start + curp.LENGTH] for start in range(0, len(texts), curp.LENGTH)]
        sheets = [place for place, sheet in enumerate(self.sheets) for _ in range(sheet.people)]
        wages = array("d", array("Q", map(int.__xor__, columns[SAYINGS], columns[KEYS])).tobytes())
        return columns, curps, sheets, wages.tolist()

    def _plain(self, bytes_a_row: int) -> bytes:
        length = bytes_a_row * self._count
        return _mixed(self._read(self._start, length), self._key, self._once)

    def _numbers(self, plain: bytes, last: int) -> list[list[int]]:
        found, at = [], 0
        for kind, size in _COLUMNS[: last + 1]:
            column = array(kind)
            column.frombytes(plain[at : at + size * self._count])
            found.append(column.tolist())
            at += size * self._count
        return found


def _mixed(data: bytes, key: bytes, once: bytes) -> bytes:
    """Data combined with the stream; doing it twice gives the data back."""
    stream = shake_128(b"icsoe_xl" + key + once).digest(len(data))
    mixed = int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")
    return mixed.to_bytes(len(data), "little")


class _People(NamedTuple):
    """Well-shaped NSS and CURP with their wage (0: none) and Excel row."""

    nss: list[str]
    curps: list[str]
    wages: Sequence[float]
    rows: list[int]


def _people(table: Table, told: list[int]) -> _People:
    """The people of a table; ``told`` are the indices of the rows of which any rule said something."""
    numbers = _texts(table.raw["nss"], told, _nss)
    curps = _texts(table.raw["curp"], told, _curp)
    wages, rows = _wages(table.raw.get("sbc"), told, len(table.rows)), table.rows
    nobody = [index for index in told if not (numbers[index] and curps[index])]
    if nobody:
        there = bytearray(b"\1") * len(rows)
        for index in nobody:
            there[index] = 0
        numbers, curps, rows = (list(compress(column, there)) for column in (numbers, curps, rows))  # type: ignore[assignment]
        wages = array("d", compress(wages, there))
    return _People(numbers, curps, wages, rows)


def _sayings(wages: Sequence[float], keys: Sequence[int]) -> bytes:
    """What is said of each person, as one number: the bits of her wage, combined with the CRC-32 of her CURP.

    Who is told alike everywhere has one such number everywhere.
    """
    bits, length = array("d", wages).tobytes(), 8 * len(keys)
    mixed = int.from_bytes(bits, "little") ^ int.from_bytes(array("Q", keys).tobytes(), "little")
    return mixed.to_bytes(length, "little")


def _rows_told(report: Report, table: Table) -> list[int]:
    """Indices of the rows of a table of which any rule said something."""
    rows = {each.row for each in report.findings if each.sheet == table.sheet and each.row is not None}
    places = [(row, bisect_left(table.rows, row)) for row in sorted(rows)]
    return [place for row, place in places if place < len(table.rows) and table.rows[place] == row]


def _texts(raw: Sequence[object], told: Sequence[int], read: Callable[[object], str]) -> list[str]:
    """The identifiers of a column, "" where there is none that could be somebody's.

    A cell of a row of which no rule said anything is sound text already; only the others are read again.
    """
    texts = list(raw)
    for index in told:
        texts[index] = read(raw[index])
    return texts  # type: ignore[return-value]  # what no rule speaks of is text


def _nss(raw: object) -> str:
    value = nss.compact(clean(raw))
    return value if is_digits(value, nss.LENGTH) else ""


def _curp(raw: object) -> str:
    value = curp.compact(clean(raw))
    return value if curp.is_shaped(value) and not curp.is_generic(value) else ""


def _wages(raw: Sequence[object] | None, told: Sequence[int], rows: int) -> array[float]:
    """Wages in pesos a day, 0 where there is none."""
    if raw is None:
        return array("d", bytes(8 * rows))
    wages = list(raw)
    for index in told:
        value = number(raw[index])
        wages[index] = value if value is not None and 0 < value < 1e7 else 0.0
    return array("d", wages)  # type: ignore[arg-type]  # what no rule speaks of is a number
