"""One way through the file for all contractors: which returns are theirs, and of which period the list is.

The rows are taken some thousands at a time and looked at by columns, so that Python does something for a row
only where a contractor of ours stands in it: most of the time goes into reading the file.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum, auto
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from icsoe_xl.cells import clean
from icsoe_xl.errors import UnreadableFile, UsageProblem
from icsoe_xl.ids import folios
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.publiclist import columns, names, values
from icsoe_xl.publiclist.columns import Columns, Row
from icsoe_xl.workbooks import stream

_CHUNK = 2000
_STRAY = 0.02
"""Share of the rows up to which a period is a slip of the pen in a list of another one."""


class Match(Enum):
    """Why a return is taken for somebody's."""

    FOLIO = auto()
    """The ledger has its folio, whatever the name: certain."""
    NAME = auto()
    TURNED = auto()
    """A person's name with the surnames at the other end."""
    FORM = auto()
    """A company's name, but with or without a legal form that the other has not: to be confirmed."""


_NOT_FOR = {Match.TURNED: {"M", "MORAL"}, Match.FORM: {"F", "FISICA"}}
"""Person types of the list: no company's name is turned round, and no person has a legal form."""


class Wanted(NamedTuple):
    """A contractor to look for; ``rfc`` is for the ledger, "" when it is not known."""

    name: str
    rfc: str = ""


class Listed(NamedTuple):
    """One return in the list. ``name`` is as written there; None is what no column or cell says.

    ``contracts`` counts different folios of contracts, ``workers`` adds up theirs. ``same_name``: whether the
    name agrees too where the folio says whose the return is.
    """

    name: str
    period: Period | None
    kind: Return | None
    folio: str
    filed_on: date | None
    contracts: int | None
    workers: int | None
    match: Match
    same_name: bool = True


class Search(NamedTuple):
    """What a list says: ``listed[i]`` are the returns of ``wanted[i]``. ``periods``: those the list is about."""

    file: str
    rows: int
    periods: list[Period]
    wanted: list[Wanted]
    listed: list[list[Listed]]
    everybody: set[object]
    """The contractors' names as they are written, each once."""
    days: set[object]
    """The filing dates as they are written, each once."""
    without: list[str]
    """Fields for which the list has no column."""

    @property
    def until(self) -> date | None:
        """The last filing date in the list: later returns cannot be there yet."""
        return max((day for raw in self.days if (day := values.day(raw)) is not None), default=None)


class _Hit(NamedTuple):
    """A row of ours and where its fields are."""

    whose: int
    row: Row
    columns: Columns
    match: Match
    same_name: bool = True


