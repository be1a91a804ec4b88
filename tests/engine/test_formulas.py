"""Formulas: found as openpyxl finds them, moved as rows move."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.books import book, designed, filled, grid
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formula.tokenizer import Tokenizer
from openpyxl.formula.translate import Translator

from icsoe_xl.addresses import cell_name
from icsoe_xl.engine import formulas

THREE = {"xs": [1, 2, 3]}

TEXTS = [
    "A1",
    "$A$1",
    "A1:B2",
    "A:C",
    "$1:$4",
    "SUM(A1:B2,C3)",
    "'Hoja 1'!A1+Hoja2!$B$2:C3",
    "LOG10(A1)",
    '"A1"&A1',
    "Tabla1[importe]",
    "Tabla1[[#This Row],[a]]*A5",
    "IF(A1>=1.5E+3,TRUE,#N/A)",
    "A1:INDEX(B:B,3)",
    "-A1%",
    "{1,2;3,4}",
    "_xlfn.SINGLE(A1)",
    "[1]Hoja!A1+A1",
    "'[libro.xlsx]Hoja'!A1",
    "'Juan''s'!A1",
    "Hoja1:Hoja3!A1",
    "A1 B2",
    "SUM( A1 , B2 )",
    "#REF!+A1",
    "Hoja!#REF!",
    "nombre.largo+A1",
    "a1+b2",
    "XFD1048576",
    "XFE1",
    "A1048577",
    "VLOOKUP(A1,$D$1:$E$9,2,0)",
    "ABC123_x+A1",
    "1:1",
    "SUM(Ñandú!A1)",
    "Hoja_1!A1",
    'CONCATENATE("a""b",A1)',
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_formula_is_its_pieces(text: str) -> None:
    assert formulas.moved(text, lambda reference: reference.source) == text


@pytest.mark.parametrize("text", [t for t in TEXTS if t not in ("A1:INDEX(B:B,3)", "A1 B2")])
def test_references_are_those_that_openpyxl_finds(text: str) -> None:
    ranges = [token.value for token in Tokenizer("=" + text).items if token.subtype == "RANGE"]
    ours = [reference.source for reference in formulas.references(text)]
    assert all(source in ranges for source in ours)
    left = [value for value in ranges if value not in ours]
    assert all(
        "[" in value
        or ":Hoja" in value
        or value in ("XFE1", "A1048577", "nombre.largo", "ABC123_x", "Hoja!#REF!")
        for value in left
    ), left


CELLS = st.tuples(st.integers(1, 200), st.integers(1, 60), st.booleans(), st.booleans()).map(
    lambda c: str(formulas.Corner(*c))
)
REFERENCES = st.one_of(CELLS, st.tuples(CELLS, CELLS).map(":".join))
OPERANDS = st.one_of(
    REFERENCES, st.sampled_from(["1", "2.5", '"A1 y B2"', "nombre", "TRUE", "SUM(A1,B2)", "'Otra hoja'!C3"])
)
FORMULAS = st.recursive(
    OPERANDS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "&", ">=", "<>"]), inner).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda args: f"MAX({','.join(args)})"),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(FORMULAS, st.integers(0, 50), st.integers(0, 20))
def test_copied_formulas_are_those_of_openpyxl(text: str, down: int, right: int) -> None:
    ours = formulas.translated(text, down, right)
    theirs = Translator("=" + text, origin="A1").translate_formula(cell_name(1 + down, 1 + right))
    assert "=" + ours == theirs


def test_copied_out_of_the_sheet() -> None:
    assert formulas.translated("A2+$A$1", -2, 0) == "#REF!+$A$1"


@settings(max_examples=60, deadline=None)
@given(
    before=st.integers(0, 3),
    turns=st.integers(0, 5),
    height=st.integers(1, 3),
    data=st.data(),
)
def test_a_range_around_a_block_covers_the_same_cells(
    tmp_path_factory: pytest.TempPathFactory, before: int, turns: int, height: int, data: st.DataObject
) -> None:
    """Every row of the template says its name; a range covers exactly the rows whose names it covered."""
    first, last = before + 1, before + height
    total = last + 3
    top = data.draw(st.integers(1, total))
    bottom = data.draw(st.integers(top, total))
    cells: dict[str, object] = {f"A{row}": f"fila {row}" for row in range(1, total + 1)}
    cells[f"A{first}"] = "{% for x in xs %}" + f"fila {first}"
    cells[f"B{last}"] = "{% endfor %}"
    cells[f"C{total}"] = f"=COUNTA(A{top}:A{bottom})"
    folder = tmp_path_factory.mktemp("rango")
    sheet = book(filled(designed(folder / "p.xlsx", cells), {"xs": range(turns)}))["Hoja"]
    names = {row: sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)}
    wanted = {f"fila {row}" for row in range(top, bottom + 1)}
    expected = [row for row, name in names.items() if name in wanted]
    formula = next(sheet.cell(row, 3).value for row in names if sheet.cell(row, 3).value)
    covered: list[int] = []
    for part in formula.removeprefix("=COUNTA(").removesuffix(")").replace("A", "").split(","):
        ends = [int(row) for row in part.split(":")]
        covered += range(ends[0], ends[-1] + 1)
    if expected:
        assert covered == expected
    else:  # only the block was meant, and it had no turn: one blank row stands for it
        assert all(names[row] is None for row in covered)


def test_formulas_in_a_block_and_around_it(tmp_path: Path) -> None:
    cells = {
        "A1": "=SUM(A3:A3)",
        "B1": "=A3",
        "A2": "tasa",
        "B2": 0.16,
        "A3": "{% for x in xs %}{{ x }}",
        "B3": "=A3*B2",
        "C3": "=SUM(A$3:A3)",
        "D3": "=A3/SUM(A$3:A$3)",
        "E3": "=$A$3",
        "F3": "=A3+A4",
        "G3": "=COUNTIF($A:$A,A3)",
        "H3": "{% endfor %}",
        "A4": "=SUM(A3)",
        "B4": "=MAX(1,B3)",
        "C4": "=SUM(A1:A3)",
        "D4": "=ROWS($1:$3)",
    }
    assert grid(tmp_path, cells, THREE) == [
        ["=SUM(A3:A5)", "=A3"],
        ["tasa", 0.16],
        [1, "=A3*B2", "=SUM(A$3:A3)", "=A3/SUM(A$3:A$5)", "=$A$3", "=A3+A6", "=COUNTIF($A:$A,A3)"],
        [2, "=A4*B2", "=SUM(A$3:A4)", "=A4/SUM(A$3:A$5)", "=$A$3", "=A4+A6", "=COUNTIF($A:$A,A4)"],
        [3, "=A5*B2", "=SUM(A$3:A5)", "=A5/SUM(A$3:A$5)", "=$A$3", "=A5+A6", "=COUNTIF($A:$A,A5)"],
        ["=SUM(A3:A5)", "=MAX(1,B3:B5)", "=SUM(A1:A5)", "=ROWS($1:$5)"],
    ]


def test_formulas_in_blocks_in_blocks(tmp_path: Path) -> None:
    cells = {
        "A1": "{% for c in cs %}{{ c.n }}",
        "B1": "=SUM(B2:B2)",
        "C1": "=B1/SUM(B$1:B$1)",
        "D1": "=B3",
        "A2": "{% for t in c.ts %}",
        "A3": "{{ t }}",
        "B3": "=A3*2",
        "C3": "=SUM(B$3:B3)",
        "A4": "{% endfor %}",
        "A5": "{% endfor %}",
        "B6": "=SUM(B1:B5)",
    }
    cells["B1"] = "=SUM(B3:B3)"
    cs = [{"n": "a", "ts": [1, 2]}, {"n": "b", "ts": [3]}]
    # Outer rows are 1 and 4, inner ones 2-3 and 5.
    assert grid(tmp_path, cells, {"cs": cs}) == [
        ["a", "=SUM(B2:B3)", "=B1/SUM(B$1,B$4)", "=B2"],
        [1, "=A2*2", "=SUM(B$2:B2)"],
        [2, "=A3*2", "=SUM(B$2:B3)"],
        ["b", "=SUM(B5:B5)", "=B4/SUM(B$1,B$4)", "=B5"],
        [3, "=A5*2", "=SUM(B$5:B5)"],
        [None, "=SUM(B1:B5)"],
    ]


def test_rows_that_do_not_lie_together_are_told_one_by_one(tmp_path: Path) -> None:
    cells = {
        "A1": "{% for c in cs %}{{ c }}",
        "A2": "detalle",
        "B2": "{% endfor %}",
        "A3": "=SUM(A1)",
        "B3": "=SUM(A1:A1,A2)*MAX(A1:A2)",
        "C3": "=SUMIF(A1,1,A1)",
        "D3": "=SUM(A$1:A$1)",
    }
    assert grid(tmp_path, cells, {"cs": [1, 2, 3]})[-1] == [
        "=SUM(A1,A3,A5)",
        "=SUM(A1,A3,A5,A2,A4,A6)*MAX(A1:A6)",
        "=SUMIF(A1:A5,1,A1:A5)",
        "=SUM(A$1,A$3,A$5)",
    ]
    from icsoe_xl.engine import TemplateProblem

    with pytest.raises(
        TemplateProblem, match="celda A3: sus renglones quedan en 300 tramos y Excel admite 250"
    ):
        grid(tmp_path, cells, {"cs": range(300)})


def test_an_empty_list_that_formulas_look_at_leaves_one_blank_row(tmp_path: Path) -> None:
    cells = {
        "A1": "{% for x in xs %}{{ x }}",
        "B1": "=A1*2",
        "C1": "{% endfor %}",
        "A2": "=COUNTA(A1:A1)",
        "B2": "=SUM(B1)",
    }
    assert grid(tmp_path, cells, {"xs": []}) == [[], ["=COUNTA(A1:A1)", "=SUM(B1)"]]


def test_rows_that_a_condition_takes_away(tmp_path: Path) -> None:
    cells = {"A1": "{% if si %}", "A2": 5, "A3": "{% endif %}", "A4": 6, "A5": "=SUM(A2:A4)", "B5": "=A2"}
    assert grid(tmp_path, cells, {"si": True}) == [[5], [6], ["=SUM(A1:A2)", "=A1"]]
    assert grid(tmp_path, cells, {"si": False}) == [[6], ["=SUM(A1:A1)", "=#REF!"]]


def test_values_in_formulas_are_texts_or_numbers_never_formulas(tmp_path: Path) -> None:
    cells = {
        "A1": '="{{ x }}"&" es {{ x }}"',
        "A2": '=B2*"{{ tasa }}"',
        "A3": '="{{ si }}"',
        "A4": '=LEN("{{ x }}")+B1',
    }
    found = grid(tmp_path, cells, {"x": 'a"&HYPERLINK("u")&"', "tasa": 0.16, "si": True})
    assert found[0] == ['="a""&HYPERLINK(""u"")&"""&" es a""&HYPERLINK(""u"")&"""']
    assert found[1:] == [["=B2*0.16"], ["=TRUE"], ['=LEN("a""&HYPERLINK(""u"")&""")+B1']]


