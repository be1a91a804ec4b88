"""What is counted: workers of one contract against those of a file, guesses at unknown keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libros
from people import people
from rule_cases import inspected

from icsoe_xl.findings import Finding


def found(case: dict[str, Any], rule: str) -> list[Finding]:
    return [each for each in inspected(case).report.findings if each.rule == rule]


def of_contracts(keys: Sequence[str]) -> dict[str, Any]:
    workers = people(len(keys), seed=7)
    rows = [[key, one.nss, one.curp, one.sbc] for key, one in zip(keys, workers, strict=True)]
    return {"headers": ["Contrato", "NSS", "CURP", "SBC"], "rows": rows}


def test_the_limit_of_a_file_is_that_of_each_contract() -> None:
    assert found(of_contracts(["A"] * 3000 + ["B"]), "A004") == []
    assert [each.what for each in found(of_contracts(["B", "B", *["A"] * 3001]), "A004")] == [
        "Un contrato tiene 3,001 trabajadores y el portal acepta hasta 3,000 por archivo."
    ]


def test_the_first_fifty_unknown_keys_get_a_guess() -> None:
    """More are no slips of the hand, but another list of contracts."""
    keys = [f"OBRA-{number:04d}" for number in range(0, 5200, 100)]
    case = {
        "libro": {},
        "sheets": {"Trabajadores": [list(libros.WORKER_HEADERS), *libros.crew(f"{key}x" for key in keys)]},
        "contracts": [{"contrato": "OBRA-0000"}],
    }
    hints = [each.hint for each in found(case, "T041")]
    assert hints == ["¿Quiso escribir OBRA-0000?"] * 50 + ["", ""]
