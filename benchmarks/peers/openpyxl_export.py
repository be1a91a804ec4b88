"""Read with openpyxl (read-only), mend and write CSV files of 3,000 rows. Arguments: BOOK FOLDER."""

import csv
import sys
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from plain import mended

sheet = load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
rows = iter(mended(sheet.iter_rows(min_row=2, max_col=3, values_only=True)))
part = 0
while chunk := list(islice(rows, 3000)):
    part += 1
    path = Path(sys.argv[2], f"trabajadores_{part}.csv")
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["NSS(11 dígitos)", "CURP(18 caracteres)", "Salario base de cotización(numérico con 2 decimales)"]
        )
        writer.writerows(chunk)
print(part)
