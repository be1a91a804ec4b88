"""The cases of the rules as workbooks held in memory; what a case may say is told in ``rules/test_cases.py``."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import libros
import pytest
from people import people

from icsoe_xl import actions, rejections
from icsoe_xl.addresses import split_cell
from icsoe_xl.model import Facts, Grid, Place
from icsoe_xl.periods.returns import Filed, Return
from icsoe_xl.workbooks.port import SheetInfo

CASES = Path(__file__).with_name("rules") / "cases"
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


def inspected(case: dict[str, Any]) -> actions.Inspection:
    """A case, judged."""
    book: Any = BookOfCase(case)
    if "rejected" in case:
        headers, *rows = case["rejected"]
        sent_back: Any = BookOfCase({"headers": headers, "rows": rows})
        return actions.inspect_rejections(book, rejections.read(sent_back), options_of(case), TODAY)[0]
    services = [tuple(pair) for pair in case.get("services", ())]
    filed = [Filed(Return(kind), day, f"N26000{n:04}") for n, (kind, day) in enumerate(case.get("filed", ()))]
    return actions.inspect(book, options_of(case), today=day_of(case), services=services, filed=filed)


def options_of(case: dict[str, Any]) -> actions.Options:
    """The options that a case is judged with."""
    return actions.Options(period=case.get("period", None if "libro" in case else "2026-1"))


def day_of(case: dict[str, Any]) -> date:
    """The day on which a case is judged."""
    today: date = case.get("today", TODAY)
    return today
