"""A saved profile in a home of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from filling.books import PROFILE

from icsoe_xl.profiles.store import Store


@pytest.fixture(autouse=True)
def saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    return Store.of_user().add("norte", PROFILE)
