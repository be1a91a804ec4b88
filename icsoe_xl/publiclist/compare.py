"""What the list says of each contractor, held against the due date and the ledger.

IMSS's list and the ledger know different things: the list has names, contracts and workers of what was filed,
the ledger folio and date of the acuses and the counts of what was exported. Nothing here writes to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from icsoe_xl.ledger import place
from icsoe_xl.ledger.entries import Export, Filing
from icsoe_xl.periods import Period, calendar
from icsoe_xl.periods.returns import Return
from icsoe_xl.publiclist import columns, names
from icsoe_xl.publiclist.find import Listed, Match, Search, Wanted
from icsoe_xl.publiclist.near import near

E = TypeVar("E", Filing, Export)


class State(StrEnum):
    """How a return stands in the list; the value is for people."""

    IN_TIME = "a tiempo"
    FILED = "presentada"
    LATE = "tardía"
    CANCELLED = "sin efectos"
    UNDATED = "sin fecha"
    UNSURE = "por confirmar"
    """The name is there, but without the legal form, or with one that we do not know or another one."""
    MISSING = "falta"

    @property
    def is_fine(self) -> bool:
        """Whether nobody has to do anything about it."""
        return self in (State.IN_TIME, State.FILED)


class Known(NamedTuple):
    """What the ledger holds: filings that count and exports, of all contractors. ``kept``: there is a ledger."""

    filings: Sequence[Filing] = ()
    exports: Sequence[Export] = ()
    kept: bool = False

    @property
    def folios(self) -> dict[str, list[str]]:
        """RFC -> folios of its filings, to find them under whatever name the list has."""
        found: dict[str, list[str]] = {}
        for filing in self.filings:
            found.setdefault(filing.rfc, []).append(filing.folio)
        return found


class Verdict(NamedTuple):
    """One contractor in one period.

    ``standing`` is the return in force, None when there is none. ``differences`` say what does not agree with
    the ledger, ``notes`` what a person should know; ``near`` are names that almost match, when none does.
    """

    wanted: Wanted
    period: Period
    state: State
    due: date
    standing: Listed | None
    listed: list[Listed]
    export: Export | None
    differences: list[str]
    notes: list[str]
    near: list[str]

    @property
    def is_fine(self) -> bool:
        """Whether it is there, in time, and as the ledger has it."""
        return self.state.is_fine and not self.differences


def of_user() -> Known:
    """What the user's ledger holds; a ledger that does not exist is not made. Raises what `Ledger` raises."""
    if not place.exists():
        return Known()
    from icsoe_xl.ledger.store import Ledger

    ledger = Ledger.of_user()
    return Known(ledger.filings(), ledger.entries(Export), kept=True)


def compare(search: Search, known: Known) -> list[Verdict]:
    """A verdict for every contractor and every period of the list, what needs work first, then by name.

    A return of a period that the list is not about is told too, where one was found.
    """
    nobody = [each.name for each, listed in zip(search.wanted, search.listed, strict=True) if not listed]
    proposals = near(nobody, search.everybody)
    verdicts = []
    for wanted, listed in zip(search.wanted, search.listed, strict=True):
        others = {each.period for each in listed if each.period is not None}
        for period in sorted({*search.periods, *others}):
            of_period = [each for each in listed if each.period == period or each.period is None]
            verdicts.append(
                _verdict(search, wanted, period, of_period, known, proposals.get(wanted.name, []))
            )
    return sorted(
        verdicts, key=lambda each: (each.is_fine, each.state.is_fine, names.words(each.wanted.name))
    )


def _verdict(
    search: Search, wanted: Wanted, period: Period, listed: list[Listed], known: Known, proposals: list[str]
) -> Verdict:
    due = calendar.due_date(period)
    filings = _of(known.filings, wanted, period)
    exports = _of(known.exports, wanted, period)
    state, standing = _state(listed, filings, due)
    alike = any(_same_stem(wanted.name, each) for each in proposals)
    if (state is State.MISSING and alike) or any(each.match is Match.FORM for each in listed):
        state = State.UNSURE
    export = _export(exports, standing)
    differences = _differences(listed, standing, filings, export, knows_any=bool(filings or exports))
    notes = [
        *_notes(search, wanted, listed, filings, due),
        *_without(search, known, wanted, filings, exports),
    ]
    return Verdict(wanted, period, state, due, standing, listed, export, differences, notes, proposals)


def _same_stem(one: str, other: str) -> bool:
    return names.split(one)[0] == names.split(other)[0]


def _of(entries: Sequence[E], wanted: Wanted, period: Period) -> list[E]:
    return [each for each in entries if each.rfc == wanted.rfc and each.period == period]


