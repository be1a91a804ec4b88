"""``batch`` over real folders: what it finds, what it writes, what it survives."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from people import Worker, people

from icsoe_xl import actions, demo
from icsoe_xl.cli import main

ROOT = Path(__file__).parents[2]
HEADERS = ("NSS(11 dígitos)", "CURP(18 caracteres)", "Salario base de cotización(numérico con 2 decimales)")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the processes that a test starts
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def write_book(path: Path, workers: list[Worker]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("captura")
        sheet.write_row(0, 0, HEADERS)
        for row, worker in enumerate(workers, 1):
            sheet.write_row(row, 0, (worker.nss, worker.curp, worker.sbc))
    return path


def batch(*words: str) -> int:
    return main(["batch", "--period", "2026-1", "--jobs", "2", *words])


def summary(out: str = "out") -> dict[str, object]:
    return json.loads(Path(out, "resumen.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good, bad and impossible files, under the names that people give them."""
    books = tmp_path / "libros"
    write_book(books / "bueno.xlsx", list(people(12, seed=1)))
    demo.write_workbook(books / "faltas.xlsx", demo.faulty_rows())
    write_book(books / "año 2026" / "ñandú con espacios 😀.xlsx", list(people(5, seed=2)))
    write_book(books / "año 2026" / "-guion.xlsx", list(people(5, seed=3)))
    (books / "roto.xlsx").write_bytes((books / "bueno.xlsx").read_bytes()[:2000])
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    (books / "cifrado.xlsx").write_bytes(
        ole + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    with xlsxwriter.Workbook(str(books / "otra cosa.xlsx")) as book:
        book.add_worksheet("ventas").write_row(0, 0, ("producto", "precio"))
    (books / "~$faltas.xlsx").write_bytes(b"\5Ana")
    (books / "notas.txt").write_text("nada", encoding="utf-8")
    return books


def test_a_folder_with_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert batch("libros", "--out", "out") == 3
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before

    found = summary()
    names = [Path(each["file"]).name for each in found["files"]]
    assert sorted(names) == sorted(
        path.name for path in before if path.suffix == ".xlsx" and "~$" not in path.name
    )
    assert list(found) == ["complete", "rules", "totals", "files", "between"]
    assert found["complete"] is True
    totals = found["totals"]
    assert (totals["files"], totals["checked"], totals["pending"], totals["unreadable"]) == (7, 7, 0, 3)
    assert totals["rows"] == 12 + 13 + 5 + 5

    faulty = next(each for each in found["files"] if each["file"].endswith("faltas.xlsx"))
    alone = actions.validate(folder / "faltas.xlsx", check=True, options=actions.Options("2026-1"))
    assert faulty == json.loads(json.dumps({**alone.to_json(), "file": faulty["file"]}))
    broken = next(each for each in found["files"] if each["file"].endswith("roto.xlsx"))
    assert broken["layout"] is None and broken["errors"] == 1 and "dañado" in broken["error"]

    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 3
    assert all("Traceback" not in line for line in said.err.splitlines())
    lines = said.out.splitlines()
    first = next(place for place, line in enumerate(lines) if "no se revisó" in line)
    assert "faltas.xlsx" in lines[first + 3]  # after the three that could not be read
    assert not any("bueno.xlsx" in line for line in lines)


def test_the_workbook_of_the_summary(folder: Path) -> None:
    batch("libros", "--out", "out")
    sheet = openpyxl.load_workbook("out/resumen.xlsx")["Resumen"]
    rows = list(sheet.iter_rows(min_row=4))
    assert [Path(row[0].value).name for row in rows[:4]] == [
        "cifrado.xlsx",
        "otra cosa.xlsx",
        "roto.xlsx",
        "faltas.xlsx",
    ]
    assert rows[3][0].hyperlink.target == "../libros/faltas.xlsx"
    assert (rows[3][1].value, rows[3][2].value, rows[3][3].value) == (9, 7, 13)
    assert sheet.freeze_panes == "A4"


def test_one_process_and_two_say_the_same(folder: Path) -> None:
    batch("libros", "--out", "dos")
    main(["batch", "--period", "2026-1", "--jobs", "1", "libros", "--out", "uno"])
    assert Path("uno/resumen.json").read_bytes() == Path("dos/resumen.json").read_bytes()


def test_marks_only_when_asked(folder: Path) -> None:
    before = (folder / "bueno.xlsx").read_bytes()
    (folder / "~$faltas.xlsx").unlink()
    assert batch("libros/faltas.xlsx", "libros/bueno.xlsx", "--mark") == 1
    assert "Hallazgos" in openpyxl.load_workbook(folder / "faltas.xlsx").sheetnames
    assert (folder / "bueno.xlsx").read_bytes() == before


def test_marking_where_that_is_impossible_is_a_4(folder: Path) -> None:
    assert (
        batch("libros/faltas.xlsx", "libros/bueno.xlsx", "--mark", "--out", "out") == 4
    )  # ~$ lies beside it
    found = next(each for each in summary()["files"] if each["file"].endswith("faltas.xlsx"))
    assert found["errors"] == 9 and "está abierto en Excel" in found["error"]


def test_names_patterns_and_what_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch("libros/**/*.xlsx", "libros", "falta.xlsx", "--out", "out") == 3
    found = summary()["files"]
    assert len(found) == 8  # each file once
    assert found[-1]["error"].startswith("falta.xlsx: no existe")
    assert batch("vacía/*.xlsx") == 2
    assert "No encontré libros" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--resume"], ["--jobs", "-1"], ["--timeout", "0"], ["--period", "2026-9"], ["--layout", "otra"]],
)
def test_wrong_use_is_one_line(words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch("libros", *words) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


# Between workbooks


def test_the_same_person_told_differently(capsys: pytest.CaptureFixture[str]) -> None:
    one, two, three = people(3, seed=4)
    stranger = next(iter(people(1, seed=99)))
    write_book(Path("a.xlsx"), [one, two, three])
    write_book(Path("b.xlsx"), [three, one._replace(curp=stranger.curp), two._replace(sbc=two.sbc + 1)])
    write_book(Path("c.xlsx"), [stranger._replace(curp=two.curp), three])
    assert batch("a.xlsx", "b.xlsx", "c.xlsx", "--out", "out") == 1
    between = summary()["between"]
    told = [(each["file"], each["cell"], each["rule"], tuple(each["other"].values())) for each in between]
    assert told == [
        ("b.xlsx", "A3", "T033", ("a.xlsx", "captura", "A2")),
        ("b.xlsx", "C4", "T034", ("a.xlsx", "captura", "C3")),
        ("c.xlsx", "B2", "T033", ("a.xlsx", "captura", "B3")),
    ]
    assert all(each["between_workbooks"] and each["fix"] is None for each in between)
    assert [each["severity"] for each in between] == ["error", "warning", "error"]
    everything = json.dumps(between, ensure_ascii=False) + capsys.readouterr().out
    for worker in (one, two, three, stranger):
        assert worker.nss not in everything and worker.curp not in everything
    kept = b"".join(path.read_bytes() for path in Path("out/.icsoe_lote").iterdir())
    assert one.nss.encode() not in kept and one.curp.encode() not in kept


def test_however_it_is_written_it_is_the_same_person() -> None:
    one = next(iter(people(1, seed=5)))
    write_book(Path("a.xlsx"), [one])
    dusty = one._replace(nss=f"{one.nss[:4]} {one.nss[4:]}", curp=one.curp.lower())
    with xlsxwriter.Workbook("b.xlsx") as book:
        sheet = book.add_worksheet("captura")
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, (dusty.nss, dusty.curp, f"${one.sbc:,.2f}"))
    batch("a.xlsx", "b.xlsx", "--out", "out")
    assert summary()["between"] == []


