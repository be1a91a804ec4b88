"""T021-T025: the SBC (salario base de cotización) of each row, in pesos per day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from icsoe_xl.cells import clean
from icsoe_xl.findings import Finding
from icsoe_xl.ids.columns import sbc_suspects
from icsoe_xl.rules.base import Context, Rows, Rule

_TEMPLATE = "IMSS, Guía para usar la plantilla de carga de trabajadores (enero de 2023): SBC numérico con 2 decimales."
_LSS28 = "Ley del Seguro Social, artículo 28 (límite superior: 25 veces la UMA; inferior: el salario mínimo del área)."

T021 = Rule(
    code="T021",
    title="Falta el SBC, o no es un número mayor que cero",
    severity="error",
    what="El SBC no es un número.",
    mend="Escriba el último SBC del periodo como número, con punto decimal: 450.75.",
    why="El portal pide el último SBC registrado en el periodo, en pesos diarios, con punto y 2 decimales.",
    source=_TEMPLATE,
    bad="SBC: 450,75",
    good="SBC: 450.75",
)
T022 = Rule(
    code="T022",
    title="El SBC es menor que el salario mínimo",
    severity="warning",
    what="El SBC es menor que el salario mínimo general vigente al final del periodo.",
    mend="Confirme que sea el diario y el último del periodo; con jornada o semana reducida puede ser correcto.",
    why="Nadie cotiza debajo del salario mínimo de su área, salvo casos especiales; por eso sólo se avisa.",
    source=_LSS28,
    bad="SBC: 120.00",
    good="SBC: 450.75",
)
T023 = Rule(
    code="T023",
    title="El SBC pasa de 25 UMA",
    severity="error",
    what="El SBC pasa del tope de 25 UMA vigente al final del periodo.",
    mend="Confirme que sea diario y no mensual; si el salario es mayor, escriba el tope.",
    why="El IMSS registra como máximo 25 UMA diarias. Un SBC mayor suele ser un sueldo mensual o un punto mal puesto.",
    source=_LSS28,
    bad="SBC: 13500.00",
    good="SBC: 2932.75",
)
T024 = Rule(
    code="T024",
    title="El SBC tiene más de 2 decimales",
    severity="warning",
    what="El SBC tiene más de 2 decimales.",
    mend="Use «Corregir formato»: se redondea a centavos, que es como se exporta.",
    why="La plantilla pide 2 decimales; las fórmulas suelen dejar más. El medio centavo se redondea hacia arriba.",
    source=_TEMPLATE,
    bad="SBC: 450.7512",
    good="SBC: 450.75",
)
T025 = Rule(
    code="T025",
    title="El SBC está guardado como texto",
    severity="warning",
    what="El SBC está guardado como texto, con signo de pesos o con comas.",
    mend="Use «Corregir formato», o escríbalo como número.",
    why="La plantilla pide un número. Como texto, Excel no lo suma y el portal puede rechazarlo. Se exporta limpio.",
    source=_TEMPLATE,
    bad="SBC: $1,450.75",
    good="SBC: 1450.75",
)

RULES = (T021, T022, T023, T024, T025)

_MONEY = re.compile(
    r"""
    \$?\s?                          # signo de pesos, con o sin espacio
    (?: [0-9]{1,3}(?:,[0-9]{3})+    # comas sólo donde van los miles
      | [0-9]+ )
    (?: \.[0-9]* )?                 # punto decimal
    """,
    re.VERBOSE,
)
_CENTS = Decimal("0.01")
_HALF_A_CENT = 0.005
_NO_CENTS = 1e15
"""From here on 15 significant digits hold no decimals."""


def number(raw: object) -> float | None:
    """The SBC that a raw value stands for, in pesos per day, or None when it is not a number.

    Text counts when it is a plain number with optional ``$`` and commas as thousands separators;
    ``450,75`` is not one. Booleans and dates are no numbers.
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return float(raw) if isfinite(raw) else None
    if not isinstance(raw, str):
        return None
    value = clean(raw)
    if not value.isascii() or not _MONEY.fullmatch(value):
        return None
    return float(value.lstrip("$").strip().replace(",", ""))


def cents(value: float) -> Decimal:
    """An amount in pesos rounded half up to cents, from the 15 significant digits that Excel shows."""
    amount = Decimal(format(value, ".15g"))
    return amount if abs(value) >= _NO_CENTS else amount.quantize(_CENTS, ROUND_HALF_UP)


def has_more_than_cents(value: float) -> bool:
    """Whether an amount has more than 2 decimals at 15 significant digits."""
    return Decimal(format(value, ".15g")) != cents(value)


def check(rows: Rows, context: Context) -> Iterator[Finding]:
    """Findings T021-T025."""
    if not rows.has("sbc"):
        return
    for index in sbc_suspects(rows.table.raw["sbc"], context.minimum_wage, context.sbc_cap):
        if (index, "sbc") not in rows.unreadable:
            yield from _judge(rows, index, context)


def _judge(rows: Rows, index: int, context: Context) -> Iterator[Finding]:
    table = rows.table
    raw = table.raw["sbc"][index]
    value = number(raw)
    if value is None or value < _HALF_A_CENT:  # what would be written as 0.00 is none
        yield T021.at(table, index, "sbc", what=_trouble(raw, value))
        return
    long = has_more_than_cents(value)
    if long:
        yield T024.at(table, index, "sbc", fix=float(cents(value)))
    if isinstance(raw, str):
        # One cell carries one repair: the rounded number already mends the text.
        plain = "" if "$" in raw or "," in raw else "El SBC está guardado como texto."
        yield T025.at(table, index, "sbc", what=plain, fix=None if long else float(cents(value)))
    if value > context.sbc_cap:
        yield T023.at(table, index, "sbc", severity="error" if context.sbc_cap_known else "warning")
    elif value < context.minimum_wage:
        yield T022.at(table, index, "sbc")


def _trouble(raw: object, value: float | None) -> str:
    if raw is None or (isinstance(raw, str) and not clean(raw)):
        return "Falta el SBC del trabajador."
    if value is not None:
        return "El SBC es cero o negativo."
    if isinstance(raw, str) and re.fullmatch(r"\$?\s?[0-9.]+,[0-9]{1,2}", clean(raw)):
        return "El SBC trae coma en lugar de punto decimal."
    return ""
