"""What the boxes ask of Excel on Windows and of macOS, written down instead of shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from icsoe_xl import dialogs


class Excel:
    """The few things of an ``xlwings.App`` on Windows that are asked; ``answers`` are given in turn."""

    def __init__(self, *answers: Any) -> None:
        self.engine = SimpleNamespace(name="excel")
        self.api = self
        self.answers = list(answers)
        self.asked: list[Any] = []
        self.told: list[str] = []
        self.filters: list[tuple[str, str]] = []

    def InputBox(self, *words: Any, Type: int) -> Any:  # noqa: N802, N803 - Excel's names
        self.asked.append((*words, Type))
        return self.answers.pop(0)

    def FileDialog(self, kind: int) -> Any:  # noqa: N802 - Excel's name
        self.asked.append(kind)
        chosen = self.answers.pop(0)
        filters = SimpleNamespace(Clear=self.filters.clear, Add=lambda *words: self.filters.append(words))
        return SimpleNamespace(
            Show=lambda: -1 if chosen else 0, SelectedItems=lambda _: chosen, Filters=filters
        )

    def alert(self, text: str, **_: Any) -> None:
        self.told.append(text)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")


@pytest.mark.usefixtures("windows")
def test_a_text_in_excel() -> None:
    excel = Excel(" N262253432 ", "", False)
    assert dialogs.ask(excel, "Folio del acuse:", "N1") == "N262253432"
    assert dialogs.ask(excel, "Folio del acuse:") is None
    assert dialogs.ask(excel, "x" * 300) is None
    assert excel.asked[0] == ("Folio del acuse:", "ICSOE", "N1", 2)
    assert len(excel.asked[2][0]) == 255  # with more Excel shows nothing


@pytest.mark.usefixtures("windows")
def test_a_file_in_excel() -> None:
    excel = Excel("C:\\descargas\\acuse.pdf", "")
    assert dialogs.pick_file(excel, "Elija el PDF", ["pdf", "xlsx"]) == Path("C:\\descargas\\acuse.pdf")
    assert dialogs.pick_file(excel, "Elija el PDF", ["pdf"]) is None
    assert excel.asked == [3, 3]
    assert excel.filters == [("*.pdf", "*.pdf")]


@pytest.mark.usefixtures("windows")
def test_a_long_list_in_excel_is_shown_in_a_message_first() -> None:
    excel = Excel(2.0, 2.0, 31.0, False)
    assert dialogs.choose(excel, "¿Cuál?", ["a", "b"]) == 1
    assert excel.told == []
    many = [f"contratista {number} · Razón social de ejemplo" for number in range(30)]
    assert dialogs.choose(excel, "¿Cuál?", many) == 1
    assert "30. contratista 29" in excel.told[0]
    assert excel.asked[1] == ("Escriba el número de la lista:", "ICSOE", 1)
    assert dialogs.choose(excel, "¿Cuál?", many) is None
    assert dialogs.choose(excel, "¿Cuál?", many) is None


def test_a_text_and_a_file_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []

    def osascript(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        lines.append(command[2])
        cancelled = len(lines) > 2
        return subprocess.CompletedProcess(
            command, int(cancelled), "" if cancelled else "/Users/ana/a b.pdf\n"
        )

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", osascript)
    excel = Excel()
    assert dialogs.pick_file(excel, "Elija el «PDF»", ["pdf"]) == Path("/Users/ana/a b.pdf")
    assert dialogs.ask(excel, 'Folio "largo":', "N1") == "/Users/ana/a b.pdf"
    assert dialogs.pick_file(excel, "Elija", ["xlsx", "csv"]) is None
    assert dialogs.ask(excel, "Folio:") is None
    assert lines[0] == 'POSIX path of (choose file with prompt "Elija el «PDF»" of type {"pdf"})'
    assert lines[1].startswith(
        'text returned of (display dialog "Folio \\"largo\\":" default answer "N1" with title "ICSOE" '
    )
    assert 'of type {"xlsx", "csv"}' in lines[2]
