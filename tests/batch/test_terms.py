"""Until when an earlier verdict may be repeated: no resumed run says what is no longer so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import libros
import pytest
import xlsxwriter
from books import HEADERS
from faults import PERIOD, faulty_book
from people import Worker, curp, people

from icsoe_xl.actions import Options, inspect
from icsoe_xl.batch import summary
from icsoe_xl.batch.run import Plan, Results, run
from icsoe_xl.batch.terms import Circumstances
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.workbooks import open_workbook


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def write_book(path: str, workers: list[Worker]) -> str:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("captura")
        sheet.write_row(0, 0, HEADERS[:3])
        for row, worker in enumerate(workers, 1):
            sheet.write_row(row, 0, (worker.nss, worker.curp, worker.sbc))
    return path


def resumed(*paths: str, on: date) -> tuple[Results, dict[str, set[str]]]:
    """A run with --resume on a day, and the rules that it says each workbook breaks."""
    plan = Plan(paths, Options("2026-1"), jobs=1, out=Path("out"), resume=True)
    results = run(
        plan, lambda _: None, lambda found, journal: summary.write_json(found, journal, Path("out")), on
    )
    files = json.loads(Path("out/resumen.json").read_text(encoding="utf-8"))["files"]
    return results, {each["file"]: {finding["rule"] for finding in each["findings"]} for each in files}


def looked_at(results: Results) -> list[bool]:
    return [entry.checked for entry in results.entries if entry is not None]


def test_a_whole_workbook_that_became_late_is_looked_at_again() -> None:
    libros.write(Path("libro.xlsx"))
    paths = "libro.xlsx", write_book("obra.xlsx", list(people(5, seed=1)))
    results, rules = resumed(*paths, on=date(2026, 5, 15))
    assert "R004" not in rules["libro.xlsx"]
    results, rules = resumed(*paths, on=date(2026, 5, 15))
    assert looked_at(results) == [False, False]
    results, rules = resumed(*paths, on=date(2026, 5, 25))
    assert (looked_at(results), "R004" in rules["libro.xlsx"]) == ([True, False], True)


def test_a_whole_workbook_is_looked_at_again_under_another_profile(home: Path) -> None:
    libros.write(Path("libro.xlsx"))
    paths = "libro.xlsx", write_book("obra.xlsx", list(people(5, seed=1)))
    _, rules = resumed(*paths, on=date(2026, 5, 15))
    assert "K023" not in rules["libro.xlsx"]
    (home / "profiles").mkdir()
    profile = f'rfc = "{libros.RFC}"\n[[servicios]]\nfolio = "99"\ntexto = "Otra cosa"\n'
    (home / "profiles" / "uno.toml").write_text(profile, encoding="utf-8")
    results, rules = resumed(*paths, on=date(2026, 5, 15))
    assert (looked_at(results), "K023" in rules["libro.xlsx"]) == ([True, False], True)
    kept = Path("out/.icsoe_lote/registro.jsonl").read_text(encoding="utf-8")
    assert "Otra cosa" not in kept


def test_a_whole_workbook_is_looked_at_again_after_a_filing() -> None:
    libros.write(Path("libro.xlsx"))
    paths = "libro.xlsx", write_book("obra.xlsx", list(people(5, seed=1)))
    _, rules = resumed(*paths, on=date(2026, 5, 15))
    assert "R002" not in rules["libro.xlsx"]
    Ledger.of_user().record_filing(
        libros.RFC, Period.parse("2026-1"), Return.NORMAL, folio="F1", filed_on=date(2026, 5, 8)
    )
    results, rules = resumed(*paths, on=date(2026, 5, 15))
    assert (looked_at(results), "R002" in rules["libro.xlsx"]) == ([True, False], True)


def test_a_birth_date_that_lay_ahead_may_have_come() -> None:
    one = next(iter(people(1, seed=1)))
    unborn = f"{one.curp[:4]}260601{one.curp[10:16]}A"
    path = write_book("obra.xlsx", [one._replace(curp=curp(unborn))])
    _, rules = resumed(path, on=date(2026, 5, 31))
    assert "T013" in rules[path]
    results, rules = resumed(path, on=date(2026, 6, 1))
    assert (looked_at(results), "T013" in rules[path]) == ([True], False)


def test_years_of_two_digits_are_read_again_at_new_year() -> None:
    path = write_book("obra.xlsx", list(people(5, seed=1)))
    resumed(path, on=date(2026, 1, 1))
    assert looked_at(resumed(path, on=date(2026, 12, 31))[0]) == [False]
    assert looked_at(resumed(path, on=date(2027, 1, 1))[0]) == [True]


@pytest.mark.parametrize("shape", ["template", "contracts", "sheets"])
def test_no_other_rule_of_a_table_of_workers_knows_the_day(shape: str, tmp_path: Path) -> None:
    """A rule that begins to look at the day must be told to Circumstances.uphold."""
    book = faulty_book(tmp_path / "obra.xlsx", shape=shape)

    def said(day: date) -> list[object]:
        report = inspect(open_workbook(book.path), Options(PERIOD), day).report
        return [finding for finding in report.findings if finding.rule != "T013"]

    assert said(date(2026, 1, 1)) == said(date(2026, 12, 31))


def test_a_line_of_another_day_counts_only_where_that_does_not_matter() -> None:
    then, now = Circumstances("2026-05-01", "a"), Circumstances("2026-05-02", "b")
    assert now.uphold("imss-captura", (("T004", 3),), then)
    assert now.uphold(None, (), then)
    assert not now.uphold("imss-captura", (("T004", 3), ("T013", 1)), then)
    assert not now.uphold("icsoe-libro", (), then)
    assert not Circumstances("2026-05-01", "b").uphold("icsoe-libro", (), then)
    assert then.uphold("icsoe-libro", (), then)
