"""K021-K023, K031-K033: what each contract is about, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from icsoe_xl.findings import Finding
from icsoe_xl.layouts.layout import header_key
from icsoe_xl.periods import FIRST, Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.rules import typed
from icsoe_xl.rules.base import Context, Rows, Rule

_GUIDES = "IMSS, guías 1 a 6 de la ICSOE (datos del contrato)."
_SERVICE = (
    "IMSS, Boletín 300/2025 (inconsistencia 2: Normal o Corrección sin descripción del servicio); IMSS, preguntas "
    "frecuentes de la ICSOE: el servicio lleva el folio REPSE y el texto autorizado."
)
_STARTS = "IMSS, Boletín 300/2025 (inconsistencia 3: sin fecha de inicio, o con una que no es congruente)."

K021 = Rule(
    code="K021",
    title="Falta el objeto del contrato",
    severity="error",
    what="Falta el objeto del contrato.",
    mend="Escríbalo como está en el contrato.",
    why="Es un campo del portal, aparte del servicio registrado en el REPSE.",
    source=_GUIDES,
    bad="Objeto del contrato: (vacío)",
    good="Objeto del contrato: Mantenimiento de subestaciones eléctricas",
)
K022 = Rule(
    code="K022",
    title="Falta el servicio u obra especializado, o su folio REPSE",
    severity="error",
    what="Falta el servicio u obra especializado.",
    mend="Elija el que corresponde, con el texto que autorizó la STPS.",
    why=(
        "El portal pide el folio REPSE seguido del texto autorizado del servicio. La STPS no publica cómo son los "
        "folios: si falta sólo el folio, se avisa."
    ),
    source=_SERVICE,
    bad="Servicio: (vacío)",
    good="Folio REPSE: 0001; servicio: Servicios de limpieza de inmuebles",
)
K023 = Rule(
    code="K023",
    title="El folio o el servicio no está entre los registrados en el perfil",
    severity="warning",
    what="Este folio REPSE no está entre los del perfil del contratista.",
    mend="Elija uno de los registrados, o agréguelo al perfil si es nuevo.",
    why="Sólo se puede contratar lo que está registrado en el REPSE, con su folio y su texto.",
    source="LFT, artículo 15; IMSS, preguntas frecuentes de la ICSOE (folio REPSE y texto autorizado del servicio).",
    bad="Folio REPSE: 0009, que el perfil no tiene",
    good="Folio REPSE: 0001, con el texto que tiene en el perfil",
)
K031 = Rule(
    code="K031",
    title="Falta la fecha de inicio, o no es una fecha",
    severity="error",
    what="La fecha de inicio no es una fecha.",
    mend="Escríbala como fecha, con día, mes y año: 15/01/2026.",
    why=(
        "El IMSS publica como inconsistentes los contratos sin fecha de inicio. Una fecha guardada como texto no se "
        "puede comparar con el periodo y según el equipo se lee con día y mes al revés."
    ),
    source=_STARTS,
    bad="Fecha de inicio: enero",
    good="Fecha de inicio: 15/01/2026",
)
K032 = Rule(
    code="K032",
    title="La fecha de inicio está fuera del periodo",
    severity="error",
    what="El contrato no empezó en el periodo que se informa.",
    mend="Corrija la fecha, o quite el contrato: va en la informativa del periodo en que empezó.",
    why=(
        "En una Normal o una Corrección van los contratos celebrados en el periodo; uno que ya se informó y sigue "
        "vigente no se repite."
    ),
    source="LSS, artículo 15-A, tercer párrafo; IMSS, Boletín 300/2025 (inconsistencia 3).",
    bad="Periodo 2026-1 (enero-abril); fecha de inicio: 15/12/2025",
    good="Periodo 2026-1 (enero-abril); fecha de inicio: 15/01/2026",
)
K033 = Rule(
    code="K033",
    title="El contrato termina antes de empezar",
    severity="error",
    what="La fecha de término es anterior a la de inicio.",
    mend="Corrija la que esté mal; si no se sabe cuándo termina, deje vacía la de término.",
    why="El portal pide la fecha de término sólo si se conoce; una anterior a la de inicio está mal escrita.",
    source=_STARTS,
    bad="Del 15/03/2026 al 15/01/2026",
    good="Del 15/01/2026 al 15/03/2026",
)

RULES = (K021, K022, K023, K031, K032, K033)

_MEND_TEXT = (
    "Bórrela y escríbala otra vez; si queda a la izquierda de la celda, quite a la celda el formato de texto."
)
_MEND_NUMBER = "Dé a la celda formato de fecha (Ctrl+1, Fecha corta) y revise que sea la correcta."


def check(contracts: Rows, kind: Return | None, context: Context) -> Iterator[Finding]:
    """Findings K021-K033, row by row; a cell that holds no value (A005) is not judged.

    ``kind`` is the return, None when it is not known: then no date is outside of the period.
    """
    for index in range(len(contracts.table.rows)):
        if contracts.is_readable(index, "objeto") and not contracts.text(index, "objeto"):
            yield K021.at(contracts.table, index, "objeto")
        yield from _service(contracts, index, context)
        yield from _dates(contracts, index, kind, context)


def _service(contracts: Rows, index: int, context: Context) -> Iterator[Finding]:
    from icsoe_xl.ids import repse

    table = contracts.table
    if not contracts.is_readable(index, "servicio"):
        return
    service = contracts.text(index, "servicio")
    if not service:
        yield K022.at(table, index, "servicio")
        return
    folio = contracts.text(index, "repse_folio")
    if contracts.is_readable(index, "repse_folio") and not repse.is_folio(folio):
        what = "El folio REPSE es demasiado largo." if folio else "Falta el folio REPSE del servicio."
        mend = "Está en el aviso de registro de la STPS; en el portal va antes del texto del servicio."
        yield K022.at(table, index, "repse_folio", severity="warning", what=what, mend=mend)
        folio = ""
    if context.services:
        yield from _registered(contracts, index, folio, context.services)


def _registered(
    contracts: Rows, index: int, folio: str, services: tuple[tuple[str, str], ...]
) -> Iterator[Finding]:
    """Findings K023: the folio first; a text that is another one's is said only when the folio is known."""
    texts = [
        (number, text) for number, text in services if not folio or header_key(number) == header_key(folio)
    ]
    if not texts:
        yield K023.at(contracts.table, index, "repse_folio")
        return
    typed_text = header_key(contracts.text(index, "servicio"))
    if not any(typed_text in (header_key(text), header_key(number + text)) for number, text in texts):
        what = "El servicio no es el que el perfil tiene con este folio REPSE."
        what = what if folio else "El servicio no está entre los del perfil del contratista."
        yield K023.at(contracts.table, index, "servicio", what=what)


