"""What a person reads of the ledger and of the board."""

from __future__ import annotations

from collections.abc import Sequence

from icsoe_xl.cli.summary import count
from icsoe_xl.ledger.entries import Annulment, Check, Entry, Export, Filing, Rejection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.ledger.board import Row
    from icsoe_xl.ledger.recording import Recorded

_LONGEST_NAME = 34

NOBODY = "No hay contratistas: guarde uno con «icsoe-xl profile add», o registre un acuse."
"""Instead of a board without rows."""


def listing(entries: Sequence[Entry], where: str) -> str:
    """One line an entry, the newest last."""
    if not entries:
        return f"No hay nada registrado en {where}."
    gone = _annulled(entries)
    lines = ["Asiento  RFC            Periodo  Cuándo            Qué"]
    lines += [
        f"{entry.reference:<7}  {entry.rfc:<13}  {entry.period!s:<7}  {_local(entry)}  {_what(entry, gone)}"
        for entry in entries
    ]
    return "\n".join(lines)


def of_entry(entry: Entry, history: Sequence[Entry]) -> str:
    """All that is known of one entry. ``history``: the entries of its contractor and period."""
    facts = [
        ("Contratista", entry.rfc),
        ("Periodo", f"{entry.period} ({entry.period.label})"),
        ("Registrado", _local(entry)),
    ]
    if isinstance(entry, Export):
        facts += [("Manifiesto", entry.manifest_sha256), ("Contenido", _content(entry))]
    if isinstance(entry, Rejection):
        facts += [("Archivo", entry.file_sha256)]
    if isinstance(entry, Annulment):
        facts += [("Motivo", entry.reason)]
    if isinstance(entry, Filing) and entry.copy_sha256 is not None:
        facts += [("SHA-256", entry.copy_sha256), ("Copia", _copy(entry.copy_sha256))]
    lines = [f"{entry.reference}: {_what(entry, _annulled(history))}"]
    return "\n".join([*lines, *(f"  {name:<12} {value}" for name, value in facts)])


def added(recorded: Recorded) -> str:
    """What was written down of an acuse, and which export was filed."""
    filing, package = recorded.filing, recorded.package
    lines = [
        f"Listo: {filing.reference}, {filing.kind}, folio {filing.folio}, presentada el {filing.filed_on:%d/%m/%Y} "
        f"({filing.period}, {filing.rfc}).",
        f"  Copia del acuse: {recorded.copy}",
    ]
    if package is not None:
        lines.append(f"  Lo que se presentó: {package.reference}, exportado el {_local(package)}")
    return "\n".join(lines)


def board(rows: Sequence[Row]) -> str:
    """The board as a table, with the counts of each state below."""
    from icsoe_xl.ledger.board_files import counts

    if not rows:
        return NOBODY
    names = [
        row.name if len(row.name) <= _LONGEST_NAME else f"{row.name[: _LONGEST_NAME - 1]}…" for row in rows
    ]
    width = max(len("Contratista"), *map(len, names))
    lines = [
        f"RFC            {'Contratista':<{width}}  Periodo  Estado       Vence       Días  Folio       Nota"
    ]
    for row, name in zip(rows, names, strict=True):
        days = "" if row.folio else f"{row.days_left:,}"
        lines.append(
            f"{row.rfc:<13}  {name:<{width}}  {row.period!s:<7}  {row.state:<11}  {row.due:%d/%m/%Y}  {days:>4}  "
            f"{row.folio:<10}  {row.note}".rstrip()
        )
    return "\n".join([*lines, "", ", ".join(f"{number:,} {state}" for state, number in counts(rows)) + "."])


def row_json(row: Row) -> dict[str, object]:
    """A row of the board as plain values."""
    return {
        "rfc": row.rfc,
        "name": row.name,
        "period": str(row.period),
        "state": str(row.state),
        "due": row.due.isoformat(),
        "days_left": row.days_left,
        "folio": row.folio or None,
        "filed_on": row.filed_on and row.filed_on.isoformat(),
        "note": row.note,
    }


def _what(entry: Entry, annulled: frozenset[int]) -> str:
    if isinstance(entry, Check):
        return f"revisión: {count(entry.errors, 'error', 'errores')}, {_workers(entry.workers)}"
    if isinstance(entry, Export):
        return f"exportación {entry.kind}: {count(entry.contracts, 'contrato', 'contratos')}, {_workers(entry.workers)}"
    if isinstance(entry, Filing):
        gone = " (anulada)" if entry.id in annulled else ""
        return f"presentación {entry.kind}: folio {entry.folio}, {entry.filed_on:%d/%m/%Y}{gone}"
    if isinstance(entry, Rejection):
        return f"rechazo: {count(entry.rows, 'fila', 'filas')}, {entry.unplaced:,} sin ubicar"
    assert isinstance(entry, Annulment)
    return f"anulación de P{entry.filing_id}"


def _annulled(entries: Sequence[Entry]) -> frozenset[int]:
    return frozenset(entry.filing_id for entry in entries if isinstance(entry, Annulment))


def _workers(number: int) -> str:
    return count(number, "trabajador", "trabajadores")


def _local(entry: Entry) -> str:
    return f"{entry.recorded_at.astimezone():%d/%m/%Y %H:%M}"


def _content(export: Export) -> str:
    from icsoe_xl.ledger import snapshots

    kept = snapshots.path_of(export.manifest_sha256).exists()
    return "guardado, para comparar con él" if kept else "no está en esta computadora"


def _copy(digest: str) -> str:
    from icsoe_xl.ledger import acuse

    if acuse.is_intact(digest):
        return f"{acuse.copy_path(digest)} (intacta)"
    if acuse.copy_path(digest).exists():
        return f"{acuse.copy_path(digest)} CAMBIÓ: ya no es el acuse que se registró"
    return "no está en esta computadora"
