"""Which workers of a workbook are meant: by NSS, by CURP, by contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import libros
import openpyxl
import pytest
from people import Worker, people

from icsoe_xl import actions
from icsoe_xl.findings import Finding
from icsoe_xl.rejections.placing import sentences_of
from icsoe_xl.rejections.workers import named_in

ONE, TWO, THREE = people(3, seed=7)
HEAD = ["NSS", "CURP", "Motivo"]
TWICE = "Ya está registrado"
Sent = Callable[..., Path]


def book_of(tmp_path: Path, rows: Iterable[tuple[str, Worker]], name: str = "libro.xlsx") -> Path:
    """A sheet of workers with their contracts."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "captura"
    sheet.append(["Contrato", "NSS", "CURP", "SBC"])
    for key, worker in rows:
        sheet.append([key, worker.nss, worker.curp, worker.sbc])
    book.save(tmp_path / name)
    return tmp_path / name


def rejected(book: Path, file: Path) -> tuple[actions.Rejected, list[Finding]]:
    found = actions.reject(book, file, check=True, options=actions.Options(period="2026-1"))
    return found, [finding for finding in found.report.findings if finding.rule == "P001" and finding.cell]


def cells(findings: Iterable[Finding]) -> list[tuple[str | None, str]]:
    return [(finding.cell, finding.severity) for finding in findings]


def test_every_way_of_writing_them_is_the_same_worker(tmp_path: Path, sent: Sent) -> None:
    curp = f"{ONE.curp[:3]}Ñ{ONE.curp[4:]}"
    typed = Worker(f"{ONE.nss[:4]}-{ONE.nss[4:]}", f" {curp.lower()} ", 400.0, "")
    file = sent({"R": [HEAD, [float(ONE.nss), curp.replace("Ñ", "X"), TWICE]]})
    _, found = rejected(book_of(tmp_path, [("C-01", typed)]), file)
    assert cells(found) == [("B2", "error")]
    assert found[0].what == f"El portal del IMSS rechazó este renglón: «{TWICE}»."


def test_nss_of_one_and_curp_of_another_marks_both_as_doubtful(tmp_path: Path, sent: Sent) -> None:
    file = sent({"R": [HEAD, [ONE.nss, TWO.curp, TWICE]]})
    told, found = rejected(book_of(tmp_path, [("C-01", ONE), ("C-01", TWO)]), file)
    assert cells(found) == [("B2", "warning"), ("C3", "warning")]
    assert found[0].what.startswith("El portal del IMSS rechazó este NSS con otra CURP: «")
    assert found[1].what.startswith("El portal del IMSS rechazó esta CURP con otro NSS: «")
    assert (told.rows, told.found, told.unplaced) == (1, 1, [])


def test_a_row_that_agrees_whole_goes_before_one_that_does_not(tmp_path: Path, sent: Sent) -> None:
    mixed = Worker(ONE.nss, TWO.curp, 400.0, "")
    file = sent({"R": [HEAD, [ONE.nss, ONE.curp, TWICE]]})
    _, found = rejected(book_of(tmp_path, [("C-01", mixed), ("C-02", ONE)]), file)
    assert cells(found) == [("B3", "error")]


def test_the_same_placeholder_in_many_rows_finds_nobody(tmp_path: Path, sent: Sent) -> None:
    typed = [("C-01", Worker("000000", worker.curp, 400.0, "")) for worker in (ONE, TWO)]
    file = sent({"R": [HEAD, ["000000", THREE.curp, TWICE], ["000000", TWO.curp, TWICE]]})
    told, found = rejected(book_of(tmp_path, typed), file)
    assert cells(found) == [("B3", "error")]
    assert told.unplaced == [("R", 2)]


def test_two_reasons_for_one_row_are_one_finding(tmp_path: Path, sent: Sent) -> None:
    rows = [[ONE.nss, ONE.curp, TWICE], [ONE.nss, ONE.curp, "CURP inválida"], [ONE.nss, TWO.curp, TWICE]]
    told, found = rejected(book_of(tmp_path, [("C-01", ONE)]), sent({"R": [HEAD, *rows]}))
    assert cells(found) == [("B2", "error")]
    assert f"«{TWICE}; CURP inválida»" in found[0].what
    assert (told.rows, told.found) == (3, 3)


def test_without_a_reason_the_note_says_where_to_look(tmp_path: Path, sent: Sent) -> None:
    _, found = rejected(book_of(tmp_path, [("C-01", ONE)]), sent({"R": [[ONE.nss, ONE.curp]]}))
    assert found[0].message == (
        "El portal del IMSS rechazó este renglón, sin decir el motivo. "
        "Vea el motivo en el portal, corríjalo y exporte de nuevo."
    )


