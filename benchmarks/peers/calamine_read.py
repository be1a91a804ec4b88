"""Bare read: the values of the sheet with python-calamine, nothing else. Arguments: BOOK."""

import sys

from python_calamine import CalamineWorkbook

rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(0)
