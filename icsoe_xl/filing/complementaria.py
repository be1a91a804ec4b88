"""What the pages of a complementaria say besides what it declares: which one it is, and what it changes.

It is compared with the last return of the period that was filed and speaks of it all (no Actualización), as it was
exported then; or with a workbook that the person names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from icsoe_xl.errors import UsageProblem
from icsoe_xl.filing.declared import Declared
from icsoe_xl.filing.difference import Difference, compare
from icsoe_xl.ledger import snapshots
from icsoe_xl.periods.returns import MOST_COMPLEMENTARIAS, Filed, Return, complementarias, last_whole


@dataclass(frozen=True, slots=True)
class Complementaria:
    """For the templates.

    ``number``: which of the ``most`` of the period it is; None for an Actualización, which is none of them, and where
    nothing is known to be filed. ``against``: what it is compared with, in words; "" when that is not known.
    ``before``: contracts and workers of that; None when they are not known. ``difference``: None when it cannot be
    told, and for Sin efectos, which takes back all of it.
    """

    kind: str
    number: int | None
    most: int
    against: str
    before: tuple[int, int] | None
    difference: Difference | None

    @property
    def was_empty(self) -> bool:
        """Whether what was filed had no contracts: all is new."""
        return self.before is not None and not self.before[0]

    @property
    def in_words(self) -> str:
        """One sentence on what it changes; "" for Sin efectos of a return that is not known."""
        if self.kind == Return.CANCELLATION:
            return f"Deja sin efectos {self.against}{self._held}." if self.against else ""
        if self.difference is None:
            lead = f"No pude comparar con {self.against}" if self.against else "No sé qué se presentó antes"
            return f"{lead}: para ver qué cambia, exporte con --against y el libro que se presentó."
        return f"Cambios contra {self.against}: {self.difference.in_words}."

    @property
    def _held(self) -> str:
        contracts, workers = self.before or (0, 0)
        if not contracts:
            return ""
        return (
            f": {contracts:,} {'contrato' if contracts == 1 else 'contratos'} y {workers:,} "
            f"{'trabajador' if workers == 1 else 'trabajadores'}"
        )


def of(
    declared: Declared, filed: Sequence[Filed], earlier: tuple[str, Declared] | None
) -> Complementaria | None:
    """What to say of a return; None when it is no complementaria.

    ``filed``: what counts of the period, in the order of filing. ``earlier``: name of the workbook that the person
    wants it compared with, and what that one declares. Raises UsageProblem when it makes no sense to compare them.
    """
    kind = Return(declared.kind)
    if kind.has_due_date:
        if earlier is not None:
            raise UsageProblem(f"El tipo del libro es {kind}: sólo se compara una complementaria.")
        return None
    against, before = _of_book(declared, *earlier) if earlier else _of_ledger(filed, declared)
    known = kind.is_counted and bool(filed)
    return Complementaria(
        kind=kind.value,
        number=complementarias(filed) + 1 if known else None,
        most=MOST_COMPLEMENTARIAS,
        against=against,
        before=None if before is None else (len(before.contracts), before.workers),
        difference=(
            None
            if before is None or kind is Return.CANCELLATION
            else compare(before, declared, partial=kind is Return.UPDATE)
        ),
    )


def _of_book(declared: Declared, name: str, earlier: Declared) -> tuple[str, Declared]:
    if (earlier.rfc, earlier.period) != (declared.rfc, declared.period):
        raise UsageProblem(
            f"{name} es de otro contratista o de otro periodo: compare con el libro que se presentó del mismo."
        )
    kind = Return(earlier.kind)
    if kind is Return.UPDATE:
        raise UsageProblem(
            f"{name} es una Actualización, que sólo trae lo que cambió: compare con la Normal o la Corrección."
        )
    before = earlier if kind.reports_contracts else _nothing(earlier, kind)
    return f"la informativa {kind} del libro {name}", before


def _of_ledger(filed: Sequence[Filed], declared: Declared) -> tuple[str, Declared | None]:
    last = last_whole(filed)
    if last is None:
        return "", None
    against = f"la informativa {last.kind} presentada el {last.filed_on:%d/%m/%Y}, folio {last.folio}"
    if not last.kind.reports_contracts:
        return against, _nothing(declared, last.kind)
    return against, Declared.from_bytes(snapshots.read(last.export))


def _nothing(like: Declared, kind: Return) -> Declared:
    """A return without contracts. What it said of the contractor is of no interest: all is new."""
    return like._replace(kind=kind.value, contracts=())
