"""R001 to R006: the return as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from icsoe_xl.findings import Finding
from icsoe_xl.model import Form
from icsoe_xl.periods.returns import MOST_COMPLEMENTARIAS, Return, complementarias, in_force
from icsoe_xl.rules.base import Context, Rows, Rule
from icsoe_xl.rules.contract_keys import keys_of

_BULLETIN = "IMSS, Boletín 300/2025"
_RETURNS = "Lineamientos ACDO.AS2.HCT.300322/68.P.DIR (DOF 13-04-2022), numerales 5.6 a 5.9"

R001 = Rule(
    code="R001",
    title="Informativa Normal o Corrección sin contratos",
    severity="error",
    what="La informativa no tiene ningún contrato.",
    mend="Si en el periodo no empezó ninguno, cambie el tipo a Sin información; si empezó, captúrelo en Contratos.",
    why="El IMSS publica como inconsistentes las informativas sin contratos; para eso existe la de Sin información.",
    source=f"{_BULLETIN} (inconsistencia 5: informativa sin contratos); {_RETURNS}.",
    bad="Tipo: Normal, y la hoja Contratos vacía",
    good="Tipo: Sin información, y la hoja Contratos vacía",
)
R002 = Rule(
    code="R002",
    title="La informativa del periodo ya se presentó",
    severity="warning",
    what="La informativa de este periodo ya se presentó.",
    mend=(
        "Si quiere cambiar lo presentado, el tipo es Corrección; si éste es el libro que se presentó, ya no hay "
        "nada que presentar."
    ),
    why=(
        "El IMSS publica como inconsistencia más de una informativa por periodo. Lo presentado se cambia con una "
        "complementaria; otra Normal o Sin información sólo cabe después de una Sin efectos."
    ),
    source=f"{_BULLETIN} (inconsistencia 6: más de una informativa por periodo); {_RETURNS}.",
    bad="Tipo: Normal, y su registro tiene el acuse de la Normal del mismo periodo",
    good="Tipo: Corrección, y su registro tiene el acuse de la Normal del mismo periodo",
)
R003 = Rule(
    code="R003",
    title="El número de contratos no es el de los contratos capturados",
    severity="error",
    what="El número de contratos no es el de los que hay en la hoja Contratos.",
    mend="Agregue los que falten, quite los que sobren o corrija el número.",
    why="El IMSS compara el número que se declara con los contratos que trae la informativa.",
    source=f"{_BULLETIN} (inconsistencia 7: el número de contratos no coincide).",
    bad="Número de contratos: 5, con 4 en la hoja Contratos",
    good="Número de contratos: 4, con 4 en la hoja Contratos",
)
R004 = Rule(
    code="R004",
    title="Ya pasó la fecha límite",
    severity="warning",
    what="Ya pasó la fecha límite de este periodo.",
    mend="Preséntela cuanto antes.",
    why=(
        "Se firma del 1 al 17 del mes que sigue al periodo; si el 17 es inhábil, el siguiente día hábil. No "
        "presentarla a tiempo se multa con 500 a 2,000 veces la UMA diaria, salvo que se presente de forma espontánea."
    ),
    source=(
        "LSS, artículos 304-A fracción XXII, 304-B fracción V y 304-C; Lineamientos ACDO.AS2.HCT.300322/68.P.DIR "
        "(DOF 13-04-2022), numerales 5.3 a 5.5."
    ),
    bad="Periodo 2026-1, que venció el 18/05/2026, el 25/05/2026",
    good="Periodo 2026-1, el 15/05/2026",
)
R005 = Rule(
    code="R005",
    title="Sería la quinta complementaria del periodo",
    severity="error",
    what=f"Ya se presentaron las {MOST_COMPLEMENTARIAS} complementarias que admite el periodo.",
    mend=(
        "Revise sus acuses con «icsoe-xl ledger list»; si alguno está mal registrado, anúlelo con «icsoe-xl ledger "
        "acuse void»."
    ),
    why=(
        f"El IMSS admite hasta {MOST_COMPLEMENTARIAS} complementarias por periodo, entre Corrección y Sin efectos; las "
        "de Actualización no cuentan."
    ),
    source=f"{_RETURNS}.",
    bad="Tipo: Corrección, y su registro tiene cuatro complementarias del periodo",
    good="Tipo: Corrección, y su registro tiene tres complementarias del periodo",
)
R006 = Rule(
    code="R006",
    title="Informativa Sin información con contratos",
    severity="error",
    what="El tipo es Sin información, y hay contratos en la hoja Contratos.",
    mend="Cambie el tipo a Normal si los contratos empezaron en el periodo; si no, quítelos.",
    why="Sin información es para el periodo en que no empezó ningún contrato.",
    source=f"{_RETURNS}.",
    bad="Tipo: Sin información, con 3 contratos",
    good="Tipo: Normal, con 3 contratos",
)

RULES = (R001, R002, R003, R004, R005, R006)


def kind_of(form: Form) -> Return | None:
    """Which return it is; None when that is missing or not understood (C005)."""
    return Return.parse(form.text("icsoe_tipo"))


def check(form: Form, contracts: Rows | None, context: Context) -> Iterator[Finding]:
    """Findings R001 to R006; those about contracts only where their table was found whole."""
    kind = kind_of(form)
    if contracts is not None and contracts.has("contrato"):
        count = len(contracts.table.rows)
        if kind is not None and kind.reports_contracts and not count:
            yield R001.on_form(form, "icsoe_tipo")
        if kind is Return.NIL and count:
            yield R006.on_form(form, "icsoe_tipo")
        yield from _declared(form, contracts)
    yield from _filed(form, kind, context)
    if kind is None or kind.has_due_date:
        yield from _late(context)


def _filed(form: Form, kind: Return | None, context: Context) -> Iterator[Finding]:
    """Findings R002 and R005; a missing type (C005) is Normal for neither."""
    standing = in_force(context.filed)
    if kind in (Return.NORMAL, Return.NIL) and standing is not None:
        yield R002.on_form(
            form,
            "icsoe_tipo",
            what=(
                f"La informativa del periodo {context.period} ya se presentó: {standing.kind}, el "
                f"{standing.filed_on:%d/%m/%Y}, folio {standing.folio}."
            ),
        )
    if kind is not None and kind.is_counted and complementarias(context.filed) >= MOST_COMPLEMENTARIAS:
        yield R005.on_form(form, "icsoe_tipo")


def _declared(form: Form, contracts: Rows) -> Iterator[Finding]:
    text = form.text("icsoe_num_contratos")
    if not text or "icsoe_num_contratos" in form.unreadable:
        return
    # A key that stands twice (K001) is one contract or two: either number is taken.
    counts = {len(contracts.table.rows), len(set(keys_of(contracts)) - {""})}
    if not text.isdecimal():
        yield R003.on_form(form, "icsoe_num_contratos", what="El número de contratos no es un número entero.")
    elif int(text) not in counts:
        yield R003.on_form(form, "icsoe_num_contratos")


def _late(context: Context) -> Iterator[Finding]:
    period, today = context.period, context.today
    if today <= period.due_date:
        return
    # Only now: holidays, which can only move the date further, are slow to import.
    from icsoe_xl.periods.calendar import due_date
    from icsoe_xl.periods.fines import SPONTANEOUS, exposure

    due = due_date(period)
    late = exposure(due, today)
    if late.fine is None:
        return
    days = "ayer" if late.days_late == 1 else f"hace {late.days_late:,} días"
    uma = "" if late.fine.uma.known else ", con la última UMA que conozco"
    yield R004.on_sheet(
        None,
        what=(
            f"La informativa del periodo {period} venció el {due:%d/%m/%Y} ({days}). La multa va de "
            f"${late.fine.low:,.2f} a ${late.fine.high:,.2f} (500 a 2,000 UMA{uma})."
        ),
        mend=f"Preséntela cuanto antes. {SPONTANEOUS}",
    )
