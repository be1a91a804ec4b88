"""What to paint and note in a workbook, decided once for a closed file and a live one.

Findings go in, :class:`Marks` come out; an adapter of :mod:`icsoe_xl.workbooks` puts them in place and
takes them back. Colours and wording are those of the public contract (section 5).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from icsoe_xl.findings import Finding, Report, Severity
from icsoe_xl.model import Kind, Place, Table

BAD_CELL: dict[Severity, str] = {"error": "FFC7CE", "warning": "FFEB9C"}
BAD_ROW: dict[Severity, str] = {"error": "FDECEA", "warning": "FFF8E1"}
MAX_NOTES = 500
"""Notes a sheet: beyond this they make Excel and LibreOffice slow to open and save."""


class SheetMarks(NamedTuple):
    """What one sheet gets.

    ``fills``: colour (RRGGBB) of each cell, bad cells and the rest of their rows alike. ``notes``: text
    of each new note; the adapter skips a cell that already has a note of the user's. ``identity``: for
    every row with a fill, short digests of its values in ``columns`` ("" for an empty one), so that row and
    columns are known again after the user sorted or moved them (see :func:`digest`).
    """

    sheet: str
    fills: Mapping[Place, str] = MappingProxyType({})
    notes: Mapping[Place, str] = MappingProxyType({})
    identity: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    columns: tuple[int, ...] = ()


class Marks(NamedTuple):
    """All that a run puts into a workbook: the sheets' marks and what ``Hallazgos`` lists."""

    sheets: list[SheetMarks]
    report: Report


def digest(text: str) -> str:
    """Eight hexadecimal digits that stand for a cell's text without telling it."""
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()


_TELLING: dict[Kind, tuple[str, ...]] = {
    "workers": ("nss", "curp", "sbc"),
    "contracts": ("contrato", "cliente_rfc", "objeto", "fecha_inicio"),
}
"""Fields whose values tell one row of a table from another."""


def plan(report: Report, tables: Sequence[Table], mark_rows: bool = True) -> Marks:
    """Marks for the findings of ``report``; whole-sheet findings are listed but paint nothing.

    A cell with several findings takes the colour of the worst and one note with all of them. With
    ``mark_rows`` the other cells of the table in a bad row get the pale colour of the row's worst.
    """
    by_sheet: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.sheet is not None and finding.row is not None and finding.column is not None:
            by_sheet.setdefault(finding.sheet, []).append(finding)
    shapes = {table.sheet: table for table in tables}
    sheets = [_sheet_marks(name, found, shapes.get(name), mark_rows) for name, found in by_sheet.items()]
    return Marks(sheets, report)


def _sheet_marks(name: str, findings: list[Finding], table: Table | None, mark_rows: bool) -> SheetMarks:
    cells: dict[Place, list[Finding]] = {}
    rows: dict[int, Severity] = {}
    for finding in findings:
        assert finding.row is not None and finding.column is not None
        cells.setdefault((finding.row, finding.column), []).append(finding)
        if finding.severity == "error":
            rows[finding.row] = "error"
        else:
            rows.setdefault(finding.row, "warning")
    fills = _pale_rows(table, rows) if table is not None and mark_rows else {}
    for place, found in cells.items():
        fills[place] = BAD_CELL["error" if any(f.severity == "error" for f in found) else "warning"]
    notes = {place: note_text(found) for place, found in islice(cells.items(), MAX_NOTES)}
    if table is None:
        return SheetMarks(name, fills, notes)
    names = [each for each in _TELLING[table.kind] if each in table.raw]
    columns = tuple(table.columns[each] for each in names)
    return SheetMarks(name, fills, notes, _identities(table, names, rows), columns)


def _pale_rows(table: Table, rows: Mapping[int, Severity]) -> dict[Place, str]:
    """The pale colour of every cell of the table in its bad rows."""
    first, last = table.extent
    return {
        (row, column): BAD_ROW[severity]
        for row, severity in rows.items()
        if row > table.header_row
        for column in range(first, last + 1)
    }


def note_text(findings: Iterable[Finding]) -> str:
    """The note of a cell: one paragraph a finding, worst first, with rule, what, what to do and the guess."""
    ordered = sorted(findings, key=lambda f: (f.severity != "error", f.rule))
    return "\n\n".join(f"{f.rule} · {f.what}\n{f.mend}" + (f"\n{f.hint}" if f.hint else "") for f in ordered)


def _identities(table: Table, names: Sequence[str], rows: Iterable[int]) -> dict[int, tuple[str, ...]]:
    from icsoe_xl.cells import clean

    values = [table.raw[name] for name in names]
    identities = {}
    for row in rows:
        place = bisect_left(table.rows, row)
        if place < len(table.rows) and table.rows[place] == row:
            texts = [clean(column[place]) for column in values]
            identities[row] = tuple(digest(text) if text else "" for text in texts)
    return identities
