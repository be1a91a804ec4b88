"""The worker file that the portal takes: the CSV of one contract.

Source: IMSS, Guía para usar la plantilla de carga de trabajadores (January 2023): NSS, CURP and SBC,
comma delimited, at most 3,000 workers and 15 MB a file. What the guide leaves open (header row, encoding,
line ends) is a property of the layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from icsoe_xl.cells import clean
from icsoe_xl.ids import columns, curp, nss
from icsoe_xl.model import Table
from icsoe_xl.rules.sbc import cents, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.layouts import ExportFormat


@dataclass(frozen=True, slots=True)
class WorkerFile:
    """One CSV: which contract and part it is, its rows (workers) and its bytes."""

    contract: str | None
    part: int
    parts: int
    rows: int
    data: bytes

    def cells(self, export: ExportFormat) -> list[list[str]]:
        """NSS, CURP and SBC of each worker, as they are written in the file."""
        lines = self.data.decode(export.encoding).split(export.newline)
        return [line.split(export.delimiter) for line in (lines[1:-1] if export.header else lines[:-1])]


def worker_files(table: Table) -> Iterator[WorkerFile]:
    """The CSV files of a table without errors: by contract as first met, in sheet order, split at the limit."""
    lines = _lines(table)
    for contract, indices in _by_contract(table):
        chosen = lines if indices is None else [lines[index] for index in indices]
        limit = _rows_a_file(chosen, table.layout.export)
        parts = [chosen[start : start + limit] for start in range(0, len(chosen), limit)]
        for position, part in enumerate(parts, 1):
            yield WorkerFile(contract, position, len(parts), len(part), _data(part, table.layout.export))


def _lines(table: Table) -> list[str]:
    """One line a worker, without its end: 11 digits, 18 characters, pesos with point and 2 decimals."""
    numbers = _compact(table.raw["nss"], columns.nss_suspects(table.raw["nss"]), nss.compact)
    keys = _compact(table.raw["curp"], columns.curp_suspects(table.raw["curp"]), _official_curp)
    delimiter = table.layout.export.delimiter
    return [delimiter.join(row) for row in zip(numbers, keys, _wages(table.raw["sbc"]), strict=True)]


def _compact(raw: Sequence[object], suspects: list[int], compact: object) -> list[str]:
    values = list(raw)
    for index in suspects:
        values[index] = compact(clean(raw[index]))  # type: ignore[operator]
    return values  # type: ignore[return-value]  # what the sieve passed is text already


def _official_curp(typed: str) -> str:
    return curp.compact(typed).replace("Ñ", "X")


def _wages(raw: Sequence[object]) -> list[str]:
    rounded = {
        index: f"{cents(number(raw[index]) or 0):.2f}" for index in columns.sbc_suspects(raw, 0.01, 1e11)
    }
    # Not dict.get: its default would format every value, texts included.
    return [rounded[index] if index in rounded else f"{value:.2f}" for index, value in enumerate(raw)]  # noqa: SIM401


def _by_contract(table: Table) -> Iterator[tuple[str | None, list[int] | None]]:
    """(contract as typed first, its rows) in order of appearance; (None, None) where there is no such column."""
    if table.contracts is None:
        yield None, None
        return
    groups: dict[str, list[int]] = {}
    for index, key in enumerate(table.contracts):
        groups.setdefault(key, []).append(index)
    for indices in groups.values():
        yield clean(table.raw["contrato"][indices[0]]), indices


def _rows_a_file(lines: Sequence[str], export: ExportFormat) -> int:
    longest = max(map(len, lines), default=0) + len(export.newline)
    return max(1, min(export.max_rows, (export.max_bytes - 1000) // max(longest, 1)))


def _data(lines: Sequence[str], export: ExportFormat) -> bytes:
    head = [export.delimiter.join(export.header_text)] if export.header else []
    return (export.newline.join([*head, *lines]) + export.newline).encode(export.encoding)
