"""``batch --cluster`` on real schedulers and workers: the same as one computer says, whatever dies on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import libros
import pytest
import xlsxwriter
from books import HEADERS, plain_book
from dask_processes import ROOT, Processes
from people import Worker, people

from icsoe_xl import demo
from icsoe_xl.actions import Options
from icsoe_xl.batch.errand import Errand, Sample
from icsoe_xl.batch.worker import Job, Task
from icsoe_xl.cli import main
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.settings import Lent

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")

JOB = Job(Options("2026-1"), mark=False, today=date(2026, 5, 1), key=b"k" * 32)
NOTHING_LENT = Lent(mark_rows=True, services={}, filed={})


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """A cluster of two processes that a nanny starts again when they die."""
    with Processes(tmp_path_factory.mktemp("dask") / "two") as running:
        running.add(count=2)
        yield running


def write_book(path: Path, workers: list[Worker]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("captura")
        sheet.write_row(0, 0, HEADERS[:3])
        for row, worker in enumerate(workers, 1):
            sheet.write_row(row, 0, (worker.nss, worker.curp, worker.sbc))
    return path


def batch(*words: str) -> int:
    return main(["batch", "--period", "2026-1", *words])


def summary(out: str) -> dict[str, object]:
    return json.loads(Path(out, "resumen.json").read_text(encoding="utf-8"))


def same(one: str, other: str) -> bool:
    return Path(one, "resumen.json").read_bytes() == Path(other, "resumen.json").read_bytes()


def assorted(folder: Path) -> None:
    """Good, bad and impossible workbooks, and people who are told differently in two of them."""
    crew = list(people(40, seed=1))
    write_book(folder / "a.xlsx", crew)
    write_book(folder / "b.xlsx", [crew[3]._replace(sbc=crew[3].sbc + 1), *people(5, seed=2)])
    write_book(folder / "más" / "ñandú.xlsx", [crew[4]._replace(curp=crew[5].curp)])
    demo.write_workbook(folder / "faltas.xlsx", demo.faulty_rows())
    libros.write(folder / "libro.xlsx")
    (folder / "roto.xlsx").write_bytes((folder / "a.xlsx").read_bytes()[:2000])


# The same as one computer


def test_a_cluster_says_what_one_computer_says(two: Processes, capsys: pytest.CaptureFixture[str]) -> None:
    assorted(Path("libros"))
    here = batch("libros", "no está.xlsx", "--jobs", "2", "--out", "aquí"), capsys.readouterr()
    there = batch("libros", "no está.xlsx", "--cluster", two.address, "--out", "allá"), capsys.readouterr()
    assert here[0] == there[0] == 3
    assert same("aquí", "allá")
    assert here[1].err == there[1].err
    assert here[1].out.replace("aquí", "allá") == there[1].out
    assert {each["rule"] for each in summary("allá")["between"]} == {"T033", "T034"}


def test_resume_goes_from_one_to_the_other(two: Processes) -> None:
    assorted(Path("libros"))
    batch("libros", "--jobs", "2", "--out", "out")
    batch("libros", "--cluster", two.address, "--jobs", "1", "--out", "out", "--resume")
    assert (summary("out")["totals"]["kept"], summary("out")["totals"]["checked"]) == (6, 0)
    assert len(summary("out")["between"]) == 3


def test_marks_are_those_of_the_user(two: Processes, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("mark_rows = false\n", encoding="utf-8")
    for name in ("aquí", "allá"):
        demo.write_workbook(Path(name, "faltas.xlsx"), demo.faulty_rows()) if Path(
            name
        ).mkdir() is None else 0
    assert batch("aquí", "--mark", "--jobs", "1") == 1
    assert batch("allá", "--mark", "--cluster", two.address) == 1
    assert Path("aquí/faltas.xlsx").read_bytes() == Path("allá/faltas.xlsx").read_bytes()


def test_the_services_of_a_profile_are_those_of_the_user(two: Processes, home: Path) -> None:
    libros.write(Path("libro.xlsx"))
    (home / "profiles").mkdir(parents=True)
    profile = f'rfc = "{libros.RFC}"\n[[servicios]]\nfolio = "99"\ntexto = "Otra cosa"\n'
    (home / "profiles" / "uno.toml").write_text(profile, encoding="utf-8")
    batch("libro.xlsx", "--jobs", "1", "--out", "aquí")
    batch("libro.xlsx", "--cluster", two.address, "--out", "allá")
    assert "K023" in {each["rule"] for each in summary("allá")["files"][0]["findings"]}
    assert same("aquí", "allá")


def test_the_ledger_is_that_of_the_user(two: Processes) -> None:
    libros.write(Path("libro.xlsx"))
    Ledger.of_user().record_filing(
        libros.RFC, Period.parse("2026-1"), Return.NORMAL, folio="F1", filed_on=date(2026, 5, 8)
    )
    batch("libro.xlsx", "--jobs", "1", "--out", "aquí")
    batch("libro.xlsx", "--cluster", two.address, "--out", "allá")
    assert "R002" in {each["rule"] for each in summary("allá")["files"][0]["findings"]}
    assert same("aquí", "allá")


# What dies


def many(number: int) -> None:
    model = write_book(Path("modelo.xlsx"), list(people(3000, seed=8)))
    Path("muchos").mkdir()
    for index in range(number):
        shutil.copyfile(model, f"muchos/{index:03d}.xlsx")


def started(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "icsoe_xl", "batch", "--period", "2026-1", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def journal() -> list[dict[str, object]]:
    path = Path("out/.icsoe_lote/registro.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)[1:] if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def wait_for_lines(number: int) -> None:
    for _ in range(3000):
        if len(journal()) >= number:
            return
        time.sleep(0.01)
    raise AssertionError("the run did not begin")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a process is killed with SIGKILL")
def test_one_of_two_processes_is_killed_in_the_middle(tmp_path: Path) -> None:
    many(50)
    assorted(Path("muchos/más"))
    with Processes(tmp_path / "dask") as running:
        first, _ = running.add("--no-nanny", count=2)
        process = started("muchos", "--cluster", running.address, "--out", "out")
        wait_for_lines(5)
        os.kill(first, signal.SIGKILL)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 3
    assert [line.partition(b":")[0] for line in err.splitlines()] == [b"muchos/m\xc3\xa1s/roto.xlsx"]
    batch("muchos", "--jobs", "2", "--out", "aquí")
    assert same("aquí", "out")
    told = [line["path"] for line in journal()]
    assert len(told) == len(set(told)) == 56


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never answers is made with mkfifo")
def test_a_workbook_that_kills_twice_is_named(two: Processes) -> None:
    deadly = Path("x.xlsx")
    os.mkfifo(deadly)
    paths = [str(plain_book(Path("a.xlsx"))), str(deadly), str(plain_book(Path("b.xlsx")))]
    with _cluster(two, paths, timeout=60) as cluster:
        killer = threading.Thread(target=_kill_whoever_holds, args=(cluster, 1), daemon=True)
        killer.start()
        tasks = [(Task(number, path), 10 - number) for number, path in enumerate(paths)]
        found = list(cluster.outcomes(tasks))
        killer.join(60)
    assert sorted(outcome.number for outcome in found) == [0, 1, 2]
    lines = {outcome.number: outcome.line for outcome in found}
    assert lines[1].startswith("x.xlsx: el proceso que lo revisaba se cerró de golpe, dos veces")
    assert (lines[0], lines[2]) == ("", "")


def _cluster(running: Processes, paths: list[str], timeout: float) -> object:
    from icsoe_xl.batch.cluster import Cluster

    return Cluster(running.address, JOB, NOTHING_LENT, paths, 0, timeout)


def _kill_whoever_holds(cluster: object, number: int) -> None:
    """Kill the process that is on the task, and the next one that gets it."""
    killed: set[str] = set()
    while len(killed) < 2:
        time.sleep(0.1)
        for hand in list(cluster._hands):
            held = hand.held[:1]
            if held and held[0].task.number == number and hand.address not in killed:
                killed.add(hand.address)
                time.sleep(0.5)  # until it has begun
                ids = cluster._client.run(os.getpid, workers=[hand.address])
                os.kill(ids[hand.address], signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never answers is made with mkfifo")
def test_a_workbook_that_hangs_is_left_and_its_process_started_again(two: Processes) -> None:
    _leave_what_hangs(two)
    batch("a.xlsx", "b.xlsx", "c.xlsx", "--cluster", two.address, "--jobs", "2", "--out", "out")
    assert summary("out")["totals"]["rows"] == 60


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never answers is made with mkfifo")
def test_a_process_that_nobody_starts_again_is_left_alone(tmp_path: Path) -> None:
    with Processes(tmp_path / "dask") as running:
        running.add("--no-nanny", count=2)
        _leave_what_hangs(running)


def _leave_what_hangs(running: Processes) -> None:
    os.mkfifo("atorado.xlsx")
    good = [str(plain_book(Path(f"{name}.xlsx"))) for name in "abc"]
    paths = [good[0], "atorado.xlsx", *good[1:]]
    with _cluster(running, paths, timeout=3) as cluster:
        found = list(cluster.outcomes([(Task(number, path), 1) for number, path in enumerate(paths)]))
    assert sorted(outcome.number for outcome in found) == [0, 1, 2, 3]
    lines = {outcome.number: (outcome.line, outcome.rows) for outcome in found}
    late = "atorado.xlsx: tardó más de 3 s y lo dejé; revíselo aparte o dé más tiempo con --timeout"
    assert lines == {0: ("", 20), 1: (late, 0), 2: ("", 20), 3: ("", 20)}


def test_a_scheduler_that_is_gone_is_told_and_nothing_lost(tmp_path: Path) -> None:
    many(60)
    with Processes(tmp_path / "dask") as running:
        running.add(count=1)
        process = started("muchos", "--cluster", running.address, "--out", "out")
        wait_for_lines(3)
        running._running[0].kill()
        _, err = process.communicate(timeout=120)
    assert process.returncode == 3
    lost = [line for line in err.decode().splitlines() if "se perdió el clúster antes de revisarlo" in line]
    found = summary("out")
    assert len(found["files"]) == 60 and len(lost) == found["totals"]["unreadable"] == len(err.splitlines())
    assert batch("muchos", "--jobs", "2", "--out", "out", "--resume") == 0
    assert summary("out")["totals"]["kept"] == 60 - len(lost)


@pytest.mark.skipif(
    sys.platform == "win32", reason="a console of its own is needed to send Ctrl-C on Windows"
)
def test_ctrl_c_leaves_a_valid_partial_summary(two: Processes) -> None:
    many(80)
    process = started("muchos", "--cluster", two.address, "--out", "out")
    wait_for_lines(3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert len(err.splitlines()) == 1 and b"Interrumpido" in err
    found = summary("out")
    done = len(found["files"])
    assert found["complete"] is False and 0 < done < 80
    assert batch("muchos", "--cluster", two.address, "--out", "out", "--resume") == 0
    assert (summary("out")["totals"]["kept"], len(summary("out")["files"])) == (done, 80)


# A cluster that is not there, or not fit


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line of a run that could not begin; what an earlier one left must be as it was."""
    assert batch("a.xlsx", "--jobs", "1", "--out", "out") == 0
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    capsys.readouterr()
    assert batch("a.xlsx", "--out", "out", *words) == 2
    assert {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()} == before
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.splitlines()) == 1
    return said.err


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "equipo", "tls://127.0.0.1:1"])
def test_an_address_where_nobody_is(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_book(Path("a.xlsx"), list(people(3, seed=1)))
    assert f"No pude conectarme al clúster {address}" in refused(capsys, "--cluster", address)


def test_an_address_where_somebody_else_answers(capsys: pytest.CaptureFixture[str]) -> None:
    import http.server

    write_book(Path("a.xlsx"), list(people(3, seed=1)))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.server_port}"
        assert "No pude conectarme" in refused(capsys, "--cluster", address)
        server.shutdown()


