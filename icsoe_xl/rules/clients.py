"""K011, K012, K041, K042: the client of each contract."""

from __future__ import annotations

from collections.abc import Iterator

from icsoe_xl.contact import is_email, is_mobile
from icsoe_xl.findings import Finding
from icsoe_xl.ids import rfc
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.model import Form
from icsoe_xl.rules import addresses
from icsoe_xl.rules.base import Rows, Rule
from icsoe_xl.rules.contractor import RFC_DIGIT, RFC_TROUBLE

_GUIDES = "IMSS, guías 1 a 6 de la ICSOE (datos del beneficiario)."

K011 = Rule(
    code="K011",
    title="Falta el RFC del cliente, está mal escrito o es genérico",
    severity="error",
    what="El RFC del cliente no tiene la forma de un RFC: letras, fecha y homoclave.",
    mend="Cópielo de la constancia de situación fiscal del cliente, o de una factura.",
    why=(
        "El portal valida el RFC y de él toma el nombre. Los genéricos (XAXX..., XEXX...) no son de un cliente: "
        "los contratos con extranjeros sin establecimiento en México no se informan."
    ),
    source="IMSS, preguntas frecuentes de la ICSOE; SAT, tdCFDI.xsd (estructura del RFC).",
    bad="RFC del cliente: XAXX010101000",
    good="RFC del cliente: XIA190128J61",
)
K012 = Rule(
    code="K012",
    title="El cliente es el mismo contratista",
    severity="error",
    what="El RFC del cliente es el del contratista.",
    mend="Escriba el RFC de quien recibe el servicio.",
    why="Nadie se presta servicios a sí mismo: el IMSS publica como inconsistentes esos contratos.",
    source="IMSS, Boletín 300/2025 (inconsistencia 1: contratista y beneficiario son el mismo).",
    bad="Contratista y cliente: EKU9003173C9",
    good="Contratista: EKU9003173C9; cliente: XIA190128J61",
)
K041 = Rule(
    code="K041",
    title="Falta el correo del cliente o está mal escrito, o su móvil no tiene 10 dígitos",
    severity="error",
    what="El correo del cliente no es un correo.",
    mend="Deje uno solo, sin espacios ni acentos: nombre@empresa.com.mx.",
    why="El portal pide correo y móvil del cliente en cada contrato; el teléfono fijo es opcional.",
    source=_GUIDES,
    bad="Correo del cliente: pagos@empresa",
    good="Correo del cliente: pagos@empresa.com.mx; móvil: 5512345678",
)
K042 = Rule(
    code="K042",
    title="El domicilio del cliente está incompleto",
    severity="error",
    what="El domicilio del cliente no es el fiscal y le falta un dato.",
    mend="Complételo, o escriba Sí si su domicilio convencional es el fiscal.",
    why="Cuando el domicilio convencional del cliente no es el fiscal, el portal pide capturarlo completo.",
    source=_GUIDES,
    bad="¿Es el fiscal?: No; código postal: 6600",
    good="¿Es el fiscal?: No; código postal: 06600, con colonia, calle, número y entre calles",
)

RULES = (K011, K012, K041, K042)


def check(contracts: Rows, form: Form) -> Iterator[Finding]:
    """Findings K011, K012, K041 and K042, row by row; a cell that holds no value (A005) is not judged."""
    contractor = rfc.compact(form.text("icsoe_rfc"))
    for index in range(len(contracts.table.rows)):
        if contracts.is_readable(index, "cliente_rfc"):
            yield from _rfc(contracts, index, contractor)
        if contracts.is_readable(index, "cliente_correo"):
            yield from _email(contracts, index)
        if contracts.is_readable(index, "cliente_movil"):
            yield from _mobile(contracts, index)
        yield from _address(contracts, index, form)


def _rfc(contracts: Rows, index: int, contractor: str) -> Iterator[Finding]:
    table = contracts.table
    value = rfc.compact(contracts.text(index, "cliente_rfc"))
    reason = rfc.explain(value)
    if not value:
        yield K011.at(table, index, "cliente_rfc", what="Falta el RFC del cliente.")
    elif reason is Reason.GENERIC:
        yield K011.at(
            table,
            index,
            "cliente_rfc",
            severity=rfc.generic_treatment().value,
            what="Es un RFC genérico, no el de un cliente.",
            mend="Escriba el del cliente; si es extranjero sin establecimiento en México, el contrato no se informa.",
        )
    elif reason is not None:
        yield K011.at(table, index, "cliente_rfc", what=RFC_TROUBLE.get(reason, ""))
    elif value == contractor:
        yield K012.at(table, index, "cliente_rfc")
    elif not rfc.has_right_check_digit(value):
        yield K011.at(table, index, "cliente_rfc", severity="warning", what=RFC_DIGIT[0], mend=RFC_DIGIT[1])


def _email(contracts: Rows, index: int) -> Iterator[Finding]:
    value = contracts.text(index, "cliente_correo")
    if not value:
        mend = "Pídaselo: el portal lo pide en cada contrato."
        yield K041.at(
            contracts.table, index, "cliente_correo", what="Falta el correo del cliente.", mend=mend
        )
    elif not is_email(value):
        yield K041.at(contracts.table, index, "cliente_correo")


def _mobile(contracts: Rows, index: int) -> Iterator[Finding]:
    value = contracts.text(index, "cliente_movil")
    if not value:
        # The portal's screen asks for it, but no text of IMSS says that it may not stay empty.
        yield K041.at(
            contracts.table,
            index,
            "cliente_movil",
            severity="warning",
            what="Falta el móvil del cliente.",
            mend="Pídaselo: el portal tiene un campo para él.",
        )
    elif not is_mobile(value):
        yield K041.at(
            contracts.table,
            index,
            "cliente_movil",
            what="El móvil del cliente no tiene 10 dígitos.",
            mend="Escriba los 10 dígitos de un solo número, por ejemplo 5512345678.",
        )


def _address(contracts: Rows, index: int, form: Form) -> Iterator[Finding]:
    """Parts without a column are said of the answer that they are asked by."""
    table = contracts.table
    fields = {part: f"cliente_{part}" for part in addresses.PARTS}
    is_tax = f"cliente_{addresses.IS_TAX}"
    if not contracts.is_readable(index, is_tax) or any(
        (index, field) in contracts.unreadable for field in fields.values()
    ):
        return
    values = {part: table.raw[field][index] for part, field in fields.items() if contracts.has(field)}
    lost = []
    for fault in addresses.faults(form.layout, table.raw[is_tax][index], values):
        field = f"cliente_{fault.part}"
        if contracts.has(field):
            yield K042.at(table, index, field, severity=fault.severity, what=fault.what, mend=fault.mend)
        else:
            lost.append(table.layout.shape(table.kind).label(field))
    if lost:
        yield K042.at(
            table,
            index,
            is_tax,
            what=f"El domicilio no es el fiscal, y la hoja no tiene columnas para: {', '.join(lost)}.",
            mend="Agréguelas en la fila de encabezados, o escriba Sí si es el fiscal.",
        )
