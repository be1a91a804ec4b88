"""Nobody's NSS, CURP, name or wage stands where it does not belong, and nothing is asked of a network.

It belongs in the workbook, in the files for the portal (CSV, block, and the ZIP that holds them), and as the ``fix``
of a finding where that is printed. Everything else that a command says or leaves is searched: both streams, logs,
reports, pages, the ledger, temporary files, and the names of files.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from privacy_office import (
    PERIOD,
    PROFILE,
    WORKERS,
    Desk,
    Said,
    faulty_template,
    given_away,
    people_in,
    whole,
)

from icsoe_xl import actions
from icsoe_xl.workbooks.package import Package

FOR_THE_PORTAL = re.compile(
    r"trabajo/salida/(?:.*[/!])?(?:trabajadores_[^/!]*|sano|plantilla)\.(?:csv|xlsx)(?:!.*)?"
)
"""The CSV of a contract, the same as a block to paste, and both again inside the ZIP."""

WHAT_WAS_DECLARED = re.compile(r"home/exportadas/\w+\.json\.gz")
"""What a later correction is compared with: NSS, CURP and wage, no names, in a folder that only its user may open."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    faulty_template(desk.work / "plantilla.xlsx")
    whole(desk.work / "libro.xlsx", faults=True)
    whole(desk.work / "sano.xlsx", faults=False)
    (desk.work / "perfil.toml").write_text(PROFILE, encoding="utf-8")
    return desk


@pytest.fixture(autouse=True)
def nothing_left_in_temporary_folder(desk: Desk) -> Iterator[None]:
    yield
    assert [path.name for path in desk.temporary.rglob("*")] == []
    assert desk.tried_network() == ""


def silent(said: Said) -> bool:
    """Whether a command told nobody anything of a worker."""
    return given_away(said.out) == [] and given_away(said.err) == []


def left(desk: Desk, *workbooks: str) -> dict[str, list[str]]:
    """Who is given away by what a command left, its workbooks and the files for the portal apart."""
    files = {name: path for name, path in desk.files().items() if path.name not in workbooks}
    return {
        place: told
        for place, told in people_in(files).items()
        if not (
            FOR_THE_PORTAL.fullmatch(place) or (WHAT_WAS_DECLARED.fullmatch(place) and "nombre" not in told)
        )
    }


BOOKS = ("plantilla.xlsx", "libro.xlsx", "sano.xlsx")


def test_the_search_finds_what_is_there(desk: Desk) -> None:
    """The workbooks themselves: else all the rest of this file would prove nothing."""
    found = people_in(desk.files())
    kinds = {kind for place, told in found.items() if "libro.xlsx" in place for kind in told}
    assert kinds == {"NSS", "CURP", "nombre", "sueldo"}
    assert given_away(f"el trabajador {WORKERS[3].nombre.lower()} gana {WORKERS[3].sbc:,.2f}") == [
        "nombre",
        "sueldo",
    ]


def test_the_network_is_refused_and_told_of(desk: Desk) -> None:
    asks = "import socket\ntry:\n socket.create_connection(('127.0.0.1', 9))\nexcept PermissionError: print('no')"
    done = subprocess.run(
        [sys.executable, "-c", asks], env=desk.environment(), capture_output=True, encoding="utf-8"
    )
    assert done.stdout == "no\n" and "socket" in desk.tried_network()
    desk.network.unlink()


@pytest.mark.parametrize("book", BOOKS)
def test_validate_and_clear(desk: Desk, book: str) -> None:
    assert silent(desk.run("validate", "--check", book, "--period", PERIOD))
    assert silent(desk.run("validate", book, "--period", PERIOD))
    assert silent(desk.run("validate", book, "--out", "copia.xlsx", "--period", PERIOD))
    assert left(desk, *BOOKS, "copia.xlsx") == {}
    assert silent(desk.run("clear", book))
    assert left(desk, *BOOKS, "copia.xlsx") == {}


@pytest.mark.parametrize("book", BOOKS)
def test_json_tells_a_value_only_as_a_repair(desk: Desk, book: str) -> None:
    said = desk.run("validate", "--check", "--json", book, "--period", PERIOD)
    report = json.loads(said.out)
    for finding in report["findings"]:
        finding["fix"] = None
    assert given_away(json.dumps(report, ensure_ascii=False)) == [] and given_away(said.err) == []


