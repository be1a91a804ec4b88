"""Headers and footers."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.books import book, drawn, filled, parts

from icsoe_xl.engine import TemplateProblem


def test_headers_and_footers(tmp_path: Path) -> None:
    def draw(_, sheet):
        sheet.write("A1", "x")
        sheet.set_header('&L&"Arial,Bold"{{ c.razon }}&R&14{{ anio }}')
        sheet.set_footer("&CPágina &P de &N · {{ hoy|fecha }}{% if c.rfc %} · {{ c.rfc }}{% endif %}")

    template = drawn(tmp_path / "p.xlsx", draw)
    from datetime import date

    context = {"c": {"razon": "Uno & Dos", "rfc": "X"}, "anio": 2026, "hoy": date(2026, 1, 31)}
    data = parts(filled(template, context))["xl/worksheets/sheet1.xml"].decode()
    # In a header "&" begins a code, so a value's is doubled; and a number after a size must not run into it.
    assert '<oddHeader>&amp;L&amp;"Arial,Bold"Uno &amp;&amp; Dos&amp;R&amp;14 2026</oddHeader>' in data
    assert "<oddFooter>&amp;CPágina &amp;P de &amp;N · 31/01/2026 · X</oddFooter>" in data


def test_only_headers_have_tags(tmp_path: Path) -> None:
    def draw(_, sheet):
        sheet.write("A1", 5)
        sheet.write("A2", "=A1")
        sheet.set_header("&C{{ x }}")

    sheet = book(filled(drawn(tmp_path / "p.xlsx", draw), {"x": "Hola"}))["Hoja"]
    assert sheet.oddHeader.center.text == "Hola"
    assert (sheet["A1"].value, sheet["A2"].value) == (5, "=A1")


def test_faults_say_where(tmp_path: Path) -> None:
    def draw(_, sheet):
        sheet.set_header("{{ x }}")
        sheet.set_footer("&C{{ y }}")

    template = drawn(tmp_path / "p.xlsx", draw)
    with pytest.raises(TemplateProblem, match="hoja «Hoja», el pie de página: no existe el nombre «y»"):
        filled(template, {"x": ""})
    with pytest.raises(TemplateProblem, match="hoja «Hoja», el encabezado: pasa de 255 caracteres"):
        filled(template, {"x": "a" * 256, "y": ""})
