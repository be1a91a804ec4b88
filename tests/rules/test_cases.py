"""Every rule against its own cases: ``cases/CODE.toml``, passing and failing ones, with the expected cells.

A case is a small sheet (``headers``, ``rows``, or ``workers`` sound rows) with what values alone do not
tell (``formulas``, ``errors``, ``unstored``, ``hidden``). ``expect`` lists all findings, nothing less and
nothing more, as ``CELL RULE SEVERITY`` and ``-> FIX`` where there is one; ``-`` stands for no cell.
``hints`` names what the note (and only the note) proposes.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from people import people

from icsoe_xl import actions, rules
from icsoe_xl.addresses import split_cell
from icsoe_xl.findings import Finding
from icsoe_xl.model import Facts, Grid
from icsoe_xl.workbooks.port import SheetInfo

CASES = Path(__file__).with_name("cases")
TODAY = date(2026, 5, 10)


class SheetOfCase:
    """A workbook of one sheet, held in memory: what a case says, through the port that all adapters offer."""

    name = "caso.xlsx"

    def __init__(self, case: dict[str, Any]) -> None:
        rows = (
            [[w.nss, w.curp, w.sbc] for w in people(case["workers"], seed=7)]
            if "workers" in case
            else case["rows"]
        )
        self.rows = [case.get("headers", ["NSS", "CURP", "SBC"]), *rows]
        place = split_cell
        self.sheet_facts = Facts(
            hidden_rows=frozenset(case.get("hidden", ())),
            formulas={place(cell): formula for cell, formula in case.get("formulas", {}).items()},
            errors={place(cell): error for cell, error in case.get("errors", {}).items()},
            unstored=frozenset(place(cell) for cell in case.get("unstored", ())),
        )

    def sheets(self) -> list[SheetInfo]:
        return [SheetInfo("captura", True)]

    def grid(self, sheet: str) -> Grid:
        return Grid(sheet, self.rows)

    def facts(self, sheet: str, columns: object) -> Facts:
        return self.sheet_facts

    def named_value(self, name: str) -> object:
        return None


def all_cases() -> list[Any]:
    return [
        pytest.param(case, kind, path.stem, id=f"{path.stem}-{kind}-{case['title']}")
        for path in sorted(CASES.glob("*.toml"))
        for kind in ("passing", "failing")
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, [])
    ]


def line(finding: Finding) -> str:
    fix = "" if finding.fix is None else f" -> {finding.fix}"
    return f"{finding.cell or '-'} {finding.rule} {finding.severity}{fix}"


@pytest.mark.parametrize(("case", "kind", "code"), all_cases())
def test_case(case: dict[str, Any], kind: str, code: str) -> None:
    options = actions.Options(period=case.get("period", "2026-1"))
    book: Any = SheetOfCase(case)
    findings = actions.inspect(book, options, today=TODAY).report.findings
    assert sorted(map(line, findings)) == sorted(case["expect"])
    assert any(finding.rule == code for finding in findings) == (kind == "failing")
    for cell, proposal in case.get("hints", {}).items():
        notes = [finding.hint for finding in findings if finding.cell == cell]
        assert any(proposal in hint for hint in notes)
        assert not any(proposal in finding.message for finding in findings)


def test_every_rule_has_passing_and_failing_cases() -> None:
    missing = [
        f"{code}: {kind}"
        for code in rules.CATALOGUE
        for kind in ("passing", "failing")
        if kind not in (tomllib.loads(p.read_text("utf-8")) if (p := CASES / f"{code}.toml").exists() else {})
    ]
    assert missing == []


def test_no_case_file_without_its_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(rules.CATALOGUE)


@pytest.mark.parametrize("rule", rules.CATALOGUE.values(), ids=lambda rule: rule.code)
def test_every_rule_tells_all_a_person_may_ask(rule: rules.Rule) -> None:
    assert rule.severity in ("error", "warning")
    for text in (rule.title, rule.what, rule.mend, rule.why, rule.source, rule.bad, rule.good):
        assert text.strip() == text and len(text) > 5
    assert rule.what.endswith(".") and rule.mend.endswith(".") and rule.why.endswith(".")
    assert rule.bad != rule.good
    assert len(rule.title) <= 80
