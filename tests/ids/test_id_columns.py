"""The sieves over whole columns agree with the questions asked one value at a time."""

import datetime
from decimal import Decimal

import people
import pytest
from hypothesis import given
from hypothesis import strategies as st
from id_strategies import junk, sound_curp, sound_nss

from icsoe_xl.ids import columns, curp, nss

TODAY = datetime.date(2026, 10, 10)
CENTURY = (datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))
WORKERS = people.people(300, seed=4)


def slightly_wrong(sound):
    """A sound value, or one with a character replaced by any of those that occur or should not."""
    replaced = st.tuples(
        sound, st.integers(0, 17), st.sampled_from("0123456789AEIOUBCDFGHJKMNXYZÑñ²é \udc80")
    ).map(lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] + 1 :])
    return st.one_of(sound, replaced)


def by_hand(values, is_fine):
    return [row for row, value in enumerate(values) if not (type(value) is str and is_fine(value))]


@given(st.lists(st.one_of(slightly_wrong(sound_nss), junk)))
def test_nss_suspects(values):
    assert columns.nss_suspects(values) == by_hand(values, nss.is_valid)


@given(st.lists(st.one_of(slightly_wrong(sound_curp()), junk)), st.none() | st.dates(CENTURY[0], CENTURY[1]))
def test_curp_suspects(values, today):
    assert columns.curp_suspects(values, today=today) == by_hand(
        values, lambda value: curp.is_valid(value, today=today) and not curp.has_inconvenient_word(value)
    )


@pytest.mark.parametrize("today", [None, TODAY])
def test_each_fault_of_a_curp_is_found_in_a_long_column(today):
    faulty = {
        7: None,
        11: "",
        13: 12345678901234567.0,
        17: "XEXX010101HNEXXXA4",
        19: "XEXX010101MNEXXXA8",
        23: people.curp("FETO930411HJCRMN0"),
        29: people.curp("PEGL010229HJCRMSA"),
        31: people.curp("PEGL011301HJCRMSA"),
        37: people.curp("PEGL900101HZZRMS0"),
        41: people.curp("PEGL900101HJCRMS0")[:17] + "X",
        43: WORKERS[43].curp.lower(),
        47: WORKERS[47].curp + " ",
        53: "Ñ" * 18,
        59: "\ud800" * 18,
    }
    values = [faulty.get(row, worker.curp) for row, worker in enumerate(WORKERS)]
    values[61] = people.curp("PEGL990101HJCRMSA")  # 2099
    expected = sorted([*faulty, 61] if today else faulty)
    assert columns.curp_suspects(values, today=today) == expected
    assert columns.curp_suspects(tuple(values), today=today) == expected


def test_a_leap_day_of_1900_is_found_and_one_of_2000_is_not():
    values = [
        people.curp("PEGL000229HJCRMS0"),
        people.curp("PEGL000229HJCRMSA"),
        people.curp("PEGL960229HJCRMS0"),
    ]
    assert columns.curp_suspects(values) == [0]


def test_sound_columns_have_no_suspects():
    assert columns.nss_suspects([worker.nss for worker in WORKERS]) == []
    assert columns.curp_suspects([worker.curp for worker in WORKERS], today=TODAY) == []
    assert columns.sbc_suspects([worker.sbc for worker in WORKERS], 315.04, 2932.75) == []
    assert columns.year_mismatches([w.nss for w in WORKERS], [w.curp for w in WORKERS]) == []
    assert columns.registration_suspects([worker.nss for worker in WORKERS], TODAY) == []
    assert columns.repeats([worker.nss for worker in WORKERS]) == []


def test_empty_columns():
    assert columns.nss_suspects([]) == columns.curp_suspects([], today=TODAY) == []
    assert columns.sbc_suspects([], 0, 1) == columns.repeats([]) == columns.year_mismatches([], []) == []
    assert columns.registration_suspects([], TODAY) == columns.birth_outside([], TODAY, TODAY) == []


def test_a_str_subclass_is_a_suspect():
    class Text(str):
        __slots__ = ()

    assert columns.nss_suspects([Text("92919084431")]) == [0]


def test_the_stand_ins_fail_by_their_last_character_alone():
    assert nss.is_valid(columns._NOT_NSS[:-1] + "0")
    assert curp.explain(columns._NOT_CURP[:-1] + "0") == "check_digit"
    assert columns.curp_suspects([columns._NOT_CURP, columns._NOT_CURP]) == [0, 1]


