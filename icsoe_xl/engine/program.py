"""A sheet of a template made ready and run: its outline, its source, its filters, its output."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from jinja2 import pass_context
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import Context

from icsoe_xl.addresses import cell_name, column_letters
from icsoe_xl.engine import emit
from icsoe_xl.engine.emit import Act, CellPut, Emitter, Put
from icsoe_xl.engine.faults import syntax_words, template_line, words
from icsoe_xl.engine.layout import Block, Segment
from icsoe_xl.engine.looks import Looks
from icsoe_xl.engine.output import Output, Pending
from icsoe_xl.engine.plan import CellsBegin, Outline, RowPlan, Run, TaggedCell
from icsoe_xl.engine.problems import Place, TemplateProblem, problem
from icsoe_xl.engine.sandbox import Budget, Sandbox
from icsoe_xl.engine.scan import Cell, Row, attributes, without
from icsoe_xl.engine.source import ACT, HEADER, PUT, TEXT, VALUE, grouped, run_at, sheet_source
from icsoe_xl.engine.strings import with_prefix
from icsoe_xl.engine.tags import lone_expression
from icsoe_xl.engine.values import CellWriter
from icsoe_xl.errors import IcsoeError

LookedAt = Callable[[Block, Block, bool], bool]
"""Whether anything outside a block points at its rows alone, from inside (True) or outside another block."""


class Program:
    """One sheet of a template, to be run once."""

    def __init__(
        self,
        template: str,
        name: str,
        outline: Outline,
        headers: dict[str, str],
        *,
        prefix: str,
        looks: Looks,
        date1904: bool,
        budget: Budget,
        headings: frozenset[tuple[int, int]] = frozenset(),
        looked_at: LookedAt = lambda *_: False,
    ) -> None:
        self._template, self._name, self._outline, self._headers = template, name, outline, headers
        self._prefix, self._looks, self._date1904, self._budget = prefix, looks, date1904, budget
        self._headings, self._looked_at = headings, looked_at
        self._emitter = Emitter(outline.segments, outline.blocks, name, budget)
        self._blocks = {block.number: block for block in outline.blocks}
        self._writers: dict[tuple[str, str], CellWriter] = {}
        self._acts: dict[str, Act] = {}
        self._puts: dict[str, Put] = {}

    def run(self, filters: Mapping[str, Callable[..., Any]], data: Mapping[str, Any]) -> list[Output]:
        """The sheets that this one becomes. Raises TemplateProblem with the place of what is wrong."""
        source = sheet_source(self._outline, self._name, self._headers, self._problem)
        sandbox = Sandbox(filters, data, self._budget)
        self._fill_tables()
        sandbox.filters.update(self._filters())
        try:
            template = sandbox.template(source.text)
        except TemplateSyntaxError as error:
            raise self._problem(source.place(error.lineno), syntax_words(error)) from error
        try:
            for _ in template.root_render_func(template.new_context(dict(data))):
                pass  # the filters keep what matters
        except IcsoeError:
            raise
        except Exception as error:  # whatever the expressions of a template raise
            line = template_line(error, template.root_render_func.__code__.co_filename)
            place = source.place(template.get_corresponding_lineno(line)) if line else None
            raise self._problem(place, words(error)) from error
        return self._emitter.outputs

    def _problem(self, place: Place | None, detail: str) -> TemplateProblem:
        return problem(self._template, place or Place(self._name), detail)

    # What the source calls

    def _filters(self) -> dict[str, Callable[..., Any]]:
        acts, puts = self._acts, self._puts

        @pass_context  # or else jinja2 would call them while compiling, when their argument is a constant
        def act(_: Context, __: object, name: str) -> str:
            acts[name]()
            return ""

        @pass_context
        def put(_: Context, value: object, name: str) -> str:
            puts[name](value)
            return ""

        return {
            ACT: act,
            PUT: put,
            TEXT: emit.text_filter(self._budget),
            HEADER: emit.text_filter(self._budget, doubled="&"),
            VALUE: emit.value_filter(self._emitter),
        }

    def _fill_tables(self) -> None:
        """Make what the source calls by name."""
        emitter = self._emitter
        self._acts |= {"sheet": emitter.begin_sheet, "sideways": emitter.begin_sideways}
        self._puts |= {"name": self._set_name, "literal": emit.take_literal(emitter)}
        for tag in self._headers:
            self._puts[tag] = partial(self._set_header, tag)
        for block in self._outline.blocks:
            self._add_block(block)
        for step in self._outline.steps:
            if isinstance(step, Run):
                segment = self._outline.segments[step.segment]
                last = self._outline.segments[-1] is segment
                extent = max((plan.row.number for plan in step.rows), default=segment.first - 1)
                length = extent - segment.first + 1 if last else segment.last - segment.first + 1
                self._acts[f"segment{step.segment}"] = partial(emitter.begin_segment, step.segment, length)
                self._add_rows(segment, step.rows)

    def _set_name(self, text: str) -> None:
        self._emitter.output.name = text

    def _set_header(self, tag: str, text: str) -> None:
        self._emitter.output.texts[tag] = text

    def _add_block(self, block: Block) -> None:
        emitter, number = self._emitter, block.number
        seen = 0

        def before() -> None:
            nonlocal seen
            seen = emitter.turns(number)

        def after() -> None:
            if block.parent:
                if emitter.turns(number) == seen and self._looked_at(block, self._blocks[block.parent], True):
                    self._leave_blank(block)
                return
            for inner in self._outline.blocks:
                if (
                    self._within(inner, block)
                    and not emitter.turns(inner.number)
                    and (self._looked_at(inner, block, False))
                ):
                    self._leave_blank(inner)

        self._acts |= {
            f"before{number}": before,
            f"turn{number}": partial(emitter.begin_turn, number),
            f"end{number}": partial(emitter.end_turn, number),
            f"after{number}": after,
        }

    def _within(self, inner: Block, outer: Block) -> bool:
        while inner.number != outer.number and inner.parent:
            inner = self._blocks[inner.parent]
        return inner.number == outer.number

    def _leave_blank(self, block: Block) -> None:
        """One blank turn of an empty list, when something points at its rows: as Excel's own tables do."""
        self._emitter.begin_turn(block.number)
        for step in self._outline.steps:
            if isinstance(step, Run) and self._outline.segments[step.segment].block == block.number:
                segment = self._outline.segments[step.segment]
                self._emitter.begin_segment(step.segment, segment.last - segment.first + 1)
                self._emitter.add_rows(
                    [(p.row.number - segment.first, self._blank(p.row)) for p in step.rows]
                )
        self._emitter.end_turn(block.number)

    def _blank(self, row: Row) -> str:
        p = self._prefix
        cells = [f'<{p}c r="{column_letters(c.column)}\0" s="{c.style}"/>' for c in row.cells]
        return f'<{p}row r="\0"{row.head}>{"".join(cells)}</{p}row>'

    # Rows

    def _add_rows(self, segment: Segment, rows: Sequence[RowPlan]) -> None:
        for group in grouped(rows):
            plan, number = group[0], group[0].row.number
            if not plan.dynamic:
                self._acts[f"rows{number}"] = self._static_rows(segment, group)
                continue
            offset = number - segment.first
            self._add_cells(plan, offset)
            opening, closing = self._row_tags(plan)
            if plan.sideways:
                self._acts[f"row{number}"] = self._end_sideways(number, offset, opening, closing)
            else:
                self._acts[f"row{number}"] = self._end_row(plan, offset, opening, closing)

    def _static_rows(self, segment: Segment, group: Sequence[RowPlan]) -> Act:
        """Shows rows without tags: those with formulas one by one, the others as text made beforehand."""
        emitter = self._emitter
        steps: list[Act] = []
        texts: list[tuple[int, str]] = []

        for plan in group:
            offset = plan.row.number - segment.first
            skeleton = self._skeleton(plan, *self._row_tags(plan))
            if any(isinstance(piece, Pending) for piece in skeleton):
                if texts:
                    steps.append(partial(emitter.add_rows, texts))
                    texts = []
                steps.append(partial(emitter.end_row, plan.row.number, offset, skeleton))
            else:
                texts.append((offset, "".join(piece for piece in skeleton if isinstance(piece, str))))
        if texts:
            steps.append(partial(emitter.add_rows, texts))

        def show() -> None:
            for step in steps:
                step()

        return show

    def _row_tags(self, plan: RowPlan) -> tuple[str, str]:
        p, head = self._prefix, plan.row.head
        if plan.dynamic:
            head = row_head(head, plan.sideways)
        return f'<{p}row r="\0"{head}>', f"</{p}row>"

    def _skeleton(self, plan: RowPlan, opening: str, closing: str) -> list[str | Pending | None]:
        """A row's pieces in order: text, formulas, and None where a cell is to be written."""
        pieces: list[str | Pending | None] = [opening]
        p = self._prefix
        for item in plan.items:
            if isinstance(item, TaggedCell):
                pieces.append(None)
            elif isinstance(item, Cell):
                if item.formula is not None:
                    pieces.append(Pending(item, item.column, item.formula.text))
                else:
                    pieces.append(f'<{p}c r="{column_letters(item.column)}\0"{self._static_tail(item)}')
        return [*pieces, closing]

    def _static_tail(self, cell: Cell) -> str:
        return f"{cell.head}>{cell.inner}</{self._prefix}c>" if cell.inner else f"{cell.head}/>"

    def _end_row(self, plan: RowPlan, offset: int, opening: str, closing: str) -> Act:
        skeleton = self._skeleton(plan, opening, closing)
        if any(isinstance(piece, Pending) for piece in skeleton) or any(
            isinstance(item, TaggedCell) and item.literals for item in plan.items
        ):
            return partial(self._emitter.end_row, plan.row.number, offset, skeleton)
        alternating = [""]
        for piece in skeleton:
            if piece is None:
                alternating += ("", "")
            else:
                assert isinstance(piece, str)
                alternating[-1] += piece
        return partial(self._emitter.end_plain_row, offset, alternating)

    def _end_sideways(self, number: int, offset: int, opening: str, closing: str) -> Act:
        def end() -> None:
            self._emitter.end_sideways(offset)
            cells = list(self._emitter.cells)
            self._emitter.cells.clear()
            self._emitter.end_row(number, offset, [opening, *cells, closing])

        return end

    # Cells

    def _add_cells(self, plan: RowPlan, offset: int) -> None:
        emitter, number, acts = self._emitter, plan.row.number, self._acts
        for index, item in enumerate(plan.items):
            if isinstance(item, TaggedCell):
                self._add_tagged(item, number, offset, plan.sideways)
            elif isinstance(item, CellsBegin):
                acts[f"enter{number}_{index}"] = partial(emitter.enter_cells, item.first)
                acts[f"next{number}_{index}"] = partial(emitter.next_cells, item.first, item.last)
                acts[f"leave{number}_{index}"] = partial(emitter.leave_cells, item.first, item.last)
            elif plan.sideways and isinstance(item, Cell):
                acts[f"cell{number}_{item.column}"] = self._put_static(item)

    def _put_static(self, cell: Cell) -> Act:
        if cell.formula is not None:
            return partial(self._emitter.put_formula, cell, cell.formula.text)
        return partial(self._emitter.put, cell.column, self._prefix, self._static_tail(cell))

    def _add_tagged(self, tagged: TaggedCell, number: int, offset: int, sideways: bool) -> None:
        cell = tagged.cell
        head = cell_head(cell)
        fonts = [with_prefix(font, self._prefix) for _, font in tagged.text.runs]
        lone = lone_expression(tagged.content)
        rich = fonts[run_at(tagged.text, lone.offset)] if lone is not None and fonts else ""
        heading = (number, cell.column) if (number, cell.column) in self._headings else None
        taker = CellPut(
            self._emitter,
            cell,
            offset,
            self._prefix,
            self._writer(head, cell.style, rich),
            self._dresser(cell.style, rich),
            sideways,
            heading,
        )
        name = cell_name(number, cell.column)
        if tagged.literals:
            places = [(start, stop) for start, stop, _ in tagged.literals]
            self._acts[f"formula{name}"] = taker.formula(places, tagged.text.plain)
        else:
            self._puts[name] = taker.value() if lone is not None else taker.text(fonts)

    def _writer(self, head: str, style: int, rich: str) -> CellWriter:
        if (head, rich) not in self._writers:
            self._writers[head, rich] = CellWriter(
                self._prefix,
                head,
                style,
                self._looks.is_date(style),
                self._date1904,
                self._looks.restyled,
                rich,
            )
        return self._writers[head, rich]

    def _dresser(self, style: int, rich: str) -> Callable[[str | None, str | None], CellWriter]:
        def dressed(fill: str | None, font: str | None) -> CellWriter:
            other = self._looks.dressed(style, fill, font)
            return self._writer(f' s="{other}"', other, rich if font is None else "")

        return dressed


def cell_head(cell: Cell) -> str:
    """The attributes that a rendered cell keeps: its style, not the type of what it held."""
    return f' s="{cell.style}"' if "s" in cell.attributes else ""


def row_head(head: str, sideways: bool) -> str:
    """A rendered row's attributes: a height that Excel had worked out itself is left to it again."""
    own = attributes(head)
    if "ht" in own and own.get("customHeight", "0") in ("0", "false"):
        head = without(head, "ht")
    return without(head, "spans") if sideways else head
