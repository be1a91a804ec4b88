"""Filling a workbook's header from a saved profile.

`spots` finds the cells, `values` says what a profile has for them, `plan` compares the two and says what would
change; `words` tells it. Command line and ribbon share all of it and only differ in how they ask.
"""

from __future__ import annotations

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.filling.plan import Change, Plan, plan
from icsoe_xl.filling.spots import find, shape
from icsoe_xl.filling.values import contractor_values
from icsoe_xl.profiles.model import Profile
from icsoe_xl.workbooks.port import Workbook

__all__ = ["Change", "Plan", "look", "write"]


def look(book: Workbook, profile: Profile) -> Plan:
    """What filling a workbook from a profile would change. Nothing is written.

    Raises UnreadableFile when the workbook has no cell for any of a contractor's data.
    """
    spots = find(book)
    if not spots.found and not spots.twice:
        raise UnreadableFile(
            f"{book.name}: no tiene celdas para los datos del contratista. Ponga RFC, Razón social y lo demás arriba "
            "de la tabla o en una hoja Contratista, cada uno con su celda a la derecha, o haga un libro con «new»."
        )
    return plan(spots, contractor_values(profile), shape())


def write(book: Workbook, made: Plan) -> None:
    """Write what was planned, overwriting included. The caller asked first, and saves."""
    book.write({(change.sheet, change.place): change.after for change in made.changes})
