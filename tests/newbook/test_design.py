"""A firm's own texts, colours and widths over ours, and what is said of a file that cannot be used."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from newbook.conftest import DAY, PERIOD, PROFILE

from icsoe_xl import actions
from icsoe_xl.errors import UsageProblem
from icsoe_xl.newbook import design, make
from icsoe_xl.workbooks import open_workbook


def write(home: Path, text: str) -> Path:
    home.mkdir(exist_ok=True)
    (home / "libro.toml").write_text(text, encoding="utf-8")
    return home / "libro.toml"


def test_ours_is_whole() -> None:
    ours = design.load()
    assert ours.colours.principal == "1F3864"
    assert len(ours.contracts.columns) == 18
    assert [column.field for column in ours.workers.columns] == ["contrato", "nss", "curp", "sbc", "nombre"]
    assert ours.address == ("cp", "colonia", "calle", "num_ext", "entre_calles")


def test_a_firm_changes_texts_and_colours(home: Path, tmp_path: Path) -> None:
    write(
        home,
        """
        [colores]
        principal = "7a1f3d"
        [despacho]
        nombre = "Despacho Ruiz"
        contacto = "Dudas: 55 1234 5678"
        [inicio]
        titulo = "Su informativa de {periodo}"
        pasos = [["Trabajadores", "Escriba."]]
        [trabajadores]
        filas = 50
        """,
    )
    (tmp_path / "a.xlsx").write_bytes(make(PROFILE, "norte", PERIOD, DAY))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    start = book["Inicio"]
    assert start["B2"].value == "Su informativa de enero-abril 2026"
    assert start["B2"].fill.fgColor.rgb == "007A1F3D"
    assert (start["C12"].value, start["F12"].hyperlink.location) == ("Escriba.", "Trabajadores!A1")
    said = {cell.value for row in start.iter_rows() for cell in row}
    assert "Preparado por Despacho Ruiz · Dudas: 55 1234 5678" in said
    assert book["Trabajadores"].tables["TablaTrabajadores"].ref == "A5:E55"
    assert book.properties.creator == "Despacho Ruiz"
    assert actions.inspect(open_workbook(tmp_path / "a.xlsx"), today=DAY).report.errors == 1


def test_columns_may_change_places(home: Path, tmp_path: Path) -> None:
    columns = [
        ["nombre", "Nombre del trabajador", 40, "", ""],
        ["curp", "", 25, "", ""],
        ["nss", "", 17, "", ""],
        ["sbc", "SDI", 19, "", ""],
        ["contrato", "", 20, "", ""],
    ]
    write(home, f"[trabajadores]\ncolumnas = {columns}")
    (tmp_path / "a.xlsx").write_bytes(make(PROFILE, "norte", PERIOD, DAY))
    table = actions.inspect(open_workbook(tmp_path / "a.xlsx")).tables[1]
    assert table.columns == {"nombre": 1, "curp": 2, "nss": 3, "sbc": 4, "contrato": 5}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[colores]\nprincpal = '112233'", "no conozco «colores.princpal». ¿Quiso decir principal?"),
        ("[colores]\nprincipal = 'azul'", "«colores.principal» debe ser un color de seis dígitos"),
        ("[colores]\nprincipal = 112233", "«colores.principal» no es del tipo que se espera"),
        ("colores = 1", "«colores» no es del tipo que se espera"),
        ("[inicio]\npasos = []", "«inicio.pasos» lleva de uno a seis pasos"),
        ("[inicio]\npasos = [['a']]", "«inicio.pasos» lleva de uno a seis pasos"),
        ("[trabajadores]\nfilas = 2", "«trabajadores.filas» va de 10 a 20,000"),
        ("[trabajadores]\ncolumnas = [['nss']]", "cada columna de «trabajadores.columnas»"),
        ("[trabajadores]\ncolumnas = [['nss', '', 900, '', '']]", "los anchos van de 3 a 120"),
        (
            "[trabajadores]\ncolumnas = [['nss', 'CURP', 20, '', '']]",
            "el encabezado de nss no se reconocería",
        ),
        ("[trabajadores]\ncolumnas = [['nss', '', 20, '', '']]", "falta curp"),
        ("[trabajadores]\ngrupos = [['Todos', 4]]", "deben cubrir las 5 columnas"),
        ("[trabajadores]\ngrupos = [['Todos', '5']]", "cada grupo de «trabajadores.grupos»"),
        ("[trabajadores]\ngrupos = [5]", "cada grupo de «trabajadores.grupos»"),
        ("[contratista]\ngrupos = [{titulo = 'x'}]", "lleva titulo y campos"),
        ("[contratista]\ngrupos = [{titulo = 'x', campos = 1}]", "titulo es un texto y campos una lista"),
        ("[contratista]\ngrupos = [{titulo = 'RFC', campos = []}]", "se llama como un campo"),
        ("[contratista]\ngrupos = [{titulo = 'x', campos = ['rfc']}]", "un campo que no existe: rfc"),
        ("[contratista]\ngrupos = [{titulo = 'x', campos = ['icsoe_rfc']}]", "falta icsoe_razon_social"),
        ("[contratista.campos]\nicsoe_rfc = ['']", 'debe ser ["entre paréntesis", "ayuda"]'),
        (f"[contratista.campos]\nicsoe_rfc = ['', '{'x' * 256}']", "pasa de 255 caracteres"),
        ("[colores", "tiene un error"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(home: Path, text: str, said: str) -> None:
    path = write(home, text)
    with pytest.raises(UsageProblem) as caught:
        design.load()
    assert str(caught.value).startswith(str(path))
    assert said in str(caught.value)


def test_a_file_that_is_no_text(home: Path) -> None:
    write(home, "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageProblem, match="archivo de texto UTF-8"):
        design.load()
