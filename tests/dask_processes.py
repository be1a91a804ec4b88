"""A scheduler and workers of dask.distributed for tests: real processes on this computer, with logs to read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Processes:
    """Everything lives in ``folder``; leave the ``with`` block to end all of it."""

    def __init__(self, folder: Path, preload: str = "") -> None:
        self.folder = folder
        folder.mkdir()
        self._file = folder / "scheduler.json"
        self._running: list[subprocess.Popen[bytes]] = []
        words = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self._file))
        self._start("scheduler", *words, *self._preloaded(preload))
        self.address = self._address()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._running):
            process.terminate()  # a nanny ends its worker
        for process in self._running:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:  # a thread of it hangs, as some tests want
                process.kill()
                process.wait()

    def add(self, *words: str, count: int = 1, preload: str = "", cwd: Path | None = None) -> list[int]:
        """Start workers of one thread and wait until they are there; the ids of their processes (or nannies')."""
        options = (
            "--nthreads",
            "1",
            "--local-directory",
            str(self.folder),
            *words,
            *self._preloaded(preload),
        )
        ids = [self._start("worker", self.address, *options, cwd=cwd) for _ in range(count)]
        self._wait_for(len(self._running) - 1)
        return ids

    def _preloaded(self, preload: str) -> tuple[str, ...]:
        if not preload:
            return ()
        script = self.folder / f"preload{len(self._running)}.py"
        script.write_text(preload, encoding="utf-8")
        return ("--preload", str(script))

    def logs(self) -> str:
        """All that the processes said."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def _start(self, kind: str, *words: str, cwd: Path | None = None) -> int:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ICSOE_XL_HOME": str(self.folder / "home"),  # another one than the user's
        }
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words, "--no-dashboard"]
        with (self.folder / f"{len(self._running)}_{kind}.log").open("wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, env=environment, cwd=cwd or self.folder
            )
        self._running.append(process)
        return process.pid

    def _address(self) -> str:
        for _ in range(600):
            try:
                return str(json.loads(self._file.read_text(encoding="utf-8"))["address"])
            except (OSError, ValueError):
                time.sleep(0.1)
        raise AssertionError(f"no scheduler: {self.logs()}")

    def _wait_for(self, workers: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
