"""What the sheets of contracts and of workers share: bands, headers, an Excel table, columns to type in, print."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font, Protection
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.addresses import column_letters
from icsoe_xl.newbook.design import TableDesign
from icsoe_xl.newbook.dress import AMOUNT, DAY, FONT, TEXT, Dress
from icsoe_xl.newbook.facts import Facts
from icsoe_xl.newbook.places import START, TablePlace

_FORMATS = {"sbc": AMOUNT, "fecha_inicio": DAY, "fecha_fin": DAY}
"""Every other column is text: an NSS, a postal code or a contract 001 must stay as typed."""


ROW_HEIGHT = 18


def build(sheet: Worksheet, facts: Facts, design: TableDesign, place: TablePlace) -> Dress:
    """Lay out a table sheet, without validations and colours."""
    dress = Dress(sheet, facts.design.colours)
    _bands(dress, facts, design)
    _headers(dress, design, place)
    _columns(sheet, design)
    _table(sheet, place)
    sheet.freeze_panes = f"B{place.first_row}"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = f"A{place.first_row}"
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW_HEIGHT, True
    return dress


def _bands(dress: Dress, facts: Facts, design: TableDesign) -> None:
    colours, last = facts.design.colours, len(design.columns)
    whose = f"{facts.profile.razon_social} · {facts.period}"
    dress.band((1, 2), last)
    dress.banner(1, 1, facts.told(design.title), size=16, bold=True, indent=1)
    dress.banner(2, 1, '=icsoe_razon_social&" · "&icsoe_periodo', result=whose, indent=1)
    for column in range(1, last + 1):
        dress.put(3, column, fill="FFFFFF")
    dress.link(3, 1, "← Inicio", f"{START}!A1", indent=1)
    dress.put(3, 2, facts.told(design.hint), colour=colours.tenue, italic=True)
    dress.heights(r1=27, r2=18, r3=21)
    if design.groups:
        start = 1
        for title, span in design.groups:
            dress.put(
                4, start, title, bold=True, colour=colours.principal, fill=colours.suave, align="center", box=True,
                until=start + span - 1,
            )  # fmt: skip
            start += span
        dress.sheet.row_dimensions[4].height = 18


def _headers(dress: Dress, design: TableDesign, place: TablePlace) -> None:
    hints, headers = place.header_row - 1, place.header_row
    for number, column in enumerate(design.columns, 1):
        hint = column.hint or None
        dress.put(
            hints, number, hint, size=9, italic=True, colour=dress.colours.tenue, align="center", wrap=True
        )
        dress.banner(headers, number, column.header, header=True, wrap=True)
    dress.sheet.row_dimensions[hints].height = 27
    dress.sheet.row_dimensions[headers].height = 32


def _columns(sheet: Worksheet, design: TableDesign) -> None:
    """Format and lock of whole columns: the rows need no cells, and what is typed anywhere below is right."""
    for number, column in enumerate(design.columns, 1):
        dimension = sheet.column_dimensions[column_letters(number)]
        dimension.width = column.width
        dimension.number_format = _FORMATS.get(column.field, TEXT)
        dimension.font = Font(FONT, 10)
        dimension.alignment = Alignment("right" if column.field == "sbc" else "left", "center", indent=1)
        dimension.protection = Protection(locked=False)


def _table(sheet: Worksheet, place: TablePlace) -> None:
    area = f"A{place.header_row}:{place.last_letter}{place.last_row}"
    table = Table(displayName=f"Tabla{place.sheet}", ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
