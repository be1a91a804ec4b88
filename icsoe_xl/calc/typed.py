"""What Excel makes of a value that a program writes into a cell, and how dates are counted.

Excel reads a text written into a cell that is not formatted as text ("@") as if it had been typed: `0123`
becomes the number 123, `TRUE` a boolean, `2026-01-05` a date. LibreOffice keeps it as text. The engine asks
`typed` so that an NSS that would lose its zero in Excel loses it here as well. Percentages, fractions and
other date spellings, which depend on the country, are left as text.
"""

from __future__ import annotations

import datetime as dt
import re

_NUMBER = re.compile(r"[-+]?\$?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?(?:[eE][-+]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)

Typed = str | float | bool | dt.datetime


def typed(text: str) -> Typed:
    """What Excel stores when `text` is written into a General cell: the text itself, or what it reads as."""
    trimmed = text.strip()
    if _NUMBER.fullmatch(trimmed) and any(character.isdigit() for character in trimmed):
        return float(trimmed.replace(",", "").replace("$", ""))
    if trimmed.upper() in ("TRUE", "FALSE"):
        return trimmed.upper() == "TRUE"
    if _DATE.fullmatch(trimmed):
        try:
            year, month, day = map(int, trimmed.split("-"))
            return dt.datetime(year, month, day)
        except ValueError:
            return text
    return text


def to_serial(moment: dt.datetime | dt.date, null_date: dt.datetime) -> float:
    """Days since the document's day zero; a time zone is cut off, as xlwings does."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=None) - null_date) / dt.timedelta(days=1)


def from_serial(serial: float, null_date: dt.datetime) -> dt.datetime | float:
    """The moment of a serial date to the millisecond; the number itself when no calendar reaches it."""
    try:
        return null_date + dt.timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:
        return serial
