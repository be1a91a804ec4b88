"""Reads an .xls, .ods or .xlsb file and pickles its sheets to standard output; run as a process of its own.

On a damaged file of these formats calamine may panic, or ask for more memory than there is and take its
process down. Only what it was asked to read must be lost then. See :mod:`icsoe_xl.workbooks.foreign`.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Sequence
from typing import NamedTuple

PASSWORD, DAMAGED = 10, 11
"""Exit codes for a file protected by a password, and for one that cannot be read."""
_MEMORY = 3 * 1024**3


class ForeignSheet(NamedTuple):
    """A worksheet; ``start`` is the zero-based place of its first value, ``merged`` zero-based too."""

    name: str
    visible: bool
    rows: Sequence[Sequence[object]]
    start: tuple[int, int]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def read(path: str) -> list[ForeignSheet]:
    """The worksheets of a file, in tab order. Raises what calamine raises."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(
            path
        )  # by the extension first: only so a password is noticed
    except calamine.PasswordError:
        raise
    except calamine.CalamineError:
        with open(path, "rb") as file:  # noqa: PTH123
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    sheets = []
    for about in book.sheets_metadata:
        if about.typ == calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            visible = about.visible == calamine.SheetVisibleEnum.Visible
            sheets.append(
                ForeignSheet(
                    about.name,
                    visible,
                    sheet.to_python(),
                    sheet.start or (0, 0),
                    sheet.merged_cell_ranges or [],
                )
            )
    return sheets


def main(arguments: Sequence[str]) -> int:
    """Read the file that the only argument names and write its sheets; the exit code says why there are none."""
    from python_calamine import CalamineError, PasswordError

    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        sheets = read(arguments[0])
    except PasswordError:
        return PASSWORD
    except CalamineError:
        return DAMAGED
    pickle.dump([tuple(sheet) for sheet in sheets], sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
