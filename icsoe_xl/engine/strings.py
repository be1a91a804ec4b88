"""The shared strings that hold tags: read before, emptied after, so that no tag stays in the result."""

from __future__ import annotations

import re

from icsoe_xl.engine.plan import Text
from icsoe_xl.engine.tags import has_tags
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.xml_parts import Edit, Node, as_utf8, parse, splice, unprefixed

_ROOT = re.compile(rb"<(?:([\w.-]+):)?sst[\s>/][^>]*>?")
_ITEM = re.compile(rb"<(?:[\w.-]+:)?si(?=[\s/>])[^>]*?(?:/>|>(.*?)</(?:[\w.-]+:)?si\s*>)", re.S)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """The strings of a workbook that hold tags, by number."""

    def __init__(self, package: Package) -> None:
        self._package = package
        related = package.related(package.workbook_part, "sharedStrings")
        self._part = related.target if related is not None else None
        self._edits: list[Edit] = []
        self.tagged: dict[int, Text] = self._read() if self._part is not None else {}

    def _read(self) -> dict[int, Text]:
        assert self._part is not None
        self._data = as_utf8(self._package.read(self._part))
        found: dict[int, Text] = {}
        root = _ROOT.search(self._data)
        if b"{" not in self._data or root is None:
            return found
        prefix = root[1].decode() + ":" if root[1] else ""
        opening, closing = root[0].rstrip(b"/>") + b">", f"</{prefix}sst>".encode()
        for index, item in enumerate(_ITEM.finditer(self._data)):
            if item[1] is None or b"{" not in item[1]:
                continue
            text = _text(parse(opening + item[0] + closing).children[0])
            if has_tags(text.plain):
                found[index] = text
                empty = f"<{prefix}t/>".encode()
                self._edits.append(Edit(item.start(1), item.end(1) - item.start(1), empty))
        return found

    def used_in(self, sheet: bytes) -> bool:
        """Whether a worksheet may show one of them (a number that happens to be the same counts too)."""
        if not self.tagged:
            return False
        wanted = {str(number).encode() for number in self.tagged}
        return not wanted.isdisjoint(re.findall(rb"<(?:[\w.-]+:)?v>([0-9]+)</", sheet))

    def empty(self) -> None:
        """Take their texts out of the package: no cell shows them any more."""
        if self._part is not None and self._edits:
            self._package.write(self._part, splice(self._data, self._edits))


def _text(item: Node) -> Text:
    """A string item: plain, or of runs with fonts; phonetic hints are left out."""
    runs = item.all("r")
    if not runs:
        return Text(unescaped("".join(node.text for node in item.all("t"))))
    plain, fonts = "", []
    for run in runs:
        properties = run.find("rPr")
        fonts.append((len(plain), unprefixed(properties) if properties is not None else ""))
        plain += unescaped("".join(node.text for node in run.all("t")))
    return Text(plain, tuple(fonts))


def unescaped(text: str) -> str:
    """Text without Excel's escapes for control characters (``_x000D_``)."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def with_prefix(raw: str, prefix: str) -> str:
    """An element written without prefix, as a part that uses ``prefix`` writes it."""
    if not prefix or not raw:
        return raw
    return raw.replace("</", "\0").replace("<", "<" + prefix).replace("\0", "</" + prefix)
