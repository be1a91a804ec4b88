"""A process that may use 10 seconds of a processor and 500 MB, and what it said, used and left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SECONDS = 10
MEGABYTES = 500
_PATIENCE = 120
"""Seconds by the clock on the wall before a process counts as hung: the machine may be busy with other things."""
ROOT = Path(__file__).resolve().parents[2]


class Ended(NamedTuple):
    """How a process ended. ``megabytes`` is the most that it, or one that it started, had in memory at once."""

    code: int
    out: str
    err: str
    megabytes: float


def run(
    words: Sequence[str], home: Path, scratch: Path, seconds: int = SECONDS, where: Path | None = None
) -> Ended:
    """Run Python with these words, ``where`` or in ``scratch``, under the limits; -24 (SIGXCPU): the time was up."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    env = {**os.environ, "ICSOE_XL_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    env.pop("ICSOE_XL_DEBUG", None)
    with (scratch / "out.txt").open("w+b") as out, (scratch / "err.txt").open("w+b") as err:
        child = subprocess.Popen(
            [sys.executable, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env, cwd=where or scratch,
            preexec_fn=limit if os.name == "posix" else None,
        )  # fmt: skip
        try:
            code, used = _waited(child)
        finally:
            child.kill()
        texts = [(out.seek(0), out.read().decode("utf-8", "replace"))[1] for out in (out, err)]
    return Ended(code, *texts, used)


def _waited(child: subprocess.Popen[bytes]) -> tuple[int, float]:
    if os.name != "posix":
        return child.wait(_PATIENCE), 0.0
    import signal

    def late(*_: object) -> None:
        child.kill()

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(_PATIENCE)
    try:
        _, status, used = os.wait4(child.pid, 0)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def check_manners(verb: str, said: dict[str, object]) -> None:
    """Exit code 0 to 4, and for 2 to 4 one line for the person: no traceback, no fault of our own."""
    code, err, seconds = said["code"], str(said["err"]), said["seconds"]
    assert isinstance(seconds, float)
    assert seconds < SECONDS, (verb, said)
    assert code in (0, 1, 2, 3, 4), (verb, said)
    assert "Traceback" not in err + str(said["out"]), (verb, said)
    assert "Dé a soporte" not in err, (verb, said)
    if isinstance(code, int) and code >= 2:
        assert len(err.strip().splitlines()) == 1, (verb, said)
