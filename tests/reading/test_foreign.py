"""Formats that are only read: .xls, .ods and .xlsb; and the process that reads them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from libreoffice import FILTERS, Office
from reading.handmade import binary_book

from icsoe_xl.errors import UnreadableFile, UnwritableFile
from icsoe_xl.layouts import find_tables
from icsoe_xl.marks import Marks
from icsoe_xl.workbooks import open_workbook
from icsoe_xl.workbooks.foreign import ForeignWorkbook
from icsoe_xl.workbooks.foreign_reader import DAMAGED

ROOT = Path(__file__).parents[2]
HEADER = ["NSS", "CURP", "SBC"]
ANA = ["02268604531", "MOTR930411HJCRMG70", 450.75]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A workbook with a merged contract column below two blank rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "captura"
    for row, values in ((3, [*HEADER, "Contrato"]), (4, [*ANA, "C-1"]), (5, ["92919084431", "=NA()", 500])):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value)
    sheet.merge_cells("D4:D5")
    book.create_sheet("Vacía").sheet_state = "hidden"
    path = tmp_path / "libro.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("extension", ["xls", "ods"])
def test_old_excel_and_open_document(tmp_path: Path, made: Path, office: Office, extension: str) -> None:
    saved = tmp_path / f"libro.{extension}"
    office.resave(made, saved)
    workbook = open_workbook(saved)
    assert isinstance(workbook, ForeignWorkbook)
    assert [(sheet.name, sheet.visible) for sheet in workbook.sheets()] == [
        ("captura", True),
        ("Vacía", False),
    ]
    assert workbook.facts("captura", [1, 2, 3]).merged == (((4, 4, 5, 4),) if extension == "xls" else ())
    table = find_tables(workbook).tables[0]
    assert table.rows == [4, 5]
    assert table.raw["nss"] == ["02268604531", "92919084431"]
    assert table.raw["curp"] == ["MOTR930411HJCRMG70", ""]
    assert table.contracts == (["c-1", "c-1"] if extension == "xls" else ["c-1", ""])
    assert len(workbook.source_sha256()) == 64
    assert workbook.named_value("icsoe_periodo") is None


@pytest.mark.parametrize("extension", ["xls", "ods"])
def test_a_password_is_told(tmp_path: Path, made: Path, office: Office, extension: str) -> None:
    saved = tmp_path / f"libro.{extension}"
    with office.opened(made) as document:
        options = office.properties(FilterName=FILTERS[f".{extension}"], Password="secreto")
        document.storeToURL(office.url(saved), options)
    with pytest.raises(UnreadableFile, match=rf"^libro\.{extension}: está protegido con contraseña"):
        open_workbook(saved)


def test_the_content_tells_the_format_not_the_name(tmp_path: Path, made: Path, office: Office) -> None:
    office.resave(made, tmp_path / "libro.ods")
    (tmp_path / "otro.xlsx").write_bytes((tmp_path / "libro.ods").read_bytes())
    assert find_tables(open_workbook(tmp_path / "otro.xlsx")).tables[0].rows == [4, 5]


def test_binary_workbook(tmp_path: Path) -> None:
    path = binary_book(tmp_path / "libro.xlsb", [HEADER, ANA, ["92919084431", "", 500.0]])
    workbook = open_workbook(path)
    assert isinstance(workbook, ForeignWorkbook)
    table = find_tables(workbook).tables[0]
    assert table.rows == [2, 3]
    assert table.raw == {"nss": [ANA[0], "92919084431"], "curp": [ANA[1], ""], "sbc": [450.75, 500.0]}


def test_nothing_is_ever_written(tmp_path: Path) -> None:
    path = binary_book(tmp_path / "libro.xlsb", [HEADER, ANA])
    before = path.read_bytes()
    workbook = open_workbook(path)
    assert not workbook.is_marked()
    assert workbook.clear() == (0, 0, False)
    report = Marks([], None)  # type: ignore[arg-type]  # nobody reads it
    for act in (
        workbook.check_writable,
        lambda: workbook.mark(report),
        lambda: workbook.repair([]),
        workbook.save,
        lambda: workbook.save(tmp_path / "copia.xlsx"),
    ):
        with pytest.raises(UnwritableFile, match=r"^libro\.xlsb: los libros \.xlsb sólo se revisan"):
            act()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def run_reader(path: Path) -> subprocess.CompletedProcess[bytes]:
    reader = [sys.executable, "-m", "icsoe_xl.workbooks.foreign_reader", str(path)]
    return subprocess.run(reader, capture_output=True, check=False, cwd=ROOT)


def test_the_reader_says_that_a_file_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    child = run_reader(tmp_path / "b.xls")
    assert (child.returncode, child.stdout) == (DAMAGED, b"")


DAMAGES = {
    # what calamine does, where in the record after its head ([MS-XLS] 2.4.90, 2.4.127), what is written there
    "asks for more memory than there is": (rb"\x00\x02\x0e\x00", 4, b"\xff\xff\xff\xff"),
    "panics": (rb"\x06\x00[\x16-\x40]\x00", 20, b"\xff\xff"),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_old_file_takes_only_its_reader_down(
    tmp_path: Path, made: Path, office: Office, what: str
) -> None:
    record, offset, new = DAMAGES[what]
    office.resave(made, tmp_path / "libro.xls")
    data = bytearray((tmp_path / "libro.xls").read_bytes())
    found = re.search(record, data)
    assert found is not None
    data[found.end() + offset : found.end() + offset + len(new)] = new
    (tmp_path / "b.xls").write_bytes(data)
    child = run_reader(tmp_path / "b.xls")
    assert child.returncode not in (0, DAMAGED), (
        "calamine mended this: the process of its own may no longer be needed"
    )
    with pytest.raises(UnreadableFile, match=r"^b\.xls: está dañado") as caught:
        open_workbook(tmp_path / "b.xls")
    assert "\n" not in str(caught.value)
