"""The add-in's own macros for colours and notes: one call into Excel instead of hundreds.

They are in ``addin/IcsoeMarks.bas``. Where there is no add-in of ours (LibreOffice, a script), the callers
do the same one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ADDIN = "icsoe_xl.xlam"
RECORD, UNIT = "\x1e", "\x1f"
"""What stands between the entries of a list, and between the address and the text of one."""


def macro(sheet: Any, name: str) -> Callable[..., str] | None:
    """A macro bound to a sheet (further arguments are its own), None where there is none."""
    app = sheet.book.app
    if app.engine.name != "excel":
        return None
    try:
        app.books[_ADDIN]  # an open add-in is found by its name only; it is not among those that are listed
    except Exception:  # every engine has its own error for "no such book"
        return None
    run = app.macro(f"{_ADDIN}!IcsoeMarks.{name}")
    return lambda *arguments: str(run(sheet.book.name, sheet.name, *arguments) or "")
