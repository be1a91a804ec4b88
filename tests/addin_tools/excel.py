"""The add-in in pyOpenVBA's Excel model, with Windows' shell and file objects replaced by recorders.

The whole VBA project of the built .xlam is loaded and interpreted; nothing of it is left out. What the real
WScript.Shell and Scripting.FileSystemObject would be asked is written down.
"""

# ruff: noqa: N802 - the methods carry the names of the objects that they stand for
# mypy: disallow-subclassing-any=False, disallow-untyped-decorators=False

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import VBAObject, member, method, setter
from pyopenvba.interpreter._values import NOTHING, VBAInt

APPDATA = "C:\\Users\\José Ñañez\\AppData\\Roaming"
SETTINGS_PATH = f"{APPDATA}\\icsoe_xl\\lanzador.txt"
PROGRAM = "C:\\Program Files\\icsoe\\Scripts\\pythonw.exe"
LOG = "C:\\Users\\José Ñañez\\AppData\\Local\\icsoe_xl\\logs\\incidentes.log"
EXCELS_FOLDER = "C:\\libros de un cliente"
HWND = 132456


def settings_text(kind: str = "python", program: str = PROGRAM, header: str = "icsoe_xl lanzador 1") -> str:
    return f"{header}\r\ntipo={kind}\r\nprograma={program}\r\nregistro={LOG}\r\nversion=0.1.0\r\n"


def utf16_units(text: str) -> str:
    """Return `text` with one character a UTF-16 unit, which is what VBA's strings are."""
    data = text.encode("utf-16-le")
    return "".join(chr(int.from_bytes(data[i : i + 2], "little")) for i in range(0, len(data), 2))


@dataclass
class Windows:
    """A user's Windows: its files, and what the launcher asked of it."""

    files: dict[str, str] = field(default_factory=lambda: {SETTINGS_PATH: settings_text(), PROGRAM: ""})
    exit_code: int = 0
    refusal: str | None = None
    folder: str = EXCELS_FOLDER
    asked: list[str] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)
    during: Any = None


class _Stream(VBAObject):
    def __init__(self, text: str) -> None:
        self.text = text

    @method
    def ReadAll(self) -> str:
        return self.text

    @method
    def Close(self) -> None:
        pass


class _Files(VBAObject):
    def __init__(self, windows: Windows) -> None:
        self.windows = windows

    @method
    def FileExists(self, path: str) -> bool:
        self.windows.asked.append(path)
        return path in self.windows.files

    @method
    def OpenTextFile(self, path: str, mode: object, create: object, encoding: object) -> _Stream:
        self.windows.asked.append(path)
        assert (int(str(mode)), create, int(str(encoding))) == (1, False, -1)  # read only, UTF-16
        return _Stream(self.windows.files[path])

    @method
    def GetParentFolderName(self, path: str) -> str:
        return path.rpartition("\\")[0]


class _Shell(VBAObject):
    def __init__(self, windows: Windows, application: Any) -> None:
        self.windows = windows
        self.application = application

    @member
    def SpecialFolders(self, name: str) -> str:
        assert name == "AppData"
        return APPDATA

    @member
    def CurrentDirectory(self) -> str:
        return self.windows.folder

    @setter("CurrentDirectory")
    def _change_directory(self, folder: str) -> None:
        self.windows.folder = folder

    @method
    def Run(self, command: str, window: object, wait: object) -> VBAInt:
        if self.windows.refusal is not None:
            raise VBARuntimeError(-2147024891, self.windows.refusal)
        self.windows.runs.append(
            {
                "command": command,
                "window": int(str(window)),
                "wait": wait,
                "folder": self.windows.folder,
                "status_bar": self.application.status_bar,
            }
        )
        if self.windows.during is not None:
            self.windows.during()
        return VBAInt(self.windows.exit_code, "Long")


class Excel:
    """The model with the add-in loaded and, unless `book` is None, another workbook active."""

    def __init__(self, addin: Path, windows: Windows, book: str | None = "Trabajadores.xlsx") -> None:
        self.model = ExcelApplication.open(addin)
        self.windows = windows
        self.application: Any = self.model.application
        self.protected_view: object = NOTHING
        self.model.interpreter.host.create = self._create
        self._members = self.application.vba_get
        self.application.vba_get = self._member
        self.no_book = book is None
        if book is not None:
            self.model.add_workbook().name = utf16_units(book)

    def press(self, callback: str) -> None:
        """Call a button's Sub as the ribbon does."""
        self.model.run(callback, NOTHING)

    @property
    def messages(self) -> list[str]:
        """The text of every message box so far."""
        return [prompt for _, prompt, _, _ in self.model.dialogs]

    @property
    def command(self) -> str:
        """The one command that was started."""
        (run,) = self.windows.runs
        command: str = run["command"]
        return command

    def _create(self, name: str) -> VBAObject:
        if name == "WScript.Shell":
            return _Shell(self.windows, self.application)
        assert name == "Scripting.FileSystemObject"
        return _Files(self.windows)

    def _member(self, name: str, args: Any = (), named: Any = None) -> object:
        # Members of Excel that the model lacks, and a state that it cannot be brought into.
        if name.lower() == "hwnd":
            return VBAInt(HWND, "Long")
        if name.lower() == "activeprotectedviewwindow":
            return self.protected_view
        if name.lower() == "activeworkbook" and self.no_book:
            return NOTHING
        return self._members(name, args, named)
