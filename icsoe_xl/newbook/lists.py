"""The hidden sheet of lists: what the drop-downs offer, each list behind a name of its own."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.addresses import column_letters
from icsoe_xl.newbook.dress import TEXT, Dress
from icsoe_xl.newbook.facts import Facts
from icsoe_xl.newbook.places import LISTS
from icsoe_xl.profiles.model import Client

_OF_CLIENT = {
    "cliente_rfc": "rfc",
    "cliente_nombre": "nombre",
    "cliente_correo": "correo",
    "cliente_movil": "movil",
    "cliente_telefono": "telefono",
    "cliente_domicilio_fiscal": "domicilio_fiscal",
    "cliente_cp": "cp",
    "cliente_colonia": "colonia",
    "cliente_calle": "calle",
    "cliente_num_ext": "num_ext",
    "cliente_num_int": "num_int",
    "cliente_entre_calles": "entre_calles",
}
"""Field of a contract -> what the profile calls it of a client."""


def list_name(field: str) -> str:
    """The defined name of the list that a field's drop-down shows."""
    return f"lista_{field}"


def lists_of(facts: Facts) -> dict[str, list[str]]:
    """Field -> what its drop-down offers; lists of clients (and of services) are aligned by entry.

    A list without any text is left out.
    """
    profile = facts.profile
    lists = {field: [_said(client, key) for client in profile.clientes] for field, key in _OF_CLIENT.items()}
    lists["repse_folio"] = [service.folio for service in profile.servicios]
    lists["servicio"] = [service.texto for service in profile.servicios]
    lists["icsoe_registro_patronal"] = list(profile.registros_patronales)
    lists["icsoe_capturista"] = [each.curp or each.nombre for each in profile.capturistas]
    return {field: texts for field, texts in lists.items() if any(texts)}


def _said(client: Client, key: str) -> str:
    value = getattr(client, key)
    return value if isinstance(value, str) else "Sí" if value else "No"


def build(sheet: Worksheet, facts: Facts) -> Dress:
    """Fill the sheet and hide it."""
    dress = Dress(sheet, facts.design.colours)
    for column, (field, texts) in enumerate(lists_of(facts).items(), 1):
        dress.put(1, column, field, bold=True, fill=facts.design.colours.suave)
        for row, text in enumerate(texts, 2):
            dress.put(row, column, text or None, number_format=TEXT)
        sheet.column_dimensions[column_letters(column)].width = 24
    sheet.sheet_state = "hidden"
    return dress


def names(facts: Facts) -> Sequence[DefinedName]:
    """The names of the lists, and of the keys of the contracts, all of them and those typed so far."""
    made = []
    for column, (field, texts) in enumerate(lists_of(facts).items(), 1):
        letter = column_letters(column)
        made.append(
            DefinedName(list_name(field), attr_text=f"{LISTS}!${letter}$2:${letter}${len(texts) + 1}")
        )
    contracts = facts.contracts
    keys = contracts.range("contrato")
    # Down to the last key and not by counting them: a typist may leave rows empty.
    last = f'MAX(1,SUMPRODUCT(MAX(({keys}<>"")*(ROW({keys})-{contracts.header_row}))))'
    first = f"{contracts.sheet}!${contracts.letter('contrato')}${contracts.first_row}"
    made.append(DefinedName("claves_contratos", attr_text=keys))
    made.append(DefinedName(list_name("contrato"), attr_text=f"OFFSET({first},0,0,{last},1)"))
    return made
