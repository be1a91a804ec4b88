"""What rendering a sheet leaves: its rows, formulas that still wait, pictures and links to be placed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from icsoe_xl.engine.layout import Layout
from icsoe_xl.engine.pictures import Image
from icsoe_xl.engine.scan import Cell
from icsoe_xl.engine.values import Picture


class Pending(NamedTuple):
    """A formula that waits for the layout: its template cell, its new column and its text."""

    cell: Cell
    column: int
    text: str


class PendingRow(NamedTuple):
    """A row with formulas: template number, new number, and the pieces in order."""

    number: int
    new_number: int
    pieces: list[str | Pending]


class Placed(NamedTuple):
    """A picture on a new cell."""

    row: int
    column: int
    picture: Picture
    image: Image


class Link(NamedTuple):
    """A link that a filter gave to a new cell."""

    row: int
    column: int
    target: str
    tip: str


@dataclass(slots=True)
class Output:
    """One sheet made from the template's: its rows, where they came from, and what else it needs."""

    name: str
    layout: Layout
    rows: list[str | PendingRow] = field(default_factory=list)
    pictures: list[Placed] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    """Rendered headers and footers by element name."""
    headings: dict[tuple[int, int], str] = field(default_factory=dict)
    """What the template's cells that head a table's columns say now."""
