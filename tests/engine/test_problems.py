"""A template that asks for what does not exist is told where, what, and what there is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from engine.books import designed, filled
from pydantic import BaseModel

from icsoe_xl.engine import TemplateProblem
from icsoe_xl.errors import UnreadableFile, UnwritableFile


class Contractor(BaseModel):
    rfc: str = "SECRETO"
    razon_social: str = "SECRETA"

    @property
    def corto(self) -> str:
        return self.rfc[:3]


@dataclass
class Contract:
    clave: str = "SECRETA"


CONTEXT = {
    "contratista": Contractor(),
    "contratos": [Contract(), Contract()],
    "periodo": {"clave": "2026-1"},
    "nada": None,
}


def failure(tmp_path: Path, cells: dict[str, object]) -> str:
    with pytest.raises(TemplateProblem) as caught:
        filled(designed(tmp_path / "plantilla.xlsx", cells), CONTEXT)
    text = str(caught.value)
    assert text.startswith("plantilla.xlsx, hoja «Hoja», ")
    assert "\n" not in text
    assert "SECRET" not in text  # names are the designer's, values are somebody's
    assert not (tmp_path / "lleno_plantilla.xlsx").exists()
    return text.removeprefix("plantilla.xlsx, hoja «Hoja», ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{{ contratist }}",
            "no existe el nombre «contratist»; ¿quiso escribir «contratista»? Los que hay: contratista, "
            "contratos, nada, periodo",
        ),
        ("{{ xyz }}", "no existe el nombre «xyz». Los que hay: contratista, contratos, nada, periodo"),
        (
            "{{ contratista.razon }}",
            "no existe el nombre «razon» después del punto; ¿quiso escribir «razon_social»? "
            "Los que hay: corto, razon_social, rfc",
        ),
        ("Hola {{ contratista.razon }}", "no existe el nombre «razon» después del punto"),
        (
            "{{ periodo['clavo'] }}",
            "no existe el nombre «clavo» después del punto; ¿quiso escribir «clave»? Los que hay: clave",
        ),
        ("{{ contratista.razon|upper }}", "no existe el nombre «razon»"),
        ("{{ contratista.domicilio.cp }}", "no existe el nombre «domicilio»"),
        ("{{ xyz + 1 }}", "no existe el nombre «xyz»"),
        ("{% if xyz %}a{% endif %}", "no existe el nombre «xyz»"),
        ("{% for x in xyz %}a{% endfor %}", "no existe el nombre «xyz»"),
        ("{{ contratos[5] }}", "la lista no tiene un elemento «5»"),
        ("{{ nada.algo }}", "no existe «algo»: lo que va antes del punto está vacío"),
        ("{{ 1 / 0 }}", "la expresión no se puede calcular con estos datos (ZeroDivisionError)"),
        ("{{ 'a' + 1 }}", "la expresión no se puede calcular con estos datos (TypeError)"),
        ("{{ contratos|fecha }}", "«fecha» espera una fecha"),
    ],
)
def test_unknown_names(tmp_path: Path, text: str, message: str) -> None:
    told = failure(tmp_path, {"A1": "x", "B3": text})
    assert told.startswith(f"celda B3: {message}"), told


def test_in_a_block_the_cell_of_the_template_is_told(tmp_path: Path) -> None:
    cells: dict[str, object] = {
        "A4": "{% for k in contratos %}{{ k.clave }}",
        "B4": "x\ny",
        "C4": "{{ k.clav }}",
        "D4": "{% endfor %}",
    }
    assert failure(tmp_path, cells).startswith(
        "celda C4: no existe el nombre «clav» después del punto; ¿quiso escribir «clave»? Los que hay: clave"
    )


def test_what_the_loop_goes_over(tmp_path: Path) -> None:
    cells: dict[str, object] = {"A4": "{% for k in contrato %}{{ k }}", "B4": "{% endfor %}"}
    assert failure(tmp_path, cells).startswith(
        "celda A4: no existe el nombre «contrato»; ¿quiso escribir «contratos»?"
    )


def test_after_line_breaks_in_cells(tmp_path: Path) -> None:
    cells: dict[str, object] = {
        "A1": "{{\n contratista.rfc\n}}",
        "A2": "uno\n\ndos {{ contratista\n.rfc }}",
        "A3": "{{ no }}",
    }
    assert failure(tmp_path, cells).startswith("celda A3: no existe el nombre «no»")


def test_defined_tests_still_work(tmp_path: Path) -> None:
    cells = {"A1": "{{ 'sí' if xyz is defined else 'no' }}", "A2": "{{ xyz|default('nada') }}"}
    from engine.books import rows

    assert rows(filled(designed(tmp_path / "p.xlsx", cells), CONTEXT)) == [["no"], ["nada"]]


def test_files_that_are_no_templates(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nada\.xlsx: no existe"):
        filled(tmp_path / "nada.xlsx", {})
    wrong = tmp_path / "texto.xlsx"
    wrong.write_text("hola", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"texto\.xlsx: no es un libro de Excel"):
        filled(wrong, {})


@pytest.mark.parametrize("name", ["salida.xlsm", "salida.xls", "salida"])
def test_names_of_results(tmp_path: Path, name: str) -> None:
    template = designed(tmp_path / "p.xlsx", {"A1": "x"})
    with pytest.raises(UnwritableFile, match=name):
        filled(template, {}, tmp_path / name)


def test_the_template_itself_is_never_changed(tmp_path: Path) -> None:
    template = designed(tmp_path / "p.xlsx", {"A1": "{{ periodo.clave }}"})
    before = template.read_bytes()
    filled(template, CONTEXT)
    assert template.read_bytes() == before
