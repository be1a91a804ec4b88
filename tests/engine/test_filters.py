"""The engine's own filters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from engine.books import book, designed, drawn, filled, grid

from icsoe_xl.engine import TemplateProblem
from icsoe_xl.engine.filters import casilla, fecha, mayusculas, minusculas, nss, pesos
from icsoe_xl.engine.problems import TagError


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("corta", "05/02/2026"),
        ("larga", "5 de febrero de 2026"),
        ("completa", "jueves 5 de febrero de 2026"),
        ("iso", "2026-02-05"),
        ("d/mmm/aa", "5/feb/26"),
        ("ddd dd-mm-aaaa", "jue 05-02-2026"),
    ],
)
def test_fecha(form: str, expected: str) -> None:
    assert fecha(date(2026, 2, 5), form) == expected
    assert fecha("2026-02-05", form) == expected
    assert fecha(datetime(2026, 2, 5, 10), form) == expected


def test_fecha_of_nothing_and_of_no_date() -> None:
    assert fecha(None) == fecha("") == ""
    for wrong in ("ayer", 3):
        with pytest.raises(TagError, match="espera una fecha"):
            fecha(wrong)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1234.5, "$1,234.50"),
        (Decimal("0.005"), "$0.01"),
        (-3, "-$3.00"),
        ("1,234.567", "$1,234.57"),
        (None, ""),
        (2.675, "$2.68"),
    ],
)
def test_pesos(value: object, expected: str) -> None:
    assert pesos(value) == expected


def test_pesos_with_other_decimals_and_of_no_number() -> None:
    assert pesos(1234.5, 0) == "$1,235"
    assert pesos(1, signo="") == "1.00"
    with pytest.raises(TagError, match="espera un número"):
        pesos("mil")


def test_letters_boxes_and_nss() -> None:
    assert mayusculas("ñandú") == "ÑANDÚ"
    assert minusculas("ÑANDÚ") == "ñandú"
    assert (casilla(1), casilla(None)) == ("☑", "☐")
    assert nss("92919084431") == nss("92-91-90-8443-1") == nss(92919084431) == "92-91-90-8443-1"
    assert nss("123") == "123"


def test_they_work_in_cells(tmp_path: Path) -> None:
    cells = {
        "A1": "{{ d|fecha('larga') }}",
        "B1": "{{ n|pesos }} a {{ 'x'|mayusculas }}",
        "C1": "{{ n|round(1) }}",
    }
    assert grid(tmp_path, cells, {"d": date(2026, 1, 1), "n": 12.25}) == [
        ["1 de enero de 2026", "$12.25 a X", 12.2]
    ]


def test_a_filter_of_the_callers_own(tmp_path: Path) -> None:
    template = designed(tmp_path / "p.xlsx", {"A1": "{{ 'a'|doble }}"})
    assert book(filled(template, {}, filters={"doble": lambda v: v * 2}))["Hoja"]["A1"].value == "aa"


def test_a_link_a_fill_and_a_colour(tmp_path: Path) -> None:
    def draw(workbook, sheet):
        sheet.write(
            "A1",
            "{% for k in ks %}{{ k.n|enlace(k.url, 'Ver')|fondo('ffc7ce')|tinta('9C0006') }}",
            workbook.add_format({"bold": True, "font_size": 14}),
        )
        sheet.write("B1", "{% endfor %}")
        sheet.write("A2", "{{ 'Inicio'|enlace('#Hoja!A1') }}")
        sheet.write_url("A3", "https://imss.gob.mx/")

    ks = [{"n": 1, "url": "https://x.mx/a b"}, {"n": 2, "url": "mailto:a@b.mx"}]
    sheet = book(filled(drawn(tmp_path / "p.xlsx", draw), {"ks": ks}))["Hoja"]
    assert [sheet[a].hyperlink.target for a in ("A1", "A2", "A4")] == [
        "https://x.mx/a%20b",
        "mailto:a@b.mx",
        "https://imss.gob.mx/",
    ]
    assert sheet["A3"].hyperlink.location == "Hoja!A1"
    assert sheet["A1"].hyperlink.tooltip == "Ver"
    assert (sheet["A1"].value, sheet["A1"].data_type) == (1, "n")
    assert sheet["A2"].fill.fgColor.rgb == "FFFFC7CE"
    assert (sheet["A2"].font.color.rgb, sheet["A2"].font.b, sheet["A2"].font.sz) == ("FF9C0006", True, 14)


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///C:/x", "\\\\servidor\\x", "imss.gob.mx"])
def test_links_that_are_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(TemplateProblem, match="celda A1: «enlace» admite"):
        filled(designed(tmp_path / "p.xlsx", {"A1": "{{ 1|enlace(u) }}"}), {"u": target})


def test_a_colour_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match="celda A1: «fondo» espera un color"):
        filled(designed(tmp_path / "p.xlsx", {"A1": "{{ 1|fondo('rojo') }}"}), {})
