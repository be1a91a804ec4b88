"""Splices in worksheets as the many writers of this world spell them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.workbooks.cell_xml import cell_value, empty_cell, filled_cell, is_empty, with_attribute
from icsoe_xl.workbooks.sheet_frame import (
    add_legacy_drawing,
    legacy_drawing,
    merged_areas,
    remove_legacy_drawing,
)
from icsoe_xl.workbooks.sheet_xml import SheetXml, Slot, plain
from icsoe_xl.workbooks.xml_parts import MAIN, parse


def sheet(rows: str, head: str = "", tail: str = "", prefix: str = "") -> SheetXml:
    """A worksheet around rows; `prefix` goes before every element name of the frame."""
    p = f"{prefix}:" if prefix else ""
    declared = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    return SheetXml(
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}worksheet {declared}>{head}<{p}sheetData>{rows}'
            f"</{p}sheetData>{tail}</{p}worksheet>"
        ).encode()
    )


def rows_of(found: SheetXml) -> str:
    """What stands between the tags of sheetData."""
    text = found.data.decode()
    start = text.index(">", text.index("sheetData")) + 1
    return text[start : text.index("sheetData>", start) - len(found.prefix) - 2]


def paint(found: SheetXml, *places: tuple[int, int]) -> str:
    """Give cells style 7 (absent ones: what they inherit, and 7 behind it); the rows afterwards."""

    def change(slot: Slot, _: bool) -> bytes:
        if slot.raw is None:
            return empty_cell(
                found.prefix.decode(), slot.row, slot.column, f"{slot.inherited or 0}7"
            ).encode()
        return with_attribute(slot.raw, "s", "7")

    wanted: dict[int, dict[int, bool]] = {}
    for row, column in places:
        wanted.setdefault(row, {})[column] = True
    found.rewrite(wanted, change)
    parse(found.data)  # still well-formed
    return rows_of(found)


@pytest.mark.parametrize(
    ("rows", "places", "expected"),
    [
        # the style in its place, wherever it was
        (
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            [(1, 1)],
            '<row r="1"><c r="A1" s="7"><v>1</v></c></row>',
        ),
        (
            "<row r='1'><c s='3' r='A1' t='s'><v>1</v></c></row>",
            [(1, 1)],
            "<row r='1'><c s='7' r='A1' t='s'><v>1</v></c></row>",
        ),
        (
            '<row  spans="1:2"  r = "1" ><c  r = "A1"  s = "3" /></row>',
            [(1, 1)],
            '<row  spans="1:2"  r = "1" ><c  r = "A1"  s = "7" /></row>',
        ),
        # no addresses at all: counted
        (
            "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/></row>",
            [(1, 2), (2, 1)],
            '<row><c><v>1</v></c><c s="7"><v>2</v></c></row><row><c s="7"/></row>',
        ),
        # absent cells before, between and after
        (
            '<row r="2"><c r="B2"/><c r="D2"/></row>',
            [(2, 1), (2, 3), (2, 5)],
            '<row r="2"><c r="A2" s="07"/><c r="B2"/><c r="C2" s="07"/><c r="D2"/><c r="E2" s="07"/></row>',
        ),
        # absent rows before, between and after
        (
            '<row r="2"/><row r="4"/>',
            [(1, 1), (3, 1), (5, 1)],
            '<row r="1"><c r="A1" s="07"/></row><row r="2"/><row r="3"><c r="A3" s="07"/></row><row r="4"/>'
            '<row r="5"><c r="A5" s="07"/></row>',
        ),
        # a self-closed row opens
        ('<row r="2" ht="20" />', [(2, 1)], '<row r="2" ht="20" ><c r="A2" s="07"/></row>'),
        # a quoted value may hold a bracket
        (
            '<row r="1" x="a>b"><c r="A1" x="c>d"/></row>',
            [(1, 1)],
            '<row r="1" x="a>b"><c r="A1" s="7" x="c>d"/></row>',
        ),
        # the style of the row, but only when it is meant for its cells
        (
            '<row r="1" s="4" customFormat="1"/><row r="2" s="4"/>',
            [(1, 1), (2, 1)],
            '<row r="1" s="4" customFormat="1"><c r="A1" s="47"/></row><row r="2" s="4"><c r="A2" s="07"/></row>',
        ),
        # lower-case addresses of careless writers
        (
            '<row r="1"><c r="a1"/><c r="b1"/></row>',
            [(1, 2)],
            '<row r="1"><c r="a1"/><c r="b1" s="7"/></row>',
        ),
    ],
)
def test_painting(rows: str, places: list[tuple[int, int]], expected: str) -> None:
    assert paint(sheet(rows), *places) == expected


def test_prefixes() -> None:
    found = sheet('<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>', prefix="x")
    assert paint(found, (1, 1), (1, 2), (3, 1)) == (
        '<x:row r="1"><x:c r="A1" s="7"><x:v>1</x:v></x:c><x:c r="B1" s="07"/></x:row>'
        '<x:row r="3"><x:c r="A3" s="07"/></x:row>'
    )


def test_the_style_of_a_column() -> None:
    found = sheet("", head='<cols><col min="2" max="3" style="5" width="9"/></cols>')
    assert paint(found, (1, 1), (1, 3)) == '<row r="1"><c r="A1" s="07"/><c r="C1" s="57"/></row>'


def test_a_sheet_without_rows_opens() -> None:
    found = SheetXml(f'<worksheet xmlns="{MAIN}"><sheetData/><pageMargins/></worksheet>'.encode())
    assert paint(found, (2, 2)) == '<row r="2"><c r="B2" s="07"/></row>'
    assert found.created_rows == {2}


def test_cells_taken_out_close_their_row_again() -> None:
    before = '<row r="1" ht="9"/><row r="3"><c r="A3"/></row>'
    found = sheet(before)
    paint(found, (1, 1), (2, 1), (3, 2))
    found.rewrite({1: {1: True}, 2: {1: True}, 3: {2: True}}, lambda slot, _: b"", found.created_rows)
    assert rows_of(found) == before


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="3"/><row r="2"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="x"/>',
        '<row r="2"><c r="A2">',
        '<row r="1"><c r="A1"><v>1</row>',
    ],
)
def test_damage_is_said(rows: str) -> None:
    with pytest.raises(UnreadableFile, match="una de sus hojas está dañada"):
        paint(sheet(rows), (1, 1), (1, 3), (2, 2), (4, 1))


def test_what_only_looks_like_a_row_is_taken_out_first() -> None:
    rows = '<!-- <row r="2"/> --><row r="1"><c r="A1" t="str"><v><![CDATA[<row r="2"> & ]]></v></c></row>'
    assert paint(sheet(rows), (1, 1), (2, 1)) == (
        '<row r="1"><c r="A1" s="7" t="str"><v>&lt;row r="2"&gt; &amp; </v></c></row>'
        '<row r="2"><c r="A2" s="07"/></row>'
    )


def test_a_doctype_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        plain(b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData/></worksheet>')


def test_utf16_becomes_utf8() -> None:
    text = (
        f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
        '<c r="A1" t="str"><v>ñ</v></c></row></sheetData></worksheet>'
    )
    found = SheetXml(text.encode("utf-16"))
    assert paint(found, (1, 1)) == '<row r="1"><c r="A1" s="7" t="str"><v>ñ</v></c></row>'


def test_styled_cells_are_found_however_they_are_spelled() -> None:
    found = sheet(
        '<row r="1" s="7" customFormat="1"><c r="A1" s="7"><v>7</v></c><c r="B1" s=\'7\'/><c r="C1" s="17"/></row>'
        '<row r="2"><c s = "8" r="A2" t="str"><v>"7"</v></c><c r="B2" t="7"/></row>'
    )
    assert found.styled([7, 8]) == {1: {1: 7, 2: 7}, 2: {1: 8}}
    without = sheet('<row><c s="1"/><c s="7"/></row>')
    assert without.styled([7]) == {1: {2: 7}}


# The frame

BEFORE = '<mergeCells count="1"><mergeCell ref="B2:C4"/></mergeCells><drawing r:id="rId1" xmlns:r="r"/>'


@pytest.mark.parametrize(
    "after",
    [
        "",
        "<legacyDrawingHF/>",
        "<tableParts/>",
        "<extLst/>",
        '<mc:AlternateContent xmlns:mc="m"><mc:Choice><controls/></mc:Choice></mc:AlternateContent><extLst/>',
    ],
)
def test_the_drawing_goes_to_its_place(after: str) -> None:
    inner = "<conditionalFormatting><cfRule><extLst/></cfRule></conditionalFormatting>"  # not that extLst
    found = sheet('<row r="1"/>', tail=inner + BEFORE + after)
    before = found.data
    assert legacy_drawing(found) is None
    add_legacy_drawing(found, "rId9")
    tail = found.data.decode().split("</sheetData>")[1]
    assert tail.startswith(inner + BEFORE + "<legacyDrawing ")
    assert tail.endswith('r:id="rId9"/>' + after + "</worksheet>")
    assert legacy_drawing(found) == "rId9"
    remove_legacy_drawing(found)
    assert found.data == before


def test_merged_areas() -> None:
    assert merged_areas(sheet("", tail=BEFORE)) == [(2, 2, 4, 3)]


# Values


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'<c r="A1"><v>12345678903</v></c>', 12345678903.0),
        (b'<c t="s"><v>0</v></c>', "compartido"),
        (b'<c t="b"><v>1</v></c>', True),
        (b'<c t="str"><f>A1</f><v>a&amp;b &#241;</v></c>', "a&b ñ"),
        (b"<c/>", None),
        (
            b'<c t="inlineStr"><is><r><t>ab</t></r><rPh sb="0"><t>no</t></rPh><r><t xml:space="preserve"> c</t></r></is></c>',  # noqa: E501
            "ab c",
        ),
        (b'<x:c t="inlineStr"><x:is><x:t>ab</x:t></x:is></x:c>', "ab"),
    ],
)
def test_values_of_raw_cells(raw: bytes, value: object) -> None:
    assert cell_value(raw, ["compartido"].__getitem__) == value


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1).filter(lambda t: t.strip()))
def test_text_goes_in_and_out(text: str) -> None:
    raw = filled_cell("", 1, 1, 3, text).encode()
    read = cell_value(raw, str)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    legal = "".join(c for c in lines if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
    assert isinstance(read, str)
    assert read.replace("_x005F_", "_") == legal
    assert not is_empty(raw)


_ATTRIBUTES = st.sampled_from(["", ' ht="20"', ' s="2" customFormat="1"', ' spans="1:4"'])


@st.composite
def random_rows(draw: st.DrawFn) -> str:
    """Rows as programs write them: some absent, some empty, some without addresses."""
    prefix = ""
    addressed = draw(st.booleans())
    rows = []
    numbers = range(1, 9) if not addressed else sorted(draw(st.sets(st.integers(1, 30), max_size=8)))
    for number in numbers:
        columns = sorted(draw(st.sets(st.integers(1, 6), max_size=5)))
        cells = []
        for column in columns if addressed else range(1, len(columns) + 1):
            address = f' r="{chr(64 + column)}{number}"' if addressed else ""
            style = draw(st.sampled_from(["", ' s="0"', ' s="3"', " s='12'"]))
            value = draw(st.sampled_from(["/>", "><v>7</v></c>", ' t="str"><v>"7"</v></c>']))
            cells.append(f"<{prefix}c{address}{style}{value}")
        tag = f"<row{f' r={chr(34)}{number}{chr(34)}' if addressed else ''}{draw(_ATTRIBUTES)}"
        rows.append(tag + (">" + "".join(cells) + "</row>" if cells else "/>"))
    return "".join(rows)


@settings(max_examples=150, deadline=None)
@given(random_rows(), st.sets(st.tuples(st.integers(1, 32), st.integers(1, 8)), min_size=1, max_size=20))
def test_painting_and_giving_back_restores_every_byte(rows: str, places: set[tuple[int, int]]) -> None:
    found = sheet(rows)
    old: dict[tuple[int, int], bytes | None] = {}

    def change(slot: Slot, _: bool) -> bytes:
        old[slot.row, slot.column] = slot.raw
        if slot.raw is None:
            return empty_cell("", slot.row, slot.column, 99).encode()
        return with_attribute(slot.raw, "s", "99")

    wanted: dict[int, dict[int, bool]] = {}
    for row, column in places:
        wanted.setdefault(row, {})[column] = True
    found.rewrite(wanted, change)
    marked = {(row, column) for row, columns in found.styled([99]).items() for column in columns}
    assert marked == places

    def give_back(slot: Slot, _: bool) -> bytes:
        return old[slot.row, slot.column] or b""

    found.rewrite(wanted, give_back, found.created_rows)
    assert rows_of(found) == rows
