"""A short run over every target, the same one each time; the long one is scripts/fuzz.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz import havoc, seeds
from fuzz.targets import TARGETS

SLOW = {"read_and_judge", "mark_and_clear", "take_back", "template_parts", "template_tags", "typed_text"}
"""Targets that take some milliseconds each time."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path))


@pytest.mark.parametrize("name", TARGETS)
def test_random_changes(name: str) -> None:
    target = TARGETS[name]
    begin = list(target.seeds())
    for data in begin:
        target.run(data)
    for data in havoc.changed(begin, seeds.words(target.words), 304, 150 if name in SLOW else 1_000):
        target.run(data)
