"""Exports that share a folder: the parts of an older one go, the files of another workbook stay."""

from __future__ import annotations

from pathlib import Path

import people
import pytest

from icsoe_xl import actions, demo


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))


def export(folder: Path, name: str, workers: int) -> set[str]:
    """Names in ``folder`` after the export of a workbook ``name`` with so many workers."""
    book = folder.parent / name
    demo.write_workbook(book, [[w.nss, w.curp, w.sbc, w.nombre] for w in people.people(workers, seed=1)])
    actions.export(book, folder)
    return {path.name for path in folder.iterdir()}


def test_parts_of_a_longer_export_go(tmp_path: Path) -> None:
    folder = tmp_path / "salida"
    assert export(folder, "a.xlsx", 3001) == {"a_1.csv", "a_2.csv", "manifiesto.json"}
    assert export(folder, "a.xlsx", 2) == {"a.csv", "manifiesto.json"}


def test_the_files_of_another_workbook_stay(tmp_path: Path) -> None:
    folder = tmp_path / "salida"
    export(folder, "a.xlsx", 2)
    assert export(folder, "b.xlsx", 3) == {"a.csv", "b.csv", "manifiesto.json"}
