"""Compacting takes away separators and dress, never a character that identifies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe_xl.ids import curp, nss, rfc
from icsoe_xl.ids.text import bare, is_digits


@pytest.mark.parametrize(
    "typed",
    [
        "92919084431",
        " 92919084431\t",
        "92-91-90-8443-1",
        "92 91 90 8443 1",
        "92.91.90.8443.1",
        "92\u00a091\u202f90\u20098443\u30001",  # spaces of every width
        "\ufeff92919084431\u200b\u2060",  # byte order mark and other invisible ones
        "92\u201091\u201190\u20138443\u22121",  # hyphens, dash, minus
        "９２９１９０８４４３１",
        "'92919084431",
        "\u201992919084431",
        "\u202a92919084431\u202c",  # marks of direction
        "92919084431\r\n",
        "92919084431.0",  # a number that another program wrote as text
        " 92919084431.00 ",
    ],
)
def test_nss(typed):
    assert nss.compact(typed) == "92919084431"


def test_decimals_are_no_digits_of_an_nss():
    assert nss.compact("2268604531.0") == "2268604531"
    assert nss.compact("9291908443.1") == "92919084431"  # a separator before the check digit


@pytest.mark.parametrize(
    ("typed", "compact"),
    [
        ("boxw310820hnerxn09", "BOXW310820HNERXN09"),
        ("BOXW 310820 HNE RXN 09", "BOXW310820HNERXN09"),
        ("ｂｏｘｗ310820ＨＮＥＲＸＮ09", "BOXW310820HNERXN09"),
        ("iañl750210hsrnzs09", "IAÑL750210HSRNZS09"),
        ("IAN\u0303L750210HSRNZS09", "IAÑL750210HSRNZS09"),  # N and a combining tilde
        ("ian\u0303l750210hsrnzs09", "IAÑL750210HSRNZS09"),
    ],
)
def test_curp(typed, compact):
    assert curp.compact(typed) == compact


def test_rfc_keeps_ampersand_and_enie():
    assert rfc.compact("ñ&t-130705-md6") == "Ñ&T130705MD6"
    assert rfc.compact("Ｓ＆Ｓ051221SE2") == "S&S051221SE2"


@pytest.mark.parametrize("typed", ["9291908443²", "9291908443①", "929190844٣1", "ß", "ı", "ſ", "À", "Á"])
def test_what_only_looks_like_a_digit_or_letter_stays(typed):
    assert bare(typed) == typed


@given(st.text())
def test_compacting_twice_changes_nothing_more(text):
    assert bare(bare(text)) == bare(text)


@given(st.text())
def test_nothing_is_invented(text):
    """Not longer than before, and every plain character left was there in some case or width."""
    result = bare(text)
    assert len(result) <= len(text)
    assert sum(map(str.isdecimal, result)) == sum(map(str.isdecimal, text))


def test_is_digits_is_ascii_only():
    assert is_digits("0123", 4)
    assert not is_digits("0123", 3)
    assert not is_digits("012²", 4)
    assert not is_digits("٠١٢٣", 4)
