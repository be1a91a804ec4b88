"""Edits of a worksheet's surroundings: elements changed, dropped or listed anew, rectangles and formulas moved."""

from __future__ import annotations

from collections.abc import Sequence

from icsoe_xl.engine.layout import Area, Layout, Spot, area
from icsoe_xl.engine.relocate import Relocator, Standpoint
from icsoe_xl.workbooks.xml_parts import Edit, Node, escape_text, set_attribute


class Edits:
    """Collects edits of ``data``; formulas are moved as seen from ``at``."""

    def __init__(self, data: bytes, layout: Layout, relocator: Relocator, at: Standpoint) -> None:
        self._data, self._layout = data, layout
        self._relocator, self._at = relocator, at
        self._edits: list[Edit] = []

    # How elements change

    def _set(self, node: Node, name: str, value: str) -> None:
        if node.attributes.get(name) != value:
            self._edits.append(set_attribute(self._data, node, name, value))

    def _set_text(self, node: Node, text: str) -> None:
        if node.text != text:
            self._edits.append(Edit(node.inner, node.close - node.inner, escape_text(text).encode()))

    def _drop(self, node: Node) -> None:
        self._edits.append(Edit(node.start, node.stop - node.start, b""))

    def _remove(self, node: Node) -> None:
        """Drop an element of which parts were edited already."""
        self._edits = [e for e in self._edits if not node.start <= e.start < node.stop]
        self._drop(node)

    def _raw(self, node: Node) -> bytes:
        return self._data[node.start : node.stop]

    def _list(self, node: Node, made: Sequence[bytes] | None, kept: int) -> None:
        """Finish a list: new content (None: edited in place) of ``kept`` elements, or no list at all."""
        if not kept:
            self._remove(node)
            return
        if made is not None:
            self._edits.append(Edit(node.inner, node.close - node.inner, b"".join(made)))
        if "count" in node.attributes:
            self._set(node, "count", str(kept))

    # Rectangles

    def _areas(self, sqref: str) -> list[Area]:
        return [new for old in sqref.split() for new in self._layout.areas(area(old))]

    def _spot(self, sqref: str) -> Spot | None:
        """The first cell of some rectangles, before and after: where their formulas are read from."""
        areas = [area(old) for old in sqref.split()]
        old = min(areas, key=lambda a: a.top)
        left = min(a.left for a in areas)
        new = self._layout.areas(old)
        return Spot(old.top, left, new[0].top, new[0].left + left - old.left) if new else None

    def _formula(self, text: str, spot: Spot | None, *, grow: bool = False) -> str:
        return self._relocator.formula(text, self._at._replace(spot=spot, grow=grow, pin=True))

    def _move_sqref(self, node: Node) -> bool:
        """Move ``sqref``; false, and the element is dropped, when nothing is left of it."""
        areas = self._areas(node.attributes.get("sqref", ""))
        if not areas:
            self._drop(node)
            return False
        self._set(node, "sqref", " ".join(map(str, areas)))
        return True
