"""The workbooks that everybody gets: the template with synthetic workers, 2 % of the rows bad.

python benchmarks/books.py PATH ROWS faulty|dusty      prints the number of bad cells
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from people import Worker, people

HEADERS = ("NSS(11 dígitos)", " CURP(18 caracteres)", " Salario base de cotización(numérico con 2 decimales)")
BAD_EVERY = 50

Cells = tuple[object, object, object]

DUSTY: tuple[Callable[[Worker], Cells], ...] = (
    lambda w: (f"{w.nss[:2]} {w.nss[2:]}" if w.nss[0] == "0" else int(w.nss), w.curp, w.sbc),
    lambda w: (w.nss, w.curp.lower(), w.sbc),
    lambda w: (w.nss, w.curp, f"${w.sbc:,.2f}"),
    lambda w: (w.nss, w.curp, 450.7512),
)
"""What the export mends by itself: these rows block nothing."""

FAULTY: tuple[Callable[[Worker], Cells], ...] = (
    *DUSTY,
    lambda w: (w.nss[:10] + str((int(w.nss[10]) + 1) % 10), w.curp, w.sbc),
    lambda w: (w.nss[:9], w.curp, w.sbc),
    lambda w: ("", w.curp, w.sbc),
    lambda w: (w.nss, w.curp[:17] + str((int(w.curp[17]) + 1) % 10), w.sbc),
    lambda w: (w.nss, w.curp[:17], w.sbc),
    lambda w: (w.nss, "", w.sbc),
    lambda w: (w.nss, w.curp, 0),
)
"""One bad cell in each row."""


KINDS = {"faulty": FAULTY, "dusty": DUSTY}


def write(path: Path, rows: int, kinds: tuple[Callable[[Worker], Cells], ...]) -> int:
    """Write a book of ``rows`` workers, 2 % of them bad, and say how many cells are."""
    bad = 0
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("captura")
        sheet.set_column(0, 2, 24)
        sheet.write_row(0, 0, HEADERS)
        for number, worker in enumerate(people(rows, seed=rows)):
            cells: Cells = (worker.nss, worker.curp, worker.sbc)
            if number % BAD_EVERY == BAD_EVERY - 1:
                cells = kinds[bad % len(kinds)](worker)
                bad += 1
            for column, value in enumerate(cells):
                if isinstance(value, str):
                    sheet.write_string(number + 1, column, value)
                else:
                    sheet.write_number(number + 1, column, value)
    return bad


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]), KINDS[sys.argv[3]]))
