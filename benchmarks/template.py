"""How fast is a template filled, beside xltpl? 40 fields and 3,000 rows, the same template for both.

Two designs: 40 fields above a list of five columns, and a list of 40 columns.

    python3 benchmarks/template.py             prints seconds, peak memory and ratios
    python3 benchmarks/template.py --here      with this Python as it is, not .venv-bench

Whole processes are timed, start-up included, in turns; a ratio is the median of the ratios of each round.
Before any clock runs both results are read back with python-calamine and must hold the same cells.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from measure import equipment  # noqa: E402
from report import Bar, Sheet, Table  # noqa: E402

FIELDS, ROWS = 40, 3_000
BAR = 1.5
"""At least so many times as fast as xltpl."""
COLUMNS = ("nss", "curp", "sbc", "nombre", "alta")
DESIGNS = ("40 fields and 5 columns", "40 columns")


def write_template(path: Path, design: str) -> None:
    """Labelled fields, a header, one row that repeats, and a row below it.

    xltpl 0.21 overlooks a row's loop in the cells, so its notes tell it; we read the cells and keep notes.
    """
    import xlsxwriter

    wide = design == DESIGNS[1]
    columns = COLUMNS * (FIELDS // len(COLUMNS)) if wide else COLUMNS
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Trabajadores")
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        money = book.add_format({"num_format": "#,##0.00", "border": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy", "border": 1})
        text = book.add_format({"num_format": "@", "border": 1})
        sheet.set_column(0, len(columns) - 1, 22)
        for number in range(0 if wide else FIELDS):
            row, column = divmod(number, 2)
            sheet.write(row, 2 * column, f"Campo {number + 1}", bold)
            sheet.write(row, 2 * column + 1, f"{{{{ campo{number + 1} }}}}", text)
        top = FIELDS // 2 + 1
        sheet.write_row(top, 0, [name.upper() for name in columns], bold)
        looks = {"sbc": money, "alta": day}
        for column, name in enumerate(columns):
            start = "{%- for t in trabajadores %}" if column == 0 else ""
            sheet.write(top + 1, column, start + f"{{{{ t.{name} }}}}", looks.get(name, text))
        sheet.write(top + 2, 0, "{%- endfor %}Fin de la lista", bold)
        sheet.write_comment(top + 1, 0, "beforerow{% for t in trabajadores %}")
        sheet.write_comment(top + 2, 0, "beforerow{% endfor %}")


def data() -> dict[str, Any]:
    """What both fill in: the same rows every time, cheap to make so that the filling is what counts."""
    fields = {f"campo{number + 1}": f"Valor & dato {number + 1}" for number in range(FIELDS)}
    workers = [
        {
            "nss": f"{92_00_00_00000 + number:011d}",
            "curp": f"XEXX{number % 100:02d}0101HNEXXX{number % 37:02d}",
            "sbc": 315.04 + number % 700 / 4,
            "nombre": f"Persona de prueba {number}",
            "alta": date(2020, 1, 1) + timedelta(number % 900),
        }
        for number in range(ROWS)
    ]
    return {**fields, "trabajadores": workers}


def fill_ours(template: str, out: str) -> None:
    """The contestant that this project is."""
    sys.path.insert(0, str(HERE.parent))
    from icsoe_xl.engine import render

    render(template, data(), out)


def fill_xltpl(template: str, out: str) -> None:
    """The peer, as its own documentation uses it."""
    from xltpl.writerx import BookWriter

    writer = BookWriter(template)
    writer.render_book([{**data(), "sheet_name": "Trabajadores"}])
    writer.save(out)


def fill_nothing(_template: str, _out: str) -> None:
    """What both spend on the interpreter and on the data."""
    data()


CONTESTANTS = {"icsoe_xl": fill_ours, "xltpl": fill_xltpl, "nothing but the data": fill_nothing}


def cells(path: Path) -> list[list[object]]:
    """All values of a result, blank ends of rows cut off."""
    from python_calamine import load_workbook

    rows = load_workbook(str(path)).get_sheet_by_name("Trabajadores").to_python(skip_empty_area=False)
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    return rows


def timed(name: str, template: Path, out: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB of one run in a process of its own."""
    out.unlink(missing_ok=True)
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, __file__, "--fill", name, str(template), str(out)])
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = usage.ru_maxrss * (1 if platform.system() == "Darwin" else 1024) / 1e6
    else:
        process.wait()
        peak = float("nan")
    if process.returncode:
        raise SystemExit(f"{name} failed")
    return time.perf_counter() - start, peak


def tables(rounds: int) -> list[Table]:
    """The race on each design."""
    return [race(design, rounds) for design in DESIGNS]


def race(design: str, rounds: int) -> Table:
    """Run all of them on a design; the bar is how many times as fast as xltpl we are."""
    with tempfile.TemporaryDirectory(prefix="icsoe_bench_") as folder:
        template = Path(folder) / "plantilla.xlsx"
        write_template(template, design)
        outs = {name: Path(folder) / f"{number}.xlsx" for number, name in enumerate(CONTESTANTS)}
        for name, out in outs.items():
            timed(name, template, out)
        if cells(outs["icsoe_xl"]) != cells(outs["xltpl"]):
            raise SystemExit("the two results differ: not a fair race")
        seconds: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
        peaks = dict.fromkeys(CONTESTANTS, 0.0)
        names = list(CONTESTANTS)
        for turn in range(rounds):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                spent, peak = timed(name, template, outs[name])
                seconds[name].append(spent)
                peaks[name] = max(peaks[name], peak)
    rows = [["", "seconds", "peak MB"]]
    rows += [[name, f"{median(seconds[name]):.3f}", f"{peaks[name]:.0f}"] for name in names]
    pairs = list(zip(seconds["icsoe_xl"], seconds["xltpl"], seconds["nothing but the data"], strict=True))
    whole = median(theirs / ours for ours, theirs, _ in pairs)
    work = median((theirs - idle) / (ours - idle) for ours, theirs, idle in pairs)
    return Table(
        f"template with {design}, {ROWS:,} rows ({rounds} rounds)",
        rows,
        [Bar(f"template with {design}: xltpl / icsoe_xl", whole, BAR, at_least=True)],
        [f"xltpl / icsoe_xl without interpreter and data: {work:.2f} x; both results hold the same cells"],
    )


def main() -> int:
    """Run what was asked."""
    parser = argparse.ArgumentParser(description="Times the template engine beside xltpl.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--here", action="store_true", help="use this Python as it is, not .venv-bench")
    parser.add_argument("--fill", nargs=3, metavar=("WHO", "TEMPLATE", "OUT"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.fill:
        name, template, out = args.fill
        CONTESTANTS[name](template, out)
        return 0
    if not args.here:
        sys.path.insert(0, str(HERE.parent / "scripts"))
        from environment import ready

        command = [str(ready("bench", ".venv-bench")), __file__, "--here", f"--rounds={args.rounds}"]
        return subprocess.run(command).returncode
    sheet = Sheet(equipment())
    for table in tables(args.rounds):
        sheet.add(table)
    print(sheet.text())
    return 0 if sheet.all_met else 1


if __name__ == "__main__":
    raise SystemExit(main())
