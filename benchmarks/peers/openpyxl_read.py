"""Read with openpyxl, read-only. Arguments: BOOK."""

import sys

from openpyxl import load_workbook

sheet = load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
print(len(list(sheet.iter_rows(min_row=2, values_only=True))))
