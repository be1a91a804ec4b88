"""Entries that another command writes down by the way: they never stop it, a trouble becomes one warning.

Only a whole workbook says whose it is (``icsoe_rfc``); of a plain sheet of workers nothing is written down.
"""

from __future__ import annotations

from hashlib import sha256

from icsoe_xl.errors import IcsoeError
from icsoe_xl.findings import Report
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.ledger import place
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from icsoe_xl.actions import Inspection, Rejected
    from icsoe_xl.filing import Exported


def note_check(inspection: Inspection) -> Report:
    """Write down how a check came out, if there is a ledger already; the report, with a warning on trouble."""
    report, rfc = inspection.report, _rfc(inspection)
    try:
        if rfc is None or not place.exists():
            return report
        from icsoe_xl.ledger.store import Ledger

        Ledger.of_user().record_check(
            rfc,
            Period.parse(report.period),
            errors=report.errors,
            warnings=report.warnings,
            workers=report.rows,
        )
    except IcsoeError as problem:
        return _warned(report, "La revisión no quedó en el registro", problem)
    return report


def note_export(inspection: Inspection, exported: Exported) -> Report:
    """Write down an export, making the ledger with the first one; the report, with a warning on trouble.

    Keeps what the package declares, to compare a complementaria with it; drafts that were not filed go.
    """
    report, rfc = inspection.report, _rfc(inspection)
    if rfc is None:
        return report
    manifest = exported.folder / exported.files[-1][0]
    try:
        _record(rfc, inspection, exported, sha256(manifest.read_bytes()).hexdigest())
    except (IcsoeError, OSError) as problem:
        return _warned(report, "La exportación está completa, pero no quedó en el registro", problem)
    return report


def _record(rfc: str, inspection: Inspection, exported: Exported, digest: str) -> None:
    from icsoe_xl.ledger import past, snapshots
    from icsoe_xl.ledger.entries import Export
    from icsoe_xl.ledger.store import Ledger

    report, kind = inspection.report, _kind(inspection)
    period, ledger = Period.parse(report.period), Ledger.of_user()
    # First, so that an entry never names what is not there. The other returns are compared with nothing.
    kept = (
        exported.declared is not None
        and kind.reports_contracts
        and snapshots.keep(digest, exported.declared.to_bytes())
    )
    try:
        made = ledger.record_export(
            rfc,
            period,
            kind,
            manifest_sha256=digest,
            contracts=sum(len(table.rows) for table in inspection.tables if table.kind == "contracts"),
            workers=report.rows,
        )
    except IcsoeError:
        if kept:
            snapshots.remove(digest)  # nothing would ever ask for it, or take it away
        raise
    exports = ledger.entries(Export, rfc, period)
    for draft in past.drafts(made, exports, ledger.filings(rfc, period)):
        snapshots.remove(draft)


def note_rejection(inspection: Inspection, found: Rejected, file: Path) -> Report:
    """Write down that the portal sent rows back, once for each file; the report, with a warning on trouble.

    The check that came with it is written down too: the board then says how many rows wait to be mended.
    """
    report, rfc = inspection.report, _rfc(inspection)
    if rfc is not None and found.rows:
        try:
            from icsoe_xl.ledger.entries import Rejection
            from icsoe_xl.ledger.store import Ledger

            ledger, period = Ledger.of_user(), Period.parse(report.period)
            digest = sha256(file.read_bytes()).hexdigest()
            if all(entry.file_sha256 != digest for entry in ledger.entries(Rejection, rfc, period)):
                ledger.record_rejection(
                    rfc, period, rows=found.rows, unplaced=len(found.unplaced), file_sha256=digest
                )
        except (IcsoeError, OSError) as problem:
            return _warned(
                report, "Las marcas están puestas, pero el rechazo no quedó en el registro", problem
            )
    return note_check(inspection)


def _rfc(inspection: Inspection) -> str | None:
    if inspection.form is None:
        return None
    rfc = rfcs.compact(inspection.form.text("icsoe_rfc"))
    return rfc if rfcs.is_valid(rfc) else None


def _kind(inspection: Inspection) -> Return:
    """The type that the workbook says, Normal where it says none that we know."""
    said = Return.parse(inspection.form.text("icsoe_tipo")) if inspection.form else None
    return said or Return.NORMAL


def _warned(report: Report, warning: str, problem: Exception) -> Report:
    """The report with a warning; a trouble that the check met already is not told twice."""
    told = any(notice.endswith(str(problem)) for notice in report.notices)
    why = "." if told else f": {problem}"
    return report._replace(notices=[*report.notices, f"Aviso: {warning}{why}"])
