"""CURP: what is caught, in which order it is told, and which repairs are safe."""

import datetime

import people
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from id_strategies import sound_curp
from stdnum.mx import curp as stdnum_curp

from icsoe_xl.ids import curp
from icsoe_xl.ids.reasons import Reason

TODAY = datetime.date(2026, 10, 10)


def test_the_lists_are_those_of_the_referees():
    assert sorted(curp.STATES) == people.STATES.split() == sorted(stdnum_curp._valid_states)
    assert curp.INCONVENIENT_WORDS == set(people.INCONVENIENT.split()) == stdnum_curp._name_blacklist
    assert len(curp.STATES) == 33
    assert len(curp.INCONVENIENT_WORDS) == 81


@given(sound_curp())
def test_sound_by_two_referees(value):
    assert curp.is_valid(value)
    assert curp.check_digit(value[:17]) == people.curp_digit(value[:17]) == value[17]
    if curp.sex(value) != "X":  # stdnum knows H and M only
        assert stdnum_curp.is_valid(value) is not curp.has_inconvenient_word(value)
        assert stdnum_curp.get_birth_date(value) == curp.birth_date(value)


@given(sound_curp(), st.integers(1, 9))
def test_a_changed_digit_is_caught(value, shift):
    wrong = value[:17] + str((int(value[17]) + shift) % 10)
    assert curp.explain(wrong) is Reason.CHECK_DIGIT


@given(sound_curp())
def test_a_date_ahead_is_told_only_with_today(value):
    born = curp.birth_date(value)
    assert curp.explain(value) is None
    assert curp.explain(value, today=born) is None
    assert curp.explain(value, today=born - datetime.timedelta(days=1)) is Reason.FUTURE


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("XEXX010101HNEXXXA4", Reason.GENERIC),
        ("XEXX010101MNEXXXA8", Reason.GENERIC),  # though its check digit is wrong
        ("", Reason.LENGTH),
        ("BOXW310820HNERXN0", Reason.LENGTH),
        ("BOXW310820HNERXN099", Reason.LENGTH),
        ("BBXW310820HNERXN09", Reason.SHAPE),  # no vowel
        ("BOXW31082OHNERXN09", Reason.SHAPE),
        ("BOXW310820FNERXN09", Reason.SHAPE),
        ("BOXW310820HNERAN09", Reason.SHAPE),  # a vowel among the consonants
        ("BOÑW310820HNERXN09", Reason.SHAPE),
        ("BOXW310820HNERXN0A", Reason.SHAPE),
        ("boxw310820hnerxn09", Reason.SHAPE),
        ("BOXW319999HZZRXN09", Reason.STATE),  # before the date
        ("BOXW311332HNERXN09", Reason.DATE),
        ("BOXW310229HNERXN09", Reason.DATE),
        ("BOXW310820HNERXNA9", Reason.FUTURE),  # 2031
        ("BOXW310820HNERXN08", Reason.CHECK_DIGIT),
        ("BOXW310820HNERXN09", None),
    ],
)
def test_explain_tells_the_first_fault(value, reason):
    assert curp.explain(value, today=TODAY) is reason
    assert curp.is_valid(value, today=TODAY) is (reason is None)


def test_leap_days_need_the_century():
    assert curp.birth_date("PEGL000229HJCRMSA0") == datetime.date(2000, 2, 29)
    assert curp.birth_date("PEGL000229HJCRMS00") is None  # 1900 was no leap year
    assert curp.birth_date("PEGL960229HJCRMS00") == datetime.date(1996, 2, 29)


@pytest.mark.parametrize(
    "value", ["", "PEGL", "PEGLxx0229HJCRMS00", "PEGL²²0229HJCRMS00", "PEGL961301HJCRMS00"]
)
def test_no_birth_date(value):
    assert curp.birth_date(value) is None


def test_parts():
    value = "PEPL000909MNLRDSA1"
    assert (curp.sex(value), curp.state(value), curp.birth_year2(value)) == ("M", "NL", "00")


@pytest.mark.parametrize("first_chars", ["", "BOXW310820HNERXN", "BOXW310820HNERXN09", "BOXW310820HNERXN-"])
def test_check_digit_wants_seventeen_characters(first_chars):
    with pytest.raises(ValueError, match="17 caracteres"):
        curp.check_digit(first_chars)


def test_generic_treatment_comes_with_its_source():
    assert curp.generic_treatment().value == "error"
    assert curp.generic_treatment().confidence == "medium"
    assert "IMSS" in curp.generic_treatment().source
    assert curp.is_generic("XEXX010101MNEXXXA8")


