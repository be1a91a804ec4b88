"""A saved contractor where others need her: REPSE services for rule K023, names and dates for the calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from icsoe_xl.cli import main
from icsoe_xl.profiles.services import registered_services

PROFILE = """
rfc = "eku-9003173-c9"
razon_social = "Escuela Kemper Urgate"
correo = "ana@escuela.com.mx"

[repse]
registro = "AR12345/2024"
fecha = 2024-03-01

[[servicios]]
folio = "0001"
texto = "Mantenimiento industrial"
"""


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path))
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "EKU9003173C9.toml").write_text(PROFILE, encoding="utf-8")
    return folder


def test_services_are_found_by_rfc_however_it_is_written(profiles: Path) -> None:
    assert registered_services("EKU9003173C9") == (("0001", "Mantenimiento industrial"),)
    assert registered_services(" eku9003173c9 ") == (("0001", "Mantenimiento industrial"),)
    assert registered_services("XIA190128J61") == ()
    assert registered_services("") == ()


def test_a_broken_profile_is_of_no_consequence(profiles: Path) -> None:
    (profiles / "AAA.toml").write_text("rfc = ", encoding="utf-8")
    (profiles / "BBB.toml").write_bytes(b"\xff\xfe")
    assert registered_services("EKU9003173C9") == (("0001", "Mantenimiento industrial"),)


def test_no_folder_of_profiles_is_no_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "nada"))
    assert registered_services("EKU9003173C9") == ()


def test_the_calendar_names_the_contractors(
    profiles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "vencen.ics"
    assert main(["calendar", "--ics", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Escuela Kemper Urgate  EKU9003173C9" in said
    assert "01/03/2027" in said
    assert "Escuela Kemper Urgate" in out.read_text(encoding="utf-8").replace("\r\n ", "")
    assert main(["calendar", "--profile", "NADIE"]) == 2
