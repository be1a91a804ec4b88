"""Nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import icsoe_xl.engine", ("jinja2", "icsoe_xl.workbooks", "html")),
        (
            "from icsoe_xl.engine import render, check, Picture",
            ("openpyxl", "lxml", "pydantic", "xlwings", "zipfile"),
        ),
    ],
)
def test_what_is_not_loaded(code: str, absent: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    script = f"{code}\nimport sys\nprint(*[n for n in {absent!r} if n in sys.modules])"
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # it loads modules of its own
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
