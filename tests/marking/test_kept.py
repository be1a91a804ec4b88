"""What must survive a run: every part that is not ours keeps its bytes, and Excel would not complain."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import dressed_book, looks, macro_book, openpyxl_book, plain_book, sheet_names, unpacked
from marked import BAD, clear, differences, mark, marks
from tools import ooxml

from icsoe_xl.workbooks.package import Package

BOOKS = {"plain": plain_book, "dressed": dressed_book, "openpyxl": openpyxl_book, "macro": macro_book}
OURS = {
    "plain": {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    },
    "macro": {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet3.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    },
}
"""The parts that marking may change or add; in the macro workbook notes and their drawing are there already."""


@pytest.mark.parametrize("kind", OURS)
def test_only_our_parts_change(tmp_path: Path, kind: str) -> None:
    source = BOOKS[kind](tmp_path / ("libro.xlsm" if kind == "macro" else "libro.xlsx"))
    marked = mark(source, tmp_path / f"marcado{source.suffix}")
    assert differences(source, marked) == OURS[kind]


def test_unchanged_entries_keep_their_compressed_bytes_and_order(tmp_path: Path) -> None:
    source = macro_book(tmp_path / "libro.xlsm")
    marked = Package(mark(source, tmp_path / "marcado.xlsm"))
    original = Package(source)
    for part in set(original.parts()) - OURS["macro"]:
        before, after = original.packed(part), marked.packed(part)
        assert before is not None
        assert after is not None
        assert bytes(before[1]) == bytes(after[1])
        assert before[0].central[:42] == after[0].central[:42]  # all but the offset: times, attributes, sizes
    assert marked.parts()[: len(original.parts())] == original.parts()


@pytest.mark.parametrize("kind", BOOKS)
def test_clear_gives_every_byte_back(tmp_path: Path, kind: str) -> None:
    source = BOOKS[kind](tmp_path / ("libro.xlsm" if kind == "macro" else "libro.xlsx"))
    marked = mark(source, tmp_path / f"marcado{source.suffix}")
    assert clear(marked, tmp_path / f"limpio{source.suffix}").cells > len(BAD)
    assert differences(source, tmp_path / f"limpio{source.suffix}") == set()


@pytest.mark.parametrize("kind", BOOKS)
def test_the_sdk_validator_finds_nothing_new(tmp_path: Path, kind: str) -> None:
    if (reason := ooxml.missing()) is not None:
        pytest.skip(reason)
    source = BOOKS[kind](tmp_path / ("libro.xlsm" if kind == "macro" else "libro.xlsx"))
    marked = mark(source, tmp_path / f"marcado{source.suffix}")
    assert ooxml.validate(marked) == ooxml.validate(source)


def test_the_users_notes_and_threads_stay(tmp_path: Path) -> None:
    source = macro_book(tmp_path / "libro.xlsm")
    marked = mark(source, tmp_path / "marcado.xlsm", marks({"B3": "error", "A8": "error", "A9": "error"}))
    notes = {cell: look.note for cell, look in looks(marked).items() if look.note is not None}
    assert notes["B3"] == "Nota de la usuaria"
    assert notes["A8"] == "[Threaded comment]"
    assert notes["A9"] is not None
    assert notes["A9"].startswith("T004 · Aquí hay algo mal en A9.")
    threads = "xl/threadedComments/threadedComment1.xml"
    assert unpacked(marked)[threads] == unpacked(source)[threads]


def test_a_new_run_replaces_the_last_one(tmp_path: Path) -> None:
    source = dressed_book(tmp_path / "libro.xlsx")
    first = mark(source, tmp_path / "uno.xlsx")
    package = Package(first)
    from icsoe_xl.workbooks import marking

    marking.clear(package)
    marking.mark(package, marks({"C8": "warning"}))
    package.save(tmp_path / "dos.xlsx")
    once = mark(source, tmp_path / "otro.xlsx", marks({"C8": "warning"}))
    assert differences(once, tmp_path / "dos.xlsx") == set()
    assert sheet_names(tmp_path / "dos.xlsx") == ["captura", "Hallazgos"]


def test_clear_without_marks_changes_nothing(tmp_path: Path) -> None:
    package = Package(dressed_book(tmp_path / "libro.xlsx"))
    from icsoe_xl.workbooks import marking

    assert marking.clear(package) == (0, 0, False)
    assert not package.changed


def test_saving_keeps_the_permissions(tmp_path: Path) -> None:
    source = plain_book(tmp_path / "libro.xlsx")
    source.chmod(0o640)
    mark(source, source)
    assert source.stat().st_mode & 0o777 == 0o640