class TestSbc:
    @pytest.mark.parametrize(
        ("value", "fine"),
        [
            (315.04, True),
            (2932.75, True),
            (315.03, False),
            (2932.76, False),
            (450, True),
            (450.0, True),
            (450.4, True),
            (450.40000000000003, True),  # what a formula may leave, 15 digits say 450.4
            (450.405, False),
            (450.4000001, False),
            (True, False),
            ("450.40", False),
            (None, False),
            (float("nan"), False),
            (float("inf"), False),
            (-450.4, False),
            (0, False),
            (Decimal("450.40"), False),
            (datetime.date(2026, 1, 1), False),
            (10**400, False),
        ],
    )
    def test_values(self, value, fine):
        assert columns.sbc_suspects([value], 315.04, 2932.75) == ([] if fine else [0])

    @given(st.lists(st.one_of(st.floats(), st.integers(), st.floats(0, 3000), junk)))
    def test_by_the_definition(self, values):
        """Two decimals at 15 significant digits, as Decimal sees it; any wage at all."""

        def fine(value):
            if type(value) is int:
                return True
            if type(value) is not float or value != value or abs(value) == float("inf"):
                return False
            return Decimal(f"{value:.14e}").normalize().as_tuple().exponent >= -2

        assert columns.sbc_suspects(values, float("-inf"), float("inf")) == [
            row for row, value in enumerate(values) if not fine(value)
        ]

    @given(st.integers(1, 10**12))
    def test_every_amount_in_cents_is_fine(self, cents):
        assert columns.sbc_suspects([cents / 100], 0, 1e11) == []

    def test_limits(self):
        """Both limits are in order, a 17th digit counts for nothing, infinity is no wage, any whole number is."""
        inf = float("inf")
        assert columns.sbc_suspects([450.40000000000003], 450.40000000000003, 450.40000000000003) == []
        assert columns.sbc_suspects([450.75000000000006, 1e15, 10**400, -1.0], -inf, inf) == []
        assert columns.sbc_suspects([inf, -inf, 450.751, 1e-5], -inf, inf) == [0, 1, 2, 3]


class TestYearMismatches:
    def test_only_shaped_values_are_compared(self):
        sound = ("92919084431", "BOXW900820HNERXN09")
        pairs = [
            sound,
            ("92919184431", sound[1]),
            ("9291918443", sound[1]),  # ten digits
            ("9291918443X", sound[1]),
            ("92919184431", "BOXW90"),
            ("92919184431", "BOXWXX0820HNERXN09"),
            (None, sound[1]),
            (92919184431, sound[1]),
            ("92919184431", None),
        ]
        assert columns.year_mismatches(*zip(*pairs, strict=True)) == [1]

    @given(st.lists(st.tuples(st.one_of(sound_nss, junk), st.one_of(sound_curp(), junk))))
    def test_any_cells(self, pairs):
        found = columns.year_mismatches([a for a, _ in pairs], [b for _, b in pairs])
        for row, (number, key) in enumerate(pairs):
            if type(number) is str and type(key) is str and nss.is_valid(number) and curp.is_valid(key):
                assert (row in found) == (nss.birth_year2(number) != curp.birth_year2(key))

    def test_columns_of_different_length(self):
        with pytest.raises(ValueError, match="lengths"):
            columns.year_mismatches(["92919084431"], [])


@given(st.lists(st.one_of(sound_nss, st.from_regex(r"(00|97|12)[0-9]{9}", fullmatch=True), junk)))
def test_registration_suspects(values):
    assert columns.registration_suspects(values, TODAY) == [
        row
        for row, value in enumerate(values)
        if type(value) is str
        and nss.is_digits(value, 11)
        and (nss.is_unassigned_prefix(value) or not nss.year_order_ok(value, TODAY))
    ]


def test_a_cell_that_reads_like_the_stand_in_is_judged_like_any_other():
    same = "".join(list(columns._NOT_CURP))
    day = datetime.date(2026, 1, 1)
    assert columns.birth_outside([None, same], day, day) == [1]
    assert columns.year_mismatches(["92919084431"] * 2, [None, same]) == [1]


@given(st.lists(st.one_of(sound_curp(), junk)), st.dates(), st.dates())
def test_birth_outside(values, one, other):
    earliest, latest = sorted([one, other])
    assert columns.birth_outside(values, earliest, latest) == [
        row
        for row, value in enumerate(values)
        if type(value) is str
        and value.isascii()
        and (born := curp.birth_date(value)) is not None
        and not earliest <= born <= latest
    ]


@given(st.lists(st.one_of(st.sampled_from(["a", "b", "", "c"]), junk)))
def test_repeats(values):
    texts = [value for value in values if type(value) is str and value]
    assert columns.repeats(values) == [
        row for row, value in enumerate(values) if type(value) is str and value and texts.count(value) > 1
    ]
