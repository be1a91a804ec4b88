"""The sheet ``Hallazgos``: what it says, how it is found again, what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from books import SHEET, changed, load, plain_book, sheet_names, sheet_rows, unpacked, write_workers
from marked import clear, differences, finding, mark, report, table
from tools import ooxml

from icsoe_xl.findings import Finding
from icsoe_xl.hallazgos import MAX_LINKS, counts, field_name, findings_listing, free_name
from icsoe_xl.marks import Marks, plan
from icsoe_xl.workbooks import marking
from icsoe_xl.workbooks.package import Package

FOUND = (
    Finding(SHEET, None, None, None, "A006", "warning", "Hay fórmulas en la columna.", "Revise los valores."),
    finding("A3", fix="01234567890"),
    finding("B4", "warning", hint="¿Quiso escribir ABCD?"),
    finding("C5", fix=450.5, what='=HYPERLINK("http://malo")'),
)


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    source = plain_book(tmp_path / "libro.xlsx")
    return mark(source, tmp_path / "marcado.xlsx", plan(report(*FOUND), [table()]))


def test_its_rows(marked: Path) -> None:
    rows = [row[:8] for row in sheet_rows(marked, "Hallazgos")]
    assert [row[0] for row in rows[:3]] == [
        "Hallazgos de la revisión ICSOE",
        "2 errores que impiden exportar · 2 avisos · 20 trabajadores revisados",
        "Periodo 2026-1.",
    ]
    assert rows[4] == ["Gravedad", "Regla", "Hoja", "Celda", "Campo", "Qué pasa", "Qué hacer", "Propuesta"]
    assert rows[5] == [
        "Aviso",
        "A006",
        SHEET,
        None,
        None,
        "Hay fórmulas en la columna.",
        "Revise los valores.",
        None,
    ]
    assert rows[6][:5] == ["Error", "T004", SHEET, "A3", "NSS"]
    assert [row[7] for row in rows[6:]] == ["01234567890", "¿Quiso escribir ABCD?", "450.50"]


def test_text_is_never_a_formula(marked: Path) -> None:
    cell = load(marked)["Hallazgos"]["F9"]
    assert cell.value == '=HYPERLINK("http://malo")'
    data = unpacked(marked)["xl/worksheets/sheet2.xml"]
    assert b"<f>" not in data
    assert b't="inlineStr"' in data


def test_its_links_filter_and_print_setup(marked: Path) -> None:
    sheet = load(marked)["Hallazgos"]
    assert {cell.coordinate: cell.hyperlink.location for row in sheet["D7:D9"] for cell in row} == {
        "D7": "'captura'!A3",
        "D8": "'captura'!B4",
        "D9": "'captura'!C5",
    }
    assert sheet.auto_filter.ref == "A5:H9"
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"
    assert (
        sheet.page_setup.orientation,
        sheet.page_setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
    ) == ("landscape", 0, True)
    assert sheet.column_dimensions["AA"].hidden
    assert sheet["A7"].fill.fgColor.rgb == "FFFFC7CF"
    assert sheet["A6"].fill.fgColor.rgb == "FFFFEB9D"


def test_it_comes_last_and_leaves_shared_strings_and_properties_alone(tmp_path: Path, marked: Path) -> None:
    assert sheet_names(marked) == [SHEET, "Hallazgos"]
    kept = {
        "xl/sharedStrings.xml",
        "docProps/core.xml",
        "docProps/app.xml",
        "_rels/.rels",
        "xl/theme/theme1.xml",
    }
    assert not kept & differences(tmp_path / "libro.xlsx", marked)


def book_with(path: Path, *names: str) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        write_workers(book.add_worksheet(SHEET), 20)
        for name in names:
            book.add_worksheet(name).write(0, 0, "de la usuaria")
    return path


def test_the_users_sheet_of_that_name_stays(tmp_path: Path) -> None:
    source = book_with(tmp_path / "libro.xlsx", "HALLAZGOS", "Hallazgos (2)", "Cambios")
    marked = mark(source, tmp_path / "marcado.xlsx")
    assert sheet_names(marked) == [SHEET, "HALLAZGOS", "Hallazgos (2)", "Cambios", "Hallazgos (3)"]
    assert marking.own_sheets(Package(marked)) == {"Hallazgos (3)"}
    clear(marked, tmp_path / "limpio.xlsx")
    assert differences(source, tmp_path / "limpio.xlsx") == set()


def test_a_sheet_name_with_quotes_and_markup(tmp_path: Path) -> None:
    name = "Juan's <&> hoja"
    source = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        write_workers(book.add_worksheet(name), 20)
    marked = mark(source, tmp_path / "marcado.xlsx", plan(report(finding("A3", sheet=name)), [table(name)]))
    assert load(marked)["Hallazgos"]["D6"].hyperlink.location == "'Juan''s <&> hoja'!A3"
    if ooxml.missing() is None:
        assert ooxml.validate(marked) == ooxml.validate(source)


def test_deleting_and_sorting_its_rows_does_not_hurt_the_record(tmp_path: Path, marked: Path) -> None:
    book = load(marked)
    book["Hallazgos"].delete_rows(2, 8)
    book.save(marked)
    clear(marked, tmp_path / "limpio.xlsx")
    fills = {cell.fill.fill_type for row in load(tmp_path / "limpio.xlsx")[SHEET].iter_rows() for cell in row}
    assert fills == {None}


def test_a_copied_sheet_of_findings_goes_too(tmp_path: Path, marked: Path) -> None:
    book = load(marked)
    copy = book.copy_worksheet(book["Hallazgos"])
    copy.title = "Hallazgos (2)"
    book.save(marked)
    clear(marked, tmp_path / "limpio.xlsx")
    assert sheet_names(tmp_path / "limpio.xlsx") == [SHEET]


def test_views_and_names_of_the_other_sheets_follow(tmp_path: Path, marked: Path) -> None:
    """The user moved our sheet to the front, left it open, and other sheets have names of their own."""
    book = load(marked)
    book.move_sheet("Hallazgos", -1)
    book.active = 0
    book[SHEET].print_title_rows = "1:1"
    book.save(marked)
    clear(marked, tmp_path / "limpio.xlsx")
    after = load(tmp_path / "limpio.xlsx")
    assert after.sheetnames == [SHEET]
    assert after.active.title == SHEET
    assert after[SHEET].print_title_rows == "$1:$1"


def test_a_sheet_that_formulas_refer_to_is_emptied_not_removed(tmp_path: Path, marked: Path) -> None:
    """A formula without its sheet would make Excel call the file damaged."""
    book = load(marked)
    book[SHEET]["G1"] = '=COUNTIF(Hallazgos!A:A,"Error")'
    book.save(marked)
    clear(marked, tmp_path / "limpio.xlsx")
    assert sheet_names(tmp_path / "limpio.xlsx") == [SHEET, "Hallazgos"]
    assert sheet_rows(tmp_path / "limpio.xlsx", "Hallazgos") in ([], [[None]])
    assert not marking.is_marked(Package(tmp_path / "limpio.xlsx"))


def test_a_workbook_without_styles_gets_them(tmp_path: Path) -> None:
    source = plain_book(tmp_path / "libro.xlsx")
    parts = unpacked(source)
    del parts["xl/styles.xml"]
    import re

    from books import packed

    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(rb"<(?:Override|Relationship)\b[^>]*styles[^>]*/>", b"", parts[name])
    packed(source, parts)
    marked = mark(source, tmp_path / "marcado.xlsx")
    assert openpyxl.load_workbook(marked)[SHEET]["A3"].fill.fgColor.rgb == "FFFFC7CE"
    if ooxml.missing() is None:
        assert ooxml.validate(marked) == []
    clear(marked, tmp_path / "limpio.xlsx")
    assert differences(source, tmp_path / "limpio.xlsx") == set()


def test_prefixed_parts(tmp_path: Path) -> None:
    """A producer that gives every element a prefix, as .NET programs do."""
    import re

    def prefixed(data: bytes) -> bytes:
        text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", data.decode())
        return text.replace(
            ' xmlns="http://schemas.openxmlformats.org/spreadsheetml',
            ' xmlns:x="http://schemas.openxmlformats.org/spreadsheetml',
        ).encode()

    names = ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml")
    source = changed(plain_book(tmp_path / "a.xlsx"), tmp_path / "libro.xlsx", dict.fromkeys(names, prefixed))
    marked = mark(source, tmp_path / "marcado.xlsx")
    assert openpyxl.load_workbook(marked)[SHEET]["A3"].fill.fgColor.rgb == "FFFFC7CE"
    if ooxml.missing() is None:
        assert ooxml.validate(marked) == ooxml.validate(source)
    clear(marked, tmp_path / "limpio.xlsx")
    assert differences(source, tmp_path / "limpio.xlsx") == set()


# What needs no file


def test_links_end_where_excel_stops_counting() -> None:
    listing = findings_listing(report(*[finding("A3")] * (MAX_LINKS + 2)))
    assert sum(1 for row in listing.table if row[3].link is not None) == MAX_LINKS
    assert listing.table[-1][3].value == "A3"


def test_many_notices_are_kept_short() -> None:
    listing = findings_listing(Marks([], report()).report)
    assert listing.header_row == 5
    many = report()._replace(notices=[f"Aviso {number}." for number in range(20)])
    listing = findings_listing(many)
    assert listing.header_row == 10
    assert str(listing.top[-1].value).endswith("Aviso 18. Aviso 19.")


@pytest.mark.parametrize(
    ("findings", "says"),
    [
        ([], "Sin errores que impiden exportar · Sin avisos · 20 trabajadores revisados"),
        ([finding("A3")], "1 error que impide exportar · Sin avisos · 20 trabajadores revisados"),
    ],
)
def test_counts(findings: list[Finding], says: str) -> None:
    assert counts(report(*findings)) == says


def test_names() -> None:
    assert free_name("Hallazgos", ["hallazgos", "HALLAZGOS (2)"]) == "Hallazgos (3)"
    assert [field_name(name) for name in ("nss", "cliente_rfc", "contrato", None)] == [
        "NSS",
        "Cliente RFC",
        "Contrato",
        "",
    ]
