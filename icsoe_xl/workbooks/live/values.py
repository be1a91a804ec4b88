"""Values written into the cells of an open workbook, so that they stay what they are.

Excel reads what a program writes as if it were typed: ``0123`` would become a number, ``5 de Mayo`` a date. And a
number written into a cell of text becomes text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from icsoe_xl.model import Place
from icsoe_xl.workbooks.live.areas import rectangles, unions


def write(sheet: Any, values: Mapping[Place, str | float | date]) -> None:
    """Write text into cells of text, days and numbers into cells that show them."""
    for union, _ in unions(rectangles(place for place, value in values.items() if isinstance(value, str))):
        sheet.range(union).number_format = "@"
    for place, value in values.items():
        cell = sheet.range(place)
        if isinstance(value, date):
            if not any(letter in str(cell.number_format).lower() for letter in "dy"):
                cell.number_format = "dd/mm/yyyy"
        elif not isinstance(value, str) and cell.number_format == "@":
            cell.number_format = "General"
        cell.value = value


def without_formulas(sheet: Any, values: Mapping[Place, str | date]) -> dict[Place, str | date]:
    """Those of the values whose cells hold no formula."""
    return {
        place: value for place, value in values.items() if not str(sheet.range(place).formula).startswith("=")
    }
