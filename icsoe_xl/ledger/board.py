"""The board: how the return of every contractor stands in every period.

Contractors are the saved profiles and those whom the ledger knows. The due date counts business days
(`periods.calendar`), and today is today in Central Mexico, where the portal's clock is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from icsoe_xl.errors import IcsoeError
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.ledger.entries import Check, Entry, Export, Filing
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import FIRST, Period, calendar, default_period
from icsoe_xl.periods.returns import MOST_COMPLEMENTARIAS, Return


class State(StrEnum):
    """How a return stands; the value is for people."""

    NOTHING = "nada"
    READY = "lista"
    ERRORS = "con errores"
    EXPORTED = "exportada"
    FILED = "presentada"
    LATE = "tardía"


@dataclass(frozen=True, slots=True)
class Row:
    """One contractor in one period. ``days_left`` is negative once the due date has passed."""

    rfc: str
    name: str
    period: Period
    state: State
    due: date
    days_left: int
    folio: str
    filed_on: date | None
    note: str


def of(ledger: Ledger, names: Mapping[str, str], now: datetime, periods: Sequence[Period] = ()) -> list[Row]:
    """The board as of a moment with its time zone; the most urgent period first, then by name.

    ``names``: RFC -> name of the saved contractors. Without ``periods``: for every contractor the one that
    is due now, the one before it, and each of which the ledger knows something.
    """
    history = ledger.history()
    counted = {filing.id for filing in ledger.filings()}
    current = default_period(_today(now))
    usual = {current, *_before(current)}
    known: dict[str, dict[Period, list[Entry]]] = {rfc: {} for rfc in names}
    for entry in history:
        if not isinstance(entry, Filing) or entry.id in counted:
            known.setdefault(entry.rfc, {}).setdefault(entry.period, []).append(entry)
    began = _today(history[0].recorded_at) if history else None
    rows = [
        _row(rfc, names.get(rfc, ""), period, entries.get(period, []), now, began)
        for rfc, entries in known.items()
        for period in (periods or {*usual, *entries})
    ]
    return sorted(rows, key=lambda row: (-row.period.year, -row.period.number, row.name or row.rfc, row.rfc))


def saved_names() -> tuple[dict[str, str], list[str]]:
    """RFC -> name of the saved contractors, and a sentence on each profile that cannot be read."""
    from icsoe_xl.profiles.store import Store

    store = Store.of_user()
    names: dict[str, str] = {}
    left_out = []
    for name in store.names():
        try:
            profile = store.load(name)
        except IcsoeError as problem:
            left_out.append(f"el perfil {name} no está en el tablero. {problem}")
        else:
            names[rfcs.compact(profile.rfc)] = profile.razon_social
    return names, left_out


def _row(
    rfc: str, name: str, period: Period, entries: Iterable[Entry], now: datetime, began: date | None
) -> Row:
    window = calendar.filing(period, now)
    state, note, filing = _state(list(entries), window.due)
    if filing is None and window.state is calendar.State.LATE:
        if state is State.NOTHING and (began is None or window.due < began):
            note = "venció antes de que empezara su registro"
        else:
            note = _joined("" if state is State.NOTHING else f"estaba {state}", note)
            state = State.LATE
    folio, filed_on = (filing.folio, filing.filed_on) if filing else ("", None)
    return Row(rfc, name, period, state, window.due, window.days_left, folio, filed_on, note)


def _state(entries: list[Entry], due: date) -> tuple[State, str, Filing | None]:
    """State before the due date is looked at, a note, and the filing in force with its date.

    An Actualización changes contracts of a return that stands; Sin efectos takes the return away.
    """
    filings = sorted(
        (entry for entry in entries if isinstance(entry, Filing) and entry.kind is not Return.UPDATE),
        key=lambda filing: (filing.filed_on, filing.id),
    )
    used = sum(filing.is_counted for filing in filings)
    count = f"{used} de {MOST_COMPLEMENTARIAS} complementarias" if used else ""
    if filings and filings[-1].kind is not Return.CANCELLATION:
        return State.FILED, _joined(_late(filings[0], due), count), filings[-1]
    work = [entry for entry in entries if isinstance(entry, Check | Export)]
    if filings:
        count = f"quedó sin efectos; {count}"
        work = [entry for entry in work if entry.recorded_at > filings[-1].recorded_at]
    if not work:
        return State.NOTHING, count, None
    last = work[-1]
    if isinstance(last, Export):
        return State.EXPORTED, count, None
    if last.errors:
        return State.ERRORS, _joined(f"{last.errors:,} por corregir", count), None
    # A clean check after an export changes nothing: what was exported still is.
    exported = any(isinstance(entry, Export) for entry in work)
    return (State.EXPORTED if exported else State.READY), count, None


def _late(filing: Filing, due: date) -> str:
    days = (filing.filed_on - due).days
    # Nothing is said of a complementaria whose first return the ledger does not know.
    if days <= 0 or not filing.kind.has_due_date:
        return ""
    return f"se presentó {days} {'día' if days == 1 else 'días'} tarde"


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _today(now: datetime) -> date:
    from zoneinfo import ZoneInfo

    return now.astimezone(ZoneInfo(calendar.TIME_ZONE)).date()


def _before(period: Period) -> list[Period]:
    if period == FIRST:
        return []
    return [Period(period.year, period.number - 1) if period.number > 1 else Period(period.year - 1, 3)]
