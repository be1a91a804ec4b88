"""What looks at cells from outside them moves with them: validations, formats, names, tables, charts, notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engine.books import book, drawn, filled, parts, rows

from icsoe_xl.engine import TemplateProblem

XS = {"xs": [3, 1, 2], "ninguno": []}


def block(sheet: Any) -> None:
    """Row 3 repeats; rows 1 and 5 stand around it."""
    sheet.write_row("A1", ["Lista", "", ""])
    sheet.write_row("A2", ["Clave", "Doble", "Nota"])
    sheet.write("A3", "{% for x in xs %}{{ x }}")
    sheet.write("B3", "=A3*2")
    sheet.write("C3", "nota{% endfor %}")
    sheet.write("A5", "Fin")


def test_validations(tmp_path: Path) -> None:
    def draw(_, sheet):
        block(sheet)
        sheet.data_validation(
            "A3", {"validate": "integer", "criteria": "between", "minimum": "=$B$5", "maximum": "=B3"}
        )
        sheet.data_validation("C3:C5", {"validate": "list", "source": "=$A$3:$A$3"})
        sheet.data_validation("A1", {"validate": "list", "source": "=$A$3"})
        sheet.data_validation("A5", {"validate": "custom", "value": "=A5<>A3"})

    found = book(filled(drawn(tmp_path / "p.xlsx", draw), XS))["Hoja"].data_validations.dataValidation
    assert [(str(v.sqref), v.formula1, v.formula2) for v in found] == [
        ("A3:A5", "$B$7", "B3"),
        ("C3:C7", "$A$3:$A$5", None),
        ("A1", "$A$3:$A$5", None),
        ("A7", "A7<>A3", None),
    ]


def test_conditional_formats(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        block(sheet)
        red = workbook.add_format({"bg_color": "#FFC7CE"})
        sheet.conditional_format("A3:C3", {"type": "formula", "criteria": "=$A3>B1", "format": red})
        sheet.conditional_format("A5", {"type": "cell", "criteria": ">", "value": "=$A$3", "format": red})
        sheet.conditional_format("A1:A5", {"type": "data_bar"})

    formats = book(filled(drawn(tmp_path / "p.xlsx", draw), XS))["Hoja"].conditional_formatting
    found = {str(f.sqref): [rule.formula for rule in f.rules] for f in formats}
    # B1 is outside the block: were its row not fixed, it would slide down with the cells of the format.
    assert found == {"A3:C5": [["$A3>B$1"]], "A7": [["$A$3"]], "A1:A7": [[]]}


def test_formats_and_validations_of_a_block_without_turns_are_gone(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        sheet.write("A1", "{% for x in ninguno %}{{ x }}")
        sheet.write("B1", "{% endfor %}")
        sheet.merge_range("C1:D1", "x")
        sheet.write_url("E1", "https://imss.gob.mx")
        sheet.write("A2", "Fin")
        sheet.data_validation("A1", {"validate": "list", "source": ["a"]})
        sheet.conditional_format(
            "A1", {"type": "cell", "criteria": ">", "value": 1, "format": workbook.add_format()}
        )

    out = filled(drawn(tmp_path / "p.xlsx", draw), XS)
    assert rows(out) == [["Fin"]]
    data = parts(out)["xl/worksheets/sheet1.xml"]
    for gone in (b"dataValidation", b"conditionalFormatting", b"mergeCell", b"hyperlink"):
        assert gone not in data


def test_links(tmp_path: Path) -> None:
    def draw(_, sheet):
        block(sheet)
        sheet.write_url("D3", "https://imss.gob.mx/", string="IMSS")
        sheet.write_url("D5", "internal:Hoja!A5")

    sheet = book(filled(drawn(tmp_path / "p.xlsx", draw), XS))["Hoja"]
    assert [sheet[f"D{row}"].hyperlink.target for row in (3, 4, 5)] == ["https://imss.gob.mx/"] * 3
    assert sheet["D7"].hyperlink.location == "Hoja!A7"


def test_names_and_print_settings(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        block(sheet)
        workbook.define_name("claves", "=Hoja!$A$3")
        workbook.define_name("todo", "=Hoja!$A$1:$C$5")
        workbook.define_name("Hoja!fin", "=Hoja!$A$5")
        workbook.define_name("tasa", "=0.16")
        sheet.print_area("A1:C5")
        sheet.repeat_rows(0, 1)
        sheet.set_h_pagebreaks([3, 5])

    found = book(filled(drawn(tmp_path / "p.xlsx", draw), XS))
    assert {name: value.attr_text for name, value in found.defined_names.items()} == {
        "claves": "Hoja!$A$3:$A$5",
        "todo": "Hoja!$A$1:$C$7",
        "tasa": "0.16",
    }
    sheet = found["Hoja"]
    assert sheet.defined_names["fin"].attr_text == "Hoja!$A$7"
    assert sheet.print_area == "'Hoja'!$A$1:$C$7"
    assert sheet.print_title_rows == "$1:$2"
    # The break after row 3, in the block, comes back after each of its turns.
    assert [brk.id for brk in sheet.row_breaks.brk] == [3, 4, 5, 7]


def test_a_table_grows_and_keeps_its_totals(tmp_path: Path) -> None:
    def draw(_, sheet):
        block(sheet)
        sheet.add_table(
            "A2:C4",
            {
                "name": "Tabla1",
                "total_row": True,
                "autofilter": True,
                "columns": [
                    {"header": "Clave"},
                    {"header": "Doble", "total_function": "sum"},
                    {"header": "Nota"},
                ],
            },
        )
        block(sheet)
        sheet.write_formula("B4", "=SUBTOTAL(109,[Doble])")
        sheet.write("E5", "=SUM(Tabla1[Doble])")

    template = drawn(tmp_path / "p.xlsx", draw)
    sheet = book(filled(template, XS))["Hoja"]
    table = sheet.tables["Tabla1"]
    assert (table.ref, table.autoFilter.ref) == ("A2:C6", "A2:C5")
    assert sheet["E7"].value == "=SUM(Tabla1[Doble])"
    # Excel repairs a table without a row, so an empty list leaves a blank one.
    empty = book(filled(template, {"xs": []}, tmp_path / "vacio.xlsx"))["Hoja"]
    assert empty.tables["Tabla1"].ref == "A2:C4"
    assert [cell.value for cell in empty[3]][:3] == [None, None, None]


def test_a_tables_heading_may_be_a_tag(tmp_path: Path) -> None:
    def draw(_, sheet):
        sheet.add_table("A1:B2", {"name": "T", "columns": [{"header": "Mes {{ x }}"}, {"header": "Fijo"}]})

    out = filled(drawn(tmp_path / "p.xlsx", draw), {"x": 7})
    assert [c.name for c in book(out)["Hoja"].tables["T"].tableColumns] == ["Mes 7", "Fijo"]


def test_an_autofilter(tmp_path: Path) -> None:
    def draw(_, sheet):
        block(sheet)
        sheet.autofilter("A2:C3")

    found = book(filled(drawn(tmp_path / "p.xlsx", draw), XS))
    assert found["Hoja"].auto_filter.ref == "A2:C5"


def test_notes_follow_their_cells(tmp_path: Path) -> None:
    def draw(_, sheet):
        block(sheet)
        sheet.write_comment("A2", "arriba")
        sheet.write_comment("A5", "abajo")

    out = filled(drawn(tmp_path / "p.xlsx", draw), XS)
    sheet = book(out)["Hoja"]
    assert (sheet["A2"].comment.text, sheet["A7"].comment.text) == ("arriba", "abajo")
    vml = parts(out)["xl/drawings/vmlDrawing1.vml"]
    assert b"<x:Row>1</x:Row>" in vml
    assert b"<x:Row>6</x:Row>" in vml
    assert b"<x:Row>4</x:Row>" not in vml


@pytest.mark.parametrize("kind", ["column", "pie"])
def test_charts_look_at_all_the_turns(tmp_path: Path, kind: str) -> None:
    def draw(workbook, sheet):
        block(sheet)
        chart = workbook.add_chart({"type": kind})
        chart.add_series({"categories": "=Hoja!$A$3", "values": "=Hoja!$B$3:$B$3", "name": "=Hoja!$A$1"})
        sheet.insert_chart("A7", chart)

    template = drawn(tmp_path / "p.xlsx", draw)
    before, after = parts(template), parts(filled(template, XS))
    chart = after["xl/charts/chart1.xml"]
    assert b"<c:f>Hoja!$A$3:$A$5</c:f>" in chart
    assert b"<c:f>Hoja!$B$3:$B$5</c:f>" in chart
    assert b"<c:f>Hoja!$A$1</c:f>" in chart
    # The chart moved down with its cell.
    assert b"<xdr:row>6</xdr:row>" in before["xl/drawings/drawing1.xml"]
    assert b"<xdr:row>8</xdr:row>" in after["xl/drawings/drawing1.xml"]
    still = parts(filled(template, {"xs": [1]}, tmp_path / "uno.xlsx"))
    assert still["xl/charts/chart1.xml"] == before["xl/charts/chart1.xml"]
    assert still["xl/drawings/drawing1.xml"] == before["xl/drawings/drawing1.xml"]


def test_names_and_charts_over_rows_that_do_not_lie_together(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        sheet.write("A1", "{% for x in xs %}{{ x }}")
        sheet.write("A2", "detalle{% endfor %}")
        workbook.define_name("claves", "=Hoja!$A$1")
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Hoja!$A$1"})
        sheet.insert_chart("C1", chart)

    out = filled(drawn(tmp_path / "p.xlsx", draw), XS)
    assert book(out).defined_names["claves"].attr_text == "(Hoja!$A$1,Hoja!$A$3,Hoja!$A$5)"
    assert b"<c:f>(Hoja!$A$1,Hoja!$A$3,Hoja!$A$5)</c:f>" in parts(out)["xl/charts/chart1.xml"]


def test_sparklines_in_a_block(tmp_path: Path) -> None:
    def draw(_, sheet):
        block(sheet)
        sheet.add_sparkline("D3", {"range": "Hoja!A3:B3"})
        sheet.add_sparkline("D5", {"range": "Hoja!A5:B5"})

    data = parts(filled(drawn(tmp_path / "p.xlsx", draw), XS))["xl/worksheets/sheet1.xml"].decode()
    found = [piece.split("</xm:f>")[0] for piece in data.split("<xm:f>")[1:]]
    places = [piece.split("</xm:sqref>")[0] for piece in data.split("<xm:sqref>")[1:]]
    assert sorted(zip(places, found, strict=True)) == [
        ("D3", "Hoja!A3:B3"),
        ("D4", "Hoja!A4:B4"),
        ("D5", "Hoja!A5:B5"),
        ("D7", "Hoja!A7:B7"),
    ]


def test_the_size_of_the_sheet_is_told(tmp_path: Path) -> None:
    out = filled(drawn(tmp_path / "p.xlsx", lambda _, sheet: block(sheet)), XS)
    assert b'<dimension ref="A1:C7"/>' in parts(out)["xl/worksheets/sheet1.xml"]


def test_the_calculation_chain_goes_when_formulas_move(tmp_path: Path) -> None:
    import zipfile

    template, chained = drawn(tmp_path / "p.xlsx", lambda _, sheet: block(sheet)), tmp_path / "cadena.xlsx"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(chained, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>",
                    (
                        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-'
                        b'officedocument.spreadsheetml.calcChain+xml"/></Types>'
                    ),
                )
            if name == "xl/_rels/workbook.xml.rels":
                data = data.replace(
                    b"</Relationships>",
                    (
                        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                        b'relationships/calcChain" Target="calcChain.xml"/></Relationships>'
                    ),
                )
            new.writestr(name, data)
        new.writestr(
            "xl/calcChain.xml",
            (
                '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                '<c r="B3" i="1"/></calcChain>'
            ),
        )
    moved = parts(filled(chained, XS))
    assert "xl/calcChain.xml" not in moved
    assert b"calcChain" not in moved["[Content_Types].xml"] + moved["xl/_rels/workbook.xml.rels"]
    assert "xl/calcChain.xml" in parts(filled(chained, {"xs": [1]}, tmp_path / "quieto.xlsx"))


def test_a_table_cannot_be_repeated(tmp_path: Path) -> None:
    def draw(_, sheet):
        sheet.write("A1", "{% for x in xs %}")
        sheet.add_table("A2:B3", {"name": "T"})
        sheet.write("A4", "{% endfor %}")

    with pytest.raises(
        TemplateProblem, match=r"p\.xlsx, hoja «Hoja», celda A2: una tabla de Excel no se puede repetir"
    ):
        filled(drawn(tmp_path / "p.xlsx", draw), XS)
