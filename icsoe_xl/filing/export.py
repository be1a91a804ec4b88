"""Export of the workers: the CSV files and the manifest, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from icsoe_xl import __version__
from icsoe_xl.filing.declared import Declared
from icsoe_xl.filing.folder import write_all
from icsoe_xl.filing.names import distinct, safe
from icsoe_xl.filing.workers import WorkerFile, worker_files
from icsoe_xl.findings import Report
from icsoe_xl.model import Table
from icsoe_xl.rules import VERSION
from icsoe_xl.workbooks.port import Workbook

MANIFEST = "manifiesto.json"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    ``files`` gives the name of each file of the folder, manifest last, and the workers that it hands in: 0
    for those that are for people. Only a whole workbook has ``archive``, the ZIP of it all, and ``declared``, what
    the package declares. ``changes`` is a sentence on what a complementaria changes, "" for the other returns.
    """

    folder: Path
    files: list[tuple[str, int]]
    archive: Path | None = None
    declared: Declared | None = None
    changes: str = ""


def export_workers(book: Workbook, tables: Sequence[Table], report: Report, out: Path) -> Exported:
    """Write the worker files of a workbook without errors into ``out`` and the manifest beside them.

    One sheet gives ``<stem>.csv``, or ``<stem>_<contract>.csv`` with a contract column; several sheets
    carry the sheet's name too. Parts of a split file end in ``_1``, ``_2``. The same workbook gives the
    same bytes. Raises UnwritableFile.
    """
    path = Path(book.name)
    made = named_files(tables, path.stem)
    contents = {f"{one.stem}.csv": one.file.data for one in made}
    entries = [worker_entry(one, f"{one.stem}.csv", one.file.data) for one in made]
    write_all(
        out, contents, MANIFEST, manifest(book, tables[0].layout.version, report, entries), source=path.name
    )
    return Exported(out, [*((f"{one.stem}.csv", one.file.rows) for one in made), (MANIFEST, 0)])


class Named(NamedTuple):
    """A worker file with the stem of its name, safe and told apart from the others, and its table."""

    stem: str
    table: Table
    file: WorkerFile


def named_files(tables: Sequence[Table], prefix: str) -> list[Named]:
    """The worker files of all tables, in order, each with its name."""
    files = [(table, file) for table in tables for file in worker_files(table)]
    stems = distinct(_stem(prefix, table, file, len(tables) > 1) for table, file in files)
    return [Named(stem, table, file) for stem, (table, file) in zip(stems, files, strict=True)]


def _stem(prefix: str, table: Table, file: WorkerFile, several_sheets: bool) -> str:
    words = [prefix]
    if several_sheets:
        words.append(table.sheet)
    if file.contract is not None:
        words.append(file.contract or "sin_contrato")
    if file.parts > 1:
        words.append(str(file.part))
    return "_".join(safe(word) for word in words)


def entry(name: str, data: bytes) -> dict[str, object]:
    """What the manifest says of every file."""
    return {"archivo": name, "bytes": len(data), "sha256": sha256(data).hexdigest()}


def worker_entry(made: Named, name: str, data: bytes) -> dict[str, object]:
    """What the manifest says of a file of workers."""
    return {
        "archivo": name,
        "hoja": made.table.sheet,
        "contrato": made.file.contract,
        "parte": made.file.part,
        "partes": made.file.parts,
        "filas": made.file.rows,
        **entry(name, data),
    }


def manifest(
    book: Workbook, version: str, report: Report, entries: list[dict[str, object]], **more: str
) -> bytes:
    """The manifest as JSON. Nothing in it depends on the day: no count of warnings, since some come with time."""
    content = {
        "programa": f"icsoe_xl {__version__}",
        "reglas": VERSION,
        "layout": {"nombre": report.layout, "version": version},
        "periodo": report.period,
        "origen": {"archivo": Path(book.name).name, "sha256": book.source_sha256()},
        "trabajadores": report.rows,
        **more,
        "archivos": entries,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def fingerprint_in(folder: Path) -> str:
    """The fingerprint of what a package declares, from its manifest; "" where none can be read."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return str(content["huella"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
