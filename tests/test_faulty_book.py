"""Every planted fault of a workbook is found at its cell, with its rule and repair, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from faults import PERIOD, Book, Expected, faulty_book
from tools import ooxml

BOOKS = [
    ("template", "obra.xlsx"),
    ("template", "obra.xlsm"),
    ("contracts", "obra.xlsx"),
    ("sheets", "obra.xlsx"),
]


def icsoe(*words: str) -> subprocess.CompletedProcess[str]:
    """The command line as a person calls it."""
    command = [sys.executable, "-m", "icsoe_xl", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)


def check(path: Path) -> tuple[int, dict[str, Any]]:
    """Exit code and report of a check that leaves the file as it is."""
    done = icsoe("validate", "--check", "--json", "--period", PERIOD, str(path))
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def found(report: dict[str, Any]) -> Counter[Expected]:
    return Counter(Expected(**{name: one[name] for name in Expected._fields}) for one in report["findings"])


def differences(found: Counter[Expected], expected: list[Expected]) -> dict[str, list[Expected]]:
    """What is missing and what nobody planted: a failure shows only these."""
    planted = Counter(expected)
    return {"missing": sorted((planted - found), key=str), "unplanted": sorted((found - planted), key=str)}


@pytest.fixture(params=BOOKS, ids=[f"{shape}{Path(name).suffix}" for shape, name in BOOKS])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Book:
    shape, name = request.param
    return faulty_book(tmp_path / name, shape=shape)


def test_nothing_missed_and_nothing_invented(book: Book) -> None:
    before = book.path.read_bytes()
    code, report = check(book.path)

    assert differences(found(report), book.expected) == {"missing": [], "unplanted": []}
    assert code == 1
    assert report["rows"] == book.workers
    assert report["layout"] == "imss-captura"
    assert report["period"] == PERIOD
    assert report["errors"] == sum(one.severity == "error" for one in book.expected)
    assert report["warnings"] == sum(one.severity == "warning" for one in book.expected)
    assert book.path.read_bytes() == before


def test_findings_say_what_to_do_and_show_no_value(book: Book) -> None:
    _, report = check(book.path)

    values = {str(one.fix) for one in book.expected if isinstance(one.fix, str)}
    for one in report["findings"]:
        assert one["message"].endswith("."), one
        assert not any(value in one["message"] for value in values), one["rule"]


def test_safe_repairs_leave_only_what_a_person_must_mend(book: Book) -> None:
    done = icsoe("fix", "--period", PERIOD, str(book.path))
    assert done.returncode == 1, done.stderr
    _, report = check(book.path)

    left = [one for one in book.expected if one.fix is None]
    assert differences(found(report), left) == {"missing": [], "unplanted": []}


def test_marks_change_nothing_that_is_read(book: Book) -> None:
    for verb, code in (("validate", 1), ("validate", 1), ("clear", 0)):
        options = ["--period", PERIOD] if verb == "validate" else []
        done = icsoe(verb, *options, str(book.path))
        assert done.returncode == code, done.stderr
        _, report = check(book.path)
        assert differences(found(report), book.expected) == {"missing": [], "unplanted": []}, verb


@pytest.mark.skipif(ooxml.missing() is not None, reason=ooxml.missing() or "")
def test_excel_takes_the_marked_and_the_mended_book(book: Book) -> None:
    assert ooxml.validate(book.path) == []
    for verb in ("validate", "fix"):
        icsoe(verb, "--period", PERIOD, str(book.path))
        assert ooxml.validate(book.path) == [], verb


def test_a_clean_book_is_clean(tmp_path: Path) -> None:
    book = faulty_book(tmp_path / "limpia.xlsx", repeats=0)
    code, report = check(book.path)

    assert found(report) == Counter()
    assert (code, report["rows"]) == (0, 3000)
