"""The built-in workbook that a firm hands out: prefilled from a profile, ready for a typist.

`design` reads texts and looks (``libro.toml``, and a firm's own), `facts` holds what one workbook is made
for, one module a sheet builds it, `book` puts them together. openpyxl is loaded by `make` only.
"""

from __future__ import annotations

from datetime import date

from icsoe_xl.periods import Period
from icsoe_xl.profiles.model import Profile


def make(profile: Profile, name: str, period: Period, today: date, password: str | None = None) -> bytes:
    """The file of a workbook for a contractor and a period; the same arguments give the same bytes.

    ``name`` is the profile's. With ``password`` the protection asks for it. Raises UsageProblem for a design
    of the firm's that cannot be used.
    """
    from icsoe_xl.newbook import book, design
    from icsoe_xl.newbook.facts import Facts

    return book.make(Facts(profile, name, period, today, design.load()), password)
