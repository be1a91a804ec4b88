"""The sheet of workers: its drop-down, input messages and colours."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.newbook import tables
from icsoe_xl.newbook.dress import Dress
from icsoe_xl.newbook.facts import Facts
from icsoe_xl.newbook.lists import list_name
from icsoe_xl.newbook.places import TablePlace


def build(sheet: Worksheet, facts: Facts) -> Dress:
    """Make the sheet."""
    place = facts.workers
    dress = tables.build(sheet, facts, facts.design.workers, place)
    _messages(dress, facts, place)
    _faults(dress, place)
    _gaps(dress, facts, place)
    return dress


def _messages(dress: Dress, facts: Facts, place: TablePlace) -> None:
    for column in facts.design.workers.columns:
        area, title, message = place.area(column.field), column.header, facts.told(column.help)
        if column.field == "contrato":
            # Anything may be typed: who begins with the workers has no contracts to choose from yet.
            dress.ask(area, title, message, choices=list_name("contrato"))
        elif column.field == "sbc":
            dress.ask(
                area, title, message, kind="decimal", operator="greaterThan", formula="0", style="warning",
                refuse="El salario base es un número mayor que cero, sin $ ni letras. ¿Lo deja así?",
            )  # fmt: skip
        elif message:
            dress.ask(area, title, message)


def _faults(dress: Dress, place: TablePlace) -> None:
    cell, here = place.cell, place.here
    key, nss, curp, sbc = (cell(field) for field in ("contrato", "nss", "curp", "sbc"))
    # By its name: older versions of Excel let no colour look at another sheet. As text on both sides, since a
    # key that was pasted as a number is the same key.
    unknown = f'AND({key}<>"",SUMPRODUCT(--(claves_contratos&""={key}&""))=0)'
    dress.flag(place.area("contrato"), unknown, "wrong")
    for field, value, length in (("nss", nss, 11), ("curp", curp, 18)):
        twice = f"SUMPRODUCT(({here('contrato')}={key})*({here(field)}={value}))>1"
        dress.flag(place.area(field), f'AND({value}<>"",OR(LEN(TRIM({value}))<>{length},{twice}))', "wrong")
    dress.flag(place.area("sbc"), f'AND({sbc}<>"",OR(ISTEXT({sbc}),N({sbc})<=0))', "wrong")


def _gaps(dress: Dress, facts: Facts, place: TablePlace) -> None:
    row = f"${place.letter('contrato')}{place.first_row}:${place.last_letter}{place.first_row}"
    for field in facts.design.workers.required:
        dress.flag(place.area(field), f'AND(TRIM({place.cell(field)})="",COUNTA({row})>0)', "missing")
