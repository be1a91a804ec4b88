"""The whole way: ``icsoe-xl rejects`` marks the workbook, ``clear`` and the next check take the marks back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import libros
import openpyxl
import pytest
from books import fills, macro_book, sheet_names, sheet_rows, unpacked
from people import Worker, people

from icsoe_xl import actions, calc, demo
from icsoe_xl.calc.office import UnoOffice
from icsoe_xl.cli import main
from icsoe_xl.ledger.entries import Check, Rejection
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period

Sent = Callable[..., Path]
HEAD = ["NSS", "CURP", "Motivo"]
NOT_FOUND = "NSS no localizado"
ROOT = Path(__file__).parents[2]
PEOPLE = [Worker(str(nss), str(curp), float(str(sbc)), str(name)) for nss, curp, sbc, name in demo.people()]


@pytest.fixture
def sound() -> Path:
    demo.write_workbook(Path("limpio.xlsx"), list(demo.people()))
    return Path("limpio.xlsx")


@pytest.fixture
def file(sent: Sent) -> Path:
    """Two of the workers, and one whom the workbook does not have."""
    strange = people(1, seed=7)[0]
    rows = [[one.nss, one.curp, NOT_FOUND] for one in (PEOPLE[0], PEOPLE[3], strange)]
    return sent({"Rechazados": [[], HEAD, *rows]}).relative_to(Path.cwd())


def libro(path: Path) -> list[Worker]:
    """A sound whole workbook of two workers in two contracts."""
    workers = people(2, seed=7)
    contracts = [libros.contract("C-01"), libros.contract("C-02")]
    crew = [libros.worker_row(key, worker) for key, worker in zip(("C-01", "C-02"), workers, strict=True)]
    libros.write(path, libros.sheets({}, contracts, crew))
    return workers


def test_marks_notes_list_and_what_is_said(
    sound: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rejects", "limpio.xlsx", "rechazos.xlsx", "--period", "2026-1"]) == 1
    told = capsys.readouterr()
    assert "rechazos.xlsx trae 3 renglones rechazados: 2 están en este libro (2 con P001) y 1 no." in told.out
    assert (
        "Error     P001        2  El portal del IMSS rechazó al trabajador (la primera: captura!A2)"
        in told.out
    )
    assert "Aviso     P001        1  El portal del IMSS rechazó al trabajador (en el libro)" in told.out
    assert told.err == "No están en este libro: de la hoja «Rechazados» del archivo de rechazos, la fila 5.\n"
    assert not any(worker.nss in told.out + told.err for worker in PEOPLE)
    assert fills(sound, ["A2", "B2", "A3", "A5"]) == ["FFC7CE", "FDECEA", None, "FFC7CE"]
    note = openpyxl.load_workbook(sound)["captura"]["A2"].comment
    assert note is not None and note.text.startswith(
        f"P001 · El portal del IMSS rechazó este renglón: «{NOT_FOUND}»."
    )
    listed = [row[:6] for row in sheet_rows(sound, "Hallazgos") if row[1] == "P001"]
    assert [row[:4] for row in listed] == [
        ["Aviso", "P001", None, None],
        ["Error", "P001", "captura", "A2"],
        ["Error", "P001", "captura", "A5"],
    ]
    assert told.err.strip() == listed[0][5]


def test_clear_gives_the_workbook_back(sound: Path, file: Path) -> None:
    before = unpacked(sound)
    actions.reject(sound, file)
    assert unpacked(sound) != before
    taken = actions.clear(sound)
    assert (taken.cells, taken.notes) == (8, 2)
    assert unpacked(sound) == before


def test_everything_else_of_the_package_stays(tmp_path: Path, sent: Sent) -> None:
    source = macro_book(tmp_path / "macros.xlsm")
    nss, curp = (str(cell.value) for cell in openpyxl.load_workbook(source)["captura"][4][:2])
    before = unpacked(source)
    actions.reject(source, sent({"R": [HEAD, [nss, curp, NOT_FOUND]]}))
    after = unpacked(source)
    assert all(
        after[name] == before[name]
        for name in ("xl/vbaProject.bin", "xl/sharedStrings.xml", "customUI/customUI14.xml")
    )
    actions.clear(source)
    assert unpacked(source) == before


def test_the_next_check_takes_them_away_and_a_second_run_replaces_them(
    sound: Path, file: Path, sent: Sent
) -> None:
    options = actions.Options(period="2026-1")
    before = unpacked(sound)
    actions.reject(sound, file, options=options)
    again = sent({"R": [HEAD, [PEOPLE[5].nss, PEOPLE[5].curp, NOT_FOUND]]}, "otro.xlsx")
    actions.reject(sound, again, options=options)
    assert fills(sound, ["A2", "A5", "A7"]) == [None, None, "FFC7CE"]
    assert actions.validate(sound, options=options).findings == []
    assert unpacked(sound) == before


def test_together_with_the_findings_of_the_check(file: Path) -> None:
    demo.write_workbook(Path("faltas.xlsx"), demo.faulty_rows())
    options = actions.Options(period="2026-1")
    alone = actions.validate("faltas.xlsx", check=True, options=options).findings
    found = actions.reject("faltas.xlsx", file, options=options).report.findings
    assert [finding for finding in found if finding.rule != "P001"] == alone
    marked = [(f.cell, f.severity) for f in found if f.rule == "P001"]
    assert marked == [
        (None, "warning"),
        ("A2", "error"),
        ("B5", "warning"),
    ]  # the NSS of A5 was mistyped since
    note = openpyxl.load_workbook("faltas.xlsx")["captura"]["A2"].comment
    assert note is not None and "P001 · " in note.text and "T003 · " in note.text


def test_a_reason_is_never_a_formula(sound: Path, tmp_path: Path) -> None:
    reason = '=CMD("no existe")'
    (tmp_path / "r.csv").write_text(
        f'{PEOPLE[0].nss},{PEOPLE[0].curp},"{reason.replace(chr(34), chr(34) * 2)}"\n', "utf-8"
    )
    actions.reject(sound, tmp_path / "r.csv")
    book = openpyxl.load_workbook(sound)
    said = [cell for row in book["Hallazgos"].iter_rows() for cell in row if "CMD" in str(cell.value)]
    assert [cell.data_type for cell in said] == ["s"]
    assert str(said[0].value) == 'El portal del IMSS rechazó este renglón: «=CMD("no existe")».'


def test_out_check_and_json(sound: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sound.read_bytes()
    assert main(["rejects", "limpio.xlsx", "rechazos.xlsx", "--check", "--json"]) == 1
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert (found["file"], found["rows"], found["errors"]) == ("limpio.xlsx", 12, 2)
    assert found["rejected"] == {
        "file": "rechazos.xlsx",
        "rows": 3,
        "found": 2,
        "unplaced": [{"sheet": "Rechazados", "row": 5}],
    }
    assert told.err.count("\n") == 1
    assert main(["rejects", "limpio.xlsx", "rechazos.xlsx", "--out", "copia.xlsx"]) == 1
    assert sound.read_bytes() == before
    assert fills(Path("copia.xlsx"), ["A2"]) == ["FFC7CE"]


def test_nothing_rejected_is_0_and_touches_nothing(
    sound: Path, sent: Sent, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sound.stat().st_mtime_ns
    sent({"R": [HEAD]})
    assert main(["rejects", "limpio.xlsx", "rechazos.xlsx"]) == 0
    assert "rechazos.xlsx no trae ningún renglón rechazado." in capsys.readouterr().out
    assert sound.stat().st_mtime_ns == before


def test_all_unplaced_is_1(sound: Path, sent: Sent, capsys: pytest.CaptureFixture[str]) -> None:
    strange = people(1, seed=7)[0]
    sent({"R": [[strange.nss, strange.curp, NOT_FOUND]]})
    assert main(["rejects", "limpio.xlsx", "rechazos.xlsx"]) == 1
    said = capsys.readouterr().out
    assert "limpio.xlsx: 12 trabajadores, 0 errores y 1 aviso." in said
    assert "1 renglón rechazado: 0 están en este libro (0 con P001) y 1 no." in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["limpio.xlsx", "no-hay.xlsx"], 3, "no-hay.xlsx"),
        (["limpio.xlsx", "roto.xlsx"], 3, "roto.xlsx"),
        (["limpio.xlsx", "portada.xlsx"], 3, "no encontré una columna de NSS"),
        (["no-hay.xlsx", "rechazos.xlsx"], 3, "no-hay.xlsx"),
        (["portada.xlsx", "rechazos.xlsx"], 3, "No encontré una tabla"),
        (["limpio.xlsx", "limpio.xlsx"], 2, "es el libro mismo"),
        (["limpio.xlsx"], 2, "falta indicar"),
        (["limpio.xlsx", "rechazos.xlsx", "--period", "2026-9"], 2, "2026-1"),
        (["limpio.xlsx", "rechazos.xlsx", "--out", "no/hay.xlsx"], 4, "la carpeta no existe"),
        (["abierto.xlsx", "rechazos.xlsx"], 4, "está abierto en Excel"),
    ],
)
def test_what_goes_wrong_is_one_line_and_its_code(
    sound: Path,
    file: Path,
    sent: Sent,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    said: str,
) -> None:
    Path("roto.xlsx").write_bytes(b"PK\3\4 no es un libro")
    sent({"Portada": [["Acuse", "N262253432"]]}, "portada.xlsx")
    Path("abierto.xlsx").write_bytes(sound.read_bytes())
    Path("~$abierto.xlsx").write_bytes(b"\5Ana")
    before = sound.read_bytes()
    assert main(["rejects", *words]) == code
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and said in lines[0]
    assert sound.read_bytes() == before


def test_the_ledger_has_it_once(tmp_path: Path, sent: Sent, capsys: pytest.CaptureFixture[str]) -> None:
    workers = libro(tmp_path / "libro.xlsx")
    strange = people(3, seed=9)[2]
    path = sent({"R": [HEAD, *([w.nss, w.curp, NOT_FOUND] for w in (workers[1], strange))]})
    assert main(["rejects", "libro.xlsx", "rechazos.xlsx", "--check"]) == 1
    assert not (tmp_path / "home" / "ledger.sqlite").exists()
    for _ in range(2):  # her second look at the same file is no second rejection
        assert main(["rejects", "libro.xlsx", "rechazos.xlsx"]) == 1
    ledger = Ledger.of_user()
    (entry,) = ledger.entries(Rejection, libros.RFC, Period(2026, 1))
    assert (entry.rows, entry.unplaced) == (2, 1)
    assert entry.file_sha256 == sha256(path.read_bytes()).hexdigest()
    assert [check.errors for check in ledger.entries(Check)][-1] >= 1


def test_trouble_with_the_ledger_stops_nothing(
    tmp_path: Path, sent: Sent, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workers = libro(tmp_path / "libro.xlsx")
    sent({"R": [HEAD, [workers[1].nss, workers[1].curp, NOT_FOUND]]})
    home.mkdir()
    (home / "ledger.sqlite").write_bytes(b"no es una base de datos" * 100)
    assert main(["rejects", "libro.xlsx", "rechazos.xlsx"]) == 1
    said = capsys.readouterr().out
    assert said.count("Aviso: ") == 2 and said.count("está dañado") == 1
    assert "Las marcas están puestas, pero el rechazo no quedó en el registro" in said
    assert fills(tmp_path / "libro.xlsx", ["B3"], "Trabajadores") == ["FFC7CE"]


def test_of_a_plain_sheet_nothing_is_written_down(sound: Path, file: Path, home: Path) -> None:
    actions.reject(sound, file)
    assert not home.exists()


def test_an_open_workbook(office: Any, sound: Path, file: Path, tmp_path: Path) -> None:
    from icsoe_xl.workbooks.live import LiveWorkbook

    options = actions.Options(period="2026-1")
    closed = actions.reject(sound, file, out=tmp_path / "cerrado.xlsx", options=options)
    book = calc.app_for(UnoOffice(office.context)).books.open(str(sound.resolve()))
    try:
        live = LiveWorkbook(book)
        found = actions.apply_rejections(live, file, options)
        assert found.report.findings == closed.report.findings
        assert (found.rows, found.found, found.unplaced) == (3, 2, [("Rechazados", 5)])
        assert book.sheets["captura"]["A5"].color == (0xFF, 0xC7, 0xCE)
        assert live.clear().cells == 8
    finally:
        book.close()


def test_validate_does_not_load_it(sound: Path) -> None:
    probe = (
        "import sys; from icsoe_xl.cli import main; main(['validate', '--check', 'limpio.xlsx']); "
        "print([name for name in sys.modules if 'reject' in name], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "ICSOE_XL_HOME": "home"},
    )
    assert done.stderr.strip() == "[]"


def test_marked_sheets_keep_their_order(sound: Path, file: Path) -> None:
    actions.reject(sound, file)
    assert sheet_names(sound) == ["captura", "Hallazgos"]
