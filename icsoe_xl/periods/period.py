"""The cuatrimestre: four months of contracts, reported in the month after it.

LSS art. 15-A, third paragraph; Lineamientos ACDO.AS2.HCT.300322/68.P.DIR, DOF 13-Apr-2022, 5.3 to 5.5.
Confidence high. The duty began on 24 April 2021: the first period has only seven days, and both it and
May-August 2021 were due in the one window of September 2021.

    >>> period = Period.parse("2026-1")
    >>> str(period), period.label
    ('2026-1', 'enero-abril 2026')
    >>> period.end, period.window_opens, period.due_date
    (datetime.date(2026, 4, 30), datetime.date(2026, 5, 1), datetime.date(2026, 5, 18))
"""

import datetime
import re
from typing import NamedTuple, Self

_MONTHS = ("enero-abril", "mayo-agosto", "septiembre-diciembre")

_DUE_DAY = 17

_WRITTEN = re.compile(
    r"""
    (?P<year>[0-9]{4}) \s*[-/‐‑–]\s* (?P<number>[0-9])      # 2026-1: año y cuatrimestre
    | (?P<number_first>[0-9]) \s*[-/‐‑–]\s* (?P<year_last>[0-9]{4})  # 1-2026: al revés, no se confunde
    """,
    re.VERBOSE,
)


class PeriodError(ValueError):
    """A text or date that names no period of the ICSOE; the message is Spanish and says how to write one."""

    def __init__(self) -> None:
        super().__init__(
            "el periodo se escribe con año y cuatrimestre: 2026-1 (enero-abril), 2026-2 (mayo-agosto) "
            "o 2026-3 (septiembre-diciembre); el primero que existe es 2021-1"
        )


class _YearAndNumber(NamedTuple):
    year: int
    """The year of the months, not of the filing: September-December 2026 is filed in January 2027."""
    number: int
    """1, 2 or 3."""


class Period(_YearAndNumber):
    """One cuatrimestre; periods sort by time. Raises PeriodError for one that does not exist."""

    __slots__ = ()

    def __new__(cls, year: int, number: int) -> Self:
        """Check that there is such a period."""
        if not (2021 <= year < datetime.MAXYEAR and 1 <= number <= 3):
            raise PeriodError
        return super().__new__(cls, year, number)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-1``, also with spaces, a slash or turned round, or a label such as ours.

        Raises PeriodError.
        """
        text = text.strip()
        if match := _WRITTEN.fullmatch(text):
            year, number = match["year"] or match["year_last"], match["number"] or match["number_first"]
            return cls(int(year), int(number))
        months, _, year = text.lower().rpartition(" ")
        if months in _MONTHS and re.fullmatch("[0-9]{4}", year):
            return cls(int(year), _MONTHS.index(months) + 1)
        raise PeriodError

    @classmethod
    def from_typed_date(cls, day: datetime.date) -> Self:
        """The period that a person typed when Excel made a date of it: ``2026-2`` became 1 February 2026.

        Raises PeriodError for every day but the first of January, February or March.
        """
        if day.day != 1:
            raise PeriodError
        return cls(day.year, day.month)

    @property
    def label(self) -> str:
        """For people: ``enero-abril 2026``."""
        return f"{_MONTHS[self.number - 1]} {self.year}"

    @property
    def next(self) -> "Period":
        """The period after this one."""
        return Period(self.year, self.number + 1) if self.number < 3 else Period(self.year + 1, 1)

    @property
    def start(self) -> datetime.date:
        """First day whose contracts belong to the period."""
        if self == FIRST:
            return datetime.date(2021, 4, 24)  # the day after the reform was published
        return datetime.date(self.year, 4 * self.number - 3, 1)

    @property
    def end(self) -> datetime.date:
        """Last day of the period."""
        return datetime.date(self.year, 4 * self.number, 30 if self.number == 1 else 31)

    @property
    def window_opens(self) -> datetime.date:
        """First day for signing the return at the portal."""
        if self == FIRST:
            return self.next.window_opens
        return self.end + datetime.timedelta(days=1)

    @property
    def nominal_due_date(self) -> datetime.date:
        """The 17th that the law names, business day or not."""
        return self.window_opens.replace(day=_DUE_DAY)

    @property
    def due_date(self) -> datetime.date:
        """Last day for filing: the 17th, or the Monday after it when it falls on a weekend.

        Good to choose a period by. `icsoe_xl.periods.calendar.due_date` also knows holidays, at the price
        of a slow import.
        """
        nominal = self.nominal_due_date
        days_to_monday = 7 - nominal.weekday()
        return nominal + datetime.timedelta(days=days_to_monday if days_to_monday <= 2 else 0)


FIRST = Period(2021, 1)
"""The first period of the duty, 24 to 30 April 2021."""


def period_of(day: datetime.date) -> Period:
    """The period that a day belongs to. Raises PeriodError for a day before 24 April 2021."""
    period = Period(day.year, (day.month + 3) // 4)
    if day < period.start:
        raise PeriodError
    return period


def default_period(today: datetime.date) -> Period:
    """The earliest period whose due date (moved over weekends) has not passed."""
    period = Period(today.year - 1, 3) if today.year > 2021 else FIRST
    while period.due_date < today:
        period = period.next
    return period
