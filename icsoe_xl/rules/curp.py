"""T011-T017: the CURP of each row, judged alone."""

from __future__ import annotations

from collections.abc import Iterator

from icsoe_xl.findings import Finding
from icsoe_xl.ids import curp, nss, rfc
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.rules.base import Context, Rows, Rule

_TEMPLATE = (
    "IMSS, Guía para usar la plantilla de carga de trabajadores (enero de 2023): CURP de 18 caracteres."
)
_XSD = "SAT, tdCFDI.xsd, tipo t_CURP (estructura oficial de la CURP); RENAPO, Instructivo Normativo para la CURP."

T011 = Rule(
    code="T011",
    title="Falta la CURP",
    severity="error",
    what="Falta la CURP del trabajador.",
    mend="Escriba sus 18 caracteres; se consulta en gob.mx/curp. Si el renglón sobra, bórrelo completo.",
    why="El portal identifica a cada trabajador por su NSS y su CURP; sin CURP rechaza el renglón.",
    source=_TEMPLATE,
    bad="CURP: (vacío)",
    good="CURP: MOTR930411HJCRMG70",
)
T012 = Rule(
    code="T012",
    title="La CURP no tiene la forma debida",
    severity="error",
    what="La CURP no tiene la forma debida: 4 letras, fecha de 6 números, H, M o X, 5 letras y 2 caracteres.",
    mend="Cópiela otra vez de la constancia o de gob.mx/curp.",
    why=(
        "Son 18 caracteres: 4 letras (la segunda vocal o X), fecha AAMMDD, sexo H, M o X, entidad de 2 letras, "
        "3 consonantes, un dígito o letra y un dígito. Es común confundir O con 0 e I con 1."
    ),
    source=_XSD,
    bad="CURP: M0TR930411HJCRMG70",
    good="CURP: MOTR930411HJCRMG70",
)
T013 = Rule(
    code="T013",
    title="La fecha de nacimiento de la CURP no existe o es futura",
    severity="error",
    what="La fecha de nacimiento de la CURP no existe.",
    mend="Revise los caracteres 5 a 10 (AAMMDD) contra la constancia de la CURP.",
    why="La CURP lleva la fecha de nacimiento. El carácter 17 dice el siglo: dígito, antes de 2000; letra, desde 2000.",
    source=_XSD,
    bad="CURP: PEGL010229HJCRMSA1",
    good="CURP: PEPL000909HNLRDSA1",
)
T014 = Rule(
    code="T014",
    title="La entidad de nacimiento de la CURP no existe",
    severity="error",
    what="La entidad de nacimiento de la CURP (caracteres 12 y 13) no existe.",
    mend="Revísela contra la constancia; la Ciudad de México es DF y quien nació en el extranjero lleva NE.",
    why="Hay 33 claves: los 32 estados (DF es la Ciudad de México) y NE para nacidos en el extranjero.",
    source=_XSD,
    bad="CURP: MOTR930411HXXRMN06",
    good="CURP: MOTR930411HNERMN03",
)
T015 = Rule(
    code="T015",
    title="El dígito verificador de la CURP no corresponde",
    severity="error",
    what="La CURP está mal tecleada: su último dígito no corresponde a los otros 17 caracteres.",
    mend="Compárela carácter por carácter con la constancia o con gob.mx/curp.",
    why="El carácter 18 se calcula con los 17 anteriores; si alguno está mal, casi siempre lo delata.",
    source="RENAPO, Instructivo Normativo para la CURP: dígito verificador.",
    bad="CURP: MOTR930411HJCRMG73",
    good="CURP: MOTR930411HJCRMG70",
)
T016 = Rule(
    code="T016",
    title="La CURP trae minúsculas, espacios, guiones o Ñ",
    severity="warning",
    what="La CURP trae minúsculas, espacios, guiones u otros signos.",
    mend="Use «Corregir formato», o escríbala en mayúsculas y sin separadores.",
    why="La CURP va en mayúsculas, sin separadores, y nunca lleva Ñ: RENAPO pone X en su lugar. Se exporta limpia.",
    source=_XSD,
    bad="CURP: motr930411hjcrmg70",
    good="CURP: MOTR930411HJCRMG70",
)
T017 = Rule(
    code="T017",
    title="CURP con palabra inconveniente, o CURP genérica",
    severity="warning",
    what="La CURP empieza con una palabra que RENAPO no permite: suele cambiar la segunda letra por X.",
    mend="Revísela contra la constancia; si así viene en el documento, déjela.",
    why=(
        "RENAPO evita 81 palabras altisonantes al principio de la CURP. Las CURP genéricas de la nómina "
        "(XEXX010101...) no son de una persona: el IMSS no las encuentra en su base y rechaza el renglón (error)."
    ),
    source="RENAPO, Instructivo Normativo para la CURP, anexo 2; SAT, guía del complemento de nómina (CURP genéricas).",
    bad="CURP: FETO930411HJCRMN01",
    good="CURP: MOTR930411HJCRMG70",
)

