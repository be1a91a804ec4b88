"""Read with openpyxl (read-only, its fastest way) and check in a loop. Arguments: BOOK."""

import sys

from openpyxl import load_workbook
from plain import check

sheet = load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
print(len(check(sheet.iter_rows(min_row=2, max_col=3, values_only=True))))
