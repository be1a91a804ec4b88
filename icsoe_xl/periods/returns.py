"""The five returns of the ICSOE (Lineamientos ACDO.AS2.HCT.300322/68.P.DIR, DOF 13-Apr-2022, 5.6 to 5.9).

Normal; Sin información, when no contract began in the period; and the complementarias: Corrección (replaces
an earlier return and repeats what did not change), Sin efectos (cancels it), Actualización (later changes to
a contract that was reported). Confidence high.

    >>> Return.parse(" sin informacion "), Return.parse("Complementaria: CORRECCIÓN"), Return.parse("Anual")
    (<Return.NIL: 'Sin información'>, <Return.CORRECTION: 'Corrección'>, None)
"""

import unicodedata
from enum import StrEnum
from typing import Self


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


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char if char.isalpha() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(letters.split())
