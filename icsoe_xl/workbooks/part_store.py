"""The parts of a package in memory: read with checks, changed, and written out with the rest untouched.

What is not changed keeps its bytes, compressed form included (:mod:`icsoe_xl.workbooks.archive`). Edits of
small parts go through :meth:`PartStore.splice`, which keeps the way back, so that the marks can be taken
back byte for byte. What the parts mean is known to :class:`icsoe_xl.workbooks.package.Package`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from icsoe_xl.errors import UnreadableFile, UnwritableFile
from icsoe_xl.workbooks.archive import MAX_FILE_BYTES, Archive, Entry, damaged
from icsoe_xl.workbooks.xml_parts import Edit, Node, as_utf8, parse, reverse, splice

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class PartStore:
    """Named parts of one file; names are looked up without regard to case.

    Raises UnreadableFile, with the file's name, what is wrong and what to do.
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

    def unreadable(self, detail: str) -> UnreadableFile:
        """The error for this file: its name and ``detail``."""
        return UnreadableFile(f"{self.name}: {detail}")

    def unwritable(self, detail: str) -> UnwritableFile:
        """The error for this file when it cannot be marked: its name and ``detail``."""
        return UnwritableFile(f"{self.name}: {detail}")

    @property
    def source(self) -> bytes:
        """The bytes of the file as it was read."""
        return self._archive.data

    def parts(self) -> list[str]:
        """Names of all parts, those of the file first, in its order."""
        kept = [e.name for key, e in self._entries.items() if key not in self._gone]
        return kept + [name for key, (name, _) in self._content.items() if key not in self._entries]

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        key = part_key(part)
        return key in self._content or (key in self._entries and key not in self._gone)

    def read(self, part: str) -> bytes:
        """Content of a part; its declared size and checksum are verified."""
        key = part_key(part)
        if key in self._content:
            return self._content[key][1]
        if not self.has(part):
            raise self.unreadable(f"le falta la parte {part}; ábralo en Excel y guárdelo de nuevo")
        with self.naming():
            return self._archive.inflate(self._entries[key])

    def packed(self, part: str) -> tuple[Entry, memoryview] | None:
        """A part as it lies in the file (its entry and compressed bytes), None when it was changed."""
        key = part_key(part)
        if key in self._content or not self.has(part):
            return None
        entry = self._entries[key]
        return entry, memoryview(self._archive.data)[entry.data : entry.data + entry.packed]

    def size(self, part: str) -> int:
        """Inflated size of a part in bytes, as declared."""
        key = part_key(part)
        return len(self._content[key][1]) if key in self._content else self._entries[key].size

    def text(self, part: str) -> bytes:
        """A small part in UTF-8."""
        with self.naming():
            return as_utf8(self.read(part))

    def tree(self, part: str) -> Node:
        """A small part as elements that know their bytes; offsets are those of :meth:`text`."""
        key = part_key(part)
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
        except UnicodeDecodeError as error:
            raise self.unreadable(
                "tiene letras dañadas (no son UTF-8); ábralo en Excel, acepte repararlo y guárdelo de nuevo"
            ) from error

    def _named(self, error: UnreadableFile) -> UnreadableFile:
        """The same error with the file's name before it, once."""
        return error if str(error).startswith(f"{self.name}: ") else self.unreadable(str(error))

    def write(self, part: str, data: bytes) -> None:
        """Give an existing part another content."""
        key = part_key(part)
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

    def add_untyped(self, part: str, data: bytes) -> None:
        """Add a part whose content type its extension declares."""
        self._content[part_key(part)] = part, data
        self._gone.discard(part_key(part))
        self._trees.pop(part_key(part), None)
        self.added.append(part)

    def drop(self, part: str) -> None:
        """Take a part out; its relationships and content type are the caller's."""
        key = part_key(part)
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
            self.drop(part)
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


def part_key(part: str) -> str:
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
        key = part_key(entry.name)
        if key.endswith("/"):
            continue  # a folder: its record is copied like any other entry
        if ".." in key.split("/"):
            raise damaged("contiene nombres que salen de su carpeta")
        if key in found:
            raise damaged("contiene dos veces la misma parte")
        found[key] = entry
    return found