def _dates(contracts: Rows, index: int, kind: Return | None, context: Context) -> Iterator[Finding]:
    table = contracts.table
    if not contracts.is_readable(index, "fecha_inicio"):
        return
    raw = table.raw["fecha_inicio"][index]
    start = typed.day(raw)
    if start is None:
        what, mend = _trouble(raw, contracts.text(index, "fecha_inicio"))
        yield K031.at(table, index, "fecha_inicio", what=what, mend=mend)
    elif kind is not None and kind.reports_contracts and not _belongs(start, context.period):
        yield K032.at(table, index, "fecha_inicio")
    if not contracts.is_readable(index, "fecha_fin") or not contracts.text(index, "fecha_fin"):
        return
    raw = table.raw["fecha_fin"][index]
    end = typed.day(raw) or typed.written_day(raw)
    if start is not None and end is not None and end < start:
        yield K033.at(table, index, "fecha_fin")
    elif end is None:
        yield K033.at(
            table,
            index,
            "fecha_fin",
            severity="warning",
            what="La fecha de término no es una fecha.",
            mend="Escríbala con día, mes y año; si no se conoce o es indefinida, déjela vacía.",
        )


def _belongs(start: date, period: Period) -> bool:
    """Whether a contract that began on a day is reported in a period."""
    if period == FIRST and start < period.start:
        from icsoe_xl.periods.tables import data

        return bool(data("returns")["first_period"]["reports_contracts_in_force"])
    return period.start <= start <= period.end


def _trouble(raw: object, text: str) -> tuple[str, str]:
    """What to say of a start date that is none."""
    if not text:
        return "Falta la fecha de inicio del contrato.", ""
    if typed.written_day(raw) is not None:
        return "La fecha de inicio está guardada como texto, no como fecha.", _MEND_TEXT
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return "La fecha de inicio está guardada como número, no como fecha.", _MEND_NUMBER
    return "", ""
