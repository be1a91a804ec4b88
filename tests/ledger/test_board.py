"""The board: each state, the days, whose rows there are, and the files made of them."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from libreoffice import Office
from tools import ooxml

from icsoe_xl.ledger import board, board_files
from icsoe_xl.ledger.board import Row, State
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return

RFC, OTHER = "EKU9003173C9", "IIA040805DZ4"
P1 = Period(2026, 1)
DUE = date(2026, 5, 18)
HASH = "ab" * 32


def moment(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("America/Mexico_City"))


BEFORE, AFTER = moment(5, 10), moment(5, 20)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger kept since January, whatever day it is today."""
    monkeypatch.setattr("icsoe_xl.ledger.store.datetime", _Ticking)
    _Ticking.minute = 0
    made = Ledger(f"sqlite:///{tmp_path}/registro.sqlite")
    made.record_check(OTHER, P1, errors=0, warnings=0, workers=1)
    return made


class _Ticking(datetime):
    minute = 0

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        cls.minute += 1
        return datetime(2026, 1, 2, 12, cls.minute, tzinfo=ZoneInfo("UTC"))


def only(ledger: Ledger, now: datetime) -> Row:
    return next(row for row in board.of(ledger, {RFC: "Escuela"}, now, [P1]) if row.rfc == RFC)


def check(ledger: Ledger, errors: int) -> None:
    ledger.record_check(RFC, P1, errors=errors, warnings=0, workers=5)


def export(ledger: Ledger) -> None:
    ledger.record_export(RFC, P1, Return.NORMAL, manifest_sha256=HASH, contracts=1, workers=5)


def file(ledger: Ledger, kind: Return, folio: str, day: int) -> None:
    ledger.record_filing(RFC, P1, kind, folio=folio, filed_on=date(2026, 5, day))


def test_before_the_due_date_state_by_state(ledger: Ledger) -> None:
    row = only(ledger, BEFORE)
    assert (row.state, row.due, row.days_left, row.note) == (State.NOTHING, DUE, 8, "")
    check(ledger, 12)
    assert (only(ledger, BEFORE).state, only(ledger, BEFORE).note) == (State.ERRORS, "12 por corregir")
    check(ledger, 0)
    assert only(ledger, BEFORE).state is State.READY
    export(ledger)
    assert only(ledger, BEFORE).state is State.EXPORTED
    check(ledger, 0)
    assert only(ledger, BEFORE).state is State.EXPORTED
    check(ledger, 1)
    assert only(ledger, BEFORE).state is State.ERRORS
    file(ledger, Return.NORMAL, "N262253432", 15)
    row = only(ledger, AFTER)
    assert (row.state, row.folio, row.filed_on, row.note) == (
        State.FILED,
        "N262253432",
        date(2026, 5, 15),
        "",
    )


def test_late_from_the_midnight_of_mexico_on(ledger: Ledger) -> None:
    export(ledger)
    last = moment(5, 18, 23)
    assert last.astimezone(ZoneInfo("UTC")).date() == date(2026, 5, 19)
    assert (only(ledger, last).state, only(ledger, last).days_left) == (State.EXPORTED, 0)
    row = only(ledger, moment(5, 19, 0))
    assert (row.state, row.days_left, row.note) == (State.LATE, -1, "estaba exportada")


def test_a_late_filing_is_filed_and_said_to_be_late(ledger: Ledger) -> None:
    file(ledger, Return.NORMAL, "N262253432", 19)
    assert (only(ledger, AFTER).state, only(ledger, AFTER).note) == (State.FILED, "se presentó 1 día tarde")


def test_complementarias(ledger: Ledger) -> None:
    file(ledger, Return.NORMAL, "N262253432", 15)
    file(ledger, Return.CORRECTION, "C262253433", 20)
    row = only(ledger, AFTER)
    assert (row.state, row.folio, row.note) == (State.FILED, "C262253433", "1 de 4 complementarias")
    file(ledger, Return.UPDATE, "A262253434", 21)
    assert only(ledger, AFTER) == row
    file(ledger, Return.CANCELLATION, "E262253435", 22)
    row = only(ledger, AFTER)
    assert (row.state, row.folio) == (State.LATE, "")
    assert row.note == "quedó sin efectos; 2 de 4 complementarias"
    assert only(ledger, BEFORE).state is State.NOTHING


