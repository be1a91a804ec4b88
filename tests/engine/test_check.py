"""What a template needs, told before any run."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from engine.books import designed

from icsoe_xl.engine import Needed, TemplateProblem, check


def test_names_with_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        first, second = made.add_worksheet("Datos"), made.add_worksheet("{{ k.clave }}")
        first.set_header("{{ titulo }}")
        first.write("A1", "{{ contratista.razon_social|upper }} {{ contratista.domicilio['cp'] }}")
        first.write("A2", "{{ contratista.razon_social }}")
        first.write("A3", "{% for k in contratos if k.activo %}{{ k.clave }}")
        first.write("B3", '="{{ k.servicio.folio }}"')
        first.write("C3", "{% for t in k.trabajadores %}{{ t.nss }}{% endfor %}")
        first.write("D3", "{{ loop.index }}{% endfor %}")
        first.write("A4", "{% set iva = tasa * 2 %}{{ iva }} {% if xs %}{{ xs[0].n }}{% endif %}")
        first.write("A5", "{% macro m(p) %}{{ p.q }}{% endmacro %}{{ m(1) }}")
        second.write("A1", "{% sheet for k in contratos %}")
        second.write("A2", "{{ k.cliente.rfc }} {{ hoy|fecha }}")
    found = check(path)
    assert [(n.name, n.sheet, n.cell) for n in found] == [
        ("titulo", "Datos", None),
        ("contratista.razon_social", "Datos", "A1"),
        ("contratista.domicilio.cp", "Datos", "A1"),
        ("contratos[].activo", "Datos", "A3"),
        ("contratos[].clave", "Datos", "A3"),
        ("contratos[].servicio.folio", "Datos", "B3"),
        ("contratos[].trabajadores[].nss", "Datos", "C3"),
        ("tasa", "Datos", "A4"),
        ("xs[].n", "Datos", "A4"),
        ("contratos[].clave", "{{ k.clave }}", None),
        ("contratos[].cliente.rfc", "{{ k.clave }}", "A2"),
        ("hoy", "{{ k.clave }}", "A2"),
    ]
    assert found[0] == Needed("titulo", "Datos", None, "hoja «Datos», el encabezado")
    assert found[1].where == "hoja «Datos», celda A1"


def test_a_template_without_tags_needs_nothing(tmp_path: Path) -> None:
    assert check(designed(tmp_path / "p.xlsx", {"A1": "hola"})) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ x|nada }}", "celda A1: no existe el filtro «nada»"),
        ("{{ x + }}", "celda A1: etiqueta mal escrita"),
    ],
)
def test_faults_are_found_without_data(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TemplateProblem, match=message):
        check(designed(tmp_path / "p.xlsx", {"A1": text}))


def test_filters_of_the_callers_own_are_known(tmp_path: Path) -> None:
    path = designed(tmp_path / "p.xlsx", {"A1": "{{ x|doble }}"})
    assert [n.name for n in check(path, filters={"doble": str})] == ["x"]
