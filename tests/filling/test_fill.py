"""``fill`` at the command line: what it shows, when it writes, its exit codes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from filling.books import captura, write

from icsoe_xl import cli


def run(path: Path, *words: str) -> int:
    return cli.main(["fill", str(path), "--profile", "norte", *words])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write(tmp_path / "a.xlsx", {"captura": captura(A1="RFC", A2="Correo", A3="Vigencia REPSE")})


def test_it_shows_and_writes(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(book) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:4] == [
        "Celda       Dato                   Antes    Después",
        "captura!B1  RFC                    (vacía)  EKU9003173C9",
        "captura!B2  Correo electrónico     (vacía)  contacto@kemper.mx",
        "captura!B3  Vencimiento del REPSE  (vacía)  15/06/2027",
    ]
    assert said[4].startswith("El libro no tiene celda para: Nombre o razón social, Teléfono móvil")
    assert said[-1] == f"Listo: escribí 3 celdas en {book}."
    assert openpyxl.load_workbook(book)["captura"]["B1"].value == "EKU9003173C9"
    again = book.read_bytes()
    assert run(book) == 0
    assert capsys.readouterr().out.endswith("ya dice lo que dice el perfil; no se tocó.\n")
    assert book.read_bytes() == again


def test_check_only_shows(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = book.read_bytes()
    assert run(book, "--check") == 0
    assert "captura!B1" in capsys.readouterr().out
    assert book.read_bytes() == before


def test_another_value_is_kept_unless_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = captura(A1="RFC", A2="Correo", B2="otro@x.mx")
    path = write(tmp_path / "a.xlsx", {"captura": cells})
    before = path.read_bytes()
    assert run(path, "--check") == 1
    assert run(path) == 1
    said = capsys.readouterr()
    assert "captura!B2  Correo electrónico  otro@x.mx  contacto@kemper.mx" in said.out
    assert "1 celda tiene otro dato: captura!B2." in said.out
    assert (
        said.err
        == f"No escribí nada en {path}: 1 celda tiene otro dato. Para reemplazarlo repita con --force.\n"
    )
    assert path.read_bytes() == before
    assert run(path, "--check", "--force") == 0
    assert path.read_bytes() == before
    assert run(path, "--force") == 0
    sheet = openpyxl.load_workbook(path)["captura"]
    assert (sheet["B1"].value, sheet["B2"].value) == ("EKU9003173C9", "contacto@kemper.mx")


def test_what_is_left_alone_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(
        tmp_path / "a.xlsx",
        {
            "Uno": {"A1": "RFC", "B1": "=D1", "A2": "Correo", "A3": "<<folio del contrato>>", "A4": "Calle"},
            "Dos": {"A1": "Calle"},
        },
    )
    assert run(path) == 0
    said = capsys.readouterr().out
    assert "Con fórmula, y por eso no se toca: RFC." in said
    assert "Hay más de una celda para Calle: dele a la buena su nombre" in said
    assert "No sé qué va en lugar de «folio del contrato»; así se quedó." in said
    assert openpyxl.load_workbook(path)["Uno"]["B1"].value == "=D1"


def test_a_sheet_whose_name_needs_quotes_and_a_long_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.xlsx", {"Mi hoja": {"A1": "Correo", "B1": "x" * 60}})
    assert run(path, "--check") == 1
    assert f"'Mi hoja'!B1  Correo electrónico  {'x' * 47}…  contacto@kemper.mx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--profile", "sur"], 2, "No hay un perfil sur"),
        ([], 3, "a.xlsx: no tiene celdas para los datos del contratista"),
    ],
)
def test_what_stops_it(
    tmp_path: Path, words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.xlsx", {"captura": captura()})
    assert run(path, *words) == code
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert told in said.err


def test_a_file_that_is_open_elsewhere(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book.with_name("~$a.xlsx").touch()
    before = book.read_bytes()
    assert run(book) == 4
    assert "está abierto en Excel" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "no.xlsx") == 3
    assert capsys.readouterr().err.count("\n") == 1
