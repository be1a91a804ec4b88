"""Every rule against its own cases: ``cases/CODE.toml``, passing and failing ones, with the expected cells.

A case is a small sheet (``headers``, ``rows``, or ``workers`` sound rows) with what values alone do not
tell (``formulas``, ``errors``, ``unstored``, ``hidden``). ``expect`` lists all findings, nothing less and
nothing more, as ``CELL RULE SEVERITY`` and ``-> FIX`` where there is one; ``-`` stands for no cell.
``hints`` names what the note (and only the note) proposes.

A case with ``libro = {}`` is a whole workbook instead (see ``libros``): ``contractor`` and ``contracts`` say
what differs from sound ones (``""`` empties a cell), ``workers`` lists the contract of each worker, ``sheets``
replaces or (``[]``) removes whole sheets, ``names = false`` drops the defined names, ``services`` is what the
profile has registered, ``filed`` what was filed of the period (kind and day, in order), ``today`` another day.
Its cells are written ``Sheet!CELL``, facts too.

``rejected`` are the rows of the file in which the portal sends workers back (P001), header and all.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import libros
import pytest
from people import people

from icsoe_xl import actions, rejections, rules
from icsoe_xl.addresses import split_cell
from icsoe_xl.findings import Finding
from icsoe_xl.model import Facts, Grid, Place
from icsoe_xl.periods.returns import Filed, Return
from icsoe_xl.workbooks.port import SheetInfo

CASES = Path(__file__).with_name("cases")
TODAY = date(2026, 5, 10)


class BookOfCase:
    """A workbook held in memory: what a case says, through the port that all adapters offer."""

    name = "caso.xlsx"

    def __init__(self, case: dict[str, Any]) -> None:
        self.named: dict[str, tuple[str, Place]] = {}
        if "libro" in case:
            self.rows = whole_sheets(case)
            if case.get("names", True):
                self.named = {
                    name: (place.split("!")[0], split_cell(place.split("!")[1].replace("$", "")))
                    for name, place in libros.names().items()
                    if place.split("!")[0] in self.rows
                }
        else:
            self.rows = {"captura": one_sheet(case)}
        self.sheet_facts = {sheet: facts_of(case, sheet) for sheet in self.rows}

    def sheets(self) -> list[SheetInfo]:
        return [SheetInfo(sheet, True) for sheet in self.rows]

    def grid(self, sheet: str) -> Grid:
        return Grid(sheet, self.rows[sheet])

    def facts(self, sheet: str, columns: object) -> Facts:
        return self.sheet_facts[sheet]

    def named_value(self, name: str) -> object:
        if name not in self.named:
            return None
        sheet, (row, column) = self.named[name]
        return self.rows[sheet][row - 1][column - 1]

    def named_cells(self, prefix: str) -> dict[str, tuple[str, Place]]:
        return {name: place for name, place in self.named.items() if name.startswith(prefix)}

    def source_sha256(self) -> str:
        return ""


def one_sheet(case: dict[str, Any]) -> list[list[Any]]:
    rows = (
        [[w.nss, w.curp, w.sbc] for w in people(case["workers"], seed=7)]
        if "workers" in case
        else case["rows"]
    )
    return [case.get("headers", ["NSS", "CURP", "SBC"]), *rows]


def whole_sheets(case: dict[str, Any]) -> dict[str, list[list[Any]]]:
    contracts = [libros.contract(f"C-{n:02d}") | one for n, one in enumerate(case.get("contracts", [{}]), 1)]
    workers = libros.crew(case["workers"]) if "workers" in case else None
    made = libros.sheets(case.get("contractor", {}), contracts, workers)
    return {sheet: rows for sheet, rows in (made | case.get("sheets", {})).items() if rows}


def facts_of(case: dict[str, Any], sheet: str) -> Facts:
    """The facts of a sheet; those of a whole workbook say where they are (``Contratos!A2``)."""

    def here(places: Any) -> list[str]:
        return [place for place in places if "!" not in str(place) or place.split("!")[0] == sheet]

    def cell(place: str) -> Place:
        return split_cell(place.split("!")[-1])

    formulas, errors = case.get("formulas", {}), case.get("errors", {})
    return Facts(
        hidden_rows=frozenset(int(str(row).split("!")[-1]) for row in here(case.get("hidden", ()))),
        formulas={cell(place): formulas[place] for place in here(formulas)},
        errors={cell(place): errors[place] for place in here(errors)},
        unstored=frozenset(map(cell, here(case.get("unstored", ())))),
    )


def all_cases() -> list[Any]:
    return [
        pytest.param(case, kind, path.stem, id=f"{path.stem}-{kind}-{case['title']}")
        for path in sorted(CASES.glob("*.toml"))
        for kind in ("passing", "failing")
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, [])
    ]


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
    options = actions.Options(period=case.get("period", None if whole else "2026-1"))
    book: Any = BookOfCase(case)
    services = [tuple(pair) for pair in case.get("services", ())]
    filed = [Filed(Return(kind), day, f"N26000{n:04}") for n, (kind, day) in enumerate(case.get("filed", ()))]
    if "rejected" in case:
        headers, *rows = case["rejected"]
        sent_back: Any = BookOfCase({"headers": headers, "rows": rows})
        inspection, _ = actions.inspect_rejections(book, rejections.read(sent_back), options, TODAY)
    else:
        inspection = actions.inspect(
            book, options, today=case.get("today", TODAY), services=services, filed=filed
        )
    assert inspection.report.layout in (None, "icsoe-libro" if whole else "imss-captura")
    findings = inspection.report.findings
    assert sorted(line(finding, whole) for finding in findings) == sorted(case["expect"])
    assert any(finding.rule == code for finding in findings) == (kind == "failing")
    assert all(finding.message.endswith(".") for finding in findings)
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
