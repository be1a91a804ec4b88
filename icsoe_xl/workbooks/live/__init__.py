"""A workbook open in Excel or in LibreOffice Calc, through xlwings."""

from icsoe_xl.workbooks.live.calm import quiet
from icsoe_xl.workbooks.live.workbook import LiveWorkbook

__all__ = ["LiveWorkbook", "quiet"]
