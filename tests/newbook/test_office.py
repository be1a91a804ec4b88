"""The workbook open in LibreOffice: live counts and state, cells that keep what is typed, pages."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from libreoffice import Office
from newbook.typed import contracts, type_into, workers

from icsoe_xl import actions
from icsoe_xl.workbooks import open_workbook

FORM, START = "Contratista", "Inicio"


def state(book: Any) -> str:
    return str(book.sheets[START]["B9"].value)


def counts(book: Any) -> list[list[float | str | None]]:
    """Typed, missing and wrong of: contractor, contracts, workers, contracts without, workers without."""
    rows: list[list[float | str | None]] = book.sheets[START]["D19:F23"].value
    return rows


def test_sheets_and_what_the_first_one_says(book: Path, opened: Any) -> None:
    seen = opened(book)
    assert [sheet.name for sheet in seen.sheets if sheet.visible] == [
        START,
        FORM,
        "Contratos",
        "Trabajadores",
    ]
    assert seen.sheets.active.name == START
    start = seen.sheets[START]
    assert start["B3"].value == "EKU9003173C9 · Limpieza Pérez & Hijos, S.A. de C.V."
    assert start["F7"].value == "Normal"
    assert state(seen) == "Falta capturar los contratos"
    assert counts(seen) == [[11, 0, 0], [0, 0, 0], [0, 0, 0], [None, None, 0], [None, None, 0]]


def test_the_state_follows_the_typist(book: Path, opened: Any) -> None:
    seen = opened(book)
    type_into(seen, contracts(3), [])
    assert state(seen) == "Falta capturar los trabajadores"
    assert counts(seen)[3] == [None, None, 3]
    type_into(seen, contracts(3), workers(6, 3))
    assert state(seen) == "Listo para validar"
    assert counts(seen) == [[11, 0, 0], [3, 0, 0], [6, 0, 0], [None, None, 0], [None, None, 0]]
    seen.sheets["Trabajadores"]["C7"].value = None
    seen.sheets["Trabajadores"]["B8"].value = "123"
    seen.sheets["Trabajadores"]["A9"].value = "OC-9"
    seen.sheets["Contratos"]["A9"].value = "OC-001"
    assert counts(seen)[1:] == [[3, 0, 2], [6, 1, 1], [None, None, 0], [None, None, 3]]
    assert state(seen) == "Datos por completar o corregir: 7"
    seen.sheets["Trabajadores"]["D8"].formula = "=NA()"
    assert counts(seen)[2] == ["error", "error", "error"]
    assert state(seen) == "Hay celdas con un error de Excel: corríjalas o bórrelas"


def test_faults_of_contracts_are_counted(book: Path, opened: Any) -> None:
    seen = opened(book)
    rows = contracts(4)
    rows[0][10] = rows[0][10].replace(year=2025)  # before the period
    rows[1][10] = "ayer"
    rows[2][11] = rows[2][10].replace(year=2025)  # ends before it begins
    rows[3][1] = "CEJ99"
    rows[3][12:14] = [None, None]
    type_into(seen, rows, workers(8, 4))
    assert counts(seen)[1] == [4, 0 if rows[3][6] == "Sí" else 2, 4]
    seen.sheets[FORM]["C7"].value = "Actualización"  # whose contracts began whenever
    assert counts(seen)[1][2] == 3


def test_a_nil_return_lists_nothing(book: Path, opened: Any) -> None:
    seen = opened(book)
    seen.sheets[FORM]["C7"].value = "Sin información"
    assert state(seen) == "Listo para validar"
    type_into(seen, contracts(1), [])
    assert state(seen) == "La informativa Sin información no lleva contratos ni trabajadores"


def test_gaps_of_the_form_come_first(book: Path, opened: Any) -> None:
    seen = opened(book)
    type_into(seen, contracts(2), workers(4, 2))
    form = seen.sheets[FORM]
    form["C21"].value = None
    assert state(seen) == "Complete la hoja Contratista"
    form["C21"].value = "x@y.mx"
    form["C26"].value = "No"
    assert counts(seen)[0] == [11, 5, 0]
    form["C27:C32"].value = [["06600"], ["Juárez"], ["Hamburgo"], ["12"], [None], ["Praga y Florencia"]]
    assert state(seen) == "Listo para validar"
    form["C8"].value = 3
    assert counts(seen)[0][2] == 1


def test_cells_keep_what_is_typed(book: Path, opened: Any) -> None:
    seen = opened(book)
    seen.sheets["Trabajadores"]["A6:D6"].value = ["001", "01234567890", "LOPA920814MDFPRN05", 450.4]
    seen.sheets["Contratos"]["A7"].value = "001"
    seen.save(str(book))
    grid = open_workbook(book).grid("Trabajadores")
    assert list(grid.rows[5 - grid.first_row + 1][:4]) == ["001", "01234567890", "LOPA920814MDFPRN05", 450.4]


def test_saved_by_libreoffice_it_is_read_the_same(book: Path, opened: Any) -> None:
    seen = opened(book)
    type_into(seen, contracts(3), workers(6, 3))
    seen.save(str(book))
    report = actions.inspect(open_workbook(book)).report
    assert (report.layout, report.rows, report.errors) == ("icsoe-libro", 6, 0)


def test_pages(book: Path, tmp_path: Path, office: Office) -> None:
    """No page for the thousands of empty rows of the tables."""
    with office.opened(book) as document:
        office.save(document, tmp_path / "libro.pdf")
    told = subprocess.run(
        ["pdfinfo", str(tmp_path / "libro.pdf")], capture_output=True, text=True, check=True
    )
    pages = next(line.split()[1] for line in told.stdout.splitlines() if line.startswith("Pages:"))
    assert pages == "5"  # the contracts are two pages wide


@pytest.mark.parametrize("name", ["Inicio", "Contratista", "Contratos", "Trabajadores"])
def test_it_can_be_drawn(book: Path, tmp_path: Path, office: Office, name: str) -> None:
    drawn = office.to_png(book, tmp_path / name, name)
    assert [path.read_bytes()[:4] for path in drawn] == [b"\x89PNG"]
