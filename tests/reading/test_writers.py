"""The same table, written by everything that writes workbooks, reads the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from libreoffice import Office
from reading.handmade import MAIN, book, worksheet

from icsoe_xl.layouts import find_tables
from icsoe_xl.model import Facts, Table
from icsoe_xl.workbooks import open_workbook

HEADER = ["NSS(11 dígitos)", " CURP(18 caracteres)", "SBC", "Contrato"]
ROWS: list[tuple[int, list[object]]] = [
    (4, ["02268604531", "MOTR930411HJCRMG70", 450.75, "C-1"]),
    (5, [12345678903.0, " gape850203mdfrrv09", "$1,450.75", ""]),
    (8, ["92919084431", "", 315.04, "C-2"]),
    (9, [True, date(2026, 1, 31), 7.0, ""]),
]
"""Excel row and values from column B on; rows 6 and 7 are blank, column F holds an ignored note."""
EXPECTED = {
    "nss": ["02268604531", 12345678903.0, "92919084431", True],
    "curp": ["MOTR930411HJCRMG70", " gape850203mdfrrv09", "", date(2026, 1, 31)],
    "sbc": [450.75, "$1,450.75", 315.04, 7.0],
    "contrato": ["C-1", "", "C-2", ""],
}


def with_openpyxl(path: Path) -> None:
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    sheet = made.create_sheet("captura")
    for column, value in enumerate(HEADER, 2):
        sheet.cell(3, column, value)
    for row, values in ROWS:
        for column, value in enumerate(values, 2):
            if value != "":
                sheet.cell(row, column, value)
    sheet.row_dimensions[8].hidden = True
    made.create_sheet("Oculta").sheet_state = "veryHidden"
    made.save(path)


def with_xlsxwriter(path: Path, **options: object) -> None:
    with xlsxwriter.Workbook(str(path), options) as made:
        sheet = made.add_worksheet("captura")
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.write_row(2, 1, HEADER)
        for row, values in ROWS:
            for column, value in enumerate(values, 1):
                if value != "":
                    sheet.write(row - 1, column, value, *([day] if isinstance(value, date) else []))
        made.add_worksheet("Oculta").hide()


def with_xlsxwriter_in_one_pass(path: Path) -> None:
    with_xlsxwriter(path, constant_memory=True)


STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


def _cells(row: int, values: list[object], addressed: bool, inline: Callable[[str], str]) -> str:
    cells = []
    for column, value in zip("BCDE", values, strict=True):
        at = f' r="{column}{row}"' if addressed else ""
        if value == "":
            cells.append(f"<c{at}/>")
        elif isinstance(value, str):
            cells.append(f'<c{at} t="inlineStr">{inline(value)}</c>')
        elif isinstance(value, bool):
            cells.append(f'<c{at} t="b"><v>{int(value)}</v></c>')
        elif isinstance(value, date):
            cells.append(f'<c{at} s="1"><v>46053</v></c>')
        else:
            cells.append(f"<c{at}><v>{value}</v></c>")
    return "".join(cells)


def like_google_sheets(path: Path) -> None:
    """Addresses everywhere, rows of fixed height, empty rows and cells with a style, shared strings."""
    strings: list[str] = []

    def shared(value: str) -> str:
        strings.append(value)
        return f"<v>{len(strings) - 1}</v>"

    rows = '<row r="1" ht="15.75" customHeight="1"><c r="B1" s="0"/></row>'
    for row, values in [(3, HEADER), *ROWS]:
        hidden = ' hidden="1"' if row == 8 else ""
        cells = _cells(row, list(values), True, shared).replace("inlineStr", "s")
        rows += f'<row r="{row}" ht="15.75" customHeight="1"{hidden}>{cells}</row>'
    rows += "".join(
        f'<row r="{row}" ht="15.75" customHeight="1"><c r="A{row}" s="0"/></row>' for row in range(10, 40)
    )
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in strings)
    sst = f'<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>'
    book(path, worksheet(rows), worksheet(""), names=("captura", "Oculta"), strings=sst, styles=STYLES)


def like_open_xml_sdk(path: Path) -> None:
    """Every element with a prefix, no addresses at all, strings inline, blank rows as empty elements."""
    by_row = {3: HEADER, **dict(ROWS)}
    rows = ""
    for row in range(1, 10):
        hidden = ' hidden="true"' if row == 8 else ""
        cells = (
            _cells(row, list(by_row[row]), False, lambda text: f'<is><t xml:space="preserve">{text}</t></is>')
            if row in by_row
            else ""
        )
        rows += f"<row{hidden}>{'<c/>' if cells else ''}{cells}</row>"
    part = worksheet(rows)
    for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        for end in (">", " ", "/"):
            part = part.replace(f"<{name}{end}", f"<x:{name}{end}").replace(f"</{name}>", f"</x:{name}>")
    part = part.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    book(path, part, worksheet(""), names=("captura", "Oculta"), styles=STYLES)


def like_a_careless_program(path: Path) -> None:
    """Single quotes, attributes in another order, line breaks between elements, comments."""
    rows = ""
    for row, values in [(3, HEADER), *ROWS]:
        cells = _cells(row, list(values), True, lambda text: f'<is><t xml:space="preserve">{text}</t></is>')
        cells = cells.replace('t="inlineStr"', "").replace(" >", ' t="inlineStr">').replace('"', "'")
        hidden = " hidden='1'" if row == 8 else ""
        rows += (
            f"\n  <row spans='2:5'{hidden} r='{row}'>\n    {cells.replace('><c', '><!-- c -->  <c')}</row>"
        )
    book(path, worksheet(rows), worksheet(""), names=("captura", "Oculta"), styles=STYLES)


WRITERS = [
    with_openpyxl,
    with_xlsxwriter,
    with_xlsxwriter_in_one_pass,
    like_google_sheets,
    like_open_xml_sdk,
    like_a_careless_program,
]


def check(path: Path) -> tuple[Table, Facts]:
    workbook = open_workbook(path)
    assert [sheet.name for sheet in workbook.sheets()] == ["captura", "Oculta"]
    found = find_tables(workbook)
    assert found.layout == "imss-captura"
    assert [table.sheet for table in found.tables] == ["captura"]
    table = found.tables[0]
    assert table.rows == [row for row, _ in ROWS]
    assert table.columns == {"nss": 2, "curp": 3, "sbc": 4, "contrato": 5}
    assert table.raw == EXPECTED
    assert table.contracts == ["c-1", "", "c-2", ""]
    return table, workbook.facts("captura", [2, 3, 4, 5])


@pytest.mark.parametrize("write", WRITERS)
def test_reads_what_it_wrote(tmp_path: Path, write: Callable[[Path], None]) -> None:
    write(tmp_path / "libro.xlsx")
    table, facts = check(tmp_path / "libro.xlsx")
    assert table.facts == facts == Facts(hidden_rows=frozenset({8}))


@pytest.mark.parametrize("extension", ["xlsx", "xlsm", "xls", "ods"])
def test_reads_what_libreoffice_saves(tmp_path: Path, office: Office, extension: str) -> None:
    with_openpyxl(tmp_path / "libro.xlsx")
    saved = tmp_path / f"guardado.{extension}"
    office.resave(tmp_path / "libro.xlsx", saved)
    _, facts = check(saved)
    assert facts.hidden_rows == ({8} if extension in ("xlsx", "xlsm") else frozenset())
