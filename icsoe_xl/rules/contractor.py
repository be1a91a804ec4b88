"""C001-C006: the contractor of a whole workbook, and which return it is."""

from __future__ import annotations

from collections.abc import Iterator

from icsoe_xl.contact import is_email
from icsoe_xl.findings import Finding
from icsoe_xl.ids import rfc
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.model import Form
from icsoe_xl.periods.returns import Return
from icsoe_xl.rules import addresses, typed
from icsoe_xl.rules.base import Context, Rule

_GUIDES = "IMSS, guías 1 a 6 de la ICSOE (datos generales del contratista)."
_XSD = "SAT, tdCFDI.xsd, tipos t_RFC_PM y t_RFC_PF (estructura oficial del RFC)."

C001 = Rule(
    code="C001",
    title="Falta el RFC del contratista, o está mal escrito",
    severity="error",
    what="El RFC del contratista no tiene la forma de un RFC: letras, fecha y homoclave.",
    mend="Cópielo de la constancia de situación fiscal.",
    why=(
        "El RFC dice quién presenta la informativa y da nombre a los archivos. Cerca de 1.5 % de los RFC en uso "
        "tienen un último carácter que no corresponde: por eso eso sólo se avisa."
    ),
    source=_XSD,
    bad="RFC: EKU-90031",
    good="RFC: EKU9003173C9",
)
C002 = Rule(
    code="C002",
    title="Falta el nombre, el correo o el registro REPSE del contratista",
    severity="error",
    what="Falta un dato del contratista.",
    mend="Escríbalo en su celda; está en el perfil del contratista o en su constancia.",
    why=(
        "El portal pide el correo (el IMSS notifica al último que se dio) y el registro REPSE, con su PDF; el "
        "nombre es el de la e.firma."
    ),
    source=_GUIDES,
    bad="Correo electrónico: (vacío)",
    good="Correo electrónico: contacto@empresa.com.mx",
)
C003 = Rule(
    code="C003",
    title="El registro REPSE no se parece a AR12345/2024, o está vencido o por vencer",
    severity="warning",
    what="El registro REPSE no se parece a AR12345/2024.",
    mend="Compárelo con el aviso de registro de la STPS; si así viene, déjelo.",
    why="El registro dura tres años y se renueva en los tres meses anteriores a su vencimiento.",
    source="LFT, artículo 15; Disposiciones de carácter general REPSE (DOF 24-05-2021), artículo Décimo Sexto.",
    bad="Registro REPSE: 12345, vencido el 15/06/2024",
    good="Registro REPSE: AR12345/2024, vence el 15/06/2027",
)
C004 = Rule(
    code="C004",
    title="El registro patronal no corresponde a su dígito verificador",
    severity="warning",
    what="El último dígito del registro patronal no corresponde a los demás.",
    mend="Compárelo con la tarjeta de identificación patronal; si así viene, déjelo.",
    why="El dígito 11 se calcula con los anteriores. El IMSS no publica cómo: por eso sólo se avisa.",
    source="Estructura del registro patronal del IMSS, según código público comprobado con números reales.",
    bad="Registro patronal: E52-40157-10-3",
    good="Registro patronal: E52-40157-10-0",
)
C005 = Rule(
    code="C005",
    title="Falta el periodo o el tipo de informativa, o no se entiende",
    severity="error",
    what="El periodo no se entiende.",
    mend="Escriba año y cuatrimestre: 2026-1 (enero-abril), 2026-2 (mayo-agosto) o 2026-3 (septiembre-diciembre).",
    why="El portal pide primero año, periodo y tipo; de ellos depende qué contratos van y hasta cuándo.",
    source="Lineamientos ACDO.AS2.HCT.300322/68.P.DIR (DOF 13-04-2022), numerales 5.3 a 5.9.",
    bad="Periodo: primero de 2026; tipo: Anual",
    good="Periodo: 2026-1; tipo: Normal",
)
C006 = Rule(
    code="C006",
    title="El domicilio del contratista está incompleto",
    severity="error",
    what="El domicilio del contratista no es el fiscal y le falta un dato.",
    mend="Complételo, o escriba Sí si su domicilio convencional es el fiscal.",
    why="Cuando el domicilio convencional no es el fiscal, el portal pide capturarlo completo.",
    source=_GUIDES,
    bad="¿Es el fiscal?: No; código postal: 6600",
    good="¿Es el fiscal?: No; código postal: 06600, con colonia, calle, número y entre calles",
)

RULES = (C001, C002, C003, C004, C005, C006)

_TYPE_WHAT = "El tipo de informativa no se entiende."
_TYPE_MEND = f"Escriba uno de estos: {', '.join(Return)}."
_EXPIRY_UNREADABLE = "El vencimiento del registro REPSE no es una fecha."
_EXPIRY_MEND = "Escríbalo como fecha, por ejemplo 15/06/2027."