def test_a_cluster_without_processes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_book(Path("a.xlsx"), list(people(3, seed=1)))
    with Processes(tmp_path / "dask") as running:
        assert "no tiene procesos" in refused(capsys, "--cluster", running.address)


MISSING = "import sys\nsys.modules['icsoe_xl'] = None\n"


def test_a_scheduler_without_the_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_book(Path("a.xlsx"), list(people(3, seed=1)))
    with Processes(tmp_path / "dask", preload=MISSING) as running:
        running.add("--no-nanny")
        assert "el planificador no tiene icsoe_xl" in refused(capsys, "--cluster", running.address)


@pytest.mark.parametrize(
    ("preload", "words"),
    [
        (MISSING, "algún proceso no tiene icsoe_xl"),
        ("import icsoe_xl.rules\nicsoe_xl.rules.VERSION = '1999.1'\n", "con reglas 1999.1, y aquí es"),
        ("import os.path\nos.path.exists = lambda _: False\n", "algún proceso no ve los libros"),
    ],
)
def test_a_process_that_is_not_fit(
    preload: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_book(Path("a.xlsx"), list(people(3, seed=1)))
    with Processes(tmp_path / "dask") as running:
        running.add("--no-nanny", preload=preload)
        assert words in refused(capsys, "--cluster", running.address)


def test_without_dask_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write_book(Path("a.xlsx"), list(people(3, seed=1)))
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert 'pip install "icsoe-xl[cluster]"' in refused(capsys, "--cluster", "tcp://127.0.0.1:8786")


# Privacy


def test_nobody_is_named_in_logs_keys_and_representations(
    two: Processes, capsys: pytest.CaptureFixture[str]
) -> None:
    crew = list(people(5, seed=3))
    write_book(Path("Ferretería Reséndiz.xlsx"), [crew[0]._replace(nss=f" {crew[0].nss}"), *crew])
    Path("Cliente Zaragoza roto.xlsx").write_bytes(b"PK\x03\x04")
    batch(*(str(path) for path in Path().glob("*.xlsx")), "--cluster", two.address)
    logs = two.logs()
    assert "Resénd" not in logs and "Zaragoza" not in logs
    assert not any(worker.nss in logs or worker.curp in logs for worker in crew)
    errand = Errand(Task(0, "/clientes/Reséndiz.xlsx"), JOB, NOTHING_LENT, "Reséndiz.xlsx")
    assert not any(word in repr(errand) for word in ("Resénd", "kkk"))
    assert "Resénd" not in repr(Sample("/clientes/Reséndiz.xlsx"))


def test_a_run_of_one_computer_imports_none_of_it() -> None:
    write_book(Path("a.xlsx"), list(people(3, seed=1)))
    script = (
        "import sys\nfrom icsoe_xl.cli import main\nmain(['batch', 'a.xlsx', '--jobs', '1', '--out', 'out'])\n"
        "print(*{'dask', 'distributed', 'fsspec', 'asyncio', 'tornado'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "")


# Addresses of workbooks


def test_addresses_are_read_by_the_processes(two: Processes, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    assorted(Path("libros"))
    archive = shutil.make_archive("libros", "zip", "libros")
    url = f"::file://{Path(archive).as_posix()}"
    code = batch(f"zip://**/*.xlsx{url}", f"zip://no.xlsx{url}", "--cluster", two.address, "--out", "allá")
    files = {each["file"].removesuffix(url): each for each in summary("allá")["files"]}
    assert (code, len(files), len(summary("allá")["between"])) == (3, 7, 3)
    assert f"zip://roto.xlsx{url}: está dañado" in files["zip://roto.xlsx"]["error"]
    assert f"zip://no.xlsx{url}: no existe" in files["zip://no.xlsx"]["error"]
    assert len(capsys.readouterr().err.splitlines()) == 2
    batch("libros", "--jobs", "2", "--out", "aquí")
    here = {each["file"].removeprefix("libros/"): each for each in summary("aquí")["files"]}
    assert files["zip://faltas.xlsx"]["findings"] == here["faltas.xlsx"]["findings"]
    assert files["zip://más/ñandú.xlsx"]["rows"] == 1
    batch(f"zip://**/*.xlsx{url}", "--jobs", "2", "--out", "allá", "--resume")
    assert summary("allá")["totals"]["kept"] == 6
