"""REPSE: a registration is like those that are known, a folio is any short visible text."""

import pytest

from icsoe_xl.ids import policy, repse
from icsoe_xl.ids.reasons import Reason


@pytest.mark.parametrize("value", ["AR1/2021", "AR129038/2024", "AR163168/2024"])
def test_known_shape(value):
    assert repse.is_valid(value)


@pytest.mark.parametrize(
    "value", ["", "129038/2024", "AR/2024", "AR1234567/2024", "AR12345/24", "AR12345/1999"]
)
def test_other_shape(value):
    assert repse.explain(value) is Reason.SHAPE


@pytest.mark.parametrize(
    ("text", "fits"),
    [("", False), (" \u00a0\u200b", False), ("-", False), ("1", True), ("x" * 60, True), ("x" * 61, False)],
)
def test_folio(text, fits):
    assert repse.is_folio(text) is fits


def test_every_unsure_fact_has_confidence_and_source():
    facts = [policy.fact(f"{table}.{key}") for table, rows in policy._rows().items() for key in rows]
    assert len(facts) >= 8
    assert all(fact.confidence in ("medium", "low") and fact.source for fact in facts)
    with pytest.raises(KeyError):
        policy.fact("nss.no_such_fact")
