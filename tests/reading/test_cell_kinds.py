"""One table of cells as a file may hold them, and the raw value that the rules see."""

# ruff: noqa: E501 - one case, one line

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from reading.handmade import MAIN, STRICT_MAIN, STRICT_OFFICE, book, worksheet

from icsoe_xl.cells import clean
from icsoe_xl.workbooks import open_workbook
from icsoe_xl.workbooks.closed import ClosedWorkbook

STRINGS = f"""<sst xmlns="{MAIN}" count="9" uniqueCount="9"><si><t>02268604531</t></si>
<si><t xml:space="preserve">  con espacios </t></si><si><r><t>022686</t></r><r><rPr><b/></rPr><t>04531</t></r></si>
<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si><si><t>uno_x000D_
dos</t></si><si><t>Peña &amp; Núñez &#233;</t></si><si><t/></si><si/><si><!-- nota --><t><![CDATA[<a&b>]]></t></si></sst>"""
FORMATS = (
    "General",
    "dd/mm/yyyy",
    "hh:mm",
    "[h]:mm:ss",
    "dd/mm/yyyy hh:mm",
    "00000000000",
    "[$$-80A]#,##0.00",
    '_-"$"* #,##0.00_-;-"$"* #,##0.00_-;_-"$"* "-"??_-;_-@_-',
    '#,##0.00" MXN diarios"',
    "[$MXN] #,##0.00",
    "@",
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    + "".join(
        f'<numFmt numFmtId="{170 + i}" formatCode="{f.replace(chr(34), "&quot;")}"/>'
        for i, f in enumerate(FORMATS)
    )
    + "</numFmts><cellXfs>"
    + "".join(f'<xf numFmtId="{170 + i}"/>' for i in range(len(FORMATS)))
    + "</cellXfs></styleSheet>"
)

CASES = [
    ("number", "<c r='B2'><v>12345678903</v></c>", 12345678903.0),
    ("number with exponent", '<c r="B2"><v>1.2345678903E10</v></c>', 12345678903.0),
    ("decimals as Excel stores them", '<c r="B2"><v>450.40000000000003</v></c>', 450.40000000000003),
    ("number with a zero format", '<c r="B2" s="5"><v>2268604531</v></c>', 2268604531.0),
    ("pesos", '<c r="B2" s="6"><v>450.75</v></c>', 450.75),
    ("accounting", '<c r="B2" s="7"><v>450.75</v></c>', 450.75),
    ("a unit with d and m in it", '<c r="B2" s="8"><v>450.75</v></c>', 450.75),
    ("currency code with M", '<c r="B2" s="9"><v>450.75</v></c>', 450.75),
    ("shared string", '<c r="B2" t="s"><v>0</v></c>', "02268604531"),
    ("spaces kept", '<c r="B2" t="s"><v>1</v></c>', "  con espacios "),
    ("rich text", '<c r="B2" t="s"><v>2</v></c>', "02268604531"),
    ("phonetic text is not the value", '<c r="B2" t="s"><v>3</v></c>', "東京"),
    ("escaped line end", '<c r="B2" t="s"><v>4</v></c>', "uno\r\ndos"),
    ("entities", '<c r="B2" t="s"><v>5</v></c>', "Peña & Núñez é"),
    ("empty string", '<c r="B2" t="s"><v>6</v></c>', ""),
    ("string without text", '<c r="B2" t="s"><v>7</v></c>', ""),
    ("CDATA and comment in a shared string", '<c r="B2" t="s"><v>8</v></c>', "<a&b>"),
    ("inline string", '<c r="B2" t="inlineStr"><is><t>02268604531</t></is></c>', "02268604531"),
    (
        "inline rich text",
        '<c r="B2" t="inlineStr"><is><r><t>022686</t></r><r><rPr><color rgb="FFFF0000"/></rPr><t>04531</t></r></is></c>',
        "02268604531",
    ),
    (
        "inline no-break space",
        '<c r="B2" t="inlineStr"><is><t>\u00a002268604531\u200b</t></is></c>',
        "\u00a002268604531\u200b",
    ),
    (
        "full-width digits",
        '<c r="B2" t="inlineStr"><is><t>０２２６８６０４５３１</t></is></c>',
        "０２２６８６０４５３１",
    ),
    ("apostrophe as text", '<c r="B2" t="inlineStr"><is><t>\'02268604531</t></is></c>', "'02268604531"),
    ("CDATA", '<c r="B2" t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>', "a<b"),
    ("comment inside a value", '<c r="B2"><v><!-- x -->450.75</v></c>', 450.75),
    ("formula with a number", '<c r="B2"><f>D2*2</f><v>901.5</v></c>', 901.5),
    ("formula with text", '<c r="B2" t="str"><f>TEXT(A1,"0")</f><v>02268604531</v></c>', "02268604531"),
    (
        "formula with spaces in its text",
        '<c r="B2" t="str"><f>A1</f><v xml:space="preserve"> x </v></c>',
        " x ",
    ),
    ("formula without result", '<c r="B2"><f>D2*2</f></c>', ""),
    ("shared formula", '<c r="B2"><f t="shared" si="0"/><v>7</v></c>', 7.0),
    ("boolean", '<c r="B2" t="b"><v>1</v></c>', True),
    ("boolean in words", '<c r="B2" t="b"><v>false</v></c>', False),
    ("error", '<c r="B2" t="e"><v>#N/A</v></c>', ""),
    ("newer error", '<c r="B2" t="e"><v>#SPILL!</v></c>', ""),
    ("newer error of a formula", '<c r="B2" t="e"><f>FILTER(A:A,B:B)</f><v>#CALC!</v></c>', ""),
    ("date", '<c r="B2" s="1"><v>46053</v></c>', date(2026, 1, 31)),
    ("hour", '<c r="B2" s="2"><v>0.5</v></c>', time(12)),
    ("duration", '<c r="B2" s="3"><v>1.5</v></c>', timedelta(days=1, hours=12)),
    ("date and hour", '<c r="B2" s="4"><v>46053.25</v></c>', datetime(2026, 1, 31, 6)),
    ("ISO date", '<c r="B2" t="d"><v>2026-01-31</v></c>', date(2026, 1, 31)),
    ("number in a text format", '<c r="B2" s="10"><v>12345678903</v></c>', 12345678903.0),
    ("format only", '<c r="B2" s="5"/>', ""),
    ("number in single quotes and other order", "<c t='n' s='0' r='B2'><v>7</v></c>", 7.0),
    ("address in lower case", '<c r="b2"><v>7</v></c>', 7.0),
    ("address with dollars", '<c r="$B$2"><v>7</v></c>', 7.0),
]


