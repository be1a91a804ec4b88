"""Packages of whole workbooks for tests: write the workbook, export it, say where things are.

folder = made(tmp_path, contracts=[libros.contract("C-01")]).folder
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import libros

from icsoe_xl import actions
from icsoe_xl.filing import Exported

FOLDER = f"ICSOE_{libros.RFC}_2026-1"


def made(
    folder: Path,
    contractor: Mapping[str, object] = {},
    contracts: Sequence[Mapping[str, object]] | None = None,
    workers: libros.Rows | None = None,
) -> Exported:
    """The export, into ``folder/salida``, of a workbook that has no errors."""
    book = libros.write(folder / "libro.xlsx", libros.sheets(contractor, contracts, workers))
    report, exported = actions.export(book, folder / "salida")
    assert exported is not None, [(each.rule, each.cell) for each in report.findings]
    return exported


def many(folder: Path, count: int) -> Exported:
    """A package of ``count`` contracts, OC-001 and so on, with one worker each."""
    return made(folder, contracts=[libros.contract(f"OC-{number:03}") for number in range(1, count + 1)])


def compared(folder: Path, before: Mapping[str, libros.Rows], after: Mapping[str, libros.Rows]) -> Exported:
    """The export of a complementaria (its sheets, as of ``libros.sheets``) against the workbook filed before."""
    earlier = libros.write(folder / "presentado.xlsx", before)
    book = libros.write(folder / "libro.xlsx", after)
    report, exported = actions.export(book, folder / "salida", against=earlier)
    assert exported is not None, [(each.rule, each.cell) for each in report.findings]
    return exported
