"""Exports that share a folder: the parts of an older one go, the files of another workbook stay."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import people
import pytest

from icsoe_xl import actions, demo
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.filing.folder import write_all


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


def test_an_export_that_fails_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UnwritableFile, match="espacio"):
        write_all(tmp_path / "salida", {"a.csv": b"1"}, "manifiesto.json", b"{}")
    assert list(tmp_path.iterdir()) == []


def test_the_files_of_another_workbook_stay(tmp_path: Path) -> None:
    folder = tmp_path / "salida"
    export(folder, "a.xlsx", 2)
    assert export(folder, "b.xlsx", 3) == {"a.csv", "b.csv", "manifiesto.json"}


def test_the_stage_of_a_run_that_was_killed_goes_after_a_day(tmp_path: Path) -> None:
    folder = tmp_path / "salida"
    old, fresh = folder / ".icsoe_xl-viejo", folder / ".icsoe_xl-de-otro"
    for stage in (old, fresh):
        stage.mkdir(parents=True)
        (stage / "a.csv").write_bytes(b"1")
    long_ago = time.time() - 25 * 60 * 60
    os.utime(old, (long_ago, long_ago))
    write_all(folder, {"a.csv": b"1"}, "manifiesto.json", b"{}")
    assert sorted(path.name for path in folder.iterdir()) == [".icsoe_xl-de-otro", "a.csv", "manifiesto.json"]


def test_what_tells_of_the_older_content_goes_first_and_stays_when_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "salida.zip"
    archive.write_bytes(b"zip")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(UnwritableFile):
            write_all(tmp_path / "salida", {"a.csv": b"1"}, "manifiesto.json", b"{}", outdated=archive)
    assert archive.exists()
    write_all(tmp_path / "salida", {"a.csv": b"1"}, "manifiesto.json", b"{}", outdated=archive)
    assert not archive.exists()
