"""The jinja2 source of a sheet: one line for each thing, so that an error's line tells the cell.

Filters whose names begin with ``__`` are the engine's (:mod:`icsoe_xl.engine.program`); a few of them serve
all cells, each of which goes by a name, since every filter costs time when a template is compiled.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from icsoe_xl.engine.plan import (
    Aside,
    CellsBegin,
    CellsEnd,
    CellsMiddle,
    Outline,
    RowPlan,
    Run,
    Statement,
    TaggedCell,
    Text,
)
from icsoe_xl.engine.problems import Place, TagError
from icsoe_xl.engine.tags import Kind, Piece, Role, lone_expression, pieces

ACT, PUT = "__act", "__put"
"""Filters that do what their argument names, and that put a value or a text where it names."""
TEXT, VALUE, HEADER = "__text", "__value", "__header"
"""Filters for a value as text, for one that keeps its type, and for one in a header or footer."""
_NEXT_LINE = "{#\n#}"
"""A line break that prints nothing."""
_FONT_SIZE = re.compile(r"&[0-9]+$")
_CAPTURES = {
    "filter": 1,
    "call": 1,
    "macro": 1,
    "set:": 1,
    "endfilter": -1,
    "endcall": -1,
    "endmacro": -1,
    "endset": -1,
}
"""Blocks that work on text, and how they nest: a value inside one cannot keep its type."""


@dataclass(slots=True)
class Source:
    """Source under way, with the place that each line speaks of."""

    chunks: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    _line: int = 1

    def add(self, text: str, place: Place) -> None:
        """Add what stands at ``place``."""
        self.lines.append(self._line)
        self.places.append(place)
        self.chunks += (text, _NEXT_LINE)
        self._line += text.count("\n") + 1

    def act(self, name: str, place: Place) -> None:
        """Add a call of an action of that name."""
        self.add("{{ 0|" + ACT + "('" + name + "') }}", place)

    def place(self, line: int) -> Place:
        """The place that a line speaks of."""
        return self.places[max(bisect_right(self.lines, line) - 1, 0)]

    @property
    def text(self) -> str:
        """The whole source."""
        return "".join(self.chunks)


def sheet_source(
    outline: Outline, name: str, headers: dict[str, str], fail: Callable[[Place, str], Exception]
) -> Source:
    """Source of a sheet: its name (when it has tags), its headers and footers, its rows.

    ``fail`` makes the exception for a wrong tag in the name or a header; those of cells were found before.
    """
    source = Source()
    here = outline.sheet_place or Place(name)
    if outline.sheet is not None:
        source.add(outline.sheet.source, here)
    source.act("sheet", here)
    texts = [("name", name, TEXT, "el nombre de la hoja")]
    texts += [(tag, text, HEADER, header_words(tag)) for tag, text in headers.items()]
    for tag, text, text_filter, words in texts:
        place = Place(name, what=words)
        try:
            source.add(captured(tag, pieces(text), text_filter), place)
        except TagError as error:
            raise fail(place, str(error)) from error
    for step in outline.steps:
        if isinstance(step, Statement):
            _add_statement(source, step)
        else:
            _add_run(source, step, name)
    if outline.sheet is not None:
        keyword = outline.sheet.source.strip("{%-+ ").split()[0]
        source.add("{% end" + keyword + " %}", here)
    return source


def header_words(tag: str) -> str:
    """What a person calls ``oddHeader`` and its like."""
    kind = "el encabezado" if tag.endswith("Header") else "el pie de página"
    return kind + {"e": " de las páginas pares", "f": " de la primera página"}.get(tag[0], "")


def captured(name: str, content: Sequence[Piece], text_filter: str = TEXT) -> str:
    """Source that renders a content to text and puts it where ``name`` says."""
    made = ""
    for piece in content:
        if piece.kind is Kind.EXPRESSION:
            if text_filter == HEADER and _FONT_SIZE.search(made):
                made += " "  # "&14" and a value of 2026 would read as a size of 142026
            made += _as_text(piece, text_filter)
        else:
            made += piece.source
    return put_text(name, made)


def put_text(name: str, inner: str) -> str:
    """Source that renders ``inner`` to text and puts it where ``name`` says."""
    return "{% filter " + PUT + "('" + name + "') %}" + inner + "{% endfilter %}"


def _as_text(piece: Piece, text_filter: str = TEXT) -> str:
    if piece.kind is Kind.EXPRESSION:
        return "{{ (" + piece.source + ")|" + text_filter + " }}"
    return piece.source


def _add_statement(source: Source, step: Statement) -> None:
    place, block = step.place, step.block
    if step.role is Role.OPEN:
        if block:
            source.act(f"before{block}", place)
        source.add(step.source, place)
        if block:
            source.act(f"turn{block}", place)
    elif step.role is Role.ASIDE:
        source.add(_aside(step.source), place)
    else:
        if block:
            source.act(f"end{block}", place)
        source.add(step.source, place)
        if block and step.role is Role.CLOSE:
            source.act(f"after{block}", place)


def _aside(text: str) -> str:
    return "".join(_as_text(piece) for piece in pieces(text))


def _add_run(source: Source, run: Run, sheet: str) -> None:
    first = run.rows[0].row.number if run.rows else 0
    source.act(f"segment{run.segment}", Place(sheet, first))
    for group in grouped(run.rows):
        place = Place(sheet, group[0].row.number)
        if not group[0].dynamic:
            source.act(f"rows{place.row}", place)
            continue
        _add_row(source, group[0], sheet)


def grouped(rows: Sequence[RowPlan]) -> Iterator[list[RowPlan]]:
    """Rows in order, those without anything to render together."""
    waiting: list[RowPlan] = []
    for plan in rows:
        if plan.dynamic:
            if waiting:
                yield waiting
                waiting = []
            yield [plan]
        else:
            waiting.append(plan)
    if waiting:
        yield waiting


def _add_row(source: Source, plan: RowPlan, sheet: str) -> None:
    row = plan.row.number
    start = Place(sheet, row)
    if plan.sideways:
        source.act("sideways", start)
    for index, item in enumerate(plan.items):
        if isinstance(item, TaggedCell):
            _add_cell(source, item, Place(sheet, row, item.cell.column))
        elif isinstance(item, Aside):
            source.add(_aside(item.source), item.place)
        elif isinstance(item, CellsBegin):
            source.act(f"enter{row}_{index}", item.place)
            source.add(item.source, item.place)
            source.act(f"next{row}_{index}", item.place)
        elif isinstance(item, CellsMiddle):
            source.add(item.source, item.place)
        elif isinstance(item, CellsEnd):
            begin = item.begin
            source.add("{% endfor %}" if begin.is_for else "{% endif %}", begin.place)
            source.act(f"leave{row}_{plan.items.index(begin)}", begin.place)
        elif plan.sideways:
            source.act(f"cell{row}_{item.column}", start)
    source.act(f"row{row}", start)


def _add_cell(source: Source, tagged: TaggedCell, place: Place) -> None:
    name = place.cell or ""
    if tagged.literals:
        for _, _, literal in tagged.literals:
            source.add(put_text("literal", typed(literal)), place)
        source.act("formula" + name, place)
        return
    lone = lone_expression(tagged.content)
    if lone is not None:
        source.add("{{ (" + lone.source + ")|" + PUT + "('" + name + "') }}", place)
        return
    inner = typed(tagged.content, [start for start, _ in tagged.text.runs])
    if tagged.bare and not tagged.text.runs:
        inner = inner.strip()
    source.add(put_text(name, inner), place)


def typed(content: Sequence[Piece], runs: Sequence[int] = ()) -> str:
    """Source of a content whose values keep their types, with a mark where each run of ``runs`` begins."""
    made: list[str] = []
    captures = 0
    for piece in content:
        if piece.kind is Kind.STATEMENT:
            captures += _CAPTURES.get(piece.keyword, 0)
            made.append(piece.source)
        elif piece.kind is Kind.EXPRESSION:
            made.append(_run_mark(runs, piece.offset))
            made.append("{{ (" + piece.source + ")|" + (TEXT if captures else VALUE) + " }}")
        else:
            made += _marked(piece, runs)
    return "".join(made)


def run_at(text: Text, offset: int) -> int:
    """Number of the run that stands at an offset of a text."""
    return max(bisect_right([start for start, _ in text.runs], offset) - 1, 0)


def _run_mark(runs: Sequence[int], offset: int) -> str:
    return f"\x01{bisect_right(runs, offset) - 1}\x01" if runs else ""


def _marked(piece: Piece, runs: Sequence[int]) -> Iterator[str]:
    """A data piece with the marks of the runs that it touches; ``{% raw %}`` is never cut."""
    cuts = [start - piece.offset for start in runs if piece.offset < start < piece.offset + len(piece.source)]
    if not runs or "{%" in piece.source:
        cuts = []
    edges = [0, *cuts, len(piece.source)]
    for start, stop in pairwise(edges):
        yield _run_mark(runs, piece.offset + start) + piece.source[start:stop]
