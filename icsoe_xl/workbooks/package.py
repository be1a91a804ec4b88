"""A workbook file as an Open Packaging package: parts, relationships, content types, sheets.

What is not changed keeps its bytes, compressed form included (:mod:`icsoe_xl.workbooks.archive`). Edits of
small parts go through :meth:`Package.splice`, which keeps the way back, so that the marks can be taken back
byte for byte. Rules of the package: ECMA-376 part 2; of the workbook: part 1, clause 12.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from icsoe_xl.errors import UnreadableFile, UnwritableFile
from icsoe_xl.workbooks.archive import MAX_FILE_BYTES, Archive, Entry, damaged
from icsoe_xl.workbooks.xml_parts import (
    DECLARATION,
    Edit,
    Node,
    append_child,
    as_utf8,
    element,
    parse,
    reverse,
    splice,
)

STRICT = "http://purl.oclc.org/ooxml/"
"""Beginning of every namespace and relationship type of the Strict variant (ISO/IEC 29500:2011 and later)."""
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
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


class Package:
    """An .xlsx, .xlsm, .xltx or .xltm file in memory.

    Part names have no leading slash and are looked up without regard to case. Raises UnreadableFile, with
    the file's name, what is wrong and what to do.
    """

    def __init__(self, source: str | os.PathLike[str] | bytes, name: str = "") -> None:
        """Open a path, or the bytes of a file that ``name`` stands for in messages."""
        if isinstance(source, bytes):
            data, self.name = source, name or "El libro"
        else:
            data, self.name = _load(source), name or os.path.basename(source)  # noqa: PTH119 (pathlib is slow)
        with self.naming():
            _check_container(data)
            self._archive = Archive(data)
            self._entries = _by_key(self._archive.entries)
        self._content: dict[str, tuple[str, bytes]] = {}
        """New content by key, with the part's name: changed parts and added ones."""
        self._gone: set[str] = set()
        self.journal: dict[str, list[list[Edit]]] = {}
        """For each spliced part, the edits that take it back, one list a splice, oldest first."""
        self.added: list[str] = []
        """Parts added since the journal began."""
        self._trees: dict[str, Node] = {}
        self.workbook_part = self._find_workbook()

    def unreadable(self, detail: str) -> UnreadableFile:
        """The error for this file: its name and ``detail``."""
        return UnreadableFile(f"{self.name}: {detail}")

    def unwritable(self, detail: str) -> UnwritableFile:
        """The error for this file when it cannot be marked: its name and ``detail``."""
        return UnwritableFile(f"{self.name}: {detail}")

    # Parts

    def parts(self) -> list[str]:
        """Names of all parts, those of the file first, in its order."""
        kept = [e.name for key, e in self._entries.items() if key not in self._gone]
        return kept + [name for key, (name, _) in self._content.items() if key not in self._entries]

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        key = _key(part)
        return key in self._content or (key in self._entries and key not in self._gone)

    def read(self, part: str) -> bytes:
        """Content of a part; its declared size and checksum are verified."""
        key = _key(part)
        if key in self._content:
            return self._content[key][1]
        if not self.has(part):
            raise self.unreadable(f"le falta la parte {part}; ábralo en Excel y guárdelo de nuevo")
        with self.naming():
            return self._archive.inflate(self._entries[key])

    def packed(self, part: str) -> tuple[Entry, memoryview] | None:
        """A part as it lies in the file (its entry and compressed bytes), None when it was changed."""
        key = _key(part)
        if key in self._content or not self.has(part):
            return None
        entry = self._entries[key]
        return entry, memoryview(self._archive.data)[entry.data:entry.data + entry.packed]

    def size(self, part: str) -> int:
        """Inflated size of a part in bytes, as declared."""
        key = _key(part)
        return len(self._content[key][1]) if key in self._content else self._entries[key].size

    def text(self, part: str) -> bytes:
        """A small part in UTF-8."""
        with self.naming():
            return as_utf8(self.read(part))

    def tree(self, part: str) -> Node:
        """A small part as elements that know their bytes; offsets are those of :meth:`text`."""
        key = _key(part)
        if key not in self._trees:
            with self.naming():
                self._trees[key] = parse(self.text(part))
        return self._trees[key]

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Put the file's name before what code says that knows only a part of it."""
        try:
            yield
        except UnreadableFile as error:
            raise self._named(error) from error

    def _named(self, error: UnreadableFile) -> UnreadableFile:
        """The same error with the file's name before it, once."""
        return error if str(error).startswith(f"{self.name}: ") else self.unreadable(str(error))

    def write(self, part: str, data: bytes) -> None:
        """Give an existing part another content."""
        key = _key(part)
        name = self._content[key][0] if key in self._content else self._entries[key].name
        self._content[key] = name, data
        self._trees.pop(key, None)

    def splice(self, part: str, edits: Iterable[Edit]) -> None:
        """Edit a small part at offsets of :meth:`text`, and remember the way back in ``journal``."""
        edits = list(edits)
        if not edits:
            return
        data = self.text(part)
        if part not in self.added:
            self.journal.setdefault(part, []).append(reverse(data, edits))
        self.write(part, splice(data, edits))

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part that is not there yet and declare its content type."""
        self.add_untyped(part, data)
        root = self.tree(CONTENT_TYPES)
        override = element(root.qualified("Override"), PartName=f"/{part}", ContentType=content_type)
        self.splice(CONTENT_TYPES, [append_child(self.text(CONTENT_TYPES), root, override)])

    def add_untyped(self, part: str, data: bytes) -> None:
        """Add a part whose content type its extension declares."""
        self._content[_key(part)] = part, data
        self._gone.discard(_key(part))
        self._trees.pop(_key(part), None)
        self.added.append(part)

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
            self._drop(name)
        wanted = _key(part)
        data = self.text(CONTENT_TYPES)
        self.splice(CONTENT_TYPES, [
            Edit(node.start, node.stop - node.start, b"")
            for node in parse(data).all("Override") if _key(node.attributes.get("PartName", "")) == wanted
        ])

    def _drop(self, part: str) -> None:
        key = _key(part)
        self._content.pop(key, None)
        self._trees.pop(key, None)
        self._gone.add(key)

    def start_journal(self) -> None:
        """Forget the ways back: what was changed so far is there to stay."""
        self.journal, self.added = {}, []

    def undo(self, part: str, steps: Iterable[Iterable[Edit]] | None) -> None:
        """Take a part back by the edits of its journal, the last step first; None: take it out.

        Nothing else is touched: relationships and content types have journals of their own.
        """
        if steps is None:
            self._drop(part)
            return
        data = self.text(part)
        for edits in steps:
            data = splice(data, edits)
        self.write(part, data)

    def free_name(self, pattern: str) -> str:
        """First name made from ``pattern`` (``xl/comments{}.xml``) that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def content_type(self, part: str) -> str:
        """Content type of a part, "" when none is declared."""
        key = _key(part)
        types = self.tree(CONTENT_TYPES)
        for node in types.all("Override"):
            if _key(node.attributes.get("PartName", "")) == key:
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
            found.append(Relationship(
                attributes.get("Id", ""), kind.rpartition("/")[2], kind, target, external,
            ))
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
        self.splice(place, [
            Edit(node.start, node.stop - node.start, b"")
            for node in self.tree(place).all("Relationship") if node.attributes.get("Id") == relationship
        ])

    def drop_relationships(self, part: str) -> None:
        """Remove the list of relationships of a part; what it points to stays."""
        self._drop(relations_part(part))

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
        return any(_key(part).startswith("_xmlsignatures/") for part in self.parts())

    def sheets(self) -> list[SheetEntry]:
        """All sheets in tab order; one whose part is missing is left out."""
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

    @property
    def changed(self) -> bool:
        """Whether anything differs from the file that was opened."""
        return bool(self._content) or any(key in self._entries for key in self._gone)

    def to_bytes(self) -> bytes:
        """The file as it is now."""
        changes: dict[str, bytes | None] = {}
        added = []
        for key, (name, data) in self._content.items():
            if key in self._entries:
                changes[self._entries[key].name] = data
            else:
                added.append((name, data))
        for key in self._gone:
            if key in self._entries:
                changes[self._entries[key].name] = None
        return self._archive.rebuilt(changes, added)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file to ``path``, whole or not at all; raises UnwritableFile."""
        from icsoe_xl.workbooks.atomic import replace_file

        replace_file(path, self.to_bytes())


def relations_part(part: str) -> str:
    """Name of the part that holds the relationships of ``part`` ("" for the package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _key(part: str) -> str:
    """How a part name is compared: no case, no leading slash, backslashes (a fault of old writers) turned."""
    return part.replace("\\", "/").lstrip("/").lower()


def _load(path: str | os.PathLike[str]) -> bytes:
    name = os.path.basename(path)  # noqa: PTH119 (pathlib costs start-up time)
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"{name}: no existe; revise el nombre y la carpeta") from error
    except IsADirectoryError as error:
        raise UnreadableFile(f"{name}: es una carpeta, no un libro de Excel") from error
    except PermissionError as error:
        raise UnreadableFile(
            f"{name}: no hay permiso para leerlo; ciérrelo donde esté abierto o pida acceso"
        ) from error
    except OSError as error:
        raise UnreadableFile(f"{name}: no se puede leer ({error.strerror}); cópielo a este equipo") from error


def _check_container(data: bytes) -> None:
    if data.startswith(_CFB):
        if _ENCRYPTED_STREAM in data:
            raise UnreadableFile(
                "está protegido con contraseña; ábralo en Excel, quítela en Archivo > Información > "
                "Proteger libro > Cifrar con contraseña, y guárdelo"
            )
        raise UnreadableFile("es un libro de Excel 97-2003 con otro nombre; ábralo y guárdelo como .xlsx")
    if not data:
        raise UnreadableFile("está vacío; pida otra copia del archivo")
    if not data.startswith(b"PK"):
        raise UnreadableFile("no es un libro de Excel (.xlsx); ábralo en Excel y guárdelo como .xlsx")


def _by_key(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        key = _key(entry.name)
        if key.endswith("/"):
            continue  # a folder: its record is copied like any other entry
        if ".." in key.split("/"):
            raise damaged("contiene nombres que salen de su carpeta")
        if key in found:
            raise damaged("contiene dos veces la misma parte")
        found[key] = entry
    return found
