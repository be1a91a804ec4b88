"""What the person is told, and workbooks to be opened in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from icsoe_xl import demo, dialogs


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
