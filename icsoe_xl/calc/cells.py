"""Values and formulas of a block of cells, read and written in a few calls whatever its size.

Types are those of Excel's `Range.Value`: float, str, bool, datetime (date formats only: a time of day is a
number), `CellError` and, for an empty cell, "". LibreOffice stores a boolean as a number with a format of its
own and gives no value at all for an error, so both need a second look.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xlwings import XlwingsError

from icsoe_xl.calc import formulas as grammar
from icsoe_xl.calc.areas import Area, from_uno, runs
from icsoe_xl.calc.formats import DATE, LOGICAL, TEXT, Formats, by_format
from icsoe_xl.calc.office import Office
from icsoe_xl.calc.typed import from_serial, to_serial, typed

ERRORS = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
_ERROR_RESULT = 4  # com.sun.star.sheet.FormulaResult.ERROR
_FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA
_MANY_AREAS = 50  # from here on one read of everything is quicker than one an area


class CellError(str):
    """An error cell by the name Excel gives it, "#N/A"; a text cell that reads the same is a plain str."""

    __slots__ = ()


def read(x: Any, sheet: Any, formats: Formats, null_date: dt.datetime) -> list[list[Any]]:
    """Values of the UNO range `x` on the UNO sheet `sheet`, row by row."""
    data = [list(row) for row in x.getDataArray()]
    for key, areas in by_format(x):
        kind = formats.kind(key)
        if kind & (DATE | LOGICAL):
            for i, j in _within(x, areas):
                value = data[i][j]
                if isinstance(value, float):
                    data[i][j] = bool(value) if kind & LOGICAL else from_serial(value, null_date)
    if any(None in row for row in data):
        corner = x.RangeAddress
        for i, j in _within(x, map(from_uno, x.queryFormulaCells(_ERROR_RESULT).RangeAddresses)):
            code = sheet.getCellByPosition(corner.StartColumn + j, corner.StartRow + i).getError()
            data[i][j] = CellError(ERRORS.get(code, "#VALUE!"))
    return data


def _within(x: Any, areas: Iterable[Area]) -> Iterator[tuple[int, int]]:
    """The cells of `areas` as (row, column) counted from 0 in the UNO range `x`."""
    corner = x.RangeAddress
    top, left = corner.StartRow + 1, corner.StartColumn + 1
    for area in areas:
        for row in range(area.row - top, area.last_row - top + 1):
            for column in range(area.column - left, area.last_column - left + 1):
                yield row, column


def read_formulas(x: Any, formats: Formats) -> list[list[str]]:
    """Excel's `Range.Formula` of the UNO range `x`: formulas with their "=", constants as plain text.

    A constant boolean or error of an .xlsx is a constant here as in Excel, though LibreOffice holds it as a
    formula.
    """
    found = [[_constant(value) for value in row] for row in x.getDataArray()]
    for key, areas in by_format(x):
        if formats.kind(key) & LOGICAL:
            for i, j in _within(x, areas):
                found[i][j] = {"1": "TRUE", "0": "FALSE"}.get(found[i][j], found[i][j])
    areas = [from_uno(address) for address in x.queryContentCells(_FORMULAS).RangeAddresses]
    if len(areas) > _MANY_AREAS:
        texts = x.getFormulaArray()
        for i, j in _within(x, areas):
            found[i][j] = _formula(texts[i][j])
        return found
    corner = x.RangeAddress
    for area in areas:
        top, left = area.row - 1 - corner.StartRow, area.column - 1 - corner.StartColumn
        part = x.getCellRangeByPosition(left, top, left + area.columns - 1, top + area.rows - 1)
        for i, row in enumerate(part.getFormulaArray(), start=top):
            found[i][left : left + area.columns] = map(_formula, row)
    return found


def _constant(value: str | float | None) -> str:
    return f"{value:.15g}" if isinstance(value, float) else value or ""


def _formula(text: str) -> str:
    return grammar.CONSTANTS.get(text) or grammar.to_excel(text)


class Block:
    """Values on their way into a rectangle of cells."""

    def __init__(
        self, office: Office, sheet: Any, area: Area, formats: Formats, null_date: dt.datetime
    ) -> None:
        self._office, self._sheet, self._area = office, sheet, area
        self._formats, self._null_date = formats, null_date
        self._x = self._part(area)
        self._text_areas: list[Area] | None = None
        self._formulas: dict[tuple[int, int], str] = {}
        self._special: dict[str, list[tuple[int, int]]] = {}

    def _part(self, area: Area) -> Any:
        return self._sheet.getCellRangeByPosition(
            area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1
        )

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write one value a cell. Texts are taken as Excel takes them (see `typed`), "=" begins a formula."""
        area = self._area
        if len(rows) != area.rows or any(len(row) != area.columns for row in rows):
            raise XlwingsError(f"The values do not have the shape of {area.address()}.")
        self._x.setDataArray(
            tuple(
                tuple(self._ready(area.row + i, area.column + j, value) for j, value in enumerate(row))
                for i, row in enumerate(rows)
            )
        )
        for run in runs(self._formulas):
            texts = [self._formulas[row, run.column] for row in range(run.row, run.last_row + 1)]
            self._part(run).setFormulaArray(tuple((grammar.to_uno(text),) for text in texts))
        for text, cells in self._special.items():
            self._format_plain_cells(cells, text)

    def fill_formula(self, formula: str) -> None:
        """Write one formula into every cell, its relative references moved along as Excel does."""
        first = self._sheet.getCellByPosition(self._area.column - 1, self._area.row - 1)
        first.setFormula(grammar.to_uno(formula))
        direction = "com.sun.star.sheet.FillDirection"
        top = self._part(Area(self._area.row, self._area.column, 1, self._area.columns))
        top.fillAuto(self._office.enum(direction, "TO_RIGHT"), 1)
        self._x.fillAuto(self._office.enum(direction, "TO_BOTTOM"), 1)

    def _ready(self, row: int, column: int, value: Any) -> Any:
        if isinstance(value, str):
            if value.startswith("'"):  # Excel's mark for "this is text"
                return value[1:]
            if value.startswith("=") and len(value) > 1 and not self._is_text_cell(row, column):
                self._formulas[row, column] = value
                return ""
            read_as = typed(value)
            if isinstance(read_as, str) or self._is_text_cell(row, column):
                return value
            value = read_as
        if isinstance(value, bool):
            self._special.setdefault("logical", []).append((row, column))
            return float(value)
        if isinstance(value, dt.date):
            has_time = isinstance(value, dt.datetime) and value.time() != dt.time()
            format_text = "dd/mm/yyyy hh:mm" if has_time else "dd/mm/yyyy"
            self._special.setdefault(format_text, []).append((row, column))
            return to_serial(value, self._null_date)
        return "" if value is None else float(value)

    def _is_text_cell(self, row: int, column: int) -> bool:
        if self._text_areas is None:
            self._text_areas = [
                area for key, areas in by_format(self._x) if self._formats.kind(key) & TEXT for area in areas
            ]
        return any(
            area.row <= row <= area.last_row and area.column <= column <= area.last_column
            for area in self._text_areas
        )

    def _format_plain_cells(self, cells: list[tuple[int, int]], text: str) -> None:
        """Give booleans and dates a format that shows them as such, where the cell is General or text."""
        key = self._formats.logical() if text == "logical" else self._formats.key(text)
        for run in runs(cells):
            x = self._part(run)
            for old, areas in by_format(x):
                if self._formats.text(old) in ("General", "@"):
                    for area in areas:
                        self._part(area).NumberFormat = key
