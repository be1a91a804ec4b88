"""Marking the workbooks of :mod:`books` as a run would, and comparing packages part by part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from books import SHEET, unpacked, worker

from icsoe_xl.addresses import split_cell
from icsoe_xl.findings import Finding, Report, Severity
from icsoe_xl.marks import Marks, plan
from icsoe_xl.model import Facts, Table
from icsoe_xl.workbooks import marking
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.port import Taken

FIELDS = {1: "nss", 2: "curp", 3: "sbc", 4: "nombre"}
NO_LAYOUT: Any = None
"""Marks do not ask for the layout."""


def finding(cell: str, severity: Severity = "error", sheet: str = SHEET, **more: Any) -> Finding:
    """A finding at a cell, with made-up words."""
    row, column = split_cell(cell)
    words = {"what": f"Aquí hay algo mal en {cell}.", "mend": "Corríjalo con el trabajador.", **more}
    rule = "T004" if severity == "error" else "T005"
    return Finding(sheet, row, column, FIELDS.get(column, "otro"), rule, severity, **words)


def report(*findings: Finding) -> Report:
    """A report of these findings."""
    return Report("libro.xlsx", "imss-captura", "2026-1", 20, list(findings), ["Periodo 2026-1."])


def table(sheet: str = SHEET, rows: int = 20, columns: int = 4) -> Table:
    """The table of the test books as the layouts would find it."""
    numbers = list(range(2, rows + 2))
    raw: dict[str, list[object]] = {
        FIELDS[column]: [worker(row - 1)[column - 1] for row in numbers] for column in range(1, 5)
    }
    places = {name: column for column, name in FIELDS.items()}
    return Table(sheet, NO_LAYOUT, 1, (1, columns), places, numbers, raw, Facts())


def marks(cells: Mapping[str, Severity], sheet: str = SHEET, rows: int = 20) -> Marks:
    """Marks for faults at these cells."""
    found = [finding(cell, severity, sheet) for cell, severity in cells.items()]
    return plan(report(*found), [table(sheet, rows)])


BAD: dict[str, Severity] = {
    "A3": "error",
    "B3": "warning",
    "A5": "error",
    "C6": "warning",
    "A10": "error",
    "B13": "error",
    "D17": "warning",
}
"""Faults that touch banded rows, the column and the row with a style, the absent cell and the merged area."""


def mark(source: Path, out: Path, wanted: Marks | None = None) -> Path:
    """Mark a workbook and save it elsewhere."""
    package = Package(source)
    marking.mark(package, wanted or marks(BAD))
    package.save(out)
    return out


def clear(source: Path, out: Path) -> Taken:
    """Clear a workbook and save it elsewhere."""
    package = Package(source)
    taken = marking.clear(package)
    package.save(out)
    return taken


def differences(one: Path, other: Path) -> set[str]:
    """Names of the parts that are not byte for byte the same in both packages."""
    first, second = unpacked(one), unpacked(other)
    return {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}
