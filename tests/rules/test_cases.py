"""Every rule against its own cases: ``cases/CODE.toml``, passing and failing ones, with the expected cells.

A case is a small sheet (``headers``, ``rows``, or ``workers`` sound rows) with what values alone do not
tell (``formulas``, ``errors``, ``unstored``, ``hidden``). ``expect`` lists all findings, nothing less and
nothing more, as ``CELL RULE SEVERITY`` and ``-> FIX`` where there is one; ``-`` stands for no cell.
``hints`` names what the note (and only the note) proposes. All words stand in ``said.txt``: see ``rule_words``.

A case with ``libro = {}`` is a whole workbook instead (see ``libros``): ``contractor`` and ``contracts`` say
what differs from sound ones (``""`` empties a cell), ``workers`` lists the contract of each worker, ``sheets``
replaces or (``[]``) removes whole sheets, ``names = false`` drops the defined names, ``services`` is what the
profile has registered, ``filed`` what was filed of the period (kind and day, in order), ``today`` another day.
Its cells are written ``Sheet!CELL``, facts too.

``rejected`` are the rows of the file in which the portal sends workers back (P001), header and all.
"""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import rule_words as said
from rule_cases import CASES, all_cases, inspected

from icsoe_xl import rules
from icsoe_xl.findings import Finding

SAID = said.read()


def place(finding: Finding, whole: bool) -> str:
    if not whole:
        return finding.cell or "-"
    return "!".join(filter(None, (finding.sheet, finding.cell))) or "-"


def line(finding: Finding, whole: bool) -> str:
    fix = "" if finding.fix is None else f" -> {finding.fix}"
    return f"{place(finding, whole)} {finding.rule} {finding.severity}{fix}"


@pytest.mark.parametrize(("case", "kind", "code"), all_cases())
def test_case(case: dict[str, Any], kind: str, code: str) -> None:
    whole = "libro" in case
    inspection = inspected(case)
    assert inspection.report.layout in (None, "icsoe-libro" if whole else "imss-captura")
    findings = inspection.report.findings
    assert sorted(line(finding, whole) for finding in findings) == sorted(case["expect"])
    assert any(finding.rule == code for finding in findings) == (kind == "failing")
    assert all(finding.message.endswith(".") for finding in findings)
    assert said.of_case(findings) == SAID.get(f"{code}-{kind}-{case['title']}", "not in said.txt")
    for cell, proposal in case.get("hints", {}).items():
        notes = [finding.hint for finding in findings if place(finding, whole) == cell]
        assert any(proposal in hint for hint in notes)
        assert not any(proposal in finding.message for finding in findings)
    for rule, words in case.get("says", {}).items():
        assert any(words in finding.message for finding in findings if finding.rule == rule)


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
