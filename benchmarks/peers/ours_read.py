"""Ours, up to the tables: values, facts and rows of the workbook. Arguments: BOOK."""

import gc
import sys

gc.disable()  # as the command line does
from icsoe_xl.layouts import find_tables  # noqa: E402
from icsoe_xl.workbooks import open_workbook  # noqa: E402

print(sum(len(table.rows) for table in find_tables(open_workbook(sys.argv[1])).tables))
