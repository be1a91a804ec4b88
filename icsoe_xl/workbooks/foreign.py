"""Workbooks in formats that we read and never write: .xls, .ods and .xlsb.

What is known of them is what calamine tells: values, hidden sheets, and merged areas (of .xls and .xlsb).
Formulas count by their stored value, an error cell is empty, hidden rows and defined names are not seen.
So A005 to A007 never appear for these formats; whoever needs them saves the workbook as .xlsx.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

from icsoe_xl.errors import UnreadableFile, UnwritableFile
from icsoe_xl.marks import Marks
from icsoe_xl.model import Facts, Grid, Place
from icsoe_xl.workbooks.archive import MAX_FILE_BYTES
from icsoe_xl.workbooks.foreign_reader import PASSWORD, ForeignSheet
from icsoe_xl.workbooks.port import Repair, SheetInfo, Taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

_SECONDS = 300


def _reader() -> list[str]:
    """What starts the reader: the interpreter that runs us, or the frozen program by the word that it knows."""
    import sys

    if getattr(sys, "frozen", False):
        return [sys.executable, "foreign-reader"]
    # -P: the folder that we were started in may be the workbook's, and a pickle.py there must not be imported.
    return [sys.executable, "-P", "-m", "icsoe_xl.workbooks.foreign_reader"]


class ForeignWorkbook:
    """The port for a file that is only read; everything that would change it raises UnwritableFile."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Read the whole file. Raises UnreadableFile."""
        self.name = os.path.basename(path)  # noqa: PTH119 (pathlib costs start-up time)
        self._path = os.fspath(path)
        self._sha256 = self._digest()
        self._sheets = {sheet.name: sheet for sheet in self._read()}
        if self._digest() != self._sha256:
            raise UnreadableFile(f"{self.name}: otro programa lo cambió mientras se leía; repita")

    def _read(self) -> list[ForeignSheet]:
        import subprocess
        import sys

        if os.path.getsize(self._path) > MAX_FILE_BYTES:  # noqa: PTH202
            raise UnreadableFile(f"{self.name}: es demasiado grande; guarde en un libro aparte sólo la tabla")
        try:
            child = subprocess.run(
                [*_reader(), self._path],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console flashes on Windows
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableFile(
                f"{self.name}: tarda demasiado en leerse; ábralo y guárdelo como .xlsx"
            ) from error
        if child.returncode == PASSWORD:
            raise UnreadableFile(
                f"{self.name}: está protegido con contraseña; ábralo, quítesela y guárdelo como .xlsx"
            )
        if child.returncode != 0:
            raise UnreadableFile(
                f"{self.name}: está dañado o es de un formato que no conozco; ábralo y guárdelo como .xlsx"
            )
        return [ForeignSheet(*sheet) for sheet in pickle.loads(child.stdout)]

    def source_sha256(self) -> str:
        """SHA-256 of the file as it was read, in hexadecimal digits."""
        return self._sha256

    def _digest(self) -> str:
        from hashlib import file_digest

        try:
            with open(self._path, "rb") as file:  # noqa: PTH123 (pathlib costs start-up time)
                return file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise UnreadableFile(f"{self.name}: no se puede leer ({error.strerror}); repita") from error

    def sheets(self) -> list[SheetInfo]:
        """Worksheets in tab order."""
        return [SheetInfo(sheet.name, sheet.visible) for sheet in self._sheets.values()]

    def grid(self, sheet: str) -> Grid:
        """All values of a sheet."""
        read = self._sheets[sheet]
        return Grid(sheet, read.rows, read.start[0] + 1, read.start[1] + 1)

    def facts(self, sheet: str, columns: Sequence[int]) -> Facts:  # noqa: ARG002 (nothing is known of columns)
        """Merged areas; nothing else is known of these formats."""
        merged = self._sheets[sheet].merged
        return Facts(merged=tuple((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in merged))

    def named_value(self, name: str) -> object:  # noqa: ARG002
        """None: calamine does not tell where a name points to."""
        return None

    def named_cells(self, prefix: str) -> dict[str, tuple[str, Place]]:  # noqa: ARG002
        """None: calamine does not tell where a name points to."""
        return {}

    def is_marked(self) -> bool:
        """False: these formats are never marked."""
        return False

    def check_writable(self, out: str | Path | None = None) -> None:  # noqa: ARG002
        """Raise UnwritableFile."""
        kind = os.path.splitext(self.name)[1].lower() or "este formato"  # noqa: PTH122
        raise UnwritableFile(
            f"{self.name}: los libros {kind} sólo se revisan (--check) y se exportan; para marcarlo guárdelo como .xlsx"
        )

    def clear(self) -> Taken:
        """Nothing was marked."""
        return Taken(0, 0)

    def repair(self, repairs: Sequence[Repair]) -> None:  # noqa: ARG002
        """Raise UnwritableFile."""
        self.check_writable()

    def write(self, wanted: Mapping[tuple[str, Place], str | date]) -> None:  # noqa: ARG002
        """Raise UnwritableFile."""
        self.check_writable()

    def mark(self, marks: Marks) -> None:  # noqa: ARG002
        """Raise UnwritableFile."""
        self.check_writable()

    def save(self, out: str | Path | None = None) -> None:
        """Raise UnwritableFile."""
        self.check_writable(out)
