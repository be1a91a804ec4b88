"""``icsoe-xl ledger`` and ``board`` as a person uses them, and the notes that export and validate leave."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import libros
import openpyxl
import pytest
from acuses import ACUSE, pdf
from people import people

from icsoe_xl import actions
from icsoe_xl.cli import main
from icsoe_xl.ledger import place
from icsoe_xl.ledger.entries import Check, Export, Filing
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return

RFC = libros.RFC


class Said:
    """What a command printed and returned."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*arguments: object) -> Said:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        return Said(code, *capsys.readouterr())

    return call


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "acuse.pdf"
    path.write_bytes(pdf(*ACUSE))
    return path


@pytest.fixture
def scanned(tmp_path: Path) -> Path:
    path = tmp_path / "escaneado.pdf"
    path.write_bytes(pdf())
    return path


def answers(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))


def test_an_acuse_that_can_be_read(run: Callable[..., Said], receipt: Path, home: Path) -> None:
    said = run("ledger", "acuse", "add", receipt, "--rfc", RFC, "--period", "2026-1")
    digest = sha256(receipt.read_bytes()).hexdigest()
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"Listo: P1, Normal, folio N262253432, presentada el 15/05/2026 (2026-1, {RFC}).",
        f"  Copia del acuse: {home / 'acuses' / digest}.pdf",
    ]
    [filing] = Ledger.of_user().filings()
    assert (filing.kind, filing.filed_on, filing.copy_sha256) == (Return.NORMAL, date(2026, 5, 15), digest)
    again = run("ledger", "acuse", "add", receipt, "--rfc", RFC, "--period", "2026-1")
    assert (again.code, again.out) == (2, "")
    assert again.err.startswith("El folio ya está registrado como P1")


def test_list_and_show(run: Callable[..., Said], receipt: Path, home: Path) -> None:
    assert run("ledger", "list").out.startswith("No hay nada registrado en ")
    run("ledger", "acuse", "add", receipt, "--rfc", RFC, "--period", "2026-1")
    listed = run("ledger", "list", "--rfc", RFC.lower(), "--period", "2026-1")
    assert listed.code == 0
    assert listed.out.splitlines()[1].startswith(f"P1       {RFC}   2026-1   ")
    assert listed.out.splitlines()[1].endswith("presentación Normal: folio N262253432, 15/05/2026")
    assert "P1" not in run("ledger", "list", "--period", "2026-2").out
    shown = run("ledger", "show", "p1").out
    assert "P1: presentación Normal: folio N262253432, 15/05/2026" in shown
    assert "2026-1 (enero-abril 2026)" in shown
    assert "(intacta)" in shown
    [copy] = (home / "acuses").iterdir()
    copy.write_bytes(b"otra cosa")
    assert "CAMBIÓ" in run("ledger", "show", "P1").out
    copy.unlink()
    assert "no está en esta computadora" in run("ledger", "show", "P1").out
    [plain] = json.loads(run("ledger", "list", "--json").out)
    assert plain == json.loads(run("ledger", "show", "P1", "--json").out)
    assert (plain["reference"], plain["filed_on"]) == ("P1", "2026-05-15")


def test_what_the_pdf_does_not_say_is_asked(
    run: Callable[..., Said], scanned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "c-262253433", "20/05/2026", "corrección")
    said = run("ledger", "acuse", "add", scanned, "--rfc", RFC, "--period", "2026-1")
    assert said.code == 0
    assert "Folio del acuse: Fecha de presentación (AAAA-MM-DD): Tipo (Normal, " in said.err
    [filing] = Ledger.of_user().filings()
    assert (filing.folio, filing.filed_on) == ("C262253433", date(2026, 5, 20))
    assert filing.kind is Return.CORRECTION


