"""The colour that a fill shows, in every way in which files write it."""

from __future__ import annotations

import pytest

from icsoe_xl.workbooks.colours import shown_colour, theme_colours
from icsoe_xl.workbooks.xml_parts import parse

OFFICE = parse(
    b"<theme><themeElements><clrScheme><dk1><sysClr val='windowText' lastClr='000000'/></dk1>"
    b"<lt1><sysClr val='window' lastClr='FFFFFF'/></lt1><dk2><srgbClr val='44546A'/></dk2>"
    b"<lt2><srgbClr val='E7E6E6'/></lt2><accent1><srgbClr val='4472C4'/></accent1></clrScheme>"
    b"</themeElements></theme>"
)


@pytest.mark.parametrize(
    ("colour", "shown"),
    [
        ('rgb="FFddebf7"', "DDEBF7"),
        ('indexed="13"', "FFFF00"),
        ('indexed="64"', None),
        ('theme="0"', "FFFFFF"),
        ('theme="3"', "44546A"),
        ('theme="4" tint="0.79998168889431442"', "D9E2F3"),  # what Excel shows for accent 1, 80 % lighter
        ('theme="0" tint="-0.249977111117893"', "BFBFBF"),  # white, 25 % darker
        ('theme="40"', None),
        ('rgb="rojo"', None),
    ],
)
def test_solid_fills(colour: str, shown: str | None) -> None:
    fill = parse(f'<fill><patternFill patternType="solid"><fgColor {colour}/></patternFill></fill>'.encode())
    found = shown_colour(fill, theme_colours(OFFICE))
    if shown is None or found is None:
        assert found == shown
    else:  # programs round a tint to a neighbouring shade
        pairs = ((int(found[i : i + 2], 16), int(shown[i : i + 2], 16)) for i in (0, 2, 4))
        assert all(abs(one - other) <= 1 for one, other in pairs), found


@pytest.mark.parametrize(
    "fill",
    [
        "<fill><patternFill patternType='none'/></fill>",
        "<fill><patternFill patternType='gray125'/></fill>",
        "<fill><gradientFill><stop position='0'><color rgb='FFFF0000'/></stop></gradientFill></fill>",
        "<fill><patternFill patternType='solid'/></fill>",
    ],
)
def test_what_shows_no_single_colour(fill: str) -> None:
    assert shown_colour(parse(fill.encode()), []) is None


def test_a_theme_without_colours() -> None:
    assert theme_colours(parse(b"<theme/>")) == []
