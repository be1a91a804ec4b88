"""The checks as a careful person writes them in a loop: what the scripts beside this one share.

NSS and CURP missing, misshapen, with a wrong check digit or twice; SBC missing, out of range, with too many
decimals or stored as text. `icsoe-xl validate` asks more (ages, years that disagree, lost zeros, totals, hidden
rows, formulas), so the comparison leans towards the scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

MINIMUM_WAGE, SBC_CAP = 315.04, 2932.75
CURP = re.compile(
    "[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX](?:AS|BC|BS|CC|CH|CL|CM|CS|DF|DG|GR|GT|HG|JC|MC|MN|MS|NE|NL|NT|OC|PL|QR|QT"
    "|SL|SP|SR|TC|TL|TS|VZ|YN|ZS)[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z][0-9]"
)
VALUE = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ")}


HEADERS = ("Gravedad", "Celda", "Campo", "Qué pasa", "Qué hacer")
FIELDS = ("NSS", "CURP", "SBC")
MEND = "Revise el dato contra el documento del trabajador."


class Bad(NamedTuple):
    """One bad cell: Excel row, column from 1, what is wrong."""

    row: int
    column: int
    what: str


def nss_trouble(value: object) -> str | None:
    """What is wrong with an NSS, or None."""
    if value is None or value == "":
        return "Falta el NSS."
    if not isinstance(value, str):
        return "El NSS está guardado como número."
    if len(value) != 11 or not value.isdigit():
        return "El NSS no tiene 11 dígitos."
    total = 0
    for place, digit in enumerate(value[:10]):
        product = int(digit) * (place % 2 + 1)
        total += product - 9 if product > 9 else product
    return None if -total % 10 == int(value[10]) else "El dígito verificador del NSS no corresponde."


def curp_trouble(value: object) -> str | None:
    """What is wrong with a CURP, or None."""
    if value is None or value == "":
        return "Falta la CURP."
    if not isinstance(value, str) or not CURP.fullmatch(value):
        return "La CURP no tiene la forma debida."
    century = 1900 if value[16].isdigit() else 2000
    try:
        date(century + int(value[4:6]), int(value[6:8]), int(value[8:10]))
    except ValueError:
        return "La fecha de nacimiento de la CURP no existe."
    total = sum(VALUE[character] * (18 - place) for place, character in enumerate(value[:17]))
    return None if -total % 10 == int(value[17]) else "El dígito verificador de la CURP no corresponde."


def sbc_trouble(value: object) -> str | None:
    """What is wrong with an SBC, or None."""
    if value is None or value == "":
        return "Falta el SBC."
    if not isinstance(value, int | float):
        return "El SBC está guardado como texto."
    if not MINIMUM_WAGE <= value <= SBC_CAP:
        return "El SBC está fuera de rango."
    return None if abs(value * 100 - round(value * 100)) < 1e-6 else "El SBC tiene más de 2 decimales."


def check(rows: Iterable[tuple[object, object, object]], first_row: int = 2) -> list[Bad]:
    """Every bad cell of the rows (NSS, CURP, SBC), in sheet order."""
    bad = []
    seen_nss: set[object] = set()
    seen_curp: set[object] = set()
    for number, (nss, curp, sbc) in enumerate(rows, first_row):
        trouble = nss_trouble(nss) or ("El NSS está repetido." if nss in seen_nss else None)
        if trouble:
            bad.append(Bad(number, 1, trouble))
        seen_nss.add(nss)
        trouble = curp_trouble(curp) or ("La CURP está repetida." if curp in seen_curp else None)
        if trouble:
            bad.append(Bad(number, 2, trouble))
        seen_curp.add(curp)
        trouble = sbc_trouble(sbc)
        if trouble:
            bad.append(Bad(number, 3, trouble))
    return bad


def mended(rows: Iterable[tuple[object, object, object]]) -> Iterable[tuple[str, str, str]]:
    """The rows as the CSV wants them: NSS of 11 digits, CURP in capitals, SBC with two decimals."""
    for nss, curp, sbc in rows:
        digits = str(int(nss) if isinstance(nss, int | float) else nss).replace(" ", "").zfill(11)
        amount = float(sbc.replace("$", "").replace(",", "")) if isinstance(sbc, str) else float(sbc)  # type: ignore[arg-type]
        yield digits, str(curp).upper(), f"{amount:.2f}"
