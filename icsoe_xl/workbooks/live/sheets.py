"""Our sheets in an open workbook: a :class:`~icsoe_xl.hallazgos.Listing` written with few calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from icsoe_xl.hallazgos import LOOKS, RECORD_COLUMN, Cell, Column, Listing, Look
from icsoe_xl.workbooks.live import colours, states
from icsoe_xl.workbooks.live.areas import address, rectangles, unions

_SEVERITIES = ("error", "warning")


def add(book: Any, name: str, listing: Listing, hidden: Sequence[str]) -> None:
    """Add the listing as the last sheet; ``hidden`` goes to the hidden cells of its first row."""
    sheet = book.sheets.add(name, after=book.sheets[-1])
    columns, header = listing.columns, listing.header_row
    whole = sheet.range(address((1, 1, header + len(listing.table), len(columns))))
    whole.number_format = "@"
    whole.font.size = LOOKS["text"].size
    lines = [[cell.value, *[None] * (len(columns) - 1)] for cell in listing.top]
    headings: list[Any] = [column.heading for column in columns]
    sheet.range(address((1, 1, header, len(columns)))).raw_value = [*lines, [None] * len(columns), headings]
    for look in dict.fromkeys(cell.look for cell in listing.top):
        rows = [(row, 1) for row, cell in enumerate(listing.top, 1) if cell.look == look]
        for union, _ in unions(rectangles(rows)):
            _dress(sheet.range(union), LOOKS[look])
    _dress(sheet.range(address((header, 1, header, len(columns)))), LOOKS["header"])
    for width in dict.fromkeys(column.width for column in columns):
        same = [(1, number) for number, column in enumerate(columns, 1) if column.width == width]
        for union, _ in unions(rectangles(same)):
            sheet.range(union).column_width = width
    _write_table(sheet, header + 1, columns, list(listing.table))
    _keep_hidden(sheet, hidden)
    states.freeze_rows(sheet, header)
    if listing.table:
        _filter(sheet, sheet.range(address((header, 1, header + len(listing.table), len(columns)))))


def append(sheet: Any, listing: Listing) -> None:
    """Add the listing's rows below those that an earlier run left on our sheet."""
    used = sheet.used_range
    first = used.row + used.shape[0]
    block = sheet.range(address((first, 1, first + len(listing.table) - 1, len(listing.columns))))
    block.number_format = "@"
    block.font.size = LOOKS["text"].size
    _write_table(sheet, first, listing.columns, list(listing.table))


def _write_table(sheet: Any, first: int, columns: Sequence[Column], table: list[list[Cell]]) -> None:
    """Write rows of cells into cells of text: numbers as numbers, links as HYPERLINK formulas."""
    if not table:
        return
    last = first + len(table) - 1
    for number in range(1, len(columns) + 1):
        if any(row[number - 1].link is not None for row in table):
            links = sheet.range(address((first, number, last, number)))
            links.number_format = "General"
            links.font.color = f"#{LOOKS['link'].colour}"
    amounts = [
        (first + line, number)
        for line, row in enumerate(table)
        for number, cell in enumerate(row, 1)
        if not isinstance(cell.value, str)
    ]
    for union, _ in unions(rectangles(amounts)):
        sheet.range(union).number_format = LOOKS["amount"].number
    sheet.range(address((first, 1, last, len(columns)))).raw_value = [
        [_value(cell) for cell in row] for row in table
    ]
    wrapped = [n for n in range(1, len(columns) + 1) if any(LOOKS[row[n - 1].look].wrap for row in table)]
    if wrapped:
        sheet.range(address((first, wrapped[0], last, wrapped[-1]))).wrap_text = True
    colours.paint(
        sheet,
        {
            (first + line, 1): LOOKS[row[0].look].fill
            for line, row in enumerate(table)
            if row[0].look in _SEVERITIES
        },
    )


def _value(cell: Cell) -> str | float:
    """What to write: a link becomes a formula, so that one call writes them all."""
    if cell.link is None or not isinstance(cell.value, str):
        return cell.value
    target, shown = (text.replace('"', '""') for text in (f"#{cell.link}", cell.value))
    return f'=HYPERLINK("{target}","{shown}")'


def _dress(area: Any, look: Look) -> None:
    plain, font = Look(), area.font
    if look.bold:
        font.bold = True
    if look.size != plain.size:
        font.size = look.size
    if look.colour != plain.colour:
        font.color = f"#{look.colour}"
    if look.fill is not None:
        area.color = f"#{look.fill}"
    if look.wrap:
        area.wrap_text = True


def _keep_hidden(sheet: Any, texts: Sequence[str]) -> None:
    if not texts:
        return
    area = sheet.range(address((1, RECORD_COLUMN, 1, RECORD_COLUMN + len(texts) - 1)))
    area.number_format = "@"
    area.raw_value = [list(texts)]
    area.column_width = 0


def _filter(sheet: Any, area: Any) -> None:
    """Filter buttons on the headings: xlwings offers them as part of a table only."""
    sheet.tables.add(source=area, has_headers=True, table_style_name="TableStyleLight1")
