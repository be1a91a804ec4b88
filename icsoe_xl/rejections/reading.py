"""The rejected rows of the portal's file: each with its sheet and row, its keys, and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from icsoe_xl.addresses import column_letters
from icsoe_xl.cells import clean
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.layouts.asides import says_total
from icsoe_xl.model import Grid
from icsoe_xl.rejections import reasons, words
from icsoe_xl.rejections.columns import Columns, find
from icsoe_xl.rejections.identifiers import (
    curp_key,
    is_like_curp,
    is_like_nss,
    is_tried_curp,
    is_tried_nss,
    nss_key,
)
from icsoe_xl.workbooks import open_workbook
from icsoe_xl.workbooks.port import SheetInfo


class Source(Protocol):
    """What is asked of the portal's file; every :class:`icsoe_xl.workbooks.port.Workbook` offers it."""

    name: str

    def sheets(self) -> list[SheetInfo]:
        """Worksheets in tab order."""
        ...

    def grid(self, sheet: str) -> Grid:
        """All values of a sheet."""
        ...

    def source_sha256(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        ...


class RejectedRow(NamedTuple):
    """A row that the portal refused; ``nss`` and ``curp`` are keys to compare ("" where there is none).

    ``row`` is Excel's own number. ``contract`` is what a column of contracts says, case-folded. ``reason`` is
    tidy, "" when the file gives none.
    """

    sheet: str
    row: int
    nss: str
    curp: str
    contract: str
    reason: str


class RejectedFile(NamedTuple):
    """The portal's file: its rejected rows, and how many others it says were taken (``accepted``).

    ``notices`` tell the person which columns were read, so that she can see when that is wrong.
    """

    name: str
    sha256: str
    rows: list[RejectedRow]
    accepted: int
    notices: list[str]


def open_rejected(path: str | Path) -> Source:
    """Open the portal's file: .xlsx, .xls, .ods, .xlsb or .csv. Raises UnreadableFile."""
    if Path(path).suffix.casefold() in (".csv", ".txt"):
        from icsoe_xl.workbooks.delimited import DelimitedFile

        return DelimitedFile(path)
    return open_workbook(path)


def read(source: Source) -> RejectedFile:
    """The rejected rows of every visible sheet that lists workers.

    When some of those sheets give reasons, those without any (a copy of what was sent) are left out, and that is
    told. Raises UnreadableFile when no sheet has NSS or CURP.
    """
    found: list[tuple[Grid, Columns]] = []
    for info in source.sheets():
        if info.visible:
            grid = source.grid(info.name)
            columns = find(grid.rows)
            if columns is not None:
                found.append((grid, columns))
    if not found:
        raise UnreadableFile(
            f"{source.name}: no encontré una columna de NSS ni una de CURP; revise que sea el archivo de rechazos "
            "que se baja del portal"
        )
    left_out = []
    if any(columns.sure for _, columns in found):
        left_out = [grid.sheet for grid, columns in found if not columns.sure]
        found = [(grid, columns) for grid, columns in found if columns.sure]
    rows: list[RejectedRow] = []
    accepted = 0
    for grid, columns in found:
        for row in _rows(grid, columns):
            if row is None:
                accepted += 1
            else:
                rows.append(row)
    notices = [_told(grid, columns) for grid, columns in found]
    notices += [
        f"No leí la hoja «{sheet}» de {source.name}: no trae motivos de rechazo." for sheet in left_out
    ]
    return RejectedFile(source.name, source.source_sha256(), rows, accepted, notices)


def _rows(grid: Grid, columns: Columns) -> Iterator[RejectedRow | None]:
    """The rejected rows of a sheet; None for each that was taken."""
    for number, cells in enumerate(grid.rows[columns.start :], grid.first_row + columns.start):
        nss, curp = _at(cells, columns.nss), _at(cells, columns.curp)
        nss_text, curp_text = nss_key(nss), curp_key(curp)
        said = [_at(cells, column) for column in columns.reasons]
        if not _is_worker(nss, nss_text, curp_text):
            nss_text = curp_text = ""
            if not _is_nameless(cells, said):
                continue
        states = [clean(_at(cells, column)) for column in (*columns.reasons, *columns.status)]
        if any(words.says_accepted(text) for text in states if text):
            yield None
            continue
        private = [
            nss_text,
            curp_text,
            *(clean(_at(cells, c)) for c in (columns.nss, columns.curp, *columns.private)),
        ]
        reason = reasons.tidy(said, private)
        contract = clean(_at(cells, columns.contract)).casefold()
        yield RejectedRow(grid.sheet, number, nss_text, curp_text, contract, reason)


def _is_worker(nss: object, nss_text: str, curp_text: str) -> bool:
    """Whether a row has an NSS or a CURP, or what somebody typed as one."""
    if is_like_nss(nss, nss_text) or is_like_curp(curp_text):
        return True
    if any(map(says_total, (clean(nss), curp_text))):
        return False
    return is_tried_nss(nss_text) or is_tried_curp(curp_text)


def _is_nameless(cells: Sequence[object], said: Sequence[object]) -> bool:
    """Whether a row without NSS and CURP tells a reason beside something else: it is not passed over in silence.

    A title, a footnote, a total or a repeated header is none.
    """
    texts = [text for cell in cells if (text := clean(cell))]
    reason = any(words.says_rejection(clean(part)) for part in said)
    return reason and len(texts) > 1 and not any(says_total(t) or words.shape().field_of(t) for t in texts)


def _at(cells: Sequence[object], column: int | None) -> object:
    return cells[column] if column is not None and column < len(cells) else None


def _told(grid: Grid, columns: Columns) -> str:
    """Which columns were taken for what."""

    def letter(column: int) -> str:
        return column_letters(grid.first_column + column)

    found = [
        f"{label} en la {letter(column)}"
        for label, column in (("NSS", columns.nss), ("CURP", columns.curp), ("contrato", columns.contract))
        if column is not None
    ]
    if columns.reasons:
        found.append(f"motivo en la {', '.join(map(letter, columns.reasons))}")
    without = "" if columns.reasons else "; no encontré el motivo"
    return f"Leí de la hoja «{grid.sheet}»: {', '.join(found)}{without}."
