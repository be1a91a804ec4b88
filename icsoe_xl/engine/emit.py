r"""What a sheet's template calls while jinja2 renders it: it collects the finished rows.

jinja2 walks the blocks and works out the expressions; what it finds for a cell is put here, which writes the
cell. Nothing is printed in the way templates usually do: the text that jinja2 yields is empty.

The new number of a row is known when the row is finished, so cells are kept with ``\0`` in its place.
Formulas wait: where they point to is known only when every row has its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2.runtime import Context

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS, column_letters
from icsoe_xl.engine.layout import Block, Layout, Segment, Span
from icsoe_xl.engine.output import Link, Output, Pending, PendingRow, Placed
from icsoe_xl.engine.pictures import Image, load
from icsoe_xl.engine.problems import TagError
from icsoe_xl.engine.sandbox import Budget
from icsoe_xl.engine.scan import Cell
from icsoe_xl.engine.values import CellWriter, Dressed, Picture, as_text, number

Filter = Callable[[Context, Any], str]
Put = Callable[[Any], None]
Act = Callable[[], None]
_PLAIN = frozenset({str, int, float, bool, type(None), date, datetime, Decimal})
"""Types that go into a cell as they are."""
VALUE = "\x02"
"""Stands in a cell's rendered text for a value that was put aside with its type."""
_MARK = re.compile("\x01([0-9]+)\x01|\x02")
_MAX_LITERAL = 255
"""Characters of a text inside a formula, Excel's own limit."""


