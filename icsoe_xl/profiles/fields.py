"""What people type into a profile: each kind of value cleaned and judged by itself.

A value that cannot be right raises with two texts for the person, what is wrong and what to do; neither
ever quotes the value. What may be right after all (check digits, REPSE's shape) is left to `doubts`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from icsoe_xl.ids import curp, registro_patronal, rfc
from icsoe_xl.ids.reasons import Reason

LONGEST = 300
"""Characters of a line of text; ours, since IMSS publishes no lengths."""
LONGEST_SERVICE = 2_000
"""Characters of a service as STPS registered it, which may run to a paragraph."""

_FIRST_YEAR = 2021
"""LFT art. 15 as amended on DOF 23-Apr-2021 made the registry."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_YES = frozenset({"si", "s", "true", "verdadero"})
_NO = frozenset({"no", "n", "false", "falso"})
_MOBILE = re.compile(r"(?:(?:\+|00)?521?)?([0-9]{10})")
"""The country may stand before the ten digits, and the 1 that mobiles had after it until 2019."""


def wrong(what: str, mend: str) -> PydanticCustomError:
    """The error of a value: what is wrong with it and what the person should do."""
    return PydanticCustomError("icsoe", "{what}", {"what": what, "mend": mend})


def tidy(text: str) -> str:
    """Text without what cannot be seen (direction marks, zero-width characters) or was not meant (edges).

    Runs of white space become one blank; accents are composed. Applying it twice changes nothing.
    """
    seen = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _INVISIBLE)
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def plain(text: str) -> str:
    """Text for comparing words: tidy, no accents, folded case."""
    apart = unicodedata.normalize("NFKD", tidy(text))
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def _text(value: object, longest: int = LONGEST) -> str:
    if not isinstance(value, str):
        raise wrong("debe ser un texto", "póngalo entre comillas")
    clean = tidy(value)
    if len(clean) > longest:
        raise wrong(f"es demasiado largo: caben {longest} caracteres", "abrévielo")
    return clean


def _number_or_text(value: object) -> str:
    """Numbers that are names of something (postal code, phone, house) may come without quotes."""
    return str(value) if type(value) is int else _text(value)


def _optional(judge: Callable[[str], str]) -> Callable[[object], str]:
    """A text that may be empty; a filled one must pass ``judge``."""

    def judged(value: object) -> str:
        text = _number_or_text(value)
        return judge(text) if text else ""

    return judged


def _required(value: object) -> str:
    text = _text(value)
    if not text:
        raise wrong("está vacío", "escríbalo")
    return text


def _service(value: object) -> str:
    return _text(value, LONGEST_SERVICE)


def _rfc(value: object) -> str:
    compact = rfc.compact(_required(value))
    match rfc.explain(compact):
        case Reason.GENERIC:
            raise wrong("es un RFC genérico", "ponga el del contribuyente; el portal no acepta los genéricos")
        case Reason.LENGTH:
            raise wrong(
                "un RFC tiene 12 caracteres (persona moral) o 13 (física)", "revise si falta o sobra alguno"
            )
        case Reason.SHAPE:
            raise wrong(
                "no tiene la forma de un RFC: letras, fecha y homoclave", "cópielo de la constancia fiscal"
            )
        case Reason.DATE:
            raise wrong("la fecha dentro del RFC no existe", "cópielo de la constancia fiscal")
    return compact


def _curp(text: str) -> str:
    compact = curp.compact(text)
    match curp.explain(compact):
        case None:
            return compact
        case Reason.GENERIC:
            raise wrong("es una CURP genérica", "ponga la de la persona")
        case Reason.LENGTH:
            raise wrong("una CURP tiene 18 caracteres", "revise si falta o sobra alguno")
        case Reason.CHECK_DIGIT:
            raise wrong("el último dígito no corresponde a los demás", "cópiela de la constancia de la CURP")
        case _:
            raise wrong("no tiene la forma de una CURP", "cópiela de la constancia de la CURP")


def _registro_patronal(text: str) -> str:
    compact = registro_patronal.compact(text)
    match registro_patronal.explain(compact):
        case Reason.LENGTH:
            raise wrong("un registro patronal tiene 11 caracteres", "revise si falta o sobra alguno")
        case Reason.SHAPE:
            raise wrong(
                "no tiene la forma de un registro patronal", "escríbalo como en su tarjeta: A12-34567-10-0"
            )
    return compact


def _correo(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise wrong("no es un correo", "escríbalo así: nombre@empresa.com.mx") from error


def _movil(text: str) -> str:
    found = _MOBILE.fullmatch(re.sub(r"[\s().\-–]", "", text))
    if found is None:
        raise wrong("un móvil tiene 10 dígitos", "escríbalo sin lada internacional, por ejemplo 5512345678")
    return found[1]


def _cp(text: str) -> str:
    if not re.fullmatch(r"[0-9]{5}", text):
        raise wrong(
            "un código postal tiene 5 dígitos", 'entre comillas si empieza con 0, por ejemplo "06600"'
        )
    return text


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = plain(value) if isinstance(value, str) else ""
    if word in _YES or word in _NO:
        return word in _YES
    raise wrong("debe ser sí o no", "escriba true o false, sin comillas")


def _date(value: object) -> date | None:
    """A date of the REPSE, ISO or Mexican text of one, or nothing."""
    day = _any_date(value)
    if day is not None and not _FIRST_YEAR <= day.year < _FIRST_YEAR + 100:
        raise wrong(f"el REPSE existe desde {_FIRST_YEAR}", "revise el año")
    return day


def _any_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = tidy(value) if isinstance(value, str) else None
    if text == "":
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text or "", form).date()
        except ValueError:
            continue
    raise wrong("no es una fecha", "escríbala así, sin comillas: 2027-06-15")


def _registros(value: object) -> tuple[str, ...]:
    """A list of registros patronales; one text may hold several, set apart by commas."""
    if isinstance(value, str):
        value = [each for each in value.split(",") if each.strip()]
    if not isinstance(value, list | tuple):
        raise wrong("debe ser una lista", 'escríbala así: ["A12-34567-10-0"]')
    return tuple(value)


Text = Annotated[str, BeforeValidator(_text)]
Required = Annotated[str, BeforeValidator(_required)]
Service = Annotated[str, BeforeValidator(_service)]
Number = Annotated[str, BeforeValidator(_number_or_text)]
Rfc = Annotated[str, BeforeValidator(_rfc)]
Curp = Annotated[str, BeforeValidator(_optional(_curp))]
RegistroPatronal = Annotated[str, BeforeValidator(_optional(_registro_patronal))]
Correo = Annotated[str, BeforeValidator(_optional(_correo))]
Movil = Annotated[str, BeforeValidator(_optional(_movil))]
Cp = Annotated[str, BeforeValidator(_optional(_cp))]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Day = Annotated[date | None, BeforeValidator(_date)]
Registros = Annotated[tuple[RegistroPatronal, ...], BeforeValidator(_registros)]
