"""Whole workbooks as files: what the command line says of them, marks, takes back, mends and exports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import libros
import openpyxl
import pytest
from books import fills, load, looks, sheet_names, unpacked
from libreoffice import Office
from people import people
from tools import ooxml

from icsoe_xl import actions

SHEETS = ("Contratista", "Contratos", "Trabajadores")
RED, YELLOW, PALE = "FFC7CE", "FFEB9C", "FDECEA"


def icsoe(*words: object) -> subprocess.CompletedProcess[str]:
    """The command line as a person calls it."""
    command = [sys.executable, "-m", "icsoe_xl", *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    assert "Traceback" not in done.stderr
    return done


def report(path: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = icsoe("validate", "--check", "--json", *words, path)
    return done.returncode, json.loads(done.stdout)


def lines(found: dict[str, Any]) -> list[str]:
    """Findings as sheet, cell, field and rule; R004 (these periods are long past) left out."""
    return [
        f"{one['sheet']}!{one['cell']} {one['field']} {one['rule']}"
        for one in found["findings"]
        if one["rule"] != "R004"
    ]


def faulty(path: Path, named: bool = True) -> Path:
    """A workbook with a fault of each family on each sheet."""
    contracts = [
        libros.contract("C-01"),
        libros.contract("C-02", cliente_correo="pagos", fecha_inicio="15/01/2026"),
        libros.contract("C-03", cliente_rfc=libros.RFC, fecha_fin=date(2025, 1, 1)),
        libros.contract("C-04", cliente_domicilio_fiscal="No", cliente_cp=6600),
    ]
    crew = libros.crew(["C-01", "C-02", "C-04"], each=2)
    crew[1][0], crew[3][1], crew[4][3] = "C-O1", crew[3][1][:-1] + "X", "$450.75"
    contractor = {
        "icsoe_rfc": "EKU",
        "icsoe_correo": None,
        "icsoe_repse_registro": "998877",
        "icsoe_num_contratos": 9,
    }
    return libros.write(path, libros.sheets(contractor, contracts, crew), None if named else {})


EXPECTED = [
    "Contratista!B1 icsoe_rfc C001",
    "Contratista!B3 icsoe_correo C002",
    "Contratista!B6 icsoe_repse_registro C003",
    "Contratista!B19 icsoe_num_contratos R003",
    "Contratos!D3 cliente_correo K041",
    "Contratos!Q3 fecha_inicio K031",
    "Contratos!A4 contrato K051",
    "Contratos!R4 fecha_fin K033",
    "Contratos!H5 cliente_cp K042",
    "Contratos!I5 cliente_colonia K042",
    "Contratos!J5 cliente_calle K042",
    "Contratos!K5 cliente_num_ext K042",
    "Contratos!M5 cliente_entre_calles K042",
    "Trabajadores!A3 contrato T041",
    "Trabajadores!B5 nss T002",
    "Trabajadores!D6 sbc T025",
]


@pytest.mark.parametrize("named", [True, False], ids=["names", "labels"])
def test_every_sheet_is_judged(tmp_path: Path, named: bool) -> None:
    path = faulty(tmp_path / "libro.xlsx", named)
    before = path.read_bytes()
    code, found = report(path)
    assert code == 1
    assert (found["layout"], found["period"], found["rows"]) == ("icsoe-libro", "2026-1", 6)
    assert lines(found) == EXPECTED
    assert path.read_bytes() == before


def test_no_message_shows_a_value(tmp_path: Path) -> None:
    _, found = report(faulty(tmp_path / "libro.xlsx"))
    text = " ".join(one["message"] for one in found["findings"])
    for value in ("EKU", "C-0", "C-O1", "998877", "Xenon", "Kemper"):
        assert value not in text
    assert not any(worker.curp in text or worker.nss in text for worker in people(10, 11))


def test_a_sound_workbook_is_sound(tmp_path: Path) -> None:
    contracts = [libros.contract(f"OC-{n}") for n in range(1, 21)]
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_num_contratos": 20}, contracts))
    code, found = report(path)
    assert (code, found["rows"], lines(found)) == (0, 20, [])


def test_a_return_without_information_is_sound(tmp_path: Path) -> None:
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_tipo": "Sin información"}, []))
    code, found = report(path)
    assert (code, found["layout"], found["rows"], lines(found)) == (0, "icsoe-libro", 0, [])


def test_every_sheet_is_marked(tmp_path: Path) -> None:
    path = faulty(tmp_path / "libro.xlsx")
    done = icsoe("validate", path)
    assert done.returncode == 1
    assert "Contratista!B1" in done.stdout and "en el libro" in done.stdout
    assert sheet_names(path) == ["Inicio", *SHEETS, "Hallazgos"]
    assert fills(path, ["A1", "B1", "B3", "B6", "C1"], "Contratista") == [None, RED, RED, YELLOW, None]
    assert fills(path, ["A3", "D3", "Q3", "A4", "A2"], "Contratos") == [PALE, RED, RED, RED, None]
    assert fills(path, ["A3", "B3", "B5", "D6"], "Trabajadores") == [RED, PALE, RED, YELLOW]
    notes = {
        sheet: {cell: look.note for cell, look in looks(path, sheet).items() if look.note} for sheet in SHEETS
    }
    assert {f"{sheet}!{cell}" for sheet in SHEETS for cell in notes[sheet]} == {
        line.split()[0] for line in EXPECTED
    }
    assert "¿Quiso escribir C-01?" in (notes["Trabajadores"]["A3"] or "")
    listed = [row[1:4] for row in load(path)["Hallazgos"].iter_rows(min_row=2, values_only=True) if row[1]]
    assert ("C001", "Contratista", "B1") in listed
    assert ("R004", None, None) in [tuple(cell or None for cell in row) for row in listed]


def test_clear_gives_every_byte_back(tmp_path: Path) -> None:
    path = faulty(tmp_path / "libro.xlsx")
    before = unpacked(path)
    icsoe("validate", path)
    assert unpacked(path) != before
    assert icsoe("clear", path).returncode == 0
    assert unpacked(path) == before


def test_a_marked_workbook_opens_without_a_word(tmp_path: Path) -> None:
    if ooxml.missing() is not None:
        pytest.skip(ooxml.missing() or "")
    path = faulty(tmp_path / "libro.xlsx")
    icsoe("validate", "--out", tmp_path / "marcado.xlsx", path)
    assert ooxml.validate(tmp_path / "marcado.xlsx") == ooxml.validate(path)


def test_marks_go_as_the_faults_are_mended(tmp_path: Path) -> None:
    path = faulty(tmp_path / "libro.xlsx")
    icsoe("validate", path)
    book = load(path)
    book["Contratista"]["B1"] = libros.RFC
    book["Contratos"]["D3"] = "pagos@cliente.com.mx"
    book.save(path)
    icsoe("validate", path)
    assert fills(path, ["B1", "B3"], "Contratista") == [None, RED]
    assert fills(path, ["D3", "Q3"], "Contratos") == [PALE, RED]


def insert_rows(book: openpyxl.Workbook) -> None:
    for sheet in SHEETS:
        book[sheet].insert_rows(1 if sheet == "Contratista" else 2, 2)


@pytest.mark.parametrize("change", [lambda book: None, insert_rows], ids=["saved", "rows inserted"])
def test_clear_after_a_program_saved_it(tmp_path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    path = faulty(tmp_path / "libro.xlsx")
    dressed = load(path)
    dressed["Contratista"]["B3"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFDDEBF7")
    dressed["Contratos"]["D3"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFFC7CE")
    dressed.save(path)
    expected = load(path)
    change(expected)
    expected.save(tmp_path / "esperado.xlsx")
    actions.validate(path)
    book = load(path)
    change(book)
    book.save(path)
    actions.clear(path)
    for sheet in SHEETS:
        assert looks(path, sheet) == looks(tmp_path / "esperado.xlsx", sheet)


def test_clear_after_libreoffice_saved_it(office: Office, tmp_path: Path) -> None:
    path = faulty(tmp_path / "libro.xlsx")
    office.resave(path, tmp_path / "esperado.xlsx")
    actions.validate(path)
    office.resave(path, tmp_path / "guardado.xlsx")
    taken = actions.clear(tmp_path / "guardado.xlsx")
    assert taken.notes == len(EXPECTED)
    for sheet in SHEETS:
        found = {cell: look.fill for cell, look in looks(tmp_path / "guardado.xlsx", sheet).items()}
        wanted = {cell: look.fill for cell, look in looks(tmp_path / "esperado.xlsx", sheet).items()}
        assert {
            cell: fill for cell, fill in found.items() if wanted.get(cell, (None, None, None)) != fill
        } == {}


def test_fix_mends_the_workers(tmp_path: Path) -> None:
    path = faulty(tmp_path / "libro.xlsx")
    done = icsoe("fix", path)
    assert done.returncode == 1
    assert "corregí 1 celda" in done.stdout
    assert lines(report(path)[1]) == [line for line in EXPECTED if "T025" not in line]
    assert load(path)["Trabajadores"]["D6"].value == 450.75


def test_no_export_with_errors(tmp_path: Path) -> None:
    done = icsoe("export", faulty(tmp_path / "libro.xlsx"), "--out", tmp_path / "salida")
    assert done.returncode == 1
    assert not (tmp_path / "salida").exists()


def test_export_writes_one_file_for_each_contract(tmp_path: Path) -> None:
    contracts = [libros.contract("C-01"), libros.contract("OC/7"), libros.contract(12.0)]
    path = libros.write(
        tmp_path / "libro.xlsx", libros.sheets({}, contracts, libros.crew(["C-01", "oc/7", 12.0, "c-01"]))
    )
    done = icsoe("export", path, "--out", tmp_path / "salida")
    assert done.returncode == 0
    folder = tmp_path / "salida" / "ICSOE_EKU9003173C9_2026-1"
    assert {file.name for file in (tmp_path / "salida").iterdir()} == {folder.name, f"{folder.name}.zip"}
    names = ["trabajadores_C-01.csv", "trabajadores_oc_7.csv", "trabajadores_12.csv"]
    assert {file.name for file in folder.glob("*.csv")} == set(names)
    workers = people(500, 11)
    first = (folder / names[0]).read_bytes().decode("cp1252").split("\r\n")
    assert first[1:] == [f"{w.nss},{w.curp},{w.sbc:.2f}" for w in (workers[0], workers[3])] + [""]
    manifest = json.loads((folder / "manifiesto.json").read_text(encoding="utf-8"))
    assert manifest["layout"] == {"nombre": "icsoe-libro", "version": "2026-01"}
    assert (manifest["periodo"], manifest["trabajadores"]) == ("2026-1", 4)
    workers_files = [one for one in manifest["archivos"] if one["archivo"].endswith(".csv")]
    assert [(one["archivo"], one["filas"]) for one in workers_files] == list(
        zip(names, (2, 1, 1), strict=True)
    )
    for one in manifest["archivos"]:
        assert one["sha256"] == sha256((folder / one["archivo"]).read_bytes()).hexdigest()


def test_export_splits_a_large_contract(tmp_path: Path) -> None:
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets(workers=libros.crew(["C-01"], each=3001)))
    assert [line.split()[-1] for line in lines(report(path)[1])] == ["A004"]
    assert icsoe("export", path, "--out", tmp_path).returncode == 0
    folder = tmp_path / "ICSOE_EKU9003173C9_2026-1"
    assert sorted(file.name for file in folder.glob("*.csv")) == [
        "trabajadores_C-01_1.csv",
        "trabajadores_C-01_2.csv",
    ]


def test_export_of_a_return_without_information(tmp_path: Path) -> None:
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_tipo": "Sin información"}, []))
    assert icsoe("export", path, "--out", tmp_path).returncode == 0
    folder = tmp_path / "ICSOE_EKU9003173C9_2026-1"
    assert {file.name for file in folder.iterdir()} == {"captura.html", "manifiesto.json", "resumen.html"}


def test_the_period_that_the_person_names_wins_and_is_said(tmp_path: Path) -> None:
    path = libros.write(tmp_path / "libro.xlsx")
    _, found = report(path, "--period", "2026-3")
    assert (found["period"], lines(found)) == ("2026-3", ["Contratos!Q2 fecha_inicio K032"])
    done = icsoe("validate", "--check", "--period", "2026-3", path)
    assert "el que usted indicó (el libro dice 2026-1)" in done.stdout


def test_the_period_that_excel_took_for_a_date(tmp_path: Path) -> None:
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_periodo": date(2026, 1, 1)}))
    _, found = report(path)
    assert (found["period"], lines(found)) == ("2026-1", [])


def test_without_period_the_one_to_file_is_taken(tmp_path: Path) -> None:
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_periodo": None}))
    code, found = report(path)
    assert code == 1
    assert "Contratista!B9 icsoe_periodo C005" in lines(found)


def test_sheets_that_are_missing_are_said_once(tmp_path: Path) -> None:
    for gone, named in (("Contratista", {}), ("Contratos", None), ("Trabajadores", None)):
        made = libros.sheets()
        del made[gone]
        _, found = report(libros.write(tmp_path / "libro.xlsx", made, named))
        missing = [one for one in found["findings"] if one["rule"] == "A002"]
        assert [(one["sheet"], one["cell"]) for one in missing] == [(None, None)]
        assert f"«{gone}»" in missing[0]["message"]
        assert not any(one["rule"] in ("K051", "T041", "R001", "C001") for one in found["findings"])


def test_a_table_without_headers_is_said_once(tmp_path: Path) -> None:
    made = libros.sheets()
    made["Contratos"][0] = ["Uno", "Dos"]
    _, found = report(libros.write(tmp_path / "libro.xlsx", made))
    assert lines(found) == ["Contratos!None None A002"]


def test_broken_and_unstored_cells_are_said_once(tmp_path: Path) -> None:
    made = libros.sheets(contracts=[libros.contract("C-01", cliente_nombre="=1+1", objeto="=A1&B1")])
    made["Contratista"][0][1] = '="EKU9003173C9"'
    code, found = report(libros.write(tmp_path / "libro.xlsx", made))
    assert lines(found) == [
        "Contratista!B1 icsoe_rfc A005",
        "Contratos!C2 cliente_nombre A005",
        "Contratos!N2 objeto A005",
    ]
    assert code == 1


def test_the_same_findings_in_an_ods_by_labels(office: Office, tmp_path: Path) -> None:
    office.resave(faulty(tmp_path / "libro.xlsx"), tmp_path / "libro.ods")
    code, found = report(tmp_path / "libro.ods")
    assert (code, found["layout"], lines(found)) == (1, "icsoe-libro", EXPECTED)


def test_a_check_imports_nothing_heavy(tmp_path: Path) -> None:
    contracts = [libros.contract("C-01")]
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_periodo": "2026-3"}, contracts))
    script = (
        "import sys; from icsoe_xl import actions; from datetime import date; "
        "from icsoe_xl.workbooks import open_workbook; "
        "actions.inspect(open_workbook(sys.argv[1]), today=date(2026, 12, 1)); "
        "print([name for name in ('pydantic', 'email_validator', 'holidays', 'openpyxl', 'jinja2', 'xlwings') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, encoding="utf-8")
    assert done.stdout.strip() == "[]", done.stderr
