"""The drawing of a sheet: anchors that follow their rows, pictures that come back with a block, new ones.

A picture or shape whose corner lies in a block is repeated with it. A chart is not: it stays at the first
turn, and its ranges span them all. A picture that a value puts on a cell where the template has a sample
picture takes the sample's place, size and effects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from icsoe_xl.engine.layout import Area, Layout
from icsoe_xl.engine.output import Placed
from icsoe_xl.engine.pictures import DML, XDR, Image, Sizes, anchor, fitted
from icsoe_xl.engine.relations import OFFICE, NewRelationship, add_relationships
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.xml_parts import DECLARATION, Edit, Node, append_child, splice

_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_EMBED = re.compile(rb"""(\b[\w.-]+:embed\s*=\s*)("[^"]*"|'[^']*')""")
_ID = re.compile(rb"""(<(?:[\w.-]+:)?cNvPr\b[^>]*?\sid\s*=\s*)("[^"]*"|'[^']*')""")


class Media:
    """Images put into the workbook, each once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts: dict[bytes, str] = {}

    def part(self, image: Image) -> str:
        """Part that holds an image."""
        key = blake2b(image.data).digest()
        if key not in self._parts:
            part = self._package.free_name("xl/media/image{}." + image.extension)
            self._package.add(part, image.data, image.content_type)
            self._parts[key] = part
        return self._parts[key]


class Drawing:
    """The drawing of one sheet made, or the one that it is going to have."""

    def __init__(self, package: Package, sheet: str, media: Media) -> None:
        self._package, self._sheet, self._media = package, sheet, media
        related = package.related(sheet, "drawing")
        self._part = related.target if related is not None else None

    def update(
        self, layout: Layout, still: bool, placed: Sequence[Placed], sizes: Sizes, merges: Sequence[Area]
    ) -> str | None:
        """Move the anchors and lay the pictures on their cells; gives the id of a drawing that is new.

        ``sizes`` are those of the template, ``merges`` the merged cells of the new sheet.
        """
        waiting = {(one.row, one.column): one for one in placed}
        edits: list[Edit] = []
        if self._part is not None and not (still and not placed):
            edits = self._anchors(layout, waiting)
        made = b""
        if waiting:
            number = self._free_number()
            parts = [self._media.part(one.image) for one in waiting.values()]
            new_id = self._create() if self._part is None else None
            ids = self._relate(parts)
            for (row, column), one, relation in zip(waiting, waiting.values(), ids, strict=True):
                box = _box(row, column, merges)
                old = layout.origin(row)
                width = sizes.width(box.left, box.right)
                height = sizes.height(old, old + box.bottom - box.top)
                size = fitted(one.picture, one.image, width, height)
                made += anchor(number, row, column, size, relation, one.picture.description)
                number += 1
        else:
            new_id = None
        if self._part is not None and (edits or made):
            root = self._package.tree(self._part)
            if made:
                edits.append(append_child(self._package.text(self._part), root, made))
            self._package.splice(self._part, edits)
        return new_id

    def _create(self) -> str:
        part = self._package.free_name("xl/drawings/drawing{}.xml")
        empty = DECLARATION + f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{DML}"></xdr:wsDr>'.encode()
        self._package.add(part, empty, _TYPE)
        self._part = part
        return self._package.add_relationship(self._sheet, f"{OFFICE}/drawing", part)

    def _relate(self, parts: Sequence[str]) -> list[str]:
        assert self._part is not None
        different = list(dict.fromkeys(parts))
        ids = add_relationships(
            self._package, self._part, [NewRelationship("image", "/" + part) for part in different]
        )
        by_part = dict(zip(different, ids, strict=True))
        return [by_part[part] for part in parts]

    def _free_number(self) -> int:
        if self._part is None:
            return 2
        numbers = [
            int(n.attributes.get("id", 0)) for n in self._package.tree(self._part).walk() if n.tag == "cNvPr"
        ]
        return max(numbers, default=1) + 1

    # Anchors of the template

    def _anchors(self, layout: Layout, waiting: dict[tuple[int, int], Placed]) -> list[Edit]:
        assert self._part is not None
        data, edits = self._package.text(self._part), []
        number = self._free_number() + len(waiting)
        for node in self._package.tree(self._part).children:
            start = node.find("from")
            if start is None:
                continue
            row, column = int(_child(start, "row").text) + 1, int(_child(start, "col").text) + 1
            raw = data[node.start : node.stop]
            if any(inner.tag in ("graphicFrame", "contentPart") for inner in node.walk()):
                new_row = layout.moved_row(row - 1) + 1
                made = _moved(raw, node, new_row - row, 0)
            else:
                made = b""
                for turn, new in enumerate(layout.copies(Area(row, column, row, column))):
                    copy = _moved(raw, node, new.top - row, new.left - column)
                    sample = waiting.get((new.top, new.left))
                    if sample is not None and _EMBED.search(copy) is not None:
                        del waiting[new.top, new.left]
                        relation = self._relate([self._media.part(sample.image)])[0]
                        copy = _EMBED.sub(rb'\1"%s"' % relation.encode(), copy, count=1)
                    if turn:
                        copy, number = _renumbered(copy, number)
                    made += copy
            if made != raw:
                edits.append(Edit(node.start, node.stop - node.start, made))
        return edits


def _child(node: Node, tag: str) -> Node:
    found = node.find(tag)
    assert found is not None, tag
    return found


def _moved(raw: bytes, node: Node, rows: int, columns: int) -> bytes:
    """An anchor's element with its corners that far down and to the right."""
    edits = []
    for corner in node.children:
        if corner.tag not in ("from", "to"):
            continue
        for tag, shift in (("row", rows), ("col", columns)):
            inner = _child(corner, tag)
            new = str(int(inner.text) + shift).encode()
            edits.append(Edit(inner.inner - node.start, inner.close - inner.inner, new))
    return splice(raw, edits)


def _renumbered(raw: bytes, number: int) -> tuple[bytes, int]:
    """The copy of an anchor with ids of its own, and the next free one."""

    def take(found: re.Match[bytes]) -> bytes:
        nonlocal number
        number += 1
        return found[1] + f'"{number - 1}"'.encode()

    return _ID.sub(take, raw), number


def _box(row: int, column: int, merges: Sequence[Area]) -> Area:
    """The merged cell that begins at a cell, or the cell itself."""
    here = Area(row, column, row, column)
    return next((merge for merge in merges if (merge.top, merge.left) == (row, column)), here)
