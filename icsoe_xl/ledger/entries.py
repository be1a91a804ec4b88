"""What an entry of the ledger says. Every entry has a number, a moment (UTC), a contractor and a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What all entries have; ``reference`` (``P12``) is how a person names one."""

    LETTER: ClassVar[str] = ""

    id: int
    recorded_at: datetime
    rfc: str
    period: Period

    @property
    def reference(self) -> str:
        """Letter of the kind of entry and its number."""
        return f"{self.LETTER}{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Entry):
    """A workbook was validated or refused: how many errors, warnings and workers it had."""

    LETTER: ClassVar[str] = "V"

    errors: int
    warnings: int
    workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Entry):
    """Files for the portal were written; ``manifest_sha256`` is that of their ``manifiesto.json``."""

    LETTER: ClassVar[str] = "E"

    kind: Return
    manifest_sha256: str
    contracts: int
    workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Entry):
    """A return was filed: folio and date of its acuse; ``copy_sha256`` names the copy kept, if any."""

    LETTER: ClassVar[str] = "P"

    kind: Return
    folio: str
    filed_on: date
    copy_sha256: str | None

    @property
    def is_counted(self) -> bool:
        """Whether it is one of the four complementarias of its period."""
        return self.kind.is_counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection(Entry):
    """The portal sent rows back: how many, how many found no place, and the hash of its file."""

    LETTER: ClassVar[str] = "R"

    rows: int
    unplaced: int
    file_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annulment(Entry):
    """A filing was written down by mistake: it stays, and no longer counts."""

    LETTER: ClassVar[str] = "A"

    filing_id: int
    reason: str
