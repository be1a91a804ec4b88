"""The sibling of the pool: the processes of a dask.distributed cluster judge the workbooks.

dask shares work out by itself, but counts the death of a process against every task that it was given, and
does not let a client say how often a task may be tried. So, as in the pool, it is decided here which process
gets which workbook: one for each of its threads and one more that waits its turn. Whose threads a dead process
took with it is then known, and nothing is lost or told twice.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError as FutureCancelled
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from icsoe_xl.batch import errand
from icsoe_xl.batch.pool import CHANCES, FAREWELL, TICK, deadly, late
from icsoe_xl.batch.reach import connect, present, unfit
from icsoe_xl.batch.urls import is_url
from icsoe_xl.batch.worker import Job, Outcome, Task
from icsoe_xl.errors import UsageProblem
from icsoe_xl.settings import Lent

if TYPE_CHECKING:
    from distributed import Future

_ROLL_CALL = 1.0
"""Seconds between two questions about who is there."""
_PATIENCE = 60.0
"""Seconds without a single process until the rest is given up; a nanny needs a few to start another one."""
_FETCHERS = 8
"""Results on their way at once: one by one, a distant cluster would wait for the journey of each."""


class _News(NamedTuple):
    """What became of a held workbook: its outcome, or what was raised instead."""

    held: _Held
    outcome: Outcome | None
    problem: BaseException | None


class Cluster:
    """The processes behind a scheduler; leave its ``with`` block to let them go, whatever happened."""

    def __init__(
        self, address: str, job: Job, lent: Lent, paths: Sequence[str], jobs: int, timeout: float
    ) -> None:
        """Reach the scheduler at ``address`` and see that its processes are fit for the workbooks at ``paths``.

        ``jobs`` are the workbooks judged at once, 0 for as many as the cluster has threads; ``timeout`` is in
        seconds for each. Raises UsageProblem when that cannot be.
        """
        self._address, self._job, self._lent = address, job, lent
        self._jobs, self._timeout = jobs, timeout
        self._sample = errand.Sample(_first_seen(paths))
        self._hands: list[_Hand] = []
        self._unfit: set[str] = set()
        self._waiting: deque[Task] = deque()
        self._deaths: dict[int, int] = {}
        self._tries = 0
        self._token = token_hex(4)
        self._news: queue.SimpleQueue[_News] = queue.SimpleQueue()
        self._fetchers = ThreadPoolExecutor(_FETCHERS)
        self._called = self._peopled = time.monotonic()
        # dask tells of every process that comes and goes; of what matters, the outcomes tell.
        self._logging = logging.root.manager.disable
        logging.disable(logging.CRITICAL)
        try:
            self._client = connect(address)
        except BaseException:
            logging.disable(self._logging)
            raise
        try:
            self._hire(present(self._client), strictly=True)
        except BaseException:
            self._leave()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def outcomes(self, tasks: Sequence[tuple[Task, int]]) -> Iterator[Outcome]:
        """One outcome for each task (given with its bytes), in whatever order they are done."""
        largest_first = sorted(tasks, key=lambda each: (-each[1], each[0].number))
        self._waiting.extend(task for task, _ in largest_first)
        while self._waiting or any(hand.held for hand in self._hands):
            self._give()
            yield from self._hear()
            yield from self._give_back_what_hangs()
            if time.monotonic() - self._called > _ROLL_CALL:
                yield from self._call_the_roll()
            if self._client.status == "closed" or time.monotonic() - self._peopled > _PATIENCE:
                yield from self._give_up()

    def last_words(self) -> Iterator[Outcome]:
        """Stop: what has not begun is taken back; what they are on is waited for, up to ten seconds."""
        self._waiting.clear()
        for hand in self._hands:
            for held in hand.held[hand.threads :]:
                held.future.cancel()
            del hand.held[hand.threads :]
        until = time.monotonic() + FAREWELL
        while any(hand.held for hand in self._hands) and time.monotonic() < until:
            yield from self._hear()
            if self._client.status == "closed":
                return

    # What goes out

    def _give(self) -> None:
        now = time.monotonic()
        for depth in (False, True):  # everybody has work before anybody has some to wait for
            for hand in self._hands:
                while self._waiting and len(hand.held) < (hand.room if depth else hand.threads):
                    hand.held.append(self._send(self._waiting.popleft(), hand.address))
        for hand in self._hands:
            for held in hand.held[: hand.threads]:
                held.since = held.since or now

    def _send(self, task: Task, address: str) -> _Held:
        self._tries += 1
        sent = task if is_url(task.path) else task._replace(path=str(Path(task.path).absolute()))
        future = self._client.submit(
            errand.run,
            errand.Errand(sent, self._job, self._lent, task.path),
            key=f"icsoe_xl-{self._token}-{self._tries}",  # seen by whoever looks at the cluster: no names
            workers=[address],
            allow_other_workers=False,
            priority=-self._tries,  # each process takes them in this order, so we know what it is on
            pure=False,
        )
        held = _Held(task, future)
        future.add_done_callback(lambda _: self._fetchers.submit(self._fetch, held))
        return held

    # What comes in

    def _fetch(self, held: _Held) -> None:
        try:
            self._news.put(_News(held, held.future.result(), None))
        except (Exception, asyncio.CancelledError) as problem:  # of dask, or of the other side: told in _hear
            self._news.put(_News(held, None, problem))

    def _hear(self) -> Iterator[Outcome]:
        try:
            news = self._news.get(timeout=TICK)
        except queue.Empty:
            return
        for hand in self._hands:
            if news.held in hand.held:  # else it was taken back, and another try is on its way
                hand.held.remove(news.held)
                if news.outcome is not None:
                    yield news.outcome
                else:
                    yield from self._after(news.problem, news.held.task)
                return

    def _after(self, problem: BaseException | None, task: Task) -> Iterator[Outcome]:
        """What follows from something that dask raised: look never raises anything."""
        if isinstance(problem, FutureCancelled | asyncio.CancelledError):
            self._waiting.append(task)  # the scheduler was away for a moment and forgot
        elif isinstance(problem, OSError) or type(problem).__name__ == "KilledWorker":
            # The process died with the outcome, or died and came again under the same address.
            yield from self._second_chance(task)
        else:
            name = type(problem).__name__
            line = f"{task.path}: el clúster no pudo revisarlo ({name}); repita o revíselo aparte"
            yield Outcome(task.number, 3, line)

    def _give_back_what_hangs(self) -> Iterator[Outcome]:
        now = time.monotonic()
        for hand in list(self._hands):
            hanging = [held for held in hand.held if held.since and now - held.since > self._timeout]
            if hanging:
                for held in hanging:
                    hand.held.remove(held)
                    yield Outcome(held.task.number, 3, late(held.task.path, self._timeout))
                self._dismiss(hand)
                # A thread cannot be stopped. Without a nanny the process is left alone with it.
                self._unfit.add(hand.address)
                self._restart(hand.address)

    def _call_the_roll(self) -> Iterator[Outcome]:
        self._called = time.monotonic()
        there = present(self._client)
        if there is None:
            return
        while not self._news.empty():  # what a process said before it died makes no suspect of that workbook
            yield from self._hear()
        for hand in list(self._hands):
            if hand.address not in there:
                suspects = hand.held[: hand.threads]
                del hand.held[: hand.threads]
                self._dismiss(hand)
                for held in suspects:
                    held.future.cancel()
                    yield from self._second_chance(held.task)
        self._hire(there)
        if self._hands:
            self._peopled = self._called

    def _second_chance(self, task: Task) -> Iterator[Outcome]:
        self._deaths[task.number] = deaths = self._deaths.get(task.number, 0) + 1
        if deaths < CHANCES:
            self._waiting.append(task)
        else:
            yield Outcome(task.number, 3, deadly(task.path))

    def _give_up(self) -> Iterator[Outcome]:
        left = [*self._waiting, *(held.task for hand in self._hands for held in hand.held)]
        self._waiting.clear()
        self._hands.clear()
        for task in left:
            yield Outcome(task.number, 3, f"{task.path}: se perdió el clúster antes de revisarlo; repita")

    # Who is there

    def _hire(self, there: dict[str, int] | None, *, strictly: bool = False) -> None:
        """Take on whoever is new and fit; ``strictly`` refuses a cluster in which anybody is not."""
        there = there or {}
        known = {*self._unfit, *(hand.address for hand in self._hands)}
        new = [address for address in there if address not in known]
        faults = unfit(self._client, new, self._sample) if new else {}
        for address, fault in (faults or {}).items():
            if fault and strictly:
                raise UsageProblem(f"El clúster {self._address} no sirve así: {fault}.")
            if fault:
                self._unfit.add(address)
                continue
            threads = there[address]
            if self._jobs:
                threads = min(threads, self._jobs - sum(hand.threads for hand in self._hands))
            if threads > 0:
                self._hands.append(_Hand(address, threads, spare=int(threads == there[address])))

    def _dismiss(self, hand: _Hand) -> None:
        """Strike a process off; what it still held goes back, first in the line as it was."""
        self._hands.remove(hand)
        for held in reversed(hand.held):
            held.future.cancel()
            self._waiting.appendleft(held.task)

    def _restart(self, address: str) -> None:
        try:
            done = self._client.restart_workers([address], timeout=FAREWELL, raise_for_error=False)
        except (OSError, ValueError, RuntimeError):  # no nanny, or gone already
            return
        if done.get(address) == "OK":
            self._unfit.discard(address)

    def _leave(self) -> None:
        self._fetchers.shutdown(wait=False, cancel_futures=True)
        self._client.close(timeout=2)
        logging.disable(self._logging)


class _Held:
    """A workbook on its way; ``since`` is when a thread could begin with it, None while it waits."""

    def __init__(self, task: Task, future: Future) -> None:
        self.task, self.future = task, future
        self.since: float | None = None


class _Hand:
    """A process of the cluster and what it holds, in the order in which it takes it."""

    def __init__(self, address: str, threads: int, spare: int) -> None:
        """``spare`` workbooks wait there, so that no thread does; none may where others have threads, too."""
        self.address, self.threads, self.room = address, threads, threads + spare
        self.held: list[_Held] = []


def _first_seen(paths: Sequence[str]) -> str:
    """The first workbook that is a file here, by its whole path; "" without one."""
    for path in paths:
        if not is_url(path) and Path(path).is_file():
            return str(Path(path).absolute())
    return ""
