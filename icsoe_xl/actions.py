"""The verbs, each on one screen: workbook -> tables -> rules -> findings -> marks / files.

A door (ribbon, command line, Python) calls these and shows what they return; it computes nothing. All of
them raise the errors of :mod:`icsoe_xl.errors` with one line for the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from icsoe_xl import layouts, rules, settings
from icsoe_xl.cells import clean, text
from icsoe_xl.errors import UsageProblem
from icsoe_xl.findings import Finding, Report, in_order
from icsoe_xl.marks import plan
from icsoe_xl.model import Table
from icsoe_xl.periods import Period, default_period
from icsoe_xl.periods.tables import minimum_wage_on, sbc_cap_on
from icsoe_xl.rules.structure import A001
from icsoe_xl.workbooks import open_workbook
from icsoe_xl.workbooks.port import Repair, Taken, Workbook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.filing import Exported


@dataclass(frozen=True, slots=True)
class Options:
    """What the person may choose: period (``2026-1``), layout and sheet by name; None lets us find out."""

    period: str | None = None
    layout: str | None = None
    sheet: str | None = None


@dataclass(slots=True)
class Inspection:
    """A workbook that was read and judged, not yet touched."""

    book: Workbook
    tables: list[Table]
    report: Report


@dataclass(slots=True)
class Fixed:
    """What ``fix`` did: the repairs written, and the report of the workbook as it is now."""

    repairs: list[Repair]
    report: Report


def inspect(book: Workbook, options: Options = Options(), today: date | None = None) -> Inspection:
    """Read a workbook's tables and judge them. Nothing is written.

    When no known layout fits, the report holds A001 alone and ``layout`` is None.
    """
    today = today or date.today()
    context, notices = _context(book, options, today)
    found = layouts.find_tables(book, options.layout, options.sheet)
    if not found.tables:
        findings = [A001.on_sheet(None, what=f"{A001.what} {found.why_not}".strip())]
    else:
        findings = in_order(rules.check(found.tables, context), [sheet.name for sheet in book.sheets()])
    notices += [_without_contract(table) for table in found.tables if table.contracts and "" in table.contracts]
    report = Report(
        file=book.name,
        layout=found.layout,
        period=str(context.period),
        rows=sum(len(table.rows) for table in found.tables),
        findings=findings,
        notices=notices + found.notices,
    )
    return Inspection(book, found.tables, report)


def _without_contract(table: Table) -> str:
    many = (table.contracts or []).count("")
    rows = "1 fila no dice" if many == 1 else f"{many:,} filas no dicen"
    return f"En la hoja «{table.sheet}» {rows} de qué contrato es; se exporta aparte, como «sin contrato»."


def mark(inspection: Inspection) -> None:
    """Put the findings into the workbook: last run's marks go, this run's come. The caller saves.

    The tables of the inspection are let go: marking a large sheet can use the room.
    A workbook without findings and without old marks is left as it is.
    """
    book = inspection.book
    book.clear()
    if inspection.report.findings and inspection.tables:
        marks = plan(inspection.report, inspection.tables, settings.load().mark_rows)
        inspection.tables = []
        book.mark(marks)


def validate(
    path: str | Path,
    *,
    check: bool = False,
    out: str | Path | None = None,
    options: Options = Options(),
) -> Report:
    """Check a workbook and mark it in place (``check``: only report; ``out``: mark a copy there)."""
    inspection = inspect(open_workbook(path), options)
    if not check:
        mark_file(inspection, out)
    return inspection.report


def mark_file(inspection: Inspection, out: str | Path | None = None) -> None:
    """Mark a closed workbook and save it, in place or as a copy at ``out``.

    Raises UnwritableFile before anything is touched when that cannot be done. In place, a workbook with
    nothing to say and nothing to take back is not written at all.
    """
    book = inspection.book
    if out is None and not inspection.report.findings and not book.is_marked():
        return
    book.check_writable(out)
    mark(inspection)
    book.save(out)


def clear(path: str | Path) -> Taken:
    """Take back every mark of ours from a closed workbook; without any, the file is not written."""
    book = open_workbook(path)
    if not book.is_marked():
        return Taken(0, 0)
    book.check_writable(None)
    taken = book.clear()
    book.save(None)
    return taken


def fix(path: str | Path, options: Options = Options()) -> Fixed:
    """Write the safe repairs, list them on ``Cambios``, and validate again, all in one save."""
    book = open_workbook(path)
    inspection = inspect(book, options)
    repairs = repairs_of(inspection)
    if not repairs:
        mark_file(inspection)
        return Fixed([], inspection.report)
    book.check_writable(None)
    fixed = repair(inspection, repairs, options)
    book.save(None)
    return Fixed(repairs, fixed.report)


def repairs_of(inspection: Inspection) -> list[Repair]:
    """The safe repairs of a judged workbook: one for each cell with a finding that carries a fix."""
    tables = {table.sheet: table for table in inspection.tables}
    index_of = {name: {row: i for i, row in enumerate(table.rows)} for name, table in tables.items()}
    repairs = []
    for found in inspection.report.findings:
        if (
            found.fix is None
            or found.sheet is None
            or found.row is None
            or found.column is None
            or not found.field
        ):
            continue
        before = tables[found.sheet].raw[found.field][index_of[found.sheet][found.row]]
        repairs.append(
            Repair(found.sheet, (found.row, found.column), found.field, text(before), found.fix, found.rule)
        )
    return repairs


def repair(inspection: Inspection, repairs: list[Repair], options: Options) -> Inspection:
    """Write repairs into a workbook and mark what is left. The caller saves."""
    inspection.book.clear()
    inspection.book.repair(repairs)
    again = inspect(inspection.book, options)
    mark(again)
    return again


def export(path: str | Path, out: str | Path, options: Options = Options()) -> tuple[Report, Exported | None]:
    """The clean submission files of a workbook; None, and nothing written, while there are errors."""
    from icsoe_xl.filing import export_workers

    inspection = inspect(open_workbook(path), options)
    if inspection.report.errors:
        return inspection.report, None
    return inspection.report, export_workers(inspection.book, inspection.tables, inspection.report, Path(out))


def explain(finding: Finding) -> str:
    """What a person may read of a finding's rule: code and title."""
    return f"{finding.rule} {rules.CATALOGUE[finding.rule].title}"


