"""A saved profile in a home of the test's own, and LibreOffice as an xlwings app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filling.books import PROFILE
from libreoffice import Office

from icsoe_xl import calc
from icsoe_xl.calc.office import UnoOffice
from icsoe_xl.profiles.store import Store


@pytest.fixture(autouse=True)
def saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    return Store.of_user().add("norte", PROFILE)


@pytest.fixture(scope="session")
def app(office: Office) -> Any:
    return calc.app_for(UnoOffice(office.context))


@pytest.fixture
def opened(app: Any) -> Iterator[Any]:
    """Opens workbooks in LibreOffice and closes them after the test."""
    books: list[Any] = []

    def open_(path: Path) -> Any:
        books.append(app.books.open(str(path)))
        return books[-1]

    yield open_
    for each in books:
        each.close()