class Emitter:
    """The state of one sheet's rendering, and the makers of the filters that work on it."""

    def __init__(
        self, segments: Sequence[Segment], blocks: Sequence[Block], name: str, budget: Budget
    ) -> None:
        self._plan = segments, blocks
        self._name, self._budget = name, budget
        self.outputs: list[Output] = []
        self.cells: list[str | Pending] = []
        """Cells of the row under way; always the same list, which the filters hold."""
        self.values: list[object] = []
        self.literals: list[str] = []
        self._row = 0
        self._base = 0
        self._shift = 0
        self._from = 1
        self._turns: list[list[int]] = []
        self._spans: list[Span] = []
        self._images: dict[Path | bytes, Image] = {}

    # Sheets

    def begin_sheet(self) -> None:
        """Start another sheet."""
        segments, blocks = self._plan
        layout = Layout(
            [Segment(s.first, s.last, s.block) for s in segments],
            {b.number: Block(b.number, b.parent, b.first, b.last) for b in blocks},
        )
        self.outputs.append(Output(self._name, layout))
        self._row = 0

    @property
    def output(self) -> Output:
        """The sheet under way."""
        return self.outputs[-1]

    def spend(self, characters: int) -> None:
        """Count characters against what the run may use."""
        self._budget.spend(characters)

    # Rows

    def begin_segment(self, index: int, length: int) -> None:
        """Note where a run of ``length`` template rows starts."""
        self._base = self._row + 1
        if self._row + length > MAX_ROWS:
            raise TagError(f"el resultado pasa de {MAX_ROWS:,} renglones, el límite de Excel")
        self.output.layout.segments[index].starts.append(self._base)
        self._row += length

    def add_rows(self, rows: Sequence[tuple[int, str]]) -> None:
        """Rows without tags or formulas: offset in their segment and text."""
        for offset, text in rows:
            made = text.replace("\0", str(self._base + offset))
            self._budget.spend(len(made))
            self.output.rows.append(made)

    def end_row(self, number: int, offset: int, skeleton: list[str | Pending | None]) -> None:
        """Put the cells written since the last row into the gaps (None) of a row's skeleton."""
        new_number = self._base + offset
        cells = iter(self.cells)
        pieces = [next(cells) if piece is None else piece for piece in skeleton]
        self.cells.clear()
        if any(not isinstance(piece, str) for piece in pieces):
            self.output.rows.append(PendingRow(number, new_number, pieces))
            self._budget.spend(sum(len(piece) for piece in pieces if isinstance(piece, str)))
            return
        text = "".join(pieces).replace("\0", str(new_number))  # type: ignore[arg-type]
        self._budget.spend(len(text))
        self.output.rows.append(text)

    def end_plain_row(self, offset: int, skeleton: list[str]) -> None:
        """As :meth:`end_row`, for rows whose every second piece is a written cell and none a formula."""
        parts: list[Any] = skeleton.copy()
        parts[1::2] = self.cells
        self.cells.clear()
        text = "".join(parts).replace("\0", str(self._base + offset))
        self._budget.spend(len(text))
        self.output.rows.append(text)

    # Blocks of rows

    def begin_turn(self, block: int) -> None:
        """A turn of a ``for`` begins at the next row."""
        self.output.layout.blocks[block].begins.append(self._row + 1)
        self.output.layout.blocks[block].ends.append(self._row)

    def end_turn(self, block: int) -> None:
        """The turn that began last ends at this row."""
        self.output.layout.blocks[block].ends[-1] = self._row

    def turns(self, block: int) -> int:
        """Turns of a block so far."""
        return len(self.output.layout.blocks[block].begins)

    # Blocks of cells

    def begin_sideways(self) -> None:
        """A row whose cells may move sideways begins."""
        self._shift, self._from = 0, 1
        self._spans = []

    def _end_span(self, last: int, following: int) -> None:
        """Note where the columns since the last event went; the next ones begin at ``following``."""
        if self._from <= last:
            self._spans.append(Span(self._from, last, self._from + self._shift))
        self._from = following

    def end_sideways(self, offset: int) -> None:
        """The row ends; what is left of it moved as a whole."""
        self._end_span(MAX_COLUMNS, 1)
        self.output.layout.spans[self._base + offset] = self._spans

    def enter_cells(self, first: int) -> None:
        """A block of cells begins at template column ``first``."""
        self._end_span(first - 1, first)
        self._turns.append([self._shift, 0])

    def next_cells(self, first: int, last: int) -> None:
        """Its next turn begins, to the right of the last one."""
        turn = self._turns[-1]
        if turn[1]:
            self._end_span(last, first)
            self._shift += last - first + 1
        turn[1] += 1
        if last + self._shift > MAX_COLUMNS:
            raise TagError(f"el resultado pasa de {MAX_COLUMNS:,} columnas, el límite de Excel")

    def leave_cells(self, first: int, last: int) -> None:
        """It ends; the cells after it follow its last turn, or close the gap when there was none."""
        base, turns = self._turns.pop()
        if turns:
            self._end_span(last, last + 1)
        else:
            self._from, self._shift = last + 1, base - (last - first + 1)

    def put(self, column: int, prefix: str, tail: str) -> None:
        """A cell of a row whose cells move sideways."""
        if column + self._shift > MAX_COLUMNS:
            raise TagError(f"el resultado pasa de {MAX_COLUMNS:,} columnas, el límite de Excel")
        self.cells.append(f'<{prefix}c r="{column_letters(column + self._shift)}\0"{tail}')

    def put_formula(self, cell: Cell, text: str) -> None:
        """A formula at its place in the row."""
        self.cells.append(Pending(cell, cell.column + self._shift, text))

    def image(self, picture: Picture) -> Image:
        """The image of a picture, read once."""
        if picture.source not in self._images:
            self._images[picture.source] = load(picture)
        return self._images[picture.source]

    def place(self, column: int, offset: int) -> tuple[int, int]:
        """New row and column of a cell of the row under way."""
        return self._base + offset, column + self._shift


