"""The board as a file: an .xlsx to sort and filter, or one HTML page to look at or print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from icsoe_xl.ledger.board import Row, State

HEADERS = ("RFC", "Contratista", "Periodo", "Estado", "Vence", "Días", "Folio", "Presentada", "Nota")
_WIDTHS = (16, 38, 10, 13, 12, 7, 14, 12, 44)
_HEAD = "D9D9D9"
"""Fill of the head; not a bold font, since the schema forbids the order in which openpyxl writes one."""
_COLOURS = {
    State.LATE: "F8CBAD",
    State.ERRORS: "FCE4D6",
    State.READY: "FFF2CC",
    State.EXPORTED: "DDEBF7",
    State.FILED: "E2EFDA",
}
"""Fill of the state's cell; the word says the same, for whoever does not tell colours apart."""


def xlsx(rows: Sequence[Row]) -> bytes:
    """The board as a workbook with a frozen head and a filter."""
    from openpyxl import Workbook
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tablero"
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(_values(row))
    for column, width in enumerate(_WIDTHS, 1):
        sheet.cell(1, column).fill = PatternFill("solid", fgColor=_HEAD)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, 2):
        for column in range(1, len(HEADERS) + 1):
            cell = sheet.cell(number, column)
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with = is no formula
            elif HEADERS[column - 1] in ("Vence", "Presentada"):
                cell.number_format = "dd/mm/yyyy"
        if row.state in _COLOURS:
            sheet.cell(number, HEADERS.index("Estado") + 1).fill = PatternFill(
                "solid", fgColor=_COLOURS[row.state]
            )
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADERS))}{len(rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def html(rows: Sequence[Row], now: datetime) -> bytes:
    """The board as one page without scripts and without anything from the network."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("icsoe_xl.ledger").joinpath("data/tablero.html").read_text(encoding="utf-8")
    page = environment.from_string(source).render(
        headers=HEADERS, rows=rows, now=now, counts=counts(rows), colours=_COLOURS
    )
    return page.encode("utf-8")


def counts(rows: Sequence[Row]) -> list[tuple[State, int]]:
    """How many returns stand in each state, those that need work first; none of a state is left out."""
    order = (State.LATE, State.ERRORS, State.NOTHING, State.READY, State.EXPORTED, State.FILED)
    found = [(state, sum(row.state is state for row in rows)) for state in order]
    return [(state, number) for state, number in found if number]


def _values(row: Row) -> list[object]:
    return [
        row.rfc,
        row.name,
        str(row.period),
        str(row.state),
        row.due,
        row.days_left,
        row.folio,
        row.filed_on,
        row.note,
    ]
