"""The parts that belong to a sheet or look at one, moved after it: notes, controls, tables, charts, pivots.

A part is touched only when something in it points to what moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from icsoe_xl.addresses import cell_name
from icsoe_xl.engine.layout import Layout, area
from icsoe_xl.engine.relocate import Relocator, Standpoint
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.xml_parts import Edit, Node, escape_text, set_attribute

_ANCHOR = re.compile(r"(<(?:\w+:)?Anchor>)([^<]*)(</)")
_ROW = re.compile(r"(<(?:\w+:)?Row>)\s*([0-9]+)\s*(</)")
_LINKED = re.compile(r"(<(?:\w+:)?Fmla(?:Link|Range|Group|Txbx)>)([^<]*)(</)")
_CONTROL_FORMULAS = ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx")


class Related:
    """Moves the parts related to one sheet of the result."""

    def __init__(
        self, package: Package, sheet: str, layout: Layout, relocator: Relocator, at: Standpoint
    ) -> None:
        self._package, self._sheet, self._layout = package, sheet, layout
        self._relocator, self._at = relocator, at

    def update(self, headings: Mapping[tuple[int, int], str]) -> None:
        """Move them; ``headings`` are the new texts of the cells that head a table's columns."""
        handlers: dict[str, Callable[[str], None]] = {
            "comments": self._notes,
            "threadedComment": self._notes,
            "vmlDrawing": self._vml,
            "ctrlProp": self._control,
            "pivotTable": self._pivot,
        }
        for relationship in self._package.relationships(self._sheet):
            if relationship.external or not self._package.has(relationship.target):
                continue
            if relationship.kind in handlers:
                handlers[relationship.kind](relationship.target)
            elif relationship.kind == "table":
                self._table(relationship.target, headings)
            elif relationship.kind == "drawing":
                for chart in charts(self._package, relationship.target):
                    move_chart(self._package, chart, self._relocator, self._at)

    def _notes(self, part: str) -> None:
        edits = []
        for node in self._package.tree(part).walk():
            if node.tag in ("comment", "threadedComment") and "ref" in node.attributes:
                old = area(node.attributes["ref"])
                new = self._layout.first_copy(old.top, old.left)
                if new is not None and new != (old.top, old.left):
                    edits.append(set_attribute(self._package.text(part), node, "ref", cell_name(*new)))
        self._package.splice(part, edits)

    def _vml(self, part: str) -> None:
        """Old drawings are not always XML that a parser takes, so they are edited as text."""
        text = self._package.read(part).decode("utf-8", "surrogateescape")

        def row(found: re.Match[str]) -> str:
            return f"{found[1]}{self._layout.moved_row(int(found[2]))}{found[3]}"

        def corners(found: re.Match[str]) -> str:
            numbers = [number.strip() for number in found[2].split(",")]
            if len(numbers) != 8:
                return found[0]
            # Left column, its offset, top row, its offset, right, ..., bottom, ...: the box keeps its size.
            down = self._layout.moved_row(int(numbers[2])) - int(numbers[2])
            numbers[2], numbers[6] = str(int(numbers[2]) + down), str(int(numbers[6]) + down)
            if not down:
                return found[0]
            return found[1] + ", ".join(numbers) + found[3]

        def formula(found: re.Match[str]) -> str:
            return found[1] + escape_text(self._relocator.formula(found[2], self._at)) + found[3]

        new = text
        if not self._layout.still:
            new = _ROW.sub(row, _ANCHOR.sub(corners, new))
        new = _LINKED.sub(formula, new)
        if new != text:
            self._package.write(part, new.encode("utf-8", "surrogateescape"))

    def _control(self, part: str) -> None:
        root = self._package.tree(part)
        edits = []
        for name in _CONTROL_FORMULAS:
            old = root.attributes.get(name)
            if old is not None:
                new = self._relocator.formula(old, self._at)
                if new != old:
                    edits.append(set_attribute(self._package.text(part), root, name, new))
        self._package.splice(part, edits)

    def _table(self, part: str, headings: Mapping[tuple[int, int], str]) -> None:
        root, data = self._package.tree(part), self._package.text(part)
        edits = []
        for node in root.walk():
            if node.tag in ("table", "autoFilter", "sortState", "sortCondition") and "ref" in node.attributes:
                new = self._layout.outer(area(node.attributes["ref"]))
                if new is not None and str(new) != node.attributes["ref"]:
                    edits.append(set_attribute(data, node, "ref", str(new)))
            elif node.tag in ("calculatedColumnFormula", "totalsRowFormula"):
                text = self._relocator.formula(node.text, self._at)
                if text != node.text:
                    edits.append(Edit(node.inner, node.close - node.inner, escape_text(text).encode()))
        old = area(root.attributes.get("ref", "A1"))
        columns = root.find("tableColumns")
        for index, column in enumerate(columns.all("tableColumn") if columns is not None else ()):
            name = headings.get((old.top, old.left + index))
            if name is not None and name != column.attributes.get("name"):
                edits.append(set_attribute(data, column, "name", name))
        self._package.splice(part, edits)

    def _pivot(self, part: str) -> None:
        location = self._package.tree(part).find("location")
        if location is not None and "ref" in location.attributes:
            new = self._layout.outer(area(location.attributes["ref"]))
            if new is not None and str(new) != location.attributes["ref"]:
                edit = set_attribute(self._package.text(part), location, "ref", str(new))
                self._package.splice(part, [edit])


def charts(package: Package, drawing: str) -> Iterator[str]:
    """Chart parts of a drawing."""
    for relationship in package.relationships(drawing):
        if relationship.kind in ("chart", "chartEx") and package.has(relationship.target):
            yield relationship.target


def move_chart(package: Package, part: str, relocator: Relocator, at: Standpoint) -> None:
    """Move the ranges of a chart (``<c:f>``)."""
    edits = []
    for node in package.tree(part).walk():
        if node.tag == "f" and node.text.strip():
            new = relocator.formula(node.text, at._replace(grow=True))
            if new != node.text:
                edits.append(Edit(node.inner, node.close - node.inner, escape_text(new).encode()))
    package.splice(part, edits)


def move_pivot_sources(package: Package, relocator: Relocator) -> None:
    """Move the ranges that the workbook's pivot tables summarise."""
    for relationship in package.relationships(package.workbook_part):
        if relationship.kind != "pivotCacheDefinition" or not package.has(relationship.target):
            continue
        part = relationship.target
        edits = []
        for node in package.tree(part).walk():
            if node.tag == "worksheetSource" and {"ref", "sheet"} <= node.attributes.keys():
                edits += _moved_source(package.text(part), node, relocator)
        package.splice(part, edits)


def _moved_source(data: bytes, node: Node, relocator: Relocator) -> list[Edit]:
    from icsoe_xl.addresses import quote_sheet

    sheet, ref = node.attributes["sheet"], node.attributes["ref"]
    old = f"{quote_sheet(sheet)}!{ref}"
    new = relocator.formula(old, Standpoint(None))
    if new == old or "#REF!" in new:
        return []
    name, _, place = new.rpartition("!")
    return [
        set_attribute(data, node, "ref", place),
        set_attribute(data, node, "sheet", name.strip("'").replace("''", "'")),
    ]


def pointers(package: Package, part: str) -> Iterator[str]:
    """The formulas of the charts of a sheet (or of a chart sheet)."""
    for relationship in package.relationships(part):
        if relationship.kind == "drawing" and package.has(relationship.target):
            for chart in charts(package, relationship.target):
                yield from (n.text for n in package.tree(chart).walk() if n.tag == "f" and n.text.strip())
