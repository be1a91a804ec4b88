"""An open LibreOffice as an xlwings app, and workbooks open in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from libreoffice import Office

from icsoe_xl import calc, demo, dialogs
from icsoe_xl.calc.office import UnoOffice

Opened = Callable[[Path], Any]


@pytest.fixture(scope="session")
def app(office: Office) -> Any:
    return calc.app_for(UnoOffice(office.context))


@pytest.fixture
def opened(app: Any) -> Iterator[Opened]:
    """Opens workbooks and closes them after the test."""
    books: list[Any] = []

    def open_(path: Path) -> Any:
        books.append(app.books.open(str(path)))
        return books[-1]

    yield open_
    for book in books:
        book.close()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What the person was told: a headless LibreOffice shows no boxes. The home is a fresh one."""
    told: list[str] = []
    monkeypatch.setattr(dialogs, "say", lambda app, text, mode="info": told.append(text))
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    return told


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A workbook with the faults of the tour: 13 workers, errors and warnings, a totals row."""
    path = tmp_path / "nómina & más.xlsx"
    demo.write_workbook(path, demo.faulty_rows())
    return path
