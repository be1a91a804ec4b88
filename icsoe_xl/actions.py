"""The verbs, each on one screen: workbook -> tables -> rules -> findings -> marks / files.

A door (ribbon, command line, Python) calls these and shows what they return; it computes nothing. All of
them raise the errors of :mod:`icsoe_xl.errors` with one line for the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from icsoe_xl import circumstances, layouts, rules, settings
from icsoe_xl.cells import text
from icsoe_xl.errors import UsageProblem
from icsoe_xl.findings import Finding, Report, in_order
from icsoe_xl.marks import plan
from icsoe_xl.model import Form, Table
from icsoe_xl.periods.returns import Filed
from icsoe_xl.rules.structure import A001
from icsoe_xl.workbooks import open_workbook
from icsoe_xl.workbooks.port import Repair, Taken, Workbook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.filing import Exported
    from icsoe_xl.rejections import RejectedFile


class Options(NamedTuple):
    """What the person may choose: period (``2026-1``), layout and sheet by name; None lets us find out."""

    period: str | None = None
    layout: str | None = None
    sheet: str | None = None


AS_FOUND = Options()
"""Nothing chosen: the workbook tells."""


class Inspection(NamedTuple):
    """A workbook that was read and judged, not yet touched.

    ``form`` is that of a whole workbook, ``filed`` what is known to be filed of its contractor and period.
    """

    book: Workbook
    tables: list[Table]
    report: Report
    form: Form | None = None
    filed: tuple[Filed, ...] = ()


class Fixed(NamedTuple):
    """What ``fix`` did: the repairs written, and the report of the workbook as it is now."""

    repairs: list[Repair]
    report: Report


class Rejected(NamedTuple):
    """What became of the rows that the portal rejected: those of ``file``, each row of it once.

    ``report`` has the findings P001 beside those of the check. ``found`` of the ``rows`` are in the workbook;
    ``unplaced`` gives sheet and row, in that file, of the others.
    """

    report: Report
    file: str
    rows: int
    found: int
    unplaced: list[tuple[str, int]]


def inspect(
    book: Workbook,
    options: Options = AS_FOUND,
    today: date | None = None,
    services: Sequence[tuple[str, str]] = (),
    filed: Sequence[Filed] | None = None,
) -> Inspection:
    """Read a workbook's tables and judge them. Nothing is written.

    ``services`` are the (folio, text) that the contractor registered in REPSE; those of her saved profile
    unless they are given. ``filed`` is what was filed of the period; None asks the ledger, if there is one.
    When no known layout fits, the report holds A001 alone and ``layout`` is None.
    """
    today = today or date.today()
    asked = circumstances.asked_period(options.period)
    said = book.named_value(circumstances.PERIOD)
    found = layouts.find_tables(book, options.layout, options.sheet)
    context, notices = circumstances.gather(asked, said, today, found.form, services, filed)
    if not found.tables:
        findings = [A001.on_sheet(None, what=f"{A001.what} {found.why_not}".strip())]
    else:
        findings = in_order(
            rules.check(found.tables, context, found.form), [sheet.name for sheet in book.sheets()]
        )
    if found.form is None:  # in a whole workbook T041 says it
        notices += [_without_contract(t) for t in found.tables if t.contracts and "" in t.contracts]
    report = Report(
        file=book.name,
        layout=found.layout,
        period=str(context.period),
        rows=sum(len(table.rows) for table in found.tables if table.kind == "workers"),
        findings=findings,
        notices=[*notices, *found.notices],
    )
    return Inspection(book, list(found.tables), report, found.form, context.filed)


def _without_contract(table: Table) -> str:
    many = (table.contracts or []).count("")
    one = "1 fila no dice de qué contrato es; se exporta"
    several = f"{many:,} filas no dicen de qué contrato son; se exportan"
    return f"En la hoja «{table.sheet}» {one if many == 1 else several} aparte, como «sin contrato»."


def mark(inspection: Inspection) -> None:
    """Put the findings into the workbook: last run's marks go, this run's come. The caller saves.

    The tables of the inspection are let go: marking a large sheet can use the room.
    A workbook without findings and without old marks is left as it is.
    """
    book = inspection.book
    book.clear()
    if inspection.report.findings and inspection.tables:
        marks = plan(inspection.report, inspection.tables, settings.load().mark_rows)
        inspection.tables.clear()
        book.mark(marks)


def validate(
    path: str | Path,
    *,
    check: bool = False,
    out: str | Path | None = None,
    options: Options = AS_FOUND,
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


def fix(path: str | Path, options: Options = AS_FOUND) -> Fixed:
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


def export(
    path: str | Path, out: str | Path, options: Options = AS_FOUND, against: str | Path | None = None
) -> tuple[Report, Exported | None]:
    """The clean submission files of a workbook; None, and nothing written, while there are errors.

    ``against`` is the workbook that was filed before, to tell what a complementaria changes where what was filed
    is not known here.
    """
    from icsoe_xl.ledger.note import note_check, note_export

    inspection = inspect(open_workbook(path), options)
    if inspection.report.errors:
        return note_check(inspection), None
    earlier = None
    if against is not None:  # it was filed itself: what the ledger counts since then must not refuse it
        earlier = inspect(open_workbook(against), Options(options.period), filed=())
    exported = write_files(inspection, Path(out), earlier)
    return note_export(inspection, exported), exported


def write_files(inspection: Inspection, folder: Path, earlier: Inspection | None = None) -> Exported:
    """Write the submission files of a workbook without errors; those of a whole one into a folder of their own.

    A complementaria says what it changes against ``earlier``, else against what the ledger knows to be filed.
    """
    from icsoe_xl.filing import export_whole, export_workers

    if inspection.form is not None:
        return export_whole(inspection, folder, earlier)
    if earlier is not None:
        raise UsageProblem("Sólo la complementaria de un libro completo se compara con lo que se presentó.")
    return export_workers(inspection.book, inspection.tables, inspection.report, folder)


def reject(
    path: str | Path,
    rejected: str | Path,
    *,
    check: bool = False,
    out: str | Path | None = None,
    options: Options = AS_FOUND,
) -> Rejected:
    """Mark in a workbook what the portal's file rejects, together with what the check finds.

    ``check``: only report, in the ledger too nothing is written; ``out``: mark a copy there. The next
    ``validate`` takes these marks back like any others: it knows nothing of the portal.
    """
    book = open_workbook(path)
    if not check:
        book.check_writable(out)
    inspection, found = inspect_rejections(book, _read_rejected(book, rejected), options)
    if check or inspection.report.layout is None:
        return found
    mark_file(inspection, out)
    return _noted_rejection(inspection, found, rejected)


def apply_rejections(book: Workbook, rejected: str | Path, options: Options = AS_FOUND) -> Rejected:
    """The same for an open workbook: it is marked and not saved. Without a known layout (A001) it stays as it is."""
    inspection, found = inspect_rejections(book, _read_rejected(book, rejected), options)
    if inspection.report.layout is None:
        return found
    mark(inspection)
    return _noted_rejection(inspection, found, rejected)


def inspect_rejections(
    book: Workbook, file: RejectedFile, options: Options = AS_FOUND, today: date | None = None
) -> tuple[Inspection, Rejected]:
    """Judge a workbook with what the portal's file says of it. Nothing is written."""
    from icsoe_xl import rejections

    inspection = inspect(book, options, today)
    placed = rejections.place(file, inspection.tables)
    report = inspection.report
    if report.layout is not None:
        report = report._replace(
            findings=in_order([*report.findings, *placed.findings], [sheet.name for sheet in book.sheets()]),
            notices=[*placed.notices, *report.notices],
        )
    found = Rejected(report, file.name, len(file.rows), placed.found, placed.unplaced)
    return inspection._replace(report=report), found


def _read_rejected(book: Workbook, path: str | Path) -> RejectedFile:
    """What the portal rejected. Raises UnreadableFile, and UsageProblem when it is the workbook itself."""
    from icsoe_xl import rejections

    source = rejections.open_rejected(path)
    if source.source_sha256() == book.source_sha256():
        raise UsageProblem(
            f"{path} es el libro mismo: indique el archivo de rechazos que se baja del portal."
        )
    return rejections.read(source)


def _noted_rejection(inspection: Inspection, found: Rejected, path: str | Path) -> Rejected:
    from icsoe_xl.ledger.note import note_rejection

    return found._replace(report=note_rejection(inspection, found, Path(path)))


def explain(finding: Finding) -> str:
    """What a person may read of a finding's rule: code and title."""
    return f"{finding.rule} {rules.CATALOGUE[finding.rule].title}"
