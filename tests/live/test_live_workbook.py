"""The verbs on an open workbook, and that they are the same as on a closed one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import looks_seen as looks
import pytest

from icsoe_xl import actions
from icsoe_xl.workbooks.live import LiveWorkbook

pytestmark = pytest.mark.usefixtures("said")


def marked_live(book: Any) -> LiveWorkbook:
    live = LiveWorkbook(book)
    actions.mark(actions.inspect(live))
    return live


def test_open_and_closed_find_the_same(opened: Any, faulty: Path) -> None:
    closed = actions.validate(faulty, check=True)
    live = actions.inspect(LiveWorkbook(opened(faulty))).report
    assert len(closed.findings) > 10
    assert live.to_json() == closed.to_json()


def test_open_and_closed_get_the_same_marks(opened: Any, faulty: Path, tmp_path: Path) -> None:
    closed = tmp_path / "cerrado.xlsx"
    actions.validate(faulty, out=closed)
    book = opened(faulty)
    marked_live(book)
    assert looks.of_open(book, "captura") == looks.of_closed(closed, "captura")


def test_both_list_the_same_findings(opened: Any, faulty: Path, tmp_path: Path) -> None:
    closed = tmp_path / "cerrado.xlsx"
    actions.validate(faulty, out=closed)
    live, reopened = marked_live(opened(faulty)), LiveWorkbook(opened(closed))
    assert len(live.listed()) > 10
    assert live.listed() == reopened.listed()


def test_clear_gives_back_every_look(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    page = book.sheets["captura"]
    page.range("A2").color = "#00B0F0"
    page.range("B6").add_note("La revisé con Recursos Humanos")
    page.range("C9").color = "#FFC7CE"
    before = looks.of_open(book, "captura")
    live = marked_live(book)
    assert looks.of_open(book, "captura") != before
    taken = live.clear()
    assert taken.cells > 20
    assert looks.of_open(book, "captura") == before
    assert [sheet.name for sheet in book.sheets] == ["captura"]


def test_a_note_of_the_users_is_left_alone(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    book.sheets["captura"].range("B6").add_note("La revisé con Recursos Humanos")
    marked_live(book)
    assert looks.of_open(book, "captura")["B6"] == ("FFEB9C", "La revisé con Recursos Humanos")


def test_a_second_run_replaces_the_first(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    marked_live(book)
    once = looks.of_open(book, "captura")
    marked_live(book)
    assert looks.of_open(book, "captura") == once
    assert [sheet.name for sheet in book.sheets] == ["captura", "Hallazgos"]


def test_what_the_user_changed_since_stays(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    live = marked_live(book)
    page = book.sheets["captura"]
    page.range("A5").color = "#92D050"
    page.range("C7").note.text = "Ya le pregunté al contador"
    live.clear()
    seen = looks.of_open(book, "captura")
    assert seen["A5"] == ("92D050", None)
    assert seen["C7"] == (None, "Ya le pregunté al contador")


def test_marked_open_cleared_closed(opened: Any, faulty: Path, tmp_path: Path) -> None:
    clean = looks.of_closed(faulty, "captura")
    book = opened(faulty)
    marked_live(book)
    saved = tmp_path / "guardado.xlsx"
    book.save(str(saved))
    closed = copy_of(saved, "cerrado")  # the one that is open has LibreOffice's lock beside it
    taken = actions.clear(closed)
    assert taken.cells > 20
    assert taken.notes > 5
    assert looks.of_closed(closed, "captura") == clean


def test_marked_closed_cleared_open(opened: Any, faulty: Path) -> None:
    clean = looks.of_open(opened(copy_of(faulty, "copia")), "captura")
    actions.validate(faulty)
    book = opened(faulty)
    LiveWorkbook(book).clear()
    assert looks.of_open(book, "captura") == clean
    assert "Hallazgos" not in [sheet.name for sheet in book.sheets]


def test_rows_moved_since_are_cleared_where_they_are(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    clean = looks.of_open(book, "captura")
    marked_live(book)
    book.sheets["captura"].range("4:5").insert("down")
    LiveWorkbook(book).clear()
    assert set(looks.of_open(book, "captura")) <= set(clean)


def test_fix_writes_text_and_lists_the_changes(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    inspection = actions.inspect(LiveWorkbook(book))
    repairs = actions.repairs_of(inspection)
    again = actions.repair(inspection, repairs, actions.Options())
    page = book.sheets["captura"]
    assert page.range("A2").value == "02159292172"
    assert page.range("A2").number_format == "@"
    assert page.range("C6").value == 1450.75
    assert not [finding for finding in again.report.findings if finding.fix is not None]
    changes = book.sheets["Cambios"].used_range.options(ndim=2).value
    assert ["captura", "A2", "NSS"] in [row[:3] for row in changes]


def test_formulas_hidden_rows_and_errors_are_seen(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    page = book.sheets["captura"]
    page.range("C3").formula = "=100*3.85"
    page.range("C4").formula = "=NA()"
    page.range("5:5").impl.row_hidden = True
    facts = LiveWorkbook(book).facts("captura", [1, 2, 3])
    assert facts.formulas[3, 3] == "100*3.85"
    assert facts.errors == {(4, 3): "#N/A", (16, 3): "#N/A"}  # the total adds the error up
    assert facts.hidden_rows == {5}


def test_merged_areas_are_seen(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    book.sheets["captura"].range("D2:D4").merge()
    book.sheets["captura"].range("A13:B13").merge()
    merged = LiveWorkbook(book).facts("captura", [1]).merged
    assert sorted(merged) == [(2, 4, 4, 4), (13, 1, 13, 2)]


def test_a_defined_name_gives_its_value(opened: Any, faulty: Path) -> None:
    book = opened(faulty)
    book.sheets["captura"].range("F1").value = "2026-1"
    book.names.add("icsoe_periodo", "=captura!$F$1")
    live = LiveWorkbook(book)
    assert live.named_value("icsoe_periodo") == "2026-1"
    assert live.named_value("icsoe_rfc") is None


def copy_of(path: Path, stem: str) -> Path:
    return Path(shutil.copy(path, path.with_stem(stem)))
