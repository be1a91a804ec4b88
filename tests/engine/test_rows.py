"""Blocks of rows: which rows repeat, what happens to heights, merged cells and the rows below."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.books import book, designed, drawn, filled, grid, rows

from icsoe_xl.engine import TemplateProblem

TWO = {"xs": [{"n": "uno", "v": 1}, {"n": "dos", "v": 2}]}


def test_tags_at_both_ends_of_a_row_repeat_the_row(tmp_path: Path) -> None:
    cells = {
        "A1": "Lista",
        "A2": "{% for x in xs %}{{ loop.index }}",
        "B2": "{{ x.n }}",
        "C2": "{{ x.v }}{% endfor %}",
        "A3": "Fin",
    }
    assert grid(tmp_path, cells, TWO) == [["Lista"], [1, "uno", 1], [2, "dos", 2], ["Fin"]]


def test_rows_of_tags_alone_are_not_shown(tmp_path: Path) -> None:
    cells = {
        "A1": "{% for x in xs %}",
        "A2": "{{ x.n }}",
        "B3": "{{ x.v }}",
        "A4": "{% endfor %}",
        "A5": "Fin",
    }
    assert grid(tmp_path, cells, TWO) == [["uno"], [None, 1], ["dos"], [None, 2], ["Fin"]]


def test_tags_at_the_end_of_the_row_above_and_the_beginning_of_the_row_below(tmp_path: Path) -> None:
    cells = {"A1": "Lista", "B1": "{% for x in xs %}", "A2": "{{ x.n }}", "A3": "{% endfor %}Fin"}
    assert grid(tmp_path, cells, TWO) == [["Lista"], ["uno"], ["dos"], ["Fin"]]


def test_content_left_of_the_tag_repeats_too(tmp_path: Path) -> None:
    cells = {"A1": "•", "B1": "{% for x in xs %}{{ x.n }}", "C1": "{% endfor %}", "D1": "!"}
    assert grid(tmp_path, cells, TWO) == [["•", "uno", None, "!"], ["•", "dos", None, "!"]]


def test_blank_rows_within_a_block_repeat(tmp_path: Path) -> None:
    cells = {"A2": "{% for x in xs %}", "A3": "{{ x.n }}", "A6": "{% endfor %}Fin"}
    assert grid(tmp_path, cells, TWO) == [[], ["uno"], [], [], ["dos"], [], [], ["Fin"]]


def test_blocks_in_blocks(tmp_path: Path) -> None:
    cells = {
        "A1": "{% for c in cs %}{{ c.clave }}",
        "B1": "{{ c.ts|length }}",
        "A2": "{% for t in c.ts %}{{ c.clave }}",
        "B2": "{{ t }}{% endfor %}",
        "A3": "Fin de {{ c.clave }}{% endfor %}",
    }
    cs = [{"clave": "A", "ts": ["x", "y"]}, {"clave": "B", "ts": []}, {"clave": "C", "ts": ["z"]}]
    assert grid(tmp_path, cells, {"cs": cs}) == [
        ["A", 2],
        ["A", "x"],
        ["A", "y"],
        ["Fin de A"],
        ["B", 0],
        ["Fin de B"],
        ["C", 1],
        ["C", "z"],
        ["Fin de C"],
    ]


def test_two_blocks_on_one_row(tmp_path: Path) -> None:
    cells = {"A1": "{% for c in cs %}{% for t in c %}{{ t }}", "B1": "{% endfor %}{% endfor %}"}
    assert grid(tmp_path, cells, {"cs": ["ab", "c"]}) == [["a"], ["b"], ["c"]]


def test_rows_on_a_condition(tmp_path: Path) -> None:
    cells = {
        "A1": "{% if si %}",
        "A2": "Sí hay",
        "A3": "{% elif otro %}",
        "A4": "Otro",
        "A5": "{% else %}",
        "A6": "No",
        "A7": "{% endif %}Fin",
    }
    assert grid(tmp_path, cells, {"si": 1, "otro": 0}) == [["Sí hay"], ["Fin"]]
    assert grid(tmp_path, cells, {"si": 0, "otro": 1}) == [["Otro"], ["Fin"]]
    assert grid(tmp_path, cells, {"si": 0, "otro": 0}) == [["No"], ["Fin"]]


def test_else_of_an_empty_list(tmp_path: Path) -> None:
    cells = {"A1": "{% for x in xs %}{{ x.n }}", "A2": "{% else %}Nada", "B2": "{% endfor %}", "A3": "Fin"}
    assert grid(tmp_path, cells, {"xs": []}) == [["Nada"], ["Fin"]]
    assert grid(tmp_path, cells, TWO) == [["uno"], ["dos"], ["Fin"]]


def test_with_filters_and_namespaces(tmp_path: Path) -> None:
    cells = {
        "A1": "{% set ns = namespace(total=0) %}",
        "A2": "{% for x in xs|sort(attribute='n') if x.v %}{{ x.n }}",
        "B2": "{% set ns.total = ns.total + x.v %}{{ ns.total }}",
        "C2": "{% endfor %}",
        "A3": "{{ ns.total }}",
    }
    assert grid(tmp_path, cells, TWO) == [["dos", 2], ["uno", 3], [3]]


def test_set_in_the_middle_of_a_row(tmp_path: Path) -> None:
    cells = {
        "A1": "{% for x in xs %}{{ x.n }}",
        "B1": "{% set doble = x.v * 2 %}{{ doble }}",
        "C1": "{{ doble + 1 }}",
        "D1": "{% endfor %}",
    }
    assert grid(tmp_path, cells, TWO) == [["uno", 2, 3], ["dos", 4, 5]]


def test_heights_styles_and_merged_cells_come_back(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        bold = workbook.add_format({"bold": True})
        sheet.set_row(0, 30)
        sheet.set_row(1, 12)
        sheet.write("A1", "{% for x in xs %}{{ x.n }}", bold)
        sheet.merge_range("B1:C2", "{{ x.v }}")
        sheet.write("A2", "{% endfor %}detalle")
        sheet.write("E1", "", workbook.add_format({"bg_color": "#FFFF00"}))
        sheet.merge_range("A3:C3", "Fin", bold)
        sheet.set_row(3, 45)

    template = drawn(tmp_path / "p.xlsx", draw)
    # A2 closes the block at its beginning, so only row 1 repeats; the merged cell shrinks to what is left of it.
    sheet = book(filled(template, TWO))["Hoja"]
    assert [sheet.row_dimensions[n].height for n in (1, 2, 3, 4, 5)] == [30, 30, 12, None, 45]
    assert {str(r) for r in sheet.merged_cells.ranges} == {"B1:C3", "A4:C4"}


def test_a_block_of_two_rows_with_everything(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        sheet.set_row(0, 30)
        sheet.set_row(1, 12)
        sheet.write("A1", "{% for x in xs %}{{ x.n }}", workbook.add_format({"bold": True}))
        sheet.merge_range("B1:C2", "{{ x.v }}")
        sheet.write("D1", "", workbook.add_format({"bg_color": "#FFFF00"}))
        sheet.write("A2", "detalle")
        sheet.write("D2", "{% endfor %}")
        sheet.merge_range("A3:C3", "Fin")

    sheet = book(filled(drawn(tmp_path / "p.xlsx", draw), TWO))["Hoja"]
    assert [sheet.row_dimensions[n].height for n in (1, 2, 3, 4)] == [30, 12, 30, 12]
    assert {str(r) for r in sheet.merged_cells.ranges} == {"B1:C2", "B3:C4", "A5:C5"}
    assert sheet["A3"].font.b
    assert sheet["D3"].fill.fgColor.rgb == "FFFFFF00"
    assert (sheet["B3"].value, sheet["A5"].value) == (2, "Fin")


def test_a_merged_cell_around_an_inner_block_grows(tmp_path: Path) -> None:
    def draw(_, sheet):
        sheet.write("A1", "{% for c in cs %}")
        sheet.merge_range("A2:A4", "{{ c.n }}")
        sheet.write("B2", "{% for t in c.ts %}")
        sheet.write("B3", "{{ t }}")
        sheet.write("B4", "{% endfor %}")
        sheet.write("A5", "{% endfor %}")

    cs = [{"n": "uno", "ts": [1, 2]}, {"n": "dos", "ts": [3]}]
    template = drawn(tmp_path / "p.xlsx", draw)
    out = filled(template, {"cs": cs})
    assert rows(out) == [["uno"], [None, 1], [None, 2], ["dos"], [None, 3]]
    assert {str(r) for r in book(out)["Hoja"].merged_cells.ranges} == {"A1:A3", "A4:A5"}


def test_rows_of_zero_turns_are_gone(tmp_path: Path) -> None:
    cells = {"A1": "Lista", "A2": "{% for x in xs %}{{ x.n }}", "B2": "{% endfor %}", "A3": "Fin"}
    assert grid(tmp_path, cells, {"xs": []}) == [["Lista"], ["Fin"]]


def test_three_thousand_rows(tmp_path: Path) -> None:
    cells = {"A1": "{% for n in range(3000) %}{{ n }}", "B1": "=A1*2", "C1": "{% endfor %}", "B2": "=SUM(B1)"}
    found = rows(filled(designed(tmp_path / "p.xlsx", cells), {}))
    assert found[0] == [0, "=A1*2"]
    assert found[2999] == [2999, "=A3000*2"]
    assert found[3000] == [None, "=SUM(B1:B3000)"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"A1": "{% for x in xs %}", "A2": "{{ x }}"},
            r"celda A1: falta cerrar este «{% for %}» con «{% endfor %}»",
        ),
        ({"A1": "{% endfor %}"}, "celda A1: «{% endfor %}» sobra"),
        (
            {"A1": "{% for x in xs %}", "A2": "{% endif %}"},
            "celda A2: «{% endif %}» no cierra el «{% for %}» de A1",
        ),
        ({"A1": "{% for x in xs %}{% endif %}"}, "celda A1: «{% endif %}» no cierra"),
        (
            {
                "A1": "{% for x in xs %}{{x}}",
                "B1": "{% endfor %}",
                "C1": "{% for y in xs %}{{y}}",
                "D1": "{% endfor %}",
            },
            "celda B1: dos bloques se cruzan en este renglón",
        ),
        (
            {"A1": "{% if xs %}a", "B1": "{% else %}b", "C1": "{% endif %}"},
            "celda B1: «{% else %}» debe ir al",
        ),
        (
            {"A1": "{% for x in xs recursive %}", "A2": "{{ x }}", "A3": "{% endfor %}"},
            "celda A1: «recursive»",
        ),
        (
            {"A1": "{% macro m() %}", "A2": "{% endmacro %}"},
            "celda A1: «{% macro %}» debe cerrarse en la misma",
        ),
        ({"A1": "{% include 'x' %}"}, "celda A1: «{% include %}» no se admite"),
        ({"A1": "{% forr x in xs %}"}, "celda A1: «{% forr %}» no es una etiqueta"),
        ({"A1": "{{ x"}, "celda A1: etiqueta mal escrita"),
        ({"A1": "{{ x + }}"}, "celda A1: etiqueta mal escrita"),
        ({"A1": "x", "B3": "{{ x | nada }}"}, "celda B3: no existe el filtro «nada»"),
        ({"A1": "{{ 1 is nada }}"}, "celda A1: no existe la prueba «is nada»"),
    ],
)
def test_tags_that_do_not_fit(tmp_path: Path, cells: dict[str, str], message: str) -> None:
    import re

    with pytest.raises(TemplateProblem) as caught:
        grid(tmp_path, cells, {"xs": [1], "x": 1})
    assert re.search(re.escape(message.replace("\\", "")), str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