def test_wages_of_different_periods_may_differ() -> None:
    one = next(iter(people(1, seed=6)))
    for name, sbc, period in (("a.xlsx", one.sbc, "2026-1"), ("b.xlsx", one.sbc + 1, "2025-3")):
        write_book(Path(name), [one._replace(sbc=sbc)])
        book = openpyxl.load_workbook(name)
        book.create_sheet("datos")["A1"] = period
        book.defined_names["icsoe_periodo"] = openpyxl.workbook.defined_name.DefinedName(
            "icsoe_periodo", attr_text="datos!$A$1"
        )
        book.save(name)
    main(["batch", "a.xlsx", "b.xlsx", "--out", "out", "--jobs", "2"])
    assert [each["period"] for each in summary()["files"]] == ["2026-1", "2025-3"]
    assert summary()["between"] == []


# Resuming


def test_resume_skips_what_is_unchanged(folder: Path) -> None:
    batch("libros", "--out", "out")
    first = summary()
    assert batch("libros", "--out", "out", "--resume") == 3
    again = summary()
    assert (again["totals"]["checked"], again["totals"]["kept"]) == (0, 7)
    assert again["files"] == first["files"]

    write_book(folder / "bueno.xlsx", list(people(20, seed=1)))
    batch("libros", "--out", "out", "--resume")
    assert (summary()["totals"]["checked"], summary()["totals"]["rows"]) == (1, 20 + 13 + 5 + 5)


