"""Every published or derived value of ``vectors.csv`` is judged as its row says."""

import csv
import datetime
from pathlib import Path

import pytest

from icsoe_xl.ids import curp, folios, nss, registro_patronal, repse, rfc
from icsoe_xl.ids.reasons import Reason

TODAY = datetime.date(2026, 10, 10)

with (Path(__file__).parent / "vectors.csv").open(encoding="utf-8", newline="") as file:
    VECTORS = [
        (row["kind"], row["value"], row["valid"] == "true", row["reason"]) for row in csv.DictReader(file)
    ]

REASONS = {
    "bad_length": Reason.LENGTH,
    "bad_format": Reason.SHAPE,
    "bad_date": Reason.DATE,
    "bad_state": Reason.STATE,
    "bad_check_digit": Reason.CHECK_DIGIT,
    "future_birth_date": Reason.FUTURE,
    "ok_generic": Reason.GENERIC,
    "ok_warn_prefix_00": None,
    "ok_warn_year_order": None,
    "ok_warn_check_digit": None,
    "forbidden_word": None,  # asked apart
    "ok": None,
}


def vectors(kind):
    return [pytest.param(value, reason, id=value) for k, value, _, reason in VECTORS if k == kind]


def word(reason):
    return reason.partition(":")[0]


def test_the_file_is_read_whole():
    assert len(VECTORS) == 178
    assert {kind for kind, *_ in VECTORS} == {
        "curp",
        "nss",
        "rfc",
        "registro_patronal",
        "repse_registro",
        "icsoe_acuse",
        "icsoe_folio_contrato",
    }
    for _, value, valid, reason in VECTORS:
        assert valid == word(reason).startswith("ok"), value


@pytest.mark.parametrize(("value", "reason"), vectors("curp"))
def test_curp(value, reason):
    found = curp.explain(value, today=TODAY)
    assert found == REASONS[word(reason)]
    assert curp.has_inconvenient_word(value) == (word(reason) == "forbidden_word")
    assert curp.compact(value) == value


@pytest.mark.parametrize(("value", "reason"), vectors("nss"))
def test_nss(value, reason):
    if "trim first" in reason or "normalise" in reason:
        assert nss.explain(value) is Reason.LENGTH  # as typed
        assert nss.is_valid(nss.compact(value))
        return
    assert nss.explain(value) == REASONS[word(reason)]
    if nss.is_valid(value):
        assert nss.is_unassigned_prefix(value) == (word(reason) == "ok_warn_prefix_00")
        assert nss.year_order_ok(value, TODAY) == (word(reason) != "ok_warn_year_order")
    if "left-pad" in reason:
        assert nss.pad(value) == "0" + value


@pytest.mark.parametrize(("value", "reason"), vectors("rfc"))
def test_rfc(value, reason):
    expected = REASONS[word(reason)]
    if "source labels it valid" in reason:
        expected = Reason.LENGTH
    assert rfc.explain(value) == expected
    assert rfc.compact(value) == value
    assert rfc.has_inconvenient_word(value) == (word(reason) == "forbidden_word")
    if word(reason) == "ok":
        assert rfc.has_right_check_digit(value)
    if word(reason) == "ok_warn_check_digit":
        assert not rfc.has_right_check_digit(value)


@pytest.mark.parametrize(("value", "reason"), vectors("registro_patronal"))
def test_registro_patronal(value, reason):
    expected = REASONS[word(reason)]
    if value == "Z-1234567-01":
        expected = Reason.SHAPE  # ten characters, a length that IMSS takes; modalidad 01 does not exist
    assert registro_patronal.explain(registro_patronal.compact(value)) == expected


@pytest.mark.parametrize(("value", "reason"), vectors("repse_registro"))
def test_repse_registration(value, reason):
    assert repse.explain(repse.compact(value)) == REASONS[word(reason)]


def test_folios():
    for kind, value, valid, _ in VECTORS:
        if kind == "icsoe_acuse":
            assert folios.is_acuse(value) == valid
        if kind == "icsoe_folio_contrato":
            assert folios.is_contract(value) == valid
    assert folios.is_contract("A26P3662382")
    assert folios.is_acuse("SI262202734")
    assert not folios.is_contract("A26Q3662382")
