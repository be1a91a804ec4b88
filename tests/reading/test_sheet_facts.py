"""What the XML of a sheet tells: one table of worksheets, and a slow reader that must agree."""

# ruff: noqa: E501 - one case, one line

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from reading.handmade import MAIN, book, worksheet

from icsoe_xl.addresses import cell_name, split_cell
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.model import Facts, Place
from icsoe_xl.workbooks.closed import ClosedWorkbook
from icsoe_xl.workbooks.sheet_facts import facts, prepared

VALUE = '<c r="A{0}"><v>1</v></c>'


def read(part: str, columns: tuple[int, ...] = (1, 2, 3)) -> Facts:
    return facts(prepared(part.encode())[0], columns)


ROWS = [
    ("nothing", '<row r="1"><c r="A1"><v>1</v></c></row>', set()),
    ("hidden by hand", '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>', {2}),
    ("hidden in words", '<row r="2" spans="1:3" hidden="true" ht="15">' + VALUE.format(2) + "</row>", {2}),
    (
        "shown, said so",
        '<row r="2" hidden="false" ht="15">' + VALUE.format(2) + '</row><row r="3" hidden="0"/>',
        set(),
    ),
    (
        "no height",
        '<row r="2" ht="0" customHeight="1">' + VALUE.format(2) + '</row><row r="3" ht="0.00"/>',
        {2, 3},
    ),
    ("little height", '<row r="2" ht="0.75" customHeight="1">' + VALUE.format(2) + "</row>", set()),
    (
        "several",
        "".join(f'<row r="{r}" hidden="{int(r % 2)}">{VALUE.format(r)}</row>' for r in range(1, 6)),
        {1, 3, 5},
    ),
    (
        "without numbers",
        '<row><c><v>1</v></c></row><row hidden="1"><c><v>1</v></c></row><row r="7"/><row hidden="1"/>',
        {2, 8},
    ),
    ("without numbers, cells with", '<row hidden="1">' + VALUE.format(1) + "</row>", {1}),
    (
        "text that looks like it",
        '<row r="2"><c r="A2" t="inlineStr"><is><t> hidden="1" ht="0"</t></is></c></row>',
        set(),
    ),
    ("an empty hidden row", '<row r="2" hidden="1"/>', {2}),
]


