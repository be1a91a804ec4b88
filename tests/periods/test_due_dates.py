"""Due dates: every row of the table, the holidays behind them, and the states of a window."""

import csv
import datetime
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from icsoe_xl.periods import FIRST, Period, calendar, fines
from icsoe_xl.periods.calendar import State

HERE = Path(__file__).parent
MEXICO = ZoneInfo("America/Mexico_City")

with (HERE / "due_dates.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [pytest.param(row, id=row["period"]) for row in csv.DictReader(file)]

HOLIDAYS = tomllib.loads((HERE / "holidays.toml").read_text(encoding="utf-8"))["day"]


def test_the_table_has_all_periods_of_ten_years():
    assert len(ROWS) == 30


@pytest.mark.parametrize("row", ROWS)
def test_every_row(row):
    period = Period.parse(row["period"])
    due = datetime.date.fromisoformat(row["due_date"])
    assert period.start.isoformat() == row["period_start"]
    assert period.end.isoformat() == row["period_end"]
    assert period.window_opens.isoformat() == row["window_opens"]
    assert period.nominal_due_date.isoformat() == row["nominal_17th"]
    assert calendar.due_date(period) == period.due_date == due
    assert (due != period.nominal_due_date) == (row["rolled"] == "yes")
    fine = fines.fine_on(due)
    assert fine.uma.known == bool(row["uma_on_due_date"])
    if fine.uma.known:
        assert f"{fine.uma.value} {fine.low} {fine.high}" == (
            f"{row['uma_on_due_date']} {row['fine_min_500uma']} {row['fine_max_2000uma']}"
        )


@pytest.mark.parametrize("year", range(2021, 2032))
def test_mandatory_rest_days_are_those_of_the_labour_law(year):
    law = {day["date"] for day in HOLIDAYS if day["layer"] == "lft" and day["date"].year == year}
    assert set(calendar._mandatory_rest_days(year)) == law


def test_imss_closing_days_are_those_of_the_table():
    table = {day["date"]: day["confidence"] for day in HOLIDAYS if day["layer"] == "imss"}
    rows = [day for year in calendar.data("imss_days")["year"] for day in year["days"]]
    assert {day["date"]: day.get("confidence", "low") for day in rows} == table
    for year in calendar.data("imss_days")["year"]:
        assert all(day["date"].year == year["year"] for day in year["days"])


def test_business_days():
    assert calendar.rest_day(datetime.date(2026, 9, 16)) == "Día de la Independencia"
    assert calendar.rest_day(datetime.date(2026, 4, 2)) == "Jueves Santo"
    assert calendar.rest_day(datetime.date(2026, 9, 17)) is None
    assert not calendar.is_business_day(datetime.date(2026, 5, 17))  # Sunday
    assert calendar.next_business_day(datetime.date(2026, 9, 15)) == datetime.date(2026, 9, 17)
    assert calendar.next_business_day(datetime.date(2026, 9, 17)) == datetime.date(2026, 9, 17)
    assert calendar.next_business_day(datetime.date(2026, 4, 2)) == datetime.date(2026, 4, 6)


@pytest.mark.parametrize(
    ("year", "periods"),
    [
        (2020, []),
        (2021, ["2021-1", "2021-2"]),
        (2022, ["2021-3", "2022-1", "2022-2"]),
        (2026, ["2025-3", "2026-1", "2026-2"]),
    ],
)
def test_what_is_due_in_a_year(year, periods):
    assert [str(period) for period in calendar.due_in(year)] == periods
    assert all(calendar.due_date(period).year == year for period in calendar.due_in(year))


@pytest.mark.parametrize(
    ("moment", "days_left", "state"),
    [
        ("2026-04-30T23:59:59", 18, State.NOT_OPEN),
        ("2026-05-01T00:00:00", 17, State.OPEN),
        ("2026-05-14T12:00:00", 4, State.OPEN),
        ("2026-05-15T12:00:00", 3, State.CLOSING),
        ("2026-05-18T23:59:59", 0, State.CLOSING),
        ("2026-05-19T00:00:00", -1, State.LATE),
    ],
)
def test_states_of_a_window(moment, days_left, state):
    at = datetime.datetime.fromisoformat(moment).replace(tzinfo=MEXICO)
    filing = calendar.filing(Period(2026, 1), at)
    assert filing == calendar.Filing(
        Period(2026, 1), datetime.date(2026, 5, 1), datetime.date(2026, 5, 18), days_left, state, True
    )


def test_the_clock_is_that_of_central_mexico():
    """23:30 in Tijuana on the last day is 00:30 or later in the centre: late."""
    tijuana = datetime.datetime(2026, 5, 18, 23, 30, tzinfo=ZoneInfo("America/Tijuana"))
    assert calendar.filing(Period(2026, 1), tijuana).state is State.LATE
    madrid = datetime.datetime(2026, 5, 19, 6, 30, tzinfo=ZoneInfo("Europe/Madrid"))
    assert calendar.filing(Period(2026, 1), madrid).days_left == 0
    assert calendar.now().tzinfo == MEXICO
    with pytest.raises(ValueError, match="zona horaria"):
        calendar.filing(Period(2026, 1), datetime.datetime(2026, 5, 18))


def test_the_last_second():
    assert calendar.closes_at(Period(2026, 1)).isoformat() == "2026-05-18T23:59:59-06:00"
    assert calendar.closes_at(FIRST).isoformat() == "2021-09-17T23:59:59-05:00"  # summer time still existed


def test_unknown_holidays_are_told():
    at = datetime.datetime(2026, 1, 1, tzinfo=MEXICO)
    assert calendar.filing(Period(2031, 2), at).holidays_known
    assert not calendar.filing(Period(2031, 3), at).holidays_known
