"""Excel addresses: rows and columns are counted from 1, as Excel shows them."""

from __future__ import annotations

from functools import lru_cache

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Letters of a column: 1 -> ``A``, 28 -> ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column: ``A`` -> 1, ``AB`` -> 28. The letters must be upper-case A-Z."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Address of a cell: (5, 1) -> ``A5``."""
    return f"{column_letters(column)}{row}"


def split_cell(name: str) -> tuple[int, int]:
    """Row and column of an address: ``A5`` -> (5, 1). Raises ValueError when it is not one."""
    letters = name.rstrip("0123456789")
    if not letters or not letters.isascii() or not letters.isalpha() or letters == name:
        raise ValueError(f"not a cell address: {name!r}")
    return int(name[len(letters) :]), column_number(letters.upper())


def quote_sheet(name: str) -> str:
    """A sheet name as it stands before the ``!`` of a reference: always quoted, quotes doubled."""
    return "'" + name.replace("'", "''") + "'"
