"""A whole workbook that is open: the same findings and marks on every sheet as in a closed one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import libros
import looks_seen as looks
import pytest

from icsoe_xl import actions
from icsoe_xl.workbooks.live import LiveWorkbook

pytestmark = pytest.mark.usefixtures("said")

SHEETS = ("Contratista", "Contratos", "Trabajadores")


@pytest.fixture
def libro(tmp_path: Path) -> Path:
    contracts = [
        libros.contract("C-01", fecha_fin=date(2025, 1, 1)),
        libros.contract("C-02", cliente_correo="pagos", fecha_inicio="15/01/2026"),
        libros.contract("C-03", cliente_domicilio_fiscal=False, cliente_cp=6600),
    ]
    crew = libros.crew(["C-01", "C-02", "C-O1"])
    contractor = {"icsoe_rfc": "EKU", "icsoe_correo": None, "icsoe_periodo": date(2026, 1, 1)}
    return libros.write(tmp_path / "libro.xlsx", libros.sheets(contractor, contracts, crew))


def test_open_and_closed_find_the_same(opened: Any, libro: Path) -> None:
    closed = actions.validate(libro, check=True)
    live = actions.inspect(LiveWorkbook(opened(libro))).report
    assert (live.layout, live.period, live.rows) == ("icsoe-libro", "2026-1", 3)
    assert len(closed.findings) > 10
    assert live.to_json() == closed.to_json()


def test_open_and_closed_get_the_same_marks_and_lose_them(opened: Any, libro: Path, tmp_path: Path) -> None:
    actions.validate(libro, out=tmp_path / "cerrado.xlsx")
    book = opened(libro)
    before = {sheet: looks.of_open(book, sheet) for sheet in SHEETS}
    live = LiveWorkbook(book)
    actions.mark(actions.inspect(live))
    for sheet in SHEETS:
        assert looks.of_open(book, sheet) == looks.of_closed(tmp_path / "cerrado.xlsx", sheet)
        assert looks.of_open(book, sheet) != before[sheet]
    live.clear()
    assert {sheet: looks.of_open(book, sheet) for sheet in SHEETS} == before


def test_names_of_an_open_workbook(opened: Any, libro: Path) -> None:
    live = LiveWorkbook(opened(libro))
    found = live.named_cells("ICSOE_")
    assert found["icsoe_rfc"] == ("Contratista", (1, 2))
    assert set(found) == set(libros.LABELS)
    assert live.named_cells("otros_") == {}
