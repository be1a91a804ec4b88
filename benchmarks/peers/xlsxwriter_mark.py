"""Read with calamine, check, write the whole workbook anew with XlsxWriter. Arguments: BOOK.

Fast, and it loses everything of the template that is not a value: macros, buttons, looks, validations.
"""

import sys

import xlsxwriter
from plain import FIELDS, HEADERS, MEND, check
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

path = sys.argv[1]
rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
bad = check(rows[1:])
at = {(one.row - 1, one.column - 1) for one in bad}
bad_rows = {row for row, _ in at}

with xlsxwriter.Workbook(path) as workbook:
    red, pale = workbook.add_format({"bg_color": "#FFC7CE"}), workbook.add_format({"bg_color": "#FDECEA"})
    sheet = workbook.add_worksheet("captura")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            look = red if (number, column) in at else pale if number in bad_rows else None
            if isinstance(value, str):
                sheet.write_string(number, column, value, look)
            else:
                sheet.write_number(number, column, value, look)
    for one in bad[:500]:
        sheet.write_comment(one.row - 1, one.column - 1, f"{one.what} {MEND}")
    found = workbook.add_worksheet("Hallazgos")
    found.write_row(0, 0, ["Errores", len(bad)])
    found.write_row(1, 0, HEADERS)
    for number, one in enumerate(bad, 2):
        cell = xl_rowcol_to_cell(one.row - 1, one.column - 1)
        found.write_string(number, 0, "Error")
        found.write_url(number, 1, f"internal:'captura'!{cell}", string=cell)
        found.write_row(number, 2, [FIELDS[one.column - 1], one.what, MEND])
    found.freeze_panes(2, 0)
    found.autofilter(1, 0, len(bad) + 1, 4)
print(len(bad))
