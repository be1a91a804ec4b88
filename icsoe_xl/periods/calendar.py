"""Due dates on business days, and how a return stands now by the clock of Central Mexico.

Lineamientos ACDO.AS2.HCT.300322/68.P.DIR (DOF 13-Apr-2022): the return is signed from the 1st to the 17th
of the month after the period; a 17th that is no business day moves to the next one (5.5); the clock is that
of Central Mexico, until 23:59:59 (5.3). Confidence high. No weekend of grace is added when the 17th is a
Friday: RACERF art. 3 would give it, but nobody should count on that.

Business days are Monday to Friday without the mandatory rest days of LFT art. 74 (PyPI ``holidays``) and
the days on which IMSS closes (``data/imss_days.toml``, low confidence; they move no due date).

    >>> from icsoe_xl.periods import Period
    >>> due_date(Period(2026, 1))
    datetime.date(2026, 5, 18)
    >>> rest_day(datetime.date(2026, 9, 16))
    'Día de la Independencia'
"""

import datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icsoe_xl.periods.period import Period
from icsoe_xl.periods.tables import data

TIME_ZONE = "America/Mexico_City"

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
"""Names of the days, Monday first as `datetime.date.weekday` counts them."""

_CLOSING_DAYS = 3
"""Practitioners call the last three days before the 17th the rush; from then on time is short."""


class State(StrEnum):
    """Where the window of a return stands; the value is for people."""

    NOT_OPEN = "aún no abre"
    OPEN = "abierta"
    CLOSING = "por cerrar"
    LATE = "vencida"


class Filing(NamedTuple):
    """One return to file, as seen at a moment."""

    period: Period
    opens: datetime.date
    due: datetime.date
    days_left: int
    """Days from today to the due date: 0 on the last day, negative once it has passed."""
    state: State
    holidays_known: bool
    """False when the due date lies after the last year whose IMSS closing days are in the program."""


def now() -> datetime.datetime:
    """The present moment in Central Mexico, where the portal's clock is."""
    return datetime.datetime.now(ZoneInfo(TIME_ZONE))


def due_date(period: Period) -> datetime.date:
    """Last day for filing the return of a period."""
    return next_business_day(period.nominal_due_date)


def closes_at(period: Period) -> datetime.datetime:
    """The last second for filing the return of a period, with its time zone."""
    return datetime.datetime.combine(due_date(period), datetime.time(23, 59, 59), ZoneInfo(TIME_ZONE))


def due_in(year: int) -> list[Period]:
    """The periods whose returns are due in a year, in order: a September-December is due in the next."""
    if year < 2021:
        return []
    last_of_previous_year = [Period(year - 1, 3)] if year > 2021 else []
    return [*last_of_previous_year, Period(year, 1), Period(year, 2)]


def filing(period: Period, at: datetime.datetime) -> Filing:
    """How the return of a period stands at a moment, which must carry its time zone (see `now`).

    Raises ValueError for a moment without time zone: a day is not the same one everywhere.
    """
    if at.tzinfo is None:
        raise ValueError("el momento necesita su zona horaria")
    today = at.astimezone(ZoneInfo(TIME_ZONE)).date()
    due = due_date(period)
    days_left = (due - today).days
    if days_left < 0:
        state = State.LATE
    elif today < period.window_opens:
        state = State.NOT_OPEN
    else:
        state = State.CLOSING if days_left <= _CLOSING_DAYS else State.OPEN
    return Filing(period, period.window_opens, due, days_left, state, due <= data("imss_days")["known_until"])


def is_business_day(day: datetime.date) -> bool:
    """Monday to Friday, and no `rest_day`."""
    return day.weekday() < 5 and rest_day(day) is None


def next_business_day(day: datetime.date) -> datetime.date:
    """The day itself when it is a business day, else the first one after it."""
    while not is_business_day(day):
        day += datetime.timedelta(days=1)
    return day


def rest_day(day: datetime.date) -> str | None:
    """The Spanish name of the rest day that falls on a day, or None."""
    return _mandatory_rest_days(day.year).get(day) or _imss_closing_days().get(day)


@cache
def _mandatory_rest_days(year: int) -> dict[datetime.date, str]:
    from holidays import country_holidays

    return dict(country_holidays("MX", years=year, language="es"))


@cache
def _imss_closing_days() -> dict[datetime.date, str]:
    return {day["date"]: day["name"] for year in data("imss_days")["year"] for day in year["days"]}
