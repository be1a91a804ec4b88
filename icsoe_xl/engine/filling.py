"""Filling a template: ``render`` and the steps that it takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from icsoe_xl.engine import book, lookouts, related
from icsoe_xl.engine.assemble import as_it_is, expand_shared, heights, merged, sheet_bytes
from icsoe_xl.engine.copies import NOT_COPIED, copy_part, loosened, remove_part, rename_tables, tables
from icsoe_xl.engine.drawings import Drawing, Media
from icsoe_xl.engine.layout import unmoved
from icsoe_xl.engine.looks import Looks
from icsoe_xl.engine.opening import Opened, open_template
from icsoe_xl.engine.output import Output
from icsoe_xl.engine.pictures import Sizes
from icsoe_xl.engine.problems import Place, damage_told, problem
from icsoe_xl.engine.program import Program
from icsoe_xl.engine.relations import NewRelationship, add_relationships
from icsoe_xl.engine.relocate import Made, Relocator, Standpoint, Target
from icsoe_xl.engine.sandbox import Budget
from icsoe_xl.workbooks.package import SheetEntry
from icsoe_xl.workbooks.xml_parts import parse

_WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
MAX_HEADER = 255
"""Characters of a header or footer, Excel's own limit: beyond it Excel offers to repair the file."""
Filters = Mapping[str, Callable[..., Any]]


def render(
    template: str | os.PathLike[str],
    context: Mapping[str, Any],
    out: str | os.PathLike[str],
    *,
    filters: Filters | None = None,
) -> None:
    """Fill the workbook ``template`` with the names of ``context`` and write it to ``out``.

    ``context`` values may be text, numbers (Decimal too), dates, booleans, None, lists, dicts and objects
    with attributes; a ``pathlib.Path`` or a :class:`Picture` is an image. Functions in ``context`` may be
    called by the template; ``filters`` are filters of the caller's own.

    Raises TemplateProblem (file, sheet, cell and what to do) for what is wrong with the template,
    UnreadableFile for a file that is no such workbook, UnwritableFile when ``out`` cannot be written. The
    template is never changed; ``out`` is written whole or not at all.
    """
    with damage_told(template):
        opened = open_template(template, out)
        Filling(opened, context, filters or {}).fill()
    opened.package.save(out)


@dataclass(slots=True)
class _Leaf:
    """A sheet of the template on its way: what is made of it, and under which parts."""

    entry: SheetEntry
    outputs: list[Output] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    relations: list[str | None] = field(default_factory=list)
    tables: list[dict[str, str]] = field(default_factory=list)
    rendered: bool = False


