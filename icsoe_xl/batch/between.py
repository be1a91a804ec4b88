"""T033 and T034 between workbooks: the same person told differently in two files of one run.

Millions of people are compared in a memory that does not grow. Nearly always few people, told many times, fit
at once. Where they do not, whoever is mentioned only once is left aside first, one range of people after the
other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from icsoe_xl.addresses import cell_name
from icsoe_xl.batch.people import KEYS, NUMBERS, ROWS, SAYINGS, Read, Sealed
from icsoe_xl.findings import Finding
from icsoe_xl.rules.repeats import T033, T034
from icsoe_xl.rules.sbc import cents

_COMPARED_AT_ONCE = 250_000
_SEEN_AT_ONCE = 1_000_000
"""People in memory: with all that is said of them (350 bytes each), and as numbers alone (70)."""
_TOP = 1 << 64


class People(NamedTuple):
    """Where the people of one workbook lie, and the period it is about. ``number`` is its place in the run."""

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


class _Book(NamedTuple):
    """A workbook of the run with its sealed people."""

    people: People
    sealed: Sealed

    def place(self, sheet: int, row: int, field: str) -> Place:
        told = self.sealed.sheets[sheet]
        column = {"nss": told.nss, "curp": told.curp, "sbc": told.sbc}[field]
        return Place(self.people.number, self.people.path, told.name, row, column)


class _Mention(NamedTuple):
    """One row that names a person; ``says`` is what is compared."""

    book: _Book
    sheet: int
    row: int
    says: str

    def place(self, field: str) -> Place:
        return self.book.place(self.sheet, self.row, field)


class _View(NamedTuple):
    """What the workbooks say of people that are known by one of the columns.

    ``told`` gives, for a period and the columns of a workbook, (group, people, what is said of each): within a
    group, all must say the same.
    """

    which: int
    told: Callable[[str, list[list[int]]], list[tuple[str, list[int], list[int]]]]


_BY_PERIOD = _View(NUMBERS, lambda period, c: [(period, c[NUMBERS], c[SAYINGS])])
"""By NSS: the CURP and the wage at once, where there is one period."""
_BY_NSS = _View(NUMBERS, lambda period, c: [("", c[NUMBERS], c[KEYS]), (period, c[NUMBERS], c[SAYINGS])])
"""By NSS: the CURP, and with the wage within each period."""
_BY_CURP = _View(KEYS, lambda _, c: [("", c[KEYS], c[NUMBERS])])


class Comparison:
    """The workbooks of a run, compared as they come, in whatever order.

    ``read`` gives the sealed people, ``key`` opens them.
    """

    def __init__(self, read: Read, key: bytes) -> None:
        self._read, self._key = read, key
        self._books: list[_Book] = []
        self._heard: _Heard | None = _Heard((_BY_PERIOD, _BY_CURP))
        """What the workbooks said so far; None once they are of several periods, or of too many people."""

    def add(self, people: People) -> None:
        """One more workbook."""
        if not people.length:
            return
        book = _Book(people, Sealed(self._read, people.offset, people.length, self._key))
        self._books.append(book)
        if self._heard is not None:
            self._heard.hear(book)
            if self._heard.is_crowded or people.period != self._books[0].people.period:
                self._heard = None

    def conflicts(self) -> list[Conflict]:
        """All findings between the workbooks, in the order of the run and, within a file, of the contract.

        Each is at the later of two workbooks and names the first one that differs; T034 compares workbooks
        of the same period only.
        """
        books = sorted(self._books, key=lambda book: book.people.number)
        if len(books) < 2:
            return []
        heard = self._heard or _heard_at_once(books)
        found: list[Conflict] = []
        for view, suspects in _one_by_one(books) if heard is None else heard.suspects():
            found += _compare(books, suspects, view.which)
        sheets = {book.people.number: [sheet.name for sheet in book.sealed.sheets] for book in books}
        return sorted(found, key=lambda each: _order(each, sheets))


def _order(conflict: Conflict, sheets: dict[int, list[str]]) -> tuple[int, int, int, int, str]:
    place = conflict.place
    return (
        place.number, sheets[place.number].index(place.sheet), place.row, place.column, conflict.finding.rule,
    )  # fmt: skip


class _Heard:
    """What was said first of each person, in several views, and who is not told alike everywhere."""

    def __init__(self, views: Sequence[_View]) -> None:
        self._views = views
        self._first: list[dict[str, dict[int, int]]] = [{} for _ in views]
        self._suspects: list[set[int]] = [set() for _ in views]

    def hear(self, book: _Book, among: set[int] | None = None) -> None:
        """One more workbook, of which only some people count."""
        columns = book.sealed.columns(KEYS)
        for number, view in enumerate(self._views):
            for group, people, said in view.told(book.people.period, columns):
                if among is not None:
                    there = [(one, what) for one, what in zip(people, said, strict=True) if one in among]
                    people, said = [one for one, _ in there], [what for _, what in there]
                # In C, since it runs for everybody: what was said first of each person, hers now if nothing was.
                known = self._first[number].setdefault(group, {})
                before = list(map(known.setdefault, people, said))
                if before != said:
                    pairs = zip(people, before, said, strict=True)
                    self._suspects[number].update(one for one, earlier, now in pairs if earlier != now)

    @property
    def is_crowded(self) -> bool:
        """Whether these are more people than may be in memory."""
        return sum(map(len, self._first[0].values())) > _COMPARED_AT_ONCE

    def suspects(self) -> Iterator[tuple[_View, set[int]]]:
        """For each view, those of whom not every workbook says the same (and a few more)."""
        return zip(self._views, self._suspects, strict=True)


def _views(books: Sequence[_Book]) -> tuple[_View, _View]:
    one_period = len({book.people.period for book in books}) == 1
    return (_BY_PERIOD if one_period else _BY_NSS, _BY_CURP)


def _heard_at_once(books: Sequence[_Book]) -> _Heard | None:
    """All workbooks in one go; None when there are too many people for that."""
    heard = _Heard(_views(books))
    for book in books:
        heard.hear(book)
        if heard.is_crowded:
            return None
    return heard


def _one_by_one(books: Sequence[_Book]) -> Iterator[tuple[_View, set[int]]]:
    """The same view by view, and some people at a time: whoever is mentioned more than once."""
    for view in _views(books):
        for repeated in _repeated(books, view.which):
            for start in range(0, len(repeated), _COMPARED_AT_ONCE):
                some = set(repeated[start : start + _COMPARED_AT_ONCE])
                heard = _Heard((view,))
                for book in books:
                    heard.hear(book, some)
                yield from heard.suspects()


def _repeated(books: Sequence[_Book], which: int) -> Iterator[list[int]]:
    """Whoever is mentioned in more than one workbook, one range of people after the other."""
    low, high = 0, _TOP
    while low < _TOP:
        seen: set[int] = set()
        repeated: set[int] = set()
        for book in books:
            people = [one for one in book.sealed.columns(which)[which] if low <= one < high]
            repeated.update(seen.intersection(people))
            seen.update(people)
            if len(seen) > _SEEN_AT_ONCE:
                high = sorted(seen)[_SEEN_AT_ONCE // 2]
                seen = {one for one in seen if one < high}
                repeated = {one for one in repeated if one < high}
        del seen
        yield sorted(repeated)
        low, high = high, _TOP


def _compare(books: Sequence[_Book], suspects: set[int], which: int) -> Iterator[Conflict]:
    """Walk the mentions of the people that are not told alike everywhere, in the order of the run."""
    if not suspects:
        return
    by_curp = which == KEYS
    partners: dict[str, list[_Mention]] = {}
    wages: dict[tuple[str, str, str], list[_Mention]] = {}
    for book in books:
        if suspects.isdisjoint(book.sealed.columns(which)[which]):
            continue
        columns, curps, sheets, amounts = book.sealed.everything()
        for spot, one in enumerate(columns[which]):
            if one not in suspects:
                continue
            sheet, row = sheets[spot], columns[ROWS][spot]
            number, key = f"{columns[NUMBERS][spot]:011}", curps[spot]
            mention = _Mention(book, sheet, row, number if by_curp else key)
            other = _differing(partners.setdefault(key if by_curp else number, []), mention)
            if other is not None:
                yield _two_partners(other, mention, by_curp)
            if amounts[spot] and not by_curp:
                mention = _Mention(book, sheet, row, str(cents(amounts[spot])))
                other = _differing(wages.setdefault((number, key, book.people.period), []), mention)
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
