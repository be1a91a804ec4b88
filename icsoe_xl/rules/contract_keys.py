"""K001, K002, K051, T041: which contracts there are, and which workers are whose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from icsoe_xl.findings import Finding
from icsoe_xl.ids import rfc
from icsoe_xl.layouts.layout import header_key
from icsoe_xl.rules import typed
from icsoe_xl.rules.base import Rows, Rule

_BULLETIN = "IMSS, Boletín 300/2025 (inconsistencia 4: contratos sin trabajadores)."
_OWN = "Práctica de quien prepara la ICSOE; no es requisito del IMSS."

K001 = Rule(
    code="K001",
    title="Falta la clave del contrato, o está dos veces",
    severity="error",
    what="Falta la clave del contrato.",
    mend="Póngale una clave que sólo él tenga: su número, su orden de compra o un consecutivo.",
    why=(
        "La clave dice qué trabajadores van en qué contrato y da nombre a su archivo. Se comparan sin distinguir "
        "mayúsculas; 1 y 1.0 son la misma, 001 es otra."
    ),
    source=_OWN,
    bad="Contrato: C-01 en las filas 2 y 5",
    good="Contrato: C-01 en la fila 2 y C-02 en la 5",
)
K002 = Rule(
    code="K002",
    title="El mismo cliente, objeto y fechas con dos claves",
    severity="warning",
    what="Otra fila tiene el mismo cliente, objeto y fechas con otra clave.",
    mend="Si es el mismo contrato, déjelo una sola vez; si son dos, no cambie nada.",
    why="Un contrato capturado dos veces se informa dos veces, y entonces el número de contratos no cuadra.",
    source="IMSS, Boletín 300/2025 (inconsistencia 7: el número de contratos no coincide).",
    bad="C-01 y C-02: mismo RFC, mismo objeto, ambos del 15/01/2026 al 15/03/2026",
    good="C-01 y C-02 con objeto o fechas distintos",
)
K051 = Rule(
    code="K051",
    title="El contrato no tiene trabajadores",
    severity="error",
    what="Ningún trabajador tiene la clave de este contrato.",
    mend="En la hoja Trabajadores, escriba esta clave en los suyos; si el contrato no va, borre su renglón.",
    why="El IMSS publica como inconsistentes los contratos que se informan sin trabajadores.",
    source=_BULLETIN,
    bad="C-02 está en Contratos y en ningún trabajador",
    good="Cada contrato con un trabajador al menos",
)
T041 = Rule(
    code="T041",
    title="El contrato del trabajador no está en la hoja Contratos",
    severity="error",
    what="La clave de contrato de este trabajador no está en la hoja Contratos.",
    mend="Elíjala de la lista, tal como está en Contratos, o agregue ahí el contrato.",
    why="Cada trabajador se carga en el archivo de su contrato; sin él se queda fuera, o su archivo no tiene dónde ir.",
    source="Lineamientos ACDO.AS2.HCT.300322/68.P.DIR (DOF 13-04-2022): los trabajadores se informan por contrato.",
    bad="Contrato del trabajador: C-O1; en Contratos: C-01",
    good="Contrato del trabajador: C-01, como en Contratos",
)

RULES = (K001, K002, K051, T041)

_GUESSED = 50
"""Unknown keys that get a guess: beyond that they are no slips, but another list of contracts."""


def check(contracts: Rows) -> Iterator[Finding]:
    """Findings K001 and K002: every row but the first of equal ones, naming the first."""
    if contracts.has("contrato"):
        yield from _keys(contracts)
    if all(map(contracts.has, ("cliente_rfc", "objeto", "fecha_inicio"))):
        yield from _twins(contracts)


def check_workers(contracts: Rows, workers: Sequence[Rows]) -> Iterator[Finding]:
    """Findings K051 and T041. Nothing is said where one of the tables lacks its column of contracts (A002)."""
    tables = [rows for rows in workers if rows.has("contrato")]
    if not contracts.has("contrato") or not tables:
        return
    keys = keys_of(contracts)
    known = set(keys) - {""}
    used: set[str] = set()
    for rows in tables:
        used.update(rows.table.contracts or ())
    said = set()
    for index, key in enumerate(keys):
        if key and key not in used and key not in said:
            said.add(key)
            yield K051.at(contracts.table, index, "contrato")
    typed_as = {
        key: contracts.text(index, "contrato") for index, key in reversed(list(enumerate(keys))) if key
    }
    for rows in tables:
        yield from _strays(rows, known, typed_as)


def keys_of(rows: Rows) -> list[str]:
    """Key of each row, as compared; "" where there is none."""
    return rows.table.contracts or [""] * len(rows.table.rows)


def _keys(contracts: Rows) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, key in enumerate(keys_of(contracts)):
        if not contracts.is_readable(index, "contrato"):
            continue
        if not key:
            yield K001.at(contracts.table, index, "contrato")
        elif first.setdefault(key, index) != index:
            yield K001.at(
                contracts.table,
                index,
                "contrato",
                what=f"Esta clave de contrato ya está en la fila {contracts.table.rows[first[key]]}.",
                mend="Deje el contrato una sola vez; si son dos, dele otra clave a uno.",
            )


def _twins(contracts: Rows) -> Iterator[Finding]:
    keys = keys_of(contracts)
    first: dict[tuple[object, ...], int] = {}
    for index, key in enumerate(keys):
        client = rfc.compact(contracts.text(index, "cliente_rfc"))
        subject = header_key(contracts.text(index, "objeto"))
        start = typed.day(contracts.table.raw["fecha_inicio"][index])
        end = contracts.text(index, "fecha_fin")
        if not (key and client and subject and start):
            continue
        twin = first.setdefault((client, subject, start, end), index)
        if keys[twin] != key:
            what = f"La fila {contracts.table.rows[twin]} tiene el mismo cliente, objeto y fechas con otra clave."
            yield K002.at(contracts.table, index, "contrato", what=what)


def _strays(rows: Rows, known: set[str], typed_as: dict[str, str]) -> Iterator[Finding]:
    guesses: dict[str, str] = {}
    for index, key in enumerate(keys_of(rows)):
        if key in known or not rows.is_readable(index, "contrato"):
            continue
        if key not in guesses:
            guesses[key] = _guess(key, typed_as) if key and len(guesses) < _GUESSED else ""
        what = "" if key else "Falta la clave del contrato de este trabajador."
        yield T041.at(rows.table, index, "contrato", what=what, hint=guesses[key])


def _guess(key: str, typed_as: dict[str, str]) -> str:
    """The only contract whose key is much like this one, as a question; "" when there is none, or more."""
    from difflib import get_close_matches

    near = get_close_matches(key, typed_as, 2, 0.7)
    return f"¿Quiso escribir {typed_as[near[0]]}?" if len(near) == 1 else ""
