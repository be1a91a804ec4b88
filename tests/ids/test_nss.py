"""NSS: the check digit catches typing errors, and no repair invents a number."""

import datetime

import people
import pytest
from hypothesis import given
from hypothesis import strategies as st
from id_strategies import sound_nss
from stdnum import luhn

from icsoe_xl.ids import nss
from icsoe_xl.ids.reasons import Reason

TODAY = datetime.date(2026, 10, 10)


@given(sound_nss)
def test_sound_by_three_arithmetics(value):
    assert nss.is_valid(value)
    assert luhn.is_valid(value)
    assert nss.check_digit(value[:10]) == people.nss_digit(value[:10]) == value[10]


@given(sound_nss, st.integers(0, 10), st.integers(1, 9))
def test_every_wrong_digit_is_caught_and_mended(value, place, shift):
    wrong = value[:place] + str((int(value[place]) + shift) % 10) + value[place + 1 :]
    assert nss.explain(wrong) is Reason.CHECK_DIGIT
    assert value in nss.neighbours(wrong)


@given(st.text(alphabet="0123456789", min_size=11, max_size=11))
def test_neighbours_are_sound_and_one_slip_away(value):
    found = nss.neighbours(value)
    assert len(found) == len(set(found))
    for each in found:
        assert people.is_nss(each)
        different = [place for place in range(11) if each[place] != value[place]]
        swapped = len(different) == 2 and different[1] - different[0] == 1
        assert len(different) == 1 or (
            swapped
            and [each[place] for place in different] == [value[place] for place in reversed(different)]
        )


@given(st.text(alphabet="0123456789", min_size=11, max_size=11))
def test_neighbours_are_all_that_trying_finds(value):
    """The slow way: every digit at every place, every pair of neighbours swapped."""
    changed = [value[:place] + digit + value[place + 1 :] for place in range(11) for digit in "0123456789"]
    swapped = [value[:p] + value[p + 1] + value[p] + value[p + 2 :] for p in range(10)]
    tried = dict.fromkeys(each for each in changed + swapped if people.is_nss(each) and each != value)
    assert nss.neighbours(value) == list(tried)


@given(st.text(max_size=12))
def test_pad_only_gives_back_a_lost_zero(value):
    padded = nss.pad(value)
    if padded is not None:
        assert padded == "0" + value
        assert people.is_nss(padded)


@given(sound_nss)
def test_pad_gives_back_a_lost_zero(value):
    assert nss.pad(value[1:]) == (value if value.startswith("0") else nss.pad(value[1:]))
    assert nss.pad(value) is None


@given(sound_nss, st.integers(4, 5), st.integers(1, 9))
def test_probable_mends_the_year_of_birth(value, place, shift):
    """One wrong digit in the year of birth: the CURP's year leaves one neighbour, or several and no guess."""
    wrong = value[:place] + str((int(value[place]) + shift) % 10) + value[place + 1 :]
    guess = nss.probable(wrong, nss.birth_year2(value))
    fitting = [each for each in nss.neighbours(wrong) if each[4:6] == value[4:6]]
    assert value in fitting
    assert guess == (value if fitting == [value] else None)


def test_probable():
    assert nss.probable("92919184431", "90") == "92919084431"  # the year typed as 91
    assert nss.probable("92919084432", "90") is None  # any digit but the year's may be the wrong one
    assert nss.probable("92919084431", "91") is None  # sound already, and no neighbour says 91 alone
    assert nss.probable("9291908443", "90") is None
    assert nss.probable("", "90") is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", Reason.LENGTH),
        ("9291908443", Reason.LENGTH),
        ("929190844310", Reason.LENGTH),
        ("9291908443I", Reason.SHAPE),
        ("9291908443²", Reason.SHAPE),
        ("٩٢٩١٩٠٨٤٤٣١", Reason.SHAPE),
        ("92919084432", Reason.CHECK_DIGIT),
        ("92919084431", None),
    ],
)
def test_explain(value, reason):
    assert nss.explain(value) is reason
    assert nss.is_valid(value) is (reason is None)


@pytest.mark.parametrize("first_chars", ["", "929190844", "92919084431", "929190844X", "929190844²"])
def test_check_digit_wants_ten_digits(first_chars):
    with pytest.raises(ValueError, match="10 dígitos"):
        nss.check_digit(first_chars)


def test_messages_for_programmers():
    with pytest.raises(ValueError, match=r"^se esperaban los primeros 10 dígitos de un NSS$"):
        nss.check_digit("")


def test_decimals_of_a_number_are_zeros():
    assert nss.compact("2268604531.000") == "2268604531"
    assert nss.compact("2268604531.X0") == "2268604531X0"
    assert nss.compact("2268604531.5") == "22686045315"


def test_parts():
    assert nss.prefix("01268604534") == "01"
    assert nss.registration_year2("01268604534") == "26"
    assert nss.birth_year2("01268604534") == "86"


@pytest.mark.parametrize(
    ("years", "today", "in_order"),
    [
        ("9190", TODAY, True),
        ("9090", TODAY, True),
        ("6677", TODAY, False),
        ("1295", TODAY, True),  # registered in 2012, born in 1995
        ("2608", TODAY, True),
        ("2708", TODAY, False),  # 1927 as long as it is 2026...
        ("2708", datetime.date(2027, 1, 1), True),  # ...and 2027 from the year after
    ],
)
def test_order_of_the_years(years, today, in_order):
    assert nss.years_in_order(years, today) is in_order
    assert nss.year_order_ok(f"12{years}00000", today) is in_order
    assert nss.year_order_ok(f"97{years}00000", today)  # says no year of birth


def test_prefixes():
    assert nss.is_unassigned_prefix("00000000000")
    assert not nss.is_unassigned_prefix("01268604534")
    assert not nss.says_birth_year("97031612340")
    assert nss.says_birth_year("96031612340")
