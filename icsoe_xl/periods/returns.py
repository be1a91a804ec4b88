"""The five returns of the ICSOE (Lineamientos ACDO.AS2.HCT.300322/68.P.DIR, DOF 13-Apr-2022, 5.6 to 5.9).

Normal; Sin información, when no contract began in the period; and the complementarias: Corrección (replaces
an earlier return and repeats what did not change), Sin efectos (cancels it), Actualización (later changes to
a contract that was reported). Confidence high.

    >>> Return.parse(" sin informacion "), Return.parse("Complementaria: CORRECCIÓN"), Return.parse("Anual")
    (<Return.NIL: 'Sin información'>, <Return.CORRECTION: 'Corrección'>, None)
"""

import datetime
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Self

MOST_COMPLEMENTARIAS = 4
"""Complementarias allowed in a period, Actualización not counted (5.6 to 5.9). Confidence high."""

UPDATE_MONTHS = (1, 5, 9)
"""Months in which an Actualización may be filed: January, May, September (5.6 to 5.9). Confidence high."""


class Return(StrEnum):
    """A kind of return; the value is what the portal calls it."""

    NORMAL = "Normal"
    NIL = "Sin información"
    CORRECTION = "Corrección"
    CANCELLATION = "Sin efectos"
    UPDATE = "Actualización"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read a kind whatever its case, accents and punctuation, also after ``Complementaria``; else None."""
        wanted = _key(text)
        for word in ("complementaria", "de"):
            wanted = wanted.removeprefix(word).strip()
        return next((kind for kind in cls if _key(kind) == wanted), None)

    @property
    def reports_contracts(self) -> bool:
        """Whether it lists contracts that began in the period: Normal, and the Corrección that replaces one."""
        return self in (Return.NORMAL, Return.CORRECTION)

    @property
    def has_due_date(self) -> bool:
        """Whether it must be filed by the 17th; a complementaria is filed later or at any time (5.6 to 5.9)."""
        return self in (Return.NORMAL, Return.NIL)

    @property
    def is_counted(self) -> bool:
        """Whether it is one of the four complementarias of its period."""
        return self in (Return.CORRECTION, Return.CANCELLATION)


class Filed(NamedTuple):
    """A return that was filed and counts: what its acuse says, and of which package it was made.

    ``export`` names the package (SHA-256 of its manifest), "" when that is not known.
    """

    kind: Return
    filed_on: datetime.date
    folio: str
    export: str = ""


def last_whole(filed: Sequence[Filed]) -> Filed | None:
    """The last of the returns of a period (in the order of filing) that speaks of it all: no Actualización."""
    return next((each for each in reversed(filed) if each.kind is not Return.UPDATE), None)


def in_force(filed: Sequence[Filed]) -> Filed | None:
    """The return that stands for a period; None before the first one, and after Sin efectos."""
    last = last_whole(filed)
    return None if last is None or last.kind is Return.CANCELLATION else last


def complementarias(filed: Sequence[Filed]) -> int:
    """How many of the four complementarias of a period are used."""
    return sum(each.kind.is_counted for each in filed)


def next_update(day: datetime.date) -> datetime.date | None:
    """The first day from which an Actualización may be filed; None on a day of a month when it already may.

    >>> next_update(datetime.date(2026, 11, 24)), next_update(datetime.date(2026, 5, 31))
    (datetime.date(2027, 1, 1), None)
    """
    if day.month in UPDATE_MONTHS:
        return None
    later = [month for month in UPDATE_MONTHS if month > day.month]
    return datetime.date(day.year, later[0], 1) if later else datetime.date(day.year + 1, UPDATE_MONTHS[0], 1)


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char if char.isalpha() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(letters.split())
