"""A table in a text file (.csv): read only where a foreign program may hand one in, never marked or checked."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.model import Grid
from icsoe_xl.workbooks.port import SheetInfo

MAX_BYTES = 50_000_000
"""A list of 100,000 workers takes some 10 million."""
_DELIMITERS = ",;\t|"
_SAMPLE = 20_000


class DelimitedFile:
    """The rows of a text file as the only sheet of a workbook, named as the file is. All values are text."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Read the file. Raises UnreadableFile.

        UTF-8, or else Windows-1252, which is what Excel writes in Mexico. The delimiter is the one that the
        first lines have most of.
        """
        self.name = Path(path).name
        self._data = self._read(Path(path))
        try:
            text = self._data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = self._data.decode("cp1252", errors="replace")
        sample = text[:_SAMPLE]
        delimiter = max(_DELIMITERS, key=sample.count)
        try:
            self._rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise UnreadableFile(f"{self.name}: no es un archivo de texto con columnas") from error

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError as error:
            raise UnreadableFile(f"{path}: no existe; revise el nombre y la carpeta") from error
        except OSError as error:
            raise UnreadableFile(f"{path}: no se puede leer; revise la ruta y sus permisos") from error
        if len(data) > MAX_BYTES:
            raise UnreadableFile(f"{self.name}: es demasiado grande")
        if b"\0" in data:
            raise UnreadableFile(
                f"{self.name}: no es un archivo de texto; ábralo en Excel y guárdelo como .xlsx"
            )
        return data

    def sheets(self) -> list[SheetInfo]:
        """The only sheet."""
        return [SheetInfo(Path(self.name).stem, True)]

    def grid(self, sheet: str) -> Grid:
        """All its values."""
        return Grid(sheet, self._rows)

    def source_sha256(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        from hashlib import sha256

        return sha256(self._data).hexdigest()