def test_an_annulled_filing_does_not_count(ledger: Ledger) -> None:
    file(ledger, Return.NORMAL, "N262253432", 15)
    ledger.annul(1, "era de otro")
    assert only(ledger, AFTER).state is State.LATE


def test_what_was_due_before_there_was_a_ledger_is_not_called_late(tmp_path: Path) -> None:
    empty = Ledger(f"sqlite:///{tmp_path}/otro.sqlite")
    row = only(empty, AFTER)
    assert (row.state, row.note) == (State.NOTHING, "venció antes de que empezara su registro")


def test_saved_and_known_contractors_in_the_usual_and_their_own_periods(ledger: Ledger) -> None:
    file(ledger, Return.NORMAL, "N242253432", 15)
    ledger.record_filing(OTHER, Period(2024, 2), Return.NIL, folio="SI242202734", filed_on=date(2024, 9, 17))
    rows = board.of(ledger, {RFC: "Zeta", "XIA190128J61": "Alfa"}, moment(5, 10))
    assert [(str(row.period), row.name or row.rfc) for row in rows] == [
        ("2026-1", "Alfa"),
        ("2026-1", OTHER),
        ("2026-1", "Zeta"),
        ("2025-3", "Alfa"),
        ("2025-3", OTHER),
        ("2025-3", "Zeta"),
        ("2024-2", OTHER),
    ]


def test_the_workbook(ledger: Ledger, tmp_path: Path) -> None:
    file(ledger, Return.NORMAL, "N262253432", 15)
    rows = board.of(ledger, {RFC: '=HYPERLINK("http://x.mx")'}, BEFORE, [P1])
    sheet = openpyxl.load_workbook(io.BytesIO(board_files.xlsx(rows)))["Tablero"]
    assert tuple(cell.value for cell in sheet[1]) == board_files.HEADERS
    cells = next(line for line in sheet.iter_rows(min_row=2) if line[0].value == RFC)
    assert (cells[1].value, cells[1].data_type) == ('=HYPERLINK("http://x.mx")', "s")
    assert [cell.value for cell in cells[2:4]] == ["2026-1", "presentada"]
    assert cells[4].value == datetime(2026, 5, 18)
    assert (cells[5].value, cells[6].value) == (8, "N262253432")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:I3")


def test_programs_open_the_workbook(ledger: Ledger, tmp_path: Path, office: Office) -> None:
    file(ledger, Return.NORMAL, "N262253432", 15)
    path = tmp_path / "tablero.xlsx"
    path.write_bytes(board_files.xlsx(board.of(ledger, {RFC: "=1+1"}, BEFORE, [P1])))
    with office.opened(path) as document:
        sheet = document.Sheets.getByName("Tablero")
        assert [sheet.getCellByPosition(column, 1).String for column in (1, 3, 4)] == [
            "=1+1",
            "presentada",
            "18/05/2026",
        ]
    if ooxml.missing():
        pytest.skip(str(ooxml.missing()))
    openpyxl.Workbook().save(tmp_path / "vacio.xlsx")  # the SDK dislikes the order in openpyxl's default font
    assert ooxml.validate(path) == ooxml.validate(tmp_path / "vacio.xlsx")


def test_the_page(ledger: Ledger) -> None:
    rows = board.of(ledger, {RFC: "<b>Peña & Hijos</b>"}, BEFORE, [P1])
    page = board_files.html(rows, BEFORE).decode("utf-8")
    assert "&lt;b&gt;Peña &amp; Hijos&lt;/b&gt;" in page
    assert "1 nada" in page
    assert "18/05/2026" in page
    assert "http" not in page
    assert "<script" not in page
