"""Fixtures for every test folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from libreoffice import Office, available

# For mutation testing, which runs the same tests a thousand times: the same examples each time, and a failure
# is told at once, not first made small.
settings.register_profile(
    "mutation",
    max_examples=50,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture(scope="session", autouse=True)
def home_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes what the person who runs them keeps at home."""
    os.environ["ICSOE_XL_HOME"] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One private LibreOffice for the whole run; the test is skipped where there is none."""
    reason = available()
    if reason is not None:
        pytest.skip(reason)
    with Office() as running:
        yield running


@pytest.fixture(scope="session")
def app(office: Office) -> Any:
    """LibreOffice as an xlwings app."""
    from icsoe_xl import calc
    from icsoe_xl.calc.office import UnoOffice

    return calc.app_for(UnoOffice(office.context))


@pytest.fixture
def opened(app: Any) -> Iterator[Callable[[Path], Any]]:
    """Opens workbooks in LibreOffice and closes them after the test."""
    books: list[Any] = []

    def open_(path: Path) -> Any:
        books.append(app.books.open(str(path)))
        return books[-1]

    yield open_
    for each in books:
        each.close()
