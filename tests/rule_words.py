"""What the cases make the rules say, word for word: ``rules/said.txt``, for people to read and for tests to compare.

After a change of words, or with a new case: ``PYTHONPATH=.:tests python tests/rule_words.py``, and read the
difference as the person who gets these notes would.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rule_cases import all_cases, inspected

from icsoe_xl.findings import Finding

FILE = Path(__file__).with_name("rules") / "said.txt"


def of_case(findings: list[Finding]) -> list[str]:
    """One line a finding: where (sheet, cell, field), rule, what is wrong, what to do, the guess of the note."""
    return [
        " | ".join(
            (
                f"{found.sheet or '-'}!{found.cell or '-'} {found.field or '-'}",
                found.rule,
                found.what,
                found.mend,
                found.hint,
            )
        ).strip(" |")
        for found in findings
    ]


def read() -> dict[str, list[str]]:
    """The lines of each case, by the name of its test."""
    said: dict[str, list[str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            said[line[3:]] = lines = []
        elif line:
            lines.append(line)
    return said


def write() -> None:
    """Write the file anew."""
    blocks = []
    for parameters in all_cases():
        case: dict[str, Any] = parameters.values[0]
        blocks.append("\n".join([f"## {parameters.id}", *of_case(inspected(case).report.findings)]))
    FILE.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
