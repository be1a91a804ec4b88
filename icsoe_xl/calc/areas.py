"""Rectangles of cells: Excel addresses, with unions ("A1,B3:C9"), to and from UNO's range addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xlwings import XlwingsError

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS, column_letters, column_number
from icsoe_xl.calc.office import Office

MAX_ADDRESS = 255  # characters Excel takes in Range("...")

_PART = re.compile(r"([A-Z]{0,3})([1-9][0-9]{0,6})?(?::([A-Z]{0,3})([1-9][0-9]{0,6})?)?")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; `row` and `column` are counted from 1, as Excel shows them."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def last_row(self) -> int:
        """Last row of the area."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """Last column of the area."""
        return self.column + self.columns - 1

    def address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """Excel's address, whole rows and columns written short: ``$A$1:$B$2``, ``$A:$C``, ``$1:$4``."""
        row, column = ("$" if row_absolute else ""), ("$" if column_absolute else "")
        first_letters, last_letters = column_letters(self.column), column_letters(self.last_column)
        if self.rows == MAX_ROWS:
            first, last = f"{column}{first_letters}", f"{column}{last_letters}"
        elif self.columns == MAX_COLUMNS:
            first, last = f"{row}{self.row}", f"{row}{self.last_row}"
        else:
            first = f"{column}{first_letters}{row}{self.row}"
            if self.rows == self.columns == 1:
                return first
            last = f"{column}{last_letters}{row}{self.last_row}"
        return f"{first}:{last}"

    def uno(self, office: Office, sheet: int) -> Any:
        """The area as a UNO CellRangeAddress; `sheet` is counted from 0."""
        return office.struct(
            "com.sun.star.table.CellRangeAddress",
            Sheet=sheet,
            StartRow=self.row - 1,
            StartColumn=self.column - 1,
            EndRow=self.last_row - 1,
            EndColumn=self.last_column - 1,
        )


def from_uno(address: Any) -> Area:
    """The area of a UNO CellRangeAddress."""
    row, column = address.StartRow, address.StartColumn
    return Area(row + 1, column + 1, address.EndRow - row + 1, address.EndColumn - column + 1)


def parse(address: str) -> tuple[Area, ...] | None:
    """Areas of an Excel address such as ``$A$1``, ``A1,B3:C9``, ``A:C`` or ``2:4``; None when it is not one.

    Raises XlwingsError over 255 characters, which Excel refuses too.
    """
    if len(address) > MAX_ADDRESS:
        raise XlwingsError(f"The address has {len(address)} characters; Excel takes at most {MAX_ADDRESS}.")
    areas = [_parse_one(part) for part in address.upper().replace("$", "").replace(" ", "").split(",")]
    return tuple(area for area in areas if area is not None) if None not in areas else None


def _parse_one(part: str) -> Area | None:
    match = _PART.fullmatch(part)
    if match is None:
        return None
    letters, row, last_letters, last_row = match.groups()
    if last_letters is None:
        if not letters or not row:
            return None
        last_letters, last_row = letters, row
    if bool(letters) != bool(last_letters) or bool(row) != bool(last_row) or not (letters or row):
        return None
    columns = sorted((column_number(letters), column_number(last_letters))) if letters else (1, MAX_COLUMNS)
    rows = sorted((int(row), int(last_row))) if row else (1, MAX_ROWS)
    if columns[1] > MAX_COLUMNS or rows[1] > MAX_ROWS:
        return None
    return Area(rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1)


def runs(cells: Iterable[tuple[int, int]]) -> list[Area]:
    """The fewest one-column areas that cover these (row, column) cells exactly."""
    areas: list[Area] = []
    for column, row in sorted({(column, row) for row, column in cells}):
        if areas and areas[-1].column == column and areas[-1].last_row + 1 == row:
            areas[-1] = Area(areas[-1].row, column, areas[-1].rows + 1)
        else:
            areas.append(Area(row, column))
    return areas
