"""A column as lanes of bytes: what stands at each place, and sums over all rows at once."""

import pytest

from icsoe_xl.ids import lanes
from icsoe_xl.ids.lanes import Packed

STAND_IN = "00\0"


class Text(str):
    __slots__ = ()


def parts(column):
    return column.texts, column.joined, column.width, len(column)


@pytest.mark.parametrize(
    "odd", ["12", "1234", "", "1ñ3", "１２３", "\ud80012", None, 123, 1.5, True, Text("123")]
)
def test_the_stand_in_takes_the_place_of_what_is_no_ascii_text_of_the_length(odd):
    assert parts(Packed(["123", odd, "a c"], STAND_IN)) == (["123", STAND_IN, "a c"], b"12300\0a c", 3, 3)


def test_the_stand_in_is_that_very_object():
    read_alike = "".join(STAND_IN)
    column = Packed([None, read_alike], STAND_IN)
    assert column.texts[0] is STAND_IN
    assert column.texts[1] is read_alike


def test_a_lane_is_a_place_of_every_row():
    column = Packed(["123", "456"], STAND_IN)
    assert [column.lane(place) for place in range(3)] == [b"14", b"25", b"36"]


def test_two_digits():
    column = Packed(["0123", "9876", "4x5x", "0000"], "000\0")
    assert list(column.two_digits(0)) == [1, 98, 40, 0]
    assert list(column.two_digits(1)) == [12, 87, 5, 0]
    assert list(column.two_digits(2)) == [23, 76, 50, 0]


def test_replaced_is_the_column_packed_anew():
    typed = ["123", " 456", None, "789", "x"]
    column = Packed(typed, STAND_IN)
    before = parts(column)
    cleaned = ["123", "456", "ñ", "789", "12345"]
    replaced = column.replaced(cleaned, [1, 2, 4])
    assert parts(replaced) == parts(Packed(cleaned, STAND_IN))
    assert replaced.texts[2] is replaced.texts[4] is STAND_IN
    assert parts(column) == before
    again = replaced.replaced(["123", "456", "654", None, "12345"], iter((2, 3)))
    assert again.texts == ["123", "456", "654", STAND_IN, STAND_IN]
    assert again.texts[3] is STAND_IN


def test_replaced_by_nothing_is_the_same_column():
    column = Packed(["123"], STAND_IN)
    assert column.replaced(["456"], []) is column


def test_sums_and_differences_stay_in_their_row():
    assert lanes.added(bytes((255, 0, 200)), bytes((0, 0, 55))) == bytes((255, 0, 255))
    assert lanes.subtracted(bytes((0, 99, 5)), bytes((99, 0, 5)), plus=100) == bytes((1, 199, 100))
    assert lanes.added(b"", b"") == lanes.subtracted(b"", b"", plus=1) == b""


def test_rows_of():
    assert lanes.rows_of(b"\0\1\0\n", rb"[^\0]") == [1, 3]


def test_a_table_is_worth_nothing_past_its_count():
    assert lanes.table(lambda byte: 200 - byte) == bytes(range(200, 100, -1)) + bytes(156)
    assert lanes.table(lambda byte: 7, 2) == bytes((7, 7)) + bytes(254)
