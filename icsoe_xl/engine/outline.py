"""A sheet's tags put in order: which rows a block repeats, which cells it pushes to the right.

How a block counts in rows: a tag at the beginning of a row (nothing shown before it) works before the row,
one at the end works after it, and one between contents takes the whole row in. A row of tags alone is not
shown. ``{% cells for %}`` stays within its row and repeats cells to the right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from icsoe_xl.addresses import MAX_ROWS
from icsoe_xl.engine import formulas
from icsoe_xl.engine.layout import Block, Segment
from icsoe_xl.engine.plan import (
    Aside,
    CellsBegin,
    CellsEnd,
    CellsMiddle,
    Item,
    Outline,
    RowPlan,
    Run,
    Statement,
    TaggedCell,
    Text,
)
from icsoe_xl.engine.problems import Place, TagError, TemplateProblem
from icsoe_xl.engine.scan import Row
from icsoe_xl.engine.tags import CELLS, Part, Piece, Role, closes, has_tags, inked, parts, pieces


class _Event(NamedTuple):
    """A part of a row in reading order; static cells that show something are content without a part."""

    column: int
    part: Part | None
    shows: bool


_FOR = re.compile(r"\{%[-+]?\s*for\b")
Fail = Callable[[Place, str], TemplateProblem]


def tagged_cells(row: Row, strings: Mapping[int, Text], fail: Fail, sheet: str) -> dict[int, TaggedCell]:
    """The cells of a row that hold tags, by column; their parts are not told apart yet."""
    found: dict[int, TaggedCell] = {}
    for cell in row.cells:
        if cell.formula is not None:
            if has_tags(cell.formula.text):
                tagged = TaggedCell(cell, Text(cell.formula.text))
                for start, stop, said in formulas.text_literals(cell.formula.text):
                    if has_tags(said):
                        read = _read(said, Place(sheet, row.number, cell.column), fail)
                        tagged.literals.append((start, stop, read))
                if tagged.literals:
                    found[cell.column] = tagged
            continue
        kind = cell.attributes.get("t")
        if kind == "s":
            text = strings.get(int(cell.value or -1))
            if text is not None:
                found[cell.column] = TaggedCell(cell, text)
        elif kind == "inlineStr" and has_tags(cell.inline_text):
            found[cell.column] = TaggedCell(cell, Text(cell.inline_text))
    return found


def _read(text: str, place: Place, fail: Fail) -> list[Piece]:
    try:
        return pieces(text)
    except TagError as error:
        raise fail(place, str(error)) from error


class Outliner:
    """Builds the outline of one sheet; ``fail`` makes the exception for a place."""

    def __init__(self, sheet: str, strings: Mapping[int, Text], fail: Fail) -> None:
        self._sheet, self._strings, self._fail = sheet, strings, fail
        self._outline = Outline([], [], [])
        self._rows: list[RowPlan] = []
        self._first = 1
        self._reading: list[tuple[int, str, Place]] = []
        """Opening statements not closed yet, in reading order: pair, keyword, place."""
        self._open: list[Statement] = []
        """The same in the order of rendering."""
        self._pairs = 0

    def outline(self, rows: Sequence[Row]) -> Outline:
        """The outline of a sheet's rows. Raises TemplateProblem for tags that do not fit together."""
        for row in rows:
            self._add_row(row)
        self._end_segment(MAX_ROWS)
        if self._reading:
            _, keyword, place = self._reading[-1]
            raise self._fail(place, f"falta cerrar este «{{% {keyword} %}}» con «{{% end{keyword} %}}»")
        return self._outline

    # Rows

    def _add_row(self, row: Row) -> None:
        tagged = tagged_cells(row, self._strings, self._fail, self._sheet)
        if not tagged:
            self._rows.append(RowPlan(row, list(row.cells)))
            return
        events: list[_Event] = []
        for cell in row.cells:
            if cell.column not in tagged or tagged[cell.column].literals:
                shows = cell.formula is not None or bool(cell.value or cell.inline_text)
                events.append(_Event(cell.column, None, shows))
                continue
            events += self._events(row, tagged[cell.column])
        showing = [index for index, event in enumerate(events) if event.shows]
        if not showing:
            self._end_segment(row.number - 1)
            for event in events:
                if event.part is not None and event.part.role is not Role.CONTENT:
                    self._widen(row.number, row.number)
                    self._add_statement(self._paired(row, event), event.part)
                    self._widen(row.number, row.number)
            self._first = row.number + 1
            return
        before, inside, after = self._sorted(row, events, showing[0], showing[-1])
        if before:
            self._end_segment(row.number - 1)
        for statement, part in before:
            self._add_statement(statement, part)
        self._rows.append(RowPlan(row, self._items(row, tagged, inside)))
        if after:
            self._end_segment(row.number)
        for statement, part in after:
            self._add_statement(statement, part)

    def _events(self, row: Row, tagged: TaggedCell) -> Iterator[_Event]:
        place = Place(self._sheet, row.number, tagged.cell.column)
        try:
            found = parts(_read(tagged.text.plain, place, self._fail))
        except TagError as error:
            raise self._fail(place, str(error)) from error
        tagged.bare = any(part.role is not Role.CONTENT for part in found)
        for part in found:
            if part.role is Role.CONTENT:
                tagged.content += part.pieces
            elif part.role is Role.SHEET:
                if self._outline.sheet is not None:
                    raise self._fail(place, "la hoja ya tiene una etiqueta «{% sheet %}»; deje una sola")
                self._outline.sheet, self._outline.sheet_place = part, place
                continue
            yield _Event(tagged.cell.column, part, part.role is Role.CONTENT and inked(part.pieces))

    def _sorted(
        self, row: Row, events: Sequence[_Event], first: int, last: int
    ) -> tuple[list[tuple[Statement, Part]], list[tuple[int, Statement, Part]], list[tuple[Statement, Part]]]:
        """A row's statements: those before it, those among its cells (with their column), those after it."""
        before: list[tuple[Statement, Part]] = []
        inside: list[tuple[int, Statement, Part]] = []
        after: list[tuple[Statement, Part]] = []
        sideways: set[int] = set()
        for index, event in enumerate(events):
            if event.part is None or event.part.role is Role.CONTENT:
                continue
            role, part = event.part.role, event.part
            statement = self._paired(row, event)
            if statement.keyword == CELLS:
                sideways.add(statement.pair)
            if statement.pair in sideways or (role is Role.ASIDE and index > first):
                inside.append((event.column, statement, part))
            elif index < first:
                before.append((statement, part))
            elif index > last:
                after.append((statement, part))
            elif role is Role.OPEN:
                before.append((statement, part))
            elif role is Role.CLOSE:
                after.append((statement, part))
            else:
                raise self._fail(
                    statement.place,
                    f"«{{% {statement.keyword} %}}» debe ir al principio de un renglón o en uno propio",
                )
        for _, keyword, place in self._reading:
            if keyword == CELLS:
                raise self._fail(place, "«{% cells %}» debe cerrarse en el mismo renglón")
        return before, inside, after

    def _paired(self, row: Row, event: _Event) -> Statement:
        """The statement of an event, paired with the one that it closes in reading order."""
        assert event.part is not None
        part, place = event.part, Place(self._sheet, row.number, event.column)
        statement = Statement(part.role, part.source, place, part.keyword)
        if part.role is Role.OPEN:
            self._pairs += 1
            statement.pair = self._pairs
            self._reading.append((self._pairs, part.keyword, place))
        elif part.role in (Role.CLOSE, Role.MIDDLE):
            if not self._reading:
                raise self._fail(place, f"«{{% {part.keyword} %}}» sobra: no hay nada abierto antes")
            statement.pair, keyword, where = self._reading[-1]
            if part.role is Role.CLOSE:
                if not closes(keyword, part.keyword):
                    raise self._fail(
                        place, f"«{{% {part.keyword} %}}» no cierra el «{{% {keyword} %}}» de {where.cell}"
                    )
                self._reading.pop()
        return statement

    def _items(
        self, row: Row, tagged: Mapping[int, TaggedCell], inside: Sequence[tuple[int, Statement, Part]]
    ) -> list[Item]:
        items: list[Item] = []
        begins: list[CellsBegin] = []
        ends = {s.pair: column for column, s, _ in inside if s.role is Role.CLOSE}
        for cell in row.cells:
            here = [(s, part) for column, s, part in inside if column == cell.column]
            for statement, part in here:
                if statement.role is Role.OPEN:
                    is_for = _FOR.match(part.source) is not None
                    begin = CellsBegin(
                        part.source, statement.place, cell.column, ends[statement.pair], is_for
                    )
                    begins.append(begin)
                    items.append(begin)
                elif statement.role is Role.ASIDE:
                    items.append(Aside(part.source, statement.place))
                elif statement.role is Role.MIDDLE:
                    items.append(CellsMiddle(part.source, statement.place))
            items.append(tagged.get(cell.column, cell))
            for statement, _ in here:
                if statement.role is Role.CLOSE:
                    items.append(CellsEnd(begins.pop()))
        return items

    # Statements between rows

    def _end_segment(self, last: int) -> None:
        if self._first <= last:
            blocks = [s.block for s in self._open if s.block]
            self._outline.segments.append(Segment(self._first, last, blocks[-1] if blocks else 0))
            self._outline.steps.append(Run(len(self._outline.segments) - 1, self._rows))
            self._widen(self._first, last)
        self._rows, self._first = [], last + 1

    def _widen(self, first: int, last: int) -> None:
        """Count template rows among those of the blocks that are open."""
        for statement in self._open:
            if statement.block:
                block = self._outline.blocks[statement.block - 1]
                block.first, block.last = min(block.first, first), max(block.last, last)

    def _add_statement(self, statement: Statement, part: Part) -> None:
        if statement.keyword == CELLS:
            raise self._fail(statement.place, "«{% cells %}» no tiene celdas que repetir en este renglón")
        if statement.role is Role.OPEN:
            if statement.keyword == "for":
                if " recursive" in part.source:
                    raise self._fail(statement.place, "«recursive» no se admite en un bloque de renglones")
                parents = [s.block for s in self._open if s.block]
                statement.block = len(self._outline.blocks) + 1
                self._outline.blocks.append(
                    Block(statement.block, parents[-1] if parents else 0, MAX_ROWS, 0)
                )
            self._open.append(statement)
        elif statement.role in (Role.CLOSE, Role.MIDDLE):
            opened = self._open[-1] if self._open else None
            if opened is None or opened.pair != statement.pair:
                raise self._fail(
                    statement.place,
                    "dos bloques se cruzan en este renglón; ponga sus etiquetas "
                    "en renglones propios, o use «{% cells for %}»",
                )
            statement.block = opened.block
            if statement.role is Role.CLOSE:
                self._open.pop()
            elif opened.block:  # the "else" of a "for": its rows are no turn
                self._open[-1] = replace(opened, block=0)
        self._outline.steps.append(statement)