def test_what_we_add_to_a_workbook(desk: Desk) -> None:
    """Notes and ``Hallazgos`` hold a value only as repair or guess; never another one."""
    before = actions.validate(desk.work / "libro.xlsx", check=True)
    assert desk.run("validate", "libro.xlsx").code == 1
    package = Package(desk.work / "libro.xlsx")
    listing = next(sheet.part for sheet in package.sheets() if sheet.name == "Hallazgos")
    notes = [part for part in package.parts() if "comments" in part or "vmlDrawing" in part]
    assert notes
    repairs = {str(found.fix) for found in before.findings} | set(
        re.findall(r"\w{11,18}", "".join(f.hint for f in before.findings))
    )
    for part in (*notes, listing):
        said = package.read(part).decode()
        for repair in sorted(repairs, key=len, reverse=True):
            said = said.replace(repair, "")
        assert given_away(said) == []


@pytest.mark.parametrize("book", ["plantilla.xlsx", "libro.xlsx"])
def test_fix(desk: Desk, book: str) -> None:
    said = desk.run("fix", book, "--period", PERIOD)
    assert silent(said)
    assert left(desk, *BOOKS) == {}


def test_export(desk: Desk) -> None:
    for book in BOOKS:
        assert silent(desk.run("export", book, "--out", "salida", "--period", PERIOD))
    found = people_in(desk.files())
    assert any(place.endswith(".csv") for place in found)
    assert left(desk, *BOOKS) == {}


def test_profile_new_fill_ledger_board_calendar(desk: Desk) -> None:
    desk.run("export", "sano.xlsx", "--out", "salida")
    for words in (
        ("profile", "import", "perfil.toml"),
        ("profile", "list"),
        ("profile", "show", "perfil"),
        ("fill", "libro.xlsx", "--profile", "perfil", "--force"),
        ("new", "--profile", "perfil", "--period", PERIOD, "--out", "nuevo.xlsx"),
        ("validate", "libro.xlsx"),
        ("ledger", "list"),
        ("ledger", "list", "--json"),
        ("board",),
        ("board", "--xlsx", "tablero.xlsx", "--html", "tablero.html"),
        ("calendar", "--ics", "fechas.ics"),
        ("fine", "--due", "2026-05-18", "--filed", "2026-06-01"),
        ("rule", "T003"),
        ("template", "check", "libro.xlsx"),
        ("profile", "import", "libro.xlsx", "--name", "otro"),
    ):
        said = desk.run(*words)
        assert said.code in (0, 1), words
        assert silent(said), words
    assert left(desk, *BOOKS) == {}


def test_batch(desk: Desk) -> None:
    (desk.work / "varios").mkdir()
    for number in range(3):  # the same people in three workbooks: compared with each other too
        whole(desk.work / "varios" / f"libro{number}.xlsx", faults=True)
    names = [f"libro{number}.xlsx" for number in range(3)]
    for words in ((), ("--out", "revision"), ("--out", "revision", "--resume"), ("--mark", "--out", "otra")):
        assert silent(desk.run("batch", "varios", "--jobs", "2", *words))
    found = left(desk, *BOOKS, *names)
    # The JSON of the summary and the journal behind it hold findings as `validate --json` prints them.
    with_repairs = [place for place in found if place.endswith(("resumen.json", "registro.jsonl"))]
    assert set(found) == set(with_repairs)
    for place in with_repairs:
        told = re.sub(r'"fix": ?("[^"]*"|[\d.]+)', "", (desk.folder / place).read_text("utf-8"))
        assert given_away(told) == []