def _context(book: Workbook, options: Options, today: date) -> tuple[rules.Context, list[str]]:
    """The period that counts and the amounts in force at its end, with what must be said of them."""
    period, origin = _period(book, options, today)
    cap, wage = sbc_cap_on(period.end), minimum_wage_on(period.end)
    notices = [f"Periodo {period} ({period.label}), {origin}."]
    if not cap.known:
        notices.append(
            f"Todavía no tengo la UMA vigente el {period.end:%d/%m/%Y}: comparé con la última conocida "
            f"(desde el {cap.valid_from:%d/%m/%Y}), y el tope del SBC sólo se avisa."
        )
    if not wage.known:
        notices.append(
            f"Todavía no tengo el salario mínimo vigente el {period.end:%d/%m/%Y}: comparé con el último conocido "
            f"(desde el {wage.valid_from:%d/%m/%Y})."
        )
    context = rules.Context(period, today, float(cap.value), cap.known, float(wage.value))
    return context, notices


def _period(book: Workbook, options: Options, today: date) -> tuple[Period, str]:
    if options.period is not None:
        try:
            return Period.parse(options.period), "el que usted indicó"
        except ValueError as problem:
            raise UsageProblem(str(problem)) from problem
    named = clean(book.named_value("icsoe_periodo"))
    if named:
        try:
            return Period.parse(named), "el que dice el libro"
        except ValueError:
            period = default_period(today)
            return period, "el que toca presentar, porque el del libro no se entiende"
    return default_period(today), "el que toca presentar"
