"""Safe repairs in closed files, and the sheet ``Cambios``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter
from books import SHEET, dressed_book, load, looks, macro_book, sheet_names, sheet_rows, unpacked
from marked import BAD, differences, marks
from tools import ooxml

from icsoe_xl.workbooks import marking
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.port import Repair
from icsoe_xl.workbooks.repairing import repair

WHEN = datetime(2026, 1, 15, 10, 32)
REPAIRS = [
    Repair(SHEET, (3, 1), "nss", "92-00-00-00111", "92000000111", "T005"),
    Repair(SHEET, (4, 2), "curp", "abcd", "ABCD", "T016"),
    Repair(SHEET, (5, 3), "sbc", "$1,400.555", 1400.56, "T025"),
    Repair(SHEET, (10, 1), "nss", "", "01234567890", "T003"),
]


def repaired(source: Path, out: Path, repairs: list[Repair] = REPAIRS) -> Path:
    package = Package(source)
    repair(package, repairs, WHEN)
    package.save(out)
    return out


def test_values_and_number_formats(tmp_path: Path) -> None:
    source = dressed_book(tmp_path / "libro.xlsx")
    before, after = looks(source), looks(repaired(source, tmp_path / "corregido.xlsx"))
    assert (after["A3"].value, after["A3"].number_format) == ("92000000111", "@")
    assert (after["B4"].value, after["B4"].number_format) == ("ABCD", "@")
    assert (after["C5"].value, after["C5"].number_format) == (1400.56, "#,##0.00")
    assert (after["A10"].value, after["A10"].number_format) == ("01234567890", "@")  # there was no cell
    assert all(after[cell].fill == before[cell].fill for cell in ("A3", "B4", "C5"))
    assert after["A10"].fill[1] == "FFF2CC"  # the look of its column
    others = before.keys() - {"A3", "B4", "C5"}
    assert {cell: after[cell] for cell in others} == {cell: before[cell] for cell in others}


def test_a_number_in_a_text_cell_gets_a_number_format(tmp_path: Path) -> None:
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        text = book.add_format({"num_format": "@", "quote_prefix": True, "bold": True})
        book.add_worksheet(SHEET).write_string(1, 2, "$450.75", text)
    out = repaired(
        path, tmp_path / "corregido.xlsx", [Repair(SHEET, (2, 3), "sbc", "$450.75", 450.75, "T025")]
    )
    cell = load(out)[SHEET]["C2"]
    assert (cell.value, cell.number_format, cell.quotePrefix, cell.font.b) == (450.75, "0.00", False, True)


def test_the_sheet_of_changes(tmp_path: Path) -> None:
    out = repaired(dressed_book(tmp_path / "libro.xlsx"), tmp_path / "corregido.xlsx")
    assert sheet_names(out) == [SHEET, "Cambios"]
    rows = [row[:7] for row in sheet_rows(out, "Cambios")]
    assert rows[3] == ["Hoja", "Celda", "Campo", "Antes", "Después", "Regla", "Fecha"]
    assert rows[4] == [SHEET, "A3", "NSS", "92-00-00-00111", "92000000111", "T005", "15/01/2026 10:32"]
    assert rows[6] == [SHEET, "C5", "SBC", "$1,400.555", 1400.56, "T025", "15/01/2026 10:32"]
    assert rows[7] == [SHEET, "A10", "NSS", None, "01234567890", "T003", "15/01/2026 10:32"]
    assert load(out)["Cambios"]["B5"].hyperlink.location == "'captura'!A3"
    if ooxml.missing() is None:
        assert ooxml.validate(out) == ooxml.validate(tmp_path / "libro.xlsx")


def test_a_second_run_adds_its_rows_also_after_a_program_saved_it(tmp_path: Path) -> None:
    first = repaired(dressed_book(tmp_path / "libro.xlsx"), tmp_path / "uno.xlsx", REPAIRS[:2])
    load(first).save(tmp_path / "guardado.xlsx")
    second = repaired(tmp_path / "guardado.xlsx", tmp_path / "dos.xlsx", REPAIRS[2:])
    assert sheet_names(second) == [SHEET, "Cambios"]
    assert [row[1] for row in sheet_rows(second, "Cambios")[4:]] == ["A3", "B4", "C5", "A10"]
    cells = [load(second)["Cambios"][cell] for cell in ("A6", "A7")]
    assert cells[0].border.bottom.style == cells[1].border.bottom.style == "thin"
    assert second.suffix == ".xlsx"


def test_changes_stay_when_marks_go(tmp_path: Path) -> None:
    package = Package(repaired(dressed_book(tmp_path / "libro.xlsx"), tmp_path / "corregido.xlsx"))
    marking.mark(package, marks(BAD))
    package.save(tmp_path / "marcado.xlsx")
    assert marking.own_sheets(Package(tmp_path / "marcado.xlsx")) == {"Cambios", "Hallazgos"}
    package = Package(tmp_path / "marcado.xlsx")
    marking.clear(package)
    package.save(tmp_path / "limpio.xlsx")
    assert differences(tmp_path / "corregido.xlsx", tmp_path / "limpio.xlsx") == set()


def test_the_users_own_sheet_of_changes_stays(tmp_path: Path) -> None:
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet(SHEET).write(2, 0, "92-00-00-00111")
        book.add_worksheet("cambios").write(0, 0, "de la usuaria")
    out = repaired(path, tmp_path / "corregido.xlsx", REPAIRS[:1])
    assert sheet_names(out) == [SHEET, "cambios", "Cambios (2)"]
    assert sheet_rows(out, "cambios") == [["de la usuaria"]]


def test_formulas_are_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_formula("A3", '="9"&"2"', None, "92")
        sheet.write_array_formula("B3:B5", "{=C3:C5}", None, 1)
        sheet.write("B4", 7)  # the cached value of a cell inside the array
    package = Package(path)
    done = repair(package, REPAIRS[:2], WHEN)
    assert done == []
    assert not package.changed


def test_formulas_elsewhere_are_computed_again(tmp_path: Path) -> None:
    source = macro_book(tmp_path / "libro.xlsm")
    out = repaired(source, tmp_path / "corregido.xlsm", REPAIRS[:1])
    assert b'fullCalcOnLoad="1"' in unpacked(out)["xl/workbook.xml"]
    if ooxml.missing() is None:
        assert ooxml.validate(out) == ooxml.validate(source)
    plain = repaired(dressed_book(tmp_path / "libro.xlsx"), tmp_path / "corregido.xlsx", REPAIRS[:1])
    before = unpacked(tmp_path / "libro.xlsx")["xl/workbook.xml"]
    assert before.count(b"fullCalcOnLoad") == unpacked(plain)["xl/workbook.xml"].count(b"fullCalcOnLoad")


def test_openpyxl_reads_text_that_looks_like_a_formula(tmp_path: Path) -> None:
    wild = [Repair(SHEET, (3, 1), "nss", "=1+1", "=2+2", "T005")]
    out = repaired(dressed_book(tmp_path / "libro.xlsx"), tmp_path / "corregido.xlsx", wild)
    cell = openpyxl.load_workbook(out)[SHEET]["A3"]
    assert (cell.value, cell.data_type) == ("=2+2", "s")
