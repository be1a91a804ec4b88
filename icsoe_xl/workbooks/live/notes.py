"""Notes of an open workbook.

Every note costs Excel several calls from outside, and a sheet may get 500: the add-in's macros do them in
one; without them the same is done note by note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from icsoe_xl.addresses import cell_name
from icsoe_xl.model import Place
from icsoe_xl.workbooks.live.macros import RECORD, UNIT, macro


def put(sheet: Any, notes: Mapping[Place, str]) -> dict[Place, str]:
    """Add a note to each place that has none yet; returns those that were added."""
    if not notes:
        return {}
    put_all = macro(sheet, "PutNotes")
    if put_all is not None:
        places = {cell_name(*place): place for place in notes}
        added = put_all(RECORD.join(places), RECORD.join(notes.values()))
        return {places[name]: notes[places[name]] for name in added.split(RECORD) if name}
    taken = {_place(note) for note in sheet.notes}
    free = {place: text for place, text in notes.items() if place not in taken}
    for place, text in free.items():
        sheet.range(place).add_note(text)
    return free


def drop(sheet: Any, ours: Callable[[str], bool]) -> int:
    """Remove the notes whose text is ours; returns how many."""
    read, delete = macro(sheet, "ReadNotes"), macro(sheet, "DropNotes")
    if read is not None and delete is not None:
        found = [entry.partition(UNIT) for entry in read().split(RECORD)]
        names = [name for name, _, text in found if name and ours(text)]
        if names:
            delete(RECORD.join(names))
        return len(names)
    doomed = [note for note in sheet.notes if ours(note.text)]
    for note in doomed:
        note.delete()
    return len(doomed)


def _place(note: Any) -> Place:
    location = note.location
    return location.row, location.column
