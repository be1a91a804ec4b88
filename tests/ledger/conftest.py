"""A home of its own for every test, and ledgers on both databases."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from icsoe_xl.ledger.store import Ledger

ROOT = Path(__file__).parents[2]
_DATABASES = count(1)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the processes that a test starts
    monkeypatch.setattr("sys.stdin", open(os.devnull, encoding="utf-8"))  # noqa: SIM115 - for the whole test
    return tmp_path / "home"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL (without database) of a PostgreSQL on loopback that lives as long as the test run."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no hay PostgreSQL (apt install postgresql)")
    pytest.importorskip("psycopg", reason="falta psycopg (pip install icsoe-xl[postgres])")
    as_user = _as_ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="icsoe-pg-"))
    if as_user:
        shutil.chown(folder, "postgres")
    port = _free_port()
    options = f"-F -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="

    def run(*command: str) -> None:
        # Not through a pipe: the server would inherit it and keep us waiting.
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            subprocess.run([*as_user, *command], check=True, stdout=log, stderr=log, cwd="/")

    try:
        run(
            str(binaries / "initdb"),
            "-D",
            str(folder / "data"),
            "-U",
            "firma",
            "--auth=trust",
            "-N",
            "-E",
            "UTF8",
        )
        control = [str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w", "-t", "30"]
        run(*control, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://firma@127.0.0.1:{port}"
        finally:
            run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a ledger that does not exist yet, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/con espacio/registro.sqlite"
    server = request.getfixturevalue("postgresql")
    import psycopg

    name = f"libro_{os.getpid()}_{next(_DATABASES)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture
def ledger(url: str) -> Ledger:
    return Ledger(url)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Python code in a process of its own; whatever still runs at the end is stopped."""
    running: list[subprocess.Popen[str]] = []

    def call(code: str, *arguments: str) -> subprocess.Popen[str]:
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
        )
        return running[-1]

    yield call
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _binaries() -> Path | None:
    """Folder of initdb and pg_ctl: on the path, or where Debian keeps them."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return folders[-1] if folders and (folders[-1] / "initdb").exists() else None


def _as_ordinary_user() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    if shutil.which("runuser") is None:
        pytest.skip("PostgreSQL no corre como root y no hay runuser")
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
