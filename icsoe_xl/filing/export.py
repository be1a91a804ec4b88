"""Export of the workers: the CSV files and the manifest, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from icsoe_xl import __version__
from icsoe_xl.filing.folder import write_all
from icsoe_xl.filing.names import distinct, safe
from icsoe_xl.filing.workers import WorkerFile, worker_files
from icsoe_xl.findings import Report
from icsoe_xl.ids import rfc
from icsoe_xl.model import Form, Table
from icsoe_xl.rules import VERSION
from icsoe_xl.workbooks.port import Workbook

MANIFEST = "manifiesto.json"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the folder, and name and rows (workers) of each file, manifest last."""

    folder: Path
    files: list[tuple[str, int]]


def export_workers(book: Workbook, tables: Sequence[Table], report: Report, out: Path) -> Exported:
    """Write the worker files of a workbook without errors into ``out`` and the manifest beside them.

    One sheet gives ``<stem>.csv``, or ``<stem>_<contract>.csv`` with a contract column; several sheets
    carry the sheet's name too. Parts of a split file end in ``_1``, ``_2``. The same workbook gives the
    same bytes. Raises UnwritableFile.
    """
    path = Path(book.name)
    return _export(book, tables, report, path.stem, tables[0].layout.version, out, path.name)


def export_whole(book: Workbook, tables: Sequence[Table], report: Report, form: Form, out: Path) -> Exported:
    """Write the worker files of a whole workbook without errors and the manifest into a folder of ``out``.

    The folder is ``ICSOE_<RFC>_<period>``, a file ``trabajadores_<contract>.csv``. A return without contracts
    has a manifest only. Raises UnwritableFile.
    """
    workers = [table for table in tables if table.kind == "workers"]
    folder = out / safe(f"ICSOE_{rfc.compact(form.text('icsoe_rfc'))}_{report.period}")
    return _export(book, workers, report, "trabajadores", form.layout.version, folder)


def _export(
    book: Workbook,
    tables: Sequence[Table],
    report: Report,
    prefix: str,
    version: str,
    out: Path,
    source: str | None = None,
) -> Exported:
    files = [(table, file) for table in tables for file in worker_files(table)]
    names = distinct(_stem(prefix, table, file, len(tables) > 1) for table, file in files)
    contents = {f"{name}.csv": file.data for name, (_, file) in zip(names, files, strict=True)}
    manifest = _manifest(book, version, report, list(zip(contents, files, strict=True)))
    write_all(out, contents, MANIFEST, manifest, source)
    rows = [(name, file.rows) for name, (_, file) in zip(contents, files, strict=True)]
    return Exported(out, [*rows, (MANIFEST, 0)])


def _stem(prefix: str, table: Table, file: WorkerFile, several_sheets: bool) -> str:
    words = [prefix]
    if several_sheets:
        words.append(table.sheet)
    if file.contract is not None:
        words.append(file.contract or "sin_contrato")
    if file.parts > 1:
        words.append(str(file.part))
    return "_".join(safe(word) for word in words)


def _manifest(
    book: Workbook, version: str, report: Report, files: list[tuple[str, tuple[Table, WorkerFile]]]
) -> bytes:
    content = {
        "programa": f"icsoe_xl {__version__}",
        "reglas": VERSION,
        "layout": {"nombre": report.layout, "version": version},
        "periodo": report.period,
        "origen": {"archivo": Path(book.name).name, "sha256": book.source_sha256()},
        "trabajadores": report.rows,
        "avisos": report.warnings,
        "archivos": [
            {
                "archivo": name,
                "hoja": table.sheet,
                "contrato": file.contract,
                "parte": file.part,
                "partes": file.parts,
                "filas": file.rows,
                "bytes": len(file.data),
                "sha256": sha256(file.data).hexdigest(),
            }
            for name, (table, file) in files
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
