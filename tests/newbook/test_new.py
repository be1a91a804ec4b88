"""``new`` at the command line: where the workbook goes, what is refused, a firm's own template."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from newbook.conftest import PROFILE

from icsoe_xl import cli
from icsoe_xl.periods import default_period
from icsoe_xl.profiles.store import Store


@pytest.fixture(autouse=True)
def saved(home: Path) -> Path:
    return Store.of_user().add("norte", PROFILE)


def run(*words: object) -> int:
    return cli.main(["new", "--profile", "norte", *map(str, words)])


def test_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--period", "2026-1", "--out", tmp_path) == 0
    made = tmp_path / "ICSOE_EKU9003173C9_2026-1.xlsx"
    assert capsys.readouterr().out == (
        f"Listo: {made}\n  Limpieza Pérez & Hijos, S.A. de C.V., periodo 2026-1 (enero-abril 2026).\n"
    )
    assert openpyxl.load_workbook(made)["Contratista"]["C6"].value == "2026-1"


def test_without_a_period_the_one_to_be_filed(tmp_path: Path) -> None:
    assert run("--out", tmp_path / "a") == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["Contratista"]["C6"].value == str(default_period(date.today()))


def test_an_existing_file_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"mine")
    assert run("--out", path) == 4
    assert capsys.readouterr().err == "a.xlsx: ya existe; dé otro nombre, o use --force para reemplazarlo.\n"
    assert path.read_bytes() == b"mine"
    assert run("--out", path, "--force") == 0
    (tmp_path / "~$a.xlsx").touch()
    assert run("--out", path, "--force") == 4
    assert "está abierto en Excel" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--period", "2026-9", "--out", "a.xlsx"], 2, "No entiendo el periodo: el periodo se escribe"),
        (["--out", "a.pdf"], 2, "a.pdf: el libro nuevo es .xlsx; dele ese nombre."),
        (["--out", "a.xlsx", "--template", "no hay.xlsx"], 3, "no hay.xlsx"),
        (["--out", "nada/a.xlsx"], 4, "a.xlsx: la carpeta no existe; créela o elija otra"),
        (
            ["--out", "a.xlsx", "--password-env", "NO_EXISTE"],
            2,
            "La variable NO_EXISTE no existe o está vacía.",
        ),
        (
            ["--out", "a.xlsx", "--template", "x.xlsx", "--ask-password"],
            2,
            "La contraseña es para el libro incluido",
        ),
    ],
)
def test_what_is_refused(
    words: list[str],
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words) == code
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert told in said.err
    assert list(tmp_path.glob("*.xlsx")) == []


def test_an_unknown_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "--profile", "note", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "No hay un perfil note. ¿Quiso decir norte?\n"


def test_a_password_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAVE_DEL_DESPACHO", "s3creta")
    assert run("--out", tmp_path / "a.xlsx", "--password-env", "CLAVE_DEL_DESPACHO") == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Contratos"].protection.hashValue


def test_a_password_that_is_asked_for_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["una", "otra", "igual", "igual"]
    monkeypatch.setattr("icsoe_xl.cli.new.getpass", lambda _: answers.pop(0))
    assert run("--out", tmp_path / "a.xlsx", "--ask-password") == 2
    assert not (tmp_path / "a.xlsx").exists()
    assert run("--out", tmp_path / "a.xlsx", "--ask-password") == 0


def test_a_logo_that_is_not_there_is_said(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.of_user().save("norte", PROFILE.model_copy(update={"logo": "logos/norte.png"}))
    assert run("--out", tmp_path / "a.xlsx") == 0
    assert capsys.readouterr().err.startswith("No encuentro el logotipo logos/norte.png")


def test_a_firms_own_template(tmp_path: Path) -> None:
    template = openpyxl.Workbook()
    sheet = template.active
    assert sheet is not None
    sheet.title = "Formato"
    cells = {
        "A1": "{{ contratista.razon_social }}",
        "A2": "RFC: {{ contratista.rfc }}, {{ periodo.nombre }}",
        "A3": "{{ periodo.vence }}",
        "A4": "{{ dato.repse_vence }}",
        "A5": "{{ dato.domicilio_fiscal }}",
        "A6": "{{ dato.telefono }}",
        "A7": "{{ perfil }} {{ periodo.clave }} {{ hoy|fecha('iso') }}",
        "A8": "{% for c in clientes %}{{ c.rfc }}",
        "B8": "{{ c.nombre }}{% endfor %}",
        "A9": "{{ capturistas[0].curp }}",
    }
    for place, text in cells.items():
        sheet[place] = text
    template.save(tmp_path / "formato.xlsx")
    assert (
        run("--period", "2026-1", "--out", tmp_path / "libro.xlsx", "--template", tmp_path / "formato.xlsx")
        == 0
    )
    made = openpyxl.load_workbook(tmp_path / "libro.xlsx")["Formato"]
    assert [made.cell(row, 1).value for row in range(1, 11)] == [
        "Limpieza Pérez & Hijos, S.A. de C.V.",
        "RFC: EKU9003173C9, enero-abril 2026",
        made["A3"].value,
        made["A4"].value,
        "Sí",
        None,
        f"norte 2026-1 {date.today():%Y-%m-%d}",
        "CEJ9910011AA",
        "IIA040805DZ4",
        "BOXW310820HNERXN09",
    ]
    assert (made["A3"].value.date(), made["A4"].value.date()) == (date(2026, 5, 18), date(2027, 6, 15))
    assert [made["B8"].value, made["B9"].value] == ["Cliente Uno", "Cliente Dos"]


def test_a_template_that_asks_for_more_than_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = openpyxl.Workbook()
    assert template.active is not None
    template.active["B2"] = "{{ contratos }}"
    template.save(tmp_path / "formato.xlsx")
    assert run("--out", tmp_path / "libro.xlsx", "--template", tmp_path / "formato.xlsx") == 2
    said = capsys.readouterr().err
    assert said.startswith("formato.xlsx, hoja «Sheet», celda B2: no existe el nombre «contratos»")
    assert "contratista, dato, hoy" in said
    assert not (tmp_path / "libro.xlsx").exists()
