"""Fixtures for the tests of the add-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from icsoe_xl.addin.build import build


@pytest.fixture(scope="session")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built .xlam."""
    pytest.importorskip("pyopenvba", reason="pyOpenVBA builds and runs the add-in: pip install pyOpenVBA")
    return build(tmp_path_factory.mktemp("addin") / "icsoe_xl.xlam")