@pytest.mark.parametrize(("cell", "raw"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_cell_kind(tmp_path: Path, cell: str, raw: object) -> None:
    rows = f'<row r="2"><c r="A2" t="inlineStr"><is><t>antes</t></is></c>{cell}<c r="C2"><v>3</v></c></row>'
    read = ClosedWorkbook(book(tmp_path / "b.xlsx", worksheet(rows), strings=STRINGS, styles=STYLES)).grid(
        "captura"
    )
    assert (read.first_row, read.first_column) == (2, 1)
    assert [list(row) for row in read.rows] == [["antes", raw, 3.0]]
    assert type(read.rows[0][1]) is type(raw)


def test_dates_count_from_1904_when_the_workbook_says_so(tmp_path: Path) -> None:
    for said, expected in (("1", date(2030, 2, 1)), ("true", date(2030, 2, 1)), ("0", date(2026, 1, 31))):
        part = worksheet('<row r="1"><c r="A1" s="1"><v>46053</v></c></row>')
        path = book(tmp_path / "b.xlsx", part, styles=STYLES, properties=f'<workbookPr date1904="{said}"/>')
        assert ClosedWorkbook(path).grid("captura").rows[0][0] == expected


def test_strict_workbooks_are_read(tmp_path: Path) -> None:
    part = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').replace(MAIN, STRICT_MAIN)
    strings = STRINGS.replace(MAIN, STRICT_MAIN)
    path = book(tmp_path / "b.xlsx", part, strings=strings, main=STRICT_MAIN, office=STRICT_OFFICE)
    assert open_workbook(path).grid("captura").rows[0][0] == "02268604531"


def test_parts_in_utf_16_are_read(tmp_path: Path) -> None:
    part = '<?xml version="1.0" encoding="UTF-16"?>' + worksheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    )
    strings = '<?xml version="1.0" encoding="UTF-16"?>' + f'<sst xmlns="{MAIN}"><si><t>Peña</t></si></sst>'
    path = book(tmp_path / "b.xlsx", part.encode("utf-16"), strings=strings.encode("utf-16"))
    assert ClosedWorkbook(path).grid("captura").rows[0][0] == "Peña"


@pytest.mark.parametrize("folder", ["xl/", "", "Otra Carpeta/"])
def test_parts_may_lie_anywhere(tmp_path: Path, folder: str) -> None:
    part = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    read = ClosedWorkbook(book(tmp_path / "b.xlsx", part, strings=STRINGS, folder=folder)).grid("captura")
    assert read.rows[0][0] == "02268604531"


def test_a_literal_escape_and_an_apostrophe_are_meant_clean() -> None:
    assert clean("uno\r\ndos") == "uno dos"
    assert clean("'02268604531") == "02268604531"
