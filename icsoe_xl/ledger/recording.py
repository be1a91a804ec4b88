"""Writing an acuse down: what a person says of it understood, what is doubtful told, the filing recorded.

The command line and the button *Registrar acuse* both ask in their own way and do the rest here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from icsoe_xl.errors import UsageProblem
from icsoe_xl.ids import folios
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.ledger import acuse, past
from icsoe_xl.ledger.acuse import Acuse
from icsoe_xl.ledger.entries import Export, Filing
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period, calendar
from icsoe_xl.periods.returns import MOST_COMPLEMENTARIAS, Return

KINDS = ", ".join(Return)


@dataclass(frozen=True, slots=True)
class Draft:
    """A filing that is about to be written down."""

    acuse: Acuse
    rfc: str
    period: Period
    kind: Return
    folio: str
    filed_on: date


@dataclass(frozen=True, slots=True)
class Recorded:
    """A filing that was written down, the copy of its acuse, and the export that was filed (None: not known)."""

    filing: Filing
    copy: Path
    package: Export | None


def rfc_of(text: str) -> str:
    """The RFC that a person means. Raises UsageProblem."""
    rfc = rfcs.compact(text)
    if not rfcs.is_valid(rfc):
        raise UsageProblem("El RFC no se entiende: son 12 o 13 caracteres, por ejemplo EKU9003173C9.")
    return rfc


def folio_of(text: str) -> str:
    """The folio that a person means; its form is not checked, since IMSS publishes none. Raises UsageProblem."""
    folio = folios.compact(text)
    if not (4 <= len(folio) <= 20 and folio.isascii() and folio.isalnum()):
        raise UsageProblem("El folio no se entiende: cópielo del acuse, por ejemplo N262253432.")
    return folio


def day_of(text: str) -> date:
    """The day that a person means. Raises UsageProblem."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    raise UsageProblem("La fecha se escribe como 2026-05-15 o 15/05/2026.")


def possible_day(filed_on: date, period: Period) -> date:
    """The day, if a return of the period can have been filed on it. Raises UsageProblem."""
    if filed_on > calendar.now().date():
        raise UsageProblem(f"La fecha de presentación ({filed_on:%d/%m/%Y}) todavía no llega: revísela.")
    if filed_on < period.start:
        raise UsageProblem(
            f"La fecha de presentación ({filed_on:%d/%m/%Y}) es de antes del periodo {period} ({period.label}): revise "
            "el periodo y la fecha."
        )
    return filed_on


def kind_of(text: str) -> Return:
    """The type that a person means. Raises UsageProblem."""
    kind = Return.parse(text)
    if kind is None:
        raise UsageProblem(f"El tipo debe ser uno de: {KINDS}.")
    return kind


def doubts(draft: Draft, ledger: Ledger) -> list[str]:
    """What does not fit together, a sentence each. None of it forbids to write the filing down: it happened."""
    read, found = draft.acuse, []
    if read.rfcs and draft.rfc not in read.rfcs:
        found.append(f"el PDF no menciona el RFC {draft.rfc}; revise que no sea de otro contratista.")
    if read.folio and read.folio != draft.folio:
        found.append("el folio que indicó no es el que dice el PDF; revíselo.")
    if read.filed_on and read.filed_on != draft.filed_on:
        found.append("la fecha que indicó no es la que dice el PDF; revísela.")
    used = ledger.complementarias(draft.rfc, draft.period) + draft.kind.is_counted
    if used > MOST_COMPLEMENTARIAS:
        found.append(
            f"con ésta son {used} complementarias del {draft.period}, y el límite es {MOST_COMPLEMENTARIAS}; revise "
            "que todas estén bien registradas."
        )
    return found


def record(draft: Draft, ledger: Ledger) -> Recorded:
    """Keep a copy of the acuse and write the filing down.

    Raises UsageProblem when its folio is there already, UnwritableFile when the copy cannot be kept.
    """
    copy = acuse.keep(draft.acuse)  # first, so that an entry never names a copy that is not there
    filing = ledger.record_filing(
        draft.rfc,
        draft.period,
        draft.kind,
        folio=draft.folio,
        filed_on=draft.filed_on,
        copy_sha256=draft.acuse.digest,
    )
    return Recorded(filing, copy, past.package_of(filing, ledger.entries(Export, draft.rfc, draft.period)))
