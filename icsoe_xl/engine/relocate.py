"""References moved after the rows and cells that they point to.

One mover serves cell formulas, validations, conditional formats, defined names, charts and tables; the
rules are those of :mod:`icsoe_xl.engine.layout`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from icsoe_xl.engine import formulas
from icsoe_xl.engine.formulas import Corner, Move, Reference
from icsoe_xl.engine.layout import Layout, Spot
from icsoe_xl.engine.problems import Place, problem

MAX_RANGES, MAX_FORMULA = 250, 8000
"""Ranges that a function takes (255 arguments) and characters of a formula (8,192), less what else it holds."""
GONE = "#REF!"
"""What Excel writes for a reference to rows that are no more."""


class Target(NamedTuple):
    """A sheet of the result: its name and the way to it; ``still`` when nothing moved."""

    name: str
    layout: Layout
    still: bool


@dataclass(slots=True)
class Made:
    """A sheet of the template and the sheets made of it, usually one."""

    name: str
    targets: list[Target]
    tables: list[dict[str, str]] = field(default_factory=list)
    """For each sheet made, the names that its copies of the tables got."""

    @property
    def changed(self) -> bool:
        """Whether references to it may have to change."""
        return len(self.targets) != 1 or not self.targets[0].still or self.targets[0].name != self.name


class Standpoint(NamedTuple):
    """Where a formula stands: on which sheet made of which, and at which cell (None: at no cell).

    ``grow``: a single cell stands for all the rows made of it (names, charts, lists of a validation).
    ``pin``: the formula serves many cells, so what lies outside its block must not move with them.
    """

    own: Made | None
    copy: int = 0
    spot: Spot | None = None
    grow: bool = False
    pin: bool = False


class Relocator:
    """Moves formulas of a template to where they belong in the result."""

    def __init__(self, sheets: Mapping[str, Made], template: str = "") -> None:
        self._sheets = {name.casefold(): made for name, made in sheets.items()}
        self._template = template

    @property
    def idle(self) -> bool:
        """Whether no reference needs to change."""
        return not any(made.changed for made in self._sheets.values())

    def formula(self, text: str, at: Standpoint) -> str:
        """The formula (without ``=``) as it must be at ``at``."""
        made = formulas.moved(text, self._mover(at))
        if at.own is not None and at.copy < len(at.own.tables) and at.own.tables[at.copy]:
            made = formulas.renamed(made, at.own.tables[at.copy])
        return made

    def _mover(self, at: Standpoint) -> Move:
        def move(reference: Reference) -> str:
            target, own = self._target(reference, at)
            if target is None:
                return reference.source if own else GONE
            name = target.name if reference.sheet is not None and target.name != reference.sheet else None
            if target.still and name is None:
                return reference.source
            here = at if own else at._replace(spot=None)
            ends = _ends(reference, target.layout, here)
            if ends is None:
                return formulas.prefixed(reference.prefix, name) + GONE
            if name is None and ends == (reference.first, reference.last):
                return reference.source
            prefix = formulas.prefixed(reference.prefix, name)
            runs = _runs(reference, target.layout, here, *ends)
            if len(runs) > 1:
                return self._listed(prefix, runs, at)
            first, last = ends
            return prefix + str(first) + (f":{last}" if last else "")

        return move

    def _listed(self, prefix: str, runs: Sequence[tuple[Corner, Corner]], at: Standpoint) -> str:
        """Ranges one by one, as many as Excel takes."""
        ranges = [prefix + str(first) + (f":{last}" if last != first else "") for first, last in runs]
        made = ",".join(ranges)
        if len(ranges) > MAX_RANGES or len(made) > MAX_FORMULA:
            place = Place(at.own.name, at.spot.row, at.spot.column) if at.own and at.spot else None
            raise problem(
                self._template,
                place,
                f"sus renglones quedan en {len(ranges):,} tramos y Excel admite {MAX_RANGES} en una fórmula; "
                "ponga una columna que diga qué es cada renglón y use SUMAR.SI",
            )
        return f"({made})" if at.grow and at.spot is None else made

    def _target(self, reference: Reference, at: Standpoint) -> tuple[Target | None, bool]:
        """The sheet that a reference points to now, and whether it is the formula's own.

        No target: the sheet is none of the workbook's (True: leave it), or it was not made (False).
        """
        made = at.own if reference.sheet is None else self._sheets.get(reference.sheet.casefold())
        if made is None:
            return None, True
        if made is at.own and at.copy < len(made.targets):
            return made.targets[at.copy], True
        return (made.targets[0] if made.targets else None), False


def _ends(reference: Reference, layout: Layout, at: Standpoint) -> tuple[Corner, Corner | None] | None:
    """The new corners of a reference, None when nothing is left of it."""
    first, last = reference.first, reference.last or reference.first
    single = reference.last is None and not (at.grow or reference.grows)
    if first.row > last.row:
        first, last = (
            first._replace(row=last.row, row_fixed=last.row_fixed),
            last._replace(row=first.row, row_fixed=first.row_fixed),
        )
    top, bottom = 0, 0
    if first.row:
        rows = _rows(first, last, layout, at.spot, single)
        if rows is None:
            return None
        top, bottom = rows
    left, right = first.column, last.column
    if first.column and top:
        lefts = _columns(first, top, layout, at.spot)
        rights = lefts if single else _columns(last, bottom, layout, at.spot)
        if not lefts or not rights:
            return None
        left, right = lefts[0], lefts[0] if single else rights[-1]
    start = _pinned(first, layout, at)._replace(row=top, column=left)
    stop = _pinned(last, layout, at)._replace(row=bottom, column=right)
    if reference.last is None and (top, left) == (bottom, right):
        return start, None
    return start, stop


def _runs(
    reference: Reference, layout: Layout, at: Standpoint, first: Corner, last: Corner | None
) -> list[tuple[Corner, Corner]]:
    """The ranges of a reference whose rows no longer lie together, for whoever takes more than one."""
    takes_many = reference.lists or (at.grow and at.spot is None)
    if last is None or first.row == last.row or not takes_many:
        return []
    old_first, old_last = reference.first.row, (reference.last or reference.first).row
    old_first, old_last = min(old_first, old_last), max(old_first, old_last)
    if layout.lie_together(old_first, old_last, (first.row, last.row)):
        return []
    return [
        (first._replace(row=top), last._replace(row=bottom))
        for top, bottom in layout.runs(old_first, old_last, (first.row, last.row))
    ]


def _rows(
    first: Corner, last: Corner, layout: Layout, spot: Spot | None, single: bool
) -> tuple[int, int] | None:
    window = layout.window(spot, first.row, first.row_fixed)
    if single:
        row = layout.first_row(first.row, first.row, window)
        return None if row is None else (row, row)
    top = layout.first_row(first.row, last.row, window)
    bottom = layout.last_row(first.row, last.row, layout.window(spot, last.row, last.row_fixed))
    return None if top is None or bottom is None else (min(top, bottom), max(top, bottom))


def _columns(corner: Corner, row: int, layout: Layout, spot: Spot | None) -> Sequence[int]:
    """New columns of a corner; of a formula in a block of cells, only the one of its own turn."""
    found = layout.columns(row, corner.column)
    if spot is not None and not corner.column_fixed and len(found) > 1:
        mine = layout.columns(spot.new_row, spot.column)
        if len(mine) == len(found) and spot.new_column in mine:
            return [found[mine.index(spot.new_column)]]
    return found


def _pinned(corner: Corner, layout: Layout, at: Standpoint) -> Corner:
    if (
        at.pin
        and at.spot is not None
        and corner.row
        and layout.repeats(at.spot.row)
        and not (layout.shares_block(at.spot, corner.row))
    ):
        return corner._replace(row_fixed=True)
    return corner
