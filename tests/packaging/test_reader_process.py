"""The process that reads .xls and .ods imports nothing from where it is started: that may be a client's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading.handmade import binary_book

from icsoe_xl.workbooks import open_workbook


@pytest.mark.parametrize("module", ["pickle", "python_calamine", "icsoe_xl"])
def test_a_module_beside_the_workbook_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    book = binary_book(tmp_path / "libro.xlsb", [["NSS", "CURP", "SBC"], ["92919084431", "", 500.0]])
    (tmp_path / f"{module}.py").write_text("open('me corrieron', 'w').close()\nraise SystemExit(11)\n")
    monkeypatch.chdir(tmp_path)
    assert open_workbook(book).sheets()[0].visible
    assert not (tmp_path / "me corrieron").exists()
