"""The rules: an explicit order, a catalogue by code, one entry point.

Every rule sees tables (rows), never cells. The order below matters only for what counts as one fault:
structure first, then each column alone, then columns against each other, then rows against each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from icsoe_xl.findings import Finding
from icsoe_xl.model import Table
from icsoe_xl.rules import curp, nss, persons, repeats, sbc, structure
from icsoe_xl.rules.base import Context, Rows, Rule

VERSION = "2026.1"
"""Version of the rules, written into the manifest of an export; it changes with any verdict."""

FAMILIES = (structure, nss, persons, curp, sbc, repeats)
CATALOGUE: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted((rule for family in FAMILIES for rule in family.RULES), key=lambda r: r.code)
}


def check(tables: Sequence[Table], context: Context) -> list[Finding]:
    """All findings of the tables, in no order that matters (see :func:`icsoe_xl.findings.in_order`)."""
    found: list[Finding] = []
    checked: list[Rows] = []
    for table in tables:
        rows = Rows(table, context.today)
        found.extend(structure.check(rows))
        found.extend(nss.check(rows, context))
        found.extend(curp.check(rows, context))
        found.extend(sbc.check(rows, context))
        found.extend(persons.check(rows, context))
        found.extend(repeats.within_contracts(rows))
        checked.append(rows)
    found.extend(repeats.across_contracts(checked))
    return found


__all__ = ["CATALOGUE", "VERSION", "Context", "Rule", "check"]
