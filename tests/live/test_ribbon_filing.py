"""The buttons that go from the files for the portal to the board, pressed in LibreOffice on whole workbooks."""

from __future__ import annotations

import sys
import webbrowser
from datetime import date
from pathlib import Path
from typing import Any

import libros
import looks_seen as looks
import openpyxl
import pytest
from acuses import ACUSE, pdf
from answers import Person
from people import people

from icsoe_xl import actions, demo, opening, ribbon
from icsoe_xl.ledger.entries import Rejection
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return

FOLDER = f"ICSOE_{libros.RFC}_2026-1"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was asked for."""
    asked: list[str] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(webbrowser, "open", lambda url: asked.append(url) or True)
    return asked


@pytest.fixture
def libro(tmp_path: Path) -> Path:
    return libros.write(tmp_path / "libro.xlsx")


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "acuse.pdf"
    path.write_bytes(pdf(*ACUSE))
    return path


# --- Hoja de captura


def test_captura_offers_to_make_what_is_not_there(
    libro: Path, app: Any, opened: Any, person: Person, browsed: list[str]
) -> None:
    book = opened(libro)
    page = libro.parent / "libro_ICSOE" / FOLDER / "captura.html"
    person.answers = [False]
    ribbon.press("captura", app, book)
    assert person.told == ["No abrí nada."]
    assert not page.parent.exists()
    person.answers = [True]
    ribbon.press("captura", app, book)
    assert person.asked[1].startswith("Todavía no hay hoja de captura de este libro. ¿La hago")
    assert browsed == [page.as_uri()]
    assert f"Carpeta: {page.parent}" in person.told[1]
    assert len(Ledger.of_user().history()) == 1


def test_captura_opens_what_says_the_same_and_nothing_older(
    libro: Path, app: Any, opened: Any, person: Person, browsed: list[str]
) -> None:
    actions.export(libro, libro.parent / "libro_ICSOE")
    book = opened(libro)
    ribbon.press("captura", app, book)
    assert (len(browsed), person.asked, person.told) == (1, [], [])
    book.sheets["Trabajadores"]["D2"].value = 401.5  # not even saved
    person.answers = [False]
    ribbon.press("captura", app, book)
    assert person.asked[0].startswith("El libro cambió desde que se hizo su hoja de captura.")
    assert person.told[0].startswith("No abrí nada. La de antes está en ")
    person.answers = [True]
    ribbon.press("captura", app, book)
    ribbon.press("captura", app, book)
    assert len(browsed) == 3
    assert person.answers == []


def test_captura_of_a_workbook_with_errors(
    libro: Path, app: Any, opened: Any, person: Person, browsed: list[str]
) -> None:
    book = opened(libro)
    book.sheets["Trabajadores"]["B2"].value = "123"
    ribbon.press("captura", app, book)
    assert person.told[0].startswith(
        "Todavía no hay hoja de captura, y no se puede exportar. 1 trabajador: 1 error"
    )
    actions.export(libro, libro.parent / "libro_ICSOE")
    person.answers = [False, True]
    ribbon.press("captura", app, book)
    assert person.asked[0].startswith("No puedo hacer de nuevo la hoja de captura: el libro tiene errores.")
    assert (person.told[1:], browsed) == (["No abrí nada."], [])
    ribbon.press("captura", app, book)
    assert len(browsed) == 1


def test_captura_of_a_plain_sheet_says_what_there_is_instead(
    tmp_path: Path, app: Any, opened: Any, person: Person, browsed: list[str]
) -> None:
    demo.write_workbook(tmp_path / "limpio.xlsx", list(demo.people()))
    ribbon.press("captura", app, opened(tmp_path / "limpio.xlsx"))
    assert person.told[0].startswith("La hoja de captura sale de un libro completo")
    assert browsed == []


def test_captura_without_a_browser_says_where_the_page_is(
    libro: Path, app: Any, opened: Any, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.export(libro, libro.parent / "libro_ICSOE")
    monkeypatch.setattr(opening, "in_browser", lambda page: False)
    ribbon.press("captura", app, opened(libro))
    assert person.told[0].startswith("No pude abrir el navegador; abra usted este archivo: ")
    assert person.told[0].endswith("captura.html")


# --- Importar rechazos


def rejected(path: Path, *rows: list[str]) -> Path:
    book = openpyxl.Workbook()
    for row in (["NSS", "CURP", "Motivo"], *rows):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


def test_rechazos_marks_counts_and_goes_to_the_first(
    tmp_path: Path, app: Any, opened: Any, person: Person
) -> None:
    crew = libros.crew(["C-01"] * 3)
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets(workers=crew))
    strange = people(1, seed=7)[0]
    file = rejected(
        tmp_path / "rechazos.xlsx",
        [crew[1][1], crew[1][2], "NSS no localizado"],
        [strange.nss, strange.curp, "NSS no localizado"],
    )
    book = opened(path)
    person.answers = [file]
    ribbon.press("rechazos", app, book)
    assert person.asked == ["Elija el archivo de rechazos que bajó del portal"]
    assert app.selection.get_address(False, False) == "B3"
    assert looks.of_open(book, "Trabajadores")["B3"][0] == "FFC7CE"
    told = person.told[0].splitlines()
    assert told[0].startswith("3 trabajadores: 1 error y ")
    assert "rechazos.xlsx trae 2 renglones rechazados: 1 está en este libro (1 con P001) y 1 no." in told
    assert told[-1] == "No están en este libro: de la hoja «Sheet» del archivo de rechazos, la fila 3."
    assert strange.nss not in person.told[0]
    assert (app.status_bar, app.screen_updating, app.calculation) == (False, True, "automatic")
    [entry] = Ledger.of_user().entries(Rejection)
    assert (entry.rows, entry.unplaced) == (2, 1)


def test_rechazos_cancelled_or_of_no_use(
    tmp_path: Path, libro: Path, app: Any, opened: Any, person: Person
) -> None:
    book = opened(libro)
    sheets = [sheet.name for sheet in book.sheets]
    person.answers = [None, libro, tmp_path / "no hay.xlsx"]
    for told in ("No elegí ningún archivo y no marqué nada.", "es el libro mismo", "no hay.xlsx"):
        ribbon.press("rechazos", app, book)
        assert told in person.told[-1]
    assert [sheet.name for sheet in book.sheets] == sheets
    assert app.screen_updating


def test_rechazos_on_a_workbook_of_something_else(
    tmp_path: Path, app: Any, opened: Any, person: Person
) -> None:
    demo.write_workbook(tmp_path / "otra cosa.xlsx", [["a", "b", 1.0, "c"]])
    book = opened(tmp_path / "otra cosa.xlsx")
    book.sheets["captura"].range("A1:C1").value = ["Empleado", "Puesto", "Sueldo"]
    worker = people(1, seed=7)[0]
    person.answers = [rejected(tmp_path / "rechazos.xlsx", [worker.nss, worker.curp, "NSS no localizado"])]
    ribbon.press("rechazos", app, book)
    assert person.told[0].startswith("No encontré una tabla de trabajadores en el libro.")


# --- Registrar acuse


def test_acuse_takes_the_rest_from_the_workbook_and_asks_once(
    libro: Path, receipt: Path, app: Any, opened: Any, person: Person, home: Path
) -> None:
    actions.export(libro, libro.parent / "libro_ICSOE")
    book = opened(libro)
    person.answers = [receipt, False]
    ribbon.press("acuse", app, book)
    assert person.told == ["No registré nada."]
    assert Ledger.of_user().filings() == []
    person.answers = [receipt, True]
    ribbon.press("acuse", app, book)
    assert person.asked[-1] == (
        "¿Registro esta presentación?\n\n"
        f"RFC: {libros.RFC}\n"
        "Periodo: 2026-1 (enero-abril 2026)\n"
        "Tipo: Normal\n"
        "Folio: N262253432\n"
        "Fecha de presentación: 15/05/2026"
    )
    [filing] = Ledger.of_user().filings()
    assert (filing.rfc, filing.period, filing.kind) == (libros.RFC, Period(2026, 1), Return.NORMAL)
    assert (filing.folio, filing.filed_on) == ("N262253432", date(2026, 5, 15))
    assert (home / "acuses" / f"{filing.copy_sha256}.pdf").read_bytes() == receipt.read_bytes()
    assert person.told[-1].startswith("Listo: P1, Normal, folio N262253432")
    assert "Lo que se presentó: E1" in person.told[-1]
    person.answers = [receipt, True]
    ribbon.press("acuse", app, book)
    assert person.told[-1].startswith("El folio ya está registrado como P1")


def test_acuse_asks_for_what_it_cannot_read_until_it_understands(
    tmp_path: Path, app: Any, opened: Any, person: Person
) -> None:
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_tipo": "Corrección"}))
    scanned = tmp_path / "escaneado.pdf"
    scanned.write_bytes(pdf())
    person.answers = [scanned, "??", "c26-2253433", "15 de mayo", "20/05/2025", "20/05/2026", True]
    ribbon.press("acuse", app, opened(path))
    asked = person.asked
    assert asked[1] == "Folio del acuse:"
    assert asked[2].startswith("El folio no se entiende") and asked[2].endswith("\n\nFolio del acuse:")
    assert asked[4].startswith("La fecha se escribe como")
    assert "es de antes del periodo 2026-1" in asked[5]
    assert "Tipo: Corrección\nFolio: C262253433\nFecha de presentación: 20/05/2026" in asked[6]
    assert person.answers == []
    assert all(len(question) <= 255 for question in asked[:6])  # all that Excel's own box shows
    assert [filing.kind for filing in Ledger.of_user().filings()] == [Return.CORRECTION]


def test_acuse_asks_when_workbook_and_folio_differ_and_says_what_is_doubtful(
    tmp_path: Path, receipt: Path, app: Any, opened: Any, person: Person
) -> None:
    changes = {"icsoe_tipo": "Corrección", "icsoe_rfc": libros.CLIENT}
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets(changes))
    person.answers = [receipt, 1, False]
    ribbon.press("acuse", app, opened(path))
    assert person.options == ["Corrección", "Normal"]
    assert "Tipo: Normal" in person.asked[-1]
    assert f"Ojo: el PDF no menciona el RFC {libros.CLIENT}" in person.asked[-1]


def test_acuse_with_a_plain_sheet_asks_whose_it_is(
    tmp_path: Path, receipt: Path, app: Any, opened: Any, person: Person
) -> None:
    demo.write_workbook(tmp_path / "limpio.xlsx", list(demo.people()))
    book = opened(tmp_path / "limpio.xlsx")
    person.answers = [receipt, None]
    ribbon.press("acuse", app, book)
    assert person.asked[1].startswith("Este libro no dice de quién es.")
    assert person.options == [libros.RFC]  # the only one in the PDF
    assert person.told == ["No registré nada."]


def test_acuse_of_what_is_no_pdf(libro: Path, app: Any, opened: Any, person: Person) -> None:
    person.answers = [libro]
    ribbon.press("acuse", app, opened(libro))
    assert person.told == ["libro.xlsx no es un PDF: baje el acuse otra vez del portal."]


# --- Tablero


def test_tablero_opens_the_board(
    libro: Path, app: Any, person: Person, browsed: list[str], home: Path
) -> None:
    ribbon.press("tablero", app, None)
    assert person.told == ["No hay contratistas: guarde uno con «icsoe-xl profile add», o registre un acuse."]
    assert browsed == []
    actions.export(libro, libro.parent / "salida")
    ribbon.press("tablero", app, None)
    assert browsed == [(home / "tablero.html").as_uri()]
    page = (home / "tablero.html").read_text(encoding="utf-8")
    assert libros.RFC in page and "2026-1" in page
    assert len(person.told) == 1


# --- the browser


@pytest.mark.parametrize("found", [True, False])
def test_each_system_opens_a_page_in_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: bool
) -> None:
    import os
    import subprocess

    page = tmp_path / "día & noche.html"
    asked: list[Any] = []

    def start(path: Path) -> None:
        asked.append(path)
        if not found:
            raise OSError

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0 if found else 1)

    monkeypatch.setattr(os, "startfile", start, raising=False)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(webbrowser, "open", lambda url: asked.append(url) or found)
    for system in ("win32", "darwin", "linux"):
        monkeypatch.setattr(sys, "platform", system)
        assert opening.in_browser(page) is found
    assert asked == [page, ["/usr/bin/open", str(page)], page.as_uri()]
    assert asked[2].endswith("/d%C3%ADa%20%26%20noche.html")
