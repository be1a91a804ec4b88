"""A person before the boxes of the buttons: a headless LibreOffice shows none."""

from __future__ import annotations

from typing import Any

import pytest

from icsoe_xl import dialogs


class Person:
    """Answers the questions in turn, and remembers what she was asked and told.

    ``options`` are those of the last question, or the answer that it proposed.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[Any] = []
        self.asked: list[str] = []
        self.options: list[str] = []
        self.told: list[str] = []
        monkeypatch.setattr(dialogs, "say", lambda app, text, mode="info": self.told.append(text))
        monkeypatch.setattr(dialogs, "confirm", lambda app, text: self._answer(text))
        monkeypatch.setattr(dialogs, "choose", self._choose)
        monkeypatch.setattr(dialogs, "ask", self._ask)
        monkeypatch.setattr(dialogs, "pick_file", lambda app, text, endings: self._answer(text))
        monkeypatch.setattr(dialogs, "pick_folder", lambda app, text: self._answer(text))

    def _choose(self, app: Any, text: str, options: list[str]) -> Any:
        self.options = list(options)
        return self._answer(text)

    def _ask(self, app: Any, text: str, proposed: str = "") -> Any:
        self.options = [proposed]
        return self._answer(text)

    def _answer(self, text: str) -> Any:
        self.asked.append(text)
        return self.answers.pop(0)
