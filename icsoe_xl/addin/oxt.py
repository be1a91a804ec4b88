"""Makes the extension for LibreOffice from the text files of `addin/libreoffice/`, the same bytes every time.

An .oxt is a ZIP that LibreOffice's own extension manager installs (Tools > Extensions, or `unopkg add`). How
its buttons reach icsoe_xl is told in docs/libreoffice.md.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from icsoe_xl import __version__, settings
from icsoe_xl.addin import build
from icsoe_xl.addin.install import Program, check_starts, current_program
from icsoe_xl.addin.launcher import LauncherSettings, encode
from icsoe_xl.addin.places import SETTINGS_NAME, places

EXTENSION_NAME = "icsoe_xl.oxt"
FOLDER = "libreoffice"
"""Folder of the sources inside `build.sources()`."""

PARTS = {
    "META-INF/manifest.xml": "manifest.xml",
    "Addons.xcu": "Addons.xcu",
    "CalcWindowState.xcu": "CalcWindowState.xcu",
    "ProtocolHandler.xcu": "ProtocolHandler.xcu",
    "buttons.components": "buttons.components",
    "buttons.py": "buttons.py",
    "description.xml": "description.xml",
    "description_es.txt": "description_es.txt",
    "pythonpath/icsoe_xl_bridge.py": "pythonpath/icsoe_xl_bridge.py",
    "pythonpath/icsoe_xl_program.py": "pythonpath/icsoe_xl_program.py",
}
"""Names in the extension, in their order, and the source of each."""

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def build_oxt(out: Path) -> Path:
    """Make the extension at `out` (a path that ends in .oxt) and return `out`.

    Raises UsageProblem when the sources are missing, UnwritableFile when `out` cannot be written.
    """
    build.write_whole(out, oxt_bytes())
    return out


def oxt_bytes() -> bytes:
    """Return the bytes of the extension; nothing is compressed, as in the add-in for Excel."""
    folder = build.sources() / FOLDER
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for name, source in PARTS.items():
            data = (folder / source).read_bytes().replace(b"\r\n", b"\n")
            if name == "description.xml":
                data = data.replace(b"@VERSION@", __version__.encode("ascii"))
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.create_system = 0  # else Windows and the others write different bytes here
            package.writestr(entry, data)
    return packed.getvalue()


def settings_path(system: str, environment: Mapping[str, str]) -> Path:
    """Where the extension looks for its settings: the file of the Excel add-in, which Linux has as well.

    Raises UsageProblem as `places` does.
    """
    if system in ("win32", "darwin"):
        return places(system, environment).settings
    data = environment.get("XDG_DATA_HOME") or str(
        Path(environment.get("HOME", "~")).expanduser() / ".local/share"
    )
    return Path(data) / "icsoe_xl" / SETTINGS_NAME


def write_settings(system: str, environment: Mapping[str, str], program: Program | None = None) -> Path:
    """Tell the extension which program to start (ourselves by default) and return the file written.

    For systems where `install` has no Excel to install for; there it writes this same file.

    Raises UsageProblem when the program does not find icsoe_xl in its isolated mode, UnwritableFile when the
    file cannot be written.
    """
    program = program or current_program()
    check_starts(program, system)
    launcher = LauncherSettings(
        kind=program.kind,
        program=program.path,
        log=str(settings.home() / "logs" / "incidentes.log"),
        version=__version__,
        addin_hash="",
    )
    path = settings_path(system, environment)
    build.write_whole(path, encode(launcher, system))
    return path
