"""RFC (Registro Federal de Contribuyentes): SAT's key of a taxpayer.

12 characters for a company (persona moral), 13 for a person (persona física): three or four letters of
the name, a date YYMMDD (of incorporation or birth), and the homoclave of three, the last of which is a
check digit.

Sources: SAT ``tdCFDI.xsd``, types ``t_RFC_PM`` and ``t_RFC_PF`` (shape); python-stdnum and phpcfdi/rfc
(arithmetic, the 41 words). Confidence high. **The check digit of about 1.5 % of the RFCs in use does not
match** (python-stdnum lists a hundred, looked up at SAT), so it is asked apart and is never an error.
How ICSOE treats generic RFCs is less sure: ``data/policy.toml``.

    >>> compact("ekU-9003173-C9")
    'EKU9003173C9'
    >>> is_valid("EKU9003173C9"), has_right_check_digit("EKU9003173C9"), is_person("EKU9003173C9")
    (True, True, False)
    >>> is_valid("SIN9311169P8"), has_right_check_digit("SIN9311169P8")
    (True, False)
    >>> explain("XAXX010101000")
    <Reason.GENERIC: 'generic'>
"""

import datetime
import re

from icsoe_xl.ids.policy import Fact, fact
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.ids.text import bare

COMPANY_LENGTH, PERSON_LENGTH = 12, 13

GENERICS = frozenset({"XAXX010101000", "XEXX010101000"})
"""The public at large, and foreign customers. Neither keeps the check digit."""

INCONVENIENT_WORDS = frozenset(
    """BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO KACA KACO KAGA
    KAGO KOGE KOJO KAKA KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA PEDO PENE PUTA PUTO QULO RATA
    RUIN""".split()  # noqa: SIM905 - a list of words is read and compared as words
)
"""Words whose last letter SAT replaces with X, for persons only."""

_CHARACTERS = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_VALUES = {character: value for value, character in enumerate(_CHARACTERS)}
_WEIGHTS = range(13, 1, -1)

_SHAPE = re.compile(
    r"""
    [A-ZÑ&]{3,4}  # iniciales: tres de una persona moral, cuatro de una física
    [0-9]{6}      # fecha de constitución o de nacimiento, AAMMDD (si existe o no, se ve aparte)
    [0-9A-Z]{2}   # homoclave
    [0-9A]        # dígito verificador: 0 a 9, o A por diez
    """,
    re.VERBOSE,
)


def compact(text: str) -> str:
    """The RFC in capitals without separators; & and Ñ are part of it."""
    return bare(text)


def check_digit(first_chars: str) -> str:
    """The last character for the others (11 or 12). Raises ValueError for a wrong length or character."""
    known_length = len(first_chars) in (COMPANY_LENGTH - 1, PERSON_LENGTH - 1)
    if not known_length or not _VALUES.keys() >= set(first_chars):
        raise ValueError("se esperaban los primeros 11 o 12 caracteres de un RFC")
    padded = first_chars.rjust(PERSON_LENGTH - 1)  # a company counts as if a space stood before it
    remainder = -sum(weight * _VALUES[each] for weight, each in zip(_WEIGHTS, padded, strict=True)) % 11
    return "A" if remainder == 10 else str(remainder)


def explain(value: str) -> Reason | None:
    """Why a compact value is no RFC of a taxpayer, or None: the first of GENERIC, LENGTH, SHAPE, DATE.

    The check digit (`has_right_check_digit`) and the word (`has_inconvenient_word`) are asked apart.
    """
    if value in GENERICS:
        return Reason.GENERIC
    if len(value) not in (COMPANY_LENGTH, PERSON_LENGTH):
        return Reason.LENGTH
    if not _SHAPE.fullmatch(value):
        return Reason.SHAPE
    return None if _has_date(value) else Reason.DATE


def is_valid(value: str) -> bool:
    """True when `explain` has nothing to say; the check digit is not looked at."""
    return explain(value) is None


def has_right_check_digit(value: str) -> bool:
    """True when the last character follows from the others. Expects a value that `is_valid`."""
    return check_digit(value[:-1]) == value[-1]


def has_inconvenient_word(value: str) -> bool:
    """True for a person whose first four letters SAT would have changed."""
    return is_person(value) and value[:4] in INCONVENIENT_WORDS


def is_person(value: str) -> bool:
    """True for a persona física (13 characters), False for a persona moral (12)."""
    return len(value) == PERSON_LENGTH


def is_generic(value: str) -> bool:
    """True for the public at large (XAXX...) and for foreign customers (XEXX...)."""
    return value in GENERICS


def generic_treatment() -> Fact:
    """What ICSOE makes of a generic RFC: ``error`` or ``warning``, with confidence and source."""
    return fact("rfc.generic_treatment")


def _has_date(value: str) -> bool:
    """The century is not written: a day that exists in 19xx or in 20xx will do."""
    year, month, day = int(value[-9:-7]), int(value[-7:-5]), int(value[-5:-3])
    for century in (2000, 1900):
        try:
            datetime.date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False
