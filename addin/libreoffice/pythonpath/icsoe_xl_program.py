"""Finds the installed icsoe_xl and lets it work on a spreadsheet that is open in this LibreOffice.

Which program is started is said by one file in the user's own profile, `lanzador.txt`, which
`icsoe-xl addin install` writes; never by a workbook, its folder or its name, and nothing of a workbook goes
into the command. The program gets two pipes as standard input and output and reaches this LibreOffice through
them alone (see `icsoe_xl_bridge`). While it works, LibreOffice waits, as it does for a macro.

Where there is no such file but this very Python can import icsoe_xl, it works here, without a process.

This file runs in LibreOffice's own Python, which may be as old as 3.8.
"""

from __future__ import annotations

import codecs
import contextlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from icsoe_xl_bridge import Bridge

SETTINGS_NAME = "lanzador.txt"
LOG_NAME = "arranque.txt"
HEADER = "icsoe_xl lanzador 1"
_STOP_SECONDS = 20
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW of Windows: no black console beside the spreadsheet


class Trouble(Exception):
    """Why a button could not do its work; the text is for the user, in Spanish."""


def run(verb: str, context: Any, document: Any) -> Any:
    """Run a verb of the ribbon on `document` and return the status indicator that still shows its text.

    None when there is none. Raises Trouble when icsoe_xl is missing or broke down.
    """
    folder = settings_folder()
    before = document.isAutomaticCalculationEnabled()
    try:
        if (folder / SETTINGS_NAME).is_file():
            return _run_program(command(folder), verb, folder, context, document)
        if importlib.util.find_spec("icsoe_xl") is not None:
            return _run_here(verb, context, document)
        raise Trouble(
            "No encuentro el programa de ICSOE en esta computadora. Instálelo y ejecute: icsoe-xl addin install"
        )
    finally:
        # A program that was killed halfway leaves the sheet frozen: give the view and the sums back.
        while document.hasControllersLocked():
            document.unlockControllers()
        document.enableAutomaticCalculation(before)


def settings_folder() -> Path:
    """The folder in the user's profile where `icsoe-xl addin install` leaves its settings."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "")) / "icsoe_xl"
    home = Path("~").expanduser()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "icsoe_xl"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "icsoe_xl"


def command(folder: Path) -> list[str]:
    """The program of the settings in `folder` and its first arguments; the verb comes after them.

    Raises Trouble when the file is damaged or the program is not there.
    """
    path = folder / SETTINGS_NAME
    again = "Ejecute de nuevo: icsoe-xl addin install"
    try:
        data = path.read_bytes()
        text = data.decode("utf-16" if data.startswith(codecs.BOM_UTF16_LE) else "utf-8")
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"No se puede leer {path}. {again}") from None
    header, *lines = text.splitlines() or [""]
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    kind, program = values.get("tipo"), Path(values.get("programa", ""))
    if header != HEADER or kind not in ("python", "programa"):
        raise Trouble(f"El archivo {path} está dañado. {again}")
    if not program.is_absolute() or not program.is_file():
        raise Trouble(f"Ya no existe el programa {program}. {again}")
    if kind == "programa":
        return [str(program), "calc"]
    # pythonw.exe may come without standard input and output; its twin certainly has them.
    twin = program.with_name(program.name.replace("pythonw", "python"))
    return [str(twin if twin.is_file() else program), "-I", "-m", "icsoe_xl.calc"]


def _run_program(start: list[str], verb: str, folder: Path, context: Any, document: Any) -> Any:
    log = folder / LOG_NAME
    with log.open("wb") as errors:
        try:
            process: Any = subprocess.Popen(
                [*start, verb],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=str(folder),  # never the folder of the workbook
                creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError as problem:
            raise Trouble(f"No se pudo iniciar {start[0]}: {problem.strerror}.") from None
        # One that ended without waiting for an answer breaks the pipe; its exit code tells if that was right.
        bridge = Bridge(context, document)
        with contextlib.suppress(BrokenPipeError):
            bridge.serve(process.stdout, process.stdin)
        code = _wait(process)
    if code != 0:
        if bridge.status is not None:
            bridge.status.end()
        raise Trouble(f"El programa de ICSOE se detuvo antes de terminar. El detalle está en {log}")
    return bridge.status


def _wait(process: Any) -> int:
    """Close our ends of the pipes and return the exit code, by force when it does not end."""
    for end in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):  # what was not sent any more has no reader
            end.close()
    try:
        return int(process.wait(_STOP_SECONDS))
    except subprocess.TimeoutExpired:
        process.kill()
        return int(process.wait())


def _run_here(verb: str, context: Any, document: Any) -> Any:
    from icsoe_xl import calc
    from icsoe_xl.calc.office import UnoOffice

    return calc.press(verb, UnoOffice(context), document)
