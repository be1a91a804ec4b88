"""RFC: shape and date decide, the check digit only informs."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.mx import rfc as stdnum_rfc

from icsoe_xl.ids import rfc
from icsoe_xl.ids.reasons import Reason

INITIALS = st.from_regex(r"[A-ZÑ&]{3,4}", fullmatch=True)
DATES = st.dates(datetime.date(1920, 1, 1), datetime.date(2019, 12, 31)).map("{:%y%m%d}".format)
HOMOCLAVE = st.from_regex(r"[0-9A-Z]{2}", fullmatch=True)


@given(INITIALS, DATES, HOMOCLAVE)
def test_check_digit_as_stdnum(initials, date, homoclave):
    first_chars = initials + date + homoclave
    digit = rfc.check_digit(first_chars)
    assert digit == stdnum_rfc.calc_check_digit(first_chars)
    assert rfc.is_valid(first_chars + digit) or rfc.is_generic(first_chars + digit)
    assert rfc.has_right_check_digit(first_chars + digit)


def test_words_as_stdnum():
    assert stdnum_rfc._name_blacklist == rfc.INCONVENIENT_WORDS
    assert len(rfc.INCONVENIENT_WORDS) == 41


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("XAXX010101000", Reason.GENERIC),
        ("XEXX010101000", Reason.GENERIC),
        ("", Reason.LENGTH),
        ("EKU9003173C", Reason.LENGTH),
        ("EKU900317", Reason.LENGTH),  # without homoclave
        ("EKU9003173C99", Reason.SHAPE),  # 13 characters, yet three letters
        ("EKUU003173C9", Reason.SHAPE),
        ("EKU9003173CB", Reason.SHAPE),  # the last one is a digit or A
        ("eku9003173c9", Reason.SHAPE),
        ("EKU9013173C9", Reason.DATE),
        ("EKU0002293C9", None),  # 2000 was a leap year
        ("EKU0102293C9", Reason.DATE),
        ("EKU0302293C9", Reason.DATE),
        ("EKU9003173C9", None),
        ("EKU9003173C0", None),  # wrong check digit: no reason to refuse
        ("Ñ&T130705MD6", None),
    ],
)
def test_explain(value, reason):
    assert rfc.explain(value) is reason
    assert rfc.is_valid(value) is (reason is None)


def test_persons_and_companies():
    assert rfc.is_person("XIQB891116QE4")
    assert not rfc.is_person("EKU9003173C9")
    assert rfc.has_inconvenient_word("FETO930411792")
    assert not rfc.has_inconvenient_word("FETX930411792")
    assert not rfc.has_inconvenient_word("MEO930411792")


def test_generics():
    assert rfc.is_generic("XAXX010101000")
    assert not rfc.is_generic("EKU9003173C9")
    assert rfc.generic_treatment().value == "error"
    assert rfc.generic_treatment().confidence == "medium"


@pytest.mark.parametrize("first_chars", ["", "EKU9003173", "EKU9003173C9X", "eku9003173C"])
def test_check_digit_wants_eleven_or_twelve_characters(first_chars):
    with pytest.raises(ValueError, match=r"^se esperaban los primeros 11 o 12 caracteres de un RFC$"):
        rfc.check_digit(first_chars)
