"""Protection of an open sheet, lifted while we work on it and put back as it was.

Only protection without a password can be lifted. What a sheet allows in spite of it (filtering, wider
columns) is asked before and given back; LibreOffice keeps that by itself. On macOS xlwings' engine has no
words for it, and a protected sheet stays as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from icsoe_xl.workbooks.live.states import is_calc, sheet_is_protected

OWN_WORKBOOK = "icsoe_plantilla"
"""Defined name that tells a workbook that we made (:mod:`icsoe_xl.newbook`)."""
_ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip
"""Properties of Excel's Protection object, and arguments of Worksheet.Protect, by the same names."""


@contextmanager
def lifted(sheet: Any, is_ours: Callable[[], bool]) -> Iterator[bool]:
    """Whether the sheet may be changed meanwhile: it was not protected, or it is ours and has no password."""
    if not sheet_is_protected(sheet):
        yield True
        return
    again = _lift(sheet) if is_ours() else None
    try:
        yield again is not None
    finally:
        if again is not None:
            again()


def _lift(sheet: Any) -> Callable[[], Any] | None:
    """Take the protection off; gives what puts it on again, None when it cannot be taken off."""
    api = sheet.api
    if is_calc(sheet.book):
        unprotect, again = api.unprotect, partial(api.protect, "")
    elif sys.platform == "darwin":
        return None
    else:
        allowed = {name: getattr(api.Protection, name) for name in _ALLOWED}
        drawings, scenarios = api.ProtectDrawingObjects, api.ProtectScenarios
        again = partial(api.Protect, DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **allowed)
        unprotect = api.Unprotect
    with suppress(Exception):  # it has a password: each engine says so its way, and the question below tells
        unprotect("")
    return None if sheet_is_protected(sheet) else again
