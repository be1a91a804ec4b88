"""A workbook on disk that no program has open: .xlsx, .xlsm, .xltx, .xltm.

The file is read once into memory as a package. Values come from calamine, the rest from the XML; marks and
repairs change the package, and :meth:`ClosedWorkbook.save` writes it, whole or not at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from icsoe_xl.addresses import column_number
from icsoe_xl.errors import UnreadableFile, UnwritableFile
from icsoe_xl.marks import Marks
from icsoe_xl.model import Facts, Grid, Place
from icsoe_xl.workbooks import sheet_facts
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.port import Repair, SheetInfo, Taken
from icsoe_xl.workbooks.reading import iter_sheet, read_sheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

_ONE_CELL = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?[A-Z]{1,3}\$?\d{1,7})?"
)
_OWN_NAMES = ("hallazgos", "cambios")
_EXTENSIONS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ".xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": ".xlsm",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": ".xltx",
    "application/vnd.ms-excel.template.macroenabled.main+xml": ".xltm",
}
"""Extension that Excel demands for each content type of the workbook part."""


class ClosedWorkbook:
    """The port for a workbook file."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Read the file. Raises UnreadableFile when it is no workbook, damaged, encrypted or too large."""
        self.name = os.path.basename(path)  # noqa: PTH119 (pathlib costs start-up time)
        self._path = os.fspath(path)
        self._stamp = self._file_stamp()  # before reading: whoever writes meanwhile is noticed when we save
        self._package = Package(path)
        self._facts: dict[str, Facts] = {}
        """Facts of sheets that have neither formulas nor errors: the same whatever the columns."""
        self._ahead: dict[str, Grid] = {}
        """Grids read for a defined name, kept for whoever asks for the sheet next."""

    @property
    def is_binary(self) -> bool:
        """Whether the file is an .xlsb, which this class cannot read."""
        return self._package.is_binary

    def source_sha256(self) -> str:
        """SHA-256 of the file as it was read, in hexadecimal digits."""
        from hashlib import sha256

        return sha256(self._package.source).hexdigest()

    # Reading

    def sheets(self) -> list[SheetInfo]:
        """Worksheets in tab order, our own left out."""
        sheets = [sheet for sheet in self._package.sheets() if sheet.kind == "worksheet"]
        ours: set[str] = set()
        if any(sheet.name.casefold().startswith(_OWN_NAMES) for sheet in sheets):
            from icsoe_xl.workbooks.marking import own_sheets

            ours = own_sheets(self._package)
        return [SheetInfo(sheet.name, sheet.state == "visible") for sheet in sheets if sheet.name not in ours]

    def grid(self, sheet: str) -> Grid:
        """All values of a sheet. Raises UnreadableFile when it is damaged or far too large."""
        if sheet in self._ahead:
            return self._ahead.pop(sheet)
        with self._named_errors():
            grid, facts = read_sheet(self._package, sheet)
        if facts is not None:
            self._facts[sheet] = facts
        return grid

    def rows(self, sheet: str) -> Iterator[Sequence[object]]:
        """The rows of a large sheet one by one, all from the same column on. Raises UnreadableFile."""
        with self._named_errors():
            return iter_sheet(self._package, sheet)

    def facts(self, sheet: str, columns: Sequence[int]) -> Facts:
        """Hidden rows, merged areas, and the formulas and errors within ``columns``."""
        if sheet in self._facts:
            return self._facts[sheet]
        with self._named_errors():
            data, _ = sheet_facts.prepared(self._package.read(self._package.sheet_part(sheet)))
            return sheet_facts.facts(data, columns)

    def named_value(self, name: str) -> object:
        """Value of the (first) cell behind a defined name; None when there is no such name or cell."""
        found = self.named_cells(name).get(name.casefold())
        if found is None:
            return None
        sheet, (row, column) = found
        grid = self._ahead[sheet] = self.grid(sheet)
        row, column = row - grid.first_row, column - grid.first_column
        if 0 <= row < len(grid.rows) and 0 <= column < len(grid.rows[row]):
            return grid.rows[row][column]
        return None

    def named_cells(self, prefix: str) -> dict[str, tuple[str, Place]]:
        """Sheet and (first) cell behind each defined name that begins so; the first of equal names."""
        names = self._package.tree(self._package.workbook_part).find("definedNames")
        found: dict[str, re.Match[str] | None] = {}
        for node in names.children if names is not None else ():
            name = node.attributes.get("name", "").casefold()
            if name.startswith(prefix.casefold()):
                found.setdefault(name, _ONE_CELL.fullmatch(node.text.strip()))
        if not found:
            return {}
        titles = {info.name.casefold(): info.name for info in self.sheets()}
        cells = {}
        for name, place in found.items():
            sheet = titles.get((place[1] or place[2]).replace("''", "'").casefold()) if place else None
            if place is not None and sheet is not None:
                cells[name] = sheet, (int(place[4]), column_number(place[3]))
        return cells

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        """Put the file's name before what is wrong with one of its parts."""
        try:
            yield
        except UnreadableFile as error:
            raise (
                error if str(error).startswith(self.name) else self._package.unreadable(str(error))
            ) from error

    # Writing

    def is_marked(self) -> bool:
        """Whether an earlier run left marks or findings that :meth:`clear` would take back."""
        from icsoe_xl.workbooks.marking import is_marked

        return is_marked(self._package)

    def check_writable(self, out: str | Path | None = None) -> None:
        """Raise UnwritableFile when the workbook cannot be marked, or not be saved (at ``out``)."""
        from icsoe_xl.workbooks.atomic import check_replaceable
        from icsoe_xl.workbooks.marking import check_markable

        check_markable(self._package)
        check_replaceable(self._path if out is None else out)
        if out is not None:
            self._check_extension(out)

    def _check_extension(self, out: str | Path) -> None:
        """Excel refuses a file whose extension is not that of its content."""
        wanted = _EXTENSIONS.get(self._package.content_type(self._package.workbook_part).lower())
        given = Path(out)
        if wanted is not None and given.suffix.lower() != wanted:
            raise UnwritableFile(
                f"{given.name}: Excel no abriría este libro con esa extensión; llámelo {given.stem}{wanted}"
            )

    def clear(self) -> Taken:
        """Take back every mark of ours, and our ``Hallazgos``; ``Cambios`` stays."""
        from icsoe_xl.workbooks.marking import clear

        self._forget()
        return clear(self._package)

    def repair(self, repairs: Sequence[Repair]) -> None:
        """Write the repairs into their cells and add them to the sheet ``Cambios``."""
        from icsoe_xl.workbooks.repairing import repair

        self._forget()
        repair(self._package, repairs)

    def write(self, wanted: Mapping[tuple[str, Place], str | date]) -> None:
        """Write values into cells, by sheet and place; a cell with a formula keeps it."""
        from icsoe_xl.workbooks.writing import write_values

        self._forget()
        write_values(self._package, wanted)

    def mark(self, marks: Marks) -> None:
        """Put the marks in place and the findings on ``Hallazgos``. The last marks are gone already."""
        from icsoe_xl.workbooks.marking import mark

        self._forget()
        mark(self._package, marks)

    def save(self, out: str | Path | None = None) -> None:
        """Keep what was changed, in place (nothing is written when nothing was) or as a copy at ``out``.

        Raises UnwritableFile, also when another program changed the file since it was read.
        """
        if out is not None:
            self._package.save(out)
            return
        if not self._package.changed:
            return
        self._package.save(self._path, self._check_same)
        self._stamp = self._file_stamp()

    def _check_same(self) -> None:
        if self._file_stamp() != self._stamp:
            raise UnwritableFile(
                f"{self.name}: otro programa lo cambió mientras se revisaba; repita (nada cambió)"
            )

    def _forget(self) -> None:
        """What was read is no longer so once the package changes."""
        self._facts.clear()
        self._ahead.clear()

    def _file_stamp(self) -> tuple[int, int]:
        """Time and size of the file on disk; (0, 0) when it is gone."""
        try:
            about = os.stat(self._path)  # noqa: PTH116
        except OSError:
            return 0, 0
        return about.st_mtime_ns, about.st_size
