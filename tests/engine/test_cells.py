"""One cell: what a value becomes, what a text with tags becomes, and that no value turns into more."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest
from engine.books import book, designed, drawn, filled, grid, parts

from icsoe_xl.engine import TemplateProblem


def one(tmp_path: Path, text: str, **context: object) -> object:
    return grid(tmp_path, {"A1": "x", "B1": text}, context)[0][1]


def cell(tmp_path: Path, text: str, value: object) -> object:
    return book(filled(designed(tmp_path / "p.xlsx", {"A1": text}), {"x": value}))["Hoja"]["A1"]


class Kind(StrEnum):
    NORMAL = "Normal"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("texto", "texto"),
        (7, 7),
        (-2.5, -2.5),
        (Decimal("1234.10"), 1234.1),
        (True, True),
        (False, False),
        (date(2026, 1, 31), datetime(2026, 1, 31)),
        (datetime(2026, 1, 31, 13, 45), datetime(2026, 1, 31, 13, 45)),
        (datetime(2026, 1, 31, 13, 45, tzinfo=UTC), datetime(2026, 1, 31, 13, 45)),
        (time(13, 45), time(13, 45)),
        (date(1900, 1, 1), datetime(1900, 1, 1)),
        (Kind.NORMAL, "Normal"),
        (["a", "b"], "a, b"),
    ],
)
def test_a_lone_expression_keeps_its_type(tmp_path: Path, value: object, expected: object) -> None:
    assert one(tmp_path, " {{ x }} ", x=value) == expected


def test_none_leaves_the_cell_empty(tmp_path: Path) -> None:
    assert grid(tmp_path, {"A1": "{{ x }}", "B1": "fin"}, {"x": None}) == [[None, "fin"]]


def test_whole_numbers_beyond_fifteen_digits_stay_whole(tmp_path: Path) -> None:
    assert one(tmp_path, "{{ x }}", x=12345678901234567) == "12345678901234567"


def test_a_date_gets_a_date_format_only_where_the_designer_gave_none(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        sheet.write("A1", "{{ dia }}")
        sheet.write("A2", "{{ dia }}", workbook.add_format({"num_format": "d mmm yyyy", "bold": True}))
        sheet.write("A3", "{{ lapso }}", workbook.add_format({"bold": True}))

    sheet = book(
        filled(drawn(tmp_path / "p.xlsx", draw), {"dia": date(2026, 3, 1), "lapso": timedelta(hours=30)})
    )
    cells = sheet["Hoja"]
    assert (
        cells["A1"].number_format == "mm-dd-yy"
    )  # number 14, which every Excel shows in its own country's way
    assert cells["A2"].number_format == "d mmm yyyy"
    assert cells["A3"].number_format == "[h]:mm:ss"
    assert cells["A2"].font.b
    assert cells["A3"].font.b


def test_dates_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as workbook:
        workbook.add_worksheet("Hoja").write("A1", "{{ x }}")
    assert book(filled(path, {"x": date(2026, 1, 31)}))["Hoja"]["A1"].value == datetime(2026, 1, 31)


def test_dates_that_excel_cannot_count_are_text(tmp_path: Path) -> None:
    assert one(tmp_path, "{{ x }}", x=date(1850, 5, 1)) == "01/05/1850"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "+52 155", "-1+1", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    found = cell(tmp_path, "{{ x }}", text)
    assert found.value == text
    assert found.data_type == "s" or found.data_type == "inlineStr"
    assert found.quotePrefix  # so that F2 and Enter do not turn it into one


def test_text_that_looks_like_a_tag_is_not_rendered_again(tmp_path: Path) -> None:
    assert one(tmp_path, "{{ x }}", x="{{ y }}{% for %}") == "{{ y }}{% for %}"


def test_text_that_xml_cannot_hold(tmp_path: Path) -> None:
    out = filled(designed(tmp_path / "p.xlsx", {"A1": "{{ x }}"}), {"x": "a\x01b\ud800 _x0041_ <&> fin "})
    assert b"a_x0001_b _x005F_x0041_ &lt;&amp;&gt; fin </t>" in parts(out)["xl/worksheets/sheet1.xml"]


def test_mixed_text_writes_values_the_mexican_way(tmp_path: Path) -> None:
    text = "{{ d }} | {{ si }} | {{ n }} | {{ e }} | {{ nada }} | {{ h }}"
    found = one(tmp_path, text, d=date(2026, 1, 31), si=True, n=3.0, e=0.1 + 0.2, nada=None, h=time(9, 5))
    assert found == "31/01/2026 | Sí | 3 | 0.3 |  | 09:05"


def test_conditions_and_loops_within_a_cell(tmp_path: Path) -> None:
    text = "{% if xs %}Hay: {% for x in xs %}{{ x }}{{ ', ' if not loop.last }}{% endfor %}{% else %}No{% endif %}"
    assert one(tmp_path, text, xs=["uno", "dos"]) == "Hay: uno, dos"
    assert one(tmp_path, text, xs=[]) == "No"


def test_a_condition_around_one_value_keeps_its_type(tmp_path: Path) -> None:
    text = "{% if k.fin %}{{ k.fin }}{% else %}sin fecha{% endif %}"
    assert one(tmp_path, text, k={"fin": date(2026, 5, 1)}) == datetime(2026, 5, 1)
    assert one(tmp_path, text, k={"fin": None}) == "sin fecha"


def test_set_and_macros_hold_for_later_cells(tmp_path: Path) -> None:
    cells = {
        "A1": "{% set iva = 16 %}{{ iva }}",
        "A2": "{% macro saludo(n) %}Hola {{ n }}{% endmacro %}{% set corto %}{{ x }}!{% endset %}x",
        "A3": "{{ iva + 1 }}",
        "A4": "{{ saludo('Ana') }} {{ corto }}",
    }
    assert grid(tmp_path, cells, {"x": "fin"}) == [[16], ["x"], [17], ["Hola Ana fin!"]]


def test_comments_and_raw(tmp_path: Path) -> None:
    cells = {"A1": "a{# nada #}b", "A2": "{% raw %}{{ x }}{% endraw %}", "A3": "{{ '}}' }}"}
    assert grid(tmp_path, cells, {}) == [["ab"], ["{{ x }}"], ["}}"]]


def test_an_inline_condition_without_else_is_empty(tmp_path: Path) -> None:
    assert grid(tmp_path, {"A1": "{{ 'a' if x }}", "B1": "fin"}, {"x": False}) == [[None, "fin"]]


def test_rich_text_keeps_the_font_of_each_run(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        bold, red = workbook.add_format({"bold": True}), workbook.add_format({"font_color": "#FF0000"})
        # A tag that an editor cut into two runs belongs to the run where it begins.
        sheet.write_rich_string("A1", "Razón: ", bold, "{{ raz", red, "on }}", " y ", red, "{{ n }} más")
        sheet.write_rich_string("A2", bold, "{{ raz", red, "on }}")

    sheet = openpyxl_rich(filled(drawn(tmp_path / "p.xlsx", draw), {"razon": "Uno & Dos", "n": 2}))
    runs = [(str(run), bool(getattr(run, "font", None) and run.font.b)) for run in sheet["A1"].value]
    assert runs == [("Razón: ", False), ("Uno & Dos", True), (" y ", False), ("2 más", False)]
    assert sheet["A1"].value[3].font.color.rgb == "FFFF0000"
    assert str(sheet["A2"].value) == "Uno & Dos"
    assert sheet["A2"].value[0].font.b


def openpyxl_rich(path: Path):
    import openpyxl

    return openpyxl.load_workbook(path, rich_text=True)["Hoja"]


def test_line_breaks_and_blanks_are_kept(tmp_path: Path) -> None:
    assert one(tmp_path, "{{ x }}\n y ", x=" a\nb ") == " a\nb \n y "


def test_a_text_longer_than_a_cell_holds(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match=r"p\.xlsx, hoja «Hoja», celda A1: el texto pasa de 32,767"):
        cell(tmp_path, "{{ x }}", "a" * 32_768)


def test_a_number_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match="celda A1: el resultado no es un número"):
        cell(tmp_path, "{{ x }}", float("nan"))


def test_no_tag_is_left_anywhere_in_the_file(tmp_path: Path) -> None:
    out = filled(designed(tmp_path / "p.xlsx", {"A1": "{{ x }}", "A2": "{% if x %}sí{% endif %}"}), {"x": 1})
    assert not [name for name, data in parts(out).items() if b"{{" in data or b"{%" in data]