def test_shared_and_array_formulas(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.worksheet.formula import ArrayFormula

    path = tmp_path / "p.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Hoja"
    sheet["A1"] = "{% for x in xs %}{{ x }}"
    sheet["B1"] = "{% endfor %}"
    for row in (2, 3, 4):
        sheet.cell(row, 1, row)
    sheet["C2"] = ArrayFormula("C2:C3", "=A2:A3*2")
    sheet["D2"] = "=A2*2"
    made.save(path)
    shared = path.with_name("compartida.xlsx")
    _share(path, shared)
    found = book(filled(shared, THREE))["Hoja"]
    assert (found["C4"].value.ref, found["C4"].value.text) == ("C4:C5", "=A4:A5*2")
    assert [found[f"D{row}"].value for row in (4, 5, 6)] == ["=A4*2", "=A5*2", "=A6*2"]


def _share(path: Path, out: Path) -> None:
    """Turn D2's formula into one that D2:D4 share, as Excel writes a filled-down column."""
    import zipfile

    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<f>A2*2</f>", b'<f t="shared" ref="D2:D4" si="0">A2*2</f>')
                for row in (b"3", b"4"):
                    cell = b'<c r="D' + row + b'"><f t="shared" si="0"/><v/></c></row>'
                    start = data.index(b'<row r="' + row)
                    end = data.index(b"</row>", start)
                    data = data[:end] + cell + data[end + 6 :]
            new.writestr(name, data)


def test_other_sheets_and_stale_results(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        hoja, otra, lejos, ajena = (made.add_worksheet(n) for n in ("Hoja", "Otra hoja", "Lejos", "Ajena"))
        hoja.write("A1", "{% for x in xs %}{{ x }}")
        hoja.write("B1", "{% endfor %}")
        hoja.write_formula("A2", "=SUM(A1)", None, 99)
        otra.write_formula("A1", "=Hoja!A2+Hoja!$A$1:A1", None, 99)
        lejos.write_formula("A1", "='Otra hoja'!A1", None, 99)
        ajena.write_formula("A1", "=1+1", None, 2)
    from engine.books import parts

    out = filled(path, THREE)
    found = book(out)
    assert found["Hoja"]["A4"].value == "=SUM(A1:A3)"
    assert found["Otra hoja"]["A1"].value == "=Hoja!A4+Hoja!$A$1:A3"
    before, after = parts(path), parts(out)
    for sheet in ("sheet1", "sheet2", "sheet3"):
        assert b"<v>99</v>" not in after[f"xl/worksheets/{sheet}.xml"]
    assert after["xl/worksheets/sheet4.xml"] == before["xl/worksheets/sheet4.xml"]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
