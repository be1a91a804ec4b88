"""The project's virtual environment, made when it is missing and reused when it is right.

Nothing but Python's standard library, so that a fresh clone can run it. Once ready it needs no network.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
OLDEST = (3, 11)


def ready(extra: str = "") -> Path:
    """The environment's interpreter, with the project installed in it (editable) and one of its extras.

    What is installed is stamped with the digest of pyproject.toml: while that does not change, nothing
    is asked of the network. Ends the program with one line when it cannot be done.
    """
    if sys.version_info < OLDEST:
        raise SystemExit(f"icsoe_xl needs Python {OLDEST[0]}.{OLDEST[1]} or later; this is {sys.version}")
    if not _works():
        _run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], "make the virtual environment")
    stamp = FOLDER / f"icsoe_xl-{extra or 'runtime'}.stamp"
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != digest:
        print(f"Preparing {FOLDER.name} (the first time this takes a minute or two)...", file=sys.stderr)
        what = f"{ROOT}[{extra}]" if extra else str(ROOT)
        _run([str(PYTHON), "-m", "pip", "install", "--quiet", "--editable", what], "install the dependencies")
        stamp.write_text(digest, encoding="utf-8")
    return PYTHON


def _works() -> bool:
    """Whether the environment is there and was not left behind by an interpreter that is gone."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode == 0


def _run(command: list[str], purpose: str) -> None:
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        hint = " (Debian and Ubuntu: apt-get install python3-venv)" if command[2] == "venv" else ""
        raise SystemExit(f"Could not {purpose}: see the lines above{hint}.")
