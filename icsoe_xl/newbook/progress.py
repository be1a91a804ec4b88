"""The live formulas of the first sheet: how much is typed, what is missing, what cannot be right.

They see the obvious and cost little on every keystroke: nothing here compares all workers with all others.
Formulas are in Excel's own (English) names; every Excel since 2007 and LibreOffice know them.
"""

from __future__ import annotations

from dataclasses import dataclass

from icsoe_xl.newbook import contracts, form
from icsoe_xl.newbook.facts import Facts
from icsoe_xl.newbook.places import FORM, TablePlace
from icsoe_xl.periods.returns import Return

ERROR = "error"
"""What a count says when a cell that it looks at holds an Excel error."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: what it is about, and three counts ("" where one makes no sense).

    Each count is a formula; ``typed_now`` and ``missing_now`` are what the first two give before anything is
    typed. Nothing is wrong then.
    """

    title: str
    typed: str = ""
    missing: str = ""
    wrong: str = ""
    typed_now: int = 0
    missing_now: int = 0


def lines(facts: Facts) -> list[Line]:
    """The table of progress: the form, the two tables, and how they fit together."""
    return [_form(facts), _contracts(facts), _workers(facts), *_together(facts)]


def _form(facts: Facts) -> Line:
    names = (*form.REQUIRED, "icsoe_domicilio_fiscal")
    values = form.values_of(facts)
    gaps = "+".join(f'(TRIM({name})="")' for name in names)
    address = "+".join(f'(TRIM({name})="")' for name in form.address(facts))
    missing = f'{gaps}+(icsoe_domicilio_fiscal="No")*({address})'
    now = sum(not values.get(name) for name in names)
    if values["icsoe_domicilio_fiscal"] == "No":
        now += sum(not values.get(name) for name in form.address(facts))
    typed = "+".join(f'(TRIM({name})<>"")' for name in form.places(facts))
    captured = _begun(facts.contracts, facts.design.contracts.required)
    differ = f"IF(ISNUMBER(icsoe_num_contratos),--(icsoe_num_contratos<>{captured}),0)"
    return Line(FORM, _count(typed), _count(missing), _count(differ), len(values), now)


def _contracts(facts: Facts) -> Line:
    place = facts.contracts
    at = place.range
    answer, rfc, key = at("cliente_domicilio_fiscal"), at("cliente_rfc"), at("contrato")
    start, end = at("fecha_inicio"), at("fecha_fin")
    address = "+".join(f'({at(field)}="")' for field in contracts.address(facts))
    faults = [
        f'({rfc}<>"")*(LEN({rfc})<>12)*(LEN({rfc})<>13)',
        f'({key}<>"")*(COUNTIF({key},{key})>1)',
        f"--ISTEXT({start})",
        f"--ISTEXT({end})",
        f"ISNUMBER({start})*ISNUMBER({end})*({end}<{start})",
    ]
    outside = contracts.outside_period(facts, start)
    if outside:
        faults.append(f"ISNUMBER({start})*{outside}")
    return Line(
        place.sheet,
        _count(_begun(place, facts.design.contracts.required)),
        _count(f'{_gaps(place, facts.design.contracts.required)}+SUMPRODUCT(({answer}="No")*({address}))'),
        _count("+".join(f"SUMPRODUCT({fault})" for fault in faults)),
    )


def _workers(facts: Facts) -> Line:
    place = facts.workers
    nss, curp, sbc = (place.range(field) for field in ("nss", "curp", "sbc"))
    faults = (
        f'({nss}<>"")*(LEN({nss})<>11)',
        f'({curp}<>"")*(LEN({curp})<>18)',
        f"--ISTEXT({sbc})",
        f"ISNUMBER({sbc})*({sbc}<=0)",
    )
    return Line(
        place.sheet,
        _count(_begun(place, facts.design.workers.required)),
        _count(_gaps(place, facts.design.workers.required)),
        _count("+".join(f"SUMPRODUCT({fault})" for fault in faults)),
    )


def _together(facts: Facts) -> list[Line]:
    keys, used = facts.contracts.range("contrato"), facts.workers.range("contrato")
    return [
        Line(
            "Contratos sin trabajadores", wrong=_count(f'SUMPRODUCT(({keys}<>"")*(COUNTIF({used},{keys})=0))')
        ),
        Line(
            "Trabajadores cuyo contrato no está en Contratos",
            wrong=_count(f'SUMPRODUCT(({used}<>"")*(COUNTIF({keys},{used})=0))'),
        ),
    ]


def _begun(place: TablePlace, fields: tuple[str, ...]) -> str:
    """How many rows have any of these fields."""
    any_field = "+".join(f'({place.range(field)}<>"")' for field in fields)
    return f"SUMPRODUCT(--(({any_field})>0))"


def _gaps(place: TablePlace, fields: tuple[str, ...]) -> str:
    """How many of these fields are empty in rows that have another."""
    filled = "+".join(f'({place.range(field)}<>"")' for field in fields)
    return f"SUMPRODUCT((({filled})>0)*({len(fields)}-({filled})))"


def _count(formula: str) -> str:
    return f'=IFERROR({formula},"{ERROR}")'


def state(contracts_typed: str, workers_typed: str, form_missing: str, pending: str, all_counts: str) -> str:
    """The formula of the state, from the cells of the counts."""
    nil = f'icsoe_tipo="{Return.NIL}"'
    empty = f"AND({contracts_typed}=0,{workers_typed}=0)"
    return (
        f'=IF(COUNTIF({all_counts},"{ERROR}")>0,"Hay celdas con un error de Excel: corríjalas o bórrelas",'
        f'IF({form_missing}>0,"Complete la hoja Contratista",'
        f'IF({nil},IF({empty},"{READY}","La informativa Sin información no lleva contratos ni trabajadores"),'
        f'IF({contracts_typed}=0,"{NO_CONTRACTS}",'
        f'IF({workers_typed}=0,"Falta capturar los trabajadores",'
        f'IF(SUM({pending})>0,"Datos por completar o corregir: "&SUM({pending}),"{READY}"))))))'
    )


READY = "Listo para validar"
NO_CONTRACTS = "Falta capturar los contratos"


def state_now(missing: int) -> str:
    """What the state says before anything is typed, with so many gaps in the form."""
    return "Complete la hoja Contratista" if missing else NO_CONTRACTS


def days_left(due: str) -> str:
    """The formula that says in words how far away the due date in a cell is."""
    days = f"({due}-TODAY())"
    return (
        f'=IF({days}<0,"venció hace "&-{days}&IF({days}=-1," día"," días"),'
        f'IF({days}=0,"vence hoy",IF({days}=1,"vence mañana","faltan "&{days}&" días")))'
    )


def days_left_now(facts: Facts) -> str:
    """What that says on the day the workbook is made."""
    days = (facts.due - facts.today).days
    if days < 0:
        return f"venció hace {-days} " + ("día" if days == -1 else "días")
    return "vence hoy" if days == 0 else "vence mañana" if days == 1 else f"faltan {days} días"
