"""Formulas as text with the cell references found in it.

openpyxl has a tokenizer, and it is the referee of this one in the tests. It is not used here because it
loses what a byte-preserving writer must keep (several blanks become one), and because importing openpyxl
takes longer than filling a whole template. Only references are of interest: everything else in a formula
(texts, names, numbers, functions, structured references) is carried over as it stands.

Grammar: ECMA-376 part 1, 18.17. In a file formulas are always in English, with commas and A1 references.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS, column_letters, column_number, quote_sheet

GROWING = frozenset(
    {
        "AGGREGATE",
        "AVEDEV",
        "AVERAGE",
        "AVERAGEA",
        "AVERAGEIF",
        "AVERAGEIFS",
        "CONCAT",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "GEOMEAN",
        "HARMEAN",
        "LARGE",
        "MAX",
        "MAXA",
        "MAXIFS",
        "MEDIAN",
        "MIN",
        "MINA",
        "MINIFS",
        "MODE",
        "PERCENTILE",
        "PRODUCT",
        "QUARTILE",
        "RANK",
        "SMALL",
        "STDEV",
        "SUBTOTAL",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "SUMSQ",
        "TEXTJOIN",
        "VAR",
    }
)
"""Functions whose argument may be one cell or many: there ``C5`` alone stands for all the rows made of it."""

LISTING = frozenset(
    {
        "AVEDEV",
        "AVERAGE",
        "AVERAGEA",
        "CONCAT",
        "COUNT",
        "COUNTA",
        "GEOMEAN",
        "HARMEAN",
        "MAX",
        "MAXA",
        "MEDIAN",
        "MIN",
        "MINA",
        "MODE",
        "PRODUCT",
        "STDEV",
        "SUBTOTAL",
        "SUM",
        "SUMSQ",
        "TEXTJOIN",
        "VAR",
    }
)
"""Those that take any number of ranges: rows that do not lie together are told one by one."""

_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[1-9][0-9]{0,6}"
_CORNER = f"{_COLUMN}{_ROW}"
_BRACKETS = r"\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\]"
_TOKEN = re.compile(
    rf"""
      (?P<text> "(?:[^"]|"")*" )
    | (?P<sheet> (?: '(?:[^']|'')*' | [^\W\d][\w.]*(?::[^\W\d][\w.]*)? | {_BRACKETS}[\w.]* ) ! )?
      (?P<ref> {_CORNER}(?::{_CORNER})? | {_COLUMN}:{_COLUMN} | {_ROW}:{_ROW} ) (?![\w.(!\[\\?])
    | (?P<name> (?: '(?:[^']|'')*' | {_BRACKETS}[\w.]* ) !? | [\w\\.?$]+!? )
    | {_BRACKETS}
    | (?P<mark> [(),] )
    | (?P<space> \s+ )
    | (?P<other> . )
    """,
    re.X | re.S,
)
_PARTS = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})$")


class Corner(NamedTuple):
    """One end of a reference. ``row`` or ``column`` is 0 in references to whole columns or rows."""

    row: int
    column: int
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        column = ("$" if self.column_fixed else "") + column_letters(self.column) if self.column else ""
        return column + (("$" if self.row_fixed else "") + str(self.row) if self.row else "")


class Reference(NamedTuple):
    """``A5``, ``$C$5:D9``, ``A:A`` or ``1:4``, with the sheet that it names (``prefix`` is how it does).

    ``last`` is None for a single cell. ``grows`` is true when a function that takes many cells gets it as a
    whole argument, ``lists`` when that function takes many ranges. ``sheet`` is None for the formula's own.
    """

    source: str
    prefix: str
    sheet: str | None
    first: Corner
    last: Corner | None
    grows: bool = False
    lists: bool = False


Formula = tuple["str | Reference", ...]
"""Text and references in turn; joined they are the formula again."""
Move = Callable[[Reference], str]


@lru_cache(maxsize=4096)
def parse(text: str) -> Formula:
    """The pieces of a formula (without its ``=``)."""
    pieces: list[str | Reference] = []
    callers: list[str] = []
    before = ""
    """Last mark or name, blanks aside: says whether a reference begins an argument."""
    for found in _TOKEN.finditer(text):
        token = found[0]
        if found["ref"] is not None:
            reference = _reference(found["sheet"] or "", found["ref"], token)
            if (
                reference is not None
                and before in ("(", ",")
                and callers
                and _ends_argument(text, found.end())
            ):
                reference = reference._replace(grows=callers[-1] in GROWING, lists=callers[-1] in LISTING)
            pieces.append(token if reference is None else reference)
            before = "ref"
            continue
        if found["mark"] is not None:
            if token == "(":
                callers.append(before.upper() if before not in (",", "(") else "")
            elif token == ")" and callers:
                callers.pop()
            before = token if token != ")" else "ref"
        elif found["space"] is None:
            before = found["name"] or "other"
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] += token
        else:
            pieces.append(token)
    return tuple(pieces)


def _ends_argument(text: str, place: int) -> bool:
    return text[place:].lstrip()[:1] in (")", ",", "")


def _reference(prefix: str, ref: str, source: str) -> Reference | None:
    """The reference, None for what is none of ours: another workbook's, or across several sheets."""
    sheet: str | None = None
    if prefix:
        sheet = prefix[:-1]
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        if "[" in sheet or ":" in sheet:
            return None
    ends = [_corner(end) for end in ref.split(":")]
    if None in ends:
        return None
    first, last = ends[0], ends[-1] if len(ends) == 2 else None
    assert first is not None
    return Reference(source, prefix, sheet, first, last)


def _corner(text: str) -> Corner | None:
    found = _PARTS.match(text)
    assert found is not None
    if not found[2]:  # in "$5" the sign belongs to the row
        row = int(found[4])
        return Corner(row, 0, bool(found[1]), False) if row <= MAX_ROWS else None
    column = column_number(found[2].upper())
    row = int(found[4] or 0)
    if column > MAX_COLUMNS or row > MAX_ROWS:
        return None
    return Corner(row, column, bool(found[3]), bool(found[1]))


def references(text: str) -> Iterator[Reference]:
    """The references of a formula."""
    return (piece for piece in parse(text) if isinstance(piece, Reference))


def moved(text: str, move: Move) -> str:
    """The formula with every reference replaced by what ``move`` makes of it."""
    return "".join(piece if isinstance(piece, str) else move(piece) for piece in parse(text))


def translated(text: str, rows: int, columns: int) -> str:
    """The formula as Excel would copy it ``rows`` down and ``columns`` to the right.

    A reference that leaves the sheet becomes ``#REF!``. This is what a shared formula means for the cells
    that share it (18.3.1.40).
    """
    return moved(text, lambda reference: _translated(reference, rows, columns))


def _translated(reference: Reference, rows: int, columns: int) -> str:
    ends = []
    for corner in (reference.first, reference.last):
        if corner is None:
            continue
        row = corner.row + rows if corner.row and not corner.row_fixed else corner.row
        column = corner.column + columns if corner.column and not corner.column_fixed else corner.column
        if (corner.row and not 0 < row <= MAX_ROWS) or (corner.column and not 0 < column <= MAX_COLUMNS):
            return reference.prefix + "#REF!"
        ends.append(str(corner._replace(row=row, column=column)))
    return reference.prefix + ":".join(ends)


def prefixed(prefix: str, sheet: str | None) -> str:
    """How a reference names its sheet; ``sheet`` is the new name when it has one."""
    return prefix if sheet is None else quote_sheet(sheet) + "!"


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The formula with the tables of ``names`` called by their new names (``Tabla1[x]``)."""
    by_key = {old.casefold(): new for old, new in names.items()}
    return _TOKEN.sub(lambda found: by_key.get((found["name"] or "").casefold(), found[0]), text)


def text_literals(text: str) -> Iterator[tuple[int, int, str]]:
    """Each text in a formula: where it begins and ends, quotes included, and what it says."""
    for found in _TOKEN.finditer(text):
        if found["text"] is not None:
            yield found.start(), found.end(), found[0][1:-1].replace('""', '"')
