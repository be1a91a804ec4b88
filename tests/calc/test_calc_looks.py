"""Fills, number formats, sizes, hidden rows, merged cells, fonts."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings
from xlwings import Sheet, XlwingsError


def test_a_union_is_filled_in_one_go(sheet: Sheet) -> None:
    union = sheet.range("A1,B3:C4,$E$2")
    union.color = "#FFC7CE"
    filled = {cell.get_address(False, False) for cell in sheet["A1:E5"] if cell.color == (255, 199, 206)}
    assert filled == {"A1", "B3", "C3", "B4", "C4", "E2"}
    assert union.color == (255, 199, 206)
    assert (union.address, union.shape, len(union)) == ("$A$1,$B$3:$C$4,$E$2", (1, 1), 6)
    union.color = None
    assert all(cell.color is None for cell in sheet["A1:E5"])


def test_colours_in_the_three_spellings_of_xlwings(sheet: Sheet) -> None:
    sheet["A1"].color = (1, 2, 3)
    sheet["A2"].color = "#010203"
    sheet["A3"].color = 0x030201  # Excel's own order: blue, green, red
    assert [cell.color for cell in sheet["A1:A3"]] == [(1, 2, 3)] * 3
    assert sheet["A1:A3"].color == (1, 2, 3)


def test_a_mixed_fill_reads_black_as_in_excel(sheet: Sheet) -> None:
    sheet["A1"].color = "#FFC7CE"
    assert sheet["A1:A2"].color == (0, 0, 0)
    assert sheet.range("A1,C1").color == (0, 0, 0)


def test_set_colors_leaves_dots_alone(sheet: Sheet) -> None:
    sheet["A1:C2"].color = "#FFFFFF"
    sheet["A1:C2"].set_colors([["#FF0000", ..., None], [(0, 0, 255), ..., "#FF0000"]])
    white = (255, 255, 255)
    assert [cell.color for cell in sheet["A1:C2"]] == [
        *((255, 0, 0), white, None),
        *((0, 0, 255), white, (255, 0, 0)),
    ]


def test_an_address_has_at_most_255_characters(sheet: Sheet) -> None:
    fits = ",".join(f"AA{row}" for row in range(1, 100))[:255].rstrip(",")
    sheet.range(fits).color = "#FFC7CE"
    assert sheet["AA1"].color == (255, 199, 206)
    with pytest.raises(XlwingsError, match="255"):
        sheet.range(",".join(["A1"] * 86))


@pytest.mark.parametrize("address", ["A0", "XFE1", "A1048577", "A1:", "A:1", "1", "", "A1,", "nada"])
def test_what_is_no_address_and_no_name_is_refused(sheet: Sheet, address: str) -> None:
    with pytest.raises(xlwings.NoSuchObjectError):
        sheet.range(address)


def test_addresses(sheet: Sheet) -> None:
    assert sheet["b2:a1"].address == "$A$1:$B$2"
    assert sheet["B:C"].address == "$B:$C"
    assert sheet["2:4"].address == "$2:$4"
    assert sheet[0, 0].address == "$A$1"
    assert sheet.range((2, 3), (4, 5)).get_address(False, True) == "$C2:$E4"
    assert sheet["A1:B2"].offset(1, 1).resize(1, 3).address == "$B$2:$D$2"
    assert sheet.range("A1:B2").last_cell.address == "$B$2"


def test_number_formats_are_excels_english(sheet: Sheet) -> None:
    for cell, text in [
        ("A1", "@"),
        ("A2", "0.00"),
        ("A3", "dd/mm/yyyy"),
        ("A4", "#,##0.00"),
        ("A5", "00000000000"),
    ]:
        sheet[cell].number_format = text
        assert sheet[cell].number_format == text
    assert sheet["A6"].number_format == "General"
    assert sheet["A1:A2"].number_format is None
    sheet.range("B1,C3:C4").number_format = "@"
    assert [sheet[cell].number_format for cell in ("B1", "B2", "C4")] == ["@", "General", "@"]
    sheet["A1"].number_format = "General"
    sheet["A1"].value = "007"
    assert sheet["A1"].value == 7.0


def test_formats_of_a_file(app: xlwings.App, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    texts = ["yyyy-mm-dd", "d/m/yy h:mm", '"$"#,##0.00', "0.00%", '[Red]0;"DíaS "@']
    for row, text in enumerate(texts, start=1):
        made.active.cell(row, 1, 1).number_format = text
    made.active.column_dimensions["B"].width = 20.7109375  # what Excel writes for 20
    made.save(tmp_path / "formatos.xlsx")
    book = app.books.open(tmp_path / "formatos.xlsx")
    sheet = book.sheets[0]
    found = [sheet.cells(row, 1).number_format for row in range(1, 6)]
    assert found == ["yyyy-mm-dd", "d/m/yy h:mm", '"$"#,##0.00', "0.00%", '[RED]0;"DíaS "@']
    assert sheet["B1"].column_width == pytest.approx(20, abs=2)  # by the fonts at hand
    book.close()


def test_sizes(sheet: Sheet) -> None:
    sheet["A1:B1"].column_width = 30
    sheet["A2:A3"].row_height = 33
    assert sheet["A1:B1"].column_width == 30
    assert sheet["A1:C1"].column_width == 30  # beyond the used range the first one counts
    sheet["D9"].value = 1
    assert sheet["A1:C1"].column_width is None
    assert sheet["A2:A3"].row_height == 33
    assert sheet["A1:A3"].row_height is None
    sheet["A1"].value = "un texto bastante largo para la columna"
    sheet["A:A"].columns.autofit()
    assert sheet["A1"].column_width > 32


def test_hidden_rows_and_columns(sheet: Sheet) -> None:
    sheet["A1:C5"].value = 1
    sheet["A2:A3"].rows.hidden = True
    assert sheet["A2:A3"].rows.hidden is True
    assert sheet["A1:A3"].rows.hidden is None
    assert sheet["A4:A5"].rows.hidden is False
    sheet["A:A"].columns.hidden = True
    assert sheet["A1"].columns.hidden is True
    assert sheet["A1:B1"].columns.hidden is None
    assert sheet["A1"].column_width == 0
    sheet["C1"].column_width = 0
    assert sheet["C1"].columns.hidden is True
    assert sheet["A4:A5"].rows.hidden is False
    sheet["1:5"].rows.hidden = False
    assert sheet["A1:A5"].rows.hidden is False


def test_merged_cells(sheet: Sheet) -> None:
    sheet["B2:C3"].merge()
    assert sheet["C3"].merge_area.address == "$B$2:$C$3"
    assert sheet["A1"].merge_area.address == "$A$1"
    areas = ("B2:C3", "C3", "C2:C3", "A1:B2", "A3:C3", "A1:D9", "A1", "D1:E5")
    assert [sheet[area].merge_cells for area in areas] == [True] * 3 + [None] * 3 + [False] * 2
    sheet["C3"].unmerge()
    assert sheet["B2:C3"].merge_cells is False
    sheet["A5:B6"].merge(across=True)
    assert sheet["B6"].merge_area.address == "$A$6:$B$6"


def test_fonts(sheet: Sheet) -> None:
    font = sheet["A1:B1"].font
    font.bold, font.italic, font.size, font.color, font.name = True, True, 14, "#9C0006", "Carlito"
    assert (font.bold, font.italic, font.size, font.color, font.name) == (
        True,
        True,
        14,
        (156, 0, 6),
        "Carlito",
    )
    assert sheet["A1:C1"].font.bold is None
    assert sheet["C1"].font.color == (0, 0, 0)
    sheet["A1"].wrap_text = True
    assert [sheet[cell].wrap_text for cell in ("A1", "B1", "A1:B1")] == [True, False, None]
