"""icsoe_xl.sh, which starts the program on macOS, run by a real shell."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from icsoe_xl.addin import build
from icsoe_xl.addin.caller import hex_from_text
from icsoe_xl.addin.launcher import LauncherSettings, encode
from icsoe_xl.addin.places import SETTINGS_NAME, SHELL_NAME, STARTUP_LOG_NAME

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("sh") is None, reason="needs a POSIX shell"
)

RECORDER = """#!/bin/sh
{ pwd; for word in "$@"; do printf '%s\\n' "$word"; done; } >"$0.part"
mv "$0.part" "$0.started"
echo standard output; echo standard error >&2
"""


class Mac:
    """A folder as `addin install` leaves it in ~/Library/Application Support."""

    def __init__(self, home: Path, kind: str = "python") -> None:
        self.folder = home / "Application Support $(touch owned) & 'ñ'" / "icsoe_xl"
        self.folder.mkdir(parents=True)
        shutil.copy(build.sources() / SHELL_NAME, self.folder)
        self.program = home / "a program;touch owned" / "python=3"
        self.program.parent.mkdir()
        self.program.write_text(RECORDER)
        self.program.chmod(0o755)
        self.write(kind, str(self.program))

    def write(self, kind: str, program: str) -> None:
        settings = LauncherSettings("python", program, "/log", "1", "a")
        data = encode(settings, "darwin").replace(b"tipo=python", f"tipo={kind}".encode())
        (self.folder / SETTINGS_NAME).write_bytes(data)

    def ask(self, request: str, cwd: Path) -> str:
        """Do what icsoe_xl.applescript does, and return the reply."""
        command = ["/bin/sh", str(self.folder / SHELL_NAME), request]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=cwd).stdout

    def started(self) -> list[str]:
        """The folder and the arguments with which the program was started, once it has been."""
        record = Path(f"{self.program}.started")
        for _ in range(600):
            if record.exists():
                return record.read_text().splitlines()
            time.sleep(0.05)
        raise AssertionError("the program was not started")


def test_python_is_started_isolated(tmp_path: Path) -> None:
    mac = Mac(tmp_path)
    digits = hex_from_text("Nómina & $(x).xlsx")
    assert mac.ask(f"validar --wb-hex={digits}", tmp_path) == "ok"
    assert mac.started() == ["/", "-I", "-m", "icsoe_xl.ribbon", "validar", f"--wb-hex={digits}"]
    assert not list(tmp_path.rglob("owned"))


def test_frozen_program_is_started(tmp_path: Path) -> None:
    mac = Mac(tmp_path, "programa")
    assert mac.ask("acerca", tmp_path) == "ok"
    assert mac.started() == ["/", "ribbon", "acerca"]


def test_what_the_program_says_is_kept(tmp_path: Path) -> None:
    mac = Mac(tmp_path)
    mac.ask("acerca", tmp_path)
    mac.started()
    log = mac.folder / STARTUP_LOG_NAME
    for _ in range(600):
        if log.read_text() == "standard output\nstandard error\n":
            break
        time.sleep(0.05)
    assert log.read_text() == "standard output\nstandard error\n"


@pytest.mark.parametrize(
    "request_text", ["* /*", "validar $(touch owned)", "validar `touch owned`; touch owned", "-x 'a b'"]
)
def test_request_is_words_and_nothing_more(tmp_path: Path, request_text: str) -> None:
    mac = Mac(tmp_path)
    (tmp_path / "a file").write_text("")
    assert mac.ask(request_text, tmp_path) == "ok"
    assert mac.started()[4:] == request_text.split()
    assert not list(tmp_path.rglob("owned"))


def test_files_beside_the_workbook_are_not_read(tmp_path: Path) -> None:
    mac = Mac(tmp_path)
    books = tmp_path / "books"
    books.mkdir()
    (books / SETTINGS_NAME).write_bytes(
        encode(LauncherSettings("python", "/bin/false", "/log", "1", "a"), "darwin")
    )
    assert mac.ask("acerca", books) == "ok"
    assert mac.started()[0] == "/"


@pytest.mark.parametrize(
    ("program", "reply"),
    [("/absent/python", "sin-programa"), ("python3", "sin-programa"), ("", "sin-programa")],
)
def test_program_that_is_not_there(tmp_path: Path, program: str, reply: str) -> None:
    mac = Mac(tmp_path)
    mac.write("python", program)
    assert mac.ask("acerca", tmp_path) == reply


def test_missing_and_foreign_settings(tmp_path: Path) -> None:
    mac = Mac(tmp_path)
    (mac.folder / SETTINGS_NAME).write_text("icsoe_xl lanzador 2\n")
    assert mac.ask("acerca", tmp_path) == "otros-ajustes"
    (mac.folder / SETTINGS_NAME).unlink()
    assert mac.ask("acerca", tmp_path) == "sin-ajustes"


def test_every_reply_has_words_in_the_launcher() -> None:
    vba = (build.sources() / "IcsoeLauncher.bas").read_text(encoding="utf-8")
    shell = (build.sources() / SHELL_NAME).read_text(encoding="utf-8")
    replies = {line.split("'")[1] for line in shell.splitlines() if line.strip().startswith("printf '")}
    assert replies == {"ok", "sin-ajustes", "otros-ajustes", "sin-programa"}
    for reply in replies - {"ok"}:
        assert f'Case "{reply}"' in vba
