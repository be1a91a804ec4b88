"""Pass the tests: style, types, tests. Makes ``.venv`` in this clone the first time.

    python3 scripts/test.py              everything
    python3 scripts/test.py tests/ids    further words go to pytest, and style and types are left out

Tests that need LibreOffice, Chromium or Microsoft's Open XML validator say so and are skipped without them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from environment import ROOT, ready

CHECKS = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
}


def main(words: list[str]) -> int:
    """Run the checks in turn; 0 only when all of them pass, and all of them run."""
    python = ready("dev")
    checks = {} if words else dict(CHECKS)
    # Each worker has a LibreOffice of its own; more than four of them only fight for memory.
    workers = str(min(4, os.cpu_count() or 1))
    checks["tests"] = ["pytest", *(words or ["-n", workers, "--dist", "loadfile"])]
    failed = []
    for name, command in checks.items():
        print(f"== {name}: {' '.join(command)}", flush=True)
        start = time.monotonic()
        done = subprocess.run([str(python), "-m", *command], cwd=ROOT, stdin=subprocess.DEVNULL)
        print(
            f"== {name}: {'passed' if done.returncode == 0 else 'FAILED'}, {time.monotonic() - start:.0f} s"
        )
        if done.returncode != 0:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
