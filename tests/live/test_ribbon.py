"""Every button pressed on a workbook open in LibreOffice: what it says, selects, paints and writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import looks_seen as looks
import pytest

from icsoe_xl import demo, dialogs, ribbon
from icsoe_xl.addin.caller import VERBS


def selected(app: Any) -> str:
    return str(app.selection.get_address(False, False))


def test_every_verb_of_the_add_in_has_its_button() -> None:
    assert set(VERBS) == set(ribbon.BUTTONS)
    assert all(button.__doc__ for button in ribbon.BUTTONS.values())


def test_validar_marks_tells_and_goes_to_the_first_error(
    app: Any, opened: Any, said: list[str], faulty: Path
) -> None:
    book = opened(faulty)
    ribbon.press("validar", app, book)
    assert said[0].startswith("13 trabajadores: 9 errores y 7 avisos.")
    assert "Ctrl+Z" in said[0]
    assert selected(app) == "A2"
    assert looks.of_open(book, "captura")["A2"][0] == "FFC7CE"
    assert app.screen_updating
    assert app.enable_events
    assert app.calculation == "automatic"


def test_undo_is_mentioned_once(app: Any, opened: Any, said: list[str], faulty: Path) -> None:
    book = opened(faulty)
    ribbon.press("validar", app, book)
    ribbon.press("validar", app, book)
    assert "Ctrl+Z" in said[0]
    assert "Ctrl+Z" not in said[1]


def test_siguiente_and_anterior_walk_the_findings_in_order_and_around(
    app: Any, opened: Any, said: list[str], faulty: Path
) -> None:
    book = opened(faulty)
    ribbon.press("validar", app, book)
    seen = [selected(app)]
    for _ in range(16):
        ribbon.press("siguiente", app, book)
        seen.append(selected(app))
    assert seen[:4] == ["A2", "A3", "A4", "A5"]
    assert seen[15] == "A2"
    ribbon.press("anterior", app, book)
    ribbon.press("anterior", app, book)
    assert selected(app) == seen[14]
    assert "hallazgo" in app.status_bar


def test_siguiente_before_any_check_says_what_to_press(
    app: Any, opened: Any, said: list[str], faulty: Path
) -> None:
    ribbon.press("siguiente", app, opened(faulty))
    assert said == ["Este libro no tiene hallazgos marcados. Pulse Validar primero."]


def test_ayuda_explains_the_active_cell(app: Any, opened: Any, said: list[str], faulty: Path) -> None:
    book = opened(faulty)
    ribbon.press("validar", app, book)
    book.sheets["captura"].range("A5").select()
    ribbon.press("ayuda", app, book)
    assert said[-1].startswith("T004 · El NSS está mal tecleado")
    assert "Fuente: IMSS" in said[-1]
    book.sheets["captura"].range("D2").select()
    ribbon.press("ayuda", app, book)
    assert said[-1].startswith("La celda D2 no tiene hallazgos")


def test_corregir_mends_lists_and_validates_again(
    app: Any, opened: Any, said: list[str], faulty: Path
) -> None:
    book = opened(faulty)
    ribbon.press("corregir", app, book)
    assert said[-1].startswith("Corregí 7 celdas")
    assert "8 errores y 1 aviso" in said[-1]
    assert [sheet.name for sheet in book.sheets] == ["captura", "Cambios", "Hallazgos"]
    assert book.sheets["captura"].range("B6").value == "MASC850617MGTRNR00"


def test_limpiar_takes_back_and_says_how_much(app: Any, opened: Any, said: list[str], faulty: Path) -> None:
    book = opened(faulty)
    before = looks.of_open(book, "captura")
    ribbon.press("validar", app, book)
    ribbon.press("limpiar", app, book)
    assert said[-1].startswith("Listo: quité el color")
    assert looks.of_open(book, "captura") == before
    ribbon.press("limpiar", app, book)
    assert said[-1] == "Este libro no tenía marcas nuestras."


def test_exportar_refuses_while_there_are_errors(
    app: Any, opened: Any, said: list[str], faulty: Path
) -> None:
    ribbon.press("exportar", app, opened(faulty))
    assert said[-1].startswith("Todavía no se puede exportar")
    assert not (faulty.parent / f"{faulty.stem}_ICSOE").exists()


def test_exportar_writes_beside_the_workbook(app: Any, opened: Any, said: list[str], tmp_path: Path) -> None:
    path = tmp_path / "limpio.xlsx"
    demo.write_workbook(path, list(demo.people()))
    ribbon.press("exportar", app, opened(path))
    folder = tmp_path / "limpio_ICSOE"
    lines = (folder / "limpio.csv").read_bytes().decode("cp1252").split("\r\n")
    assert lines[1] == "02159292172,LOPA920814MDFPRN07,412.35"
    assert len(lines) == 14
    assert (folder / "manifiesto.json").exists()
    assert "12 trabajadores" in said[-1]


def test_exportar_asks_for_a_folder_when_the_workbook_has_none_here(
    app: Any, opened: Any, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nube.xlsx"
    demo.write_workbook(path, list(demo.people()))
    book = opened(path)
    cloud = "https://firma.sharepoint.com/sites/clientes/nube.xlsx"
    monkeypatch.setattr(type(book), "fullname", property(lambda _: cloud))
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "pick_folder", lambda app, question: asked.append(question))
    ribbon.press("exportar", app, book)
    assert asked == ["Elija la carpeta para los archivos de la ICSOE"]
    assert said[-1] == "No elegí ninguna carpeta y no exporté nada."
    monkeypatch.setattr(dialogs, "pick_folder", lambda app, question: tmp_path / "elegida")
    ribbon.press("exportar", app, book)
    assert (tmp_path / "elegida" / "nube.csv").exists()


def test_a_protected_sheet_is_listed_but_not_painted(
    app: Any, opened: Any, said: list[str], faulty: Path
) -> None:
    book = opened(faulty)
    before = looks.of_open(book, "captura")
    book.sheets["captura"].api.protect("")
    ribbon.press("validar", app, book)
    assert "La hoja «captura» está protegida y no la pude colorear" in said[-1]
    assert "Hallazgos" in [sheet.name for sheet in book.sheets]
    assert looks.of_open(book, "captura") == before
    ribbon.press("corregir", app, book)
    assert said[-1].startswith("La hoja «captura» está protegida: quite la protección")


def test_a_protected_structure_stops_before_anything_is_touched(
    app: Any, opened: Any, said: list[str], faulty: Path
) -> None:
    book = opened(faulty)
    before = looks.of_open(book, "captura")
    book.api.protect("")
    ribbon.press("validar", app, book)
    assert said[-1].startswith("La estructura del libro está protegida")
    assert looks.of_open(book, "captura") == before


def test_a_workbook_without_a_known_table_says_what_was_found(
    app: Any, opened: Any, said: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "otra cosa.xlsx"
    demo.write_workbook(path, [["a", "b", 1.0, "c"]])
    book = opened(path)
    book.sheets["captura"].range("A1:C1").value = ["Empleado", "Puesto", "Sueldo"]
    for verb in ("validar", "corregir", "exportar"):
        ribbon.press(verb, app, book)
        assert said[-1].startswith("No encontré una tabla de trabajadores en el libro.")


def test_calendario_and_acerca_need_no_workbook(app: Any, said: list[str]) -> None:
    ribbon.press("calendario", app, None)
    ribbon.press("acerca", app, None)
    assert "fechas límite" in said[0]
    assert "Reglas" in said[1]


def test_a_busy_excel_is_named(app: Any, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class BusyError(Exception):
        hresult = -2147418111  # RPC_E_CALL_REJECTED

    def busy(app: Any, book: Any) -> str:
        raise BusyError

    monkeypatch.setitem(ribbon.BUTTONS, "acerca", busy)
    ribbon.press("acerca", app, None)
    assert said[-1].startswith("Excel está ocupado")


def test_a_fault_of_ours_leaves_a_reference_and_no_value(
    app: Any, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(app: Any, book: Any) -> str:
        raise ValueError("02159292172 LOPA920814MDFPRN07")

    monkeypatch.setitem(ribbon.BUTTONS, "acerca", broken)
    ribbon.press("acerca", app, None)
    log = (tmp_path / "home" / "logs" / "incidentes.log").read_text(encoding="utf-8")
    reference = log.split()[2]
    assert reference in said[-1]
    assert "LOPA" not in log + said[-1]
    assert "02159292172" not in log + said[-1]


def test_an_unknown_verb_is_a_message(app: Any, said: list[str]) -> None:
    ribbon.press("borrar", app, None)
    assert said[-1].startswith("No conozco el botón «borrar»")


@pytest.mark.parametrize("words", [["acerca"], ["calendario"], ["validar"], ["nada"], []])
def test_without_a_spreadsheet_the_words_go_to_the_log(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ribbon, "_active_app", lambda: None)
    assert ribbon.main(words) == 0
    assert len(capsys.readouterr().err) > 20
