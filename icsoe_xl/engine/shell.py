"""What stands around a sheet's cells, moved after them: merged cells, validations, formats, links, filters.

The edits replace bytes of the worksheet without its cells; what needs no change keeps its bytes. Order and
content of the elements: ECMA-376 part 1, 18.3.1.99.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS
from icsoe_xl.engine.edits import Edits
from icsoe_xl.engine.extensions import Extensions
from icsoe_xl.engine.frame import place_for
from icsoe_xl.engine.layout import Area, Layout, Spot, area
from icsoe_xl.engine.relocate import Relocator, Standpoint
from icsoe_xl.workbooks.xml_parts import Edit, Node, with_attributes


class Shell(Edits):
    """One sheet's surroundings: ``data`` is the worksheet without cells, ``root`` its tree."""

    def __init__(
        self,
        data: bytes,
        root: Node,
        layout: Layout,
        relocator: Relocator,
        at: Standpoint,
        texts: Mapping[str, str],
        links: Sequence[bytes],
    ) -> None:
        super().__init__(data, layout, relocator, at)
        self._root, self._texts, self._links = root, texts, links

    def edits(self) -> list[Edit]:
        """All edits: what the moves ask for, ``texts`` of headers and footers, ``links`` to be added."""
        for node in self._root.children:
            handler = _HANDLERS.get(node.tag)
            if handler is not None:
                handler(self, node)
        if self._links and self._root.find("hyperlinks") is None:
            name = self._root.qualified("hyperlinks")
            whole = b"<" + name + b">" + b"".join(self._links) + b"</" + name + b">"
            self._edits.append(Edit(place_for(self._root, "hyperlinks"), 0, whole))
        return self._edits

    # The elements

    def _dimension(self, node: Node) -> None:
        areas = self._areas(node.attributes.get("ref", "A1"))
        if areas:
            whole = Area(
                min(a.top for a in areas),
                min(a.left for a in areas),
                max(a.bottom for a in areas),
                max(a.right for a in areas),
            )
            self._set(node, "ref", str(whole))

    def _merges(self, node: Node) -> None:
        made = [
            with_attributes(self._raw(merge), {"ref": str(new)})
            for merge in node.all("mergeCell")
            for new in self._layout.copies(area(merge.attributes["ref"]))
            if (new.top, new.left) != (new.bottom, new.right)
        ]
        self._list(node, made, len(made))

    def _hyperlinks(self, node: Node) -> None:
        made = list(self._links)
        for link in node.all("hyperlink"):
            old = area(link.attributes["ref"])
            for new in self._layout.copies(old):
                changes: dict[str, str | None] = {"ref": str(new)}
                if "location" in link.attributes:
                    spot = Spot(old.top, old.left, new.top, new.left)
                    target = self._relocator.formula(
                        link.attributes["location"], self._at._replace(spot=spot)
                    )
                    changes["location"] = target
                made.append(with_attributes(self._raw(link), changes))
        self._list(node, made, len(made))

    def _formats(self, node: Node) -> None:
        sqref = node.attributes.get("sqref", "")
        spot = self._spot(sqref)
        if not self._move_sqref(node):
            return
        for inner in node.walk():
            if inner.tag == "formula":
                self._set_text(inner, self._formula(inner.text, spot))
            elif inner.tag == "cfvo" and inner.attributes.get("type") == "formula":
                self._set(inner, "val", self._formula(inner.attributes.get("val", ""), spot))

    def _validations(self, node: Node) -> None:
        kept = 0
        for rule in node.all("dataValidation"):
            spot = self._spot(rule.attributes.get("sqref", ""))
            if not self._move_sqref(rule):
                continue
            kept += 1
            is_list = rule.attributes.get("type") == "list"
            for inner in rule.children:
                if inner.tag in ("formula1", "formula2"):
                    self._set_text(inner, self._formula(inner.text, spot, grow=is_list))
        self._list(node, None, kept)

    def _ranges(self, node: Node) -> None:
        kept = sum(self._move_sqref(child) for child in node.children if "sqref" in child.attributes)
        self._list(node, None, kept)

    def _filter(self, node: Node) -> None:
        for inner in node.walk():
            if "ref" in inner.attributes and inner.tag in ("autoFilter", "sortState", "sortCondition"):
                old = area(inner.attributes["ref"])
                new = self._layout.outer(old)
                if new is None:
                    self._drop(node)
                    return
                self._set(inner, "ref", str(new))

    def _cells(self, node: Node) -> None:
        """Scenarios and watched cells: one address each, which follows the first copy of its cell."""
        for inner in node.walk():
            if inner.tag in ("cellWatch", "inputCells") and "r" in inner.attributes:
                new = self._layout.copies(area(inner.attributes["r"]))
                if new:
                    self._set(inner, "r", str(new[0]))

    def _breaks(self, node: Node) -> None:
        """A page break comes after row ``id``; one in a block comes back at every turn."""
        made = []
        for brk in node.all("brk"):
            row = int(brk.attributes.get("id", "0"))
            if not 0 < row < MAX_ROWS:
                continue
            places = self._layout.copies(Area(row, 1, row, 1))
            ends = {new.bottom for new in places} or {self._layout.last_row(1, row) or 0}
            made += [(end, brk) for end in ends if end]
        raws = [
            with_attributes(self._raw(b), {"id": str(end)}) for end, b in sorted(made, key=lambda m: m[0])
        ]
        for name in ("count", "manualBreakCount"):
            if raws and name in node.attributes:
                self._set(node, name, str(len(raws)))
        if raws:
            self._edits.append(Edit(node.inner, node.close - node.inner, b"".join(raws)))
        else:
            self._drop(node)

    def _headers(self, node: Node) -> None:
        for child in node.children:
            if child.tag in self._texts:
                self._set_text(child, self._texts[child.tag])

    def _widths(self, node: Node) -> None:
        """Columns pushed to the right take their widths along, as the first such row has them."""
        if not self._layout.spans:
            return
        made: list[tuple[int, int, Node]] = []
        for span in self._layout.spans[min(self._layout.spans)]:
            for col in node.all("col"):
                first = max(int(col.attributes["min"]), span.first)
                last = min(int(col.attributes["max"]), span.last)
                start = span.start + first - span.first
                if first <= last and start <= MAX_COLUMNS:
                    made.append((start, min(start + last - first, MAX_COLUMNS), col))
        raws = [
            with_attributes(self._raw(col), {"min": str(start), "max": str(stop)})
            for start, stop, col in sorted(made, key=lambda m: m[0])
        ]
        self._list(node, raws, len(raws))

    def _anchors(self, node: Node) -> None:
        """Form controls and embedded objects: their corners, and the cells that they read and write."""
        for inner in node.walk():
            start = inner.find("from")
            if start is not None:
                rows = [
                    row
                    for corner in (start, inner.find("to"))
                    if corner is not None
                    for row in corner.all("row")
                ]
                down = self._layout.moved_row(int(rows[0].text)) - int(rows[0].text) if rows else 0
                for row in rows:
                    self._set_text(row, str(int(row.text) + down))
            for name in ("linkedCell", "listFillRange"):
                if name in inner.attributes:
                    target = self._relocator.formula(inner.attributes[name], self._at)
                    self._set(inner, name, target)

    def _extensions(self, node: Node) -> None:
        self._edits += Extensions(self._data, self._layout, self._relocator, self._at).edits(node)


Handler = Callable[[Shell, Node], None]
_HANDLERS: dict[str, Handler] = {
    "dimension": Shell._dimension,
    "protectedRanges": Shell._ranges,
    "ignoredErrors": Shell._ranges,
    "scenarios": Shell._cells,
    "cellWatches": Shell._cells,
    "autoFilter": Shell._filter,
    "sortState": Shell._filter,
    "mergeCells": Shell._merges,
    "conditionalFormatting": Shell._formats,
    "dataValidations": Shell._validations,
    "hyperlinks": Shell._hyperlinks,
    "headerFooter": Shell._headers,
    "cols": Shell._widths,
    "rowBreaks": Shell._breaks,
    "oleObjects": Shell._anchors,
    "controls": Shell._anchors,
    "AlternateContent": Shell._anchors,
    "extLst": Shell._extensions,
}
