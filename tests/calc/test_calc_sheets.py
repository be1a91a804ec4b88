"""Books, sheets, notes, names, tables, links, protection and the switches of the app."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwings
from libreoffice import Office, cell_look
from xlwings import Book, Sheet, XlwingsError

from icsoe_xl.calc import dialogs


def test_saving_and_opening(app: xlwings.App, book: Book, tmp_path: Path) -> None:
    book.sheets[0]["A1"].value = [["0123", 1], ["x", dt.date(2026, 1, 5)]]
    path = tmp_path / "año nuevo & más.xlsx"
    book.save(path)
    assert (book.name, Path(book.fullname)) == ("año nuevo & más.xlsx", path)
    assert openpyxl.load_workbook(path).active["A1"].value == 123
    book.sheets[0]["A1"].value = 9
    book.save()
    assert openpyxl.load_workbook(path).active["A1"].value == 9
    assert app.books["año nuevo & más.xlsx"] == book
    assert app.books.open(path) == book
    with pytest.raises(XlwingsError, match=r"\.docx"):
        book.save(tmp_path / "x.docx")
    with pytest.raises(XlwingsError, match="save"):
        book.save(tmp_path / "no" / "hay" / "x.xlsx")


def test_a_password(app: xlwings.App, book: Book, tmp_path: Path) -> None:
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    plain = BytesIO()
    made = openpyxl.Workbook()
    made.active["A1"] = 5
    made.save(plain)
    with (tmp_path / "p.xlsx").open("wb") as out:
        ooxml.OOXMLFile(plain).encrypt("clave", out)
    with pytest.raises(XlwingsError, match="open"):
        app.books.open(tmp_path / "p.xlsx", password="otra")
    opened = app.books.open(tmp_path / "p.xlsx", password="clave")
    assert opened.sheets[0]["A1"].value == 5
    opened.close()
    with pytest.raises(XlwingsError, match="password"):
        book.save(tmp_path / "q.xlsx", password="clave")


def test_read_only_and_what_is_no_workbook(app: xlwings.App, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "r.xlsx")
    book = app.books.open(tmp_path / "r.xlsx", read_only=True)
    assert book.api.isReadonly()
    book.close()
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "nada.xlsx")


def test_the_caller_is_the_book_of_the_button(book: Book) -> None:
    book.set_mock_caller()
    assert xlwings.Book.caller() == book
    assert xlwings.apps.active.books.active == book


def test_sheets(book: Book) -> None:
    first = book.sheets[0]
    first.name = "captura"
    added = book.sheets.add("Hallazgos", after=first)
    assert book.sheet_names == ["captura", "Hallazgos"]
    assert (added.index, book.sheets.active.name) == (2, "Hallazgos")
    assert book.sheets["CAPTURA"].name == "captura"
    first.copy(name="copia")
    book.sheets.add(before=first)
    assert book.sheet_names == ["Sheet1", "captura", "Hallazgos", "copia"]
    book.sheets["copia"].move(before=book.sheets["captura"])
    assert book.sheet_names == ["Sheet1", "copia", "captura", "Hallazgos"]
    book.sheets["Sheet1"].delete()
    added.visible = False
    assert [sheet.visible for sheet in book.sheets] == [True, True, False]
    with pytest.raises(XlwingsError, match="hidden"):
        added.activate()
    with pytest.raises(xlwings.NoSuchObjectError):
        book.sheets["no está"]


def test_selection(app: xlwings.App, book: Book, sheet: Sheet) -> None:
    other = book.sheets.add(after=sheet)
    sheet["B2:C3"].select()
    assert (app.selection, book.sheets.active) == (sheet["B2:C3"], sheet)
    sheet.range("A1,C5").select()
    assert app.selection.address == "$A$1,$C$5"
    other.activate()
    assert book.sheets.active == other


def test_frozen_panes(book: Book, sheet: Sheet, tmp_path: Path) -> None:
    other = book.sheets.add("Hallazgos", after=sheet)
    sheet.freeze_panes.freeze_at("1:3")
    other.freeze_panes.freeze_at("B2")
    assert book.sheets.active == other
    book.save(tmp_path / "f.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert [each.freeze_panes for each in saved] == ["A4", "C3"]
    sheet.freeze_panes.unfreeze()
    book.save()
    assert openpyxl.load_workbook(tmp_path / "f.xlsx")["Sheet1"].freeze_panes is None


def test_notes(book: Book, sheet: Sheet, office: Office, tmp_path: Path) -> None:
    sheet["B2"].add_note("T004: el dígito no coincide.\nRevise el NSS.")
    sheet["A9"].add_note("otra")
    assert sheet["B2"].note.text == "T004: el dígito no coincide.\nRevise el NSS."
    assert isinstance(sheet["B2"].note.author, str)
    assert {note.location.address: note.text for note in sheet.notes} == {
        "$A$9": "otra",
        "$B$2": "T004: el dígito no coincide.\nRevise el NSS.",
    }
    assert sheet["A1"].note is None
    sheet["A9"].note.text = "cambiada"
    book.save(tmp_path / "n.xlsx")
    with office.opened(tmp_path / "n.xlsx") as doc:
        assert cell_look(doc, "Sheet1", "A9").note == "cambiada"
    sheet["A9"].note.delete()
    assert [note.location.address for note in sheet.notes] == ["$B$2"]
    with pytest.raises(ValueError, match="already"):
        sheet["B2"].add_note("dos")
    other = book.sheets.add("otra", after=sheet)
    other["B2"].add_note("en la segunda hoja")
    assert [note.text for note in other.notes] == ["en la segunda hoja"]
    assert len(sheet.notes) == 1


def test_links(book: Book, sheet: Sheet, tmp_path: Path) -> None:
    captura = book.sheets.add("captura de datos", after=sheet)
    captura["A5"].value = 1
    sheet["A1"].add_hyperlink("#'captura de datos'!A5", "A5")
    sheet["A2"].add_hyperlink("https://www.imss.gob.mx/", "IMSS")
    assert sheet["A1:A2"].value == ["A5", "IMSS"]
    assert [sheet[cell].hyperlink for cell in ("A1", "A2")] == [
        "#'captura de datos'!A5",
        "https://www.imss.gob.mx/",
    ]
    with pytest.raises(XlwingsError, match="hyperlink"):
        _ = sheet["A3"].hyperlink
    book.save(tmp_path / "l.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "l.xlsx")["Sheet1"]
    assert saved["A1"].hyperlink.location == "'captura de datos'!A5"
    assert saved["A2"].hyperlink.target == "https://www.imss.gob.mx/"


def test_names(book: Book, sheet: Sheet) -> None:
    book.names.add("icsoe_rfc", "=Sheet1!$B$3")
    sheet["A1:A4"].name = "lista"
    assert [name.name for name in book.names] == ["icsoe_rfc", "lista"]
    assert book.names["ICSOE_RFC"].refers_to == "=Sheet1!$B$3"
    assert book.names["icsoe_rfc"].refers_to_range.address == "$B$3"
    assert sheet["icsoe_rfc"].address == "$B$3"
    assert sheet["A1:A4"].name.name == "lista"
    assert sheet["B3:B4"].name is None
    book.names["lista"].refers_to = "=Sheet1!$C$1"
    assert sheet["lista"].address == "$C$1"
    book.names["lista"].delete()
    assert "lista" not in book.names
    book.names.add("tasa", "=0.5*2")
    assert book.names["tasa"].refers_to == "=0.5*2"


def test_tables(book: Book, sheet: Sheet, app: xlwings.App, tmp_path: Path) -> None:
    sheet["B2"].value = [["nss", "curp"], ["1x", "a"], ["2x", "b"]]
    table = sheet.tables.add(sheet["B2:C4"], name="Trabajadores")
    assert (table.name, table.show_autofilter) == ("Trabajadores", True)
    assert table.range.address == "$B$2:$C$4"
    assert table.header_row_range.value == ["nss", "curp"]
    assert table.data_body_range.address == "$B$3:$C$4"
    assert sheet["C4"].table.name == "Trabajadores"
    assert sheet["D4"].table is None
    made = openpyxl.Workbook()
    made.active.append(["a", "b"])
    made.active.append([1, 2])
    made.active.add_table(openpyxl.worksheet.table.Table(displayName="Ventas", ref="A1:B2"))
    made.save(tmp_path / "t.xlsx")
    other = app.books.open(tmp_path / "t.xlsx")
    assert [(each.name, each.range.address) for each in other.sheets[0].tables] == [("Ventas", "$A$1:$B$2")]
    other.close()


def test_a_protected_sheet_refuses_with_an_error(book: Book, sheet: Sheet) -> None:
    sheet["A1:A3"].value = [["a"], ["b"], ["c"]]
    sheet["B1"].api.CellProtection = _unlocked(book)
    sheet.api.protect("")
    changes = {
        "value": lambda: setattr(sheet["A1"], "value", "x"),
        "fill": lambda: setattr(sheet["B1"], "color", "#FFC7CE"),
        "format": lambda: setattr(sheet["B1"], "number_format", "@"),
        "note": lambda: sheet["B1"].add_note("x"),
        "clear": lambda: sheet["A1"].clear_contents(),
        "rows": lambda: sheet["2:2"].delete(),
    }
    for name, change in changes.items():
        with pytest.raises(XlwingsError, match="protected"):
            pytest.fail(f"{name} went through: {change()}")
    sheet["B1"].value = "suelta"  # its cell is not locked
    assert sheet["A1:B1"].value == ["a", "suelta"]
    assert sheet["B1"].color is None
    assert sheet.api.isProtected()
    sheet.api.unprotect("")
    sheet["A1"].value = "x"
    assert sheet["A1"].value == "x"


def _unlocked(book: Book) -> object:
    return book.app.impl.office.struct("com.sun.star.util.CellProtection", IsLocked=False)


def test_a_protected_structure_refuses_sheets(book: Book, sheet: Sheet) -> None:
    book.api.protect("clave")
    for change in (book.sheets.add, sheet.delete, sheet.copy):
        with pytest.raises(XlwingsError, match="structure"):
            change()
    assert book.sheet_names == ["Sheet1"]


def test_inserted_and_deleted_rows_take_their_look_along(sheet: Sheet) -> None:
    sheet["A1:A3"].value = [["a"], ["b"], ["c"]]
    sheet["A2"].color = "#FFC7CE"
    sheet["1:2"].insert("down")
    assert sheet["A1:A5"].value == [None, None, "a", "b", "c"]
    assert sheet["A4"].color == (255, 199, 206)
    sheet["1:3"].delete()
    assert sheet["A1:A2"].value == ["b", "c"]
    assert sheet["A1"].color == (255, 199, 206)
    sheet["A1"].insert("right")
    assert sheet["A1:B1"].value == [None, "b"]
    sheet["A1"].delete("left")
    assert sheet["A1:A2"].value == ["b", "c"]


def test_ways_through_a_sheet(sheet: Sheet) -> None:
    assert sheet.used_range.address == "$A$1"
    sheet["B2:C4"].value = 1
    sheet["B7"].value = 2
    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B4"].end("down").address == "$B$7"
    assert sheet["B7"].end("down").address == "$B$1048576"
    assert sheet["B7"].end("up").address == "$B$4"
    assert sheet["C4"].end("left").address == "$B$4"
    assert sheet["C4"].end("right").address == "$XFD$4"
    assert sheet["B2"].expand().address == "$B$2:$C$4"
    assert sheet["C3"].current_region.address == "$B$2:$C$4"
    assert sheet.used_range.address == "$B$2:$C$7"


def test_switches_are_real_or_harmless_and_always_restored(app: xlwings.App, book: Book) -> None:
    with app.properties(
        screen_updating=False, calculation="manual", enable_events=False, status_bar="Revisando… 40 %"
    ):
        assert book.api.hasControllersLocked()
        assert not book.api.isAutomaticCalculationEnabled()
        assert (app.enable_events, app.status_bar) == (False, "Revisando… 40 %")
        book.sheets[0]["A1"].value = [[1, "=A1+1"]]
        book.sheets[0]["B2"].select()
    assert not book.api.hasControllersLocked()
    assert book.api.isAutomaticCalculationEnabled()
    assert (app.screen_updating, app.calculation) == (True, "automatic")
    assert (app.enable_events, app.status_bar) == (True, False)
    assert app.selection.address == "$B$2"
    app.calculate()
    assert book.sheets[0]["B1"].value == 2


def test_messages_are_kept_and_answers_can_be_prepared(app: xlwings.App, book: Book) -> None:
    app.impl.answers.append("yes")
    assert app.alert("¿Sobrescribir?", "ICSOE", buttons="yes_no") == "yes"
    assert app.alert("¿Sobrescribir?", "ICSOE", buttons="yes_no") == "no"  # headless: as if dismissed
    assert app.alert("Listo", mode="info") == "ok"
    assert app.impl.alerts == [
        ("ICSOE", "¿Sobrescribir?", "yes_no"),
        ("ICSOE", "¿Sobrescribir?", "yes_no"),
        ("", "Listo", "ok"),
    ]


def test_questions(app: xlwings.App, book: Book, tmp_path: Path) -> None:
    options = ["CONSTRUCTORA DEL NORTE", "LIMPIEZA ACME"]
    app.impl.answers += [options[1], "", str(tmp_path), ""]
    assert dialogs.choose(app, "ICSOE", "¿Qué contratista?", options) == 1
    assert dialogs.choose(app, "ICSOE", "¿Qué contratista?", options) is None
    assert dialogs.pick_folder(app, "Elija la carpeta") == tmp_path
    assert dialogs.pick_folder(app, "Elija la carpeta") is None
    app.impl.answers = ["N262253432", "", str(tmp_path / "acuse.pdf"), ""]
    assert dialogs.ask(app, "ICSOE", "Folio del acuse:", "") == "N262253432"
    assert dialogs.ask(app, "ICSOE", "Folio del acuse:", "N1") is None
    assert dialogs.pick_file(app, "Elija el PDF", ["pdf"]) == tmp_path / "acuse.pdf"
    assert dialogs.pick_file(app, "Elija el PDF", ["pdf"]) is None
    assert dialogs.choose(app, "ICSOE", "¿Qué contratista?", options) is None  # headless: as if cancelled
    assert dialogs.ask(app, "ICSOE", "Folio del acuse:", "N1") is None
    assert dialogs.pick_file(app, "Elija los rechazos", ["xlsx", "csv"]) is None
    assert dialogs.pick_folder(app, "Elija la carpeta") is None


ATTACHING = """
import sys
import xlwings
from icsoe_xl import calc

attached = calc.connect(sys.argv[1])
assert xlwings.apps.active == attached
made = attached.books.add()
print(attached.version, made.name in [book.name for book in attached.books])
made.close()
attached.impl.engine.apps.forget(attached.impl)
try:
    attached.impl.engine.apps.add()
except xlwings.XlwingsError as error:
    print("--accept" in str(error))
"""


def test_attaching_to_a_running_office(office: Office, app: xlwings.App) -> None:
    # In a process of its own, as a person would: a second bridge from this one sometimes takes the first along.
    done = subprocess.run(
        [sys.executable, "-c", ATTACHING, office.accept],
        capture_output=True, text=True, encoding="utf-8", cwd=Path(__file__).parents[2], timeout=120,
    )  # fmt: skip
    assert done.stdout.split() == [app.version, "True", "True"], done.stderr
