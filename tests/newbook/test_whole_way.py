"""The whole way: a profile, the workbook handed out, typed with faults, validated, fixed, corrected, filed."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from newbook.typed import FIRST_CONTRACT, FIRST_WORKER, contracts, type_into, workers

from icsoe_xl import cli

PROFILE = """
rfc = "EKU9003173C9"
razon_social = "Limpieza Pérez & Hijos, S.A. de C.V."
correo = "contacto@limpieza.mx"
[repse]
registro = "AR12345/2024"
[[servicios]]
folio = "F-001"
texto = "Servicio de limpieza de oficinas"
[[clientes]]
rfc = "CEJ9910011AA"
nombre = "Cliente Uno"
"""
CONTRACTS, WORKERS = 20, 400
Rows = list[list[Any]]


def spoil(contract_rows: Rows, worker_rows: Rows) -> tuple[set[tuple[str, str, str]], set[tuple[str, str]]]:
    """Plant faults; gives (sheet, cell, rule) of each, and the cells that ``fix`` can put right."""
    found: set[tuple[str, str, str]] = set()
    fixable: set[tuple[str, str]] = set()

    def worker(index: int, column: int, value: Any, rule: str, fix: bool = False) -> None:
        worker_rows[index][column] = value
        cell = f"{'ABCDE'[column]}{FIRST_WORKER + index}"
        found.add(("Trabajadores", cell, rule))
        if fix:
            fixable.add(("Trabajadores", cell))

    def contract(index: int, column: int, value: Any, rule: str) -> None:
        contract_rows[index][column] = value
        found.add(("Contratos", f"{'ABCDEFGHIJKL'[column]}{FIRST_CONTRACT + index}", rule))

    for index in range(0, 30, 3):
        nss = worker_rows[index][1]
        worker(index, 1, f"{nss[:2]}-{nss[2:4]}-{nss[4:]}", "T005", fix=True)
    for index in range(40, 50):
        worker(index, 2, worker_rows[index][2].lower(), "T016", fix=True)
    worker(60, 3, 450.4049, "T024", fix=True)
    nss = worker_rows[100][1]
    worker(100, 1, nss[:10] + str((int(nss[10]) + 1) % 10), "T004")
    worker(101, 2, worker_rows[101][2][:17], "T012")
    worker(102, 1, None, "T001")
    worker(103, 3, None, "T021")
    worker(104, 0, "OC-999", "T041")
    worker(140, 1, worker_rows[120][1], "T031")
    found.add(("Trabajadores", "B146", "T006"))  # somebody else's NSS, from another year
    contract(2, 1, "CEJ991001", "K011")
    contract(4, 3, "sin arroba", "K041")
    contract(6, 7, None, "K021")
    contract(8, 10, contract_rows[8][10].replace(year=2025), "K032")
    return found, fixable


def told(path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = cli.main(["validate", str(path), "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def test_from_a_profile_to_the_files_for_the_portal(
    tmp_path: Path, app: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    # The firm saves a contractor and makes a workbook.
    (tmp_path / "norte.toml").write_text(PROFILE, encoding="utf-8")
    assert cli.main(["profile", "import", str(tmp_path / "norte.toml")]) == 0
    path = tmp_path / "libro.xlsx"
    assert cli.main(["new", "--profile", "norte", "--period", "2026-1", "--out", str(path)]) == 0

    # The typist fills it, badly, and saves it with LibreOffice.
    contract_rows, worker_rows = contracts(CONTRACTS), workers(WORKERS, CONTRACTS)
    sound_contracts, sound_workers = contracts(CONTRACTS), workers(WORKERS, CONTRACTS)
    planted, fixable = spoil(contract_rows, worker_rows)
    book = app.books.open(str(path))
    type_into(book, contract_rows, worker_rows)
    assert book.sheets["Inicio"]["D20:D21"].value == [CONTRACTS, WORKERS]
    assert str(book.sheets["Inicio"]["B9"].value).startswith("Datos por completar o corregir: ")
    book.save(str(path))
    book.close()

    # The firm validates: every fault is found where it is, and nothing else.
    code, report = told(path, capsys)
    assert code == 1
    assert (report["layout"], report["rows"]) == ("icsoe-libro", WORKERS)
    found = {(each["sheet"], each["cell"], each["rule"]) for each in report["findings"] if each["sheet"]}
    warned = {each for each in found if each[2] in ("C003", "R004")}  # they come and go with the calendar
    assert found - warned == planted
    assert cli.main(["export", str(path), "--out", str(tmp_path / "salida")]) == 1
    assert not (tmp_path / "salida").exists()

    # What has one answer is repaired; the rest is marked in a workbook that is still whole.
    assert cli.main(["fix", str(path)]) == 1
    code, report = told(path, capsys, "--check")
    left = {
        (each["sheet"], each["cell"], each["rule"]) for each in report["findings"] if each["sheet"]
    } - warned
    assert left == {each for each in planted if each[:2] not in fixable}

    # The typist corrects what is left, in the marked workbook.
    book = app.books.open(str(path))
    marked = book.sheets["Trabajadores"]
    assert [sheet.name for sheet in book.sheets if sheet.visible][-2:] == ["Cambios", "Hallazgos"]
    assert marked["B106"].color == (0xFF, 0xC7, 0xCE)
    for sheet, cell, _ in left:
        rows, first = (
            (sound_workers, FIRST_WORKER) if sheet == "Trabajadores" else (sound_contracts, FIRST_CONTRACT)
        )
        place = book.sheets[sheet].range(cell)
        place.value = rows[place.row - first][place.column - 1]
    assert book.sheets["Inicio"]["B9"].value == "Listo para validar"
    book.save(str(path))
    book.close()

    # Validated again it is right, and its files are written.
    code, report = told(path, capsys)
    assert (code, report["errors"]) == (0, 0)
    assert cli.main(["export", str(path), "--out", str(tmp_path / "salida")]) == 0
    folder = tmp_path / "salida" / "ICSOE_EKU9003173C9_2026-1"
    files = sorted(folder.glob("trabajadores_*.csv"))
    assert [file.stem for file in files] == [
        f"trabajadores_OC-{number:03d}" for number in range(1, CONTRACTS + 1)
    ]
    filed: Counter[tuple[str, str, str]] = Counter()
    for file in files:
        with file.open(encoding="cp1252", newline="") as lines:
            filed.update((file.stem[-6:], nss, curp) for nss, curp, _ in list(csv.reader(lines))[1:])
    assert filed == Counter((contract, nss, curp) for contract, nss, curp, *_ in sound_workers)
