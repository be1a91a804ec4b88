"""Taking marks back after a program saved the file and the user worked on it.

openpyxl stands for Excel here: like Excel it renumbers styles and keeps both colours of a fill. LibreOffice
is itself: it keeps one colour only. Each test does the same to the book without marks and compares.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from books import SHEET, CellLook, dressed_book, load, looks, macro_book, sheet_names
from libreoffice import Office
from marked import BAD, clear, mark, marks
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.hallazgos import RECORD_COLUMN
from icsoe_xl.record import Look, Record, sheet_record
from icsoe_xl.workbooks import marking
from icsoe_xl.workbooks.package import Package

RED = {"FFC7CE", "FFEB9C", "FDECEA", "FFF8E1"}


def by_openpyxl(source: Path, out: Path, change: Callable[[Worksheet], object] = lambda sheet: None) -> Path:
    """Load, change and save as a program like Excel would."""
    book = load(source)
    change(book[SHEET])
    book.save(out)
    return out


def by_office(
    office: Office, source: Path, out: Path, change: Callable[[Any], object] = lambda sheet: None
) -> Path:
    """Open in LibreOffice, change the sheet through UNO, save as .xlsx."""
    with office.opened(source) as doc:
        change(doc.Sheets.getByName(SHEET))
        office.save(doc, out)
    return out


def rgb_only(found: dict[str, CellLook]) -> dict[str, object]:
    """Values, fills, notes: what the marks touch."""
    return {cell: (look.value, look.fill, look.note) for cell, look in found.items()}


def move_rows(sheet: Worksheet) -> None:
    sheet.delete_rows(4)
    sheet.insert_rows(2, 3)


def insert_column(sheet: Worksheet) -> None:
    sheet.unmerge_cells("D17:D18")  # openpyxl does not move merged areas
    sheet.insert_cols(2)


CHANGES: dict[str, Callable[[Worksheet], object]] = {
    "nothing": lambda sheet: None,
    "rows": move_rows,
    "column": insert_column,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_program_like_excel_saved_it(tmp_path: Path, change: str) -> None:
    source = dressed_book(tmp_path / "libro.xlsx")
    expected = by_openpyxl(source, tmp_path / "esperado.xlsx", CHANGES[change])
    marked = mark(source, tmp_path / "marcado.xlsx")
    saved = by_openpyxl(marked, tmp_path / "guardado.xlsx", CHANGES[change])
    clear(saved, tmp_path / "limpio.xlsx")
    assert looks(tmp_path / "limpio.xlsx") == looks(expected)
    assert sheet_names(tmp_path / "limpio.xlsx") == [SHEET]
    assert not marking.is_marked(Package(tmp_path / "limpio.xlsx"))


def test_saved_twice_and_marked_again_between(tmp_path: Path) -> None:
    source = dressed_book(tmp_path / "libro.xlsx")
    expected = looks(by_openpyxl(source, tmp_path / "esperado.xlsx"))
    current = source
    for turn in range(3):
        package = Package(current)
        marking.clear(package)
        marking.mark(package, marks(BAD))
        package.save(tmp_path / f"marcado{turn}.xlsx")
        current = by_openpyxl(tmp_path / f"marcado{turn}.xlsx", tmp_path / f"guardado{turn}.xlsx")
    clear(current, tmp_path / "limpio.xlsx")
    assert looks(tmp_path / "limpio.xlsx") == expected


def test_what_the_user_changed_stays(tmp_path: Path) -> None:
    def work(sheet: Worksheet) -> None:
        sheet["A3"] = "92000000111"  # mended: the value stays, the red goes
        sheet["A5"].fill = PatternFill("solid", fgColor="FF00B050")  # her own green stays
        sheet["A10"] = "92000000333"  # typed into the cell that we had to create
        sheet["A3"].comment = Comment("Ya hablé con él", "Contadora")  # our note, edited

    source = dressed_book(tmp_path / "libro.xlsx")
    before = looks(source)
    saved = by_openpyxl(mark(source, tmp_path / "marcado.xlsx"), tmp_path / "guardado.xlsx", work)
    clear(saved, tmp_path / "limpio.xlsx")
    after = looks(tmp_path / "limpio.xlsx")
    assert (after["A3"].value, after["A3"].fill) == ("92000000111", before["A3"].fill)
    assert after["A3"].note == "Ya hablé con él"
    assert after["A5"].fill[:2] == ("solid", "00B050")
    assert after["A10"].value == "92000000333"
    assert after["A10"].fill[:2] == ("solid", "FFF2CC")  # the look of its column
    untouched = before.keys() - {"A3", "A5", "A10"}
    assert {cell: after[cell] for cell in untouched} == {cell: before[cell] for cell in untouched}


def test_our_sheet_deleted_by_the_user(tmp_path: Path) -> None:
    def work(sheet: Worksheet) -> None:
        del sheet.parent["Hallazgos"]

    source = dressed_book(tmp_path / "libro.xlsx")
    saved = by_openpyxl(mark(source, tmp_path / "marcado.xlsx"), tmp_path / "guardado.xlsx", work)
    assert marking.is_marked(Package(saved))
    clear(saved, tmp_path / "limpio.xlsx")
    after = looks(tmp_path / "limpio.xlsx")
    assert not [cell for cell, look in after.items() if look.fill[1] in RED]
    assert all(look.note is None for look in after.values())


def test_our_sheet_renamed_by_the_user(tmp_path: Path) -> None:
    def work(sheet: Worksheet) -> None:
        sheet.parent["Hallazgos"].title = "Hallazgos de enero"

    source = dressed_book(tmp_path / "libro.xlsx")
    saved = by_openpyxl(mark(source, tmp_path / "marcado.xlsx"), tmp_path / "guardado.xlsx", work)
    clear(saved, tmp_path / "limpio.xlsx")
    assert looks(tmp_path / "limpio.xlsx") == looks(by_openpyxl(source, tmp_path / "esperado.xlsx"))
    assert sheet_names(tmp_path / "limpio.xlsx") == [SHEET, "Hallazgos de enero"]


def test_marks_copied_to_another_sheet_go_too(tmp_path: Path) -> None:
    def work(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("Copia")
        other["B2"] = "movida"
        other["B2"]._style = copy(sheet["A5"]._style)

    source = dressed_book(tmp_path / "libro.xlsx")
    saved = by_openpyxl(mark(source, tmp_path / "marcado.xlsx"), tmp_path / "guardado.xlsx", work)
    clear(saved, tmp_path / "limpio.xlsx")
    assert looks(tmp_path / "limpio.xlsx", "Copia")["B2"].fill == looks(source)["A5"].fill


def test_a_row_formatted_like_a_mark(tmp_path: Path) -> None:
    """The user pulled the format of a marked cell over a whole row: the row looks as the cell did before."""

    def work(sheet: Worksheet) -> None:
        sheet.row_dimensions[30]._style = copy(sheet["A5"]._style)

    source = dressed_book(tmp_path / "libro.xlsx")
    saved = by_openpyxl(mark(source, tmp_path / "marcado.xlsx"), tmp_path / "guardado.xlsx", work)
    clear(saved, tmp_path / "limpio.xlsx")
    assert load(tmp_path / "limpio.xlsx")[SHEET].row_dimensions[30].fill.fgColor.rgb == "FFFFF2CC"


def test_marks_made_live_are_cleared_in_the_closed_file(tmp_path: Path) -> None:
    """A live program knows colours only; here openpyxl paints, and the record is the one of such a run."""

    def work(sheet: Worksheet) -> None:
        wanted = marks(BAD).sheets[0]
        numbers: dict[Look, int] = {}
        found = {}
        for (row, column), colour in wanted.fills.items():
            cell = sheet.cell(row, column)
            if not isinstance(cell, MergedCell):
                before = cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else None
                found[row, column] = numbers.setdefault(Look.of_rgb(colour, before), len(numbers) + 1)
                cell.fill = PatternFill("solid", fgColor="FF" + colour)
        for (row, column), text in wanted.notes.items():
            sheet.cell(row, column).comment = Comment(text, "icsoe_xl")
        record = Record(
            {n: look for look, n in numbers.items()},
            [sheet_record(wanted, found, wanted.notes.values(), untouched=RED - {"FFC7CE"})],
        )
        listing = sheet.parent.create_sheet("Hallazgos")
        for number, text in enumerate(record.to_cells(), RECORD_COLUMN):
            listing.cell(1, number, text)
        sheet.move_range("A11:D20", rows=3)

    def only_move(sheet: Worksheet) -> None:
        sheet.move_range("A11:D20", rows=3)

    source = dressed_book(tmp_path / "libro.xlsx")
    saved = by_openpyxl(source, tmp_path / "vivo.xlsx", work)
    expected = by_openpyxl(source, tmp_path / "esperado.xlsx", only_move)
    clear(saved, tmp_path / "limpio.xlsx")
    stripes = {"A6", "B6", "C6", "D6"}  # a pattern cannot be told by a colour: those cells end without fill
    found, wanted = looks(tmp_path / "limpio.xlsx"), looks(expected)
    assert {c: look.note for c, look in found.items() if look.note} == {}
    assert {c: look.fill for c, look in found.items() if c not in stripes} == {
        c: look.fill for c, look in wanted.items() if c not in stripes
    }


# LibreOffice


def delete_row(sheet: Any) -> None:
    sheet.Rows.removeByIndex(4, 1)


def insert_rows(sheet: Any) -> None:
    sheet.Rows.insertByIndex(2, 3)


def insert_a_column(sheet: Any) -> None:
    sheet.Columns.insertByIndex(1, 1)


def sort_by_name(sheet: Any) -> None:
    """Descending by the fourth column; LibreOffice sorts the formats along, as Excel does."""
    import uno

    area = sheet.getCellRangeByName("A2:D16")
    order = uno.createUnoStruct("com.sun.star.table.TableSortField")
    order.Field, order.IsAscending = 3, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (order,))
    properties = []
    for name, value in (("SortFields", fields), ("ContainsHeader", False), ("BindFormatsToContent", True)):
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        properties.append(one)
    uno.invoke(area, "sort", (uno.Any("[]com.sun.star.beans.PropertyValue", tuple(properties)),))


OFFICE_CHANGES: dict[str, Callable[[Any], object]] = {
    "nothing": lambda sheet: None,
    "deleted row": delete_row,
    "new rows": insert_rows,
    "new column": insert_a_column,
    "sorted": sort_by_name,
}


@pytest.mark.parametrize("change", OFFICE_CHANGES)
def test_libreoffice_saved_it(tmp_path: Path, office: Office, change: str) -> None:
    source = dressed_book(tmp_path / "libro.xlsx")
    expected = by_office(office, source, tmp_path / "esperado.xlsx", OFFICE_CHANGES[change])
    marked = mark(source, tmp_path / "marcado.xlsx")
    saved = by_office(office, marked, tmp_path / "guardado.xlsx", OFFICE_CHANGES[change])
    taken = clear(saved, tmp_path / "limpio.xlsx")
    assert taken.notes == len(BAD) - (change == "deleted row")
    found, wanted = looks(tmp_path / "limpio.xlsx"), looks(expected)
    if change == "new column":  # its cells took over the marks of column A; now they look as column A did
        assert {cell: look.fill[1] for cell, look in found.items() if cell in ("B3", "B10")} == {
            "B3": "FFF2CC"
        }
        found = {cell: look for cell, look in found.items() if cell in wanted}
    assert rgb_only(found) == rgb_only(wanted)
    assert sheet_names(tmp_path / "limpio.xlsx") == [SHEET]


def test_libreoffice_saved_the_macro_workbook(tmp_path: Path, office: Office) -> None:
    source = macro_book(tmp_path / "libro.xlsm")
    expected = by_office(office, source, tmp_path / "esperado.xlsm")
    saved = by_office(office, mark(source, tmp_path / "marcado.xlsm"), tmp_path / "guardado.xlsm")
    clear(saved, tmp_path / "limpio.xlsm")
    assert rgb_only(looks(tmp_path / "limpio.xlsm")) == rgb_only(looks(expected))


def test_libreoffice_sees_colours_and_notes(tmp_path: Path, office: Office) -> None:
    from libreoffice import cell_look

    marked = mark(dressed_book(tmp_path / "libro.xlsx"), tmp_path / "marcado.xlsx")
    with office.opened(marked) as doc:
        seen = {cell: cell_look(doc, SHEET, cell) for cell in ("A3", "B3", "C3", "A10", "C6", "A12")}
        link = cell_look(doc, "Hallazgos", "D6")
    assert {cell: look.color for cell, look in seen.items()} == {
        "A3": "FFC7CE",
        "B3": "FFEB9C",
        "C3": "FDECEA",
        "A10": "FFC7CE",
        "C6": "FFEB9C",
        "A12": "DDEBF7",
    }
    assert seen["A3"].note == "T004 · Aquí hay algo mal en A3.\nCorríjalo con el trabajador."
    assert link.text == "A3"
    assert link.links == ("#captura.A3",) or link.links == ("#'captura'.A3",)
