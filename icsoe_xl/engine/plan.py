"""What is to be rendered of a sheet: segments of rows, the statements between them, the items of each row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from icsoe_xl.engine.layout import Block, Segment
from icsoe_xl.engine.problems import Place
from icsoe_xl.engine.scan import Cell, Row
from icsoe_xl.engine.tags import Part, Piece, Role


class Text(NamedTuple):
    """A string of the workbook: its text, and where each run begins with its raw ``<rPr>``."""

    plain: str
    runs: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class TaggedCell:
    """A cell to be rendered: its content, or, for a formula, the pieces of each text in it."""

    cell: Cell
    text: Text
    content: list[Piece] = field(default_factory=list)
    literals: list[tuple[int, int, list[Piece]]] = field(default_factory=list)
    bare: bool = False
    """Whether tags stood around the content, so that blanks at its ends mean nothing."""


class Aside(NamedTuple):
    """A ``set`` or ``macro`` among a row's cells."""

    source: str
    place: Place


class CellsBegin(NamedTuple):
    """A block of cells begins: its statement and its columns in the template."""

    source: str
    place: Place
    first: int
    last: int
    is_for: bool


class CellsEnd(NamedTuple):
    """The innermost block of cells ends."""

    begin: CellsBegin


class CellsMiddle(NamedTuple):
    """``else`` or ``elif`` inside a block of cells."""

    source: str
    place: Place


Item = Cell | TaggedCell | Aside | CellsBegin | CellsEnd | CellsMiddle


@dataclass(slots=True)
class RowPlan:
    """A row to be shown: its cells and what happens between them."""

    row: Row
    items: list[Item]

    @property
    def sideways(self) -> bool:
        """Whether its cells may move sideways."""
        return any(isinstance(item, CellsBegin) for item in self.items)

    @property
    def dynamic(self) -> bool:
        """Whether anything of it is rendered."""
        return any(not isinstance(item, Cell) for item in self.items)


@dataclass(slots=True)
class Statement:
    """A tag between rows. ``block`` numbers a ``for``; ``role`` says what the tag does to it."""

    role: Role
    source: str
    place: Place
    keyword: str
    pair: int = 0
    """Which opening statement this belongs to."""
    block: int = 0


@dataclass(slots=True)
class Run:
    """A segment, by its number, with the rows of the file that stand in it."""

    segment: int
    rows: list[RowPlan]


@dataclass(slots=True)
class Outline:
    """A sheet's statements and segments in the order in which they are rendered."""

    steps: list[Statement | Run]
    segments: list[Segment]
    blocks: list[Block]
    sheet: Part | None = None
    """``{% sheet for ... %}`` or ``{% sheet if ... %}``."""
    sheet_place: Place | None = None
