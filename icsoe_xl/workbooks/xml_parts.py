"""Small XML parts as trees that know their bytes, and edits that leave every other byte alone.

A part is never written anew from a tree: that would reorder, rename and reformat what is not ours.
Instead its elements are located (:func:`parse`), and an edit replaces a range of bytes (:func:`splice`).
Large worksheets go through :mod:`icsoe_xl.workbooks.sheet_xml`, which does not parse them whole.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar
from xml.parsers import expat

from icsoe_xl.errors import UnreadableFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

N = TypeVar("N", int, float)
MAX_DEPTH = 100
"""Elements inside each other; a spreadsheet's parts stay below twenty."""

_TAG_END = re.compile(rb"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_XML_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml\b[^>]*\?>\s*")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")


class Edit(NamedTuple):
    """``length`` bytes from ``start`` on give way to ``new``."""

    start: int
    length: int
    new: bytes


class Node:
    """An element: ``start:stop`` is all of it, ``inner:close`` its content (equal when self-closed).

    ``tag`` is the local name, ``attributes`` are named by local name, or ``{namespace}name`` when they
    have a namespace. ``text`` is the character data directly inside.
    """

    __slots__ = (
        "attributes",
        "children",
        "close",
        "inner",
        "namespace",
        "prefix",
        "start",
        "stop",
        "tag",
        "text",
    )

    def __init__(self, name: str, attributes: dict[str, str], start: int, inner: int) -> None:
        self.namespace, self.tag, self.prefix = _parts(name)
        self.attributes = attributes
        self.start, self.inner, self.close, self.stop = start, inner, inner, inner
        self.children: list[Node] = []
        self.text = ""

    def find(self, tag: str) -> Node | None:
        """First child of that local name."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> list[Node]:
        """Children of that local name."""
        return [child for child in self.children if child.tag == tag]

    def walk(self) -> Iterator[Node]:
        """The element itself and everything below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def integer(self, attribute: str, default: int = 0) -> int:
        """Whole number in an attribute; raises UnreadableFile when it holds something else."""
        return _as_number(int, self.attributes.get(attribute), default)

    def real(self, attribute: str, default: float = 0.0) -> float:
        """Number in an attribute; raises UnreadableFile when it holds something else."""
        return _as_number(float, self.attributes.get(attribute), default)

    def is_true(self, attribute: str) -> bool:
        """Whether a yes-or-no attribute says yes."""
        return self.attributes.get(attribute) in ("1", "true")

    @property
    def name(self) -> bytes:
        """The name as it stands in the bytes, with its prefix."""
        return self.qualified(self.tag)

    def qualified(self, tag: str) -> bytes:
        """``tag`` with this element's prefix: how to write another element of the same namespace."""
        return f"{self.prefix}:{tag}".encode() if self.prefix else tag.encode()


def _as_number(kind: Callable[[str], N], written: str | None, default: N) -> N:
    try:
        return default if written is None else kind(written)
    except ValueError as error:
        raise _bad_xml() from error


