"""What was filed for a contractor and a period, as plain values for the rules and the pages.

``validate`` asks this of every whole workbook: nothing here loads SQLAlchemy before there is a ledger to ask.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from icsoe_xl import settings
from icsoe_xl.errors import IcsoeError
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.ledger import place
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Filed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.ledger.entries import Export, Filing

_REST = 60.0
"""Seconds for which a shared ledger that failed is not asked again: a batch must not wait for it at each workbook."""

_failed: dict[str, tuple[float, IcsoeError]] = {}


def filed(contractor: str, period: Period) -> tuple[Filed, ...]:
    """The filings that count, in the order of filing; none for what is no RFC or without a ledger.

    Raises IcsoeError when there is a ledger that cannot be read.
    """
    rfc = rfcs.compact(contractor)
    lent = settings.LENT.get()
    if lent is not None:
        return lent.filed.get((rfc, str(period)), ())
    if not rfcs.is_valid(rfc) or not place.exists():
        return ()
    shared = settings.load().ledger or ""
    if shared in _failed and time.monotonic() - _failed[shared][0] < _REST:
        raise _failed[shared][1].with_traceback(None)
    try:
        return _asked(rfc, period)
    except IcsoeError as problem:
        if shared:
            _failed[shared] = time.monotonic(), problem
        raise


def _asked(rfc: str, period: Period) -> tuple[Filed, ...]:
    from icsoe_xl.ledger.entries import Export
    from icsoe_xl.ledger.store import Ledger

    ledger = Ledger.of_user()
    filings = ledger.filings(rfc, period)
    exports = ledger.entries(Export, rfc, period) if filings else []
    return tuple(
        Filed(filing.kind, filing.filed_on, filing.folio, _digest(package_of(filing, exports)))
        for filing in filings
    )


def all_filed() -> dict[tuple[str, str], tuple[Filed, ...]]:
    """What :func:`filed` says of every contractor (RFC) and period (``2026-1``) of the ledger.

    Raises IcsoeError when there is a ledger that cannot be read.
    """
    if not place.exists():
        return {}
    from icsoe_xl.ledger.entries import Export
    from icsoe_xl.ledger.store import Ledger

    ledger = Ledger.of_user()
    filings, found = ledger.filings(), dict[tuple[str, str], tuple[Filed, ...]]()
    exports = ledger.entries(Export) if filings else []
    for filing in filings:
        key = filing.rfc, str(filing.period)
        digest = _digest(package_of(filing, exports))
        found[key] = (
            *found.get(key, ()), Filed(filing.kind, filing.filed_on, filing.folio, digest),
        )  # fmt: skip
    return found


def package_of(filing: Filing, exports: Iterable[Export]) -> Export | None:
    """The package that was filed: the last export of the same return before its acuse was written down."""
    same = (filing.rfc, filing.period, filing.kind)
    before = [
        export
        for export in exports
        if (export.rfc, export.period, export.kind) == same and export.recorded_at <= filing.recorded_at
    ]
    return max(before, key=lambda export: export.id, default=None)


def drafts(export: Export, exports: Sequence[Export], filings: Iterable[Filing]) -> set[str]:
    """Packages (SHA-256 of their manifests) that ``export`` replaces: older ones of its return, never filed."""
    same = (export.rfc, export.period, export.kind)
    older = {
        other.manifest_sha256
        for other in exports
        if (other.rfc, other.period, other.kind) == same and other.id < export.id
    }
    kept = {_digest(package_of(filing, exports)) for filing in filings}
    return older - kept - {export.manifest_sha256}


def _digest(export: Export | None) -> str:
    return "" if export is None else export.manifest_sha256
