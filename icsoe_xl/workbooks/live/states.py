"""What xlwings has no door for: protection, read-only and frozen rows, asked of the engine behind it.

Each engine (Excel on Windows by COM, Excel on macOS by Apple events, LibreOffice by UNO) has its own
words for the same question.
"""

from __future__ import annotations

import sys
from typing import Any

_BUSY = frozenset({-2147418111, -2147417846, -2146777998})
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER and VBA_E_IGNORE: what Excel answers while it is busy."""


def sheet_is_protected(sheet: Any) -> bool:
    """Whether the cells of a sheet may not be changed."""
    api = sheet.api
    if is_calc(sheet.book):
        return bool(api.isProtected())
    if sys.platform == "darwin":
        return bool(api.protect_contents.get())
    return bool(api.ProtectContents)


def structure_is_protected(book: Any) -> bool:
    """Whether sheets may not be added."""
    api = book.api
    if is_calc(book):
        return bool(api.isProtected())
    if sys.platform == "darwin":
        return bool(api.protect_structure.get())
    return bool(api.ProtectStructure)


def is_read_only(book: Any) -> bool:
    """Whether the workbook was opened for reading only, so that it must be saved under another name."""
    api = book.api
    if is_calc(book):
        return bool(api.isReadonly())
    if sys.platform == "darwin":
        return bool(api.read_only.get())
    return bool(api.ReadOnly)


def freeze_rows(sheet: Any, rows: int) -> None:
    """Keep the first rows of a sheet in view; the sheet must be the one in front."""
    if is_calc(sheet.book):
        sheet.freeze_panes.freeze_at(f"1:{rows}")
        return
    app = sheet.book.app.api
    if sys.platform == "darwin":
        app.active_window.split_column.set(0)
        app.active_window.split_row.set(rows)
        app.active_window.freeze_panes.set(True)
        return
    window = app.ActiveWindow
    window.SplitColumn, window.SplitRow = 0, rows
    window.FreezePanes = True


def is_busy(problem: BaseException) -> bool:
    """Whether an error of the engine means that Excel cannot answer now: a cell is being edited, a dialog is open."""
    code = getattr(problem, "hresult", None)
    return code in _BUSY


def is_calc(book: Any) -> bool:
    """Whether a workbook is open in LibreOffice."""
    return bool(book.app.engine.name == "libreoffice")
