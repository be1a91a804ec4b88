"""A LibreOffice set up for Mexico says the same things in the same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwings
from libreoffice import Office, available

from icsoe_xl import calc
from icsoe_xl.calc.office import UnoOffice

MEXICO = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>es-MX</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/General">
<prop oor:name="DefaultLocale" oor:op="fuse"><value>es-MX</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="UseDocumentOOoLockFile" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


@pytest.fixture(scope="module")
def mexican(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xlwings.App]:
    reason = available()
    if reason is not None:
        pytest.skip(reason)
    profile = tmp_path_factory.mktemp("mexico")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(MEXICO, encoding="utf-8")
    with Office(profile) as office:
        yield calc.app_for(UnoOffice(office.context))


def test_number_formats(mexican: xlwings.App, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    texts = ["General", "@", "yyyy-mm-dd", "dd/mm/yyyy hh:mm", "#,##0.00", "00000000000"]
    for row, text in enumerate(texts, start=1):
        made.active.cell(row, 1, 1).number_format = text
    made.save(tmp_path / "f.xlsx")
    book = mexican.books.open(tmp_path / "f.xlsx")
    sheet = book.sheets[0]
    assert [sheet.cells(row, 1).number_format for row in range(1, 7)] == texts
    for row, text in enumerate(texts, start=1):
        sheet.cells(row, 2).number_format = text
    assert [sheet.cells(row, 2).number_format for row in range(1, 7)] == texts
    book.save(tmp_path / "g.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "g.xlsx").active
    written = [saved.cell(row, 2).number_format.lower().replace("\\", "") for row in range(1, 7)]
    assert written == [text.lower() for text in texts]  # none of them carries the mark of a foreign language
    book.close()


def test_a_new_document_reads_its_own_dates_in_english(mexican: xlwings.App) -> None:
    book = mexican.books.add()
    sheet = book.sheets[0]
    assert sheet["A1"].number_format == "General"
    sheet["A1"].impl.cell.setFormula("=TODAY()")
    assert sheet["A1"].number_format == "dd/mm/yy"  # the country's own short date
    assert isinstance(sheet["A1"].value, dt.datetime)
    book.close()


def test_values_and_formulas(mexican: xlwings.App) -> None:
    book = mexican.books.add()
    sheet = book.sheets[0]
    sheet["A1"].value = [["0123", 450.75, "=SUM(B1,1.5)", True], ["1,234.5", "x", '=IF(D1,"sí","no")', None]]
    assert sheet["A1:D2"].value == [[123.0, 450.75, 452.25, True], [1234.5, "x", "sí", None]]
    assert sheet["C1:C2"].formula == (("=SUM(B1,1.5)",), ('=IF(D1,"sí","no")',))
    book.close()
