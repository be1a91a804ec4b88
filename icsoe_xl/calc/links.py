"""Hyperlinks in cells, which LibreOffice holds as fields inside the text.

A place in the workbook is ``#captura!A5`` for Excel and ``#captura.A5`` for LibreOffice.
"""

from __future__ import annotations

import re
from typing import Any

from xlwings import XlwingsError

_EXCEL_PLACE = re.compile(r"#('(?:[^']|'')+'|[^'!]+)!(\$?[A-Za-z]+\$?\d.*)")
_UNO_PLACE = re.compile(r"#\$?('(?:[^']|'')+'|[^'.]+)\.(\$?[A-Za-z]+\$?\d.*)")


def read_link(cell: Any) -> str:
    """Address of the first link in the UNO cell. Raises XlwingsError when there is none."""
    fields = cell.TextFields.createEnumeration()
    while fields.hasMoreElements():
        field = fields.nextElement()
        if field.getPropertySetInfo().hasPropertyByName("URL"):
            return _UNO_PLACE.sub(r"#\1!\2", field.URL)
    raise XlwingsError("The cell doesn't seem to contain a hyperlink!")


def add_link(document: Any, cell: Any, address: str, text: str) -> None:
    """Replace the content of the UNO cell by a link that shows `text`."""
    field = document.createInstance("com.sun.star.text.TextField.URL")
    field.URL = _EXCEL_PLACE.sub(r"#\1.\2", address)
    field.Representation = text
    cell.setString("")
    cell.insertTextContent(cell.createTextCursor(), field, False)