ADD = ("--rfc", RFC, "--period", "2026-1")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (ADD, "indíquelo con --folio"),
        ((*ADD, "--folio", "N262253432"), "indíquelo con --date"),
        ((*ADD, "--folio", "C262253432", "--date", "2026-05-15"), "indíquelo con --type"),
        ((*ADD, "--folio", "C262253432", "--date", "2026-05-15", "--type", "anual"), "uno de: Normal"),
        ((*ADD, "--folio", "??", "--date", "2026-05-15"), "folio no se entiende"),
        ((*ADD, "--folio", "N262253432", "--date", "15 mayo"), "2026-05-15"),
        ((*ADD, "--folio", "N262253432", "--date", "2999-05-15"), "todavía no llega"),
        ((*ADD, "--folio", "N262253432", "--date", "2025-05-15"), "antes del periodo"),
        (("--rfc", "EKU", "--period", "2026-1"), "RFC no se entiende"),
        (("--rfc", RFC, "--period", "2026-9"), "año y cuatrimestre"),
    ],
)
def test_wrong_use_is_one_line_and_leaves_nothing(
    run: Callable[..., Said], scanned: Path, home: Path, options: tuple[str, ...], why: str
) -> None:
    said = run("ledger", "acuse", "add", scanned, *options)
    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert said.err.count("\n") == 1
    assert not home.exists()


def test_doubts_are_said_and_nothing_is_refused(run: Callable[..., Said], receipt: Path) -> None:
    said = run("ledger", "acuse", "add", receipt, "--rfc", "XIA190128J61", "--period", "2026-1")
    assert (said.code, said.err.splitlines()[0][:44]) == (0, "Aviso: el PDF no menciona el RFC XIA190128J6")
    for number in range(5):
        options = ("--folio", f"C26225343{number}", "--date", "2026-05-20", "--type", "Corrección")
        said = run("ledger", "acuse", "add", receipt, *ADD, *options)
        assert said.code == 0
    assert "el folio que indicó no es el que dice el PDF" in said.err
    assert "la fecha que indicó no es la que dice el PDF" in said.err
    assert "con ésta son 5 complementarias del 2026-1, y el límite es 4" in said.err


def test_void(run: Callable[..., Said], receipt: Path) -> None:
    run("ledger", "acuse", "add", receipt, *ADD)
    said = run("ledger", "acuse", "void", "P1", "--reason", "era de otro contratista")
    assert (said.code, said.out) == (0, "Listo: P1 ya no cuenta; queda en la lista como anulada.\n")
    assert "N262253432, 15/05/2026 (anulada)" in run("ledger", "list").out
    assert "era de otro contratista" in run("ledger", "show", "A1").out
    assert run("ledger", "acuse", "void", "A1", "--reason", "x").code == 2
    assert run("ledger", "acuse", "add", receipt, *ADD).code == 0


def test_the_board(run: Callable[..., Said], receipt: Path, tmp_path: Path) -> None:
    assert run("board").out.startswith("No hay contratistas")
    run(
        "profile",
        "add",
        "sur",
        "--rfc",
        "XIA190128J61",
        "--razon-social",
        "Xenón",
        "--correo",
        "a@empresa.mx",
    )
    run("ledger", "acuse", "add", receipt, *ADD)
    files = ("--xlsx", tmp_path / "tablero.xlsx", "--html", tmp_path / "tablero.html")
    said = run("board", "--period", "2026-1", *files)
    assert (said.code, said.err.count("Listo: ")) == (0, 2)
    assert f"{RFC}" in said.out
    assert "presentada   18/05/2026        N262253432" in said.out
    assert said.out.splitlines()[-1] == "1 nada, 1 presentada."
    rows = openpyxl.load_workbook(tmp_path / "tablero.xlsx")["Tablero"]
    assert [row[1].value for row in rows.iter_rows(min_row=2)] == [None, "Xenón"]
    assert "Xenón" in (tmp_path / "tablero.html").read_text(encoding="utf-8")
    plain = json.loads(run("board", "--period", "2026-1", "--json").out)
    assert [(row["rfc"], row["state"], row["folio"]) for row in plain] == [
        (RFC, "presentada", "N262253432"),
        ("XIA190128J61", "nada", None),
    ]


def test_a_profile_that_cannot_be_read_does_not_hide_the_others(run: Callable[..., Said], home: Path) -> None:
    run(
        "profile",
        "add",
        "sur",
        "--rfc",
        "XIA190128J61",
        "--razon-social",
        "Xenón",
        "--correo",
        "a@empresa.mx",
    )
    (home / "profiles" / "roto.toml").write_text("rfc = ", encoding="utf-8")
    said = run("board")
    assert (said.code, "Xenón" in said.out) == (0, True)
    assert said.err.startswith("Aviso: el perfil roto no está en el tablero.")


