"""How often a check of 3,000 rows with 500 findings crosses into the spreadsheet.

From outside Excel every question and every order costs about a millisecond, and a typist waits for all of
them. The engine under test is the real one; each access that reads or changes something is counted, moving
from book to sheet to range is not. The add-in's macros are played by functions on the same workbook: to
the caller each is one call, as in Excel.
"""

from __future__ import annotations

import inspect
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from people import people

from icsoe_xl import ribbon
from icsoe_xl.calc import app as calc_app
from icsoe_xl.calc import books, fonts, looks, names, notes, ranges, sheets, tables
from icsoe_xl.workbooks.live import colours as live_colours
from icsoe_xl.workbooks.live import notes as live_notes
from icsoe_xl.workbooks.live.macros import RECORD

MOST_CALLS = 60
ROWS, FAULTS = 3_000, 500
NAVIGATION = {
    "api",
    "app",
    "book",
    "books",
    "font",
    "index",
    "names",
    "pid",
    "range",
    "sheet",
    "sheets",
    "tables",
}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts what crosses into the spreadsheet, by name."""
    counted: Counter[str] = Counter()
    for module in (calc_app, books, fonts, looks, names, notes, ranges, sheets, tables):
        for cls in vars(module).values():
            if inspect.isclass(cls) and cls.__module__ == module.__name__:
                for name, member in list(vars(cls).items()):
                    if not name.startswith("_") and name not in NAVIGATION:
                        watch(monkeypatch, counted, cls, name, member)
    return counted


inside: list[str] = []
"""The calls under way: what the engine does to serve one of them is not another crossing."""


def watch(monkeypatch: pytest.MonkeyPatch, counted: Counter[str], cls: type, name: str, member: Any) -> None:
    label = f"{cls.__name__}.{name}"

    def tallied(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **options: Any) -> Any:
            if not inside:
                counted[label] += 1
            inside.append(label)
            try:
                return function(*args, **options)
            finally:
                inside.pop()

        return called

    if isinstance(member, property):
        setter = tallied(member.fset) if member.fset else None
        monkeypatch.setattr(cls, name, property(tallied(member.fget), setter))
    elif inspect.isfunction(member):
        monkeypatch.setattr(cls, name, tallied(member))


@pytest.fixture
def macros(monkeypatch: pytest.MonkeyPatch, calls: Counter[str]) -> list[str]:
    """The add-in's macros, as functions that work inside the spreadsheet; which were run."""
    run: list[str] = []

    def paint(sheet: Any, addresses: str, colours: str) -> str:
        for address, number in zip(addresses.split(RECORD), colours.split(RECORD), strict=True):
            colour = int(number)
            blue, green, red = colour >> 16, colour >> 8 & 255, colour & 255
            sheet.range(address).color = None if colour < 0 else (red, green, blue)
        return ""

    def put_notes(sheet: Any, addresses: str, texts: str) -> str:
        for address, text in zip(addresses.split(RECORD), texts.split(RECORD), strict=True):
            sheet.range(address).add_note(text)
        return addresses

    played = {"Paint": paint, "PutNotes": put_notes}

    def macro(sheet: Any, name: str) -> Callable[..., str]:
        def call(*arguments: Any) -> str:
            calls[f"macro {name}"] += 1
            run.append(name)
            inside.append(name)
            try:
                return played[name](sheet, *arguments)
            finally:
                inside.pop()

        return call

    for module in (live_colours, live_notes):
        monkeypatch.setattr(module, "macro", macro)
    return run


def book_with_faults(path: Path) -> None:
    chance = random.Random(11)
    rows = [[worker.nss, worker.curp, worker.sbc] for worker in people(ROWS, seed=5)]
    for number in chance.sample(range(ROWS), FAULTS):
        column = chance.randrange(3)
        rows[number][column] = ("123", "no es una CURP", "mil pesos")[column]
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "captura"
    for row in [["NSS", "CURP", "SBC"], *rows]:
        sheet.append(row)
    workbook.save(path)


def test_a_check_takes_few_calls(
    app: Any, opened: Any, said: list[str], tmp_path: Path, macros: list[str], calls: Counter[str]
) -> None:
    path = tmp_path / "grande.xlsx"
    book_with_faults(path)
    book = opened(path)
    calls.clear()
    ribbon.press("validar", app, book)
    made = Counter(calls)
    assert said[-1].startswith("3,000 trabajadores: 500 errores")
    assert len(book.sheets["captura"].notes) == 500
    assert macros == ["Paint", "PutNotes"]
    assert made.total() <= MOST_CALLS, "\n".join(map(str, made.most_common()))
