"""Running the contestants of a job in turns and measuring each whole process."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

BOOKS = Path(__file__).resolve().parent / "books.py"
PEERS = BOOKS.parent / "peers"
PERIOD = "2026-1"
PACKAGES = (
    "icsoe-xl",
    "python-calamine",
    "isal",
    "openpyxl",
    "XlsxWriter",
    "python-stdnum",
    "pydantic",
    "pandera",
    "pandas",
    "frictionless",
)


@dataclass(frozen=True)
class Contestant:
    """One way to do a job. ``words`` follow the interpreter; BOOK and OUT stand for paths."""

    name: str
    words: tuple[str, ...]
    needs: str = ""
    always: bool = False
    """Whether it runs with ``--quick`` too."""
    most_rows: int = 2_000_000
    """Above it, it would take minutes a run or more memory than most machines have."""


@dataclass(frozen=True)
class Job:
    """What is done to a book, and by whom; the first contestant is ours."""

    name: str
    book: str
    contestants: tuple[Contestant, ...]


@dataclass
class Runs:
    """Every run of one contestant: seconds by round, and the largest memory seen, in MB."""

    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0


@dataclass
class Result:
    """A job at one size, run."""

    job: str
    rows: int
    rounds: int
    runs: dict[str, Runs]
    skipped: list[str]


def _ours(*words: str) -> Contestant:
    return Contestant("icsoe_xl", ("-m", "icsoe_xl", *words), always=True)


def _peer(
    name: str, script: str, *more: str, needs: str = "", always: bool = False, most_rows: int = 2_000_000
) -> Contestant:
    return Contestant(name, (str(PEERS / script), "BOOK", *more), needs, always, most_rows)


NOTHING = Contestant("python -c pass", ("-c", "pass"), always=True)
READ = _peer("calamine, bare read", "calamine_read.py", always=True)
UNZIP = _peer("zipfile, inflate", "unzip.py", always=True)
REZIP = _peer("zipfile, inflate and deflate", "rezip.py", always=True)
FLOORS = (NOTHING, READ, UNZIP, REZIP)
"""What does no checking."""

READING = Job(
    "read",
    "faulty",
    (
        Contestant("icsoe_xl", (str(PEERS / "ours_read.py"), "BOOK"), always=True),
        NOTHING,
        UNZIP,
        READ,
        _peer("openpyxl, read-only", "openpyxl_read.py", always=True),
        _peer("pandas and calamine", "pandas_read.py", needs="pandas"),
    ),
)

CHECK = Job(
    "validate --check",
    "faulty",
    (
        _ours("validate", "--check", "--json", "--period", PERIOD, "BOOK"),
        NOTHING,
        READ,
        _peer("openpyxl, loop", "openpyxl_check.py", always=True),
        _peer("python-stdnum, loop", "stdnum_check.py", needs="stdnum"),
        _peer("pydantic, row models", "pydantic_check.py", needs="pydantic"),
        _peer("pandera", "pandera_check.py", needs="pandera"),
        _peer("frictionless", "frictionless_check.py", needs="frictionless", most_rows=100_000),
    ),
)
MARK = Job(
    "validate",
    "faulty",
    (
        _ours("validate", "--json", "--period", PERIOD, "BOOK"),
        NOTHING,
        READ,
        REZIP,
        _peer("openpyxl, load and save", "openpyxl_mark.py", always=True),
        _peer("XlsxWriter, written anew", "xlsxwriter_mark.py", needs="xlsxwriter"),
    ),
)
EXPORT = Job(
    "export",
    "dusty",
    (
        _ours("export", "BOOK", "--out", "OUT", "--period", PERIOD),
        NOTHING,
        READ,
        _peer("openpyxl, csv", "openpyxl_export.py", "OUT", always=True),
    ),
)


class Race:
    """All jobs at one size, in a folder of their own that goes away at the end."""

    def __init__(self, rows: int, rounds: int, *, quick: bool) -> None:
        self.rows, self.rounds, self.quick = rows, rounds, quick
        self._folder = Path(tempfile.mkdtemp(prefix="icsoe_bench_"))
        self._bad: dict[str, int] = {}
        # The user's own settings have no part in this.
        self._environment = {
            **os.environ,
            "ICSOE_XL_HOME": str(self._folder),
            "PYTHONPATH": str(BOOKS.parent.parent),
            "PYTHONUTF8": "1",
        }
        # An installed package is compiled once, not at each start; so must ours be here.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def __enter__(self) -> Race:
        for name in ("faulty", "dusty"):
            # A process of its own: a child's peak begins at what its parent held when it was started.
            command = [sys.executable, str(BOOKS), str(self._folder / f"{name}.xlsx"), str(self.rows), name]
            self._bad[name] = int(subprocess.run(command, check=True, capture_output=True).stdout)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def jobs(self) -> Iterator[Job]:
        """The jobs in the order of the report."""
        yield from (READING, CHECK, MARK, EXPORT)

    def run(self, job: Job) -> Result:
        """Run a job in turns; one round before the first warms the caches and looks at the answers."""
        skipped = []
        starters = []
        for one in job.contestants:
            if (self.quick and not one.always) or self.rows > one.most_rows:
                continue
            if one.needs and find_spec(one.needs) is None:
                skipped.append(one.name)
            else:
                starters.append(one)
        for one in starters:
            print(f"{self.rows:,} rows, {job.name}: {one.name}", file=sys.stderr)
            self._look(one, job, self._once(one, job)[2])
        runs = {one.name: Runs() for one in starters}
        for turn in range(self.rounds):
            first = turn % len(starters)
            for one in starters[first:] + starters[:first]:
                seconds, peak, _ = self._once(one, job)
                runs[one.name].seconds.append(seconds)
                runs[one.name].peak = max(runs[one.name].peak, peak)
        return Result(job.name, self.rows, self.rounds, runs, skipped)

    def _once(self, one: Contestant, job: Job) -> tuple[float, float, str]:
        """Seconds, peak memory in MB and output of one run on a fresh copy of the book."""
        copy, out = self._folder / "book.xlsx", self._folder / "out"
        shutil.copyfile(self._folder / f"{job.book}.xlsx", copy)
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        places = {"BOOK": str(copy), "OUT": str(out)}
        command = [sys.executable, *(places.get(word, word) for word in one.words)]
        answer = self._folder / "answer.txt"
        with answer.open("wb") as stdout:
            start = time.perf_counter()
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=subprocess.PIPE,
                env=self._environment,
            )
            code, peak = wait(process)
            seconds = time.perf_counter() - start
        ours = "icsoe_xl" in one.words
        if code not in ((0, 1) if ours else (0,)):
            assert process.stderr is not None
            raise SystemExit(f"{one.name} failed:\n{process.stderr.read().decode(errors='replace')}")
        assert process.stderr is not None
        process.stderr.close()
        return seconds, peak, answer.read_text(encoding="utf-8")

    def _look(self, one: Contestant, job: Job, answer: str) -> None:
        """Whoever claims to check must have found every bad cell: speed without it is worth nothing."""
        if one in FLOORS or job in (READING, EXPORT):
            return
        if "icsoe_xl" in one.words:
            cells = {finding["cell"] for finding in json.loads(answer)["findings"]}
            found = len(cells - {None})  # A004 is about the sheet
        else:
            found = int(answer.split()[-1])
        if found != self._bad[job.book]:
            raise SystemExit(f"{one.name} found {found} bad cells of {self._bad[job.book]}: not a fair race")


def wait(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Exit code and peak memory in MB of a child of ours."""
    if platform.system() == "Windows":
        import psutil

        watched, peak = psutil.Process(process.pid), 0
        while process.poll() is None:
            try:
                peak = max(peak, watched.memory_info().peak_wset)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.002)
        return process.wait(), peak / 1e6
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if platform.system() == "Darwin" else 1024
    return process.returncode, usage.ru_maxrss * unit / 1e6


def equipment() -> list[str]:
    """What ran the race: machine, Python, versions."""
    installed = []
    for package in PACKAGES:
        try:
            installed.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return [
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        f"{platform.python_implementation()} {platform.python_version()}; {', '.join(installed)}",
    ]


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "processor unknown"
