"""The pool against workbooks that hang or kill their process, and how it shares the work out."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from books import plain_book

from icsoe_xl.actions import Options
from icsoe_xl.batch.pool import Pool
from icsoe_xl.batch.progress import line
from icsoe_xl.batch.run import Advance
from icsoe_xl.batch.worker import Job, Task, look, shares

JOB = Job(Options("2026-1"), mark=False, today=date(2026, 5, 1), key=None)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never answers is made with mkfifo")
def test_a_workbook_that_hangs_is_left(tmp_path: Path) -> None:
    stuck = tmp_path / "atorado.xlsx"
    os.mkfifo(stuck)
    good = [plain_book(tmp_path / f"{name}.xlsx") for name in "abc"]
    tasks = [(Task(number, str(path)), 1) for number, path in enumerate([good[0], stuck, *good[1:]])]
    with Pool(JOB, 2, timeout=3) as pool:
        found = {outcome.number: outcome for outcome in pool.outcomes(tasks)}
    assert sorted(found) == [0, 1, 2, 3]
    assert (found[1].code, found[1].line) == (
        3, f"{stuck}: tardó más de 3 s y lo dejé; revíselo aparte o dé más tiempo con --timeout",
    )  # fmt: skip
    assert [found[number].rows for number in (0, 2, 3)] == [20, 20, 20]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never answers is made with mkfifo")
def test_a_workbook_that_kills_twice_is_named(tmp_path: Path) -> None:
    deadly = tmp_path / "x.xlsx"
    os.mkfifo(deadly)
    good = [plain_book(tmp_path / f"{name}.xlsx") for name in "ab"]
    tasks = [(Task(number, str(path)), 1) for number, path in enumerate([good[0], deadly, good[1]])]
    with Pool(JOB, 1, timeout=60) as pool:
        killer = threading.Thread(target=_kill_whoever_holds, args=(pool, 1), daemon=True)
        killer.start()
        found = {outcome.number: outcome for outcome in pool.outcomes(tasks)}
        killer.join(30)
    assert sorted(found) == [0, 1, 2]
    assert found[1].code == 3 and "se cerró de golpe, dos veces" in found[1].line
    assert (found[0].rows, found[2].rows) == (20, 20)


def _kill_whoever_holds(pool: Pool, number: int) -> None:
    """Kill the process that is on the task, and the next one that gets it."""
    killed: set[int] = set()
    while len(killed) < 2:
        time.sleep(0.02)
        for hand in list(pool._hands):
            pid = hand._process.pid
            if pid and pid not in killed and hand.ready and hand.tasks and hand.tasks[0].number == number:
                killed.add(pid)
                os.kill(pid, signal.SIGKILL)


def test_every_task_is_shared_out_once_and_the_largest_first() -> None:
    sizes = [5, 900, 0, 40, 40, 300, 0, 7]
    chunks = shares([(Task(number, str(number)), size) for number, size in enumerate(sizes)], 2)
    order = [task.number for chunk in chunks for task in chunk]
    assert sorted(order) == list(range(8))
    assert order[:2] == [1, 5]
    assert [len(chunk) for chunk in chunks][:2] == [1, 1]


def test_nothing_that_a_file_does_escapes(tmp_path: Path) -> None:
    assert look(Task(0, str(tmp_path)), JOB).code == 3  # a folder
    assert look(Task(0, str(tmp_path / "no.xlsx")), JOB).code == 3


def test_the_line_of_the_advance() -> None:
    assert line(Advance(10, 1244, 100, 1000, 30_000), 2.0) == (
        "10 de 1,244 libros, 30,000 trabajadores, 15,000 por segundo, faltan 0:18"
    )
