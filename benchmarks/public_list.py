"""The public list of IMSS: ours beside a process that only reads the same file with calamine.

    python benchmarks/public_list.py               356,000 rows, 40 contractors

Whole processes are timed, start-up included, in turns; a ratio is the median of the ratios of each round. One
of ours looks for 40 contractors that are all there, the other for 40 of which five are not, so that near names
are sought too. Both must say the right number.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure
from lists import ROWS
from report import Bar, Sheet, Table

HERE = Path(__file__).resolve().parent
BAR, BAR_MB = 1.6, 600
FOUND, NEAR, READ = "public-list", "public-list, 5 missing", "calamine, bare read"
MISSING = 5


def main() -> int:
    """Run the race; 0 when every bar is met."""
    parser = argparse.ArgumentParser(description="Times icsoe-xl public-list beside a bare read.")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    sheet = Sheet(measure.equipment())
    sheet.add(table(args.rows, args.rounds))
    print(sheet.text())
    return 0 if sheet.all_met else 1


def table(rows: int = ROWS, rounds: int = 5) -> Table:
    """The race on a list of so many rows."""
    with tempfile.TemporaryDirectory(prefix="icsoe_bench_") as name:
        folder = Path(name)
        path = folder / "LPP_2026.xlsx"
        # A process of its own: a child's peak begins at what its parent held when it was started.
        maker = [sys.executable, str(HERE / "lists.py"), str(path), str(rows)]
        made = subprocess.run(maker, check=True, capture_output=True, env={**os.environ, "PYTHONUTF8": "1"})
        names = made.stdout.decode("utf-8").splitlines()
        misspelt = [f"{name[:4]}X{name[5:]}" if n < MISSING else name for n, name in enumerate(names)]
        commands = {
            FOUND: _ours(path, names),
            NEAR: _ours(path, misspelt),
            READ: [sys.executable, str(measure.PEERS / "calamine_read.py"), str(path)],
        }
        expected = {FOUND: len(names), NEAR: len(names) - MISSING}
        runs = {what: measure.Runs() for what in commands}
        order = list(commands)
        for turn in range(rounds + 1):  # the first one warms the caches
            for what in order[turn % 3 :] + order[: turn % 3]:
                print(f"{rows:,} rows of the public list: {what}", file=sys.stderr)
                seconds, peak, answer = _timed(commands[what], folder)
                if what in expected:
                    _look(what, answer, expected[what])
                if turn:
                    runs[what].seconds.append(seconds)
                    runs[what].peak = max(runs[what].peak, peak)
    return _table_of(rows, rounds, runs)


def _ours(path: Path, names: list[str]) -> list[str]:
    given = [word for name in names for word in ("--name", name)]
    return [sys.executable, "-m", "icsoe_xl", "public-list", str(path), *given, "--json"]


def _timed(command: list[str], folder: Path) -> tuple[float, float, str]:
    """Seconds, peak memory in MB and output of one run."""
    environment = {
        **os.environ,
        "ICSOE_XL_HOME": str(folder / "home"),
        "PYTHONPATH": str(HERE.parent),
        "PYTHONUTF8": "1",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    answer = folder / "answer.txt"
    with answer.open("wb") as stdout:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=stdout)
        code, peak = measure.wait(process)
        seconds = time.perf_counter() - start
    if code not in (0, 1):
        raise SystemExit(f"{command[1:4]} failed")
    return seconds, peak, answer.read_text(encoding="utf-8")


def _look(what: str, answer: str, expected: int) -> None:
    """Speed is worth nothing unless everybody was found who is there, and proposed who is nearly there."""
    contractors = json.loads(answer)["contractors"]
    found = sum(bool(each["listed"]) for each in contractors)
    proposed = sum(bool(each["near"]) for each in contractors)
    if (found, proposed) != (expected, len(contractors) - expected):
        raise SystemExit(f"{what} found {found} and proposed {proposed}: not a fair race")


def _table_of(rows: int, rounds: int, runs: dict[str, measure.Runs]) -> Table:
    cells = [["", "seconds", "peak MB", "this / read"]]
    ratios = {}
    for what, of in runs.items():
        pairs = zip(of.seconds, runs[READ].seconds, strict=True)
        ratios[what] = statistics.median(own / floor for own, floor in pairs)
        seconds = statistics.median(of.seconds)
        cells.append([what, f"{seconds:.2f}", f"{of.peak:.0f}", f"{ratios[what]:.3g} x"])
    return Table(
        f"public-list, {rows:,} rows, 40 contractors ({rounds} rounds)",
        cells,
        [
            Bar("public-list / bare read", ratios[FOUND], BAR),
            Bar("public-list with 5 missing / bare read", ratios[NEAR], BAR),
            Bar("public-list: peak MB", max(runs[FOUND].peak, runs[NEAR].peak), BAR_MB),
        ],
    )


if __name__ == "__main__":
    raise SystemExit(main())
