"""A workbook file as an Open Packaging package: content types, relationships, sheets.

Rules of the package: ECMA-376 part 2; of the workbook: part 1, clause 12.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable
from typing import NamedTuple

from icsoe_xl.workbooks.part_store import PartStore, part_key
from icsoe_xl.workbooks.xml_parts import DECLARATION, Edit, Node, append_child, element, parse

STRICT = "http://purl.oclc.org/ooxml/"
"""Beginning of every namespace and relationship type of the Strict variant (ISO/IEC 29500:2011 and later)."""
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_BINARY_WORKBOOK = "application/vnd.ms-excel.sheet.binary"


class Relationship(NamedTuple):
    """``kind`` is the last word of the type (``worksheet``); ``target`` a part name unless ``external``."""

    id: str
    kind: str
    type: str
    target: str
    external: bool


class SheetEntry(NamedTuple):
    """A sheet of the workbook, in tab order; ``kind`` is ``worksheet``, ``chartsheet``, ``dialogsheet``..."""

    name: str
    kind: str
    state: str
    part: str


class Package(PartStore):
    """An .xlsx, .xlsm, .xltx or .xltm file in memory. Part names have no leading slash.

    Raises UnreadableFile, with the file's name, what is wrong and what to do.
    """

    def __init__(self, source: str | os.PathLike[str] | bytes, name: str = "") -> None:
        """Open a path, or the bytes of a file that ``name`` stands for in messages."""
        super().__init__(source, name)
        self.workbook_part = self._find_workbook()
        self._listed: tuple[Node, Node | None, int, list[SheetEntry]] | None = None
        """The sheets, and what they were read from: with thousands of them, asking for each one took minutes."""

    # Content types

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part that is not there yet and declare its content type."""
        self.add_untyped(part, data)
        root = self.tree(CONTENT_TYPES)
        override = element(root.qualified("Override"), PartName=f"/{part}", ContentType=content_type)
        self.splice(CONTENT_TYPES, [append_child(self.text(CONTENT_TYPES), root, override)])

    def add_default_type(self, extension: str, content_type: str) -> None:
        """Declare the content type of an extension, unless it is declared already."""
        root = self.tree(CONTENT_TYPES)
        defaults = root.all("Default")
        if any(d.attributes.get("Extension", "").lower() == extension for d in defaults):
            return
        new = element(root.qualified("Default"), Extension=extension, ContentType=content_type)
        data = self.text(CONTENT_TYPES)
        place = Edit(root.children[0].start, 0, new) if root.children else append_child(data, root, new)
        self.splice(CONTENT_TYPES, [place])

    def remove(self, part: str) -> None:
        """Remove a part, its relationships and its content type; relationships to it are the caller's."""
        for name in (part, relations_part(part)):
            self.drop(name)
        wanted = part_key(part)
        data = self.text(CONTENT_TYPES)
        self.splice(
            CONTENT_TYPES,
            [
                Edit(node.start, node.stop - node.start, b"")
                for node in parse(data).all("Override")
                if part_key(node.attributes.get("PartName", "")) == wanted
            ],
        )

    def content_type(self, part: str) -> str:
        """Content type of a part, "" when none is declared."""
        key = part_key(part)
        types = self.tree(CONTENT_TYPES)
        for node in types.all("Override"):
            if part_key(node.attributes.get("PartName", "")) == key:
                return node.attributes.get("ContentType", "")
        extension = key.rpartition(".")[2]
        for node in types.all("Default"):
            if node.attributes.get("Extension", "").lower() == extension:
                return node.attributes.get("ContentType", "")
        return ""

    # Relationships

    def relationships(self, part: str) -> list[Relationship]:
        """Relationships of a part ("" for those of the package), in the order of the file."""
        place = relations_part(part)
        if not self.has(place):
            return []
        base = posixpath.dirname(part)
        found = []
        for node in self.tree(place).all("Relationship"):
            attributes = node.attributes
            kind, target = attributes.get("Type", ""), attributes.get("Target", "")
            external = attributes.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
            found.append(
                Relationship(
                    attributes.get("Id", ""),
                    kind.rpartition("/")[2],
                    kind,
                    target,
                    external,
                )
            )
        return found

    def related(self, part: str, kind: str) -> Relationship | None:
        """First relationship of that kind (``styles``) to a part that exists."""
        return next(
            (r for r in self.relationships(part) if r.kind == kind and not r.external and self.has(r.target)),
            None,
        )

    def add_relationship(self, part: str, kind: str, target: str) -> str:
        """Relate ``part`` to the part ``target`` by a full relationship type; gives the new id."""
        place = relations_part(part)
        taken = {r.id for r in self.relationships(part)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        new_id = f"rId{number}"
        if not self.has(place):
            empty = DECLARATION + f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()
            if self._has_default("rels"):
                self.add_untyped(place, empty)
            else:
                self.add(place, empty, RELATIONS_TYPE)
        root = self.tree(place)
        relative = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        new = element(root.qualified("Relationship"), Id=new_id, Type=kind, Target=relative)
        self.splice(place, [append_child(self.text(place), root, new)])
        return new_id

    def remove_relationship(self, part: str, relationship: str) -> None:
        """Remove a relationship by its id; an emptied list of relationships stays."""
        place = relations_part(part)
        self.splice(
            place,
            [
                Edit(node.start, node.stop - node.start, b"")
                for node in self.tree(place).all("Relationship")
                if node.attributes.get("Id") == relationship
            ],
        )

    def drop_relationships(self, part: str) -> None:
        """Remove the list of relationships of a part; what it points to stays."""
        self.drop(relations_part(part))

    def _has_default(self, extension: str) -> bool:
        return any(
            node.attributes.get("Extension", "").lower() == extension
            for node in self.tree(CONTENT_TYPES).all("Default")
        )

    # The workbook

    def _find_workbook(self) -> str:
        for part in (CONTENT_TYPES, relations_part("")):
            if not self.has(part):
                raise self.unreadable("es un archivo zip, pero no un libro de Excel; guárdelo como .xlsx")
        found = self.related("", "officeDocument")
        if found is None:
            raise self.unreadable("no contiene ningún libro de Excel; ábralo en Excel y guárdelo como .xlsx")
        return found.target

    @property
    def is_strict(self) -> bool:
        """Whether the workbook is of the Strict variant, which we read and do not mark."""
        if any(r.type.startswith(STRICT) for r in self.relationships("")):
            return True
        return self.tree(self.workbook_part).namespace.startswith(STRICT)

    @property
    def is_binary(self) -> bool:
        """Whether this is an .xlsb: a package like the others, but its parts are not XML."""
        return self.content_type(self.workbook_part).lower().startswith(_BINARY_WORKBOOK)

    @property
    def is_signed(self) -> bool:
        """Whether the workbook carries a digital signature, which any change would break."""
        return any(part_key(part).startswith("_xmlsignatures/") for part in self.parts())

    def sheets(self) -> list[SheetEntry]:
        """All sheets in tab order; one whose part is missing is left out."""
        place = relations_part(self.workbook_part)
        book, links = self.tree(self.workbook_part), self.tree(place) if self.has(place) else None
        known = self._listed
        if known is None or known[0] is not book or known[1] is not links or known[2] != len(self._gone):
            known = self._listed = book, links, len(self._gone), self._list_sheets()
        return list(known[3])

    def _list_sheets(self) -> list[SheetEntry]:
        targets = {r.id: r for r in self.relationships(self.workbook_part)}
        listed = self.tree(self.workbook_part).find("sheets")
        sheets = []
        for node in listed.children if listed is not None else ():
            attributes = node.attributes
            related = targets.get(attributes.get(_RELATIONS) or attributes.get(_RELATIONS_STRICT) or "")
            if node.tag == "sheet" and related is not None and self.has(related.target):
                state = attributes.get("state", "visible")
                sheets.append(SheetEntry(attributes.get("name", ""), related.kind, state, related.target))
        return sheets

    def sheet_part(self, name: str) -> str:
        """Part of the sheet of that name; raises KeyError when there is none."""
        for sheet in self.sheets():
            if sheet.name == name:
                return sheet.part
        raise KeyError(name)

    # Out again

    def save(self, path: str | os.PathLike[str], check: Callable[[], None] | None = None) -> None:
        """Write the file to ``path``, whole or not at all; raises UnwritableFile, or what ``check`` raises."""
        from icsoe_xl.workbooks.atomic import replace_file

        replace_file(path, self.to_bytes(), check)


def relations_part(part: str) -> str:
    """Name of the part that holds the relationships of ``part`` ("" for the package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