def test_corrections_and_rejections(desk: Desk) -> None:
    """The portal's file names workers, and so may its reasons; what we say of it must not."""
    assert silent(desk.run("export", "sano.xlsx", "--out", "salida"))
    assert silent(desk.run("export", "sano.xlsx", "--out", "salida", "--against", "sano.xlsx"))
    with xlsxwriter.Workbook(str(desk.work / "rechazados.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NSS", "CURP", "Motivo"])
        for row, worker in enumerate(WORKERS[:3], 1):
            sheet.write_row(
                row, 0, [worker.nss, worker.curp, f"El NSS {worker.nss} de {worker.nombre} no existe"]
            )
        sheet.write_row(4, 0, ["12108840211", "HEMR880305HJCRRB04", "No vigente"])
    assert silent(desk.run("rejects", "sano.xlsx", "rechazados.xlsx"))
    assert silent(desk.run("rejects", "plantilla.xlsx", "rechazados.xlsx", "--period", PERIOD))
    assert left(desk, *BOOKS, "rechazados.xlsx") == {}


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_what_was_declared_is_for_its_user_alone(desk: Desk) -> None:
    desk.run("export", "sano.xlsx", "--out", "salida")
    folder = desk.home / "exportadas"
    assert people_in({"x": next(folder.iterdir())}) == {"x": ["NSS", "CURP", "sueldo"]}
    assert folder.stat().st_mode & 0o077 == 0


def test_diagnose(desk: Desk) -> None:
    for book in BOOKS:
        assert silent(desk.run("diagnose", book, "--out", f"copia_{book}"))
    assert left(desk, *BOOKS) == {}


def test_demo_and_addin_say_nothing_of_her_workers(desk: Desk) -> None:
    assert silent(desk.run("demo", "ejemplo"))
    assert silent(desk.run("addin", "status"))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("icsoe_xl.rules.nss:_judge", ("validate", "libro.xlsx")),
        ("icsoe_xl.rules.sbc:_judge", ("validate", "--json", "--check", "plantilla.xlsx")),
        ("icsoe_xl.workbooks.marking:mark", ("validate", "plantilla.xlsx")),
        ("icsoe_xl.workbooks.repairing:repair", ("fix", "plantilla.xlsx", "--period", PERIOD)),
        ("icsoe_xl.filing.workers:_wages", ("export", "sano.xlsx", "--out", "salida")),
        ("icsoe_xl.filing.pages:pages", ("export", "sano.xlsx", "--out", "salida")),
        ("icsoe_xl.filling.plan:plan", ("fill", "libro.xlsx", "--profile", "perfil")),
        ("icsoe_xl.diagnose.sheets:disguised", ("diagnose", "libro.xlsx")),
        ("icsoe_xl.rules.curp:_judge", ("batch", ".", "--jobs", "1")),
        ("icsoe_xl.batch.people:sealed", ("batch", ".", "--jobs", "2", "--out", "revision")),
    ],
)
def test_a_fault_of_ours_quotes_nobody(desk: Desk, fault: str, words: tuple[str, ...]) -> None:
    """The exception quotes all it was given; what the person sees and what is logged must not."""
    desk.run("profile", "import", "perfil.toml")
    said = desk.run(*words, fault=fault)
    assert said.code not in (0, 1) and "Traceback" not in said.err
    assert silent(said)
    assert left(desk, *BOOKS) == {}
    assert "_failing" in (desk.home / "logs" / "incidentes.log").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize(
    "words",
    [
        ("validate", "libro.xlsx"),
        ("fix", "libro.xlsx"),
        ("export", "sano.xlsx", "--out", "salida"),
        ("batch", ".", "--jobs", "1"),
        ("batch", ".", "--jobs", "1", "--out", "revision"),
        ("diagnose", "libro.xlsx"),
    ],
)
def test_what_a_killed_run_leaves(desk: Desk, words: tuple[str, ...]) -> None:
    """A half-written file lies beside the one that it would have become, and nowhere else."""
    for milliseconds in (120, 200, 300, 450, 700):
        child = subprocess.Popen(
            [sys.executable, "-m", "icsoe_xl", *words],
            cwd=desk.work,
            env=desk.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            child.wait(milliseconds / 1000)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        out, err = child.communicate()
        assert given_away(out.decode()) == [] and given_away(err.decode()) == []
    found = left(desk, *BOOKS, "diagnostico.xlsx")
    assert [
        place
        for place in found
        if not re.search(r"/(?:~icsoe-|\.icsoe_xl-)|(?:registro\.jsonl|resumen\.json)$", place)
    ] == []
    assert not any(place.startswith(("home", "temporal")) for place in found)
    for leftover in desk.temporary.glob("icsoe_lote_*"):  # sealed digests, counts of findings
        shutil.rmtree(leftover)
