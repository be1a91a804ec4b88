"""Workbooks open in LibreOffice, reached in both ways that the engine knows."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from libreoffice import Office

from icsoe_xl import calc
from icsoe_xl.calc.office import UnoOffice
from icsoe_xl.calc.pipe import PipeOffice

BRIDGE = Path(__file__).parents[2] / "addin" / "libreoffice" / "pythonpath"


@pytest.fixture(scope="session", params=["uno", "pipe"])
def app(request: pytest.FixtureRequest, office: Office) -> Iterator[xlwings.App]:
    """LibreOffice as an xlwings app: attached by `uno`, and across the pipe of the extension."""
    if request.param == "uno":
        yield calc.app_for(UnoOffice(office.context))
    else:
        with_pipe = piped(office)
        yield calc.app_for(with_pipe)


def piped(office: Office) -> PipeOffice:
    """Both ends of the extension's pipe in this process, the LibreOffice end in a thread of its own."""
    sys.path.append(str(BRIDGE))
    from icsoe_xl_bridge import Bridge

    questions_out, questions_in = os.pipe()
    answers_out, answers_in = os.pipe()
    bridge = Bridge(office.context, office.desktop)
    serve = threading.Thread(
        target=bridge.serve, args=(os.fdopen(questions_out, "rb"), os.fdopen(answers_in, "wb")), daemon=True
    )
    serve.start()
    return PipeOffice(os.fdopen(answers_out, "rb"), os.fdopen(questions_in, "wb"))


@pytest.fixture
def book(app: xlwings.App) -> Iterator[xlwings.Book]:
    """A new workbook with one empty sheet, closed afterwards."""
    made = app.books.add()
    app.impl.alerts.clear()
    yield made
    made.close()


@pytest.fixture
def sheet(book: xlwings.Book) -> xlwings.Sheet:
    """The empty sheet of a new workbook."""
    return book.sheets[0]
