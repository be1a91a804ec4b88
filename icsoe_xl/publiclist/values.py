"""What the cells of a row say: days, numbers, period and type of the return, as text or not.

>>> day("15/05/2026 10:33:21 a. m."), number("1,204"), period("Enero - Abril", 2026.0)
(datetime.date(2026, 5, 15), 1204, Period(year=2026, number=1))
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from icsoe_xl.cells import clean
from icsoe_xl.periods import Period
from icsoe_xl.periods.period import PeriodError
from icsoe_xl.periods.returns import Return
from icsoe_xl.publiclist.facts import facts
from icsoe_xl.publiclist.names import words

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,10})[-/. ](\d{4})(?!\d)")
_MONTHS = ("ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "JUL", "AGO", "SEP", "OCT", "NOV", "DIC")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(44_000, 80_000)
"""Days that Excel counts from 1900 on: 2020 to 2119. A date stored so lost its format, nothing else."""


def day(raw: object) -> date | None:
    """The day of a cell: a date, a text that begins with one (day before month, as in Mexico), or Excel's number."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = clean(raw)
    if found := _YEAR_FIRST.match(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.match(text):
        month = found[2][:3].upper()
        if month.isdigit():
            return _date(int(found[3]), int(month), int(found[1]))
        return _date(int(found[3]), _MONTHS.index(month) + 1, int(found[1])) if month in _MONTHS else None
    serial = number(raw) or 0
    return _EPOCH + timedelta(days=serial) if serial in _SERIALS else None


def number(raw: object) -> int | None:
    """A whole number, also as text with commas for the thousands; None for anything else."""
    text = clean(raw).replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def period(raw: object, year: object) -> Period | None:
    """The period of a row, from its period and its year (which the period may hold itself)."""
    text = clean(raw)
    try:
        return Period.parse(text)
    except PeriodError:
        pass
    said = words(text)
    years = [word for word in said if re.fullmatch("20[0-9]{2}", word)]
    in_year = number(year) or (int(years[0]) if years else None)
    numbers = {
        each
        for each in (1, 2, 3)
        if any(word in facts("listado")["periods"][str(each)] for word in said if word not in years)
    }
    if in_year is None or len(numbers) != 1:
        return None
    try:
        return Period(in_year, numbers.pop())
    except PeriodError:
        return None


def kind(raw: object) -> Return | None:
    """The type of a return; None when it says none that we know."""
    text = clean(raw)
    code = facts("listado")["kinds"].get(" ".join(words(text)))
    return Return.parse(text) if code is None else Return(code)


def _date(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None
