"""What a late return may cost: LSS art. 304-A fr. XXII with 304-B fr. V, 500 to 2,000 times the daily UMA.

The UMA is that of the day of the breach; the last day for filing stands for it, as the two never have
different values (UMA changes on 1 February). A return filed spontaneously pays no fine: art. 304-C.

    >>> exposure(datetime.date(2026, 5, 18), datetime.date(2026, 5, 20)).fine.low
    Decimal('58655.00')
    >>> exposure(datetime.date(2026, 5, 18), datetime.date(2026, 5, 18)).fine is None
    True
"""

import datetime
from decimal import Decimal
from typing import NamedTuple

from icsoe_xl.periods.tables import Known, data, uma_on

SPONTANEOUS = (
    "No hay multa si la presenta de forma espontánea, antes de que el IMSS descubra la omisión o le "
    "notifique un requerimiento o una visita (LSS art. 304-C)."
)
"""What to tell whoever is late."""


class Fine(NamedTuple):
    """The range of a fine, in pesos."""

    low: Decimal
    high: Decimal
    uma: Known
    """The daily UMA that it was computed with; ``uma.known`` says whether it is that of the day."""
    basis: str


class Exposure(NamedTuple):
    """How late a return is and what that may cost."""

    days_late: int
    """0 when filed in time."""
    fine: Fine | None
    """None when filed in time."""


def fine_on(breach: datetime.date) -> Fine:
    """The fine for not filing, at the UMA of a day. Raises DateBeforeTableError before 28 January 2016."""
    uma = uma_on(breach)
    use = data("uma")["use"]["icsoe_fine"]
    return Fine(use["min_uma"] * uma.value, use["max_uma"] * uma.value, uma, use["basis"])


def exposure(due: datetime.date, filed: datetime.date) -> Exposure:
    """What filing on one day risks when the return was due on another; `filed` may be today.

    `due` is the date already moved to a business day. Raises DateBeforeTableError as `fine_on` does.
    """
    days_late = max(0, (filed - due).days)
    return Exposure(days_late, fine_on(due) if days_late else None)
