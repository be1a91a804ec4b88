"""The workbook that a firm hands out: prefilled from a profile, ready for a typist.

`design` reads texts and looks (``libro.toml``, and a firm's own), `facts` holds what one workbook is made
for, one module a sheet builds it, `book` puts them together. `context` has the names for a firm's own
template instead. openpyxl and the template engine are loaded by `make` and `save` only.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from icsoe_xl.periods import Period
from icsoe_xl.profiles.model import Profile


def make(
    profile: Profile,
    name: str,
    period: Period,
    today: date,
    *,
    password: str | None = None,
    logo: Path | None = None,
) -> bytes:
    """The file of the built-in workbook for a contractor and a period; equal arguments give equal bytes.

    ``name`` is the profile's. With ``password`` the protection asks for it. Raises UsageProblem for a design
    of the firm's, or a logo, that cannot be used.
    """
    from icsoe_xl.newbook import book, design
    from icsoe_xl.newbook.facts import Facts

    return book.make(Facts(profile, name, period, today, design.load(), logo), password)


def save(
    out: Path,
    profile: Profile,
    name: str,
    period: Period,
    today: date,
    *,
    template: Path | None = None,
    password: str | None = None,
    logo: Path | None = None,
) -> None:
    """Write a workbook to ``out``, whole or not at all: the built-in one, or a firm's ``template`` filled.

    Raises UsageProblem (TemplateProblem for a template's tags), UnreadableFile and UnwritableFile.
    """
    if template is not None:
        from icsoe_xl.engine import render
        from icsoe_xl.newbook.context import context

        render(template, context(profile, name, period, today, logo), out)
        return
    from icsoe_xl.workbooks.atomic import replace_file

    replace_file(out, make(profile, name, period, today, password=password, logo=logo))


def logo_of(profile: Profile, folder: Path) -> Path | None:
    """The profile's logo, its path counted from the folder of profiles; None when there is no such file."""
    path = folder / profile.logo
    return path if profile.logo and path.is_file() else None
