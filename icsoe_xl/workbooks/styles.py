"""The styles part, grown by appending: fonts, fills, borders and cell formats of ours after those there.

Nothing that exists is renumbered or written anew, so every cell of the user's keeps its look, and cutting
off what was appended gives the old bytes back. Our fills carry a fingerprint: a solid fill shows only its
foreground, so the background colour, which Excel keeps through every edit and save, says which look the
cell had before (see :mod:`icsoe_xl.record`). Half of its digits are a checksum: LibreOffice writes other
colours of the workbook there, and none of them must pass for a fingerprint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.marks import BAD_CELL, BAD_ROW
from icsoe_xl.record import NO_FILL, Look
from icsoe_xl.workbooks.colours import rgb, shown_colour, theme_colours
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.xml_parts import (
    DECLARATION,
    MAIN,
    RELATIONS,
    Edit,
    Node,
    append_child,
    parse,
    set_attribute,
    unprefixed,
    with_attributes,
)

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
MAX_FORMATS = 64_000
"""Cell formats of a workbook, Excel's own limit."""
MARK_COLOURS = frozenset((*BAD_CELL.values(), *BAD_ROW.values()))
TEXT_FORMAT, AMOUNT_FORMAT = 49, 2
"""Built-in number formats: ``@`` and ``0.00`` (ECMA-376 part 1, 18.8.30)."""
DATE_FORMAT = 14
"""The day in the reader's own way, ``dd/mm/yyyy`` in Mexico."""
DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)))
"""Built-in number formats with a day in them, those of other languages included (18.8.30)."""
_QUOTED_OR_COLOUR = r'"[^"]*"|\\.|\[[^\]]*\]'
MAX_FINGERPRINTS = 0x1000
"""Looks that a fingerprint can tell apart; more of them, if ever, are told by the record alone."""
OWN_FONTS = frozenset({"9C0006", "9C5700", "9C6500"})
"""Font colours of Excel's own styles *Bad* and *Neutral* (two versions), whose fills are like ours."""
_SEQUENCE = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_FIRST_ENTRIES = {
    "fonts": (b'<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',),
    "fills": (
        b'<fill><patternFill patternType="none"/></fill>',
        b'<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": (b"<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellXfs": (b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
"""What a list must begin with where the file has none: Excel counts on these."""


_NO_STYLES = (
    DECLARATION
    + (
        f'<styleSheet xmlns="{MAIN}"><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs></styleSheet>"
    ).encode()
)


_FORMAT_OF_CELL = re.compile(rb"""<(?:[\w.-]+:)?c\s[^>]*?\ss\s*=\s*["']([0-9]{1,5})["']""")


def _highest_format(package: Package) -> int:
    """The highest number of a cell format that a cell of the workbook names, at most Excel's own limit."""
    named = (_FORMAT_OF_CELL.findall(package.read(sheet.part)) for sheet in package.sheets())
    highest = max((int(number) for numbers in named for number in numbers), default=0)
    return min(highest, MAX_FORMATS // 2)


class _Entries:
    """One list of the part (``fills``): the elements there and the raw ones appended."""

    def __init__(self, name: str, node: Node | None, prefixed: Callable[[bytes], bytes]) -> None:
        self.name, self.node = name, node
        self.nodes = [] if node is None else [c for c in node.children if c.namespace == node.namespace]
        self.added = [] if self.nodes else [prefixed(raw) for raw in _FIRST_ENTRIES[name]]

    def __len__(self) -> int:
        return len(self.nodes) + len(self.added)

    def append(self, raw: bytes) -> int:
        self.added.append(raw)
        return len(self) - 1


class Styles:
    """The styles of a workbook; :meth:`save` puts what was appended into the package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        found = package.related(package.workbook_part, "styles")
        self.part = found.target if found is not None else self._add_part()
        self._data, self._root = package.text(self.part), package.tree(self.part)
        self._lists = {name: _Entries(name, self._root.find(name), self._prefixed) for name in _FIRST_ENTRIES}
        if found is None:  # cells may name formats that are not there: none of ours may take such a number
            self._lists["cellXfs"].added *= 1 + _highest_format(package)
        self.looks: dict[int, Look] = {}
        """Number (as in the fingerprint) of every look that was painted over."""
        self.before: dict[int, tuple[str | None, int]] = {}
        """For each format that :meth:`painted` made, the ``s`` of its cells before and their look's number."""
        self._painted: dict[tuple[str | None, str, bool], int] = {}
        self._mark_fills: dict[Look, tuple[int, int]] = {}
        self._variants: dict[tuple[int, tuple[tuple[str, str | None], ...]], int] = {}
        self._known: dict[str, int] | None = None
        self._fill_numbers: dict[str, int] = {}
        self._theme: list[str] | None = None
        self._next_look = 0
        self._disarmed: list[Edit] = []

    def _add_part(self) -> str:
        package = self._package
        # There may be one that nobody relates to; it is the user's all the same.
        part = "xl/styles.xml" if not package.has("xl/styles.xml") else package.free_name("xl/styles{}.xml")
        package.add(part, _NO_STYLES, STYLES_TYPE)
        package.add_relationship(package.workbook_part, f"{RELATIONS}/styles", part)
        return part

    # Reading

    def _format(self, style: int) -> Node | None:
        """Element of a cell format; one that does not exist counts as the default one."""
        formats = self._lists["cellXfs"].nodes
        if style < len(formats):
            return formats[style]
        return formats[0] if formats else None

    def number(self, style: str | None) -> int:
        """Number of the format in an attribute ``s``; raises UnreadableFile when it is none."""
        if style is not None and not style.isdecimal():
            raise self._package.unreadable(
                "una de sus celdas tiene un estilo dañado; ábralo en Excel y guárdelo"
            )
        return int(style or 0)

    def _raw_format(self, style: int) -> bytes:
        formats = self._lists["cellXfs"]
        added = style - len(formats.nodes)
        if 0 <= added < len(formats.added):
            return formats.added[added]
        node = self._format(style)
        return self._data[node.start : node.stop] if node is not None else formats.added[0]

    def fill(self, style: int) -> Node | None:
        """Fill element of a cell format, None when the file does not tell."""
        node = self._format(style)
        number = node.integer("fillId") if node is not None else 0
        fills = self._lists["fills"].nodes
        return fills[number] if number < len(fills) else None

    def _number_format(self, style: int) -> tuple[int, str]:
        """Number and code of a cell format's number format; the built-in ones have no code."""
        node = self._format(style)
        number = 0 if node is None else node.integer("numFmtId")
        own = self._root.find("numFmts")
        listed = own.children if own is not None else ()
        code = next(
            (n.attributes.get("formatCode", "") for n in listed if n.integer("numFmtId") == number), ""
        )
        return number, code

    def is_text(self, style: int) -> bool:
        """Whether a cell format shows everything as text: ``@``, built in (49) or written by the program."""
        number, code = self._number_format(style)
        return number == TEXT_FORMAT or code == "@"

    def is_date(self, style: int) -> bool:
        """Whether a cell format shows a day: a built-in one (hours alone do not), or a code with day or year."""
        number, code = self._number_format(style)
        return number in DATE_FORMATS or re.search("[dyDY]", re.sub(_QUOTED_OR_COLOUR, "", code)) is not None

    def is_quoted(self, style: int) -> bool:
        """Whether a cell format says that the value was typed after an apostrophe."""
        node = self._format(style)
        return node is not None and node.is_true("quotePrefix")

    def marks(self) -> dict[int, tuple[str, int | None]]:
        """Formats that look like a mark: their colour, and the number of their look when they say it."""
        by_fill = {}
        for number, fill in enumerate(self._lists["fills"].nodes):
            colour = shown_colour(fill, [])
            if colour in MARK_COLOURS:
                by_fill[number] = colour, _look_number(fill)
        return {
            style: by_fill[number]
            for style, node in enumerate(self._lists["cellXfs"].nodes)
            if (number := node.integer("fillId")) in by_fill
        }

    def has_own_font(self, style: int) -> bool:
        """Whether a format has the font of Excel's *Bad* or *Neutral* style: then its fill is the user's."""
        node = self._format(style)
        fonts = self._root.find("fonts")
        number = 0 if node is None else node.integer("fontId")
        if fonts is None or number >= len(fonts.children):
            return False
        colour = fonts.children[number].find("color")
        return colour is not None and rgb(colour, []) in OWN_FONTS

    def _theme_colours(self) -> list[str]:
        if self._theme is None:
            found = self._package.related(self._package.workbook_part, "theme")
            self._theme = [] if found is None else theme_colours(self._package.tree(found.target))
        return self._theme

    # Growing

    def add(self, name: str, raw: str) -> int:
        """Append an element, written without prefix, to ``fonts``, ``fills`` or ``borders``."""
        return self._lists[name].append(self._prefixed(raw.encode()))

    def add_format(self, raw: str) -> int:
        """Append a cell format, written without prefix."""
        if self._root.find("cellStyleXfs") is None:
            raw = raw.replace(' xfId="0"', "")  # there is no list of named styles that it could refer to
        return self._append_format(self._prefixed(raw.encode()))

    def painted(self, style: str | None, colour: str, created: bool) -> int:
        """Format like ``style`` (None: the cell has no ``s``) with our fill of that colour."""
        key = style, colour, created
        if key not in self._painted:
            base = self.number(style)
            before = self.fill(base)
            node = self._format(base)
            look = Look(
                colour=colour,
                fill=unprefixed(before) if before is not None else NO_FILL,
                apply=None if node is None else node.attributes.get("applyFill"),
                created=created,
                rgb=None if before is None else shown_colour(before, self._theme_colours()),
            )
            number, fill = self._mark_fill(look)
            made = self._append_format(
                with_attributes(
                    self._raw_format(base),
                    {"fillId": str(fill), "applyFill": "1"},
                )
            )
            self._painted[key] = made
            self.before[made] = style, number
        return self._painted[key]

    def _mark_fill(self, look: Look) -> tuple[int, int]:
        """Number of a look and of its fill, both made on first use."""
        if look not in self._mark_fills:
            taken = {_look_number(fill) for fill in self._lists["fills"].nodes}
            while self._next_look in taken:
                self._next_look += 1
            number, self._next_look = self._next_look, self._next_look + 1
            behind = 'indexed="64"'
            if number < MAX_FINGERPRINTS:
                behind = f'rgb="FF{fingerprint(look.colour, number)}"'
            self.looks[number] = look
            self._mark_fills[look] = (
                number,
                self.add(
                    "fills",
                    (
                        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{look.colour}"/>'
                        f"<bgColor {behind}/></patternFill></fill>"
                    ),
                ),
            )
        return self._mark_fills[look]

    def variant(self, style: int, attributes: Mapping[str, str | None]) -> int:
        """Format like ``style`` with these attributes changed: an existing one, or else a new one."""
        key = style, tuple(attributes.items())
        if key not in self._variants:
            raw = with_attributes(self._raw_format(style), attributes)
            self._variants[key] = self._same_format(raw)
        return self._variants[key]

    def restored(self, style: int, look: Look) -> int:
        """Format like ``style`` with the fill that ``look`` had before it was painted over."""
        return self.variant(style, {"fillId": str(self._fill_number(look.fill)), "applyFill": look.apply})

    def _fill_number(self, wanted: str) -> int:
        if not self._fill_numbers:
            for number, node in enumerate(self._lists["fills"].nodes):
                self._fill_numbers.setdefault(unprefixed(node), number)
        if wanted not in self._fill_numbers:
            self._fill_numbers[wanted] = self.add("fills", _sound_fill(wanted))
        return self._fill_numbers[wanted]

    def _same_format(self, raw: bytes) -> int:
        if self._known is None:
            self._known = {}
            for style, node in enumerate(self._lists["cellXfs"].nodes):
                self._known.setdefault(unprefixed(node), style)
        same = unprefixed(self._parsed(raw))
        if same not in self._known:
            self._known[same] = self._append_format(raw)
        return self._known[same]

    def _parsed(self, raw: bytes) -> Node:
        """A raw element of this part as a node; the root's tag gives its prefixes a meaning."""
        opening = self._data[self._root.start : self._root.inner]
        return parse(opening + raw + b"</" + self._root.name + b">").children[0]

    def _append_format(self, raw: bytes) -> int:
        if len(self._lists["cellXfs"]) >= MAX_FORMATS:
            raise self._package.unwritable(
                "tiene más de 64,000 estilos de celda, el límite de Excel; copie la plantilla a un libro nuevo"
            )
        return self._lists["cellXfs"].append(raw)

    def _prefixed(self, raw: bytes) -> bytes:
        """An element written without prefix, in the way this part names its elements."""
        if not self._root.prefix:
            return raw
        prefix = self._root.prefix.encode() + b":"
        return raw.replace(b"</", b"\0").replace(b"<", b"<" + prefix).replace(b"\0", b"</" + prefix)

    def save(self) -> None:
        """Put what was appended into the package."""
        self._package.splice(self.part, self._edits())

    def disarm(self, looks: Mapping[int, Look]) -> None:
        """Turn every fill with a fingerprint into the fill it stood for (no fill when ``looks`` is silent).

        Their cells have other formats again; this is for whole rows and columns that took the mark's format,
        and so that nothing in the file says any more that it is marked.
        """
        for fill in self._lists["fills"].nodes:
            number = _look_number(fill)
            if number is not None:
                was = _sound_fill(looks[number].fill) if number in looks else NO_FILL
                self._disarmed.append(Edit(fill.start, fill.stop - fill.start, self._prefixed(was.encode())))

    def _edits(self) -> Iterable[Edit]:
        yield from self._disarmed
        for entries in self._lists.values():
            if not entries.added:
                continue
            new = b"".join(entries.added)
            if entries.node is not None:
                yield append_child(self._data, entries.node, new)
                yield set_attribute(self._data, entries.node, "count", str(len(entries)))
                continue
            name = self._root.qualified(entries.name)
            opening = b"<" + name + f' count="{len(entries)}">'.encode()
            later = _SEQUENCE[_SEQUENCE.index(entries.name) + 1 :]
            following = next((node for node in self._root.children if node.tag in later), None)
            whole = opening + new + b"</" + name + b">"
            if following is not None:
                yield Edit(following.start, 0, whole)
            else:
                yield Edit(self._root.close, 0, whole)


def _sound_fill(written: str) -> str:
    """A fill as the record has it; none when somebody tampered with that hidden cell."""
    try:
        return unprefixed(parse(written.encode()))
    except UnreadableFile:
        return NO_FILL


def fingerprint(colour: str, number: int) -> str:
    """Background colour of a mark: three digits for the number of the look, three to be sure of them."""
    return (
        f"{number:03X}"
        + blake2b(f"icsoe_xl {colour} {number}".encode(), digest_size=2).hexdigest()[:3].upper()
    )


def _look_number(fill: Node) -> int | None:
    """Number in the fingerprint of one of our fills, None when there is none."""
    pattern = fill.find("patternFill")
    front = None if pattern is None else pattern.find("fgColor")
    behind = None if pattern is None else pattern.find("bgColor")
    written = "" if behind is None else behind.attributes.get("rgb", "")[-6:].upper()
    if front is None or not re.fullmatch("[0-9A-F]{6}", written):
        return None
    number = int(written[:3], 16)
    return number if written == fingerprint(front.attributes.get("rgb", "")[-6:].upper(), number) else None
