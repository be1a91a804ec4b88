"""One table of cells: what is stored, what a person reads, what was meant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe_xl.cells import clean, text

CASES = [
    # stored, as read, as meant
    (None, "", ""),
    ("", "", ""),
    ("   ", "   ", ""),
    ("12345678903", "12345678903", "12345678903"),
    (12345678903.0, "12345678903", "12345678903"),
    (12345678903, "12345678903", "12345678903"),
    (1.0, "1", "1"),
    ("001", "001", "001"),
    ("1.0", "1.0", "1.0"),
    (-0.0, "0", "0"),
    (-12.0, "-12", "-12"),
    (1e15, "1000000000000000", "1000000000000000"),
    (450.4, "450.4", "450.4"),
    (450.40000000000003, "450.4", "450.4"),
    (0.1 + 0.2, "0.3", "0.3"),
    (450.123, "450.123", "450.123"),
    (True, "VERDADERO", "VERDADERO"),
    (False, "FALSO", "FALSO"),
    (date(2026, 1, 31), "2026-01-31", "2026-01-31"),
    (datetime(2026, 1, 31), "2026-01-31", "2026-01-31"),
    (datetime(2026, 1, 31, 8, 30), "2026-01-31 08:30:00", "2026-01-31 08:30:00"),
    (time(8, 30), "08:30:00", "08:30:00"),
    (timedelta(hours=26, minutes=5), "26:05:00", "26:05:00"),
    ("  12345678903 ", "  12345678903 ", "12345678903"),
    ("\u00a012345678903\u00a0", "\u00a012345678903\u00a0", "12345678903"),
    ("123\u00a045", "123\u00a045", "123 45"),
    ("12 34  56\t78", "12 34  56\t78", "12 34 56 78"),
    ("12-34-56", "12-34-56", "12-34-56"),
    ("uno\r\ndos", "uno\r\ndos", "uno dos"),
    ("\u200b12345678903\ufeff", "\u200b12345678903\ufeff", "12345678903"),
    ("123\u200d456\u00ad78", "123\u200d456\u00ad78", "12345678"),
    ("\u202a12345678903\u202c", "\u202a12345678903\u202c", "12345678903"),
    ("１２３４５", "１２３４５", "12345"),
    ("ＣＵＲＰ", "ＣＵＲＰ", "CURP"),
    ("12345_x000D_", "12345_x000D_", "12345"),
    ("12345_x000d__x000a_67", "12345_x000d__x000a_67", "12345 67"),
    ("_x0031_2", "_x0031_2", "12"),
    ("_x005F_x0031_", "_x005F_x0031_", "_x0031_"),
    ("_xZZZZ_", "_xZZZZ_", "_xZZZZ_"),
    ("1_xD83D_2", "1_xD83D_2", "12"),
    ("1\x002\x073", "1\x002\x073", "123"),
    ("'12345678903", "'12345678903", "12345678903"),
    (" ' 12345678903", " ' 12345678903", "12345678903"),
    ("’12345678903", "’12345678903", "12345678903"),
    ("'", "'", ""),
    ("O'Farrill", "O'Farrill", "O'Farrill"),
    ("nuñez é", "nuñez é", "nuñez é"),
    ("e\u0301", "e\u0301", "é"),
    ("$1,234.50", "$1,234.50", "$1,234.50"),
]


@pytest.mark.parametrize(("raw", "read", "meant"), CASES, ids=[repr(case[0]) for case in CASES])
def test_cell(raw: object, read: str, meant: str) -> None:
    assert text(raw) == read
    assert clean(raw) == meant


@given(st.text())
def test_clean_text_has_no_white_space_to_trim(raw: str) -> None:
    meant = clean(raw)
    assert meant == meant.strip()
    assert "  " not in meant
    assert all(char == " " or not char.isspace() for char in meant)


@given(st.integers(0, 10**15))
def test_a_whole_number_reads_the_same_as_int_and_as_float(number: int) -> None:
    assert text(float(number)) == text(number) == str(number)
