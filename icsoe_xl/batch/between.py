"""T033 and T034 between workbooks: the same person told differently in two files of one run.

Millions of people are compared in a memory that does not grow: digests are even, so the run is cut into
ranges of digests, and only one range of all files is in memory at a time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from icsoe_xl.addresses import cell_name
from icsoe_xl.batch.digests import KEY, PARTNER, ROW, SHEET, WAGE, Layout, layout_of, start_of
from icsoe_xl.findings import Finding
from icsoe_xl.rules.repeats import T033, T034

_PEOPLE_AT_ONCE = 250_000
_HEAD_BYTES = 65_536
"""Enough for the names of the sheets of any workbook that has workers."""

Read = Callable[[int, int], bytes]
"""(offset, length) -> bytes of where the blobs are kept."""


class People(NamedTuple):
    """Where the blob of one workbook lies, and the period it is about. ``number`` is its place in the run."""

    number: int
    path: str
    period: str
    offset: int
    length: int


class Place(NamedTuple):
    """A cell of a workbook of the run."""

    number: int
    path: str
    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The address (``A5``)."""
        return cell_name(self.row, self.column)


class Conflict(NamedTuple):
    """A finding between workbooks: where it is, and the earlier workbook that says something else."""

    place: Place
    other: Place
    finding: Finding

    def to_json(self) -> dict[str, object]:
        """The finding in the contract's form, with its file and the other place."""
        other = {"file": self.other.path, "sheet": self.other.sheet, "cell": self.other.cell}
        return {"file": self.place.path, **self.finding.to_json(), "between_workbooks": True, "other": other}


class _Mention(NamedTuple):
    """One row that names a person; ``says`` is what is compared, 0 for nothing."""

    book: _Book
    sheet: int
    row: int
    says: int

    def place(self, field: str) -> Place:
        sheet = self.book.layout.sheets[self.sheet]
        column = {"nss": sheet.nss, "curp": sheet.curp, "sbc": sheet.sbc}[field]
        return Place(self.book.people.number, self.book.people.path, sheet.name, self.row, column)


class _Book:
    """The blob of a workbook, read piece by piece."""

    def __init__(self, people: People, read: Read) -> None:
        self.people = people
        self._read = read
        head = read(people.offset, min(people.length, _HEAD_BYTES))
        if start_of(head) > len(head):  # a thousand sheets, or one with a name of thousands of letters
            head = read(people.offset, start_of(head))
        self.layout: Layout = layout_of(head)

    def column(self, by_curp: bool, which: int, start: int = 0, stop: int | None = None) -> array[int]:
        kind, offset, length = self.layout.column(by_curp, which)
        values = array(kind)
        size = values.itemsize
        last = length if stop is None else stop * size
        values.frombytes(self._read(self.people.offset + offset + start * size, last - start * size))
        return values


def conflicts(people: Sequence[People], read: Read) -> list[Conflict]:
    """All findings between the workbooks, in the order of the run and, within a file, of the contract.

    Each is at the later of two workbooks and names the first one that differs; T034 compares workbooks
    of the same period only.
    """
    books = [_Book(one, read) for one in people if one.length]
    if len(books) < 2:
        return []
    ranges = 1 + sum(book.layout.rows for book in books) // _PEOPLE_AT_ONCE
    found: list[Conflict] = []
    for part in range(ranges):
        low, high = (part << 64) // ranges, ((part + 1) << 64) // ranges
        for by_curp in (False, True):
            found += _in_range(books, by_curp, low, high)
    sheets = {book.people.number: [sheet.name for sheet in book.layout.sheets] for book in books}
    return sorted(found, key=lambda each: _order(each, sheets))


def _order(conflict: Conflict, sheets: dict[int, list[str]]) -> tuple[int, int, int, int, str]:
    place = conflict.place
    return (
        place.number, sheets[place.number].index(place.sheet), place.row, place.column, conflict.finding.rule,
    )  # fmt: skip


