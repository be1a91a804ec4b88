"""A sheet of a template made ready and run: its outline, its source, its filters, its output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import pass_context
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import Context

from icsoe_xl.addresses import column_letters
from icsoe_xl.engine import emit
from icsoe_xl.engine.emit import CellFilter, Emitter
from icsoe_xl.engine.faults import syntax_words, template_line, words
from icsoe_xl.engine.layout import Block, Segment
from icsoe_xl.engine.looks import Looks
from icsoe_xl.engine.output import Output, Pending
from icsoe_xl.engine.plan import CellsBegin, Outline, RowPlan, Run, TaggedCell
from icsoe_xl.engine.problems import Place, TemplateProblem, problem
from icsoe_xl.engine.sandbox import Budget, Sandbox
from icsoe_xl.engine.scan import Cell, Row, attributes, without
from icsoe_xl.engine.source import cell_names, grouped, sheet_source
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

    def run(self, filters: Mapping[str, Callable[..., Any]], data: Mapping[str, Any]) -> list[Output]:
        """The sheets that this one becomes. Raises TemplateProblem with the place of what is wrong."""
        source = sheet_source(self._outline, self._name, self._headers)
        sandbox = Sandbox(filters, data, self._budget)
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

    # Filters

    def _filters(self) -> dict[str, Callable[..., Any]]:
        emitter = self._emitter
        made: dict[str, Callable[..., Any]] = {
            "__sheet": _effect(emitter.begin_sheet),
            "__name": _text(self._set_name),
            "__text": emit.text_filter(self._budget),
            "__header": emit.text_filter(self._budget, doubled="&"),
            "__value": emit.value_filter(emitter),
            "__literal": emit.literal_filter(emitter),
            "__sideways": _effect(emitter.begin_sideways),
        }
        for tag in self._headers:
            made[f"__{tag}"] = _text(self._header_setter(tag))
        for block in self._outline.blocks:
            made |= self._block_filters(block)
        for step in self._outline.steps:
            if isinstance(step, Run):
                segment = self._outline.segments[step.segment]
                last = self._outline.segments[-1] is segment
                extent = max((plan.row.number for plan in step.rows), default=segment.first - 1)
                length = extent - segment.first + 1 if last else segment.last - segment.first + 1
                made[f"__segment{step.segment}"] = _effect(emitter.begin_segment, step.segment, length)
                for name, function in self._row_filters(segment, step.rows):
                    made[name] = function
        return made

    def _set_name(self, text: str) -> None:
        self._emitter.output.name = text

    def _header_setter(self, tag: str) -> Callable[[str], None]:
        def keep(text: str) -> None:
            self._emitter.output.texts[tag] = text

        return keep

    def _block_filters(self, block: Block) -> dict[str, Callable[..., Any]]:
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

        return {
            f"__before{number}": _effect(before),
            f"__turn{number}": _effect(emitter.begin_turn, number),
            f"__end{number}": _effect(emitter.end_turn, number),
            f"__after{number}": _effect(after),
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

    def _row_filters(
        self, segment: Segment, rows: Sequence[RowPlan]
    ) -> Iterator[tuple[str, Callable[..., Any]]]:
        for group in grouped(rows):
            number = group[0].row.number
            if not group[0].dynamic:
                yield f"__rows{number}", _effect(self._static_rows(segment, group))
                continue
            plan = group[0]
            offset = number - segment.first
            yield from self._cell_filters(plan, offset)
            opening, closing = self._row_tags(plan)
            if plan.sideways:
                yield f"__row{number}", _effect(self._end_sideways(number, offset, opening, closing))
            else:
                yield f"__row{number}", _effect(*self._end_row(plan, offset, opening, closing))

    def _static_rows(self, segment: Segment, group: Sequence[RowPlan]) -> Callable[[], None]:
        """Shows rows without tags: those with formulas one by one, the others as text made beforehand."""
        emitter = self._emitter
        steps: list[Callable[[], None]] = []
        texts: list[tuple[int, str]] = []

        def add_texts(ready: list[tuple[int, str]]) -> None:
            steps.append(lambda: emitter.add_rows(ready))

        for plan in group:
            offset = plan.row.number - segment.first
            skeleton = self._skeleton(plan, *self._row_tags(plan))
            if any(isinstance(piece, Pending) for piece in skeleton):
                if texts:
                    add_texts(texts)
                    texts = []
                steps.append(lambda n=plan.row.number, o=offset, s=skeleton: emitter.end_row(n, o, s))  # type: ignore[misc]
            else:
                texts.append((offset, "".join(piece for piece in skeleton if isinstance(piece, str))))
        if texts:
            add_texts(texts)

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

    def _end_row(
        self, plan: RowPlan, offset: int, opening: str, closing: str
    ) -> tuple[Callable[..., None], Any, Any, Any] | tuple[Callable[..., None], Any, Any]:
        skeleton = self._skeleton(plan, opening, closing)
        if any(isinstance(piece, Pending) for piece in skeleton) or any(
            isinstance(item, TaggedCell) and item.literals for item in plan.items
        ):
            return self._emitter.end_row, plan.row.number, offset, skeleton
        alternating = [""]
        for piece in skeleton:
            if piece is None:
                alternating += ("", "")
            else:
                assert isinstance(piece, str)
                alternating[-1] += piece
        return self._emitter.end_plain_row, offset, alternating

    def _end_sideways(self, number: int, offset: int, opening: str, closing: str) -> Callable[[], None]:
        def end() -> None:
            self._emitter.end_sideways(offset)
            cells = list(self._emitter.cells)
            self._emitter.cells.clear()
            self._emitter.end_row(number, offset, [opening, *cells, closing])

        return end

    # Cells

    def _cell_filters(self, plan: RowPlan, offset: int) -> Iterator[tuple[str, Callable[..., Any]]]:
        emitter, number, sideways = self._emitter, plan.row.number, plan.sideways
        for index, item in enumerate(plan.items):
            if isinstance(item, TaggedCell):
                yield from self._tagged_filters(item, number, offset, sideways)
            elif isinstance(item, CellsBegin):
                yield f"__enter{number}_{index}", _effect(emitter.enter_cells, item.first)
                yield f"__next{number}_{index}", _effect(emitter.next_cells, item.first, item.last)
                yield f"__leave{number}_{index}", _effect(emitter.leave_cells, item.first, item.last)
            elif sideways and isinstance(item, Cell):
                yield f"__cell{number}_{item.column}", _effect(*self._put_static(item))

    def _put_static(self, cell: Cell) -> tuple[Any, ...]:
        if cell.formula is not None:
            return self._emitter.put_formula, cell, cell.formula.text
        return self._emitter.put, cell.column, self._prefix, self._static_tail(cell)

    def _tagged_filters(
        self, tagged: TaggedCell, number: int, offset: int, sideways: bool
    ) -> Iterator[tuple[str, Callable[..., Any]]]:
        cell = tagged.cell
        place = Place(self._name, number, cell.column)
        head = cell_head(cell)
        fonts = [font for _, font in tagged.text.runs]
        lone = lone_expression(tagged.content)
        rich = fonts[0] if lone is not None and fonts else ""
        heading = (number, cell.column) if (number, cell.column) in self._headings else None
        maker = CellFilter(
            self._emitter,
            cell,
            offset,
            self._prefix,
            self._writer(head, cell.style, rich),
            self._dresser(cell.style, rich),
            sideways,
            heading,
        )
        names = cell_names(tagged, place)
        if tagged.literals:
            places = [(start, stop) for start, stop, _ in tagged.literals]
            yield "__formula" + names, maker.formula(places, tagged.text.plain)
        elif lone is not None:
            yield "__put" + names, maker.value()
        else:
            yield "__put" + names, maker.text(fonts)

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


def _effect(function: Callable[..., None], *arguments: Any) -> Callable[..., str]:
    """A filter that only does something; it takes the context so that jinja2 does not call it on its own."""

    def call(_: Context, __: object) -> str:
        function(*arguments)
        return ""

    return pass_context(call)


def _text(function: Callable[[str], None]) -> Callable[..., str]:
    def call(_: Context, rendered: str) -> str:
        function(rendered)
        return ""

    return pass_context(call)
