"""``{% cells for %}``: cells repeated to the right."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.books import book, drawn, filled, grid, rows

from icsoe_xl.engine import TemplateProblem

MONTHS = {"ms": ["ene", "feb", "mar"]}


def test_one_cell_repeats_and_the_rest_moves_over(tmp_path: Path) -> None:
    cells = {
        "A1": "Mes",
        "B1": "{% cells for m in ms %}{{ m }}{% endfor %}",
        "C1": "Total",
        "A2": "x",
        "C2": "y",
    }
    assert grid(tmp_path, cells, MONTHS) == [["Mes", "ene", "feb", "mar", "Total"], ["x", None, "y"]]


def test_several_cells_repeat_together(tmp_path: Path) -> None:
    cells = {
        "A1": "{% cells for m in ms %}{{ m }}",
        "B1": "{{ loop.index }}",
        "C1": "|{% endcells %}",
        "D1": "fin",
    }
    assert grid(tmp_path, cells, MONTHS) == [["ene", 1, "|", "feb", 2, "|", "mar", 3, "|", "fin"]]


def test_none_closes_the_gap(tmp_path: Path) -> None:
    cells = {"A1": "a", "B1": "{% cells for m in [] %}{{ m }}", "C1": "c{% endfor %}", "D1": "d"}
    assert grid(tmp_path, cells, {}) == [["a", "d"]]


def test_cells_on_a_condition(tmp_path: Path) -> None:
    cells = {"A1": "{% cells if si %}sí", "B1": "{% endif %}b", "C1": "c"}
    assert grid(tmp_path, cells, {"si": True}) == [["sí", "b", "c"]]
    assert grid(tmp_path, cells, {"si": False}) == [["c"]]


def test_blocks_of_cells_in_blocks_of_cells(tmp_path: Path) -> None:
    cells = {
        "A1": "{% cells for g in gs %}{{ g.n }}",
        "B1": "{% cells for v in g.vs %}{{ v }}{% endfor %}",
        "C1": ".{% endfor %}",
        "D1": "fin",
    }
    gs = [{"n": "a", "vs": [1, 2]}, {"n": "b", "vs": []}, {"n": "c", "vs": [3]}]
    assert grid(tmp_path, cells, {"gs": gs}) == [["a", 1, 2, ".", "b", ".", "c", 3, ".", "fin"]]


def test_a_cross_table_with_formulas(tmp_path: Path) -> None:
    cells = {
        "A1": "Trabajador",
        "B1": "{% cells for m in ms %}{{ m }}{% endfor %}",
        "C1": "Total",
        "A2": "{% for t in ts %}{{ t.n }}",
        "B2": "{% cells for v in t.vs %}{{ v }}{% endfor %}",
        "C2": "=SUM(B2:B2)",
        "D2": "{% endfor %}",
        "A3": "Suma",
        "B3": "{% cells for m in ms %}",
        "C3": "=SUM(C2)",
    }
    cells["B3"] = "=SUM(B2)"
    ts = [{"n": "Ana", "vs": [1, 2, 3]}, {"n": "Luis", "vs": [4, 5, 6]}]
    assert grid(tmp_path, cells, {**MONTHS, "ts": ts}) == [
        ["Trabajador", "ene", "feb", "mar", "Total"],
        ["Ana", 1, 2, 3, "=SUM(B2:D2)"],
        ["Luis", 4, 5, 6, "=SUM(B3:D3)"],
        ["Suma", "=SUM(B2:D3)", "=SUM(E2:E3)"],
    ]


def test_a_formula_in_a_turn_finds_the_cells_of_its_turn(tmp_path: Path) -> None:
    def draw(_, sheet):
        sheet.write("A1", "{% cells for m in ms %}{{ loop.index }}")
        sheet.write("B1", "=A1*10")
        sheet.write("C1", "{% endfor %}")
        sheet.write("D1", "=SUM(A1:B1)")
        sheet.write("A2", "{% cells for m in ms %}=")
        sheet.write_formula("B2", "=A1+$A$1")
        sheet.write("C2", "{% endfor %}")

    found = rows(filled(drawn(tmp_path / "p.xlsx", draw), MONTHS))
    assert found[0] == [1, "=A1*10", None, 2, "=D1*10", None, 3, "=G1*10", None, "=SUM(A1:H1)"]
    assert [found[1][place] for place in (1, 4, 7)] == ["=A1+$A$1", "=D1+$A$1", "=G1+$A$1"]


def test_widths_merged_cells_and_formats_go_along(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        sheet.set_column("A:A", 5)
        sheet.set_column("B:B", 20)
        sheet.set_column("C:C", 9)
        sheet.write("A1", "x")
        sheet.write("B1", "{% cells for m in ms %}{{ m }}{% endfor %}")
        sheet.write("C1", "fin")
        sheet.merge_range("C1:D1", "fin")
        sheet.conditional_format(
            "B1", {"type": "cell", "criteria": ">", "value": 1, "format": workbook.add_format()}
        )

    sheet = book(filled(drawn(tmp_path / "p.xlsx", draw), MONTHS))["Hoja"]
    widths = {letter: round(sheet.column_dimensions[letter].width) for letter in "ABE"}
    assert widths == {"A": 6, "B": 21, "E": 10}  # B stands for B to D, as in the file
    assert sheet.column_dimensions["B"].max == 4 or "C" in sheet.column_dimensions
    assert {str(r) for r in sheet.merged_cells.ranges} == {"E1:F1"}
    assert [str(f.sqref) for f in sheet.conditional_formatting] == ["B1 C1 D1"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"A1": "{% cells for m in ms %}{{ m }}", "A2": "{% endfor %}"},
            "celda A1: «{% cells %}» debe cerrarse",
        ),
        ({"A1": "{% cells %}"}, "celda A1: después de «{% cells» debe ir «for» o «if»"),
        (
            {"A1": "{% if ms %}{% cells for m in ms %}x{% endfor %}{% endif %}"},
            "celda A1: «cells» y «sheet» no van",
        ),
        (
            {"A1": "{% cells for m in range(20000) %}{{ m }}{% endfor %}"},
            "celda A1: el resultado pasa de 16,384 col",
        ),
    ],
)
def test_what_cannot_be(tmp_path: Path, cells: dict[str, str], message: str) -> None:
    with pytest.raises(TemplateProblem) as caught:
        grid(tmp_path, cells, MONTHS)
    assert message in str(caught.value)


def test_a_table_takes_no_cells_pushed_over(tmp_path: Path) -> None:
    def draw(_, sheet):
        sheet.add_table("A1:B3", {"name": "T"})
        sheet.write("A2", "{% cells for m in ms %}{{ m }}{% endfor %}")

    with pytest.raises(TemplateProblem, match=r"«\{% cells %\}» no se admite en los renglones de una tabla"):
        filled(drawn(tmp_path / "p.xlsx", draw), MONTHS)
