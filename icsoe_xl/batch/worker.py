"""What one process of the pool does: take a workbook, judge it, send back a plain tuple.

The process is started anew (spawn, the only way on Windows), imports once and serves until it is told to
stop. Ctrl-C is the parent's business: a worker finishes the workbook that it holds.
"""

from __future__ import annotations

import gc
import json
import os
import signal
from collections import Counter
from collections.abc import Sequence
from datetime import date
from hashlib import file_digest
from multiprocessing.connection import Connection
from typing import NamedTuple

from icsoe_xl.actions import Inspection, Options, inspect, mark_file
from icsoe_xl.batch import memory
from icsoe_xl.batch.people import sealed
from icsoe_xl.batch.urls import fetched, is_url
from icsoe_xl.errors import IcsoeError, UnreadableFile
from icsoe_xl.incidents import record
from icsoe_xl.workbooks import deflate, open_workbook

_ROWS_BETWEEN_COLLECTIONS = 200_000
"""The collector is off; the leftovers of this many rows may wait for it."""


class Job(NamedTuple):
    """What holds for every workbook of a run; ``key`` seals the people, None when nobody compares.

    ``report``: whether the findings are wanted one by one; their repairs are values of cells.
    """

    options: Options
    mark: bool
    today: date
    key: bytes | None
    report: bool = True


class Task(NamedTuple):
    """A workbook to judge; ``known`` is the SHA-256 at which its last verdict still counts, or ""."""

    number: int
    path: str
    known: str = ""


class Outcome(NamedTuple):
    """What came of a workbook. ``code`` is the exit code, ``line`` what to tell the person about 2, 3 and 4.

    ``sha256`` is "" when the verdict must not be kept for a later run. ``same`` says that the workbook is
    as it was, and nothing else is filled. ``report`` is JSON in the contract's form.
    """

    number: int
    code: int
    line: str = ""
    sha256: str = ""
    same: bool = False
    layout: str | None = None
    period: str = ""
    rows: int = 0
    errors: int = 0
    warnings: int = 0
    rules: tuple[tuple[str, int], ...] = ()
    report: str = ""
    people: bytes = b""

    def about(self, path: str, instead_of: str) -> Outcome:
        """The same of a workbook that had another path where it was judged."""
        report = self.report.replace(
            json.dumps(instead_of), json.dumps(path), 1
        )  # its first value is the file
        return self._replace(line=self.line.replace(instead_of, path), report=report)


def serve(pipe: Connection, job: Job) -> None:
    """Answer chunks of tasks, one outcome a task, until None comes or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    deflate.get_ready()
    memory.keep()
    gc.disable()
    gc.freeze()
    rows = 0
    try:
        pipe.send(None)  # ready
        while (tasks := pipe.recv()) is not None:
            for place, task in enumerate(tasks):
                if place and pipe.poll():  # before a chunk is done, only "stop" comes
                    return
                outcome = look(task, job)
                pipe.send(outcome)
                rows += outcome.rows
                if rows >= _ROWS_BETWEEN_COLLECTIONS:
                    gc.collect()
                    rows = 0
    except (EOFError, OSError):
        return  # the parent is gone; nobody is left to tell


def look(task: Task, job: Job) -> Outcome:
    """Judge one workbook, and mark it when the job says so. Whatever it does, an outcome comes back."""
    try:
        if is_url(task.path):
            with fetched(task.path) as copy:
                return look(task._replace(path=copy), job).about(task.path, copy)
        return _look(task, job)
    except IcsoeError as problem:
        return Outcome(
            task.number, problem.exit_code, _line(task.path, problem), _lasting(task.path, problem)
        )
    except MemoryError:
        gc.collect()
        return Outcome(
            task.number, 3, f"{task.path}: la memoria no alcanzó; cierre otros programas o divídalo"
        )
    except Exception as fault:
        line = (
            f"{task.path}: algo falló en icsoe_xl, no en su libro; dé a soporte la referencia {record(fault)}"
        )
        return Outcome(task.number, 3, line)


def _look(task: Task, job: Job) -> Outcome:
    # Taken before reading: should the file change meanwhile, the next run will look at it again.
    sha256 = _sha256(task.path)
    if sha256 and sha256 == task.known:
        return Outcome(task.number, 0, sha256=sha256, same=True)
    inspection = inspect(open_workbook(task.path), job.options, job.today)
    report = inspection.report
    people = b"" if job.key is None else sealed(inspection, job.key)
    code, line = (1 if report.errors else 0), ""
    if report.layout is None:
        code, line = 3, f"{task.path}: {report.findings[0].message}"
    elif job.mark:
        code, line, sha256 = _mark(inspection, task.path, code)
    return Outcome(
        task.number,
        code,
        line,
        sha256,
        layout=report.layout,
        period=report.period,
        rows=report.rows,
        errors=report.errors,
        warnings=report.warnings,
        rules=tuple(sorted(Counter(finding.rule for finding in report.findings).items())),
        report=json.dumps(report._replace(file=task.path).to_json()) if job.report else "",
        people=people,
    )


def _mark(inspection: Inspection, path: str, code: int) -> tuple[int, str, str]:
    """Mark in place; (exit code, line, SHA-256 of the file as it is now, "" to look at it again)."""
    try:
        mark_file(inspection)
    except IcsoeError as problem:
        return max(code, problem.exit_code), _line(path, problem), ""
    return code, "", _sha256(path)


def _line(path: str, problem: IcsoeError) -> str:
    """What is wrong, beginning with the path as it was given: a folder may hold many files of one name."""
    name, text = os.path.basename(path), str(problem)  # noqa: PTH119
    return f"{path}{text[len(name) :]}" if text.startswith(f"{name}:") else f"{path}: {text}"


def _lasting(path: str, problem: IcsoeError) -> str:
    """SHA-256 for a verdict that the content alone decides: a damaged file stays damaged."""
    return _sha256(path) if isinstance(problem, UnreadableFile) else ""


def _sha256(path: str) -> str:
    """SHA-256 of the file in hexadecimal, "" when it cannot be read (opening it will say why)."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (pathlib is slower, and this runs for each file)
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def shares(tasks: Sequence[tuple[Task, int]], jobs: int) -> list[list[Task]]:
    """The tasks (each with its bytes) as chunks of about the same size, the largest files first.

    A chunk is small beside a process's share, so that all processes end at about the same time.
    """
    total = sum(size for _, size in tasks)
    limit = total / (jobs * 16)
    chunks: list[list[Task]] = []
    filled = limit
    for task, size in sorted(tasks, key=lambda each: (-each[1], each[0].number)):
        if filled + size > limit or len(chunks[-1]) == _CHUNK:
            chunks.append([])
            filled = 0
        chunks[-1].append(task)
        filled += size
    return chunks


_CHUNK = 16
"""Files that a process is given at once, at most: enough that it never waits, few enough to lose little."""
