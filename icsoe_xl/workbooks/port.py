"""The port: what every home of a workbook (closed file, live Excel, LibreOffice) offers the verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from icsoe_xl.marks import Marks
from icsoe_xl.model import Facts, Grid, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date


class SheetInfo(NamedTuple):
    """A worksheet of the workbook, in tab order (chart and macro sheets are not listed)."""

    name: str
    visible: bool


class Repair(NamedTuple):
    """One safe repair: ``after`` is written as text (``@``) for str, as a number for float.

    ``before`` is what the cell held, as a person reads it; it goes to the sheet ``Cambios``.
    """

    sheet: str
    place: Place
    field: str
    before: str
    after: str | float
    rule: str


class Taken(NamedTuple):
    """What ``clear`` took back: cells whose look was restored, notes removed, and whether ``Hallazgos`` went."""

    cells: int
    notes: int
    listed: bool = False


class Workbook(Protocol):
    """A workbook that can be read, and marked where it lives.

    Nothing reaches the disk (or, live, is worth a save) before :meth:`save`. Raises UnreadableFile and
    UnwritableFile with a line for the person.
    """

    name: str

    def sheets(self) -> list[SheetInfo]:
        """Worksheets in tab order, our own ``Hallazgos`` and ``Cambios`` left out."""
        ...

    def grid(self, sheet: str) -> Grid:
        """All values of a sheet."""
        ...

    def facts(self, sheet: str, columns: Sequence[int]) -> Facts:
        """Hidden rows, merged areas, and the formulas and errors within ``columns``."""
        ...

    def named_value(self, name: str) -> object:
        """Value of the cell behind a defined name, None when there is no such name or cell."""
        ...

    def named_cells(self, prefix: str) -> dict[str, tuple[str, Place]]:
        """Sheet and (first) cell behind each defined name that begins so, whatever its case.

        Keys are case-folded; names that lead to no cell are not there.
        """
        ...

    def source_sha256(self) -> str:
        """SHA-256 of the file as it was read (live: as it is on disk), in hexadecimal."""
        ...

    def is_marked(self) -> bool:
        """Whether an earlier run left marks or findings that :meth:`clear` would take back."""
        ...

    def check_writable(self, out: str | Path | None = None) -> None:
        """Raise UnwritableFile when the workbook cannot be marked and saved: format, lock, read-only.

        ``out`` is where :meth:`save` will write; None is the workbook's own place.
        """
        ...

    def clear(self) -> Taken:
        """Take back every mark of ours, and our ``Hallazgos``; ``Cambios`` stays."""
        ...

    def repair(self, repairs: Sequence[Repair]) -> None:
        """Write the repairs into their cells and add them to the sheet ``Cambios``."""
        ...

    def write(self, wanted: Mapping[tuple[str, Place], str | date]) -> None:
        """Write values into cells, by sheet and place: text as text (``@``), days as days.

        A cell with a formula keeps it; all else of the cell, and of the workbook, stays.
        """
        ...

    def mark(self, marks: Marks) -> None:
        """Put the marks in place and the findings on ``Hallazgos``. The last marks are gone already."""
        ...

    def save(self, out: str | Path | None = None) -> None:
        """Keep what was changed, in place or as a copy at ``out``.

        In place, nothing is written when nothing was changed; a copy is always made.
        """
        ...
