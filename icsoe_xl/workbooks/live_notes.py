"""Notes of an open workbook.

Every note costs Excel several calls from outside, and a sheet may get 500. The add-in's own module
``IcsoeNotes`` does them inside Excel in one call; without it (LibreOffice, an add-in of another version) the
same is done note by note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from icsoe_xl.addresses import cell_name
from icsoe_xl.model import Place

_ADDIN = "icsoe_xl.xlam"
_RECORD, _UNIT = "\x1e", "\x1f"
"""What ``IcsoeNotes.bas`` writes between entries, and between the address and the text of one."""


def put(sheet: Any, notes: Mapping[Place, str]) -> dict[Place, str]:
    """Add a note to each place that has none yet; returns those that were added."""
    if not notes:
        return {}
    macro = _macro(sheet, "PutNotes")
    if macro is not None:
        places = {cell_name(*place): place for place in notes}
        added = macro(sheet.book.name, sheet.name, list(places), list(notes.values())) or ""
        return {places[name]: notes[places[name]] for name in added.split(_RECORD) if name}
    taken = {_place(note) for note in sheet.notes}
    free = {place: text for place, text in notes.items() if place not in taken}
    for place, text in free.items():
        sheet.range(place).add_note(text)
    return free


def drop(sheet: Any, ours: Callable[[str], bool]) -> int:
    """Remove the notes whose text is ours; returns how many."""
    read, delete = _macro(sheet, "ReadNotes"), _macro(sheet, "DropNotes")
    if read is not None and delete is not None:
        found = [entry.partition(_UNIT) for entry in (read(sheet.book.name, sheet.name) or "").split(_RECORD)]
        names = [name for name, _, text in found if name and ours(text)]
        if names:
            delete(sheet.book.name, sheet.name, names)
        return len(names)
    doomed = [note for note in sheet.notes if ours(note.text)]
    for note in doomed:
        note.delete()
    return len(doomed)


def _place(note: Any) -> Place:
    location = note.location
    return location.row, location.column


def _macro(sheet: Any, name: str) -> Callable[..., Any] | None:
    """The add-in's macro, None where there is no add-in of ours to run it."""
    app = sheet.book.app
    if app.engine.name != "excel":
        return None
    try:
        app.books[_ADDIN]  # an open add-in is found by its name only; it is not among those that are listed
    except Exception:  # every engine has its own error for "no such book"
        return None
    macro: Callable[..., Any] = app.macro(f"{_ADDIN}!IcsoeNotes.{name}")
    return macro