def test_export_and_validate_leave_a_note(run: Callable[..., Said], tmp_path: Path) -> None:
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets({}, [libros.contract("C-01")]))
    assert run("validate", book).code == 0
    assert not place.exists()  # a check alone makes no ledger
    said = run("export", book, "--out", tmp_path / "salida")
    assert (said.code, "Aviso: " in said.out) == (0, False)
    [export] = Ledger.of_user().entries(Export)
    manifest = next((tmp_path / "salida").rglob("manifiesto.json"))
    assert export.manifest_sha256 == sha256(manifest.read_bytes()).hexdigest()
    assert (export.rfc, export.period, export.kind) == (RFC, Period(2026, 1), Return.NORMAL)
    assert (export.contracts, export.workers) == (1, 1)
    bad = libros.write(tmp_path / "malo.xlsx", libros.sheets({}, [libros.contract("C-01", objeto=None)]))
    assert run("validate", "--check", bad).code == 1
    assert Ledger.of_user().entries(Check) == []  # --check leaves nothing anywhere
    assert run("validate", bad).code == 1
    assert run("export", bad, "--out", tmp_path / "salida").code == 1
    assert [check.errors for check in Ledger.of_user().entries(Check)] == [1, 1]
    data = place.file_of_user().read_bytes()
    assert not any(each.encode() in data for one in people(10, 11) for each in (one.nss, one.curp))


def test_an_acuse_says_of_which_export_it_is(
    run: Callable[..., Said], tmp_path: Path, scanned: Path, home: Path
) -> None:
    whose = ("--rfc", RFC, "--period", "2026-1", "--date", "2026-05-15")
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets({}, [libros.contract("C-01")]))
    run("export", book, "--out", tmp_path / "salida")
    said = run("ledger", "acuse", "add", scanned, *whose, "--folio", "N262253432")
    assert "Lo que se presentó: E1, exportado el " in said.out
    said = run("ledger", "acuse", "add", scanned, *whose, "--folio", "SI262202734")
    assert (said.code, "Lo que se presentó" in said.out) == (0, False)
    assert "guardado, para comparar con él" in run("ledger", "show", "E1").out
    next((home / "exportadas").iterdir()).unlink()
    assert "no está en esta computadora" in run("ledger", "show", "E1").out


def test_a_plain_sheet_of_workers_leaves_none(run: Callable[..., Said], tmp_path: Path) -> None:
    from icsoe_xl import demo

    demo.write_workbook(tmp_path / "limpio.xlsx", list(demo.people()))
    assert run("export", tmp_path / "limpio.xlsx", "--out", tmp_path / "salida").code == 0
    assert not place.exists()


def test_a_broken_ledger_never_stops_an_export(run: Callable[..., Said], tmp_path: Path, home: Path) -> None:
    home.mkdir()
    (home / "ledger.sqlite").write_bytes(b"esto no es una base de datos" * 100)
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets({}, [libros.contract("C-01")]))
    report, exported = actions.export(book, tmp_path / "salida")
    assert exported is not None
    warnings = [notice for notice in report.notices if notice.startswith("Aviso: ")]
    assert len(warnings) == 2
    assert "No pude ver en el registro qué se ha presentado" in warnings[0] and "está dañado" in warnings[0]
    assert warnings[1] == "Aviso: La exportación está completa, pero no quedó en el registro."
    said = run("validate", book)
    assert (said.code, said.out.count("no quedó en el registro")) == (0, 1)


def test_validate_of_a_plain_sheet_never_loads_the_ledger(
    tmp_path: Path, start: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    from icsoe_xl import demo

    demo.write_workbook(tmp_path / "limpio.xlsx", list(demo.people()))
    Ledger.of_user()
    code = (
        "import sys; from icsoe_xl.cli import main; "
        f"main(['validate', {str(tmp_path / 'limpio.xlsx')!r}]); "
        "print(*{'sqlalchemy', 'pypdf', 'sqlite3'} & set(sys.modules), file=sys.stderr)"
    )
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # it loads modules of its own
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "\n"


def test_the_same_acuse_for_two_periods_is_one_copy(
    run: Callable[..., Said], scanned: Path, home: Path
) -> None:
    for period, folio in (("2026-1", "N262253432"), ("2025-3", "N262253433")):
        options = ("--rfc", RFC, "--period", period, "--folio", folio, "--date", "2026-05-15")
        assert run("ledger", "acuse", "add", scanned, *options).code == 0
    assert len(list((home / "acuses").iterdir())) == 1
    assert len(Ledger.of_user().entries(Filing)) == 2
