"""Values and formulas: types kept, Excel's reading of what is typed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlwings
from xlwings import Sheet

from icsoe_xl.calc.cells import CellError


def test_a_block_keeps_the_types_of_its_cells(sheet: Sheet) -> None:
    sheet["B2"].value = [
        ["ROSA PEÑA", 450.75, True, dt.datetime(2026, 1, 5, 13, 30)],
        [None, 12345678903, False, dt.date(2026, 4, 30)],
    ]
    assert sheet["B2:E3"].value == [
        ["ROSA PEÑA", 450.75, True, dt.datetime(2026, 1, 5, 13, 30)],
        [None, 12345678903.0, False, dt.datetime(2026, 4, 30)],
    ]
    assert sheet.used_range.address == "$B$2:$E$3"
    assert sheet["D2"].number_format == "General"
    assert (sheet["E2"].number_format, sheet["E3"].number_format) == ("dd/mm/yyyy hh:mm", "dd/mm/yyyy")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("01234567890", 1234567890.0),
        (" 12 ", 12.0),
        ("1,234.50", 1234.5),
        ("$450.75", 450.75),
        ("1E5", 100000.0),
        ("true", True),
        ("2026-01-05", dt.datetime(2026, 1, 5)),
        ("2026-13-05", "2026-13-05"),
        ("'0123", "0123"),
        ("PEGJ850101HDFRRN09", "PEGJ850101HDFRRN09"),
        ("-", "-"),
        ("1,23", "1,23"),
        ("450,75", "450,75"),
        ("٣", "٣"),
        ("", None),
    ],
)
def test_a_text_is_read_as_excel_reads_it(sheet: Sheet, written: str, read: object) -> None:
    sheet["A1"].value = written
    assert sheet["A1"].value == read
    assert type(sheet["A1"].value) is type(read)


@pytest.mark.parametrize("text", ["0123", "true", "2026-01-05", "=1+1", "1E5"])
def test_a_text_stays_as_it_is_in_a_text_cell(sheet: Sheet, text: str) -> None:
    sheet["A1:B2"].number_format = "@"
    sheet["A1"].value = [[text, "x"], [None, text]]
    assert sheet["A1:B2"].value == [[text, "x"], [None, text]]
    assert sheet["A1"].formula == text


def test_only_the_text_cells_of_a_block_keep_their_zeros(sheet: Sheet) -> None:
    sheet["A2:A3"].number_format = "@"
    sheet["A1"].value = [["01", "01"], ["02", "02"], ["03", "03"]]
    assert sheet["A1:B3"].value == [[1.0, 1.0], ["02", 2.0], ["03", 3.0]]


def test_one_value_fills_the_range_and_a_formula_moves_along(sheet: Sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:C2"].value = 7
    assert sheet["B1:C2"].value == [[7.0, 7.0], [7.0, 7.0]]
    sheet["D1:E3"].formula = "=$A1*10+B$1"
    assert sheet["D1:E3"].formula == (
        ("=$A1*10+B$1", "=$A1*10+C$1"),
        ("=$A2*10+B$1", "=$A2*10+C$1"),
        ("=$A3*10+B$1", "=$A3*10+C$1"),
    )
    assert sheet["D3"].value == 37.0


def test_formulas_of_a_block_come_in_excels_words(book: xlwings.Book, sheet: Sheet) -> None:
    other = book.sheets.add("Año 2026", after=sheet)
    other["A1"].value = 3
    written = [
        ['=IF(\'Año 2026\'!A1>2,"sí; claro","no.A1")', 1.5],
        ["=SUM('Año 2026'!$A$1:A2,{1,2;3,4})", "=Sheet1!B1+1"],
        ["texto", None],
    ]
    sheet["A1"].value = written
    assert sheet["A1:B3"].value == [["sí; claro", 1.5], [13.0, 2.5], ["texto", None]]
    assert sheet["A1:B3"].formula == (
        ('=IF(\'Año 2026\'!A1>2,"sí; claro","no.A1")', "1.5"),
        ("=SUM('Año 2026'!$A$1:A2,{1,2;3,4})", "=Sheet1!B1+1"),
        ("texto", ""),
    )


def test_many_scattered_formulas(sheet: Sheet) -> None:
    sheet["A1"].value = [["=B1" if row % 2 else row, "x"] for row in range(130)]
    column = [row[0] for row in sheet["A1:B130"].formula]
    assert column == ["=B1" if row % 2 else str(row) for row in range(130)]


def test_a_text_that_begins_like_a_formula_is_none(sheet: Sheet) -> None:
    sheet["A1"].number_format = "@"
    sheet["A1"].value = [["=1+1", "=1+1"]]
    assert sheet["A1:B1"].formula == (("=1+1", "=1+1"),)
    assert sheet["A1:B1"].value == ["=1+1", 2.0]
    assert [area.address for area in sheet["A1:B1"].get_special_cells("formulas")] == ["$B$1"]


def test_errors_are_seen_by_name(sheet: Sheet) -> None:
    sheet["A1"].value = [["=1/0"], ["=NA()"], ["=nohay(1)"], ["=10^309"], ['="a"+1'], ["#N/A"]]
    assert sheet["A1:A6"].value == [None, None, None, None, None, "#N/A"]
    names = sheet["A1:A6"].options(err_to_str=True).value
    assert names == ["#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#VALUE!", "#N/A"]
    assert [isinstance(each, CellError) for (each,) in sheet["A1:A6"].raw_value] == [True] * 5 + [False]


def test_constants_of_a_file_are_no_formulas(app: xlwings.App, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append([True, "#N/A", dt.date(2020, 1, 1), dt.time(12), 1, 0, "=A1", "=C1", "TRUE"])
    made.active["B1"].data_type = "e"
    made.active["H1"].number_format = "dd/mm/yyyy"
    made.save(tmp_path / "tipos.xlsx")
    book = app.books.open(tmp_path / "tipos.xlsx")
    row = book.sheets[0]["A1:I1"]
    assert row.options(err_to_str=True).value == [
        *(True, "#N/A", dt.datetime(2020, 1, 1), 0.5, 1.0, 0.0),
        *(True, dt.datetime(2020, 1, 1), "TRUE"),
    ]
    assert row.formula == (("TRUE", "#N/A", "43831", "0.5", "1", "0", "=A1", "=C1", "TRUE"),)
    assert [area.address for area in row.get_special_cells("formulas")] == ["$G$1", "$H$1"]
    book.close()


def test_dates_of_a_1904_workbook(app: xlwings.App, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active["A1"] = dt.date(2020, 1, 1)
    made.save(tmp_path / "mac.xlsx")
    book = app.books.open(tmp_path / "mac.xlsx")
    sheet = book.sheets[0]
    assert sheet["A1"].value == dt.datetime(2020, 1, 1)
    sheet["A2"].value = dt.date(2026, 1, 5)
    assert sheet["A2"].value == dt.datetime(2026, 1, 5)
    assert sheet["A2"].formula == "44565"
    book.close()


def test_special_cells(sheet: Sheet) -> None:
    sheet["A1"].value = [["a", 1, "=B1"], [None, "=A1", True], ["b", 2, "=1/0"]]
    block = sheet["A1:C3"]

    def addresses(*kind: str) -> list[str]:
        return [area.address for area in block.get_special_cells(*kind)]

    assert addresses("blanks") == ["$A$2"]
    assert addresses("formulas") == ["$B$2", "$C$1", "$C$3"]
    assert addresses("formulas", "errors") == ["$C$3"]
    assert addresses("formulas", "text") == ["$B$2"]
    assert addresses("constants", "text") == ["$A$1", "$A$3"]
    sheet["A2"].rows.hidden = True
    assert addresses("visible") == ["$A$1:$C$1", "$A$3:$C$3"]


def test_values_must_fit_the_block(sheet: Sheet) -> None:
    with pytest.raises(xlwings.XlwingsError, match="shape"):
        sheet["A1:B2"].raw_value = [[1, 2]]


def test_clearing(sheet: Sheet) -> None:
    sheet["A1:B2"].value = [[1, "=A1"], ["x", True]]
    sheet["A1:B2"].color = "#FFC7CE"
    sheet["A1"].add_note("nota")
    sheet["A1:B2"].clear_contents()
    assert sheet["A1:B2"].value == [[None, None], [None, None]]
    assert sheet["A1:B2"].color == (255, 199, 206)
    assert sheet["A1"].note is not None
    sheet["A1:B2"].clear()
    assert sheet["A1:B2"].color is None
    assert sheet["A1"].note is None
