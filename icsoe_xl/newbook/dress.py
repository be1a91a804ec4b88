"""The looks of the built-in workbook in openpyxl's words: fonts, fills, lines, bands, input messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.addresses import column_letters
from icsoe_xl.newbook.design import Colours

FONT = "Calibri"
DAY, AMOUNT, TEXT = "dd/mm/yyyy", "#,##0.00", "@"
_TITLE = 32
"""Characters of the title of an input message, Excel's own limit."""

Horizontal = Literal["left", "center", "right"]


class Dress:
    """Puts values into the cells of one sheet and dresses them in the colours of the design.

    ``results`` gathers what each formula gives on the day the workbook is made, by (row, column): openpyxl
    writes formulas without results, and a workbook in Excel's Protected View is not calculated.
    """

    def __init__(self, sheet: Worksheet, colours: Colours) -> None:
        self.sheet, self.colours = sheet, colours
        self.results: dict[tuple[int, int], str | float] = {}

    def put(
        self,
        row: int,
        column: int,
        value: Any = None,
        *,
        result: str | float | None = None,
        size: float = 10,
        bold: bool = False,
        italic: bool = False,
        colour: str | None = None,
        fill: str | None = None,
        align: Horizontal = "left",
        wrap: bool = False,
        indent: int = 0,
        number_format: str | None = None,
        box: bool = False,
        unlocked: bool = False,
        until: int | None = None,
    ) -> Cell:
        """Write and dress a cell; ``result`` makes it a formula; ``until`` merges it up to that column."""
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, Cell)
        if result is not None:
            cell.value = value
            self.results[row, column] = result
        elif value is not None:
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a name from a profile is text, also when it begins with "="
        for at in range(column, (until or column) + 1):
            one = self.sheet.cell(row, at)
            one.font = Font(FONT, size, bold=bold, italic=italic, color=colour or self.colours.tinta)
            if fill is not None:
                one.fill = PatternFill("solid", fgColor=fill)
            one.alignment = Alignment(align, "center", wrap_text=wrap, indent=indent)
            if number_format is not None:
                one.number_format = number_format
            if box:
                one.border = self.thin_box()
            if unlocked:
                one.protection = Protection(locked=False)
        if until is not None and until > column:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=until)
        return cell

    def thin_box(self) -> Border:
        """A thin line all around."""
        side = Side("thin", color=self.colours.linea)
        return Border(side, side, side, side)

    def band(self, rows: Iterable[int], last_column: int) -> None:
        """Fill whole rows with the principal colour."""
        fill = PatternFill("solid", fgColor=self.colours.principal)
        for row in rows:
            for column in range(1, last_column + 1):
                self.sheet.cell(row, column).fill = fill

    def banner(self, row: int, column: int, value: Any, *, header: bool = False, **looks: Any) -> Cell:
        """Text on the principal colour: on a band, or (``header``) bold, centred and boxed over a column."""
        colours = {"colour": self.colours.sobre_principal, "fill": self.colours.principal}
        if header:
            looks = {"bold": True, "align": "center", "box": True, **looks}
        return self.put(row, column, value, **{**colours, **looks})

    def heights(self, **rows: float) -> None:
        """Heights in points: ``heights(r1=6, r2=30)``."""
        for name, height in rows.items():
            self.sheet.row_dimensions[int(name[1:])].height = height

    def widths(self, *widths: float) -> None:
        """Widths of the columns from A on, in characters."""
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[column_letters(number)].width = width

    def link(self, row: int, column: int, text: str, target: str, **looks: Any) -> None:
        """A cell that jumps within the workbook."""
        cell = self.put(row, column, text, colour=looks.pop("colour", self.colours.enlace), **looks)
        cell.hyperlink = f"#{target}"
        assert cell.hyperlink is not None
        cell.hyperlink.location, cell.hyperlink.target = target, None
        cell.font = Font(FONT, 10, color=cell.font.color, underline="single")

    def flag(self, area: str, formula: str, kind: Literal["missing", "wrong", "idle", "ready"]) -> None:
        """Colour the cells of an area where a formula, written for its first cell, holds.

        Rules that come first win where two hold.
        """
        colours = self.colours
        fill = {"missing": colours.falta, "wrong": colours.mal, "idle": colours.cerrado, "ready": None}[kind]
        ink = {"missing": None, "wrong": colours.mal_tinta, "idle": None, "ready": colours.listo}[kind]
        look = DifferentialStyle(
            font=None if ink is None else Font(color=ink),
            fill=None if fill is None else PatternFill("solid", bgColor=fill),
        )
        self.sheet.conditional_formatting.add(area, Rule("expression", dxf=look, formula=[formula]))

    def ask(
        self,
        area: str,
        title: str,
        message: str,
        *,
        choices: str | None = None,
        kind: str | None = None,
        formula: str | None = None,
        second: str | None = None,
        operator: str | None = None,
        refuse: str | None = None,
        style: Literal["stop", "warning"] = "stop",
    ) -> None:
        """An input message; with ``choices`` a drop-down; with ``refuse`` a check that says so.

        Without ``refuse`` anything may be typed.
        """
        rule = DataValidation(
            type=kind or ("list" if choices is not None else None),  # type: ignore[arg-type]
            formula1=choices or formula,
            formula2=second,
            operator=operator,  # type: ignore[arg-type]
            allow_blank=True,
            showErrorMessage=refuse is not None,
            showInputMessage=bool(message),
            errorTitle=title[:_TITLE] if refuse else None,
            error=refuse,
            errorStyle=style if refuse else None,
            promptTitle=title[:_TITLE] if message else None,
            prompt=message or None,
            sqref=area,
        )
        self.sheet.add_data_validation(rule)