IN_TWO = [("C-01", ONE), ("OC/17", ONE), ("C-01", TWO)]


@pytest.mark.parametrize(
    ("sheet", "name", "marked"),
    [
        ("Hoja1", "trabajadores_C-01.xlsx", ["B2"]),
        ("Hoja1", "rechazos oc 17 (2).xlsx", ["B3"]),
        ("OC_17", "trabajadores_C-01.xlsx", ["B3"]),  # the sheet says it better
        ("Hoja1", "C-01 y OC_17.xlsx", ["B2", "B3"]),
        ("Hoja1", "rechazos_C-011.xlsx", ["B2", "B3"]),
    ],
)
def test_the_name_of_file_or_sheet_says_the_contract(
    tmp_path: Path, sent: Sent, sheet: str, name: str, marked: list[str]
) -> None:
    told, found = rejected(book_of(tmp_path, IN_TWO), sent({sheet: [HEAD, [ONE.nss, ONE.curp, TWICE]]}, name))
    assert cells(found) == [(cell, "error") for cell in marked]
    said = [notice for notice in told.report.notices if notice.startswith("De quien está en varios")]
    assert len(said) == (1 if len(marked) == 1 else 0)
    assert all(("Está en 2 contratos" in finding.what) == (len(marked) == 2) for finding in found)


def test_a_column_of_contracts_counts_only_where_the_workbook_has_it(tmp_path: Path, sent: Sent) -> None:
    rows = [
        ["OC/17", ONE.nss, ONE.curp, TWICE],
        ["A26P3662382", ONE.nss, ONE.curp, TWICE],  # the portal's own folio
        ["OC/17", TWO.nss, TWO.curp, TWICE],
    ]
    head = ["Contrato", *HEAD]
    _, found = rejected(book_of(tmp_path, IN_TWO), sent({"R": [head, *rows[:1]]}))
    assert cells(found) == [("B3", "error")]
    _, found = rejected(book_of(tmp_path, IN_TWO), sent({"R": [head, *rows[1:]]}))
    assert cells(found) == [("B2", "error"), ("B3", "error"), ("B4", "warning")]
    assert "El archivo lo nombra en otro contrato." in found[2].what


def test_sheets_that_are_contracts_each(tmp_path: Path, sent: Sent) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title in ("Obra Norte", "Obra Sur"):
        sheet = book.create_sheet(title)
        sheet.append(["NSS", "CURP", "SBC"])
        sheet.append([ONE.nss, ONE.curp, ONE.sbc])
    book.save(tmp_path / "obras.xlsx")
    _, found = rejected(tmp_path / "obras.xlsx", sent({"obra sur": [HEAD, [ONE.nss, ONE.curp, TWICE]]}))
    assert [(finding.sheet, finding.cell) for finding in found] == [("Obra Sur", "A2")]


def test_a_whole_workbook(tmp_path: Path, sent: Sent) -> None:
    crew = [libros.worker_row(key, worker) for key, worker in (("C-01", ONE), ("C-02", ONE), ("C-02", TWO))]
    contracts = [libros.contract("C-01"), libros.contract("C-02")]
    libros.write(tmp_path / "libro.xlsx", libros.sheets({}, contracts, crew))
    file = sent({"Hoja1": [HEAD, [ONE.nss, ONE.curp, TWICE]]}, "trabajadores_C-02.xlsx")
    told, found = rejected(tmp_path / "libro.xlsx", file)
    assert told.report.layout == "icsoe-libro"
    assert [(finding.sheet, finding.cell) for finding in found] == [("Trabajadores", "B3")]


def test_contracts_in_names() -> None:
    assert named_in("trabajadores_c-01-b", ["c-01", "c-01-b", "c-02"]) == "c-01-b"
    assert named_in("rechazos_1", ["1", "2"]) is None  # a browser numbers its downloads
    assert named_in("1", ["1", "2"]) == "1"
    assert named_in("rechazos", ["c-01", ""]) is None


def test_rows_that_were_not_found_are_named_without_values() -> None:
    unplaced = [("A", row) for row in range(1, 26)] + [("B", 7)]
    assert sentences_of(unplaced) == [
        "No están en este libro: de la hoja «A» del archivo de rechazos, las filas "
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 y 5 más.",
        "No están en este libro: de la hoja «B» del archivo de rechazos, la fila 7.",
    ]
    assert sentences_of(unplaced, most=0)[0].endswith("22, 23, 24, 25.")
