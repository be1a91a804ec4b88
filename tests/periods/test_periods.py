"""Periods: how they are written, their days, and which one is meant when nobody says."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe_xl.periods import FIRST, Period, PeriodError, default_period, period_of

DAYS = st.dates(datetime.date(2021, 4, 24), datetime.date(2060, 12, 31))


@pytest.mark.parametrize(
    ("text", "year", "number"),
    [
        ("2026-1", 2026, 1),
        (" 2026 - 2 ", 2026, 2),
        ("2026\u20133", 2026, 3),  # the dash that Word puts
        ("2026/1", 2026, 1),
        ("1/2026", 2026, 1),
        ("3-2026", 2026, 3),
        ("enero-abril 2026", 2026, 1),
        ("Septiembre-Diciembre 2025", 2025, 3),
        ("2021-1", 2021, 1),
    ],
)
def test_parse(text, year, number):
    assert Period.parse(text) == Period(year, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-0",
        "2026-4",
        "2026-01",
        "2026-1-1",
        "26-1",
        "20261",
        "2020-3",  # before the duty
        "enero-abril",
        "enero-mayo 2026",
        "enero-abril 26",
        "２０２６-1",
        "2026-¹",
        "9999-3",
    ],
)
def test_parse_refuses_with_the_way_to_write_it(text):
    with pytest.raises(PeriodError, match="2026-1") as caught:
        Period.parse(text)
    assert isinstance(caught.value, ValueError)


@given(st.text())
def test_parse_takes_any_text(text):
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert period >= FIRST


@given(DAYS)
def test_a_day_belongs_to_its_period_and_all_ways_lead_back(day):
    period = period_of(day)
    assert period.start <= day <= period.end
    assert Period.parse(str(period)) == Period.parse(period.label) == period
    assert period.next.start == period.end + datetime.timedelta(days=1)
    assert period < period.next


def test_the_first_period():
    assert period_of(datetime.date(2021, 4, 24)) == FIRST
    assert period_of(datetime.date(2021, 4, 30)) == FIRST
    assert (FIRST.start, FIRST.end) == (datetime.date(2021, 4, 24), datetime.date(2021, 4, 30))
    assert FIRST.window_opens == datetime.date(2021, 9, 1)
    for before in (datetime.date(2021, 4, 23), datetime.date(2020, 12, 31), datetime.date.min):
        with pytest.raises(PeriodError):
            period_of(before)


@pytest.mark.parametrize(("year", "number"), [(2020, 3), (2026, 0), (2026, 4), (9999, 3)])
def test_periods_that_do_not_exist(year, number):
    with pytest.raises(PeriodError):
        Period(year, number)


def test_a_period_that_excel_made_a_date():
    assert Period.from_typed_date(datetime.date(2026, 2, 1)) == Period(2026, 2)
    assert Period.from_typed_date(datetime.datetime(2026, 3, 1)) == Period(2026, 3)
    for day in (datetime.date(2026, 4, 1), datetime.date(2026, 1, 2)):
        with pytest.raises(PeriodError):
            Period.from_typed_date(day)


@pytest.mark.parametrize(
    ("today", "period"),
    [
        ("2026-01-01", "2025-3"),
        ("2026-01-19", "2025-3"),  # the 17th is a Saturday
        ("2026-01-20", "2026-1"),
        ("2026-05-18", "2026-1"),
        ("2026-05-19", "2026-2"),
        ("2026-09-17", "2026-2"),
        ("2026-09-18", "2026-3"),
        ("2026-12-31", "2026-3"),
        ("2021-09-17", "2021-1"),  # both returns of the first window are still due
        ("2021-09-18", "2021-3"),
        ("2019-06-01", "2021-1"),
        ("2022-01-18", "2022-1"),
    ],
)
def test_default_period(today, period):
    assert str(default_period(datetime.date.fromisoformat(today))) == period


@given(DAYS)
def test_default_period_is_the_earliest_still_due(today):
    period = default_period(today)
    assert today <= period.due_date
    assert period == FIRST or any(
        each.next == period and each.due_date < today
        for each in [Period(year, number) for year in range(2021, 2062) for number in (1, 2, 3)]
    )
