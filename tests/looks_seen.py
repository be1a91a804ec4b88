"""What a person sees in a closed or an open workbook, in one shape, to compare the two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Seen = dict[str, tuple[str | None, str | None]]
"""Address -> (fill as RRGGBB or None, note as one line or None), for cells that have either."""


def of_closed(path: Path, sheet: str) -> Seen:
    page = load_workbook(path)[sheet]
    seen: Seen = {}
    for row in page.iter_rows():
        for cell in row:
            fill = cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else None
            note = " ".join(cell.comment.text.split()) if cell.comment else None
            if fill or note:
                seen[cell.coordinate] = fill, note
    return seen


def of_open(book: Any, sheet: str) -> Seen:
    page = book.sheets[sheet]
    notes = {n.location.get_address(False, False): " ".join(n.text.split()) for n in page.notes}
    seen: Seen = {}
    for cell in page.range((1, 1), page.used_range.last_cell):
        address = cell.get_address(False, False)
        fill = None if cell.color is None else "{:02X}{:02X}{:02X}".format(*cell.color)
        if fill or address in notes:
            seen[address] = fill, notes.get(address)
    return seen
