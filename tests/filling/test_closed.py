"""Filling a file: only the cells that are meant change, and each keeps its looks."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import books
import openpyxl
import pytest
from filling.books import PROFILE, captura, write
from openpyxl.styles import Font, PatternFill
from tools import ooxml

from icsoe_xl import actions, filling
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.workbooks import open_workbook

HEADER = {
    "A1": "RFC",
    "A2": "Razón social",
    "A3": "Vigencia REPSE",
    "A4": "Calle",
    "A5": "CP",
    "A6": "Entre calles",
}


def fill(path: Path) -> filling.Plan:
    book = open_workbook(path)
    plan = filling.look(book, PROFILE)
    filling.write(book, plan)
    book.save(None)
    return plan


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_text_stays_text_and_days_are_days(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"captura": captura(**HEADER)})
    fill(path)
    sheet = openpyxl.load_workbook(path)["captura"]
    assert [sheet.cell(row, 2).value for row in (1, 2, 4, 5, 6)] == [
        "EKU9003173C9", "Escuela Kemper Urgate", "5 de Mayo", "06600", "Praga y Florencia",
    ]  # fmt: skip
    assert {sheet.cell(row, 2).number_format for row in (1, 2, 4, 5, 6)} == {"@"}
    assert sheet["B3"].value.date() == date(2027, 6, 15)
    assert sheet["B3"].is_date
    assert [cell.value for cell in sheet[11]] == ["04159292174", "LOPA920814MDFPRN05", 450.4]


def test_a_date_keeps_the_format_that_it_has(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Hoja": {"A1": "Vigencia REPSE", "A2": "RFC"}})
    book = openpyxl.load_workbook(path)
    book["Hoja"]["B1"].number_format = '[$-80A]d "de" mmmm "de" yyyy'
    book["Hoja"]["B1"].font = Font(color="FF0000")
    book["Hoja"]["B2"].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(path)
    fill(path)
    sheet = openpyxl.load_workbook(path)["Hoja"]
    assert sheet["B1"].number_format == '[$-80A]d "de" mmmm "de" yyyy'
    assert sheet["B1"].font.color.rgb == "00FF0000"
    assert (sheet["B2"].number_format, sheet["B2"].fill.fgColor.rgb) == ("@", "00FFFF00")


def test_dates_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Hoja": {"A1": "Vigencia REPSE"}})
    book = openpyxl.load_workbook(path)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path)
    fill(path)
    book = openpyxl.load_workbook(path)
    assert book.epoch.year == 1904
    assert book["Hoja"]["B1"].value.date() == date(2027, 6, 15)


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "macros.xlsm"
    books.macro_book(path)
    book = open_workbook(path)
    sheet = next(info.name for info in book.sheets() if info.visible)
    before = parts(path)
    book.write({(sheet, (60, 12)): "EKU9003173C9"})
    book.save(None)
    after = parts(path)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed <= {
        "xl/styles.xml",
        "xl/workbook.xml",
        *(n for n in before if n.startswith("xl/worksheets/sheet")),
    }
    assert list(after) == list(before)
    if ooxml.missing() is None:
        assert ooxml.validate(path) == ooxml.validate(books.macro_book(tmp_path / "otro.xlsm"))


def test_filled_twice_nothing_is_left_to_do(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"captura": captura(**HEADER)})
    fill(path)
    once = path.read_bytes()
    assert filling.look(open_workbook(path), PROFILE).changes == []
    fill(path)
    assert path.read_bytes() == once


def test_a_marked_workbook_is_filled_and_its_marks_still_come_off(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"captura": captura(**HEADER, A11="04159292170")})
    filled = write(tmp_path / "b.xlsx", {"captura": captura(**HEADER, A11="04159292170")})
    fill(filled)
    actions.validate(path)
    fill(path)
    assert open_workbook(path).is_marked()
    assert actions.clear(path).cells > 0
    for one, other in zip(
        openpyxl.load_workbook(path)["captura"], openpyxl.load_workbook(filled)["captura"], strict=True
    ):
        assert [(c.value, c.fill.fgColor.rgb, c.number_format) for c in one] == [
            (c.value, c.fill.fgColor.rgb, c.number_format) for c in other
        ]


def test_formulas_that_look_at_the_header_are_computed_again(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Hoja": {"A1": "RFC", "D1": "=LEN(B1)"}})
    fill(path)
    with zipfile.ZipFile(path) as package:
        assert b'fullCalcOnLoad="1"' in package.read("xl/workbook.xml")


def test_a_workbook_without_any_place(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"captura": captura()})
    with pytest.raises(UnreadableFile, match=r"^a\.xlsx: no tiene celdas para los datos del contratista"):
        filling.look(open_workbook(path), PROFILE)
