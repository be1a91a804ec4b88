"""T001-T005: the NSS of each row, judged alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from icsoe_xl.findings import Finding
from icsoe_xl.ids import curp, nss, rfc
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.rules.base import Context, Rows, Rule

_TEMPLATE = "IMSS, Guía para usar la plantilla de carga de trabajadores (enero de 2023): NSS de 11 dígitos, como texto."
_LUHN = "IMSS, estructura del NSS: el dígito 11 es el dígito verificador (módulo 10) de los diez anteriores."

T001 = Rule(
    code="T001",
    title="Falta el NSS",
    severity="error",
    what="Falta el NSS del trabajador.",
    mend="Escriba los 11 dígitos de su tarjeta o constancia del IMSS; si el renglón sobra, bórrelo completo.",
    why="El portal identifica a cada trabajador por su NSS y su CURP; sin NSS rechaza el renglón.",
    source=_TEMPLATE,
    bad="NSS: (vacío)",
    good="NSS: 02268604531",
)
T002 = Rule(
    code="T002",
    title="El NSS no tiene 11 dígitos",
    severity="error",
    what="El NSS no tiene 11 dígitos.",
    mend="Cópielo otra vez de la tarjeta o constancia del IMSS: son 11 dígitos, sin letras.",
    why="El NSS siempre tiene 11 dígitos: delegación, año de alta, año de nacimiento, consecutivo y verificador.",
    source=_TEMPLATE,
    bad="NSS: 022686045",
    good="NSS: 02268604531",
)
T003 = Rule(
    code="T003",
    title="El NSS perdió su cero inicial",
    severity="error",
    what="El NSS tiene 10 dígitos y es correcto con un cero al principio: Excel le quitó el cero.",
    mend="Dé a la celda formato de Texto y escríbalo completo, con el cero.",
    why=(
        "Excel borra el cero inicial cuando la celda no tiene formato de Texto. Sólo se propone la reparación "
        "cuando el año de nacimiento del NSS coincide con el de una CURP correcta; si no, confírmelo usted."
    ),
    source=_TEMPLATE,
    bad="NSS: 2268604531",
    good="NSS: 02268604531",
)
T004 = Rule(
    code="T004",
    title="El dígito verificador del NSS no corresponde",
    severity="error",
    what="El NSS está mal tecleado: su último dígito no corresponde a los otros diez.",
    mend="Compárelo dígito por dígito con la tarjeta o constancia del IMSS.",
    why="Un solo dígito equivocado, o casi cualquier par de dígitos cambiados de lugar, descuadra el verificador.",
    source=_LUHN,
    bad="NSS: 02268604532",
    good="NSS: 02268604531",
)
T005 = Rule(
    code="T005",
    title="El NSS está guardado como número, o con espacios o guiones",
    severity="warning",
    what="El NSS trae espacios, guiones u otros signos que no se ven.",
    mend="Use «Corregir formato», o déjelo como texto de 11 dígitos seguidos.",
    why=(
        "La plantilla pide texto sin separadores. Como número, Excel puede quitarle el cero inicial o "
        "mostrarlo en notación científica. Al exportar se escribe limpio."
    ),
    source=_TEMPLATE,
    bad="NSS: 92-91-90-8443-1",
    good="NSS: 92919084431",
)

RULES = (T001, T002, T003, T004, T005)

_SWAPPED = "En la columna del NSS hay una CURP."
_LIKE_RFC = "En la columna del NSS hay algo que parece un RFC."
_SCIENTIFIC = "Excel convirtió el NSS a notación científica y perdió dígitos."


def check(rows: Rows, context: Context) -> Iterator[Finding]:
    """Findings T001-T005; marks in ``rows.nss.failed`` the rows whose NSS cannot be relied on."""
    if not rows.has("nss"):
        return
    for index in rows.nss.suspects:
        if (index, "nss") in rows.unreadable:
            rows.nss.failed.add(index)
            continue
        for finding in _judge(rows, index, context.today):
            if finding.severity == "error":
                rows.nss.failed.add(index)
            yield finding


def _judge(rows: Rows, index: int, today: date) -> Iterator[Finding]:
    table, value = rows.table, rows.nss.clean[index]
    raw = table.raw["nss"][index]
    if not value:
        yield T001.at(table, index, "nss")
        return
    no_number = isinstance(raw, bool | date | time | timedelta) or (isinstance(raw, int | float) and raw < 0)
    reason = Reason.SHAPE if no_number else nss.explain(value)
    born = _curp_year(rows, index, today)
    if reason in (Reason.LENGTH, Reason.SHAPE):
        padded = None if no_number else nss.pad(value)
        if padded is None:
            yield T002.at(table, index, "nss", what=_nature(value), mend=_nature_mend(rows, index, value))
        else:
            agrees = born is not None and nss.birth_year2(padded) == born
            guess = "" if agrees else f"¿Será {padded}? Confírmelo con el documento del IMSS."
            yield T003.at(table, index, "nss", fix=padded if agrees else None, hint=guess)
        return
    if reason is Reason.CHECK_DIGIT:
        probable = nss.probable(value, born) if born is not None else None
        yield T004.at(table, index, "nss", hint=f"¿Quiso escribir {probable}?" if probable else "")
    if raw != value:
        stored = "El NSS está guardado como número." if isinstance(raw, int | float) else ""
        yield T005.at(table, index, "nss", what=stored, fix=value)


def _curp_year(rows: Rows, index: int, today: date) -> str | None:
    """Two-digit year of birth of the row's CURP when that is sound, else None."""
    if not rows.has("curp"):
        return None
    value = rows.curp.clean[index].replace("Ñ", "X")
    sound = index not in rows.curp.doubtful or curp.is_valid(value, today=today)
    return curp.birth_year2(value) if sound else None


def _nature(value: str) -> str:
    if _looks_like_curp(value):
        return _SWAPPED
    if rfc.is_valid(value):
        return _LIKE_RFC
    return _SCIENTIFIC if "E+" in value else ""


def _nature_mend(rows: Rows, index: int, value: str) -> str:
    if not _looks_like_curp(value):
        return ""
    other = rows.curp.clean[index] if rows.has("curp") else ""
    if nss.explain(other) in (None, Reason.CHECK_DIGIT):
        return "El NSS y la CURP están cambiados de lugar: póngalos cada uno en su columna."
    return "Póngala en la columna CURP y escriba aquí los 11 dígitos del NSS."


def _looks_like_curp(value: str) -> bool:
    return curp.explain(value) not in (Reason.LENGTH, Reason.SHAPE)