class TestRepair:
    def test_enie_becomes_x(self):
        assert curp.repair("IAÑL750210HSRNZS09") == "IAXL750210HSRNZS09"

    def test_only_when_the_result_is_sound(self):
        assert curp.repair("IAÑL750210HSRNZS08") is None
        assert curp.repair("IAÑL750210HSRNZA09") is None

    def test_nothing_to_repair(self):
        assert curp.repair("IAXL750210HSRNZS09") is None
        assert curp.repair("IANL750210HSRNZS09") is None  # an N is a guess, not a repair

    def test_the_future_is_no_repair(self):
        value = people.curp("IAXL350210HSRNZSA").replace("X", "Ñ", 1)
        assert curp.repair(value) is not None
        assert curp.repair(value, today=TODAY) is None

    @given(sound_curp(), st.sampled_from([0, 2, 3, 13, 14, 15]))
    def test_enie_and_x_give_the_same_digit(self, value, place):
        """So a CURP of the right digit typed with Ñ is always repaired."""
        with_x = people.curp(value[:place] + "X" + value[place + 1 : 17])
        assert curp.repair(with_x[:place] + "Ñ" + with_x[place + 1 :]) == with_x


def test_shape_is_told_apart_from_truth():
    assert curp.is_shaped("BOXW310820HNERXN09")
    assert curp.is_shaped("BOXW319999HXXRXN00")  # no such day, state or digit
    assert not curp.is_shaped("BOXW310820HNERXN0")
    assert not curp.is_shaped("B0XW310820HNERXN09")
    assert not curp.is_shaped("")


class TestProbable:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("B0XW310820HNERXN09", "BOXW310820HNERXN09"),
            ("BOXW31O820HNERXN09", "BOXW310820HNERXN09"),
            ("BOXW3I082OHNERXN09", "BOXW310820HNERXN09"),
            ("BOXW310B20HNERXN09", "BOXW310820HNERXN09"),
            ("8OXW310820HNERXN09", "BOXW310820HNERXN09"),
            ("BOXW310820HNERXN0O", None),  # the digit would be 0
            ("PEGJ900512HJCRR512", "PEGJ900512HJCRRS12"),
            ("TOMA880125HMNRRNO2", "TOMA880125HMNRRN02"),  # letter O in place 17: born in 2088
            ("IANL750210HSRNZS09", "IAXL750210HSRNZS09"),  # an Ñ written N
            ("CANF770131HBCSBR08", "CAXF770131HBCSBR08"),
            ("BOXW310820HNERXN09", None),  # sound
            ("BOXW310820HNERXN08", None),  # nothing looks confused
            ("B0XW3I082OHNERXNO9", "BOXW310820HNERXN09"),
            ("COMD040324HVZNDN51", "COMD040324HVZNDNS1"),  # a 5 for an S in place 17
            ("MERV040709MCSDZRA3", None),  # X in place 17 would be sound, and looks like no A
            ("CAM0941203HNLHRM10", None),  # O, Q and D all give this digit
            ("00000000000000000O", None),
            ("OOOOOOOOOOOOOOOOOO", None),
            ("", None),
        ],
    )
    def test_cases(self, typed, meant):
        assert curp.probable(typed, today=TODAY) == meant

    def test_several_candidates_are_no_guess(self):
        # N in two places of equal weight modulo 10: each alone explains the digit.
        value = people.curp("NAXN900512HJCRRS1")
        both = [curp.probable(value[:17] + str(digit)) for digit in range(10)]
        assert any(each is None for each in both)
        for each in both:
            assert each is None or curp.is_valid(each)

    def test_four_confused_characters_are_a_guess_and_five_are_not(self):
        assert curp.probable("B0XW3I0B2OHNERXN09", today=TODAY) == "BOXW310820HNERXN09"
        assert curp.probable("80XW3I0B2OHNERXN09", today=TODAY) is None

    def test_the_year_of_the_nss_decides(self):
        assert curp.probable("BOXW3I0820HNERXN09", "31", today=TODAY) == "BOXW310820HNERXN09"
        assert curp.probable("BOXW3I0820HNERXN09", "32", today=TODAY) is None

    @given(st.text(alphabet=st.characters(codec=None), max_size=19))
    def test_any_text(self, text):
        guess = curp.probable(text)
        assert guess is None or curp.is_valid(guess)

    @given(sound_curp(), st.integers(0, 15))
    def test_one_confused_character_never_gives_an_unsound_guess(self, value, place):
        look_alike = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B"}
        assume(value[place] in look_alike)
        typed = value[:place] + look_alike[value[place]] + value[place + 1 :]
        guess = curp.probable(typed, curp.birth_year2(value))
        assert guess is None or curp.is_valid(guess)
        if guess is not None:
            assert curp.birth_year2(guess) == curp.birth_year2(value)
