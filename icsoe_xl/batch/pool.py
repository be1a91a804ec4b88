"""Processes that judge workbooks, and what happens when one of them hangs or dies.

The pools of the standard library give up as a whole when one process dies, and do not tell which workbook
it held. Here every process has a pipe of its own: the parent knows what each one holds, gives it a second
chance on another process, and writes down a fault when that one dies too.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType

from icsoe_xl.batch.worker import Job, Outcome, Task, serve, shares

TICK = 0.25
"""Seconds between looks at the clock while nothing comes."""
FAREWELL = 10.0
"""Seconds that a process has to finish its workbook when the run is stopped."""
CHANCES = 2
"""Times that a workbook may take its process with it; so many processes may also fail to start in a row."""


class Pool:
    """``jobs`` processes; leave its ``with`` block to end them, whatever happened."""

    def __init__(self, job: Job, jobs: int, timeout: float) -> None:
        """``timeout`` is in seconds for each workbook; then its process is ended."""
        self._job, self._jobs, self._timeout = job, jobs, timeout
        self._hands: list[_Hand] = []
        self._chunks: deque[list[Task]] = deque()
        self._deaths: dict[int, int] = {}
        self._stillborn = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.dismiss()

    def outcomes(self, tasks: Sequence[tuple[Task, int]]) -> Iterator[Outcome]:
        """One outcome for each task (given with its bytes), in whatever order they are done."""
        self._chunks.extend(shares(tasks, self._jobs))
        while self._chunks or any(hand.tasks for hand in self._hands):
            self._give()
            if self._stillborn >= CHANCES * self._jobs:
                yield from self._give_up()
                return
            wait([hand.pipe for hand in self._hands], TICK)
            for hand in list(self._hands):
                yield from self._hear(hand)

    def last_words(self) -> Iterator[Outcome]:
        """Stop: no process begins another workbook; what they are on is waited for, up to ten seconds."""
        self._chunks.clear()
        for hand in self._hands:
            hand.send(None)
        until = time.monotonic() + FAREWELL
        while self._hands and time.monotonic() < until:
            wait([hand.pipe for hand in self._hands], TICK)
            for hand in list(self._hands):
                outcomes, alive = hand.receive()
                yield from outcomes
                if not alive:
                    self._hands.remove(hand)

    def _give(self) -> None:
        for hand in self._hands:
            if not hand.tasks and self._chunks:
                hand.give(self._chunks.popleft())
        while self._chunks and len(self._hands) < self._jobs:
            hand = _Hand(self._job)
            self._hands.append(hand)
            hand.give(self._chunks.popleft())

    def _hear(self, hand: _Hand) -> Iterator[Outcome]:
        outcomes, alive = hand.receive()
        yield from outcomes
        if hand.ready:
            self._stillborn = 0
        if alive and not hand.late(self._timeout):
            return
        self._hands.remove(hand)
        hand.dismiss()
        if not hand.ready:
            self._stillborn += 1
            self._return(hand.tasks)
        elif hand.tasks:
            suspect, *rest = hand.tasks
            self._return(rest)
            if alive:
                yield Outcome(suspect.number, 3, late(suspect.path, self._timeout))
            else:
                yield from self._second_chance(suspect)

    def _second_chance(self, task: Task) -> Iterator[Outcome]:
        self._deaths[task.number] = deaths = self._deaths.get(task.number, 0) + 1
        if deaths < CHANCES:
            self._return([task])
        else:
            yield Outcome(task.number, 3, deadly(task.path))

    def _return(self, tasks: list[Task]) -> None:
        if tasks:
            self._chunks.append(tasks)

    def _give_up(self) -> Iterator[Outcome]:
        left = [task for chunk in self._chunks for task in chunk]
        left += [task for hand in self._hands for task in hand.tasks]
        for task in left:
            yield Outcome(task.number, 3, f"{task.path}: no pude iniciar los procesos que revisan; repita")


def late(path: str, seconds: float) -> str:
    """The line of a workbook that took too long."""
    return f"{path}: tardó más de {seconds:g} s y lo dejé; revíselo aparte o dé más tiempo con --timeout"


def deadly(path: str) -> str:
    """The line of a workbook that twice took its process with it."""
    return (
        f"{path}: el proceso que lo revisaba se cerró de golpe, dos veces; revíselo aparte con icsoe-xl validate "
        "(¿alcanza la memoria?)"
    )


class _Hand:
    """One process, its pipe, and the tasks that it still owes, in order."""

    def __init__(self, job: Job) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self._process: SpawnProcess = context.Process(target=serve, args=(other, job), daemon=True)
        self.tasks: list[Task] = []
        self.ready = False
        with _IgnoringInterrupts():
            self._process.start()
        other.close()
        self._since = time.monotonic()

    pipe: Connection

    def give(self, tasks: list[Task]) -> None:
        self.tasks = tasks
        self._since = time.monotonic()
        self.send(tasks)

    def send(self, message: list[Task] | None) -> None:
        try:
            self.pipe.send(message)
        except OSError:
            return  # it is dead; receive() finds out and says what it held

    def receive(self) -> tuple[list[Outcome], bool]:
        """What has come, and whether the process can still say more."""
        outcomes: list[Outcome] = []
        try:
            while self.pipe.poll():
                message = self.pipe.recv()
                self._since = time.monotonic()
                self.ready = True
                if message is not None:
                    outcomes.append(message)
                    self.tasks = [task for task in self.tasks if task.number != message.number]
        except (EOFError, OSError):
            return outcomes, False
        return outcomes, True

    def late(self, timeout: float) -> bool:
        return bool(self.tasks) and time.monotonic() - self._since > timeout

    def dismiss(self) -> None:
        """End the process. A workbook is written whole or not at all, so this harms none."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


class _IgnoringInterrupts:
    """A process inherits what its parent does with Ctrl-C: born deaf to it, it cannot die half imported."""

    def __enter__(self) -> None:
        self._main = threading.current_thread() is threading.main_thread()
        if self._main:
            self._before = signal.signal(signal.SIGINT, signal.SIG_IGN)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._main:
            signal.signal(signal.SIGINT, self._before)