@pytest.mark.parametrize(("rows", "hidden"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_hidden_rows(rows: str, hidden: set[int]) -> None:
    assert read(worksheet(rows)).hidden_rows == hidden


FORMULAS: list[tuple[str, str, dict[str, str], set[str]]] = [
    ("with a number", '<c r="B2"><f>D2*2</f><v>7</v></c>', {"B2": "D2*2"}, set()),
    ("with text", '<c r="B2" t="str"><f>A1&amp;"&lt;"</f><v>x</v></c>', {"B2": 'A1&"<"'}, set()),
    ("with empty text", '<c r="B2" t="str"><f>""</f><v></v></c>', {"B2": '""'}, set()),
    ("with empty text, closed", '<c r="B2" s="1" t="str"><f>""</f><v/></c>', {"B2": '""'}, set()),
    ("text without result", '<c r="B2" t="str"><f>A1</f></c>', {"B2": "A1"}, {"B2"}),
    ("without result", '<c r="B2"><f>SUM(A1:A9)</f></c>', {"B2": "SUM(A1:A9)"}, {"B2"}),
    ("with an empty result", '<c r="B2"><f>A1</f><v></v></c>', {"B2": "A1"}, {"B2"}),
    ("with an empty result, closed", '<c r="B2"><f>A1</f><v/></c>', {"B2": "A1"}, {"B2"}),
    (
        "shared, first",
        '<c r="B2"><f t="shared" ref="B2:B9" si="0">D2*2</f><v>7</v></c>',
        {"B2": "D2*2"},
        set(),
    ),
    ("shared, other", '<c r="B2"><f t="shared" si="0"/><v>7</v></c>', {"B2": ""}, set()),
    ("shared, other, open", '<c r="B2"><f t="shared" si="0"></f><v>7</v></c>', {"B2": ""}, set()),
    ("shared, without result", '<c r="B2"><f t="shared" si="0"/></c>', {"B2": ""}, {"B2"}),
    ("array", '<c r="B2"><f t="array" ref="B2:B9">A1:A8*2</f><v>7</v></c>', {"B2": "A1:A8*2"}, set()),
    ("boolean", '<c r="B2" t="b"><f aca="false">TRUE()</f><v>1</v></c>', {"B2": "TRUE()"}, set()),
    ("on lines of their own", '<c r="B2">\n <f>A1</f>\n <v>7</v>\n</c>', {"B2": "A1"}, set()),
    ("in columns not asked for", '<c r="D2"><f>A1</f></c><c r="AB2"><f>A1</f><v>1</v></c>', {}, set()),
    ("text that looks like it", '<c r="B2" t="inlineStr"><is><t>&lt;f>A1&lt;/f></t></is></c>', {}, set()),
    ("without address", "<c/><c><f>A1</f></c>", {"B2": "A1"}, {"B2"}),
]


@pytest.mark.parametrize(
    ("cells", "formulas", "unstored"), [case[1:] for case in FORMULAS], ids=[case[0] for case in FORMULAS]
)
def test_formulas(cells: str, formulas: dict[str, str], unstored: set[str]) -> None:
    found = read(worksheet(f'<row r="1">{VALUE.format(1)}</row><row r="2">{cells}</row>'))
    assert found.formulas == {split_cell(at): text for at, text in formulas.items()}
    assert found.unstored == {split_cell(at) for at in unstored}
    assert found.errors == {}


ERRORS: list[tuple[str, str, dict[str, str]]] = [
    ("typed", '<c r="B2" t="e"><v>#N/A</v></c>', {"B2": "#N/A"}),
    ("of a formula", '<c r="A2" s="4" t="e"><f>1/0</f><v>#DIV/0!</v></c>', {"A2": "#DIV/0!"}),
    ("newer", '<c r="B2" t="e" vm="1"><v>#SPILL!</v></c>', {"B2": "#SPILL!"}),
    ("in a column not asked for", '<c r="D2" t="e"><v>#N/A</v></c>', {}),
    (
        "beside sound cells",
        '<c r="A2" t="s"><v>0</v></c><c r="B2" t="e"><v>#REF!</v></c><c r="C2"><v>1</v></c>',
        {"B2": "#REF!"},
    ),
    ("in single quotes", "<c r='B2' t='e'><v>#N/A</v></c>", {"B2": "#N/A"}),
    ("in Spanish", '<c r="B2" t="e"><v>#¡REF!</v></c>', {"B2": "#¡REF!"}),
    ("text that looks like it", '<c r="B2" t="inlineStr"><is><t> t="e" #N/A</t></is></c>', {}),
]


@pytest.mark.parametrize(("cells", "errors"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS])
def test_errors(cells: str, errors: dict[str, str]) -> None:
    found = read(worksheet(f'<row r="2">{cells}</row>'))
    assert found.errors == {split_cell(at): text for at, text in errors.items()}


def test_merged_areas() -> None:
    after = (
        "<mergeCells count='2'><mergeCell ref='A2:A5'/><mergeCell ref=\"AA1:AB1\"></mergeCell></mergeCells>"
    )
    assert read(worksheet(f'<row r="1">{VALUE.format(1)}</row>', after)).merged == (
        (2, 1, 5, 1),
        (1, 27, 1, 28),
    )
    prefixed = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData/><x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>'
    assert read(prefixed).merged == ((1, 1, 2, 2),)


@pytest.mark.parametrize(
    "part", [worksheet(""), worksheet("").replace("<sheetData></sheetData>", "<sheetData/>")]
)
def test_an_empty_sheet_has_none(part: str) -> None:
    assert read(part) == Facts()


def test_a_comment_is_not_a_formula() -> None:
    part = worksheet('<row r="1"><c r="A1"><!-- <f>A1</f> <row hidden="1"> --><v>1</v></c></row>')
    assert read(part) == Facts()
    part = worksheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1"><f>A1</f></c>]]></t></is></c></row>'
    )
    assert read(part) == Facts()


@pytest.mark.parametrize(
    "part",
    ["", "<worksheet/>", "<html><body>no</body></html>", '<!DOCTYPE x [<!ENTITY a "b">]>' + worksheet("")],
)
def test_what_is_no_worksheet_is_refused(part: str) -> None:
    with pytest.raises(UnreadableFile):
        read(part)


def test_a_plain_sheet_is_searched_as_it_is() -> None:
    part = worksheet(
        '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="Z999999"><v>1</v></c></row>'
    ).encode()
    data, far = prepared(part)
    assert data is part
    assert not far


def test_filtered_rows_are_hidden_rows(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as made:
        sheet = made.add_worksheet("captura")
        sheet.write_column(0, 0, ["SBC", 1, 2, 3])
        sheet.autofilter("A1:A4")
        sheet.filter_column("A", "x > 1")
        sheet.set_row(1, options={"hidden": True})
    assert ClosedWorkbook(tmp_path / "b.xlsx").facts("captura", [1]).hidden_rows == {2}


def test_facts_of_a_workbook_are_the_same_before_and_after_its_values(tmp_path: Path) -> None:
    part = worksheet(
        '<row r="1" hidden="1"><c r="A1"><f>B1</f><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row>'
    )
    path = book(tmp_path / "b.xlsx", part)
    first, then = ClosedWorkbook(path), ClosedWorkbook(path)
    then.grid("captura")
    expected = Facts(frozenset({1}), {(1, 1): "B1"}, {(1, 2): "#N/A"})
    assert first.facts("captura", [1, 2]) == then.facts("captura", [1, 2]) == expected
    assert then.facts("captura", [2]) == Facts(frozenset({1}), {}, {(1, 2): "#N/A"})
    assert then.facts("captura", []) == Facts(frozenset({1}))


def _slow_facts(part: str) -> Facts:
    """The same by a parser that knows the whole tree."""
    formulas: dict[Place, str] = {}
    errors: dict[Place, str] = {}
    hidden, unstored = set(), set()
    row_number = 0
    for row in ElementTree.fromstring(part).iter(f"{{{MAIN}}}row"):
        row_number = int(row.get("r", row_number + 1))
        if row.get("hidden") in ("1", "true"):
            hidden.add(row_number)
        column = 0
        for cell in row.iter(f"{{{MAIN}}}c"):
            place: Place = split_cell(cell.get("r", cell_name(row_number, column + 1)))
            row_number, column = place
            formula, value = cell.find(f"{{{MAIN}}}f"), cell.find(f"{{{MAIN}}}v")
            text = None if value is None else value.text or ""
            if formula is not None:
                formulas[place] = formula.text or ""
                if text is None or (not text and cell.get("t") != "str"):
                    unstored.add(place)
            if cell.get("t") == "e" and value is not None:
                errors[place] = text or ""
    return Facts(frozenset(hidden), formulas, errors, frozenset(unstored))


cells = st.sampled_from(
    [
        "",
        "<c{}/>",
        '<c{} s="2"/>',
        "<c{}><v>1</v></c>",
        '<c{} t="s"><v>0</v></c>',
        "<c{}><f>A1</f><v>1</v></c>",
        "<c{}><f>A1</f></c>",
        "<c{}><f>A1</f><v/></c>",
        '<c{} t="str"><f>A1</f><v></v></c>',
        '<c{} t="e"><v>#N/A</v></c>',
        '<c{} t="e"><f t="shared" si="0"/><v>#REF!</v></c>',
        '<c{} t="inlineStr"><is><t>f t="e" hidden="1"</t></is></c>',
    ]
)
row_attributes = st.sampled_from(["", ' hidden="1"', ' hidden="true"', ' hidden="0" ht="15"', ' spans="1:3"'])


@given(
    rows=st.lists(st.tuples(row_attributes, st.lists(cells, max_size=4)), max_size=8),
    rows_numbered=st.booleans(),
    cells_addressed=st.booleans(),
)
def test_a_slow_reader_agrees(
    rows: list[tuple[str, list[str]]], rows_numbered: bool, cells_addressed: bool
) -> None:
    content = ""
    for number, (attributes, written) in enumerate(rows, 1):
        inside = "".join(
            cell.format(f' r="{cell_name(number, column)}"' if cells_addressed else "")
            for column, cell in enumerate(written, 1)
        )
        content += (
            f"<row{f' r={chr(34)}{number}{chr(34)}' if rows_numbered else ''}{attributes}>{inside}</row>"
        )
    assert read(worksheet(content), (1, 2, 3, 4)) == _slow_facts(worksheet(content))
