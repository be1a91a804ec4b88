"""T006, T007, T018: what the NSS and the CURP of one row say of the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from icsoe_xl.findings import Finding
from icsoe_xl.ids import columns, curp, nss
from icsoe_xl.ids.lanes import Packed
from icsoe_xl.rules.base import Context, Rows, Rule

T006 = Rule(
    code="T006",
    title="El NSS y la CURP no coinciden en el año de nacimiento",
    severity="warning",
    what="El NSS y la CURP no coinciden en el año de nacimiento: puede que sean de personas distintas.",
    mend="Confirme que los dos sean del mismo trabajador; hay NSS antiguos con otro año y son válidos.",
    why="Los dígitos 5 y 6 del NSS son el año de nacimiento; los caracteres 5 y 6 de la CURP también.",
    source="IMSS, estructura del NSS; RENAPO, Instructivo Normativo para la CURP.",
    bad="NSS 02268604531 (nacido en 86) con CURP MOTR930411HJCRMG70 (nacido en 93)",
    good="NSS 12119300015 con CURP MOTR930411HJCRMG70",
)
T007 = Rule(
    code="T007",
    title="NSS con alta anterior al nacimiento, o con prefijo 00",
    severity="warning",
    what="Según el NSS, el alta en el IMSS es anterior al nacimiento.",
    mend="Revíselo contra la tarjeta o constancia del IMSS; si así viene, déjelo.",
    why=(
        "Los dígitos 3 y 4 del NSS son el año de alta y los 5 y 6 el de nacimiento. Con dos dígitos no se "
        "distingue el siglo, por eso sólo se avisa. El prefijo 00 no corresponde a una subdelegación."
    ),
    source="Estructura del NSS según el manual de afiliación del IMSS; confianza media.",
    bad="NSS: 55667788883 (alta en 66, nacimiento en 77)",
    good="NSS: 02268604531",
)
T018 = Rule(
    code="T018",
    title="Edad del trabajador fuera de lo común",
    severity="warning",
    what="Según la CURP, el trabajador tiene menos de 15 años al final del periodo.",
    mend="Revise la fecha de nacimiento y el carácter 17 de la CURP (dígito: antes de 2000; letra: desde 2000).",
    why="La ley prohíbe el trabajo de menores de 15 años; más de 99 años suele ser un siglo equivocado.",
    source="Ley Federal del Trabajo, artículo 22 Bis (edad mínima de 15 años).",
    bad="CURP: PEPL200909HNLRDSA9",
    good="CURP: PEPL000909HNLRDSA1",
)

RULES = (T006, T007, T018)

_YOUNGEST, _OLDEST = 15, 99
_PREFIX = "El NSS empieza con 00, un prefijo que el IMSS no asigna."
_OLD = "Según la CURP, el trabajador tiene más de 99 años al final del periodo."


def check(rows: Rows, context: Context) -> Iterator[Finding]:
    """Findings T006, T007 and T018, for rows whose identifiers have no error of their own."""
    numbers, keys = rows.nss.packed(), rows.curp.packed()
    if rows.has("nss"):
        yield from _registered_before_birth(rows, numbers, context)
    if rows.has("curp"):
        yield from _ages(rows, keys, context)
    if rows.has("nss") and rows.has("curp"):
        failed = rows.nss.failed | rows.curp.failed
        for index in columns.year_mismatches(numbers, keys):
            if index not in failed and nss.says_birth_year(rows.nss.clean[index]):
                yield T006.at(rows.table, index, "nss")


def _registered_before_birth(rows: Rows, numbers: Packed, context: Context) -> Iterator[Finding]:
    for index in columns.registration_suspects(numbers, context.today):
        if index not in rows.nss.failed:
            what = _PREFIX if nss.is_unassigned_prefix(rows.nss.clean[index]) else ""
            yield T007.at(rows.table, index, "nss", what=what)


def _ages(rows: Rows, keys: Packed, context: Context) -> Iterator[Finding]:
    end = context.period.end
    youngest = end.replace(year=end.year - _YOUNGEST)
    oldest = end.replace(year=end.year - _OLDEST - 1) + timedelta(days=1)
    for index in columns.birth_outside(keys, oldest, youngest):
        if index not in rows.curp.failed:
            born = curp.birth_date(rows.curp.clean[index])
            old = born is not None and born < oldest
            yield T018.at(rows.table, index, "curp", what=_OLD if old else "")
