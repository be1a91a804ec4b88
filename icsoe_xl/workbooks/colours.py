"""The colour that a fill shows, as RRGGBB, however the file writes it: RGB, palette or theme with tint.

A program that knows only RGB (live Excel through xlwings) needs it to give a cell its look back.
Palette: ECMA-376 part 1, 18.8.27 (indexedColors); theme order and tint: 18.8.3 and 18.8.19.
"""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls

from icsoe_xl.workbooks.xml_parts import Node

_FIRST_EIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
PALETTE = tuple(
    f"""
{_FIRST_EIGHT} {_FIRST_EIGHT}
800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333
""".split()
)
_THEME_ORDER = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)


def theme_colours(theme: Node) -> list[str]:
    """The twelve colours of a theme part, in the order in which cells refer to them."""
    scheme = next((node for node in theme.walk() if node.tag == "clrScheme"), None)
    if scheme is None:
        return []
    found = {}
    for slot in scheme.children:
        for colour in slot.children:
            found[slot.tag] = colour.attributes.get("lastClr") or colour.attributes.get("val", "000000")
    return [found.get(name, "000000") for name in _THEME_ORDER]


def shown_colour(fill: Node, theme: list[str]) -> str | None:
    """RRGGBB of a solid fill; None when there is no fill, or it is a pattern or a gradient."""
    pattern = fill.find("patternFill")
    if pattern is None or pattern.attributes.get("patternType") != "solid":
        return None
    colour = pattern.find("fgColor")
    return None if colour is None else rgb(colour, theme)


def rgb(colour: Node, theme: list[str]) -> str | None:
    """RRGGBB of a colour element, None when it is automatic or unknown."""
    attributes = colour.attributes
    base = attributes.get("rgb", "")[-6:].upper()
    if "theme" in attributes and 0 <= colour.integer("theme") < len(theme):
        base = theme[colour.integer("theme")].upper()
    elif "indexed" in attributes and 0 <= colour.integer("indexed") < len(PALETTE):
        base = PALETTE[colour.integer("indexed")]
    if len(base) != 6 or not set(base) <= set("0123456789ABCDEF"):
        return None
    return _tinted(base, colour.real("tint"))


def _tinted(base: str, tint: float) -> str:
    if not tint:
        return base
    hue, light, saturation = rgb_to_hls(*(int(base[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * part):02X}" for part in hls_to_rgb(hue, min(light, 1.0), saturation))
