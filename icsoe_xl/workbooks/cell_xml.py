"""The raw element of one cell or row: its attributes, its text, and cells made anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from icsoe_xl.addresses import cell_name, column_letters
from icsoe_xl.workbooks.xml_parts import escape_text, tag_end

QUOTED = rb"""(?:[^>"']|"[^"]*"|'[^']*')*>"""
"""The rest of an opening tag after its name; a quoted value may hold ``>``."""
_PATTERNS = {
    name: re.compile(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % name.encode())
    for name in ("r", "s", "t", "customFormat", "ht", "hidden", "cm", "vm", "ph")
}
_TEXTS = re.compile(rb"<(?:[\w.-]+:)?(?:t(?:\s[^>]*)?>([^<]*)<|rPh[\s>].*?</(?:[\w.-]+:)?rPh>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)<")
_CONTENT = re.compile(rb"<(?:[\w.-]+:)?(?:v|f|is)[\s/>]")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?")
_REFERENCE = re.compile("&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def attribute_pattern(name: str) -> re.Pattern[bytes]:
    """Pattern of an attribute without namespace; group 1 is its value with the quotes."""
    return _PATTERNS[name]


def opening_tag(raw: bytes) -> bytes:
    """The tag with which a raw element begins."""
    return raw[: tag_end(raw, 0)]


def attribute(tag: bytes, name: str) -> str | None:
    """Value of one of the attributes of cells and rows in an opening tag, None when absent."""
    found = _PATTERNS[name].search(tag)
    return None if found is None else found[1][1:-1].decode("utf-8")


def with_attribute(raw: bytes, name: str, value: str | None) -> bytes:
    """The element ``raw`` with an attribute of its opening tag set, or taken out when ``value`` is None.

    A new one comes right after the address, where every program puts the style, so that taking it out
    again gives the same bytes.
    """
    stop = tag_end(raw, 0)
    found = _PATTERNS[name].search(raw, 0, stop)
    if found is not None:
        if value is None:
            return raw[: found.start()] + raw[found.end() :]
        return raw[: found.start(1) + 1] + value.encode() + raw[found.end(1) - 1 :]
    if value is None:
        return raw
    address = _PATTERNS["r"].search(raw, 0, stop)
    place = address.end() if address is not None else re.compile(rb"<[\w.:-]+").match(raw).end()  # type: ignore[union-attr]
    return raw[:place] + f' {name}="{value}"'.encode() + raw[place:]


def empty_cell(prefix: str, row: int, column: int, style: int | str | None) -> str:
    """A cell that holds nothing but a style (None: the default one)."""
    styled = "" if style is None else f' s="{style}"'
    return f'<{prefix}c r="{cell_name(row, column)}"{styled}/>'


def filled_cell(
    prefix: str,
    row: int,
    column: int,
    style: int | str | None,
    value: str | float,
    others: str = "",
) -> str:
    """A cell with a number, or with text that no program takes for a formula (an inline string).

    ``others`` are more attributes, each with a blank before it.
    """
    styled = "" if style is None else f' s="{style}"'
    head = f'<{prefix}c r="{column_letters(column)}{row}"{styled}{others}'
    if isinstance(value, str):
        if not value:
            return head + "/>"
        # Addresses, each of them once, need no escaping and would fill the cache.
        return head + (_in_text(prefix, value) if value.isalnum() else _inline(prefix, value))
    return f"{head}><{prefix}v>{value!r}</{prefix}v></{prefix}c>"


@lru_cache(maxsize=4096)
def _inline(prefix: str, value: str) -> str:
    """What follows the attributes of a cell with text; findings say the same things again and again."""
    # Programs read _x0041_ as an escaped character; escaping its first sign keeps it as it stands.
    text = escape_text(_ESCAPED.sub("_x005F_", value) if "_x" in value else value)
    return _in_text(prefix, text, ' xml:space="preserve"')


def _in_text(p: str, text: str, keep: str = "") -> str:
    return f' t="inlineStr"><{p}is><{p}t{keep}>{text}</{p}t></{p}is></{p}c>'


def is_empty(raw: bytes) -> bool:
    """Whether a cell holds neither value nor formula."""
    return _CONTENT.search(raw) is None


def has_formula(raw: bytes) -> bool:
    """Whether a cell holds a formula."""
    return _FORMULA.search(raw) is not None


def decoded(escaped: bytes) -> str:
    """The text behind XML references (``&amp;``, ``&#10;``)."""
    text = escaped.decode("utf-8")
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _ENTITIES[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if code < 0x110000 else ""


def rich_text(raw: bytes) -> str:
    """The text of ``<is>`` or ``<si>``: its runs joined, phonetic hints left out."""
    return "".join(decoded(found[1]) for found in _TEXTS.finditer(raw) if found[1] is not None)


def cell_value(raw: bytes, shared: Callable[[int], str]) -> str | float | bool | None:
    """What a cell holds; ``shared`` gives a shared string by its number. Dates stay numbers."""
    kind = attribute(opening_tag(raw), "t") or "n"
    if kind == "inlineStr":
        return rich_text(raw)
    found = _VALUE.search(raw)
    if found is None:
        return None
    written = found[1].strip()
    if kind == "s":
        return shared(int(written)) if written.isdigit() else None
    if kind == "b":
        return written == b"1"
    if kind == "n" and _NUMBER.fullmatch(written):
        return float(written)
    return decoded(found[1])
