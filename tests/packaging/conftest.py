"""The frozen program, made once for the run, or the one that ICSOE_XL_FROZEN names (its folder)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = {"win32": ".bat"}.get(sys.platform, ".command")


def cannot_freeze() -> str | None:
    """Why no program can be frozen here, or None when it can."""
    for module, package in (
        ("PyInstaller", "pyinstaller"),
        ("hatchling", "hatchling"),
        ("pyopenvba", "pyOpenVBA"),
    ):
        if find_spec(module) is None:
            return f"{package} is not installed: pip install {package}"
    from PyInstaller.depend.bindepend import get_python_library_path

    if sys.platform.startswith("linux") and shutil.which("objdump") is None:
        return "PyInstaller needs objdump (Debian: apt-get install binutils)"
    if get_python_library_path() is None:
        return "PyInstaller needs a Python with a shared library (Debian: apt-get install libpython3-dev)"
    return None


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which `packaging/build.py` left the program's folder and its ZIP."""
    given = os.environ.get("ICSOE_XL_FROZEN")
    if given:
        return Path(given).resolve()
    reason = cannot_freeze()
    if reason is not None:
        pytest.skip(reason)
    out = tmp_path_factory.mktemp("frozen") / "dist"
    command = [sys.executable, str(ROOT / "packaging" / "build.py"), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def frozen(built: Path) -> Path:
    """The frozen program."""
    return built / "icsoe_xl" / ("icsoe-xl.exe" if sys.platform == "win32" else "icsoe-xl")
