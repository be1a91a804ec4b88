"""Homes of a workbook: only here are calamine, zip packages, openpyxl and xlwings known."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from icsoe_xl.workbooks.port import Workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_NAME_IN_ZIP = 30
"""Where the name of the first entry of a zip file begins; OpenDocument puts its type there (part 3, 3.3)."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_workbook(path: str | Path) -> Workbook:
    """Open a closed workbook; its format is told by its content, whatever its extension says.

    Raises UnreadableFile, with one line for the person, when it is missing, empty, damaged, encrypted, too
    large or no workbook.
    """
    from icsoe_xl.workbooks.closed import ClosedWorkbook

    if not _is_foreign(path):
        workbook = ClosedWorkbook(path)
        if not workbook.is_binary:
            return workbook
    from icsoe_xl.workbooks.foreign import ForeignWorkbook

    return ForeignWorkbook(path)


def stream(path: str | Path) -> Iterator[tuple[str, Iterator[Sequence[object]]]]:
    """The visible worksheets of a closed workbook, each with its rows one by one: for files of very many rows.

    Raises what :func:`open_workbook` raises, a sheet's own trouble when its turn comes.
    """
    from icsoe_xl.workbooks.closed import ClosedWorkbook

    workbook = open_workbook(path)
    for sheet in workbook.sheets():
        if not sheet.visible:
            continue
        if isinstance(workbook, ClosedWorkbook):
            yield sheet.name, workbook.rows(sheet.name)
        else:
            yield sheet.name, iter(workbook.grid(sheet.name).rows)


def _is_foreign(path: str | Path) -> bool:
    """Whether the file is an .xls or .ods; what cannot be read is left to ClosedWorkbook, which says why."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (pathlib costs start-up time)
            head = file.read(_NAME_IN_ZIP + len(_OPEN_DOCUMENT))
            if head.startswith(_OLE):
                return _ENCRYPTED not in head + file.read()
    except OSError:
        return False
    return head[_NAME_IN_ZIP:] == _OPEN_DOCUMENT
