"""Our sheets in an open workbook: a :class:`~icsoe_xl.hallazgos.Listing` written with few calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from icsoe_xl.hallazgos import LOOKS, RECORD_COLUMN, Cell, Column, Listing, Look
from icsoe_xl.model import Place
from icsoe_xl.workbooks.areas import rectangles, unions

_SEVERITIES = ("error", "warning")


def add(book: Any, name: str, listing: Listing, hidden: Sequence[str]) -> None:
    """Add the listing as the last sheet; ``hidden`` goes to the hidden cells of its first row."""
    sheet = book.sheets.add(name, after=book.sheets[-1])
    columns, header = listing.columns, listing.header_row
    sheet.range((1, 1), (max(header, 1), len(columns))).number_format = "@"
    sheet.range((1, 1), (len(listing.top), 1)).value = [[cell.value] for cell in listing.top]
    for row, cell in enumerate(listing.top, 1):
        _dress(sheet.range((row, 1)), LOOKS[cell.look])
    heading = sheet.range((header, 1), (header, len(columns)))
    heading.value = [[column.heading for column in columns]]
    _dress(heading, LOOKS["header"])
    for number, column in enumerate(columns, 1):
        sheet.range((1, number)).column_width = column.width
    _write_table(sheet, header + 1, columns, listing.table)
    _keep_hidden(sheet, hidden)
    sheet.freeze_panes.freeze_at(f"1:{header}")
    if listing.table:
        _filter(sheet, sheet.range((header, 1), (header + len(listing.table), len(columns))))


def append(sheet: Any, listing: Listing) -> None:
    """Add the listing's rows below those that an earlier run left on our sheet."""
    used = sheet.used_range
    _write_table(sheet, used.row + used.shape[0], listing.columns, listing.table)


def as_text(sheet: Any, places: Iterable[Place]) -> None:
    """Give cells the format of text, so that what is written next stays as typed."""
    for address, _ in unions(rectangles(places)):
        sheet.range(address).number_format = "@"


def _write_table(sheet: Any, first: int, columns: Sequence[Column], table: list[list[Cell]]) -> None:
    """Write rows of cells: texts as text, numbers as numbers, links as HYPERLINK formulas."""
    if not table:
        return
    last = first + len(table) - 1
    block = sheet.range((first, 1), (last, len(columns)))
    block.number_format = "@"
    formulas = {
        number
        for number, _ in enumerate(columns, 1)
        if any(row[number - 1].link is not None for row in table)
    }
    for number in formulas:
        sheet.range((first, number), (last, number)).number_format = "General"
    amounts = [
        (first + line, number)
        for line, row in enumerate(table)
        for number, cell in enumerate(row, 1)
        if not isinstance(cell.value, str)
    ]
    for address, _ in unions(rectangles(amounts)):
        sheet.range(address).number_format = LOOKS["amount"].number
    block.value = [[_value(cell) for cell in row] for row in table]
    block.font.size = LOOKS["text"].size
    for number in range(1, len(columns) + 1):
        if any(LOOKS[row[number - 1].look].wrap for row in table):
            sheet.range((first, number), (last, number)).wrap_text = True
    for number in formulas:
        sheet.range((first, number), (last, number)).font.color = f"#{LOOKS['link'].colour}"
    for severity in _SEVERITIES:
        places = [(first + line, 1) for line, row in enumerate(table) if row[0].look == severity]
        for address, _ in unions(rectangles(places)):
            sheet.range(address).color = f"#{LOOKS[severity].fill}"


def _value(cell: Cell) -> str | float:
    """What to write: a link becomes a formula, so that one call writes them all."""
    if cell.link is None or not isinstance(cell.value, str):
        return cell.value
    target, shown = (text.replace('"', '""') for text in (f"#{cell.link}", cell.value))
    return f'=HYPERLINK("{target}","{shown}")'


def _dress(area: Any, look: Look) -> None:
    font = area.font
    font.bold, font.size, font.color = look.bold, look.size, f"#{look.colour}"
    if look.fill is not None:
        area.color = f"#{look.fill}"
    if look.wrap:
        area.wrap_text = True


def _keep_hidden(sheet: Any, texts: Sequence[str]) -> None:
    if not texts:
        return
    area = sheet.range((1, RECORD_COLUMN), (1, RECORD_COLUMN + len(texts) - 1))
    area.number_format = "@"
    area.value = [list(texts)]
    area.column_width = 0


def _filter(sheet: Any, area: Any) -> None:
    """Filter buttons on the headings: xlwings offers them as part of a table only."""
    sheet.tables.add(source=area, has_headers=True, table_style_name="TableStyleLight1")