RULES = (T011, T012, T013, T014, T015, T016, T017)

_BY_REASON = {
    Reason.LENGTH: T012,
    Reason.SHAPE: T012,
    Reason.STATE: T014,
    Reason.DATE: T013,
    Reason.FUTURE: T013,
    Reason.CHECK_DIGIT: T015,
}
_TEXTS = {
    Reason.LENGTH: ("La CURP no tiene 18 caracteres.", ""),
    Reason.FUTURE: (
        "La CURP dice que la persona nacerá en el futuro.",
        "Revise la fecha y el carácter 17: una letra ahí significa nacido en 2000 o después.",
    ),
}
_GENERIC = (
    "Es una CURP genérica, no la de una persona.",
    "Pida al trabajador su CURP o búsquela en gob.mx/curp; el IMSS rechaza las genéricas.",
)


def check(rows: Rows, context: Context) -> Iterator[Finding]:
    """Findings T011-T017; marks in ``rows.curp.failed`` the rows whose CURP cannot be relied on."""
    if not rows.has("curp"):
        return
    for index in rows.curp.suspects:
        if (index, "curp") in rows.unreadable:
            rows.curp.failed.add(index)
            continue
        for finding in _judge(rows, index, context):
            if finding.severity == "error":
                rows.curp.failed.add(index)
            yield finding


def _judge(rows: Rows, index: int, context: Context) -> Iterator[Finding]:
    table, typed = rows.table, rows.curp.clean[index]
    raw = table.raw["curp"][index]
    if not typed:
        yield T011.at(table, index, "curp")
        return
    value = typed.replace("Ñ", "X")
    rows.curp.clean[index] = value
    reason = curp.explain(value, today=context.today)
    if reason is Reason.GENERIC:
        treatment = curp.generic_treatment().value
        yield T017.at(table, index, "curp", severity=treatment, what=_GENERIC[0], mend=_GENERIC[1])
        return
    if reason is not None:
        what, mend = _TEXTS.get(reason, ("", ""))
        if reason in (Reason.LENGTH, Reason.SHAPE):
            what, mend = _other_number(rows, index, value) or (what, mend)
        probable = curp.probable(typed, _nss_year(rows, index), today=context.today)
        hint = f"¿Quiso escribir {probable}?" if probable and probable != value else ""
        yield _BY_REASON[reason].at(table, index, "curp", what=what, mend=mend, hint=hint)
        if reason in (Reason.LENGTH, Reason.SHAPE):
            return
    elif curp.has_inconvenient_word(value):
        yield T017.at(table, index, "curp")
    if raw != value:
        tilde = "La CURP trae una Ñ: RENAPO pone X en su lugar." if "Ñ" in typed else ""
        yield T016.at(table, index, "curp", what=tilde, fix=value)


def _nss_year(rows: Rows, index: int) -> str | None:
    value = rows.nss.clean[index] if rows.has("nss") else ""
    return nss.birth_year2(value) if value and index not in rows.nss.failed else None


def _other_number(rows: Rows, index: int, value: str) -> tuple[str, str] | None:
    """What to say when the cell holds another identifier: an NSS or an RFC."""
    if nss.explain(value) in (None, Reason.CHECK_DIGIT):
        other = rows.nss.clean[index] if rows.has("nss") else ""
        swapped = curp.explain(other) not in (Reason.LENGTH, Reason.SHAPE)
        return (
            "En la columna de la CURP hay un NSS.",
            "El NSS y la CURP están cambiados de lugar: póngalos cada uno en su columna."
            if swapped
            else "Póngalo en la columna NSS y escriba aquí la CURP.",
        )
    if rfc.is_valid(value):
        return (
            "En la columna de la CURP hay algo que parece un RFC.",
            "Escriba la CURP: 18 caracteres; se consulta en gob.mx/curp.",
        )
    return None
