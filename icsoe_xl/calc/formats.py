"""Number formats and colours: UNO keys and integers to and from what xlwings shows.

A number format is a text in Excel's English (``dd/mm/yyyy``, ``@``, ``General``), whatever the language of
LibreOffice or of the document; a colour is an (r, g, b) tuple.
"""

from __future__ import annotations

import re
from typing import Any

from icsoe_xl.calc.areas import Area, from_uno
from icsoe_xl.calc.office import Office

# com.sun.star.util.NumberFormat
DATE = 2
LOGICAL = 1024
TEXT = 256

_DATE_LETTERS = re.compile(r"""("[^"]*"|\\.|\[[^\]]*\]|AM/PM)|([YMDHS]+)""")

Color = tuple[int, int, int]


class Formats:
    """The number formats of one document. Keys are UNO's; each is asked about once."""

    def __init__(self, office: Office, document: Any) -> None:
        self._table = document.NumberFormats
        self._english = office.struct("com.sun.star.lang.Locale", Language="en", Country="US")
        self._own = office.struct("com.sun.star.lang.Locale")
        # the key of General in LibreOffice's own language is 0, which addNewConverted takes for a failure
        self._texts: dict[int, str] = {0: "General"}
        self._kinds: dict[int, int] = {}
        self._keys: dict[str, int] = {"General": 0}

    def text(self, key: int) -> str:
        """The format as Excel writes it in English."""
        if key not in self._texts:
            found = self._table.getByKey(key)
            code = found.FormatString
            if found.Locale.Language != "en":  # an empty one is the language of LibreOffice itself
                converted = self._table.addNewConverted(code, found.Locale, self._english)
                code = self._table.getByKey(converted).FormatString
            self._texts[key] = _as_excel_writes(code, self.kind(key))
        return self._texts[key]

    def kind(self, key: int) -> int:
        """What the format is for: flags of com.sun.star.util.NumberFormat (DATE, LOGICAL, TEXT...)."""
        if key not in self._kinds:
            self._kinds[key] = self._table.getByKey(key).Type
        return self._kinds[key]

    def key(self, text: str) -> int:
        """The key of a format given in Excel's English; it is added to the document when it is new."""
        if text not in self._keys:  # a format of another language than LibreOffice's is saved with its mark
            self._keys[text] = self._table.addNewConverted(text, self._english, self._own)
        return self._keys[text]

    def logical(self) -> int:
        """The key of the format that shows a number as TRUE or FALSE."""
        return self._table.getStandardFormat(LOGICAL, self._own)  # type: ignore[no-any-return]


def _as_excel_writes(code: str, kind: int) -> str:
    if kind & LOGICAL:
        return "General"  # Excel knows booleans without a format
    if not kind & (DATE | 4):
        return code
    return _DATE_LETTERS.sub(lambda match: match[1] or match[2].lower(), code)


def is_mixed(x: Any, name: str) -> bool:
    """Whether the cells of the UNO range `x` differ in the property `name`."""
    return bool(x.getPropertyState(name).value == "AMBIGUOUS_VALUE")


def by_format(x: Any) -> list[tuple[int, list[Area]]]:
    """The number format keys of the UNO range `x`, each with the areas that have it."""
    if not is_mixed(x, "NumberFormat"):
        return [(x.NumberFormat, [from_uno(x.RangeAddress)])]
    groups = x.getUniqueCellFormatRanges()  # by all formatting, so that a key may come more than once
    found = []
    for index in range(groups.getCount()):
        group = groups.getByIndex(index)
        found.append((group.NumberFormat, [from_uno(address) for address in group.RangeAddresses]))
    return found


def color_to_uno(color: Color | str | int | None) -> int:
    """An xlwings colour (RGB tuple, "#RRGGBB", Excel's BGR integer, None for no fill) as UNO's integer."""
    if color is None:
        return -1
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):
        return (color & 255) << 16 | color & 0xFF00 | color >> 16
    red, green, blue = color
    return red << 16 | green << 8 | blue


def color_from_uno(value: int) -> Color | None:
    """UNO's integer as an (r, g, b) tuple, None for no fill."""
    return None if value == -1 else (value >> 16 & 255, value >> 8 & 255, value & 255)