class CellPut(NamedTuple):
    """How one template cell takes what is rendered for it."""

    emitter: Emitter
    cell: Cell
    offset: int
    prefix: str
    writer: CellWriter
    dressed: Callable[[str | None, str | None], CellWriter]
    sideways: bool
    heading: tuple[int, int] | None = None

    def value(self) -> Put:
        """Takes the value of a cell that is one expression."""
        if self.sideways or self.heading is not None:
            return self._put
        tail, append = self.writer.tail, self.emitter.cells.append
        name = f'<{self.prefix}c r="{column_letters(self.cell.column)}\0"'

        def put(value: object) -> None:
            if type(value) in _PLAIN:
                append(name + tail(value))
            else:
                self._put(value)

        return put

    def _put(self, value: object) -> None:
        self._write(self._tail(value))
        if self.heading is not None:
            self.emitter.output.headings[self.heading] = as_text(value)

    def _write(self, tail: str) -> None:
        if self.sideways:
            self.emitter.put(self.cell.column, self.prefix, tail)
        else:
            self.emitter.cells.append(f'<{self.prefix}c r="{column_letters(self.cell.column)}\0"{tail}')

    def _tail(self, value: object) -> str:
        value = known(value)
        if isinstance(value, (Path, Picture)):
            row, column = self.emitter.place(self.cell.column, self.offset)
            picture = value if isinstance(value, Picture) else Picture(value)
            self.emitter.output.pictures.append(Placed(row, column, picture, self.emitter.image(picture)))
            return self.writer.tail(None)
        if isinstance(value, Dressed):
            writer = self.dressed(value.fill, value.font) if value.fill or value.font else self.writer
            if value.link:
                row, column = self.emitter.place(self.cell.column, self.offset)
                self.emitter.output.links.append(Link(row, column, value.link, value.tip))
            return writer.tail(known(value.value))
        return self.writer.tail(value)

    def text(self, fonts: Sequence[str]) -> Put:
        """Takes a cell of text and tags; ``fonts`` are the raw ``<rPr>`` of its runs, if it has any."""
        emitter = self.emitter

        def put(rendered: str) -> None:
            values, emitter.values = emitter.values, []
            emitter.spend(len(rendered))
            if rendered.strip() == VALUE and len(values) == 1 and not fonts:
                self._put(values[0])
                return
            runs = _runs(rendered, values, fonts)
            self._write(self.writer.runs(runs))
            if self.heading is not None:
                self.emitter.output.headings[self.heading] = "".join(text for _, text in runs)

        return put

    def formula(self, places: Sequence[tuple[int, int]], text: str) -> Act:
        """Writes a formula whose texts at ``places`` were rendered into ``literals``."""
        emitter = self.emitter

        def write() -> None:
            literals, emitter.literals = emitter.literals, []
            made, end = "", 0
            for (start, stop), literal in zip(places, literals, strict=True):
                made += text[end:start] + literal
                end = stop
            emitter.put_formula(self.cell, made + text[end:])

        return write


def _runs(rendered: str, values: Sequence[object], fonts: Sequence[str]) -> list[tuple[str, str]]:
    """Rendered text cut at its run marks, with the values put in their places."""
    runs: list[tuple[str, str]] = []
    waiting = iter(values)
    run, text, end = -1, "", 0
    for found in _MARK.finditer(rendered):
        text += rendered[end : found.start()]
        end = found.end()
        if found[1] is None:
            text += as_text(known(next(waiting)))
        elif int(found[1]) != run:
            runs.append((fonts[run] if run >= 0 else "", text))
            run, text = int(found[1]), ""
    runs.append((fonts[run] if run >= 0 else "", text + rendered[end:]))
    return runs


def known(value: object) -> object:
    """The value itself; raises TagError for a missing name, None for a condition without its ``else``."""
    if isinstance(value, StrictUndefined):
        raise TagError(value._undefined_message)
    return None if isinstance(value, Undefined) else value


def value_filter(emitter: Emitter) -> Filter:
    """Puts a value aside inside a cell of text and tags."""

    def put(_: Context, value: object) -> str:
        emitter.values.append(known(value))
        return VALUE

    return pass_context(put)


def text_filter(budget: Budget, doubled: str = "") -> Filter:
    """A value as text, where only text can be: names, headers, the inside of ``filter`` and ``set``.

    ``doubled`` is the character that would begin a code there, ``&`` in headers and footers.
    """

    def put(_: Context, value: object) -> str:
        text = as_text(known(value))
        budget.spend(len(text))
        return text.replace(doubled, doubled * 2) if doubled else text

    return pass_context(put)


def take_literal(emitter: Emitter) -> Put:
    """A text inside a formula: a number when it is exactly one, else a text with its quotes doubled."""

    def put(rendered: str) -> None:
        values, emitter.values = emitter.values, []
        if rendered.strip() == VALUE and len(values) == 1 and isinstance(values[0], (int, float)):
            value = values[0]
            made = str(value).upper() if isinstance(value, bool) else number(float(value))
        else:
            text = "".join(text for _, text in _runs(rendered, values, ()))
            if len(text) > _MAX_LITERAL:
                raise TagError(f"un texto dentro de una fórmula no puede pasar de {_MAX_LITERAL} caracteres")
            made = '"' + text.replace('"', '""') + '"'
        emitter.literals.append(made)

    return put