class _Names:
    """Whose each name is. Every name of the list is folded once, with the others of its chunk."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self.everybody: set[object] = set()
        self.ours: dict[object, list[tuple[int, Match]]] = {}
        """Name as written -> numbers of the contractors, and how it agrees."""
        self._keys: dict[bytes, list[tuple[int, Match]]] = {}
        for number, each in enumerate(wanted):
            ways = {Match.NAME: names.spellings(each.name)}
            if not each.rfc or rfcs.is_person(each.rfc):
                ways[Match.TURNED] = names.turned(each.name)
            if not rfcs.is_person(each.rfc):
                ways[Match.FORM] = names.without_form(each.name)
            first: dict[bytes, Match] = {}
            for match, keys in ways.items():
                for key in keys:
                    first.setdefault(key, match)
            for key, match in first.items():
                self._keys.setdefault(key, []).append((number, match))

    def learn(self, written: Iterable[object]) -> None:
        """Look at the names that were not met before."""
        new = [*set(written).difference(self.everybody)]
        if not new:
            return
        self.everybody.update(new)
        folded = names.fold(names.SEPARATOR.join(map(clean, new))).split(names.SEPARATOR.encode())
        for name, key in zip(new, folded, strict=True):
            if key in self._keys:
                self.ours[name] = self._keys[key]


def can_be_found(name: str) -> bool:
    """Whether there is anything in a name to compare."""
    return bool(names.fold(name))


def search(
    path: str | os.PathLike[str],
    wanted: Iterable[Wanted],
    folios_of: Mapping[str, Iterable[str]] | None = None,
    period: Period | None = None,
) -> Search:
    """Find the returns of some contractors in a public list.

    ``folios_of``: RFC -> folios of returns known to be theirs, found under whatever name. ``period``: look at
    no other one. Raises UnreadableFile when the file is no such list, and UsageProblem when its period is not
    said or not the one asked for.
    """
    contractors = list(dict.fromkeys(wanted))
    known = _Names(contractors)
    whose: dict[object, set[int]] = {}
    for number, each in enumerate(contractors):
        for folio in (folios_of or {}).get(each.rfc, ()):
            whose.setdefault(folios.compact(folio), set()).add(number)
    told: Counter[tuple[object, object]] = Counter()
    hits: list[_Hit] = []
    days: set[object] = set()
    count, found = 0, Columns(0, {})
    for found, rows in _tables(path):
        place = found.places
        name_of, folio_of, day_of = (itemgetter(place[each]) for each in ("contractor", "folio", "filed_on"))
        # A column that is not there is read from the end of the row, which is empty (see `_tables`).
        period_of = itemgetter(place.get("period", -1), place.get("year", -1))
        while chunk := list(islice(rows, _CHUNK)):
            count += len(chunk)
            told.update(map(period_of, chunk))
            days.update(map(day_of, chunk))
            written = list(map(name_of, chunk))
            known.learn(written)
            if not (known.ours.keys().isdisjoint(written) and whose.keys().isdisjoint(map(folio_of, chunk))):
                hits += _hits(chunk, found, known.ours, whose)
    name = os.path.basename(path)  # noqa: PTH119 - pathlib costs start-up time
    if not count:
        raise UnreadableFile(f"{name}: el listado no tiene ninguna fila debajo de sus encabezados.")
    periods, by_cells = _periods(told, period)
    listed = _listed(contractors, hits, by_cells, period)
    fields = ("contract", "workers", "kind")
    without = [field for field in fields if field not in found.places]
    return Search(name, count, periods, contractors, listed, known.everybody - {""}, days, without)


def _tables(path: str | os.PathLike[str]) -> Iterator[tuple[Columns, Iterator[Row]]]:
    """The header of every sheet that is part of the list, and the rows below it, each with an empty end.

    A list that does not fit on a sheet goes on on the next one, maybe without repeating the header.
    """
    found: Columns | None = None
    for _, rows in stream(os.fspath(path)):
        top = list(islice(rows, columns.header_rows()))
        here = columns.match(top)
        if not here.missing:
            found, top = here, top[here.header + 1 :]
        elif found is None or not _goes_on(top, found):
            continue
        yield found, _even(chain(top, rows), 1 + max(found.places.values()))
    if found is None:
        needed = ", ".join(columns.spanish(field) for field in Columns(0, {}).missing)
        raise UnreadableFile(
            f"{os.path.basename(path)}: no encuentro las columnas de un listado público ({needed}); revise que sea el "  # noqa: PTH119
            "libro que publica el IMSS, con sus encabezados."
        )


def _even(rows: Iterable[Row], width: int) -> Iterator[list[object]]:
    """The rows that are not blank, cut or filled up to the columns that count, and an empty cell after them."""
    for row in rows:
        if any(row):
            yield [*row[:width], ""] if len(row) >= width else [*row, *[""] * (width + 1 - len(row))]


def _goes_on(top: Sequence[Row], found: Columns) -> bool:
    """Whether a sheet without header begins with a row like those of the sheet before."""
    first = next((row for row in top if any(row)), ())
    if len(first) <= max(found.places.values()):
        return False
    return values.day(first[found.places["filed_on"]]) is not None


def _hits(
    chunk: list[Row],
    found: Columns,
    ours: Mapping[object, list[tuple[int, Match]]],
    whose: Mapping[object, set[int]],
) -> Iterator[_Hit]:
    """The rows of ours. Whom a known folio belongs to is certain, and then nobody of the same name has it."""
    name, folio = found.places["contractor"], found.places["folio"]
    kind = found.places.get("contractor_kind", -1)
    for row in chunk:
        owners = whose.get(folios.compact(clean(row[folio])), set())
        named = ours.get(row[name], [])
        for number in owners:
            yield _Hit(number, row, found, Match.FOLIO, any(number == each for each, _ in named))
        for number, match in () if owners else named:
            if match not in _NOT_FOR or _NOT_FOR[match].isdisjoint(names.words(clean(row[kind]))):
                yield _Hit(number, row, found, match)


def _periods(
    told: Counter[tuple[object, object]], asked: Period | None
) -> tuple[list[Period], dict[tuple[object, object], Period | None]]:
    """The periods that the list is about, and the period behind each pair of cells."""
    by_cells = {cells: values.period(*cells) for cells in told}
    counts: Counter[Period] = Counter()
    for cells, count in told.items():
        read = by_cells[cells]
        if read is not None:
            counts[read] += count
    if not counts:
        if asked is None:
            raise UsageProblem("No pude leer de qué periodo es el listado: indíquelo con --period 2026-1.")
        return [asked], by_cells
    if asked is None:
        return sorted(each for each, count in counts.items() if count > _STRAY * counts.total()), by_cells
    if asked not in counts:
        there = ", ".join(str(each) for each, _ in counts.most_common(3))
        raise UsageProblem(
            f"El listado es de {there}; no trae nada de {asked}. Revise el archivo o --period."
        )
    return [asked], by_cells


def _listed(
    wanted: Sequence[Wanted],
    hits: Iterable[_Hit],
    by_cells: Mapping[tuple[object, object], Period | None],
    asked: Period | None,
) -> list[list[Listed]]:
    """The returns of each contractor, in the order of their dates."""
    groups: dict[tuple[int, Period | None, str], list[_Hit]] = {}
    for hit in hits:
        place = hit.columns.places
        cells = hit.row[place.get("period", -1)], hit.row[place.get("year", -1)]
        period = by_cells[cells] or asked
        if asked is None or period == asked:
            folio = folios.compact(clean(hit.row[place["folio"]]))
            groups.setdefault((hit.whose, period, folio), []).append(hit)
    listed: list[list[Listed]] = [[] for _ in wanted]
    for (whose, period, folio), rows in groups.items():
        listed[whose].append(_return(period, folio, rows))
    return [sorted(_surest(each), key=_order) for each in listed]


def _order(listed: Listed) -> tuple[date, int, str]:
    """By day; of one day the return before its complementarias, and what cancels them last."""
    kinds = list(Return)
    return listed.filed_on or date.max, 0 if listed.kind is None else kinds.index(listed.kind), listed.folio


def _surest(returns: Sequence[Listed]) -> Sequence[Listed]:
    """Without those that agree but for the legal form, where others agree wholly, or where they are of two names."""
    sure = [each for each in returns if each.match is not Match.FORM]
    one_name = len({names.fold(each.name) for each in returns}) == 1
    return sure or (returns if one_name else [])


def _return(period: Period | None, folio: str, rows: Sequence[_Hit]) -> Listed:
    """A return out of the rows of its contracts; a contract with two services may have two rows."""
    first = rows[0]
    place = first.columns.places

    def cell(row: Row, field: str) -> object:
        return row[place[field]] if field in place else ""

    workers: dict[str, int] = {}
    for hit in rows:
        contract = folios.compact(clean(cell(hit.row, "contract")))
        if contract:
            number = values.number(cell(hit.row, "workers")) or 0
            workers[contract] = max(number, workers.get(contract, 0))
    return Listed(
        clean(cell(first.row, "contractor")),
        period,
        values.kind(cell(first.row, "kind")),
        folio,
        values.day(cell(first.row, "filed_on")),
        len(workers) if "contract" in place else None,
        sum(workers.values()) if {"contract", "workers"} <= place.keys() else None,
        first.match,
        first.same_name,
    )
