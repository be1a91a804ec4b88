"""One run over many workbooks, on one screen: share out, gather, compare, tell."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from icsoe_xl import settings
from icsoe_xl.actions import Options
from icsoe_xl.batch.between import Comparison, Conflict, People
from icsoe_xl.batch.journal import FOLDER, Entry, Journal, key_name, own_key
from icsoe_xl.batch.pool import Pool
from icsoe_xl.batch.terms import circumstances, terms
from icsoe_xl.batch.urls import is_url
from icsoe_xl.batch.urls import size as remote_size
from icsoe_xl.batch.worker import Job, Outcome, Task
from icsoe_xl.errors import IcsoeError
from icsoe_xl.ledger.past import all_filed
from icsoe_xl.periods.returns import Filed
from icsoe_xl.profiles.services import all_services

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.batch.cluster import Cluster

TIMEOUT = 300.0
"""Seconds for one workbook; the largest that Excel can hold takes about ten."""


_NO_OPTIONS = Options()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for. ``out`` is the folder of the summary, None for the table alone.

    ``cluster`` is the address of a dask scheduler, None for processes of this computer; ``jobs`` are the
    workbooks judged at once, 0 for as many as there are cores, or threads of the cluster.
    """

    paths: Sequence[str]
    options: Options = _NO_OPTIONS
    mark: bool = False
    jobs: int = 0
    timeout: float = TIMEOUT
    out: Path | None = None
    resume: bool = False
    cluster: str | None = None


class Advance(NamedTuple):
    """How far a run is: workbooks, bytes and rows (workers) done, of how many."""

    done: int
    files: int
    done_bytes: int
    total_bytes: int
    rows: int


@dataclass(slots=True)
class Results:
    """What a run found; ``entries`` are in the order of ``paths``, None for those it did not come to."""

    paths: Sequence[str]
    entries: list[Entry | None]
    between: list[Conflict]
    interrupted: bool

    @property
    def code(self) -> int:
        """The exit code: 130 after Ctrl-C, else the highest of all workbooks."""
        if self.interrupted:
            return 130
        worst = max(entry.code for entry in self.entries if entry is not None)
        return max(worst, int(any(each.finding.severity == "error" for each in self.between)))


def run(
    plan: Plan,
    tell: Callable[[Advance], None],
    write: Callable[[Results, Journal], None],
    today: date | None = None,
) -> Results:
    """Judge every workbook of the plan; ``tell`` hears of the advance, ``write`` gets the results once.

    Ctrl-C ends the run early: ``write`` still gets what is known, and the results say so. Raises
    UsageProblem for a wrong period or layout, or a cluster that is not there or not fit, and UnwritableFile
    when the folder of the summary cannot be written.
    """
    today, key = today or date.today(), own_key()
    lent = settings.Lent(settings.load().mark_rows, all_services(), _all_filed())
    agreed = terms(plan.options, lent.mark_rows if plan.mark else None, today, key_name(key))
    with ExitStack() as stack:
        hands = _hands(plan, Job(plan.options, plan.mark, today, key, report=plan.out is not None), lent)
        stack.push(hands)  # a cluster was reached before anything of an earlier run is written over
        folder = plan.out or Path(stack.enter_context(_temporary()))
        now = circumstances(today, lent, key)
        resume = plan.resume and plan.out is not None
        journal = stack.enter_context(Journal(folder / FOLDER, agreed, now, resume=resume))
        entries: list[Entry | None] = [None] * len(plan.paths)
        comparison = Comparison(journal.people, key)
        interrupted = _judge(plan, hands, journal, entries, comparison, tell)
        if interrupted:  # whatever was being compared at that moment is not known
            comparison = Comparison(journal.people, key)
            for number, entry in enumerate(entries):
                if entry is not None:
                    comparison.add(People(number, plan.paths[number], entry.period, *entry.people))
        results = Results(plan.paths, entries, comparison.conflicts(), interrupted)
        write(results, journal)
    return results


def _all_filed() -> dict[tuple[str, str], tuple[Filed, ...]]:
    """What the ledger holds; a run does without one that cannot be read, as a check does."""
    try:
        return all_filed()
    except IcsoeError:
        return {}


def _hands(plan: Plan, job: Job, lent: settings.Lent) -> Pool | Cluster:
    if plan.cluster is None:
        return Pool(job, min(plan.jobs or os.cpu_count() or 1, len(plan.paths)), plan.timeout)
    from icsoe_xl.batch.cluster import Cluster

    return Cluster(plan.cluster, job, lent, plan.paths, plan.jobs, plan.timeout)


def _judge(
    plan: Plan,
    hands: Pool | Cluster,
    journal: Journal,
    entries: list[Entry | None],
    comparison: Comparison,
    tell: Callable[[Advance], None],
) -> bool:
    """Fill ``entries`` and compare; True when Ctrl-C ended it early."""
    sizes = [_size(path) for path in plan.paths]
    tasks = [Task(number, path, journal.known_sha256(path)) for number, path in enumerate(plan.paths)]
    total, done_bytes, done, rows = sum(sizes), 0, 0, 0

    def keep(outcome: Outcome) -> None:
        nonlocal done, done_bytes, rows
        path = plan.paths[outcome.number]
        entry = journal.earlier(path) if outcome.same else journal.add(path, outcome)
        entries[outcome.number] = entry
        comparison.add(People(outcome.number, path, entry.period, *entry.people))
        done, done_bytes, rows = done + 1, done_bytes + sizes[outcome.number], rows + entry.rows
        tell(Advance(done, len(tasks), done_bytes, total, rows))

    with hands:
        try:
            for outcome in hands.outcomes(list(zip(tasks, sizes, strict=True))):
                keep(outcome)
        except KeyboardInterrupt:
            for outcome in hands.last_words():
                if entries[outcome.number] is None:
                    keep(outcome)
            return True
    return False


def _size(path: str) -> int:
    if is_url(path):
        return remote_size(path)
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return 0  # opening it will say what is wrong


def _temporary() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="icsoe_lote_", ignore_cleanup_errors=True)