def _state(listed: Sequence[Listed], filings: Sequence[Filing], due: date) -> tuple[State, Listed | None]:
    """The state, and the return in force: an Actualización changes contracts of one that stands.

    In time is a return whose first filing was; where the list shows a complementaria only, the ledger may know
    of the return before it. What came before a Sin efectos no longer counts.
    """
    returns = [each for each in listed if each.kind is not Return.UPDATE]
    if not returns:
        return (State.FILED, listed[-1]) if listed else (State.MISSING, None)
    if returns[-1].kind is Return.CANCELLATION:
        return State.CANCELLED, None
    first = [
        each.filed_on for each in _since_cancelled(returns) if each.kind is None or each.kind.has_due_date
    ]
    first += [filing.filed_on for filing in filings if filing.kind.has_due_date] if not first else []
    if not first:
        return State.FILED, returns[-1]
    days = [day for day in first if day is not None]
    if not days:
        return State.UNDATED, returns[-1]
    return (State.IN_TIME if min(days) <= due else State.LATE), returns[-1]


def _since_cancelled(returns: Sequence[Listed]) -> Sequence[Listed]:
    """The returns after the last Sin efectos."""
    cancelled = [place for place, each in enumerate(returns) if each.kind is Return.CANCELLATION]
    return returns[cancelled[-1] + 1 :] if cancelled else returns


def _export(exports: Sequence[Export], standing: Listed | None) -> Export | None:
    """The last export of the kind of the return in force, else the last one with contracts in it."""
    kind = standing.kind if standing else None
    same = [each for each in exports if each.kind is kind]
    with_contracts = [each for each in exports if each.kind.reports_contracts]
    return next(reversed(same or with_contracts or exports), None)


def _differences(
    listed: Sequence[Listed],
    standing: Listed | None,
    filings: Sequence[Filing],
    export: Export | None,
    *,
    knows_any: bool,
) -> list[str]:
    """What does not agree, with the ledger or in itself (two returns of a period: Boletín 300/2025, number 6)."""
    found = []
    valid = _since_cancelled(listed)
    first = [each.folio for each in valid if each.kind is not None and each.kind.has_due_date]
    if len(first) > 1:
        found.append(f"{len(first)} informativas del mismo periodo en el listado: {', '.join(first)}")
    if standing is not None and export is not None:
        for what, there, ours in (
            ("contratos", standing.contracts, export.contracts),
            ("trabajadores", standing.workers, export.workers),
        ):
            if there is not None and there != ours:
                found.append(
                    f"{what}: {there:,} en el listado y {ours:,} en su exportación {export.reference}"
                )
    registered = {filing.folio: filing for filing in filings}
    for each in listed:
        filing = registered.pop(each.folio, None)
        if filing is None:
            if knows_any:
                found.append(f"el folio {each.folio} no está en su registro: agregue el acuse")
        elif each.filed_on not in (None, filing.filed_on):
            found.append(
                f"{each.folio}: se presentó el {each.filed_on:%d/%m/%Y} según el listado y el "
                f"{filing.filed_on:%d/%m/%Y} según su registro"
            )
    if listed:
        found += [f"el folio {folio} de su registro no está en el listado" for folio in registered]
    return found


def _notes(
    search: Search, wanted: Wanted, listed: Sequence[Listed], filings: Sequence[Filing], due: date
) -> list[str]:
    notes = []
    valid = _since_cancelled(listed)
    first = next((each for each in valid if each.kind is None or each.kind.has_due_date), None)
    if first is not None and first.filed_on is not None and first.filed_on > due:
        days = (first.filed_on - due).days
        notes.append(f"se presentó {days} {'día' if days == 1 else 'días'} después del {due:%d/%m/%Y}")
    if not listed:
        until = search.until
        for filing in filings:
            late = f"; el listado llega al {until:%d/%m/%Y}" if until else ""
            notes.append(f"su registro tiene el folio {filing.folio}, del {filing.filed_on:%d/%m/%Y}{late}")
        if not filings:
            notes.append(
                f"vence el {due:%d/%m/%Y}" if due >= calendar.now().date() else f"venció el {due:%d/%m/%Y}"
            )
    if any(each.kind is None for each in listed) and "kind" not in search.without:
        notes.append("no conozco el tipo de informativa que dice el listado")
    if any(each.period is None for each in listed):
        notes.append("una fila no dice de qué periodo es")
    named_otherwise = dict.fromkeys(each.name for each in listed if not each.same_name)
    notes += [f"por el folio: el listado la pone a nombre de {name}" for name in named_otherwise]
    for name in dict.fromkeys(each.name for each in listed if each.match is Match.FORM):
        notes.append(
            f"el listado dice {name}: si es la misma empresa, agregue su acuse al registro o escriba el nombre así"
        )
    certain = {filing.folio for filing in filings}
    doubtful = {each.match for each in listed if each.folio not in certain}
    if Match.TURNED in doubtful:
        notes.append("el listado pone el nombre en otro orden; confirme por el folio que es la misma persona")
    elif Match.NAME in doubtful and not names.split(wanted.name)[1]:
        notes.append("el listado no trae RFC: confirme por el folio que no sea un homónimo")
    return notes


def _without(
    search: Search, known: Known, wanted: Wanted, filings: Sequence[Filing], exports: Sequence[Export]
) -> list[str]:
    """What could not be compared, and why."""
    notes = [f"el listado no trae {columns.spanish(field)}" for field in search.without]
    if not wanted.rfc:
        notes.append("sin RFC no se compara con el registro")
    elif known.kept and not filings and not exports:
        notes.append("no hay nada de este periodo en el registro")
    return notes
