"""Puts the program into the user's own programs folder and the add-in into Excel, or brings both up to date.

`instalar.bat` and `instalar.command` start it out of the unzipped folder. No administrator is needed. The new
folder is made beside the old one and takes its place by a rename: whatever goes wrong, one whole program is there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from icsoe_xl import __version__
from icsoe_xl.cli.door import say
from icsoe_xl.errors import IcsoeError, UnwritableFile, UsageProblem

NAME = "icsoe_xl"
_WAITS = (0.5, 1.0, 2.0, 4.0)
"""Seconds between tries of a rename: on Windows an antivirus holds files for a moment after they are made."""


def main(words: Sequence[str]) -> int:  # noqa: ARG001 - one signature for all that entry.py starts
    """Install or update for this user; the exit code is that of `addin install`."""
    running = Path(sys.executable)
    try:
        folder = programs_folder(sys.platform, os.environ) / NAME
        if folder.resolve() != running.parent.resolve():
            put(running.parent, folder)
        print(f"icsoe_xl {__version__} está en {folder}", flush=True)
    except IcsoeError as problem:
        say(str(problem))
        return problem.exit_code
    # By the program in its new place: it is its own path that the add-in must remember.
    return subprocess.run([str(folder / running.name), "addin", "install"], check=False).returncode


def programs_folder(system: str, environment: Mapping[str, str]) -> Path:
    r"""Return the folder of programs of the user of `environment`; `system` is as `sys.platform` says it.

    Windows' own place for programs of one user is %LOCALAPPDATA%\Programs (FOLDERID_UserProgramFiles), that of
    macOS ~/Applications. Raises UsageProblem on another system, or when the variable is missing.
    """
    homes = {"win32": ("LOCALAPPDATA", "Programs"), "darwin": ("HOME", "Applications")}
    if system not in homes:
        raise UsageProblem("El instalador es para Windows y macOS. Aquí use el programa desde esta carpeta.")
    variable, folder = homes[system]
    home = environment.get(variable, "")
    if not Path(home).is_absolute():
        raise UsageProblem(
            f"No se sabe cuál es su carpeta de usuario: la variable {variable} está vacía. "
            "Cierre la sesión, vuelva a entrar y ejecute otra vez el instalador."
        )
    return Path(home) / folder


def put(source: Path, target: Path) -> None:
    """Make `target` a copy of the folder `source`, in place of the one that may be there.

    Raises UnwritableFile, and leaves the old one whole, when the copy cannot be made or the old one is in use.
    """
    new, old = target.with_name(f"{target.name}.nuevo"), target.with_name(f"{target.name}.anterior")
    try:
        for leftover in (new, old):
            if leftover.exists():
                shutil.rmtree(leftover)
        target.parent.mkdir(parents=True, exist_ok=True)
        # copy, not copy2: the mark that a browser puts on a download must not come along, or Windows and macOS
        # would ask about the program, or refuse it, each time that Excel starts it.
        shutil.copytree(source, new, symlinks=True, copy_function=shutil.copy)
    except OSError as error:
        raise UnwritableFile(
            f"No pude copiar el programa a {target.parent} ({error.strerror or 'falta espacio o permiso'}). "
            "Cierre Excel, revise que haya espacio y ejecute otra vez el instalador."
        ) from error
    try:
        if target.exists():
            _rename(target, old)
        _rename(new, target)
    except OSError as error:
        if old.exists() and not target.exists():
            _rename(old, target)
        raise UnwritableFile(
            f"No pude cambiar el programa de {target}: está en uso. Cierre Excel y LibreOffice por completo y "
            "ejecute otra vez el instalador."
        ) from error
    shutil.rmtree(old, ignore_errors=True)  # what is still held goes at the next update


def _rename(path: Path, to: Path) -> None:
    for wait in _WAITS:
        try:
            path.rename(to)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    path.rename(to)
