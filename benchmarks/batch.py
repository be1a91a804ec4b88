"""Many workbooks: ours beside a pool of as many processes that only reads the same files with calamine.

    python benchmarks/batch.py                    200 workbooks x 3,000 workers, 2 processes
    python benchmarks/batch.py --files 1244       the country, one period: 3.73 million workers

Whole runs are timed, start-up, checks between workbooks and (with --out) the summary included; the ratio
is the median of the ratios of each round. Memory is the peak of every single process, asked of the system
while the run goes on. At the end one process must say the same as two.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from measure import equipment  # noqa: E402
from report import Bar, Sheet, Table  # noqa: E402

BAR, BAR_MB = 1.8, 150
FEW, COUNTRY = 200, 1_244
"""Workbooks; the second with 3,000 workers each is the whole country in one period."""
MODELS = 8
"""Different workbooks; the rest are copies, so that making them does not take longer than the race."""

READER = """
import sys
from multiprocessing import get_context
from python_calamine import CalamineWorkbook

def read(path):
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)

if __name__ == "__main__":
    from pathlib import Path
    paths = sorted(str(path) for path in Path(sys.argv[1]).iterdir())
    with get_context("spawn").Pool(int(sys.argv[2])) as pool:
        print(sum(pool.imap_unordered(read, paths, chunksize=16)))
"""


def main() -> int:
    """Run the race; 0 when every bar is met."""
    parser = argparse.ArgumentParser(description="Times icsoe-xl batch beside a pool that only reads.")
    parser.add_argument("--files", type=int, default=FEW)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    sheet = Sheet(equipment())
    sheet.add(table(args.files, args.rows, args.jobs, args.rounds))
    print(sheet.text())
    return 0 if sheet.all_met else 1


def table(files: int, rows: int = 3_000, jobs: int = 2, rounds: int = 5) -> Table:
    """The race over so many workbooks of so many workers."""
    with tempfile.TemporaryDirectory(prefix="icsoe_bench_") as name:
        folder = Path(name)
        books = make_books(folder / "books", files, rows)
        reader = folder / "reader.py"
        reader.write_text(READER, encoding="utf-8")
        read = [sys.executable, str(reader), str(books), str(jobs)]
        times: dict[str, list[float]] = {"batch": [], "batch --out": [], "read": []}
        peaks: dict[str, float] = {}
        for turn in range(rounds + 1):  # the first one warms the caches
            for what, command in (
                ("batch", ours(books, jobs)),
                ("read", read),
                ("batch --out", ours(books, jobs, folder / "out")),
            ):
                print(f"{files:,} workbooks: {what}", file=sys.stderr)
                seconds, peak = timed(command, folder)
                peaks[what] = max(peaks.get(what, 0), peak)
                if turn:
                    times[what].append(seconds)
        timed(ours(books, 1, folder / "one"), folder)
        same = (folder / "one/resumen.json").read_bytes() == (folder / "out/resumen.json").read_bytes()
    ratios = {
        what: statistics.median(own / floor for own, floor in zip(seconds, times["read"], strict=True))
        for what, seconds in times.items()
    }
    cells = [["", "seconds", "peak MB of a process", "this / read"]]
    for what, seconds in times.items():
        cells.append(
            [what, f"{statistics.median(seconds):.2f}", f"{peaks[what]:.0f}", f"{ratios[what]:.3g} x"]
        )
    return Table(
        f"batch, {files:,} workbooks of {rows:,} workers, {jobs} processes ({rounds} rounds)",
        cells,
        [
            Bar("batch / a pool that only reads", ratios["batch"], BAR),
            Bar("batch: peak MB of a process", max(peaks["batch"], peaks["batch --out"]), BAR_MB),
            Bar("batch: one process says the same as all (1: yes)", float(same), 1, at_least=True),
        ],
    )


def make_books(folder: Path, files: int, rows: int) -> Path:
    """The workbooks: 2 % of the rows bad, each person in several of them, as with several contracts."""
    from books import FAULTY, write

    folder.mkdir()
    for number in range(files):
        path = folder / f"{number:05d}.xlsx"
        if number < MODELS:
            write(path, rows + number, FAULTY)  # the number of rows is the seed
        else:
            shutil.copyfile(folder / f"{number % MODELS:05d}.xlsx", path)
    return folder


def ours(books: Path, jobs: int, out: Path | None = None) -> list[str]:
    """The command line of a run of ours."""
    command = [
        sys.executable,
        "-m",
        "icsoe_xl",
        "batch",
        str(books),
        "--jobs",
        str(jobs),
        "--period",
        "2026-1",
    ]
    return command if out is None else [*command, "--out", str(out)]


def timed(command: list[str], home: Path) -> tuple[float, float]:
    """Seconds of a run, and the peak in MB of its largest process."""
    environment = {**os.environ, "ICSOE_XL_HOME": str(home / "home"), "PYTHONPATH": str(HERE.parent)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = _Peak(process.pid)
    peak.start()
    _, error = process.communicate()
    seconds = time.perf_counter() - start
    peak.over.set()
    peak.join()
    if process.returncode not in (0, 1):
        raise SystemExit(error.decode(errors="replace"))
    return seconds, peak.megabytes


class _Peak(threading.Thread):
    """Looks ten times a second at the memory of a process and its children."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.over = threading.Event()
        self.megabytes = 0.0

    def run(self) -> None:
        import psutil

        while not self.over.wait(0.1):
            try:
                parent = psutil.Process(self._pid)
                sizes = [each.memory_info().rss for each in (parent, *parent.children(recursive=True))]
            except psutil.Error:
                continue  # one of them has just ended
            self.megabytes = max(self.megabytes, max(sizes) / 2**20)


if __name__ == "__main__":
    raise SystemExit(main())
