"""``calendar`` and ``fine`` as a person calls them."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from icsoe_xl.cli import calendar as command
from icsoe_xl.cli import main

MEXICO = ZoneInfo("America/Mexico_City")


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of a test stands still: what is printed tells the days left."""
    at = datetime.datetime(2026, 5, 15, 10, 0, tzinfo=MEXICO)
    monkeypatch.setattr(command, "now", lambda: at)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.usefixtures("today")
def test_the_year_and_the_next_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "calendar")
    assert code == 0
    rows = re.findall(r"^  (\d{4}-\d) .*?(\d\d/\d\d/\d{4}) +(\S+ \d\d/\d\d/\d{4}), (.*)$", out, re.MULTILINE)
    assert rows == [
        ("2025-3", "01/01/2026", "lunes 19/01/2026", "hace 116 días"),
        ("2026-1", "01/05/2026", "lunes 18/05/2026", "faltan 3 días (por cerrar)"),
        ("2026-2", "01/09/2026", "jueves 17/09/2026", "faltan 125 días"),
        ("2026-3", "01/01/2027", "lunes 18/01/2027", "faltan 248 días"),
    ]
    assert "tarde la de enero-abril 2026 puede costar de $58,655.00 a $234,620.00" in out


def test_a_year_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "calendar", "--year", "2021")
    assert (code, out.count("viernes 17/09/2021"), "2021-3" in out) == (0, 2, False)
    code, out, _ = said(capsys, "calendar", "--year", "2040")
    assert (code, "la última que conozco" in out, "conté sólo los de ley" in out) == (0, True, True)


@pytest.mark.parametrize("year", ["1999", "2020", "2101", "-5", "99999"])
def test_a_year_without_returns(capsys: pytest.CaptureFixture[str], year: str) -> None:
    code, out, err = said(capsys, "calendar", f"--year={year}")
    assert (code, out) == (2, "")
    assert err.startswith("--year: la ICSOE existe desde 2021") and err.count("\n") == 1


def test_the_file_for_other_calendars(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ics = pytest.importorskip("ics", reason="ics.py, the second reader of .ics files, is not installed")
    path = tmp_path / "vencimientos de año.ics"
    code, out, _ = said(capsys, "calendar", "--year", "2026", "--ics", str(path))
    assert (code, str(path) in out) == (0, True)
    events = ics.Calendar(path.read_text(encoding="utf-8")).events
    assert len(events) == 12
    assert {event.begin.date().isoformat() for event in events} >= {"2026-01-19", "2026-05-18", "2026-09-17"}


def test_a_file_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = said(capsys, "calendar", "--ics", str(tmp_path / "no hay" / "a.ics"))
    assert (code, out, err.count("\n")) == (4, "", 1)


def test_late(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "fine", "--due", "2026-05-18", "--filed", "25/05/2026")
    assert code == 0
    assert out.splitlines()[:2] == [
        "7 días tarde: vencía el lunes 18/05/2026 y se presenta el lunes 25/05/2026.",
        "La multa puede ser de $58,655.00 a $234,620.00 (500 a 2,000 veces la UMA diaria de $117.31).",
    ]
    assert "304-A" in out and "304-C" in out


def test_a_date_that_is_no_business_day_is_moved(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "fine", "--due", "17/05/2026", "--filed", "2026-05-18")
    assert code == 0
    assert "es inhábil: vencía el lunes 18/05/2026" in out
    assert "En tiempo" in out and "304-A" not in out


@pytest.mark.usefixtures("today")
def test_without_a_day_of_filing_it_is_today(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "fine", "--due", "2026-05-14")[1].startswith("1 día tarde: ")


@pytest.mark.parametrize(
    ("words", "err"),
    [
        (["--due", "mayo"], "--due: «mayo» no es una fecha"),
        (["--due", "31/02/2026"], "--due: «31/02/2026» no es una fecha"),
        (["--due", "2026-05-18", "--filed", "ayer"], "--filed: «ayer» no es una fecha"),
        (["--due", "2010-05-18"], "--due: no hay valores anteriores al 28/01/2016."),
        ([], "icsoe-xl fine: falta indicar: --due."),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], words: list[str], err: str) -> None:
    code, out, said_ = said(capsys, "fine", *words)
    assert (code, out, said_.count("\n")) == (2, "", 1)
    assert said_.startswith(err)