def test_resume_looks_again_under_other_terms(folder: Path, home: Path) -> None:
    batch("libros", "--out", "out")
    batch("libros", "--out", "out", "--resume", "--sheet", "captura")
    assert summary()["totals"]["kept"] == 0
    batch("libros", "--out", "out")
    (home / "lote.key").unlink()
    batch("libros", "--out", "out", "--resume")
    assert summary()["totals"]["kept"] == 0


def test_resume_after_half_a_line(folder: Path) -> None:
    batch("libros", "--out", "out")
    journal = Path("out/.icsoe_lote/registro.jsonl")
    journal.write_bytes(journal.read_bytes()[:-30])
    batch("libros", "--out", "out", "--resume")
    assert (summary()["totals"]["checked"], summary()["totals"]["kept"]) == (1, 6)
    batch("libros", "--out", "out", "--resume")
    assert summary()["totals"]["kept"] == 7


def test_resume_still_compares_workbooks() -> None:
    one = next(iter(people(1, seed=7)))
    write_book(Path("a.xlsx"), [one])
    batch("a.xlsx", "--out", "out")
    write_book(Path("b.xlsx"), [one._replace(sbc=one.sbc + 5)])
    batch("a.xlsx", "b.xlsx", "--out", "out", "--resume")
    assert (summary()["totals"]["kept"], [each["rule"] for each in summary()["between"]]) == (1, ["T034"])


# Interrupted and killed


def started(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "icsoe_xl", "batch", "--period", "2026-1", "--jobs", "2", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def many(number: int) -> None:
    model = write_book(Path("modelo.xlsx"), list(people(3000, seed=8)))
    Path("muchos").mkdir()
    for index in range(number):
        shutil.copyfile(model, f"muchos/{index:03d}.xlsx")


def lines_written() -> int:
    journal = Path("out/.icsoe_lote/registro.jsonl")
    return journal.read_bytes().count(b"\n") - 1 if journal.exists() else 0


def wait_for_lines(number: int) -> None:
    for _ in range(3000):
        if lines_written() >= number:
            return
        time.sleep(0.01)
    raise AssertionError("the run did not begin")


@pytest.mark.skipif(
    sys.platform == "win32", reason="a console of its own is needed to send Ctrl-C on Windows"
)
def test_ctrl_c_leaves_a_valid_partial_summary() -> None:
    many(80)
    process = started("muchos", "--out", "out")
    wait_for_lines(3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert b"Traceback" not in err and len(err.splitlines()) == 1
    found = summary()
    done = len(found["files"])
    assert found["complete"] is False and 0 < done < 80
    assert (found["totals"]["files"], found["totals"]["pending"]) == (80, 80 - done)
    assert "Se interrumpió" in out.decode()
    openpyxl.load_workbook("out/resumen.xlsx")
    assert batch("muchos", "--out", "out", "--resume") == 0
    assert (summary()["complete"], summary()["totals"]["kept"], len(summary()["files"])) == (True, done, 80)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
def test_a_killed_process_costs_nothing() -> None:
    many(60)
    process = started("muchos", "--out", "out")
    wait_for_lines(3)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    workers = [pid for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(int(workers[0]), signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    found = summary()
    assert [Path(each["file"]).name for each in found["files"]] == [
        f"{number:03d}.xlsx" for number in range(60)
    ]
    assert {each["rows"] for each in found["files"]} == {3000}
