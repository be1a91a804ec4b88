"""What typed values stand for: a day, a period, yes or no.

Excel makes a date of much that is typed, and a text of a date typed into a cell of text. What is certain is
understood; a date that is text is told apart, since the workbook (filters, sums, other programs) sees none.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from icsoe_xl.cells import clean
from icsoe_xl.periods import Period, PeriodError

_WRITTEN_DAY = r"""
    (?P<day>[0-9]{1,2}) \s*(?P<sign>[-/.])\s* (?P<month>[0-9]{1,2}) \s*(?P=sign)\s* (?P<year>[0-9]{4})
    | (?P<iso_year>[0-9]{4}) - (?P<iso_month>[0-9]{2}) - (?P<iso_day>[0-9]{2})
"""
"""Day first, as everybody in Mexico writes, or ISO. A year of two digits, or a month in words, is left alone."""

_YES = frozenset({"sí", "si", "s", "verdadero", "true"})
_NO = frozenset({"no", "n", "falso", "false"})


def day(raw: object) -> date | None:
    """The date that a cell holds as a date, None when it holds anything else."""
    if isinstance(raw, datetime):
        return raw.date()
    return raw if isinstance(raw, date) else None


def written_day(raw: object) -> date | None:
    """The date that a text says without doubt: ``15/01/2026`` or ``2026-01-15``; None when it says none."""
    found = re.fullmatch(_WRITTEN_DAY, clean(raw), re.VERBOSE) if isinstance(raw, str) else None
    if found is None:
        return None
    parts = (
        found.group("year", "month", "day")
        if found["year"]
        else found.group("iso_year", "iso_month", "iso_day")
    )
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def period(raw: object) -> Period | None:
    """The period that a cell names, also where Excel made a date of ``2026-1``; None when it names none."""
    try:
        return Period.from_typed_date(raw) if isinstance(raw, date) else Period.parse(clean(raw))
    except PeriodError:
        return None


def yes_or_no(raw: object) -> bool | None:
    """True for Sí, False for No (words or Excel's booleans), None for anything else."""
    word = clean(raw).casefold()
    return True if word in _YES else False if word in _NO else None
