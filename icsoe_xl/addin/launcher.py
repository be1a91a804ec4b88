r"""The launcher's settings: the one file that says which program the add-in starts.

    icsoe_xl lanzador 1
    tipo=python
    programa=C:\Users\Ana\icsoe\Scripts\pythonw.exe
    registro=C:\Users\Ana\AppData\Local\icsoe_xl\logs\incidentes.log
    version=0.1.0
    complemento=<SHA-256 of the installed .xlam>

The number in the first line is the agreement between this file and its readers, `addin/IcsoeLauncher.bas` and
`addin/icsoe_xl.sh`. Windows gets UTF-16, the only Unicode that its Scripting.FileSystemObject reads; macOS
gets UTF-8.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Literal

from icsoe_xl.errors import UsageProblem

HEADER = "icsoe_xl lanzador 1"

Kind = Literal["python", "programa"]
_KINDS: dict[str, Kind] = {"python": "python", "programa": "programa"}


@dataclass(frozen=True)
class LauncherSettings:
    """What the launcher starts, and what was installed with it.

    `kind` is "python" for an interpreter (started as `-I -m icsoe_xl.ribbon VERB`) and "programa" for the
    frozen program (started as `ribbon VERB`). `program` and `log` are absolute paths; `version` is that of
    this package; `addin_hash` is the SHA-256 of the .xlam, in hexadecimal.
    """

    kind: Kind
    program: str
    log: str
    version: str
    addin_hash: str


def check_program(program: str, system: str) -> None:
    """Raise UsageProblem when the launcher of `system` could not start a program with this path."""
    path: PurePath = PureWindowsPath(program) if system == "win32" else PurePosixPath(program)
    if not path.is_absolute():
        raise UsageProblem(f"El programa debe indicarse con su ruta completa: {program}")
    # WScript.Shell expands %NAME% even between quotes; the others would end a line or an argument.
    forbidden = '%"\r\n' if system == "win32" else "\r\n"
    if any(letter in program for letter in forbidden):
        raise UsageProblem(
            f"Excel no puede iniciar un programa con esa ruta: {program}. "
            "Instálelo en una carpeta cuyo nombre no lleve signos como %."
        )


def encode(settings: LauncherSettings, system: str) -> bytes:
    """Return the bytes of the settings file for the launcher of `system`."""
    lines = [
        HEADER,
        f"tipo={settings.kind}",
        f"programa={settings.program}",
        f"registro={settings.log}",
        f"version={settings.version}",
        f"complemento={settings.addin_hash}",
    ]
    if system == "win32":
        return codecs.BOM_UTF16_LE + "".join(f"{line}\r\n" for line in lines).encode("utf-16-le")
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def decode(data: bytes) -> LauncherSettings | None:
    """Return the settings in `data`, or None when they are damaged or of another agreement."""
    try:
        text = data.decode("utf-16" if data.startswith(codecs.BOM_UTF16_LE) else "utf-8")
    except UnicodeDecodeError:
        return None
    header, *rest = text.replace("\r\n", "\n").split("\n")
    values = dict(line.split("=", 1) for line in rest if "=" in line)
    if header != HEADER:
        return None
    try:
        return LauncherSettings(
            kind=_KINDS[values["tipo"]],
            program=values["programa"],
            log=values["registro"],
            version=values["version"],
            addin_hash=values["complemento"],
        )
    except KeyError:
        return None
