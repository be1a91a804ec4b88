"""Every case of every rule: its copy, a real file, has the same findings at the same places."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rule_cases import BookOfCase, all_cases, day_of, inspected, options_of

from icsoe_xl import actions
from icsoe_xl.diagnose import KEPT_AT_HOME
from icsoe_xl.diagnose.disguise import Disguise, scale_of
from icsoe_xl.diagnose.package import to_bytes
from icsoe_xl.diagnose.sheets import disguised
from icsoe_xl.findings import Finding
from icsoe_xl.periods import Period
from icsoe_xl.periods.tables import minimum_wage_on, sbc_cap_on
from icsoe_xl.workbooks import open_workbook


@pytest.mark.parametrize(("case", "kind", "code"), all_cases())
def test_same_findings(case: dict[str, Any], kind: str, code: str, tmp_path: Path) -> None:
    if "rejected" in case:
        pytest.skip("what the portal said is not found by a check")
    book: Any = BookOfCase(case)
    found = inspected(case)
    if found.report.layout is None:
        pytest.skip("without a known table there is no copy")
    period = Period.parse(found.report.period)
    amounts = float(minimum_wage_on(period.end).value), float(sbc_cap_on(period.end).value)
    scale = scale_of(period, day_of(case), *amounts)
    for seed in range(3):
        copy = disguised(book, found, Disguise(scale, random.Random(seed)))
        file = tmp_path / f"{seed}.xlsx"
        file.write_bytes(to_bytes(copy))
        again = actions.inspect(open_workbook(file), options_of(case), today=day_of(case))
        assert places(again.report.findings, {}) == places(found.report.findings, copy.renamed)


def places(findings: list[Finding], renamed: dict[str, str]) -> Counter[tuple[object, ...]]:
    return Counter(
        (renamed.get(f.sheet or "", f.sheet), f.cell, f.field, f.rule, f.severity, f.fix is None)
        for f in findings
        if f.rule not in KEPT_AT_HOME
    )
