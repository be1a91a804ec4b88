"""``{% sheet for %}`` and names of sheets: copies with everything that belongs to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from engine.books import book, designed, filled, parts, png, rows
from tools import ooxml

from icsoe_xl.engine import TemplateProblem

KS = {
    "contratos": [{"clave": "C/1", "monto": 10}, {"clave": "C2", "monto": 20}, {"clave": "c2", "monto": 30}]
}


def draw(path: Path) -> Path:
    """A cover, a sheet for each contract with one of everything, and a last sheet that looks at them."""
    with xlsxwriter.Workbook(str(path)) as made:
        cover, each, last = (
            made.add_worksheet("Portada"),
            made.add_worksheet("{{ k.clave }}"),
            made.add_worksheet("Fin"),
        )
        cover.write("A1", "Contratos: {{ contratos|length }}")
        cover.write_formula("A2", "='{{ k.clave }}'!B3")
        each.write("A1", "{% sheet for k in contratos %}")
        each.write("A2", "Contrato {{ k.clave }}")
        each.write("A3", "Monto")
        each.write("B3", "{{ k.monto }}")
        each.write("C3", "=B3*2")
        each.write("D3", "='{{ k.clave }}'!B3+Fin!A1")
        each.write_comment("A2", "una nota")
        each.add_table("A5:B6", {"name": "Detalle", "columns": [{"header": "x"}, {"header": "y"}]})
        each.write_formula("B7", "=SUM(Detalle[y])")
        each.insert_image("D5", "logo.png", {"image_data": __import__("io").BytesIO(png(8, 8))})
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "='{{ k.clave }}'!$B$3:$B$3"})
        each.insert_chart("D9", chart)
        each.print_area("A1:C7")
        last.write("A1", 5)
        last.write_formula("A2", "=SUM('{{ k.clave }}'!B3)")
        made.define_name("monto", "='{{ k.clave }}'!$B$3")
        last.activate()
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hojas")
    return filled(draw(folder / "p.xlsx"), KS)


def test_one_sheet_for_each_with_names_that_excel_takes(made: Path) -> None:
    assert book(made).sheetnames == ["Portada", "C-1", "C2", "c2 (2)", "Fin"]


def test_the_cells_of_each(made: Path) -> None:
    found = book(made)
    assert rows(made, "Portada") == [["Contratos: 3"], ["='C-1'!B2"]]
    for name, clave, monto in (("C-1", "C/1", 10), ("C2", "C2", 20), ("c2 (2)", "c2", 30)):
        sheet = found[name]
        assert (sheet["A1"].value, sheet["B2"].value, sheet["C2"].value) == (
            f"Contrato {clave}",
            monto,
            "=B2*2",
        )
        assert sheet["D2"].value == f"='{name}'!B2+Fin!A1"
        assert sheet["A1"].comment.text == "una nota"
    assert rows(made, "Fin") == [[5], ["=SUM('C-1'!B2)"]]


def test_tables_get_names_of_their_own(made: Path) -> None:
    found = book(made)
    names = [next(iter(found[name].tables.values())) for name in ("C-1", "C2", "c2 (2)")]
    assert [table.displayName for table in names] == ["Detalle", "Detalle_2", "Detalle_3"]
    assert len({table.id for table in names}) == 3
    assert [found[name]["B6"].value for name in ("C-1", "C2", "c2 (2)")] == [
        "=SUM(Detalle[y])",
        "=SUM(Detalle_2[y])",
        "=SUM(Detalle_3[y])",
    ]


def test_charts_look_at_their_own_sheet(made: Path) -> None:
    charts = {name: data for name, data in parts(made).items() if name.startswith("xl/charts/chart")}
    assert sorted(data.decode().split("<c:f>")[1].split("</c:f>")[0] for data in charts.values()) == [
        "'C-1'!$B$2:$B$2",
        "'C2'!$B$2:$B$2",
        "'c2 (2)'!$B$2:$B$2",
    ]


def test_names_tabs_and_print_areas_follow(made: Path) -> None:
    found = book(made)
    assert found.defined_names["monto"].attr_text == "'C-1'!$B$2"
    assert found["c2 (2)"].print_area == "'c2 (2)'!$A$1:$C$6"
    assert found.active.title == "Fin"
    chosen = [sheet.title for sheet in found if sheet.sheet_view.tabSelected]
    assert chosen == ["Fin"]
    assert b"C2" in parts(made)["docProps/app.xml"]
    assert b"{{" not in parts(made)["docProps/app.xml"]


@pytest.mark.skipif(ooxml.missing() is not None, reason=ooxml.missing() or "")
def test_microsofts_validator_finds_nothing_new(made: Path) -> None:
    assert ooxml.validate(made) == []


def test_a_sheet_on_a_condition(tmp_path: Path) -> None:
    def write(path: Path) -> Path:
        with xlsxwriter.Workbook(str(path)) as workbook:
            workbook.add_worksheet("Hoja").write("A1", "x")
            extra = workbook.add_worksheet("Extra")
            extra.write("A1", "{% sheet if extra %}")
            extra.write("A2", "y")
            workbook.add_worksheet("Otra").write_formula("A1", "=Extra!A2")
            workbook.define_name("Extra!local", "=Extra!$A$2")
            workbook.define_name("Otra!local", "=Otra!$A$1")
        return path

    template = write(tmp_path / "p.xlsx")
    assert book(filled(template, {"extra": True})).sheetnames == ["Hoja", "Extra", "Otra"]
    found = book(filled(template, {"extra": False}))
    assert found.sheetnames == ["Hoja", "Otra"]
    assert found["Otra"]["A1"].value == "=#REF!"
    assert found["Otra"].defined_names["local"].attr_text == "Otra!$A$1"


def test_no_sheet_left(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match=r"p\.xlsx: no quedaría ninguna hoja visible"):
        filled(designed(tmp_path / "p.xlsx", {"A1": "{% sheet for k in ks %}"}), {"ks": []})


def test_two_sheet_tags(tmp_path: Path) -> None:
    cells: dict[str, Any] = {"A1": "{% sheet for k in ks %}", "A2": "{% sheet for j in ks %}"}
    with pytest.raises(TemplateProblem, match="celda A2: la hoja ya tiene una etiqueta"):
        filled(designed(tmp_path / "p.xlsx", cells), {"ks": []})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Año 2026", "Año 2026"),
        ("a[b]:c*?/\\", "a-b--c----"),
        ("x" * 40, "x" * 31),
        ("''", "Hoja_"),
        ("", "Hoja_"),
        ("  dos   blancos ", "dos blancos"),
        ("Historial", "Historial_"),
    ],
)
def test_a_sheets_name_from_a_value(tmp_path: Path, name: str, expected: str) -> None:
    template = designed(tmp_path / "p.xlsx", {"A1": "x", "A2": "='{{ x }}'!A1"}, name="{{ x }}")
    found = book(filled(template, {"x": name}))
    assert found.sheetnames == [expected]
    assert found.active["A2"].value == f"='{expected}'!A1"


def test_loop_variables_and_blocks_work_in_each_sheet(tmp_path: Path) -> None:
    cells = {
        "A1": "{% sheet for k in ks %}",
        "A2": "{{ loop.index }}",
        "A3": "{% for n in k %}{{ n }}",
        "B3": "{% endfor %}",
        "A4": "=SUM(A3)",
    }
    out = filled(designed(tmp_path / "p.xlsx", cells, name="H{{ loop.index }}"), {"ks": [[1, 2], [], [3]]})
    assert [rows(out, name) for name in book(out).sheetnames] == [
        [[1], [1], [2], ["=SUM(A2:A3)"]],
        [[2], [], ["=SUM(A2)"]],
        [[3], [3], ["=SUM(A2)"]],
    ]
