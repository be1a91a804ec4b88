"""What a workbook is made for: a contractor, a period, a day, and a design; and the texts that name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from icsoe_xl.newbook.design import Design
from icsoe_xl.newbook.places import CONTRACTS, WORKERS, TablePlace, table_place
from icsoe_xl.periods import Period
from icsoe_xl.periods.calendar import due_date
from icsoe_xl.profiles.model import Profile


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a sheet needs to know. ``name`` is the profile's; ``today`` the day the workbook is made.

    ``logo`` is an image file, None for none.
    """

    profile: Profile
    name: str
    period: Period
    today: date
    design: Design
    logo: Path | None = None

    @property
    def due(self) -> date:
        """Last day for filing."""
        return due_date(self.period)

    @property
    def contracts(self) -> TablePlace:
        """Where the contracts stand."""
        return table_place(CONTRACTS, self.design.contracts)

    @property
    def workers(self) -> TablePlace:
        """Where the workers stand."""
        return table_place(WORKERS, self.design.workers)

    def told(self, text: str) -> str:
        """A text of the design with its names in braces replaced; braces that name nothing stay."""
        names = {
            "periodo": self.period.label,
            "inicio": f"{self.period.start:%d/%m/%Y}",
            "fin": f"{self.period.end:%d/%m/%Y}",
            "vence": f"{self.due:%d/%m/%Y}",
            "rfc": self.profile.rfc,
            "razon_social": self.profile.razon_social,
            "perfil": self.name,
            "despacho": self.design.firm,
        }
        return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), text)
