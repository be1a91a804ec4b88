"""A workbook that somebody else writes while we have it: nobody's work is lost, and we say so."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import libros
import pytest
from books import plain_book

from icsoe_xl import actions
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.workbooks import atomic, open_workbook
from icsoe_xl.workbooks.package import Package


def test_a_file_that_was_replaced_is_not_overwritten(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "libro.xlsx")
    inspection = actions.inspect(open_workbook(path))
    other = plain_book(tmp_path / "otro.xlsx", rows=3)
    other.replace(path)
    theirs = path.read_bytes()
    with pytest.raises(UnwritableFile, match="otro programa lo cambió"):
        actions.mark_file(inspection)
    assert path.read_bytes() == theirs
    assert [one.name for one in tmp_path.iterdir()] == ["libro.xlsx"]


def test_one_that_changes_while_it_is_being_read_counts_as_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plain_book(tmp_path / "libro.xlsx")
    read = Package.__init__

    def slowly(package: Package, source: Path) -> None:
        read(package, source)
        plain_book(path, rows=3)

    monkeypatch.setattr(Package, "__init__", slowly)
    inspection = actions.inspect(open_workbook(path))
    with pytest.raises(UnwritableFile, match="otro programa lo cambió"):
        actions.mark_file(inspection)


def test_one_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "libro.xlsx")
    inspection = actions.inspect(open_workbook(path))
    path.unlink()
    with pytest.raises(UnwritableFile):
        actions.mark_file(inspection)
    assert not list(tmp_path.iterdir())


def test_the_manifest_speaks_of_what_was_read(tmp_path: Path) -> None:
    path = libros.write(tmp_path / "libro.xlsx")
    digest = sha256(path.read_bytes()).hexdigest()
    inspection = actions.inspect(open_workbook(path))
    path.unlink()
    exported = actions.write_files(inspection, tmp_path / "salida")
    assert f'"sha256": "{digest}"' in (exported.folder / "manifiesto.json").read_text(encoding="utf-8")


def test_the_last_look_is_with_the_file_locked(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="Windows keeps an open file from being replaced by itself")
    path = tmp_path / "libro.xlsx"
    path.write_bytes(b"antes")
    looked = []

    def look() -> None:
        with path.open("rb") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        looked.append(True)

    atomic.replace_file(path, b"ahora", look)
    assert looked
    assert path.read_bytes() == b"ahora"
