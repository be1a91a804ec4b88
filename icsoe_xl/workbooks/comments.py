"""Notes of a sheet in a closed file: added beside the user's, found again, taken back.

A note is three things: a ``comment`` in the comments part, a box in the sheet's VML drawing (which may also
hold form controls), and the sheet's ``legacyDrawing`` that points to that drawing. A modern comment (with
threads) keeps a copy of itself among the notes; both are left alone, and so is every note of the user's.
ECMA-376 part 1, 18.7; threaded comments: [MS-XLSX] 2.6.205.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from icsoe_xl.addresses import cell_name, split_cell
from icsoe_xl.model import Place
from icsoe_xl.workbooks import note_boxes
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.sheet_frame import add_legacy_drawing, legacy_drawing, remove_legacy_drawing
from icsoe_xl.workbooks.sheet_xml import SheetXml
from icsoe_xl.workbooks.xml_parts import (
    DECLARATION,
    MAIN,
    RELATIONS,
    Edit,
    Node,
    append_child,
    escape_text,
)

AUTHOR = "icsoe_xl"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_COMMENTS = DECLARATION + (
    f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'.encode()
)


class Notes:
    """The notes of one sheet of a package."""

    def __init__(self, package: Package, sheet_part: str, sheet: SheetXml) -> None:
        """Look at the notes of the sheet at ``sheet_part``; ``sheet`` is its XML, edited here as needed."""
        self._package, self._part, self._sheet = package, sheet_part, sheet
        found = package.related(sheet_part, "comments")
        self._comments = None if found is None else found.target

    def texts(self) -> dict[Place, tuple[str, str]]:
        """Author and text of every note, by its cell; an address that cannot be read is passed over."""
        if self._comments is None:
            return {}
        root = self._package.tree(self._comments)
        names = [node.text for node in _children(root, "authors")]
        found = {}
        for node in _children(root, "commentList"):
            place = _place(node)
            number = node.integer("authorId")
            if place is not None:
                found[place] = names[number] if number < len(names) else "", _text(node)
        return found

    def occupied(self) -> set[Place]:
        """Cells that have a note or a modern comment."""
        taken = set(self.texts())
        for related in self._package.relationships(self._part):
            if related.kind == "threadedComment" and self._package.has(related.target):
                root = self._package.tree(related.target)
                taken |= {place for node in root.children if (place := _place(node)) is not None}
        return taken

    def add(self, notes: Mapping[Place, str]) -> dict[Place, str]:
        """Add notes to cells that have none; gives those that were added."""
        taken = self.occupied()
        new = {place: text for place, text in sorted(notes.items()) if place not in taken}
        if new:
            self._add_comments(new)
            self._add_boxes(new)
        return new

    def _add_comments(self, notes: Mapping[Place, str]) -> None:
        package = self._package
        if self._comments is None:
            self._comments = package.free_name("xl/comments{}.xml")
            package.add(self._comments, _NO_COMMENTS, COMMENTS_TYPE)
            package.add_relationship(self._part, f"{RELATIONS}/comments", self._comments)
        data, root = package.text(self._comments), package.tree(self._comments)
        authors, listed = root.find("authors"), root.find("commentList")
        if authors is None or listed is None:
            raise package.unreadable("sus notas están dañadas; ábralo en Excel y guárdelo de nuevo")
        names = [node.text for node in authors.children]
        edits = []
        if AUTHOR in names:
            number = names.index(AUTHOR)
        else:
            number = len(names)
            tag = root.qualified("author")
            edits.append(
                append_child(data, authors, b"<" + tag + b">" + AUTHOR.encode() + b"</" + tag + b">")
            )
        p = root.prefix + ":" if root.prefix else ""
        edits.append(
            append_child(
                data,
                listed,
                "".join(
                    f'<{p}comment ref="{cell_name(*place)}" authorId="{number}"><{p}text><{p}r><{p}rPr><{p}sz val="9"/>'
                    f'<{p}color indexed="81"/><{p}rFont val="Tahoma"/><{p}family val="2"/></{p}rPr>'
                    f'<{p}t xml:space="preserve">{escape_text(text)}</{p}t></{p}r></{p}text></{p}comment>'
                    for place, text in notes.items()
                ).encode(),
            )
        )
        package.splice(self._comments, edits)

    def _add_boxes(self, notes: Mapping[Place, str]) -> None:
        package = self._package
        drawing = self._drawing()
        if drawing is None:
            drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
            package.add_default_type("vml", VML_TYPE)
            package.add_untyped(drawing, note_boxes.EMPTY_DRAWING)
            relationship = package.add_relationship(self._part, f"{RELATIONS}/vmlDrawing", drawing)
            add_legacy_drawing(self._sheet, relationship)
        used = {
            block
            for part in package.parts()
            if part.lower().endswith(".vml")
            for block in note_boxes.blocks(package.read(part))
        }
        grid = note_boxes.Grid(self._sheet, {row for row, _ in notes})
        package.splice(drawing, note_boxes.add_boxes(package.text(drawing), notes, grid, used))

    def _drawing(self) -> str | None:
        """The VML drawing that the sheet itself points to (its header may have another one)."""
        wanted = legacy_drawing(self._sheet)
        return next(
            (
                r.target
                for r in self._package.relationships(self._part)
                if r.id == wanted and not r.external and self._package.has(r.target)
            ),
            None,
        )

    def remove(self, ours: Callable[[str, str], bool]) -> int:
        """Take out the notes of which ``ours`` (author, text) says so; gives their number.

        Emptied parts go too, with what points to them.
        """
        package = self._package
        gone = {place for place, (author, text) in self.texts().items() if ours(author, text)}
        if not gone or self._comments is None:
            return 0
        root = package.tree(self._comments)
        listed = _children(root, "commentList")
        drawing = self._drawing()
        if drawing is not None:
            package.splice(drawing, note_boxes.remove_boxes(package.text(drawing), gone))
            if not note_boxes.has_shapes(package.text(drawing)):
                self._unrelate(drawing)
                remove_legacy_drawing(self._sheet)
        if all(_place(node) in gone for node in listed):
            self._unrelate(self._comments)
        else:
            edits = [Edit(n.start, n.stop - n.start, b"") for n in listed if _place(n) in gone]
            package.splice(self._comments, edits + _unused_author(root, gone))
        return len(gone)

    def _unrelate(self, part: str) -> None:
        """Remove a part of this sheet together with the relationship to it."""
        for related in self._package.relationships(self._part):
            if related.target == part:
                self._package.remove_relationship(self._part, related.id)
        self._package.remove(part)


def _unused_author(root: Node, gone: set[Place]) -> list[Edit]:
    """Edit that takes our name from the authors when it is the last one and no note is left of it."""
    authors = _children(root, "authors")
    last = str(len(authors) - 1)
    still = any(
        node.attributes.get("authorId") == last and _place(node) not in gone
        for node in _children(root, "commentList")
    )
    if not authors or authors[-1].text != AUTHOR or still:
        return []
    return [Edit(authors[-1].start, authors[-1].stop - authors[-1].start, b"")]


def _children(root: Node, tag: str) -> list[Node]:
    listed = root.find(tag)
    return [] if listed is None else listed.children


def _place(node: Node) -> Place | None:
    try:
        return split_cell(node.attributes.get("ref", ""))
    except ValueError:
        return None


def _text(comment: Node) -> str:
    """All text of a note, phonetic hints left out."""
    text = comment.find("text")
    if text is None:
        return ""
    pieces = []
    for child in text.children:
        pieces += [child.text] if child.tag == "t" else [n.text for n in child.children if n.tag == "t"]
    return "".join(pieces)
