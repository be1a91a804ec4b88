"""Work that is killed at random moments: ``python killing.py WORK FOLDER KILLS SEED``; ends with 0 when all was whole.

The work runs in a fork of this process, over and over, and is killed (SIGKILL) some hundredths of a second after
it began; then what it left on the disk is looked at. The fork has everything imported: a kill costs no start-up.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import books
import libros
import packages
from acuses import ACUSE, pdf

from icsoe_xl import actions
from icsoe_xl.cli import main as door
from icsoe_xl.ledger import acuse
from icsoe_xl.ledger.entries import Export, Filing
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.profiles.model import Profile
from icsoe_xl.profiles.store import Store
from icsoe_xl.workbooks import open_workbook

RFC = "EKU9003173C9"


class Work(NamedTuple):
    """``again`` does the work once more (its turn is given) and says what it promises; ``check`` looks after a kill.

    ``check`` gets the promises that were made so far.
    """

    again: Callable[[int], str]
    check: Callable[[list[str]], None]


def validate(folder: Path) -> Work:
    """Marking and clearing: the file is always one of the two."""
    book = books.dressed_book(folder / "libro.xlsx")
    whole = {book.read_bytes()}
    actions.validate(book, options=actions.Options("2026-1"))
    whole.add(book.read_bytes())
    actions.clear(book)
    whole.add(book.read_bytes())

    def again(turn: int) -> str:
        return (
            _quietly("validate", str(book), "--period", "2026-1")
            if turn % 2
            else _quietly("clear", str(book))
        )

    def check(_: list[str]) -> None:
        assert book.read_bytes() in whole

    return Work(again, check)


def fix(folder: Path) -> Work:
    """Repairing: the file is as it was or wholly repaired."""
    book = folder / "libro.xlsx"
    before = libros.write(folder / "antes.xlsx", _with_hyphens()).read_bytes()
    book.write_bytes(before)
    actions.fix(book, actions.Options("2026-1"))
    after = book.read_bytes()
    assert after != before

    def again(_: int) -> str:
        fresh = folder / f"fresco-{os.getpid()}.xlsx"
        fresh.write_bytes(before)
        fresh.replace(book)
        return _quietly("fix", str(book), "--period", "2026-1")

    def check(_: list[str]) -> None:
        assert book.read_bytes() in (before, after)

    return Work(again, check)


def _with_hyphens() -> dict[str, libros.Rows]:
    sheets = libros.sheets()
    row = sheets["Trabajadores"][1]
    row[1] = f"{row[1][:2]}-{row[1][2:]}"
    return sheets


def export(folder: Path) -> Work:
    """Two workbooks into one folder, in turn: every file under its own name is whole."""
    ready = [
        actions.inspect(
            open_workbook(libros.write(folder / f"{name}.xlsx", libros.sheets({}, [libros.contract(name)])))
        )
        for name in ("C-01", "C-02")
    ]
    out = folder / "salida"

    def again(turn: int) -> str:
        actions.write_files(ready[turn % 2], out)
        return ""

    def check(_: list[str]) -> None:
        for file in out.rglob("*.*"):
            if not any(part.startswith((".icsoe_xl-", "~icsoe-")) for part in file.relative_to(out).parts):
                _check_whole(file)
        assert not out.exists() or {packages.FOLDER} >= {one.name for one in out.iterdir() if one.is_dir()}

    return Work(again, check)


def _check_whole(file: Path) -> None:
    data = file.read_bytes()
    if file.suffix in (".zip", ".xlsx"):
        with zipfile.ZipFile(file) as archive:
            assert archive.testzip() is None
    elif file.suffix == ".json":
        assert json.loads(data)["periodo"] == "2026-1"
    elif file.suffix == ".html":
        assert data.endswith(b"</html>\n")
    elif file.suffix == ".csv":
        assert data.count(b"\r\n") == 2
        assert data.endswith(b"\r\n")


def profile(folder: Path) -> Work:
    """Saving a profile: it says the one or the other, and the next one may save at once."""
    store = Store(folder / "perfiles")
    names = ["Escuela Kemper Urgate", "Otra Razón " * 20]
    store.add("norte", Profile(rfc=RFC, razon_social=names[0]))

    def again(turn: int) -> str:
        store.save("norte", Profile(rfc=RFC, razon_social=names[turn % 2]))
        return ""

    def check(_: list[str]) -> None:
        assert store.load("norte").razon_social in [" ".join(name.split()) for name in names]
        again(0)

    return Work(again, check)


def ledger(folder: Path) -> Work:
    """Entries and acuses: what was promised is there, and no entry names a copy that is not."""
    os.environ["ICSOE_XL_HOME"] = str(folder / "casa")
    Ledger.of_user().close()
    proof = folder / "acuse.pdf"

    def again(turn: int) -> str:
        book = Ledger.of_user()
        if turn % 2:
            entry = book.record_export(
                RFC, Period(2026, 1), Return.NORMAL, manifest_sha256="ab" * 32, contracts=1, workers=turn
            )
            return entry.reference
        folio = f"N{time.monotonic_ns() % 10**9:09}"
        proof.write_bytes(pdf(*ACUSE, folio))
        read = acuse.read(proof)
        acuse.keep(read)
        filed = {"folio": folio, "filed_on": date(2026, 5, 15), "copy_sha256": read.digest}
        return book.record_filing(RFC, Period(2026, 1), Return.NORMAL, **filed).reference  # type: ignore[arg-type]

    def check(promised: list[str]) -> None:
        book = Ledger.of_user()
        filings = book.entries(Filing)
        there = {entry.reference for entry in (*book.entries(Export), *filings)}
        assert there >= {one for one in promised if one}, "an entry was lost"
        assert all(acuse.is_intact(filing.copy_sha256 or "") for filing in filings)

    return Work(again, check)


WORKS: dict[str, Callable[[Path], Work]] = {
    "validate": validate,
    "fix": fix,
    "export": export,
    "profile": profile,
    "ledger": ledger,
}


def _quietly(*words: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = door(words)
    assert code in (0, 1), (words, code)
    return ""


def main(name: str, folder: Path, kills: int, seed: int) -> None:
    """Kill the work so often, and look after each time."""
    os.environ["ICSOE_XL_HOME"] = str(folder / "casa")
    work = WORKS[name](folder)
    work.again(0)
    begun = time.monotonic()
    work.again(1)
    takes = time.monotonic() - begun
    chance, promised = random.Random(seed), []
    for _ in range(kills):
        promised += _killed(work, chance.uniform(0, 2.5 * takes))
        work.check(promised)
    assert _quietly("profile", "list") == ""


def _killed(work: Work, after: float) -> list[str]:
    """Let a fork work for so many seconds, kill it, and say what it had promised by then."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        turn = 0
        while True:
            said = work.again(turn)
            os.write(writes, f"{said}\n".encode())
            turn += 1
    os.close(writes)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reads, encoding="utf-8") as pipe:
        return pipe.read().splitlines()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