def check(form: Form, context: Context) -> Iterator[Finding]:
    """Findings C001-C006. A field that holds no value (A005) is not judged."""
    for field, judge in _JUDGES:
        if field not in form.unreadable:
            yield from judge(form, field, context)
    parts = {name: f"icsoe_{name}" for name in addresses.PARTS}
    if not form.unreadable.keys() & {"icsoe_domicilio_fiscal", *parts.values()}:
        is_tax = form.raw("icsoe_domicilio_fiscal")
        values = {name: form.raw(field) for name, field in parts.items()}
        for fault in addresses.faults(form.layout, is_tax, values):
            yield C006.on_form(
                form, f"icsoe_{fault.part}", severity=fault.severity, what=fault.what, mend=fault.mend
            )


def _rfc(form: Form, field: str, _: Context) -> Iterator[Finding]:
    value = rfc.compact(form.text(field))
    if not value:
        yield C001.on_form(form, field, what="Falta el RFC del contratista.")
        return
    reason = rfc.explain(value)
    if reason is Reason.GENERIC:
        yield C001.on_form(form, field, what="El RFC del contratista es uno genérico.")
    elif reason is not None:
        yield C001.on_form(form, field, what=RFC_TROUBLE.get(reason, ""))
    elif not rfc.has_right_check_digit(value):
        yield C001.on_form(form, field, severity="warning", what=RFC_DIGIT[0], mend=RFC_DIGIT[1])


RFC_TROUBLE = {
    Reason.LENGTH: "Un RFC tiene 12 caracteres (persona moral) o 13 (persona física).",
    Reason.DATE: "La fecha dentro del RFC no existe.",
}
"""What is said of an RFC by the reason why it is none; anything else is its shape."""
RFC_DIGIT = (
    "El último carácter del RFC no corresponde a los demás: puede que esté mal tecleado.",
    "Compárelo con la constancia de situación fiscal; si así viene, déjelo.",
)


def _name(form: Form, field: str, _: Context) -> Iterator[Finding]:
    if not form.text(field):
        yield C002.on_form(form, field, what="Falta el nombre o razón social del contratista.")


def _email(form: Form, field: str, _: Context) -> Iterator[Finding]:
    value = form.text(field)
    if not value:
        yield C002.on_form(form, field, what="Falta el correo del contratista: ahí notifica el IMSS.")
    elif not is_email(value):
        yield C002.on_form(
            form,
            field,
            what="El correo del contratista no es un correo.",
            mend="Deje uno solo, sin espacios ni acentos: nombre@empresa.com.mx.",
        )


def _registration(form: Form, field: str, _: Context) -> Iterator[Finding]:
    from icsoe_xl.ids import repse

    value = repse.compact(form.text(field))
    if not value:
        yield C002.on_form(form, field, what="Falta el registro REPSE del contratista.")
    elif not repse.is_valid(value):
        yield C003.on_form(form, field)


def _expiry(form: Form, field: str, context: Context) -> Iterator[Finding]:
    from icsoe_xl.periods import repse

    raw = form.raw(field)
    last = typed.day(raw) or typed.written_day(raw)
    if last is None:
        if form.text(field):
            yield C003.on_form(form, field, what=_EXPIRY_UNREADABLE, mend=_EXPIRY_MEND)
        return
    state = repse.state(last, context.today)
    if state is repse.State.EXPIRED:
        yield C003.on_form(
            form,
            field,
            what="El registro REPSE ya venció.",
            mend="Renuévelo ante la STPS, o escriba aquí el vencimiento del nuevo.",
        )
    elif state is repse.State.RENEW_NOW:
        yield C003.on_form(
            form,
            field,
            what="El registro REPSE vence en menos de tres meses.",
            mend="Solicite ya la renovación: la STPS la recibe hasta el mes anterior al vencimiento.",
        )


def _registro_patronal(form: Form, field: str, _: Context) -> Iterator[Finding]:
    from icsoe_xl.ids import registro_patronal

    value = registro_patronal.compact(form.text(field))
    reason = registro_patronal.explain(value) if value else None
    if reason is Reason.LENGTH:
        yield C004.on_form(form, field, what="El registro patronal no tiene 11 caracteres.")
    elif reason is Reason.SHAPE:
        yield C004.on_form(form, field, what="El registro patronal no tiene la forma A12-34567-10-0.")
    elif reason is not None:
        yield C004.on_form(form, field)


def _period(form: Form, field: str, _: Context) -> Iterator[Finding]:
    if typed.period(form.raw(field)) is None:
        yield C005.on_form(form, field, what="" if form.text(field) else "Falta el periodo que se informa.")


def _type(form: Form, field: str, _: Context) -> Iterator[Finding]:
    if Return.parse(form.text(field)) is None:
        what = _TYPE_WHAT if form.text(field) else "Falta el tipo de informativa."
        yield C005.on_form(form, field, what=what, mend=_TYPE_MEND)


_JUDGES = (
    ("icsoe_rfc", _rfc),
    ("icsoe_razon_social", _name),
    ("icsoe_correo", _email),
    ("icsoe_repse_registro", _registration),
    ("icsoe_repse_vence", _expiry),
    ("icsoe_registro_patronal", _registro_patronal),
    ("icsoe_periodo", _period),
    ("icsoe_tipo", _type),
)
