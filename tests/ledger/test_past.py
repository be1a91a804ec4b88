"""What the ledger tells others: what was filed, and of which package."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import libros
import pytest

from icsoe_xl import actions
from icsoe_xl.errors import IcsoeError
from icsoe_xl.ledger import past, place
from icsoe_xl.ledger.entries import Export, Filing
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Filed, Return
from icsoe_xl.workbooks import open_workbook

FIRST = Period(2026, 1)


def exported(ledger: Ledger, name: str, kind: Return = Return.NORMAL, period: Period = FIRST) -> Export:
    return ledger.record_export(libros.RFC, period, kind, manifest_sha256=name * 64, contracts=1, workers=1)


def filed(ledger: Ledger, number: int, kind: Return = Return.NORMAL, period: Period = FIRST) -> Filing:
    day = date(2026, 9, 30 - number)  # the day of filing says nothing of the order in which they were written
    return ledger.record_filing(libros.RFC, period, kind, folio=f"N26225343{number}", filed_on=day)


def test_a_filing_is_of_the_last_export_of_its_return_before_it(ledger: Ledger) -> None:
    exported(ledger, "a")
    second = exported(ledger, "b")
    exported(ledger, "c", Return.CORRECTION)
    exported(ledger, "d", period=Period(2026, 2))
    normal = filed(ledger, 1)
    exported(ledger, "e")
    nil = filed(ledger, 2, Return.NIL)
    exports = ledger.entries(Export, libros.RFC)
    assert past.package_of(normal, exports) == second
    assert past.package_of(nil, exports) is None


def test_drafts_are_the_older_exports_of_a_return_that_no_filing_is_of(ledger: Ledger) -> None:
    exported(ledger, "a")
    exported(ledger, "b")
    filings = [filed(ledger, 1)]
    exported(ledger, "c")
    exported(ledger, "d", Return.CORRECTION)
    last = exported(ledger, "e")
    again = exported(ledger, "b")
    exports = ledger.entries(Export, libros.RFC)
    assert past.drafts(last, exports, filings) == {"a" * 64, "c" * 64}
    assert past.drafts(again, exports, filings) == {"a" * 64, "c" * 64, "e" * 64}
    assert past.drafts(again, exports, []) == {"a" * 64, "c" * 64, "e" * 64}  # the same package as the last


def test_what_counts_in_the_order_of_filing(home: Path) -> None:
    assert past.filed(libros.RFC, FIRST) == () and not place.exists()
    ledger = Ledger.of_user()
    exported(ledger, "a")
    filed(ledger, 1)
    filed(ledger, 2, Return.CORRECTION)
    wrong = filed(ledger, 3, Return.CORRECTION)
    ledger.annul(wrong.id, "era de otro")
    assert past.filed(f" {libros.RFC.lower()}", FIRST) == (
        Filed(Return.CORRECTION, date(2026, 9, 28), "N262253432"),
        Filed(Return.NORMAL, date(2026, 9, 29), "N262253431", "a" * 64),
    )
    assert past.filed("no es un RFC", FIRST) == past.filed(libros.RFC, Period(2026, 2)) == ()


def test_a_shared_ledger_that_does_not_answer_is_not_asked_at_every_workbook(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    url = "postgresql://firma@127.0.0.1:9/libro"
    (home / "config.toml").write_text(f'ledger = "{url}"\n', encoding="utf-8")
    asked: list[str] = []
    monkeypatch.setattr(past, "_asked", lambda rfc, period: asked.append(rfc) or Ledger(url).filings())
    for _ in range(3):
        with pytest.raises(IcsoeError, match="No pude usar el registro"):
            past.filed(libros.RFC, FIRST)
    assert len(asked) == 1


# --- what a check makes of it


def codes(book: Path) -> list[str]:
    return [
        finding.rule
        for finding in actions.inspect(open_workbook(book), today=date(2026, 5, 10)).report.findings
    ]


def test_a_check_knows_what_was_filed(tmp_path: Path) -> None:
    normal = libros.write(tmp_path / "normal.xlsx")
    correction = libros.write(tmp_path / "correccion.xlsx", libros.sheets({"icsoe_tipo": "Corrección"}))
    unsaid = libros.write(tmp_path / "sin.xlsx", libros.sheets({"icsoe_periodo": None}))
    ledger = Ledger.of_user()
    assert codes(normal) == codes(correction) == []
    filed(ledger, 1)
    assert (codes(normal), codes(correction)) == (["R002"], [])
    assert codes(unsaid) == ["C005"]  # of a period that is but a guess nothing is said
    for number in range(2, 6):
        filed(ledger, number, Return.CORRECTION)
    assert (codes(normal), codes(correction)) == (["R002"], ["R005"])


@pytest.mark.parametrize("has_ledger", [False, True])
def test_without_a_ledger_a_check_never_loads_what_keeps_one(
    tmp_path: Path, start: Callable[..., object], has_ledger: bool
) -> None:
    book = libros.write(tmp_path / "libro.xlsx")
    if has_ledger:
        Ledger.of_user()
    code = (
        "import sys; from icsoe_xl.cli import main; "
        f"main(['validate', '--check', {str(book)!r}]); "
        "print('sqlalchemy' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == f"{has_ledger}\n"