def _in_range(books: Sequence[_Book], by_curp: bool, low: int, high: int) -> Iterator[Conflict]:
    partner_of: dict[int, int] = {}
    wage_of: dict[str, dict[int, int]] = {}
    suspects: set[int] = set()
    spans: list[tuple[int, int]] = []
    for book in books:
        keys = book.column(by_curp, KEY)
        span = bisect_left(keys, low), bisect_left(keys, high)
        spans.append(span)
        keys, partners = keys[span[0] : span[1]], book.column(by_curp, PARTNER, *span)
        # Nearly everybody is told alike everywhere: whoever is not is found here, one dict call a person.
        first = partner_of.setdefault
        suspects.update([key for key, said in zip(keys, partners, strict=True) if first(key, said) != said])
        if not by_curp:
            first = wage_of.setdefault(book.people.period, {}).setdefault
            wages = book.column(by_curp, WAGE, *span)
            suspects.update(
                [key for key, said in zip(keys, wages, strict=True) if said and first(key, said) != said]
            )
    del partner_of, wage_of
    if suspects:
        yield from _compare(books, spans, by_curp, suspects)


def _compare(
    books: Sequence[_Book], spans: Sequence[tuple[int, int]], by_curp: bool, suspects: set[int]
) -> Iterator[Conflict]:
    """Walk the mentions of the people that are not told alike everywhere, in the order of the run."""
    partners: dict[int, list[_Mention]] = {}
    wages: dict[tuple[int, int, str], list[_Mention]] = {}
    for book, span in zip(books, spans, strict=True):
        keys = book.column(by_curp, KEY, *span)
        if suspects.isdisjoint(keys):
            continue
        others, masked, rows, sheets = (book.column(by_curp, w, *span) for w in (PARTNER, WAGE, ROW, SHEET))
        for key, partner, wage, row, sheet in zip(keys, others, masked, rows, sheets, strict=True):
            if key not in suspects:
                continue
            mention = _Mention(book, sheet, row, partner)
            other = _differing(partners.setdefault(key, []), mention)
            if other is not None:
                yield _two_partners(other, mention, by_curp)
            if wage and not by_curp:
                mention = _Mention(book, sheet, row, wage)
                other = _differing(wages.setdefault((key, partner, book.people.period), []), mention)
                if other is not None:
                    yield _two_wages(other, mention)


def _differing(earlier: list[_Mention], mention: _Mention) -> _Mention | None:
    """The first mention of an earlier workbook that says something else.

    ``earlier`` keeps the first mention of each thing said: within one workbook its own rules compare.
    """
    if all(each.says != mention.says for each in earlier):
        earlier.append(mention)
    for each in earlier:
        if each.says != mention.says and each.book is not mention.book:
            return each
    return None


def _two_partners(other: _Mention, mention: _Mention, by_curp: bool) -> Conflict:
    field = "curp" if by_curp else "nss"
    words = "La misma CURP está con otro NSS" if by_curp else "El mismo NSS está con otra CURP"
    place, there = mention.place(field), other.place(field)
    finding = Finding(
        place.sheet, place.row, place.column, field, T033.code, T033.severity,
        f"{words} en otro libro ({_where(there)}).",
        "Averigüe cuál es la correcta y déjela igual en todos los libros.",
    )  # fmt: skip
    return Conflict(place, there, finding)


def _two_wages(other: _Mention, mention: _Mention) -> Conflict:
    place, there = mention.place("sbc"), other.place("sbc")
    finding = Finding(
        place.sheet, place.row, place.column, "sbc", T034.code, T034.severity,
        f"El mismo trabajador tiene otro SBC en otro libro ({_where(there)}).",
        T034.mend,
    )  # fmt: skip
    return Conflict(place, there, finding)


def _where(place: Place) -> str:
    return f"«{place.path}», hoja «{place.sheet}», celda {place.cell}"
