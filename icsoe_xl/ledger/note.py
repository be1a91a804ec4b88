"""Entries that another command writes down by the way: they never stop it.

A workbook says whose it is in ``icsoe_rfc``; without it (a plain ``captura`` sheet) there is nothing to write.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from icsoe_xl.cells import clean
from icsoe_xl.errors import IcsoeError
from icsoe_xl.findings import Report
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.ledger import place
from icsoe_xl.ledger.entries import Kind
from icsoe_xl.periods import Period
from icsoe_xl.workbooks.port import Workbook


def note_check(book: Workbook, report: Report) -> str | None:
    """Write down how a workbook's check came out, if the user has a ledger; a warning when it cannot be done."""
    rfc = _rfc(book)
    if rfc is None or not place.exists():
        return None
    try:
        from icsoe_xl.ledger.store import Ledger

        Ledger.of_user().record_check(
            rfc,
            Period.parse(report.period),
            errors=report.errors,
            warnings=report.warnings,
            workers=report.rows,
        )
    except IcsoeError as problem:
        return f"No quedó en el registro: {problem}"
    return None


def note_export(book: Workbook, report: Report, manifest: Path, contracts: int) -> str | None:
    """Write down an export, making the ledger with the first one; a warning when it cannot be done."""
    rfc = _rfc(book)
    if rfc is None:
        return None
    try:
        from icsoe_xl.ledger.store import Ledger

        Ledger.of_user().record_export(
            rfc,
            Period.parse(report.period),
            _kind(book),
            manifest_sha256=sha256(manifest.read_bytes()).hexdigest(),
            contracts=contracts,
            workers=report.rows,
        )
    except (IcsoeError, OSError) as problem:
        return f"La exportación está completa, pero no quedó en el registro: {problem}"
    return None


def _rfc(book: Workbook) -> str | None:
    rfc = rfcs.compact(clean(book.named_value("icsoe_rfc")))
    return rfc if rfcs.is_valid(rfc) else None


def _kind(book: Workbook) -> Kind:
    """The type that the workbook says, Normal where it says none that we know."""
    said = clean(book.named_value("icsoe_tipo")).casefold()
    return next((kind for kind in Kind if kind.casefold() == said), Kind.NORMAL)
