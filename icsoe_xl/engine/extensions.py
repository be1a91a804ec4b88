"""Extensions of a worksheet moved: sparklines, formats and validations that look at other sheets.

They came in 2009 and live in ``extLst``, with their ranges in elements of their own: [MS-XLSX] 2.6.
"""

from __future__ import annotations

from icsoe_xl.engine.edits import Edits
from icsoe_xl.engine.layout import Area, Spot, area
from icsoe_xl.workbooks.xml_parts import Edit, Node, escape_text, splice

_EXTENSION_LISTS = ("conditionalFormattings", "dataValidations", "sparklines")


class Extensions(Edits):
    """The extensions of one sheet."""

    def edits(self, node: Node) -> list[Edit]:
        """The edits of ``extLst``."""
        for ext in node.all("ext"):
            lists = [n for n in ext.walk() if n.tag in _EXTENSION_LISTS]
            for inner in lists:
                for child in inner.children:
                    self._extension(child)
            alive = [n for n in lists if any(self._survives(child) for child in n.children)]
            if lists and not alive:
                self._remove(ext)
                continue
            for group in ext.walk():
                lost = [child for child in group.children if child in lists and child not in alive]
                if lost:
                    self._remove(group if group.tag == "sparklineGroup" else lost[0])
            for inner in alive:
                if "count" in inner.attributes:
                    self._set(inner, "count", str(sum(self._survives(child) for child in inner.children)))
        return self._edits

    def _survives(self, node: Node) -> bool:
        sqref = node.find("sqref")
        return sqref is None or bool(self._areas(sqref.text))

    def _extension(self, node: Node) -> None:
        """An element of an extension with ``<xm:sqref>`` and ``<xm:f>`` children."""
        sqref = node.find("sqref")
        if sqref is None or not sqref.text.strip():
            return
        areas = self._areas(sqref.text)
        if not areas:
            self._drop(node)
            return
        if node.tag == "sparkline" and len(self._layout.copies(area(sqref.text))) > 1:
            self._sparklines(node, area(sqref.text))
            return
        spot = self._spot(sqref.text)
        is_list = node.attributes.get("type") == "list"
        for inner in node.walk():
            if inner.tag == "f":
                self._set_text(inner, self._formula(inner.text, spot, grow=is_list))
        self._set_text(sqref, " ".join(map(str, areas)))

    def _sparklines(self, node: Node, old: Area) -> None:
        """A small chart in a block: one for each turn, over that turn's cells."""
        source, place = node.find("f"), node.find("sqref")
        assert place is not None
        made = b""
        for new in self._layout.copies(old):
            spot = Spot(old.top, old.left, new.top, new.left)
            edits = [Edit(place.inner - node.start, place.close - place.inner, str(new).encode())]
            if source is not None:
                text = self._relocator.formula(source.text, self._at._replace(spot=spot))
                edits.append(
                    Edit(source.inner - node.start, source.close - source.inner, escape_text(text).encode())
                )
            made += splice(self._raw(node), edits)
        self._edits.append(Edit(node.start, node.stop - node.start, made))
