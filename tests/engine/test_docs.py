"""The feature table names a test for each row, and the guide's own examples work."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from engine.books import grid

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "template-engine.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    written = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert len(named) > 40
    assert not [name for name in named if f"def {name}(" not in written]


def test_every_feature_that_we_have_names_one() -> None:
    table = DOCUMENT.split("## Features beside xltpl")[1].split("## Speed")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 40
    assert not [row[0] for row in rows if not row[2].strip().startswith("no") and "test_" not in row[-1]]


def test_the_guides_list(tmp_path: Path) -> None:
    cells = {
        "A4": "Clave", "B4": "Inicio", "C4": "Importe", "A5": "{% for k in contratos %}{{ k.clave }}",
        "B5": "{{ k.fecha_inicio }}", "C5": "{{ k.importe }}{% endfor %}", "A6": "Total", "C6": "=SUM(C5)",
    }  # fmt: skip
    contracts = [{"clave": c, "fecha_inicio": date(2026, 1, 5), "importe": 7} for c in "AB"]
    found = grid(tmp_path, cells, {"contratos": contracts})
    assert [row[0] for row in found[3:]] == ["Clave", "A", "B", "Total"]
    assert found[6][2] == "=SUM(C5:C6)"
