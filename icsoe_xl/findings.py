"""What a check found, and the report that gathers it.

A finding never holds the value of a cell, except in ``fix`` and ``hint``; the hint is a guess and is
shown only inside the workbook (in the note and on the sheet of findings).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from icsoe_xl.addresses import cell_name

Severity = Literal["error", "warning"]


class Finding(NamedTuple):
    """One fault at one place.

    ``row`` and ``column`` are Excel's own, from 1; both are None for a whole sheet, and ``sheet`` too
    for a whole workbook. ``fix`` is the exact replacement when there is exactly one safe repair: text
    for nss and curp, pesos per day for sbc.
    """

    sheet: str | None
    row: int | None
    column: int | None
    field: str | None
    rule: str
    severity: Severity
    what: str
    mend: str
    fix: str | float | None = None
    hint: str = ""

    @property
    def cell(self) -> str | None:
        """The address (``A5``), or None for a whole sheet or workbook."""
        return None if self.row is None or self.column is None else cell_name(self.row, self.column)

    @property
    def message(self) -> str:
        """What is wrong and what to do, one after the other."""
        return f"{self.what} {self.mend}".strip()

    def to_json(self) -> dict[str, object]:
        """The finding as the public contract writes it."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "row": self.row,
            "field": self.field,
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "fix": self.fix,
        }


class Report(NamedTuple):
    """All that ``validate`` has to say of one workbook.

    ``findings`` are in the contract's order: sheet (as in the workbook), row, column, rule. ``rows``
    counts the workers (blank and totals rows are not workers). ``notices`` are sentences for the
    person: which period was taken and why, a table that has no value for the date yet.
    """

    file: str
    layout: str | None
    period: str
    rows: int
    findings: list[Finding]
    notices: Sequence[str] = ()

    @property
    def errors(self) -> int:
        """Number of findings that block the export."""
        return sum(1 for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> int:
        """Number of findings that do not block the export."""
        return len(self.findings) - self.errors

    def to_json(self) -> dict[str, object]:
        """The report as the public contract writes it."""
        return {
            "file": self.file,
            "layout": self.layout,
            "period": self.period,
            "rows": self.rows,
            "errors": self.errors,
            "warnings": self.warnings,
            "findings": [finding.to_json() for finding in self.findings],
        }


def in_order(findings: Iterable[Finding], sheets: Iterable[str]) -> list[Finding]:
    """Findings by sheet (in the workbook's order), row, column and rule; whole-sheet ones come first."""
    place = {name: number for number, name in enumerate(sheets, 1)}
    return sorted(
        findings,
        key=lambda f: (0 if f.sheet is None else place.get(f.sheet, 0), f.row or 0, f.column or 0, f.rule),
    )
