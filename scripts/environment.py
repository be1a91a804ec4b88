"""The project's virtual environment, made when it is missing and reused when it is right.

Nothing but Python's standard library, so that a fresh clone can run it. Once ready it needs no network.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def ready(extra: str = "", name: str = ".venv") -> Path:
    """The interpreter of the environment ``name`` with the project in it (editable) and one of its extras.

    What is installed is stamped with the digest of pyproject.toml: while that does not change, nothing
    is asked of the network. Ends the program with one line when it cannot be done.
    """
    if sys.version_info < OLDEST:
        raise SystemExit(
            f"icsoe_xl necesita Python {OLDEST[0]}.{OLDEST[1]} o posterior; éste es {sys.version}"
        )
    folder = ROOT / name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not _works(python):
        _run([sys.executable, "-m", "venv", "--clear", str(folder)], "hacer el entorno de Python")
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = folder / f"icsoe_xl-{extra or 'runtime'}.stamp"
    # Every extra has all that running needs, so any fresh stamp will do for that.
    good = [stamp] if extra else sorted(folder.glob("icsoe_xl-*.stamp"))
    if not any(one.exists() and one.read_text(encoding="utf-8") == digest for one in good):
        print(f"Preparo {name} (la primera vez tarda uno o dos minutos)...", file=sys.stderr)
        what = f"{ROOT}[{extra}]" if extra else str(ROOT)
        # Twice quiet: pip's warnings mean nothing to whoever wants to see the demo; its errors still show.
        install = [str(python), "-m", "pip", "install", "-qq", "--editable", what]
        _run(install, "instalar lo que falta (¿hay internet?)")
        stamp.write_text(digest, encoding="utf-8")
    return python


def _works(python: Path) -> bool:
    """Whether the interpreter is there and its base was not removed or replaced since."""
    if not python.exists():
        return False
    return subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True).returncode == 0


def _run(command: list[str], purpose: str) -> None:
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        hint = " (en Debian y Ubuntu: apt-get install python3-venv)" if command[2] == "venv" else ""
        raise SystemExit(f"No pude {purpose}: vea los renglones de arriba{hint}.")
