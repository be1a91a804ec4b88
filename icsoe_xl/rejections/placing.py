"""Which rows of the workbook the portal rejected, and what is said of each: P001.

A worker is looked for by NSS and CURP together, and by one of them when the other is missing or another. In
several contracts he is marked where the file says; where it does not, in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import PurePath
from typing import NamedTuple

from icsoe_xl.findings import Finding
from icsoe_xl.model import Table
from icsoe_xl.rejections import words
from icsoe_xl.rejections.reading import RejectedFile, RejectedRow
from icsoe_xl.rejections.reasons import shortened
from icsoe_xl.rejections.workers import Spot, Workers, named_in
from icsoe_xl.rules.portal import P001

_FIELDS = (("nss", "curp"), ("curp", "nss"))
"""Each identifier and the other one."""
_SAYS = {"nss": "el NSS", "curp": "la CURP"}
_DOUBTFUL = "Si ya lo corrigió aquí, déjelo; si no, confirme que sea la misma persona y el mismo contrato."
_STRANGERS = (
    "Búsquelas: puede que sean de otro libro, o que aquí ya no estén o hayan cambiado el NSS y la CURP."
)
_UNSAID = "Vea el motivo en el portal, corríjalo y exporte de nuevo."
_LISTED = 20
"""Rows of a sheet that a sentence names; the command line lists them all."""


class _Agrees(Enum):
    """How a rejected row and one of the workbook agree, the best first."""

    BOTH = auto()
    FILE_LACKS = auto()
    BOOK_LACKS = auto()
    DIFFERS = auto()


class Placed(NamedTuple):
    """What became of the rejected rows.

    ``found`` of them are in the workbook, at ``marked`` of its rows; ``unplaced`` gives sheet and row (of the
    portal's file) of the others, which are one finding a sheet. ``notices`` tell how it was found out. No text
    holds a value.
    """

    findings: list[Finding]
    found: int
    marked: int
    unplaced: list[tuple[str, int]]
    notices: list[str]


@dataclass(slots=True)
class _Mark:
    """What the portal's file says of one row of the workbook, once or several times.

    ``by`` is the identifier that it was found by, ``contracts`` in how many it is (0: the file says in which),
    ``elsewhere``: the file names it in another contract.
    """

    agrees: _Agrees
    by: str
    contracts: int
    elsewhere: bool
    reasons: dict[str, None] = field(default_factory=dict)


def place(file: RejectedFile, tables: Sequence[Table]) -> Placed:
    """Find the rejected rows in the tables of a workbook."""
    workers = Workers(tables)
    marks: dict[Spot, _Mark] = {}
    unplaced: list[tuple[str, int]] = []
    told: dict[str, None] = {}
    for row in file.rows:
        spots = _spots(row, workers)
        if not spots:
            unplaced.append((row.sheet, row.row))
            continue
        chosen, contracts, elsewhere = _narrowed(list(spots), row, file, workers, told)
        for spot in chosen:
            agrees, by = spots[spot]
            _add(
                marks, spot, _Mark(agrees, by, contracts, elsewhere, {row.reason: None} if row.reason else {})
            )
    findings = [_finding(spot, mark, workers) for spot, mark in marks.items()]
    findings += [
        P001.on_sheet(None, what=sentence, mend=_STRANGERS)._replace(severity="warning")
        for sentence in sentences_of(unplaced)
    ]
    found = len(file.rows) - len(unplaced)
    notices = [_counted(file, found, len(marks)), *told, *file.notices]
    return Placed(findings, found, len(marks), unplaced, notices)


def sentences_of(unplaced: Iterable[tuple[str, int]], most: int = _LISTED) -> list[str]:
    """Which rows of the portal's file are not in the workbook, a sentence a sheet; ``most`` are named, 0: all."""
    by_sheet: dict[str, list[int]] = {}
    for sheet, row in unplaced:
        by_sheet.setdefault(sheet, []).append(row)
    return [_not_found(sheet, rows, most) for sheet, rows in by_sheet.items()]


def _not_found(sheet: str, rows: list[int], most: int) -> str:
    shown = rows[:most] if most else rows
    listed = ", ".join(f"{row}" for row in shown)
    more = f" y {len(rows) - len(shown):,} más" if len(rows) > len(shown) else ""
    word = "la fila" if len(rows) == 1 else "las filas"
    return f"No están en este libro: de la hoja «{sheet}» del archivo de rechazos, {word} {listed}{more}."


def _spots(row: RejectedRow, workers: Workers) -> dict[Spot, tuple[_Agrees, str]]:
    """Where a rejected worker is in the workbook, how the row agrees, and what it was found by."""
    same_curp = set(workers.having("curp", row.curp))
    both = [spot for spot in workers.having("nss", row.nss) if spot in same_curp]
    if both:
        return dict.fromkeys(both, (_Agrees.BOTH, "nss"))
    keys = {"nss": row.nss, "curp": row.curp}
    found: dict[Spot, tuple[_Agrees, str]] = {}
    for by, other in _FIELDS:
        for spot in workers.having_alone(by, keys[by]):
            if not keys[other]:
                agrees = _Agrees.FILE_LACKS
            else:
                agrees = _Agrees.DIFFERS if workers.key(other, spot) else _Agrees.BOOK_LACKS
            found.setdefault(spot, (agrees, by))
    return found


def _narrowed(
    spots: list[Spot], row: RejectedRow, file: RejectedFile, workers: Workers, told: dict[str, None]
) -> tuple[list[Spot], int, bool]:
    """The rows in the contract that the file says; in how many they are when it does not; whether in another.

    A column of the file says it best, then the name of the sheet, then that of the file (our exports carry the
    contract in theirs); what was taken from a name is told.
    """
    contracts = list(dict.fromkeys(map(workers.contract, spots)))
    if row.contract and row.contract in workers.contracts:
        there = [spot for spot in spots if workers.contract(spot) == row.contract]
        return (there, 0, False) if there else (spots, 0, True)
    if len(contracts) == 1:
        return spots, 0, False
    for what, name in (("la hoja", row.sheet), ("el archivo", PurePath(file.name).stem)):
        contract = named_in(name, contracts)
        if contract is not None:
            there = [spot for spot in spots if workers.contract(spot) == contract]
            typed = workers.contract_as_typed(there[0])
            told[
                f"De quien está en varios contratos marqué sólo «{typed}», que nombra {what} de rechazos."
            ] = None
            return there, 0, False
    return spots, len(contracts), False


def _add(marks: dict[Spot, _Mark], spot: Spot, mark: _Mark) -> None:
    """Put a mark beside what is said of that row already: the better agreement counts, reasons are gathered."""
    known = marks.setdefault(spot, mark)
    if known is mark:
        return
    better = min(known, mark, key=lambda one: (one.elsewhere, one.agrees.value))
    reasons = {**known.reasons, **mark.reasons}
    marks[spot] = _Mark(better.agrees, better.by, better.contracts, better.elsewhere, reasons)


def _finding(spot: Spot, mark: _Mark, workers: Workers) -> Finding:
    table, index = workers.tables[spot[0]], spot[1]
    # Another NSS or CURP, or another contract, is not what was rejected: perhaps it is mended already.
    doubtful = mark.agrees is _Agrees.DIFFERS or mark.elsewhere
    return P001.at(
        table,
        index,
        _field(mark, table),
        severity="warning" if doubtful else "error",
        what=" ".join(_sentences(mark)),
        mend=_DOUBTFUL if doubtful else "" if mark.reasons else _UNSAID,
    )


def _field(mark: _Mark, table: Table) -> str:
    """The column in which the mark stands: that of which the reason speaks, where it is sure who was meant."""
    wanted = [mark.by]
    if mark.agrees is not _Agrees.DIFFERS and len(mark.reasons) == 1:
        wanted.insert(0, words.field_of_reason(next(iter(mark.reasons))))
    return next(name for name in (*wanted, "nss", "curp") if name in table.columns)


def _sentences(mark: _Mark) -> Iterator[str]:
    other = "curp" if mark.by == "nss" else "nss"
    reason = shortened("; ".join(mark.reasons))
    reason = f": «{reason}»." if reason else ", sin decir el motivo."
    if mark.agrees is _Agrees.DIFFERS:
        rejected = "este NSS con otra CURP" if mark.by == "nss" else "esta CURP con otro NSS"
        yield f"El portal del IMSS rechazó {rejected}{reason}"
    else:
        yield f"El portal del IMSS rechazó este renglón{reason}"
    if mark.agrees is _Agrees.FILE_LACKS:
        yield f"Lo encontré por {_SAYS[mark.by]}: el archivo de rechazos no trae {_SAYS[other]}."
    elif mark.agrees is _Agrees.BOOK_LACKS:
        yield f"Lo encontré por {_SAYS[mark.by]}: aquí falta {_SAYS[other]}."
    if mark.contracts:
        yield f"Está en {mark.contracts} contratos y el archivo no dice en cuál: lo marqué en todos."
    if mark.elsewhere:
        yield "El archivo lo nombra en otro contrato."


def _counted(file: RejectedFile, found: int, marked: int) -> str:
    """How many rows were rejected, and what became of them."""
    count = len(file.rows)
    if not count:
        told = f"{file.name} no trae ningún renglón rechazado."
    else:
        rows = "1 renglón rechazado" if count == 1 else f"{count:,} renglones rechazados"
        here = "está" if found == 1 else "están"
        told = f"{file.name} trae {rows}: {found:,} {here} en este libro ({marked:,} con P001) y {count - found:,} no."
    if file.accepted:
        told += f" De otros {file.accepted:,} dice que se aceptaron."
    return told
