"""Marks on the built-in workbook, closed and open: what it has stays, and clearing gives it back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import looks_seen as looks
import pytest
from newbook.conftest import DAY, PERIOD, PROFILE
from newbook.typed import contracts, type_into, workers
from tools import ooxml

from icsoe_xl import actions, dialogs, ribbon
from icsoe_xl.newbook import make
from icsoe_xl.workbooks import open_workbook

KEPT = ("tableParts", "sheetProtection", "conditionalFormatting", "dataValidations", "cols", "sheetViews")


def pieces(path: Path) -> dict[str, list[str]]:
    """What marks must leave alone, by sheet part."""
    with zipfile.ZipFile(path) as package:
        return {
            name: [
                found[0]
                for tag in KEPT
                for found in re.finditer(
                    rf"<{tag}[ >].*?(?:</{tag}>|/>)", package.read(name).decode(), re.DOTALL
                )
            ]
            for name in (f"xl/worksheets/sheet{number}.xml" for number in range(1, 6))
        }


def content(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def faulty(book: Path, app: Any) -> Path:
    """The workbook typed in LibreOffice, with faults on all three sheets."""
    open_book = app.books.open(str(book))
    some_contracts, some_workers = contracts(3), workers(9, 3)
    some_contracts[1][1] = "EKU9003173C9"
    some_workers[2][1] = some_workers[2][1][:10] + "x"
    some_workers[4][0] = "OC-009"
    some_workers[5][3] = None
    type_into(open_book, some_contracts, some_workers)
    open_book.sheets["Contratista"]["C7"].value = "Anual"
    path = book.with_name("capturado.xlsx")
    open_book.save(str(path))
    open_book.close()
    return path


def test_a_closed_one_keeps_everything_and_is_given_back(faulty: Path) -> None:
    before, kept = content(faulty), pieces(faulty)
    sound = ooxml.validate(faulty) if ooxml.missing() is None else []
    report = actions.validate(faulty)
    places = {(found.sheet, found.cell, found.rule) for found in report.findings if found.severity == "error"}
    assert places == {
        ("Contratista", "C7", "C005"),
        ("Contratos", "B8", "K012"),
        ("Trabajadores", "B8", "T002"),
        ("Trabajadores", "A10", "T041"),
        ("Trabajadores", "D11", "T021"),
    }
    assert pieces(faulty) == kept
    assert ooxml.missing() is not None or ooxml.validate(faulty) == sound
    actions.clear(faulty)
    assert content(faulty) == before


def test_an_open_one_without_password_is_painted_and_stays_protected(
    faulty: Path, app: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(dialogs, "say", lambda app, text, mode="info": said.append(text))
    open_book = opened(faulty)
    before = looks.of_open(open_book, "Trabajadores")
    ribbon.press("validar", app, open_book)
    assert "protegida" not in said[-1]
    assert looks.of_open(open_book, "Trabajadores")["B8"][0] == "FFC7CE"
    assert open_book.sheets["Trabajadores"].api.isProtected()
    ribbon.press("limpiar", app, open_book)
    assert looks.of_open(open_book, "Trabajadores") == before
    assert all(sheet.api.isProtected() for sheet in open_book.sheets)


def test_an_open_one_with_password_is_listed_only(
    tmp_path: Path, app: Any, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "con clave.xlsx"
    path.write_bytes(make(PROFILE, "norte", PERIOD, DAY, password="clave"))
    said: list[str] = []
    monkeypatch.setattr(dialogs, "say", lambda app, text, mode="info": said.append(text))
    open_book = opened(path)
    type_into(open_book, contracts(1), workers(2, 2))
    before = looks.of_open(open_book, "Trabajadores")
    ribbon.press("validar", app, open_book)
    assert "La hoja «Trabajadores» está protegida y no la pude colorear" in said[-1]
    assert looks.of_open(open_book, "Trabajadores") == before
    sheet = open_book.sheets["Trabajadores"].api
    assert sheet.isProtected()
    sheet.unprotect("clave")  # what we wrote is what LibreOffice, and Excel, make of the password
    assert not sheet.isProtected()


def test_what_is_typed_below_the_table_counts_too(book: Path, opened: Any) -> None:
    open_book = opened(book)
    open_book.sheets["Trabajadores"].range("A3007").value = workers(2, 1)
    open_book.save(str(book))
    inspection = actions.inspect(open_workbook(book), today=DAY)
    assert inspection.tables[1].rows == [3007, 3008]
    assert [found.cell for found in inspection.report.findings if found.rule == "T041"] == ["A3007", "A3008"]
