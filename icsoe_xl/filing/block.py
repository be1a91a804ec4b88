"""The workers of one file as a workbook: the block that is pasted into the official ``captura`` from A2.

The second way of handing them in, which needs no guess about the CSV. It opens with the block selected, so
copying it is one key. Every cell is text: zeros at the left stay, a wage keeps its two decimals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

from icsoe_xl.filing.archive import zipped
from icsoe_xl.filing.workers import WorkerFile
from icsoe_xl.workbooks.cell_xml import filled_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.layouts import ExportFormat

SHEET = "captura"
_PART = "xl/worksheets/sheet1.xml"
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
    cells = []
    for value in export.header_text:
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "@"
        cells.append(cell)
    sheet.append(cells)
    written = BytesIO()
    book.save(written)
    return _finished(written, "".join(_row(number, values) for number, values in enumerate(rows, 2)))


def _row(number: int, values: Sequence[str]) -> str:
    """A row of texts in the style of the header, which is "@": whatever a text begins with, it is no formula.

    openpyxl writes every sheet into the system's folder for temporary files first, and a run that is killed leaves
    it there: no worker goes through it.
    """
    cells = "".join(filled_cell("", number, column, 1, value) for column, value in enumerate(values, 1))
    return f'<row r="{number}">{cells}</row>'


def _finished(written: BytesIO, rows: str) -> bytes:
    """The workbook with its rows, without the hour, which openpyxl writes, and with a sound font."""
    with ZipFile(written) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _CLOCK.sub(_NO_CLOCK, parts["docProps/core.xml"])
    parts[_PART] = parts[_PART].replace(
        b"</sheetData>", rows.encode("ascii", "xmlcharrefreplace") + b"</sheetData>"
    )
    parts["xl/styles.xml"] = _FONT.sub(_SOUND_FONT, parts["xl/styles.xml"])
    return zipped(parts)
