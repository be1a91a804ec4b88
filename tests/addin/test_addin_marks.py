"""The add-in's macros for colours and notes, run in pyOpenVBA's Excel model.

The model knows notes but not how their boxes are sized, so that one line is left out; LibreOffice compiles
it in ``test_addin_compiles.py``, and a person looks at the boxes (``docs/excel-checklist.md``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication

from icsoe_xl.addin import build
from icsoe_xl.workbooks.live.macros import RECORD, UNIT

BOOK, SHEET = "libro.xlsm", "Sheet1"
SIZING = "    FitBox note\r\n"


@pytest.fixture
def excel(addin: Path, tmp_path: Path) -> Any:
    """A workbook with the module in it, open in the model."""
    from pyopenvba import ExcelFile

    source = build.module_source(build.sources() / "IcsoeMarks.bas")
    assert SIZING in source
    path = tmp_path / BOOK
    with ExcelFile.create_new(path) as book:
        project = book.vba_project()
        project.add_module("IcsoeMarks", source.replace(SIZING, ""))
        book.save()
    return ExcelApplication.open(path)


def run(excel: Any, name: str, *lists: str) -> str:
    return str(excel.run(f"IcsoeMarks.{name}", BOOK, SHEET, *lists))


def test_notes_are_put_read_and_dropped(excel: Any) -> None:
    added = run(
        excel, "PutNotes", RECORD.join(["A2", "B3"]), RECORD.join(["T001 · Falta.\nEscríbalo.", "T015"])
    )
    assert added.split(RECORD) == ["A2", "B3"]
    entries = [entry.split(UNIT) for entry in run(excel, "ReadNotes").split(RECORD)]
    assert entries == [["A2", "T001 · Falta.\nEscríbalo."], ["B3", "T015"]]
    run(excel, "DropNotes", "A2")
    assert run(excel, "ReadNotes") == f"B3{UNIT}T015"


def test_a_cell_with_a_note_gets_no_other(excel: Any) -> None:
    run(excel, "PutNotes", "A2", "del usuario")
    assert run(excel, "PutNotes", RECORD.join(["A2", "A3"]), RECORD.join(["nuestra", "nuestra"])) == "A3"
    assert run(excel, "ReadNotes").split(RECORD)[0] == f"A2{UNIT}del usuario"


def test_fills_are_painted_by_unions_and_taken_away(excel: Any) -> None:
    run(excel, "Paint", RECORD.join(["A2,B3:C4", "D5"]), RECORD.join([str(0xCEC7FF), str(0x9CEBFF)]))
    look = 'Sheets(1).Range("{}").Interior.Color'
    assert excel.evaluate(look.format("B4")) == 0xCEC7FF
    assert excel.evaluate(look.format("D5")) == 0x9CEBFF
    run(excel, "Paint", "A2", "-1")
    assert excel.evaluate('Sheets(1).Range("A2").Interior.ColorIndex') == -4142