class Filling:
    """One run over one template."""

    def __init__(self, opened: Opened, context: Mapping[str, Any], filters: Filters) -> None:
        self._opened, self._package = opened, opened.package
        self._context, self._filters = context, filters
        self._looks = Looks(self._package)
        self._budget = Budget()
        self._leaves = [_Leaf(entry) for entry in self._package.sheets()]

    def fill(self) -> None:
        """All the steps, in memory."""
        self._render_sheets()
        self._name_sheets()
        self._copy_sheets()
        made = [self._made(leaf) for leaf in self._leaves]
        relocator = Relocator({m.name: m for m in made}, self._package.name)
        rendered = [leaf.entry for leaf in self._leaves if leaf.rendered]
        stale, has_formulas = lookouts.out_of_date(self._opened, rendered)
        self._write_sheets(made, relocator, stale)
        self._move_related(made, relocator)
        self._write_book(made, relocator, has_formulas)
        self._looks.save()
        self._opened.strings.empty()

    # Rendering

    def _render_sheets(self) -> None:
        pointers = lookouts.pointers(self._opened)
        date1904 = book.uses_1904(self._package)
        for leaf in self._leaves:
            template = self._opened.sheets.get(leaf.entry.name)
            if template is None:
                leaf.outputs = [Output(leaf.entry.name, unmoved())]
                continue
            leaf.rendered = True
            lookouts.check_tables(self._package, leaf.entry, template)
            seen = pointers.get(leaf.entry.name.casefold(), [])
            program = Program(
                self._package.name,
                leaf.entry.name,
                template.outline,
                template.headers,
                prefix=template.sheet.prefix,
                looks=self._looks,
                date1904=date1904,
                budget=self._budget,
                headings=lookouts.headings(self._package, leaf.entry.part),
                looked_at=partial(lookouts.looked_at, seen),
            )
            leaf.outputs = program.run(self._filters, self._context)
            for output in leaf.outputs:
                output.texts = {tag: self._header(leaf, tag, text) for tag, text in output.texts.items()}

    def _header(self, leaf: _Leaf, tag: str, text: str) -> str:
        from icsoe_xl.engine.source import header_words

        if len(text) > MAX_HEADER:
            raise problem(
                self._package.name,
                Place(leaf.entry.name, what=header_words(tag)),
                f"pasa de {MAX_HEADER} caracteres, el límite de Excel; abrévielo",
            )
        return text

    # Sheets that come and go

    def _name_sheets(self) -> None:
        kept = {leaf.entry.name.casefold() for leaf in self._leaves if not leaf.rendered}
        for leaf in self._leaves:
            for output in leaf.outputs if leaf.rendered else ():
                output.name = book.sheet_name(output.name, kept)
        if not any(leaf.outputs and leaf.entry.state == "visible" for leaf in self._leaves):
            raise problem(
                self._package.name,
                None,
                "no quedaría ninguna hoja visible; revise las etiquetas «{% sheet %}»",
            )

    def _copy_sheets(self) -> None:
        taken, number = set[str](), 0
        for leaf in self._leaves:
            leaf.parts, leaf.relations, leaf.tables = [leaf.entry.part], [None], [{}]
            if len(leaf.outputs) < 2:
                continue
            kinds = {r.kind for r in self._package.relationships(leaf.entry.part)} & NOT_COPIED
            if kinds:
                raise problem(
                    self._package.name,
                    Place(leaf.entry.name),
                    "una hoja con tablas dinámicas, segmentaciones o consultas no se puede repetir",
                )
            if not taken:
                taken, number = tables(self._package)
            for _ in leaf.outputs[1:]:
                part, _ = copy_part(self._package, leaf.entry.part)
                renamed = rename_tables(self._package, part, taken, number)
                number += len(renamed)
                leaf.parts.append(part)
                leaf.relations.append(
                    self._package.add_relationship(self._package.workbook_part, _WORKSHEET, part)
                )
                leaf.tables.append(renamed)

    def _made(self, leaf: _Leaf) -> Made:
        targets = [Target(o.name, o.layout, o.layout.still) for o in leaf.outputs]
        return Made(leaf.entry.name, targets, leaf.tables)

    # Writing

    def _write_sheets(self, made: Sequence[Made], relocator: Relocator, stale: set[str]) -> None:
        media = Media(self._package)
        for leaf, one in zip(self._leaves, made, strict=True):
            if leaf.rendered:
                for index, output in enumerate(leaf.outputs):
                    self._write_sheet(leaf, index, output, Standpoint(one, index), relocator, media)
            elif leaf.entry.kind == "worksheet" and (leaf.entry.name in stale or not relocator.idle):
                self._write_still(leaf.entry, Standpoint(one), relocator, leaf.entry.name in stale)

    def _write_sheet(
        self, leaf: _Leaf, index: int, output: Output, at: Standpoint, relocator: Relocator, media: Media
    ) -> None:
        sheet = self._opened.sheets[leaf.entry.name].sheet
        part = leaf.parts[index]
        outside = [
            NewRelationship("hyperlink", link.target, external=True)
            for link in output.links
            if not link.target.startswith("#")
        ]
        ids = add_relationships(self._package, part, outside) if outside else []
        sizes = Sizes(parse(sheet.shell), heights(sheet))
        drawing = Drawing(self._package, part, media).update(
            output.layout, output.layout.still, output.pictures, sizes, merged(sheet, output)
        )
        data = sheet_bytes(sheet, output, relocator, at, ids, drawing)
        self._package.write(part, loosened(data) if index else data)

    def _write_still(self, entry: SheetEntry, at: Standpoint, relocator: Relocator, stale: bool) -> None:
        """A sheet without tags: written again only when it looks at one that changed."""
        sheet = self._opened.scanned(entry)
        if not stale and b"!" not in sheet.shell:
            return
        expand_shared(sheet.rows)
        output = as_it_is(entry.name, sheet)
        data = sheet_bytes(sheet, output, relocator, at, [], None)
        if stale or data != sheet_bytes(sheet, output, Relocator({}), at, [], None):
            self._package.write(entry.part, data)

    def _move_related(self, made: Sequence[Made], relocator: Relocator) -> None:
        for leaf, one in zip(self._leaves, made, strict=True):
            headed = any(output.headings for output in leaf.outputs)
            if relocator.idle and not headed:
                continue
            if leaf.entry.kind != "worksheet":
                drawing = self._package.related(leaf.entry.part, "drawing")
                for chart in related.charts(self._package, drawing.target) if drawing is not None else ():
                    related.move_chart(self._package, chart, relocator, Standpoint(None))
                continue
            for index, output in enumerate(leaf.outputs):
                related.Related(
                    self._package, leaf.parts[index], output.layout, relocator, Standpoint(one, index)
                ).update(output.headings)
        if not relocator.idle:
            related.move_pivot_sources(self._package, relocator)

    def _write_book(self, made: Sequence[Made], relocator: Relocator, has_formulas: bool) -> None:
        new = [
            [
                book.NewSheet(output.name, relation)
                for output, relation in zip(leaf.outputs, leaf.relations, strict=False)
            ]
            for leaf in self._leaves
        ]
        book.Book(self._package, made, new, relocator).update(recalculate=has_formulas)
        for leaf in self._leaves:
            if not leaf.outputs:
                self._drop_sheet(leaf.entry)
        if not relocator.idle:
            book.drop_calculation_chain(self._package)
            book.update_titles(self._package, [[sheet.name for sheet in sheets] for sheets in new], made)

    def _drop_sheet(self, entry: SheetEntry) -> None:
        for relationship in self._package.relationships(self._package.workbook_part):
            if relationship.target == entry.part:
                self._package.remove_relationship(self._package.workbook_part, relationship.id)
        remove_part(self._package, entry.part)
