"""The sheet of the contractor and the return: labels, values with our defined names, what is missing in yellow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.filling.values import contractor_values
from icsoe_xl.newbook.contracts import YES_NO
from icsoe_xl.newbook.dress import DAY, TEXT, Dress
from icsoe_xl.newbook.facts import Facts
from icsoe_xl.newbook.lists import list_name, lists_of
from icsoe_xl.newbook.places import FORM_LABEL, FORM_VALUE, START
from icsoe_xl.periods.returns import Return

REQUIRED = (
    "icsoe_periodo",
    "icsoe_tipo",
    "icsoe_rfc",
    "icsoe_razon_social",
    "icsoe_repse_registro",
    "icsoe_correo",
)
CLOSED = ("icsoe_periodo", "icsoe_rfc", "icsoe_razon_social")
"""What tells one workbook from another: the due date on Inicio is that of the period, and so on."""
_FIRST_GROUP = 5


def places(facts: Facts) -> dict[str, int]:
    """Row of each field, by its name."""
    rows: dict[str, int] = {}
    row = _FIRST_GROUP
    for _, lines in facts.design.form.groups:
        for line in lines:
            row += 1
            rows[line.field] = row
        row += 2
    return rows


def values_of(facts: Facts) -> dict[str, str | date]:
    """What the workbook knows from the start: the contractor, the period, a Normal return."""
    known = {"icsoe_periodo": str(facts.period), "icsoe_tipo": str(Return.NORMAL)}
    return {**contractor_values(facts.profile), **known}


def address(facts: Facts) -> list[str]:
    """The fields of the address that may not be empty when it is not the tax one."""
    return [f"icsoe_{part}" for part in facts.design.address]


def build(sheet: Worksheet, facts: Facts) -> Dress:
    """Make the sheet."""
    dress = Dress(sheet, facts.design.colours)
    colours = facts.design.colours
    dress.widths(2.5, 48, 56, 2.5)
    dress.band((1, 2), 4)
    dress.banner(1, 2, facts.told(facts.design.form.title), size=16, bold=True)
    dress.banner(
        2,
        2,
        '=icsoe_razon_social&" · "&icsoe_periodo',
        result=f"{facts.profile.razon_social} · {facts.period}",
    )
    dress.link(3, 3, "← Inicio", f"{START}!A1", align="right")
    dress.put(3, 2, facts.told(facts.design.form.hint), colour=colours.tenue, italic=True)
    dress.heights(r1=27, r2=18, r3=21, r4=6)
    values = values_of(facts)
    row = _FIRST_GROUP
    for title, lines in facts.design.form.groups:
        dress.put(row, 2, title, size=11, bold=True, colour=colours.principal, fill=colours.suave, until=3)
        dress.sheet.row_dimensions[row].height = 19
        for line in lines:
            row += 1
            dress.sheet.row_dimensions[row].height = 19
            dress.put(row, FORM_LABEL, line.label, indent=1)
            _value(dress, row, line.field, values)
            _message(dress, row, line.field, line.label, facts.told(line.help), facts)
        dress.sheet.row_dimensions[row + 1].height = 9
        row += 2
    _colours(dress, facts)
    sheet.freeze_panes = "A4"
    sheet.sheet_view.showGridLines = False
    return dress


def _value(dress: Dress, row: int, field: str, values: Mapping[str, str | date]) -> None:
    closed = field in CLOSED
    number_format = {"icsoe_repse_vence": DAY, "icsoe_num_contratos": "0"}.get(field, TEXT)
    dress.put(
        row, FORM_VALUE, values.get(field), box=True, unlocked=not closed, indent=1, number_format=number_format,
        fill=dress.colours.cerrado if closed else None,
    )  # fmt: skip


def _message(dress: Dress, row: int, field: str, label: str, message: str, facts: Facts) -> None:
    area, title = f"C{row}", label.partition(" (")[0].strip("¿?")
    if field == "icsoe_tipo":
        kinds = ",".join(Return)
        dress.ask(area, title, message, choices=f'"{kinds}"', refuse="Elija una de la lista.")
    elif field == "icsoe_domicilio_fiscal":
        dress.ask(area, title, message, choices=YES_NO, refuse="Elija Sí o No.")
    elif field == "icsoe_num_contratos":
        dress.ask(
            area, title, message, kind="whole", operator="greaterThanOrEqual", formula="0",
            refuse="Escriba cuántos contratos son, con número, o deje la celda vacía.",
        )  # fmt: skip
    elif field == "icsoe_repse_vence":
        dress.ask(
            area, title, message, kind="date", operator="greaterThan", formula="DATE(2021,1,1)",
            refuse="Escriba la fecha así: 31/01/2027.",
        )  # fmt: skip
    elif field in lists_of(facts):
        dress.ask(area, title, message, choices=list_name(field))
    elif message:
        dress.ask(area, title, message)


def _colours(dress: Dress, facts: Facts) -> None:
    at = {field: f"C{row}" for field, row in places(facts).items()}
    cp, mobile, mail = at["icsoe_cp"], at["icsoe_movil"], at["icsoe_correo"]
    dress.flag(cp, f'AND({cp}<>"",LEN(TRIM({cp}))<>5)', "wrong")
    dress.flag(mobile, f'AND({mobile}<>"",LEN({mobile})<10)', "wrong")
    dress.flag(mail, f'AND({mail}<>"",ISERROR(FIND("@",{mail})))', "wrong")
    for field in REQUIRED:
        dress.flag(at[field], f'TRIM({at[field]})=""', "missing")
    answer = at["icsoe_domicilio_fiscal"]
    dress.flag(answer, f'{answer}=""', "missing")
    for field in (*address(facts), "icsoe_num_int"):
        dress.flag(at[field], f'AND({answer}="Sí",{at[field]}="")', "idle")
    for field in address(facts):
        dress.flag(at[field], f'AND({answer}="No",TRIM({at[field]})="")', "missing")
