"""Fuzz the product: ``python3 scripts/fuzz.py [--runs N] [--out FOLDER] [TARGET...]``. For the night.

Random inputs, kept where they reach code that none reached before (atheris), go to every target of
tests/fuzz/targets.py, each in a process of its own. What is found stays in FOLDER as ``found-TARGET-...``; give
it to ``drive.py`` as the only input to see it again, mend it, and keep it in tests/fuzz/test_found.py. The
corpus stays in FOLDER too and is where the next night begins.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

from environment import ROOT, ready

FUZZ = ROOT / "tests" / "fuzz"
_EXECUTED = re.compile(r"number_of_executed_units: (\d+)")


def main() -> int:
    """Fuzz each target in turn; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="targets (all of them)")
    parser.add_argument("--runs", type=int, default=130_000, help="executions, shared out equally")
    parser.add_argument("--out", type=Path, default=ROOT / ".fuzz", help="folder for corpus and findings")
    args = parser.parse_args()
    python = str(ready("fuzz"))
    targets = args.targets or _names(python)
    args.out.mkdir(parents=True, exist_ok=True)
    share = -(-args.runs // len(targets))
    executed = found = 0
    begin = time.monotonic()
    for target in targets:
        command = [python, str(FUZZ / "drive.py"), target, str(args.out), f"-runs={share}"]
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL
        )
        (args.out / f"{target}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
        counted = _EXECUTED.search(done.stderr)
        many = int(counted[1]) if counted else 0
        executed += many
        found += done.returncode != 0
        print(
            f"{target:16} {many:8,} executions  {'FOUND: see the log' if done.returncode else 'nothing found'}",
            flush=True,
        )
    minutes = (time.monotonic() - begin) / 60
    print(
        f"{executed:,} executions in {minutes:.0f} min, {len(targets)} targets, {found} with findings; {args.out}"
    )
    return 1 if found else 0


def _names(python: str) -> list[str]:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from fuzz.targets import TARGETS; print(*TARGETS)"
    asked = subprocess.run(
        [python, "-c", code, str(FUZZ.parent)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return asked.stdout.split()


if __name__ == "__main__":
    sys.exit(main())
