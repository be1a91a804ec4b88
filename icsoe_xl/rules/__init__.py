"""The rules: an explicit order, a catalogue by code, one entry point.

Every rule sees tables (rows) and the form, never cells. The order below matters only for what counts as one
fault: structure first, then each column alone, then columns against each other, then rows against each
other, then what makes a whole workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icsoe_xl.findings import Finding
from icsoe_xl.model import Form, Table
from icsoe_xl.rules import (
    clients,
    contract_keys,
    contract_terms,
    contractor,
    curp,
    nss,
    persons,
    portal,
    repeats,
    returns,
    sbc,
    structure,
)
from icsoe_xl.rules.base import Context, Rows, Rule

VERSION = "2026.3"
"""Version of the rules, written into the manifest of an export; it changes with any verdict."""

FAMILIES = (
    structure, nss, persons, curp, sbc, repeats, contractor, contract_keys, clients, contract_terms, returns,
    portal,
)  # fmt: skip
CATALOGUE: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted((rule for family in FAMILIES for rule in family.RULES), key=lambda r: r.code)
}


def check(tables: Sequence[Table], context: Context, form: Form | None = None) -> list[Finding]:
    """All findings of the tables, in no order that matters (see :func:`icsoe_xl.findings.in_order`).

    With the ``form`` of a whole workbook they are checked as one; its table of contracts is the first such.
    """
    found: list[Finding] = []
    checked: list[Rows] = []
    contracts: Rows | None = None
    for table in tables:
        rows = Rows(table, context.today)
        found.extend(structure.check(rows))
        if table.kind == "contracts":
            contracts = contracts or rows
            continue
        found.extend(nss.check(rows, context))
        found.extend(curp.check(rows, context))
        found.extend(sbc.check(rows, context))
        found.extend(persons.check(rows, context))
        checked.append(rows)
    found.extend(repeats.within_contracts(checked))
    found.extend(repeats.across_contracts(checked))
    if form is not None:
        found.extend(_check_whole(form, contracts, checked, context))
    return found


def _check_whole(
    form: Form, contracts: Rows | None, workers: Sequence[Rows], context: Context
) -> Iterator[Finding]:
    """Findings about contractor, contracts, whose the workers are, and the return."""
    yield from structure.check_whole(form, contracts, workers, returns.kind_of(form))
    if form.sheet is not None:
        yield from contractor.check(form, context)
    if contracts is not None:
        yield from contract_keys.check(contracts)
        yield from contract_keys.check_workers(contracts, workers)
        yield from clients.check(contracts, form)
        yield from contract_terms.check(contracts, returns.kind_of(form), context)
    yield from returns.check(form, contracts, context)


__all__ = ["CATALOGUE", "VERSION", "Context", "Rule", "check"]
