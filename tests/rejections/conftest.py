"""Files as the portal might send them, and a home of its own for every test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import openpyxl
import pytest

Sheets = Mapping[str, Iterable[Iterable[object]]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of rejected rows: sheet by sheet, row by row."""

    def write(sheets: Sheets, name: str = "rechazos.xlsx", hidden: Iterable[str] = ()) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            if title in hidden:
                sheet.sheet_state = "hidden"
        book.save(tmp_path / name)
        return tmp_path / name

    return write
