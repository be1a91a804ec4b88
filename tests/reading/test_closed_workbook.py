"""A closed workbook as the port sees it: sheets, defined names, and what must hold before it is written."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from reading.handmade import STRICT_MAIN, STRICT_OFFICE, book, worksheet

from icsoe_xl.errors import UnwritableFile
from icsoe_xl.findings import Finding, Report
from icsoe_xl.marks import Marks, SheetMarks
from icsoe_xl.workbooks import open_workbook
from icsoe_xl.workbooks.closed import ClosedWorkbook
from icsoe_xl.workbooks.port import Repair

ANA = ["02268604531", "MOTR930411HJCRMG70", 450.75]


def made(path: Path, *extra_sheets: str) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "captura"
    for values in (["NSS", "CURP", "SBC"], ANA, [12345678903, "GAPE850203MDFRRV09", 500]):
        sheet.append(values)
    for name in extra_sheets:
        workbook.create_sheet(name)["B3"] = "2026-1"
    workbook.save(path)
    return path


def with_names(path: Path, **names: str) -> ClosedWorkbook:
    workbook = openpyxl.load_workbook(path)
    for name, reference in names.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=reference)
    workbook.save(path)
    return ClosedWorkbook(path)


NAMES = [
    ("'Año 2026'!$B$3", "2026-1"),
    ("'Ana''s'!$B$3", "2026-1"),
    ("captura!$A$3", 12345678903.0),
    ("captura!C2", 450.75),
    ("CAPTURA!$C$2", 450.75),
    ("captura!$C$2:$D$2", 450.75),
    ("captura!$Z$99", None),
    ("captura!#REF!", None),
    ("Falta!$A$1", None),
    ('"2026-1"', None),
    ("[1]Otro!$A$1", None),
]


@pytest.mark.parametrize(("reference", "value"), NAMES, ids=[case[0] for case in NAMES])
def test_value_of_a_defined_name(tmp_path: Path, reference: str, value: object) -> None:
    workbook = with_names(made(tmp_path / "b.xlsx", "Año 2026", "Ana's"), icsoe_periodo=reference)
    assert workbook.named_value("icsoe_periodo") == value
    assert workbook.named_value("ICSOE_PERIODO") == value
    assert workbook.named_value("icsoe_rfc") is None
    assert len(workbook.grid("captura").rows) == 3
    assert len(workbook.grid("captura").rows) == 3


def test_no_names_at_all(tmp_path: Path) -> None:
    assert ClosedWorkbook(made(tmp_path / "b.xlsx")).named_value("icsoe_periodo") is None


def test_only_worksheets_are_listed_and_ours_are_not(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(made(tmp_path / "b.xlsx", "Hallazgos", "Oculta"))
    workbook["Oculta"].sheet_state = "hidden"
    workbook.create_chartsheet("Gráfica")
    workbook.save(tmp_path / "b.xlsx")
    closed = ClosedWorkbook(tmp_path / "b.xlsx")
    assert closed.sheets() == [("captura", True), ("Hallazgos", True), ("Oculta", False)]
    closed.mark(one_finding())
    closed.repair([Repair("captura", (3, 1), "nss", "12345678903", "12345678903", "T005")])
    closed.save()
    assert [sheet.name for sheet in ClosedWorkbook(tmp_path / "b.xlsx").sheets()] == [
        "captura",
        "Hallazgos",
        "Oculta",
    ]


def one_finding() -> Marks:
    finding = Finding("captura", 3, 1, "nss", "T005", "warning", "Es un número.", "Corríjalo.", "12345678903")
    report = Report("b.xlsx", "imss-captura", "2026-1", 2, [finding])
    return Marks([SheetMarks("captura", {(3, 1): "FFEB9C"}, {(3, 1): "T005"}, {3: ("0" * 8,)})], report)


def test_repairs_are_read_back_before_they_are_saved(tmp_path: Path) -> None:
    path = made(tmp_path / "b.xlsx")
    before = path.read_bytes()
    closed = ClosedWorkbook(path)
    assert closed.grid("captura").rows[2][0] == 12345678903.0
    closed.repair([Repair("captura", (3, 1), "nss", "12345678903", "12345678903", "T005")])
    assert closed.grid("captura").rows[2][0] == "12345678903"
    assert path.read_bytes() == before


def test_nothing_is_written_when_nothing_was_changed(tmp_path: Path) -> None:
    path = made(tmp_path / "b.xlsx")
    os.utime(path, (1, 1))
    closed = ClosedWorkbook(path)
    closed.save()
    assert path.stat().st_mtime == 1
    closed.save(tmp_path / "copia.xlsx")
    assert (tmp_path / "copia.xlsx").read_bytes() == path.read_bytes()


def test_a_file_that_another_program_changed_is_left_alone(tmp_path: Path) -> None:
    closed = ClosedWorkbook(made(tmp_path / "b.xlsx"))
    closed.mark(one_finding())
    made(tmp_path / "b.xlsx", "Nueva")
    theirs = (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(UnwritableFile, match=r"^b\.xlsx: otro programa lo cambió"):
        closed.save()
    assert (tmp_path / "b.xlsx").read_bytes() == theirs
    closed.save(tmp_path / "copia.xlsx")
    assert ClosedWorkbook(tmp_path / "copia.xlsx").is_marked()


def test_saved_twice(tmp_path: Path) -> None:
    path = made(tmp_path / "b.xlsx")
    before = path.read_bytes()
    closed = ClosedWorkbook(path)
    closed.mark(one_finding())
    closed.save()
    assert closed.is_marked()
    closed.clear()
    closed.save()
    assert not ClosedWorkbook(path).is_marked()
    assert len(path.read_bytes()) < len(before) + 2000


def test_strict_workbooks_are_not_marked(tmp_path: Path) -> None:
    part = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT_MAIN
    )
    path = book(tmp_path / "b.xlsx", part, main=STRICT_MAIN, office=STRICT_OFFICE)
    workbook = open_workbook(path)
    assert workbook.grid("captura").rows[0][0] == 1.0
    with pytest.raises(UnwritableFile, match="estricto"):
        workbook.check_writable()


@pytest.mark.parametrize("owner", ["~$b.xlsx", ".~lock.b.xlsx#"])
def test_an_open_workbook_is_not_written(tmp_path: Path, owner: str) -> None:
    closed = ClosedWorkbook(made(tmp_path / "b.xlsx"))
    (tmp_path / owner).write_bytes(b"")
    with pytest.raises(UnwritableFile, match="está abierto en"):
        closed.check_writable()
    closed.check_writable(tmp_path / "copia.xlsx")


def test_a_copy_keeps_the_extension_that_excel_demands(tmp_path: Path) -> None:
    closed = ClosedWorkbook(made(tmp_path / "b.xlsx"))
    for name in ("copia.xlsx", "COPIA.XLSX"):
        closed.check_writable(tmp_path / name)
    for name in ("copia.xlsm", "copia.xls", "copia"):
        with pytest.raises(UnwritableFile, match=r"con esa extensión; llámelo copia\.xlsx"):
            closed.check_writable(tmp_path / name)
    macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    closed = ClosedWorkbook(book(tmp_path / "m.xlsm", worksheet(""), workbook_type=macros))
    closed.check_writable(tmp_path / "copia.xlsm")
    with pytest.raises(UnwritableFile, match=r"llámelo copia\.xlsm"):
        closed.check_writable(tmp_path / "copia.xlsx")


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(made(tmp_path / "a.xlsx").read_bytes())
    assert (
        ClosedWorkbook(tmp_path / "b.xlsx").source_sha256()
        == ClosedWorkbook(tmp_path / "a.xlsx").source_sha256()
    )
