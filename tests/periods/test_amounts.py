"""UMA, minimum wage, cap of the SBC and fines on a date, and what is said where a table ends."""

import datetime
import tomllib
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe_xl.periods import fines, repse, tables


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "value", "known", "valid_from"),
    [
        ("2016-01-28", "73.04", True, "2016-01-28"),
        ("2026-01-31", "113.14", True, "2025-02-01"),
        ("2026-02-01", "117.31", True, "2026-02-01"),
        ("2027-01-31", "117.31", True, "2026-02-01"),
        ("2027-02-01", "117.31", False, "2026-02-01"),
        ("2040-01-01", "117.31", False, "2026-02-01"),
    ],
)
def test_uma(date, value, known, valid_from):
    uma = tables.uma_on(day(date))
    assert (uma.value, uma.known, uma.valid_from) == (Decimal(value), known, day(valid_from))
    assert uma.confidence == "high"
    assert "INEGI" in uma.source


@pytest.mark.parametrize(
    ("date", "zone", "value", "known"),
    [
        ("2019-01-01", "general", "102.68", True),
        ("2025-12-31", "general", "278.80", True),
        ("2026-01-01", "general", "315.04", True),
        ("2026-12-31", "zlfn", "440.87", True),
        ("2027-01-01", "general", "315.04", False),
    ],
)
def test_minimum_wage(date, zone, value, known):
    wage = tables.minimum_wage_on(day(date), zone)
    assert (wage.value, wage.known) == (Decimal(value), known)


def test_cap_of_the_sbc():
    assert tables.sbc_cap_on(day("2026-04-30")).value == Decimal("2932.75")
    assert tables.sbc_cap_on(day("2026-01-31")).value == 25 * Decimal("113.14")
    assert not tables.sbc_cap_on(day("2027-04-30")).known


@pytest.mark.parametrize(
    ("function", "first"),
    [
        (tables.uma_on, "2016-01-28"),
        (tables.sbc_cap_on, "2016-01-28"),
        (tables.minimum_wage_on, "2019-01-01"),
    ],
)
def test_before_the_table(function, first):
    assert function(day(first)).known
    with pytest.raises(tables.DateBeforeTableError, match=f"{day(first):%d/%m/%Y}"):
        function(day(first) - datetime.timedelta(days=1))


@pytest.mark.parametrize(("name", "rows"), [("uma", "uma"), ("salarios_minimos", "salario_minimo")])
def test_rows_follow_each_other_without_a_gap(name, rows):
    table = tables.data(name)[rows]
    for one, other in pairwise(table):
        assert one["valid_to"] + datetime.timedelta(days=1) == other["valid_from"]
    for row in table:
        assert row["source"]
        assert row["confidence"] in ("high", "medium", "low")


@pytest.mark.parametrize("name", ["uma", "salarios_minimos", "imss_days", "repse"])
def test_data_files_are_toml_with_sources(name):
    text = (tables.Path(tables.__file__).with_name("data") / f"{name}.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == tables.data(name)
    assert "source = " in text


def test_fine():
    fine = fines.fine_on(day("2026-05-18"))
    assert (fine.low, fine.high) == (Decimal("58655.00"), Decimal("234620.00"))
    assert fine.uma.known
    assert "304-A" in fine.basis
    assert not fines.fine_on(day("2027-05-17")).uma.known
    assert "304-C" in fines.SPONTANEOUS


@pytest.mark.parametrize(
    ("filed", "days_late"),
    [("2026-05-01", 0), ("2026-05-18", 0), ("2026-05-19", 1), ("2026-06-18", 31)],
)
def test_exposure(filed, days_late):
    exposure = fines.exposure(day("2026-05-18"), day(filed))
    assert exposure.days_late == days_late
    assert (exposure.fine is None) == (days_late == 0)
    if exposure.fine:
        assert exposure.fine == fines.fine_on(day("2026-05-18"))


def test_exposure_uses_the_uma_of_the_breach_not_of_the_filing():
    exposure = fines.exposure(day("2026-01-19"), day("2026-03-01"))
    assert exposure.fine.uma.value == Decimal("113.14")


@pytest.mark.parametrize(
    ("registered", "expires", "opens", "closes"),
    [
        ("2024-06-15", "2027-06-15", "2027-03-15", "2027-05-31"),
        ("2024-01-31", "2027-01-31", "2026-10-31", "2026-12-31"),
        ("2024-02-29", "2027-02-28", "2026-11-28", "2027-01-31"),
        ("2025-05-31", "2028-05-31", "2028-02-29", "2028-04-30"),
        ("2022-12-01", "2025-12-01", "2025-09-01", "2025-11-30"),
    ],
)
def test_repse(registered, expires, opens, closes):
    expiry = repse.expires(day(registered))
    assert expiry == day(expires)
    assert repse.renewal_opens(expiry) == day(opens)
    assert repse.renewal_closes(expiry) == day(closes)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2027-03-14", repse.State.IN_FORCE),
        ("2027-03-15", repse.State.RENEW_NOW),
        ("2027-06-15", repse.State.RENEW_NOW),
        ("2027-06-16", repse.State.EXPIRED),
    ],
)
def test_repse_state(today, state):
    assert repse.state(day("2027-06-15"), day(today)) is state


@given(st.dates(datetime.date(2021, 1, 1), datetime.date(2100, 12, 31)))
def test_repse_dates_are_in_order(registered):
    expiry = repse.expires(registered)
    assert expiry.year == registered.year + 3
    assert registered < repse.renewal_opens(expiry) < repse.renewal_closes(expiry) < expiry
