"""How fast is it, beside what else one could use? Prints ratios, medians and the bars that we set ourselves.

    python3 benchmarks/run.py                     everything (about an hour on two cores)
    python3 benchmarks/run.py --quick             ours, openpyxl and the floors, up to 100,000 rows
    python3 benchmarks/run.py --rows 3000         one size alone, without the template, batch and the list
    python3 benchmarks/run.py --markdown FILE     the tables as Markdown too

Whole processes are timed, start-up included, since that is what a person waits for. Machines drift, so
the contestants of a job run in turns, every round in another order, and a ratio is the median of the
ratios of each round, never the ratio of two medians. Makes its own `.venv-bench` the first time.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIZES = {3_000: 11, 100_000: 5, 1_000_000: 1}
"""Rows of a book, and how many rounds are run on it."""
_QUICK = 100_000


def main() -> int:
    """Run what was asked; 0 when every bar is met."""
    parser = argparse.ArgumentParser(description="Times icsoe_xl beside what else one could use.")
    parser.add_argument("--quick", action="store_true", help="only ours, openpyxl and the bare read")
    parser.add_argument("--rows", type=int, action="append", help="only this size (may be repeated)")
    parser.add_argument("--rounds", type=int, help="rounds for each size (default: 11 small, 5 large)")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables there too")
    parser.add_argument("--here", action="store_true", help="use this Python as it is, not .venv-bench")
    args = parser.parse_args()
    if not args.here:
        _again_in_own_environment()

    import batch
    import public_list
    import template
    from measure import Race, equipment
    from report import Sheet, of_result

    sheet = Sheet(equipment())
    for rows in args.rows or [size for size in SIZES if size <= _QUICK or not args.quick]:
        with Race(rows, args.rounds or SIZES.get(rows, 3), quick=args.quick) as race:
            for job in race.jobs():
                sheet.add(of_result(race.run(job)))
    if not args.rows:
        for table in template.tables(args.rounds or (3 if args.quick else 9)):
            sheet.add(table)
        sheet.add(batch.table(batch.FEW if args.quick else batch.COUNTRY, rounds=args.rounds or 3))
        sheet.add(public_list.table(rounds=args.rounds or 3))
    print(sheet.text())
    if args.markdown:
        args.markdown.write_text(sheet.markdown(), encoding="utf-8", newline="\n")
    return 0 if sheet.all_met else 1


def _again_in_own_environment() -> None:
    sys.path.insert(0, str(HERE.parent / "scripts"))
    from environment import ready

    python = str(ready("bench", ".venv-bench"))
    command = [python, str(HERE / "run.py"), "--here", *sys.argv[1:]]
    if platform.system() == "Windows":
        import subprocess

        raise SystemExit(subprocess.run(command).returncode)
    os.execv(python, command)


if __name__ == "__main__":
    raise SystemExit(main())
