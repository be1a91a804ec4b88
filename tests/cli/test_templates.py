"""``template check``: what a designed workbook asks for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from icsoe_xl.cli import main


@pytest.fixture
def template(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Portada"
    sheet["B2"] = "{{ contratista.razon_social }}"
    sheet["B3"] = "RFC {{ contratista.rfc }}"
    path = tmp_path / "plantilla.xlsx"
    book.save(path)
    return path


def test_names_and_places(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "check", str(template)]) == 0
    said = capsys.readouterr().out
    assert "pide 2 datos:" in said
    assert "contratista.razon_social" in said
    assert "B2" in said
    assert main(["template", "check", str(template), "--json"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)] == [
        "contratista.razon_social",
        "contratista.rfc",
    ]


def test_a_wrong_tag_names_its_cell(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(template)
    book["Portada"]["C7"] = "{{ contratista.rfc | no_existe }}"
    book.save(template)
    assert main(["template", "check", str(template)]) == 2
    assert "C7" in capsys.readouterr().err


def test_without_tags(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Workbook().save(template)
    assert main(["template", "check", str(template)]) == 0
    assert "no pide ningún dato" in capsys.readouterr().out
