"""The workers of one file as a workbook: the block that is pasted into the official ``captura`` from A2.

The second way of handing them in, which needs no guess about the CSV. It opens with the block selected, so
copying it is one key. Every cell is text: zeros at the left stay, a wage keeps its two decimals.
"""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from icsoe_xl.filing.archive import zipped
from icsoe_xl.filing.workers import WorkerFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.layouts import ExportFormat

SHEET = "captura"
_WIDTHS = {"A": 18, "B": 24, "C": 30}
_CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NO_CLOCK = rb"\g<1>1980-01-01T00:00:00Z"
_FONT = re.compile(rb"<font>.*?</font>", re.DOTALL)
_SOUND_FONT = b'<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
"""Its parts in the order of the standard; openpyxl has another, which Microsoft's SDK does not take."""


def block_of(file: WorkerFile, export: ExportFormat) -> bytes:
    """The workbook of a worker file: headers in row 1, its rows from A2, all selected. Same rows, same bytes."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    rows = file.cells(export)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    view = sheet.sheet_view.selection[0]
    view.activeCell, view.sqref = "A2", f"A2:C{1 + len(rows)}"
    for values in (export.header_text, *rows):
        cells = []
        for value in values:
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "s"  # whatever it begins with, it is no formula
            cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    written = BytesIO()
    book.save(written)
    return _finished(written)


def _finished(written: BytesIO) -> bytes:
    """The workbook without the hour, which openpyxl writes into properties and ZIP, and with a sound font."""
    with ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _CLOCK.sub(_NO_CLOCK, parts["docProps/core.xml"])
    parts["xl/styles.xml"] = _FONT.sub(_SOUND_FONT, parts["xl/styles.xml"])
    return zipped(parts)
