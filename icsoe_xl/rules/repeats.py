"""T031-T034: the same person twice, within a contract and across the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from icsoe_xl.findings import Finding
from icsoe_xl.ids import columns, curp, nss
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.rules.base import Rows, Rule
from icsoe_xl.rules.sbc import cents, number

_FAQ = "IMSS, preguntas frecuentes de la ICSOE: un trabajador puede estar en varios contratos, no dos veces en uno."
_MATCH = "IMSS, guía 3 de la ICSOE: el NSS y la CURP se comparan con la base de datos del Instituto."

T031 = Rule(
    code="T031",
    title="NSS repetido en el mismo contrato",
    severity="error",
    what="Este NSS ya está en otra fila del mismo contrato.",
    mend="Deje al trabajador una sola vez; si son dos personas, corrija el NSS equivocado.",
    why="El portal rechaza el renglón cuyo NSS ya está en el contrato.",
    source=_FAQ,
    bad="NSS 02268604531 en las filas 2 y 9 del contrato 1",
    good="NSS 02268604531 sólo en la fila 2 del contrato 1",
)
T032 = Rule(
    code="T032",
    title="CURP repetida en el mismo contrato",
    severity="error",
    what="Esta CURP ya está en otra fila del mismo contrato.",
    mend="Deje al trabajador una sola vez; si son dos personas, corrija la CURP equivocada.",
    why="El portal rechaza el renglón cuya CURP ya está en el contrato.",
    source=_FAQ,
    bad="CURP MOTR930411HJCRMG70 en las filas 2 y 9 del contrato 1",
    good="CURP MOTR930411HJCRMG70 sólo en la fila 2 del contrato 1",
)
T033 = Rule(
    code="T033",
    title="El mismo NSS con dos CURP, o la misma CURP con dos NSS",
    severity="error",
    what="El mismo NSS aparece en otro contrato con otra CURP.",
    mend="Averigüe cuál es la correcta y déjela igual en todos los contratos.",
    why="A cada persona le corresponden un NSS y una CURP; si difieren, el portal rechaza uno de los renglones.",
    source=_MATCH,
    bad="NSS 02268604531 con una CURP en el contrato 1 y otra en el 2",
    good="NSS 02268604531 siempre con la misma CURP",
)
T034 = Rule(
    code="T034",
    title="El mismo trabajador con dos SBC en el periodo",
    severity="warning",
    what="El mismo trabajador aparece en otro contrato con otro SBC.",
    mend="Se reporta el último SBC del periodo: normalmente es el mismo en todos sus contratos.",
    why="El SBC es del trabajador ante el IMSS, no del contrato; con dos patrones o registros puede diferir.",
    source="IMSS, preguntas frecuentes de la ICSOE: se informa el último SBC registrado en el periodo.",
    bad="SBC 450.75 en el contrato 1 y 480.10 en el 2",
    good="SBC 480.10 en los dos contratos",
)

RULES = (T031, T032, T033, T034)


class _Mention(NamedTuple):
    """One row that names a person: where it stands and what it says."""

    rows: Rows
    spot: int
    contract: tuple[str, str]

    @property
    def number(self) -> int:
        return self.rows.table.rows[self.spot]


def within_contracts(tables: Sequence[Rows]) -> Iterator[Finding]:
    """Findings T031 and T032: every row but the first, naming the first.

    A contract with a key is the same one on every sheet. Rows whose contract is not known (A009, A005) are no
    repeats until it is.
    """
    for field, rule, word in (("nss", T031, "Este NSS"), ("curp", T032, "Esta CURP")):
        usable = [rows for rows in tables if rows.has(field) and "contrato" not in rows.table.ambiguous]
        for group in _mentions(usable, (field,)):
            first: dict[tuple[str, str], _Mention] = {}
            for each in group:
                if (each.spot, "contrato") in each.rows.unreadable:
                    continue
                seen = first.setdefault(each.contract, each)
                if seen is not each:
                    where = _where(seen, each)
                    whose = "del mismo contrato" if each.rows.table.contracts else "de esta hoja"
                    comma = "" if seen.rows is each.rows else ","
                    yield rule.at(
                        each.rows.table, each.spot, field, what=f"{word} ya está en {where}{comma} {whose}."
                    )


def across_contracts(tables: Sequence[Rows]) -> Iterator[Finding]:
    """Findings T033 and T034, over rows of different contracts anywhere in the workbook."""
    usable = [rows for rows in tables if rows.has("nss") and rows.has("curp")]
    if len(usable) < 2 and not any(rows.table.contracts for rows in usable):
        return
    yield from _two_partners(usable, "nss", "curp", "El mismo NSS está con otra CURP")
    yield from _two_partners(usable, "curp", "nss", "La misma CURP está con otro NSS")
    yield from _two_wages(usable)


def _two_partners(tables: Sequence[Rows], field: str, partner: str, words: str) -> Iterator[Finding]:
    for group in _mentions(tables, (field,)):
        values = [_value(each, partner) for each in group]
        for each, where in _contradictions(group, values):
            yield T033.at(each.rows.table, each.spot, field, what=f"{words} en {where}.")


def _two_wages(tables: Sequence[Rows]) -> Iterator[Finding]:
    with_wage = [rows for rows in tables if rows.has("sbc")]
    for group in _mentions(with_wage, ("nss", "curp")):
        wages = [number(each.rows.table.raw["sbc"][each.spot]) for each in group]
        values = [str(cents(wage)) if wage is not None and wage > 0 else "" for wage in wages]
        for each, where in _contradictions(group, values):
            yield T034.at(
                each.rows.table, each.spot, "sbc", what=f"El mismo trabajador tiene otro SBC en {where}."
            )


def _contradictions(group: list[_Mention], values: list[str]) -> Iterator[tuple[_Mention, str]]:
    """Each mention that says something else than an earlier one of another contract, and where that one is."""
    if len(set(values)) < 2:
        return
    for position, (each, value) in enumerate(zip(group, values, strict=True)):
        other = _earlier(group, values, position, value) if value else None
        if other is not None:
            yield each, _where(other, each)


def _earlier(group: list[_Mention], values: list[str], position: int, value: str) -> _Mention | None:
    """The first mention before this one, in another contract, that says something else."""
    here = group[position].contract
    for other, said in zip(group[:position], values[:position], strict=True):
        if said and said != value and other.contract != here:
            return other
    return None


def _mentions(tables: Sequence[Rows], fields: tuple[str, ...]) -> Iterator[list[_Mention]]:
    """Groups of two or more rows with the same well-shaped values, in the workbook's order."""
    columns_of = [_column(rows, fields[0]) for rows in tables]
    values = columns_of[0] if len(columns_of) == 1 else list(chain.from_iterable(columns_of))
    repeated = columns.repeats(values)
    if not repeated:
        return
    spots = [(rows, index) for rows in tables for index in range(len(rows.table.rows))]
    groups: dict[tuple[str, ...], list[_Mention]] = {}
    for spot in repeated:
        rows, index = spots[spot]
        if any((index, field) in rows.unreadable for field in fields):
            continue
        key = tuple(_column(rows, field)[index] for field in fields)
        groups.setdefault(key, []).append(_Mention(rows, index, _contract(rows, index)))
    for key, group in groups.items():
        if len(group) > 1 and all(_shaped(field, value) for field, value in zip(fields, key, strict=True)):
            yield group


def _contract(rows: Rows, index: int) -> tuple[str, str]:
    """The contract of a row: its key, whatever the sheet, or the sheet where there is none."""
    key = rows.contract(index)
    return ("", key) if key else (rows.table.sheet, "")


def _column(rows: Rows, field: str) -> list[str]:
    return rows.nss.clean if field == "nss" else rows.curp.clean


def _value(mention: _Mention, field: str) -> str:
    """The mention's value of a field, or "" when it is not well-shaped."""
    value = _column(mention.rows, field)[mention.spot]
    return value if _shaped(field, value) else ""


def _where(other: _Mention, here: _Mention) -> str:
    sheet = "" if other.rows is here.rows else f"la hoja «{other.rows.table.sheet}», "
    return f"{sheet}{'la ' if not sheet else ''}fila {other.number}"


def _shaped(field: str, value: str) -> bool:
    return _nss_shaped(value) if field == "nss" else _curp_shaped(value)


def _nss_shaped(value: str) -> bool:
    return nss.explain(value) in (None, Reason.CHECK_DIGIT)


def _curp_shaped(value: str) -> bool:
    return curp.explain(value) not in (Reason.LENGTH, Reason.SHAPE, Reason.GENERIC)
