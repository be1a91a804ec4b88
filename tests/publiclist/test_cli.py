"""``icsoe-xl public-list`` as a person uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from public_lists import IN_TIME, LATE, fillers, row, write
from tools import ooxml

from icsoe_xl.cli import main
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return

ROOT = Path(__file__).parents[2]
NAME, RFC = "Servicios del Norte SA de CV", "EKU9003173C9"
OTHER, OTHER_RFC = "Tomás Peña Ruiz", "XIQB891116QE4"


class Said:
    """What a command printed and returned."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*arguments: object) -> Said:
        capsys.readouterr()
        code = main(["public-list", *map(str, arguments)])
        return Said(code, *capsys.readouterr())

    return call


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """One contractor in time, another late."""
    return write(
        tmp_path / "LPP_2026.xlsx",
        [
            *fillers(),
            row("SERVICIOS DEL NORTE, S.A. DE C.V."),
            row("PEÑA RUIZ TOMÁS", person="FÍSICA", folio="N262253433", filed_on=LATE),
        ],
    )


def save(name: str, rfc: str, razon_social: str) -> None:
    assert main(["profile", "add", name, "--rfc", rfc, "--razon-social", razon_social]) == 0


def test_found_in_time(run: Callable[..., Said], published: Path, home: Path) -> None:
    said = run(published, "--name", NAME)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "LPP_2026.xlsx: 62 filas, periodo 2026-1 (enero-abril 2026); la última presentación es del 19/05/2026.",
        "",
        "Contratista                   Periodo  Estado         Presentada  Tipo             Folio        Contratos  "
        "Trabajadores",
        "Servicios del Norte SA de CV  2026-1   a tiempo       15/05/2026  Normal           N262253432           1  "
        "          10",
        "    Sin RFC no se compara con el registro.",
        "",
        "1 a tiempo.",
    ]
    assert not home.exists()  # looking makes no ledger


def test_late_missing_and_near(run: Callable[..., Said], published: Path) -> None:
    said = run(published, "--name", OTHER, "--name", "Servicios de Norte SA de CV", "--name", NAME)
    assert said.code == 1
    assert "    Se presentó 1 día después del 18/05/2026." in said.out
    assert (
        "    El listado pone el nombre en otro orden; confirme por el folio que es la misma persona."
        in said.out
    )
    assert (
        "(si es uno de ellos, repita con ese nombre):\n      SERVICIOS DEL NORTE, S.A. DE C.V.\n" in said.out
    )
    assert said.out.endswith("1 a tiempo, 1 tardía, 1 falta.\n")


def test_all_profiles_against_the_ledger(run: Callable[..., Said], published: Path) -> None:
    save("norte", RFC, NAME)
    save("tomas", OTHER_RFC, OTHER)
    ledger = Ledger.of_user()
    ledger.record_export(
        RFC, Period(2026, 1), Return.NORMAL, manifest_sha256="0" * 64, contracts=1, workers=12
    )
    ledger.record_filing(RFC, Period(2026, 1), Return.NORMAL, folio="N262253432", filed_on=IN_TIME)
    said = run(published, "--all-profiles", "--json")
    assert said.code == 1
    found = json.loads(said.out)
    assert (found["file"], found["rows"], found["periods"], found["until"]) == (
        "LPP_2026.xlsx",
        62,
        ["2026-1"],
        "2026-05-19",
    )
    late, differs = found["contractors"]
    assert (late["rfc"], late["state"], late["fine"], late["folio"]) == (
        OTHER_RFC,
        "tardía",
        False,
        "N262253433",
    )
    assert differs == {
        "name": NAME,
        "rfc": RFC,
        "period": "2026-1",
        "state": "a tiempo",
        "fine": False,
        "due": "2026-05-18",
        "folio": "N262253432",
        "listed": [
            {
                "name": "SERVICIOS DEL NORTE, S.A. DE C.V.",
                "type": "Normal",
                "folio": "N262253432",
                "filed_on": "2026-05-15",
                "contracts": 1,
                "workers": 10,
            }
        ],
        "export": {"reference": "E1", "contracts": 1, "workers": 12},
        "differences": ["trabajadores: 10 en el listado y 12 en su exportación E1"],
        "notes": [],
        "near": [],
    }


