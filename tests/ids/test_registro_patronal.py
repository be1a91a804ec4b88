"""Registro patronal: Luhn with a letter in front, and ten characters when the digit is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from icsoe_xl.ids import registro_patronal
from icsoe_xl.ids.reasons import Reason

FIRST_TEN = st.from_regex(r"[A-Z0-9][0-9]{7}[1-4][0-9]", fullmatch=True)


@given(FIRST_TEN)
def test_check_digit_as_stdnum(first_ten):
    digit = registro_patronal.check_digit(first_ten)
    letter = first_ten[0]
    plain = (
        str("ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 10) if letter.isalpha() else letter
    ) + first_ten[1:]
    assert luhn.is_valid(plain + digit)
    assert registro_patronal.is_valid(first_ten + digit)
    assert registro_patronal.is_valid(first_ten)


@given(FIRST_TEN, st.integers(1, 9))
def test_every_wrong_check_digit_is_caught(first_ten, shift):
    wrong = str((int(registro_patronal.check_digit(first_ten)) + shift) % 10)
    assert registro_patronal.explain(first_ten + wrong) is Reason.CHECK_DIGIT


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", Reason.LENGTH),
        ("E52401571", Reason.LENGTH),
        ("E52401571000", Reason.LENGTH),
        ("EE240157100", Reason.SHAPE),
        ("Ñ5240157100", Reason.SHAPE),
        ("E5240157000", Reason.SHAPE),  # modalidad 00
        ("E5240157101", Reason.CHECK_DIGIT),
        ("E5240157100", None),
    ],
)
def test_explain(value, reason):
    assert registro_patronal.explain(value) is reason


@pytest.mark.parametrize("first_chars", ["", "E52401571", "E5240157100", "e524015710"])
def test_check_digit_wants_ten_characters(first_chars):
    with pytest.raises(
        ValueError, match=r"^se esperaban los primeros 10 caracteres de un registro patronal$"
    ):
        registro_patronal.check_digit(first_chars)
