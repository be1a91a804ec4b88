"""Two processes on one workbook at the same moment: nothing lost, nothing half-written, and the loser says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import libros
import pytest

from icsoe_xl import actions
from icsoe_xl.workbooks import open_workbook

ROUNDS = 12
ROOT = Path(__file__).resolve().parents[2]
RACE = """
import os, sys, time
from icsoe_xl import actions
from icsoe_xl.cli import main
import icsoe_xl.cli.fill, icsoe_xl.filling, icsoe_xl.profiles.store, icsoe_xl.workbooks.marking
print("ready", flush=True)
for line in sys.stdin:
    code = main(line.split("|")[:-1])
    print(f"ended {code}", file=sys.stderr, flush=True)
    print("done", flush=True)
"""
"""A process that waits for commands: both get theirs at once, and start-up does not decide who is first."""


def _start(home: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ICSOE_XL_HOME": str(home), "PYTHONUTF8": "1"}
    child = subprocess.Popen(
        [sys.executable, "-c", RACE], env=env, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def test_marking_and_filling_the_same_workbook(tmp_path: Path) -> None:
    home = tmp_path / "casa"
    (home / "profiles").mkdir(parents=True)
    profile = 'rfc = "EKU9003173C9"\nrazon_social = "Escuela Kemper Urgate"\ncorreo = "otra@empresa.mx"\n'
    (home / "profiles" / "norte.toml").write_text(profile, encoding="utf-8")
    sheets = libros.sheets({"icsoe_correo": None}, [libros.contract("C-01", objeto=None)])
    fresh = libros.write(tmp_path / "fresco.xlsx", sheets).read_bytes()
    book = tmp_path / "libro.xlsx"
    commands = (("validate", str(book), "--period", "2026-1"), ("fill", str(book), "--profile", "norte"))
    racers = [_start(home) for _ in commands]
    try:
        refused = 0
        for _ in range(ROUNDS):
            book.write_bytes(fresh)
            for racer, words in zip(racers, commands, strict=True):
                assert racer.stdin is not None
                racer.stdin.write("|".join(words) + "|\n")
                racer.stdin.flush()
            (marked, why), (filled, why_not) = [_result(racer) for racer in racers]
            assert marked in (1, 4)
            assert filled in (0, 4)
            assert 4 not in (marked, filled) or (marked, filled) != (4, 4), "nobody won"
            for code, said in ((marked, why), (filled, why_not)):
                if code == 4:
                    refused += 1
                    assert "otro programa lo cambió" in said
                    assert said.count("\n") == 1
            after = open_workbook(book)
            assert (filled == 0) == (after.named_value("icsoe_correo") == "otra@empresa.mx")
            assert (marked == 1) == after.is_marked()
            assert actions.inspect(after, actions.Options("2026-1")).tables
    finally:
        for racer in racers:
            racer.kill()
            racer.communicate()
    assert [one.name for one in tmp_path.glob("~*")] == []


def _result(racer: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code of the command, and what it said on stderr."""
    assert racer.stdout is not None
    assert racer.stderr is not None
    while racer.stdout.readline() not in ("done\n", ""):
        pass
    said = ""
    while not (line := racer.stderr.readline()).startswith("ended "):
        assert line, "it ended by itself"
        said += line
    return int(line.split()[1]), said


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file be replaced")
def test_a_reader_that_has_the_file_open_keeps_what_it_reads(tmp_path: Path) -> None:
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets({}, [libros.contract("C-01", objeto=None)]))
    before = book.read_bytes()
    with book.open("rb") as reader:
        assert actions.validate(book, options=actions.Options("2026-1")).findings
        assert reader.read() == before
    assert book.read_bytes() != before
