"""The looks of a template's cells, and variations of them that values need (a date format, a fill)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.styles import Styles
from icsoe_xl.workbooks.xml_parts import Node, unprefixed

_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Built-in formats that show a date or an hour: ECMA-376 part 1, 18.8.30."""
_NOT_A_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.I)
_DATE_CODE = re.compile(r"[dmyhs]|[ae]{3,}", re.I)


class Looks:
    """The styles of a workbook being filled; :meth:`save` writes the new ones."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package)
        self._tree = package.tree(self._styles.part)
        self._codes: dict[int, str] = {}
        formats = self._tree.find("numFmts")
        for node in formats.children if formats is not None else ():
            self._codes[int(node.attributes.get("numFmtId", -1))] = node.attributes.get("formatCode", "")
        self._fills: dict[str, int] = {}
        self._fonts: dict[tuple[int, str], int] = {}
        self._used = False

    def is_date(self, style: int) -> bool:
        """Whether a style shows numbers as dates or hours."""
        number = self._number(style, "numFmtId")
        if number in self._codes:
            return _DATE_CODE.search(_NOT_A_CODE.sub("", self._codes[number])) is not None
        return number in _DATE_FORMATS

    def restyled(self, style: int, attributes: Mapping[str, str | None]) -> int:
        """Style like ``style`` with those attributes of its format changed."""
        self._used = True
        return self._styles.variant(style, attributes)

    def dressed(self, style: int, fill: str | None, font: str | None) -> int:
        """Style like ``style`` with a fill and a font colour (RRGGBB)."""
        changes: dict[str, str | None] = {}
        if fill is not None:
            if fill not in self._fills:
                self._fills[fill] = self._styles.add(
                    "fills",
                    (
                        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{fill}"/>'
                        '<bgColor indexed="64"/></patternFill></fill>'
                    ),
                )
            changes |= {"fillId": str(self._fills[fill]), "applyFill": "1"}
        if font is not None:
            changes |= {"fontId": str(self._coloured(self._number(style, "fontId"), font)), "applyFont": "1"}
        return self.restyled(style, changes)

    def _number(self, style: int, name: str) -> int:
        """A number (of font, of number format) of a style of the template's."""
        formats = self._tree.find("cellXfs")
        known = formats.all("xf") if formats is not None else []
        return int(known[style].attributes.get(name, 0)) if style < len(known) else 0

    def _coloured(self, font: int, colour: str) -> int:
        """Number of a font like ``font`` in that colour."""
        if (font, colour) not in self._fonts:
            listed = self._tree.find("fonts")
            known = listed.all("font") if listed is not None else []
            raw = (
                _with_colour(known[font], colour)
                if font < len(known)
                else (f'<font><color rgb="FF{colour}"/></font>')
            )
            self._fonts[font, colour] = self._styles.add("fonts", raw)
        return self._fonts[font, colour]

    def save(self) -> None:
        """Write the styles that were added."""
        if self._used:
            self._styles.save()


_BEFORE_COLOUR = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz")
"""What stands before a font's colour in the files that Excel writes."""


def _with_colour(font: Node, colour: str) -> str:
    children = [child for child in font.children if child.tag != "color"]
    place = sum(child.tag in _BEFORE_COLOUR for child in children)
    made = [unprefixed(child) for child in children]
    made.insert(place, f'<color rgb="FF{colour}"/>')
    return f"<font>{''.join(made)}</font>"
