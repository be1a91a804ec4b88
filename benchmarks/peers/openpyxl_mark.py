"""Load, check, fill bad cells and rows, add notes, write Hallazgos, save in place. Arguments: BOOK."""

import sys

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from plain import FIELDS, HEADERS, MEND, check

path = sys.argv[1]
workbook = load_workbook(path)
sheet = workbook.worksheets[0]
bad = check(sheet.iter_rows(min_row=2, max_col=3, values_only=True))

red, pale = PatternFill("solid", fgColor="FFC7CE"), PatternFill("solid", fgColor="FDECEA")
for row in {one.row for one in bad}:
    for column in (1, 2, 3):
        sheet.cell(row, column).fill = pale
for number, one in enumerate(bad):
    cell = sheet.cell(one.row, one.column)
    cell.fill = red
    if number < 500:
        cell.comment = Comment(f"{one.what} {MEND}", "icsoe")

found = workbook.create_sheet("Hallazgos")
found.append(["Errores", len(bad)])
found.append(HEADERS)
for number, one in enumerate(bad, 3):
    name = sheet.cell(one.row, one.column).coordinate
    found.append(["Error", name, FIELDS[one.column - 1], one.what, MEND])
    found.cell(number, 2).hyperlink = f"#'{sheet.title}'!{name}"
found.freeze_panes = "A3"
found.auto_filter.ref = f"A2:E{len(bad) + 2}"
workbook.save(path)
print(len(bad))
