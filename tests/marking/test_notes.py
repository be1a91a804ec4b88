"""Notes in closed files: their boxes fit their text, the user's stay, edited ones are hers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from books import SHEET, changed, dressed_book, load, looks, macro_book, plain_book, unpacked
from marked import clear, differences, finding, mark, marks, report, table
from openpyxl.comments import Comment

from icsoe_xl.marks import Marks, SheetMarks, plan
from icsoe_xl.workbooks import note_boxes
from icsoe_xl.workbooks.cell_xml import attribute
from icsoe_xl.workbooks.comments import Notes
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.sheet_xml import SheetXml


def boxes(path: Path, part: str = "xl/drawings/vmlDrawing1.vml") -> list[tuple[str, int, int, list[int]]]:
    """Id, row and column (from 0) and anchor of every note's box."""
    drawing = unpacked(path)[part].decode()
    found = []
    for shape in re.findall(r"<v:shape .*?</v:shape>", drawing, re.DOTALL):
        if 'ObjectType="Note"' in shape:
            number = re.search(r'id="([^"]+)"', shape)
            anchor = re.search(r"<x:Anchor>([^<]+)", shape)
            row, column = re.search(r"<x:Row>(\d+)", shape), re.search(r"<x:Column>(\d+)", shape)
            assert number and anchor and row and column
            found.append((number[1], int(row[1]), int(column[1]), [int(n) for n in anchor[1].split(",")]))
    return found


def test_a_box_holds_all_of_its_text(tmp_path: Path) -> None:
    """The rows between top and bottom of the anchor, 20 pixels each, hold every wrapped line."""
    long = "Palabras y más palabras que no caben en un solo renglón. " * 12
    found = [finding("A3", what="Corto."), finding("A10", what=long)]
    source = plain_book(tmp_path / "libro.xlsx")
    marked = mark(source, tmp_path / "marcado.xlsx", plan(report(*found), [table()]))
    for (_, row, column, anchor), what in zip(boxes(marked), ("Corto.", long), strict=True):
        assert (row, column) in {(2, 0), (9, 0)}
        left, _, top, above, _, _, bottom, below = anchor
        assert left == column + 1
        height = (bottom - top) * 20 - above + below
        lines = len(f"T004 · {what}") / (note_boxes.BOX_WIDTH / note_boxes.CHARACTER_WIDTH) + 2
        assert height >= lines * note_boxes.LINE_HEIGHT