def test_one_profile(run: Callable[..., Said], published: Path) -> None:
    save("norte", RFC, NAME)
    save("tomas", OTHER_RFC, OTHER)
    said = run(published, "--profile", "norte")
    assert (said.code, OTHER in said.out) == (0, False)
    assert (run(published, "--profile", "sur").code, run(published, "--profile", "tomas").code) == (2, 1)


def test_a_profile_that_cannot_be_read_is_said(run: Callable[..., Said], published: Path, home: Path) -> None:
    save("norte", RFC, NAME)
    (home / "profiles" / "roto.toml").write_text("rfc = ", encoding="utf-8")
    said = run(published, "--all-profiles")
    assert said.code >= 2
    assert said.err.startswith("Aviso: al perfil roto no lo busqué.")
    assert "1 a tiempo." in said.out


def test_a_name_with_its_rfc_is_compared(run: Callable[..., Said], published: Path) -> None:
    Ledger.of_user().record_filing(RFC, Period(2026, 1), Return.NORMAL, folio="N1", filed_on=IN_TIME)
    said = run(published, "--name", NAME, "--rfc", RFC)
    assert said.code == 1
    assert "    Diferencia: el folio N1 de su registro no está en el listado.\n" in said.out
    assert said.out.endswith("1 a tiempo; 1 con diferencias.\n")


def test_the_answer_as_a_workbook(run: Callable[..., Said], published: Path, tmp_path: Path) -> None:
    said = run(published, "--name", NAME, "--name", "=1+1\x01 SC", "--out", tmp_path / "revisión.xlsx")
    assert (said.code, said.err) == (1, f"Listo: {tmp_path / 'revisión.xlsx'}\n")
    sheet = openpyxl.load_workbook(tmp_path / "revisión.xlsx")["Listado público"]
    assert [cell.value for cell in sheet[2]][:4] == ["=1+1 SC", None, "2026-1", "falta"]
    assert sheet["A2"].data_type == "s"
    values = [cell.value for cell in sheet[3]]
    assert (values[3], values[5].date(), values[6:10]) == (
        "a tiempo",
        date(2026, 5, 15),
        ["Normal", "N262253432", 1, 10],
    )
    if ooxml.missing() is None:
        openpyxl.Workbook().save(tmp_path / "vacio.xlsx")  # what openpyxl itself gets wrong does not count
        assert ooxml.validate(tmp_path / "revisión.xlsx") == ooxml.validate(tmp_path / "vacio.xlsx")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Diga a quién busco: --name, --profile o --all-profiles."),
        (("--all-profiles",), "No hay contratistas guardados"),
        (("--name", NAME, "--rfc", RFC, "--rfc", RFC), "Dé un --rfc por cada --name"),
        (("--name", NAME, "--rfc", "X1"), "El RFC no se entiende"),
        (("--name", " - "), "Después de --name va el nombre"),
        (("--name", NAME, "--period", "2026"), "el periodo se escribe"),
        (("--name", NAME, "--period", "2025-2"), "El listado es de 2026-1; no trae nada de 2025-2."),
    ],
)
def test_wrong_use(run: Callable[..., Said], published: Path, options: tuple[str, ...], said: str) -> None:
    answer = run(published, *options)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(said) and answer.err.count("\n") == 1


def test_files_that_cannot_be_read(run: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "danado.xlsx").write_bytes(b"PK\3\4 nada")
    other = write(tmp_path / "otro.xlsx", [["1", "2"]], headers=("NSS", "CURP"))
    for path in (tmp_path / "no_existe.xlsx", tmp_path / "danado.xlsx", other):
        answer = run(path, "--name", NAME)
        assert (answer.code, answer.out, answer.err.count("\n")) == (3, "", 1)
        assert path.name in answer.err


def test_a_report_that_cannot_be_written(run: Callable[..., Said], published: Path, tmp_path: Path) -> None:
    assert run(published, "--name", NAME, "--out", tmp_path / "no_hay" / "r.xlsx").code == 4


def test_nothing_heavy_is_loaded_when_all_is_well(published: Path) -> None:
    code = (
        "import sys; from icsoe_xl.cli import main\n"
        f"assert main(['public-list', {str(published)!r}, '--name', {NAME!r}]) == 0\n"
        "loaded = {'pydantic', 'openpyxl', 'sqlalchemy', 'jinja2', 'xlwings'} & set(sys.modules)\n"
        "assert not loaded, loaded"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, capture_output=True)


def test_the_rfc_of_these_tests_is_sound() -> None:
    assert rfcs.is_valid(RFC) and rfcs.is_valid(OTHER_RFC)