def _parts(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix of a name as expat gives it ("uri local prefix")."""
    pieces = name.split(" ")
    if len(pieces) == 1:
        return "", name, ""
    return pieces[0], pieces[1], pieces[2] if len(pieces) > 2 else ""


def tag_end(data: bytes, start: int) -> int:
    """Offset just after the ``>`` of the tag that begins at ``start``; quoted values may hold ``>``."""
    found = _TAG_END.match(data, start)
    if found is None:
        raise UnreadableFile("tiene una parte dañada; ábralo en Excel y guárdelo de nuevo")
    return found.end()


def as_utf8(data: bytes) -> bytes:
    """The same document in UTF-8; the bytes themselves when they already are.

    Spreadsheets are written in UTF-8; the standard also allows UTF-16, and expat's offsets are only of
    use in one encoding.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16")
    else:
        head = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""", data)
        if head is None or head[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
            return data
        try:
            text = data.decode(head[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError) as error:
            raise _bad_xml() from error
    return DECLARATION + _XML_DECLARATION.sub("", text).encode("utf-8")


def _bad_xml() -> UnreadableFile:
    return UnreadableFile("tiene una parte dañada; ábralo en Excel, acepte repararlo y guárdelo de nuevo")


def parse(data: bytes) -> Node:
    """The root element of a part in UTF-8 (see :func:`as_utf8`), every element with its byte offsets.

    Raises UnreadableFile for XML that is not well-formed or absurdly deep, and for any DOCTYPE: no
    spreadsheet has one, and entities are a way to attack a reader.
    """
    parser = expat.ParserCreate(None, " ")
    parser.namespace_prefixes = True
    parser.ordered_attributes = True
    parser.buffer_text = True
    open_nodes: list[Node] = []
    roots: list[Node] = []

    def start(name: str, pairs: Sequence[str]) -> None:
        offset = parser.CurrentByteIndex
        attributes = {_attribute(pairs[i]): pairs[i + 1] for i in range(0, len(pairs), 2)}
        node = Node(name, attributes, offset, tag_end(data, offset))
        (open_nodes[-1].children if open_nodes else roots).append(node)
        open_nodes.append(node)
        if len(open_nodes) > MAX_DEPTH:
            raise _bad_xml()

    def end(_: str) -> None:
        node = open_nodes.pop()
        if data[node.inner - 2 : node.inner] != b"/>":
            node.close = parser.CurrentByteIndex
            node.stop = data.index(b">", node.close) + 1

    def characters(text: str) -> None:
        if open_nodes:
            open_nodes[-1].text += text

    def doctype(*_: object) -> None:
        raise UnreadableFile(
            "declara entidades XML (DOCTYPE), lo que ningún libro de Excel hace; pida otra copia del archivo"
        )

    # typeshed knows the handlers as plain attributes of Any
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise _bad_xml() from error
    return roots[0]


def _attribute(name: str) -> str:
    namespace, local, _ = _parts(name)
    return f"{{{namespace}}}{local}" if namespace else local


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """``data`` with the edits made; at the same place they come in the order given."""
    pieces: list[bytes | memoryview] = []
    view = memoryview(data)  # a large sheet is copied once, not twice
    place = 0
    for edit in sorted(edits, key=lambda e: e.start):
        pieces += (view[place : edit.start], edit.new)
        place = edit.start + edit.length
    pieces.append(view[place:])
    return b"".join(pieces)


def reverse(data: bytes, edits: Iterable[Edit]) -> list[Edit]:
    """Edits that take ``splice(data, edits)`` back to ``data``."""
    back = []
    shift = 0
    for edit in sorted(edits, key=lambda e: e.start):
        old = data[edit.start : edit.start + edit.length]
        back.append(Edit(edit.start + shift, len(edit.new), old))
        shift += len(edit.new) - edit.length
    return back


def append_child(data: bytes, node: Node, child: bytes) -> Edit:
    """Edit that puts ``child`` last inside ``node``, which is opened first when it is self-closed."""
    if node.stop > node.close:
        return Edit(node.close, 0, child)
    slash = data.rindex(b"/", node.start, node.inner)
    return Edit(slash, node.inner - slash, b">" + child + b"</" + node.name + b">")


def set_attribute(data: bytes, node: Node, name: str, value: str) -> Edit:
    """Edit that gives an attribute without namespace its value, in place when it is there already."""
    tag = data[node.start : node.inner]
    found = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % re.escape(name.encode()), tag)
    new = b'"' + escape_attribute(value).encode() + b'"'
    if found is not None:
        return Edit(node.start + found.start(1), len(found[1]), new)
    return Edit(node.start + 1 + len(node.name), 0, f" {name}=".encode() + new)


def element(name: bytes, **attributes: str) -> bytes:
    """A self-closed element of that (qualified) name; the attributes have no namespace."""
    pairs = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items())
    return b"<" + name + pairs.encode() + b"/>"


def with_attributes(raw: bytes, values: Mapping[str, str | None]) -> bytes:
    """The element ``raw`` with attributes (without namespace) set, or taken out where the value is None."""
    for name, value in values.items():
        stop = tag_end(raw, 0)
        found = re.compile(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % re.escape(name.encode())).search(
            raw, 0, stop
        )
        start, end = found.span() if found is not None else (_before_close(raw, stop),) * 2
        new = b"" if value is None else f' {name}="{escape_attribute(value)}"'.encode()
        raw = raw[:start] + new + raw[end:]
    return raw


def _before_close(raw: bytes, stop: int) -> int:
    """Offset in the opening tag that ends at ``stop`` where another attribute can stand."""
    return len(raw[:stop].rstrip(b"/> \t\r\n"))


def unprefixed(node: Node) -> str:
    """The element written anew without prefixes: equal text, equal meaning (for parts of styles)."""
    pairs = "".join(f' {key}="{escape_attribute(value)}"' for key, value in sorted(node.attributes.items()))
    inner = "".join(unprefixed(child) for child in node.children)
    return f"<{node.tag}{pairs}>{inner}</{node.tag}>" if inner else f"<{node.tag}{pairs}/>"


def legal(text: str) -> str:
    """``text`` without the characters that XML cannot hold (control characters, lone surrogates)."""
    return _ILLEGAL.sub("", text)


def escape_text(text: str) -> str:
    """``text`` as the content of an element: legal characters, line ends as XML has them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """``text`` as the value of an attribute in double quotes."""
    return escape_text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
