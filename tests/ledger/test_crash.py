"""A process that is killed while it writes, and two that write at once."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import time
from collections.abc import Callable
from datetime import date

from icsoe_xl.ledger.entries import Export, Filing
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return

WRITER = """
import sys
from icsoe_xl.periods.returns import Return
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
url, rfc, many = sys.argv[1], sys.argv[2], int(sys.argv[3])
ledger = Ledger(url)
print("ready", flush=True)
for number in range(many):
    entry = ledger.record_export(
        rfc, Period(2026, 1), Return.NORMAL, manifest_sha256="ab" * 32, contracts=1, workers=number
    )
    print(entry.id, flush=True)
"""


def test_kill_at_20_random_moments_loses_nothing_committed(
    url: str, start: Callable[..., subprocess.Popen[str]]
) -> None:
    moments = random.Random(20260118)
    promised: set[int] = set()
    for round_number in range(20):
        process = start(WRITER, url, "EKU9003173C9", "100000")
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0, 0.12))
        process.kill()
        # A last line without its end was cut by the kill, and was not promised.
        lines = process.stdout.read().splitlines(keepends=True)
        promised |= {int(line) for line in lines if line.endswith("\n")}
        entries = Ledger(url).entries(Export)
        assert promised <= {entry.id for entry in entries}, f"after kill {round_number + 1}"
        assert len(entries) <= len(promised) + round_number + 1  # at most the one that was under way
    assert promised
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        connection.close()


def test_two_processes_make_the_ledger_and_write_at_once(
    url: str, start: Callable[..., subprocess.Popen[str]]
) -> None:
    writers = [start(WRITER, url, rfc, "60") for rfc in ("EKU9003173C9", "IIA040805DZ4")]
    said = [process.communicate(timeout=60)[0].split() for process in writers]
    assert [process.returncode for process in writers] == [0, 0]
    ids = [int(each) for lines in said for each in lines[1:]]
    assert len(set(ids)) == 120
    ledger = Ledger(url)
    assert {entry.id for entry in ledger.entries(Export)} == set(ids)
    for rfc in ("EKU9003173C9", "IIA040805DZ4"):
        assert [entry.workers for entry in ledger.entries(Export, rfc)] == list(range(60))


FILER = """
import sys
from datetime import date
from icsoe_xl.errors import UsageProblem
from icsoe_xl.periods.returns import Return
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
ledger = Ledger(sys.argv[1])
for number in range(30):
    try:
        ledger.record_filing(
            "EKU9003173C9", Period(2026, 1), Return.NORMAL, folio=f"N2600000{number:02}", filed_on=date(2026, 5, 15)
        )
    except UsageProblem:
        pass
"""


def test_two_processes_with_the_same_acuses_write_each_once(
    url: str, start: Callable[..., subprocess.Popen[str]]
) -> None:
    filers = [start(FILER, url) for _ in range(2)]
    assert [process.wait(60) for process in filers] == [0, 0]
    folios = [filing.folio for filing in Ledger(url).entries(Filing)]
    assert sorted(folios) == [f"N2600000{number:02}" for number in range(30)]


def test_a_reader_does_not_wait_for_a_writer(url: str) -> None:
    ledger = Ledger(url)
    ledger.record_filing(
        "EKU9003173C9", Period(2026, 1), Return.NORMAL, folio="N262253432", filed_on=date(2026, 5, 15)
    )
    with ledger._writing():
        assert len(Ledger(url).filings()) == 1