def test_hidden_rows_and_narrow_columns_do_not_shrink_a_box(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.set_column("B:C", 2)
        for row in range(12):
            sheet.write(row, 0, row)
            sheet.set_row(row, None, None, {"hidden": 3 <= row <= 6})
    marked = mark(path, tmp_path / "marcado.xlsx", marks({"A3": "error"}))
    [(_, _, _, (left, start, top, above, right, end, bottom, below))] = boxes(marked)
    note = looks(marked)["A3"].note
    assert note is not None
    assert (bottom - top - 4) * 20 - above + below == note_boxes.box_height(note)  # four rows have no height
    widths = {1: 19, 2: 19}
    assert sum(widths.get(column, 64) for column in range(left, right)) - start + end == note_boxes.BOX_WIDTH


def test_numbers_of_shapes_are_unique_across_the_workbook(tmp_path: Path) -> None:
    marked = mark(
        macro_book(tmp_path / "libro.xlsm"),
        tmp_path / "marcado.xlsm",
        marks({f"A{row}": "error" for row in range(2, 22)}),
    )
    ids = [number for number, *_ in boxes(marked)]
    assert len(ids) == len(set(ids)) == 21  # the user's, the thread's, and 19 of ours
    drawing = unpacked(marked)["xl/drawings/vmlDrawing1.vml"].decode()
    [taken] = re.findall(r'<o:idmap v:ext="edit" data="([\d,]+)"', drawing)
    assert taken == "1,2"
    assert all(int(number.rpartition("s")[2]) // 1024 in (1, 2) for number in ids)


def test_more_notes_than_a_block_of_numbers_holds(tmp_path: Path) -> None:
    wanted = SheetMarks(SHEET, notes={(row, 1): "nota" for row in range(1, 1500)})
    marked = mark(plain_book(tmp_path / "libro.xlsx"), tmp_path / "m.xlsx", Marks([wanted], report()))
    ids = {number for number, *_ in boxes(marked)}
    assert len(ids) == 1499
    assert b'data="1,2"' in unpacked(marked)["xl/drawings/vmlDrawing1.vml"]


def test_an_edited_note_stays_with_the_file_as_it_was(tmp_path: Path) -> None:
    source = dressed_book(tmp_path / "libro.xlsx")
    marked = mark(source, tmp_path / "marcado.xlsx", marks({"A3": "error", "A5": "error"}))
    book = load(marked)
    text = book[SHEET]["A3"].comment.text
    book[SHEET]["A3"].comment = Comment(text + " Ya pregunté.", "icsoe_xl")
    book.save(marked)
    taken = clear(marked, tmp_path / "limpio.xlsx")
    assert taken.notes == 1
    notes = {cell: look.note for cell, look in looks(tmp_path / "limpio.xlsx").items() if look.note}
    assert notes == {"A3": text + " Ya pregunté."}


def test_white_space_changed_by_a_program_does_not_hide_our_note(tmp_path: Path) -> None:
    marked = mark(dressed_book(tmp_path / "libro.xlsx"), tmp_path / "marcado.xlsx", marks({"A3": "error"}))
    book = load(marked)
    note = book[SHEET]["A3"].comment
    book[SHEET]["C19"].comment = Comment(note.text.replace("\n", "\r\n") + " ", "otra persona")
    book[SHEET]["A3"].comment = None
    book.save(marked)
    assert clear(marked, tmp_path / "limpio.xlsx").notes == 1


def test_a_merged_area_shows_its_notes_on_its_first_cell(tmp_path: Path) -> None:
    source = dressed_book(tmp_path / "libro.xlsx")  # D17:D18 is merged
    marked = mark(source, tmp_path / "marcado.xlsx", marks({"D17": "error", "D18": "error"}))
    found = looks(marked)
    assert found["D17"].note is not None
    assert found["D17"].note.count("Aquí hay algo mal") == 2
    sheet = SheetXml(Package(marked).read("xl/worksheets/sheet1.xml"))
    [(_, first), (_, second)] = sheet.cells([17, 18])
    assert found["D17"].fill[1] == "FFC7CE"
    assert attribute(first[4], "s") == attribute(second[4], "s")
    clear(marked, tmp_path / "limpio.xlsx")
    assert differences(source, tmp_path / "limpio.xlsx") == set()


def test_an_absurdly_large_merged_area(tmp_path: Path) -> None:
    def merge(data: bytes) -> bytes:
        area = b'<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
        return data.replace(b"</sheetData>", b"</sheetData>" + area)

    source = changed(
        plain_book(tmp_path / "a.xlsx"), tmp_path / "libro.xlsx", {"xl/worksheets/sheet1.xml": merge}
    )
    marked = mark(source, tmp_path / "marcado.xlsx", marks({"A3": "error", "B7": "error"}))
    sheet = SheetXml(Package(marked).read("xl/worksheets/sheet1.xml"))
    [(_, cells)] = sheet.cells([3])
    assert attribute(cells[1], "s") is not None
    clear(marked, tmp_path / "limpio.xlsx")
    assert differences(source, tmp_path / "limpio.xlsx") == set()


@pytest.mark.parametrize("text", ["con\x00nulo y \x0bmás\ud800", "<b>&amp;</b> ]]>", "=1+1", "_x0041_ ñ 🎉"])
def test_texts_that_xml_cannot_hold(tmp_path: Path, text: str) -> None:
    marked = mark(
        plain_book(tmp_path / "libro.xlsx"),
        tmp_path / "m.xlsx",
        plan(report(finding("A3", what=text)), [table()]),
    )
    note = looks(marked)["A3"].note
    assert note is not None
    kept = text.replace("\x00", "").replace("\x0b", "").replace("\ud800", "")
    assert kept in note


def test_prefixed_comments_are_extended_and_given_back(tmp_path: Path) -> None:
    source = macro_book(tmp_path / "libro.xlsm")
    parts = unpacked(source)
    from books import packed

    plain = parts["xl/comments1.xml"].decode()
    parts["xl/comments1.xml"] = (
        re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1m:", plain)
        .replace("<m:comments xmlns=", "<m:comments xmlns:m=")
        .encode()
    )
    packed(source, parts)
    marked = mark(source, tmp_path / "marcado.xlsm", marks({"A9": "error"}))
    package = Package(marked)
    sheet = SheetXml(package.read("xl/worksheets/sheet1.xml"))
    notes = Notes(package, "xl/worksheets/sheet1.xml", sheet).texts()
    assert notes[3, 2] == ("Contadora", "Nota de la usuaria")
    assert notes[9, 1][0] == "icsoe_xl"
    clear(marked, tmp_path / "limpio.xlsm")
    assert differences(source, tmp_path / "limpio.xlsm") == set()
