"""The sheet of contracts: its drop-downs, input messages and colours."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.newbook import tables
from icsoe_xl.newbook.dress import Dress
from icsoe_xl.newbook.facts import Facts
from icsoe_xl.newbook.lists import list_name, lists_of
from icsoe_xl.newbook.places import TablePlace
from icsoe_xl.periods import FIRST
from icsoe_xl.periods.returns import Return

YES_NO = '"Sí,No"'


def build(sheet: Worksheet, facts: Facts) -> Dress:
    """Make the sheet."""
    place = facts.contracts
    dress = tables.build(sheet, facts, facts.design.contracts, place)
    _messages(dress, facts, place)
    _faults(dress, facts, place)
    _gaps(dress, facts, place)
    return dress


def _messages(dress: Dress, facts: Facts, place: TablePlace) -> None:
    offered = lists_of(facts)
    for column in facts.design.contracts.columns:
        name, area, message = column.field, place.area(column.field), facts.told(column.help)
        if name in ("fecha_inicio", "fecha_fin"):
            dress.ask(
                area, column.header, message, kind="date", operator="greaterThan", formula="DATE(2000,1,1)",
                refuse="Escriba la fecha así: 31/01/2026.",
            )  # fmt: skip
        elif name == "cliente_domicilio_fiscal":
            dress.ask(area, column.header, message, choices=YES_NO, refuse="Elija Sí o No.")
        elif name in offered:
            dress.ask(area, column.header, message, choices=_choices(name, offered, place))
        elif message:
            dress.ask(area, column.header, message)


def _choices(field: str, offered: dict[str, list[str]], place: TablePlace) -> str:
    """A field's list: what the profile has for the row's client (or folio) once that is typed, else all.

    A drop-down and not a formula in the cell: what the typist accepts is a value that stays, and that she
    may change.
    """
    key = "repse_folio" if field == "servicio" else "cliente_rfc"
    whole = list_name(field)
    if field in (key, "repse_folio") or key not in offered:
        return whole
    found = f"MATCH({place.cell(key)},{list_name(key)},0)"
    return f"IF(ISNUMBER({found}),INDEX({whole},{found}),{whole})"


def _faults(dress: Dress, facts: Facts, place: TablePlace) -> None:
    """What cannot be right, in red. These come first and win over the gaps."""
    cell, key = place.cell, place.cell("contrato")
    keys = place.here("contrato")
    dress.flag(place.area("contrato"), f'AND({key}<>"",SUMPRODUCT(--({keys}={key}))>1)', "wrong")
    rfc = cell("cliente_rfc")
    wrong_rfc = f'AND({rfc}<>"",LEN(TRIM({rfc}))<>12,LEN(TRIM({rfc}))<>13)'
    dress.flag(place.area("cliente_rfc"), f'OR({wrong_rfc},AND({rfc}<>"",{rfc}=icsoe_rfc))', "wrong")
    mail = cell("cliente_correo")
    dress.flag(place.area("cliente_correo"), f'AND({mail}<>"",ISERROR(FIND("@",{mail})))', "wrong")
    mobile = cell("cliente_movil")
    dress.flag(place.area("cliente_movil"), f'AND({mobile}<>"",LEN({mobile})<10)', "wrong")
    cp = cell("cliente_cp")
    dress.flag(place.area("cliente_cp"), f'AND({cp}<>"",LEN(TRIM({cp}))<>5)', "wrong")
    start, end = cell("fecha_inicio"), cell("fecha_fin")
    wrong_start = f"ISTEXT({start})"
    outside = outside_period(facts, start)
    if outside:
        wrong_start = f"OR({wrong_start},AND(ISNUMBER({start}),{outside}))"
    dress.flag(place.area("fecha_inicio"), wrong_start, "wrong")
    before = f"AND(ISNUMBER({start}),ISNUMBER({end}),{end}<{start})"
    dress.flag(place.area("fecha_fin"), f"OR(ISTEXT({end}),{before})", "wrong")


def outside_period(facts: Facts, start: str) -> str:
    """Formula: a start lies outside the period of a return that lists what began in it; "" when any may.

    ``start`` is a cell or a range. Contracts in force on the first day belong to the first period's return
    (IMSS FAQ; confidence medium, so nothing is coloured there).
    """
    if facts.period == FIRST:
        return ""
    first, last = (
        f"DATE({day.year},{day.month},{day.day})" for day in (facts.period.start, facts.period.end)
    )
    return f'OR(icsoe_tipo="{Return.NORMAL}",icsoe_tipo="{Return.CORRECTION}")*(({start}<{first})+({start}>{last}))'


def address(facts: Facts) -> list[str]:
    """The fields of a client's address that may not be empty when it is not the tax one."""
    return [f"cliente_{part}" for part in facts.design.address]


def _gaps(dress: Dress, facts: Facts, place: TablePlace) -> None:
    """What is missing in a row that was begun, in yellow; the address in grey when nobody asks for it."""
    row = f"${place.letter('contrato')}{place.first_row}:${place.last_letter}{place.first_row}"
    for field in facts.design.contracts.required:
        dress.flag(place.area(field), f'AND(TRIM({place.cell(field)})="",COUNTA({row})>0)', "missing")
    answer = place.cell("cliente_domicilio_fiscal")
    for field in (*address(facts), "cliente_num_int"):
        dress.flag(place.area(field), f'AND({answer}="Sí",{place.cell(field)}="")', "idle")
    for field in address(facts):
        dress.flag(place.area(field), f'AND({answer}="No",TRIM({place.cell(field)})="")', "missing")
