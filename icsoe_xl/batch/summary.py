"""What a run says: the totals, the table for the terminal, and the JSON."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from icsoe_xl import rules
from icsoe_xl.batch.journal import Entry, Journal
from icsoe_xl.batch.run import Results
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.workbooks.atomic import replace_file

JSON_NAME, XLSX_NAME = "resumen.json", "resumen.xlsx"
_SHOWN = 40
"""Files, and findings between workbooks, that the terminal lists."""


class Totals(NamedTuple):
    """Sums over a run. ``checked`` were looked at now, ``kept`` are as they were in an earlier run.

    ``unreadable``, ``unwritable`` and ``misused`` count exit codes 3, 4 and 2; ``pending`` were not come to.
    ``errors`` and ``warnings`` include those between workbooks.
    """

    files: int
    checked: int
    kept: int
    pending: int
    unreadable: int
    unwritable: int
    misused: int
    with_errors: int
    rows: int
    errors: int
    warnings: int
    between: int


def totals(results: Results) -> Totals:
    """The sums of a run."""
    entries = [entry for entry in results.entries if entry is not None]
    codes = Counter(entry.code for entry in entries)
    between = Counter(each.finding.severity for each in results.between)
    checked = sum(entry.checked for entry in entries)
    return Totals(
        files=len(results.entries),
        checked=checked,
        kept=len(entries) - checked,
        pending=len(results.entries) - len(entries),
        unreadable=codes[3],
        unwritable=codes[4],
        misused=codes[2],
        with_errors=sum(1 for entry in entries if entry.errors),
        rows=sum(entry.rows for entry in entries),
        errors=sum(entry.errors for entry in entries) + between["error"],
        warnings=sum(entry.warnings for entry in entries) + between["warning"],
        between=len(results.between),
    )


def worst_first(results: Results) -> list[tuple[str, Entry]]:
    """The workbooks that were come to: those with a fault of their own, then most errors, then most warnings."""
    told = [(path, entry) for path, entry in zip(results.paths, results.entries, strict=True) if entry]
    return sorted(told, key=_badness)


def _badness(each: tuple[str, Entry]) -> tuple[int, int, int, str]:
    path, entry = each
    counts = (0, 0) if entry.layout is None else (-entry.errors, -entry.warnings)
    return (-max(entry.code, 1), *counts, path)


def by_rule(results: Results) -> Counter[str]:
    """How often each rule was broken, between workbooks included."""
    counts: Counter[str] = Counter(each.finding.rule for each in results.between)
    for entry in results.entries:
        if entry is not None:
            counts.update(dict(entry.rules))
    return counts


def shown(text: str) -> str:
    """A name as it may go to a terminal or a cell: no control characters, no halves of characters."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def table(results: Results) -> str:
    """The run for the terminal, worst workbooks first."""
    sums = totals(results)
    lines = [_headline(sums)]
    if sums.kept:
        lines.append(
            f"  {_count(sums.kept, 'libro no había cambiado', 'libros no habían cambiado')} y vale lo dicho."
        )
    if sums.pending:
        lines.append(
            f"  Se interrumpió: {_count(sums.pending, 'libro quedó', 'libros quedaron')} sin revisar."
        )
    bad = [each for each in worst_first(results) if each[1].code or each[1].errors or each[1].warnings]
    if bad:
        lines += ["", "  Errores  Avisos  Trabajadores  Libro", *(_row(*each) for each in bad[:_SHOWN])]
        if len(bad) > _SHOWN:
            lines.append(f"  y {len(bad) - _SHOWN:,} libros más con algo que ver")
    if results.between:
        lines += ["", f"  Entre libros: {_count(sums.between, 'diferencia', 'diferencias')}"]
        for each in results.between[:_SHOWN]:
            where = f"{each.place.path}, {each.place.sheet}!{each.place.cell}"
            lines.append(f"  {each.finding.rule}  {shown(where)}: {shown(each.finding.what)}")
        if len(results.between) > _SHOWN:
            lines.append(f"  y {len(results.between) - _SHOWN:,} más")
    return "\n".join(lines)


def _headline(sums: Totals) -> str:
    words = [_count(sums.files, "libro", "libros"), _count(sums.rows, "trabajador", "trabajadores")]
    if sums.errors or sums.warnings:
        verdict = f"{_count(sums.errors, 'error', 'errores')} y {_count(sums.warnings, 'aviso', 'avisos')}"
    else:
        verdict = "todo en orden" if not _troubles(sums) + sums.pending else "sin errores en lo revisado"
    words.append(verdict)
    if _troubles(sums):
        words.append(f"{_count(_troubles(sums), 'libro con problema', 'libros con problema')} de archivo")
    return f"{', '.join(words)}."


def _troubles(sums: Totals) -> int:
    return sums.unreadable + sums.unwritable + sums.misused


def _row(path: str, entry: Entry) -> str:
    if entry.layout is None:
        return f"  {'no se revisó':<29}  {shown(path)}"
    return f"  {entry.errors:>7,}  {entry.warnings:>6,}  {entry.rows:>12,}  {shown(path)}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def write_json(results: Results, journal: Journal, folder: Path) -> None:
    """Write ``resumen.json``: totals, the contract's object of each file in the order given, between workbooks.

    It goes to the disk object by object, since the findings of a whole country do not fit in memory.
    Raises UnwritableFile, and then the old summary is whole.
    """
    target = folder / JSON_NAME
    stage = folder / f"~icsoe-{os.urandom(6).hex()}.tmp"
    try:
        with stage.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
            file.writelines(_json(results, journal))
            file.flush()
            os.fsync(file.fileno())
        stage.replace(target)
    except OSError as problem:
        raise UnwritableFile(
            f"{target}: no se pudo guardar ({problem.strerror}); ciérrelo donde esté abierto, o use otra carpeta"
        ) from problem
    finally:
        stage.unlink(missing_ok=True)


def _json(results: Results, journal: Journal) -> Iterator[str]:
    # Half a surrogate in a name that is no text becomes \udcXX, which is how JSON writes it.
    head = {
        "complete": not results.interrupted,
        "rules": rules.VERSION,
        "totals": totals(results)._asdict(),
    }
    yield json.dumps(head, indent=1)[:-2] + ',\n "files": ['
    first = True
    for path, entry in zip(results.paths, results.entries, strict=True):
        if entry is not None:
            yield ("\n" if first else ",\n") + _dumps(_file(path, entry, journal))
            first = False
    yield '\n ],\n "between": ['
    yield ",".join("\n" + _dumps(each.to_json()) for each in results.between)
    yield "\n ]\n}\n"


def _file(path: str, entry: Entry, journal: Journal) -> dict[str, object]:
    """The contract's object; ``error`` is the line of a workbook that could not be read, or not be marked."""
    report = journal.report(entry) or {
        "file": path,
        "layout": None,
        "period": "",
        "rows": 0,
        "errors": 1,
        "warnings": 0,
        "findings": [],
    }
    report["file"] = path
    return {**report, "error": entry.line} if entry.line else report


def _dumps(value: object) -> str:
    return "  " + json.dumps(value, ensure_ascii=False)


def write_table_file(data: bytes, folder: Path) -> None:
    """Write ``resumen.xlsx``, whole or not at all."""
    replace_file(folder / XLSX_NAME, data)
