"""CURP (Clave Única de Registro de Población): 18 characters that RENAPO gives to every person in Mexico.

=====  ==============================================================================
place  meaning
=====  ==============================================================================
1-4    initial and first inner vowel of the first surname, initials of the second
       surname and of the name; X where there is none, and for Ñ and other signs
5-10   date of birth, YYMMDD
11     sex: H, M, or X (non-binary, issued since early 2023)
12-13  state of birth; NE = born abroad
14-16  first inner consonants of the two surnames and the name
17     told apart homonyms: a digit up to 1999, a letter from 2000 on
18     check digit
=====  ==============================================================================

Sources: SAT ``tdCFDI.xsd``, type ``t_CURP`` (shape, states, sex X); RENAPO, Instructivo Normativo (2006;
words, Ñ); python-stdnum, npm ``curp`` and ``validate-curp`` (arithmetic and the 81 words). Confidence
high. How ICSOE treats generic CURPs is less sure: ``data/policy.toml``.

A right check digit proves little: Ñ and X give the same one, so does every sex, and so do many swaps.

    >>> compact("boxw-310820 hnerxn09")
    'BOXW310820HNERXN09'
    >>> is_valid("BOXW310820HNERXN09")
    True
    >>> birth_date("BOXW310820HNERXN09"), sex("BOXW310820HNERXN09"), state("BOXW310820HNERXN09")
    (datetime.date(1931, 8, 20), 'H', 'NE')
    >>> explain("BOXW310820HNERXN08")
    <Reason.CHECK_DIGIT: 'check_digit'>
    >>> repair("IAÑL750210HSRNZS09")
    'IAXL750210HSRNZS09'
"""

import datetime
import re
from collections.abc import Iterator
from itertools import product
from operator import mul

from icsoe_xl.ids.policy import Fact, fact
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.ids.text import bare

LENGTH = 18

STATES = frozenset(
    """AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ
    YN ZS""".split()  # noqa: SIM905 - a list of words is read and compared as words
)
"""The 32 states (Ciudad de México is still DF) and NE, born abroad. SAT ``tdCFDI.xsd``."""

INCONVENIENT_WORDS = frozenset(
    """BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO
    GETA GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA
    LOCO LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO
    POPO PUTA PUTO QULO RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY""".split()  # noqa: SIM905 - a list of words is read and compared as words
)
"""Words that RENAPO breaks by writing X in the second place (Instructivo Normativo, annex 2)."""

GENERICS = frozenset({"XEXX010101HNEXXXA4", "XEXX010101MNEXXXA8"})
"""SAT's payroll values for people without a CURP; the second does not even keep the check digit."""

_CHARACTERS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
VALUES = {character: value for value, character in enumerate(_CHARACTERS)}
"""What each character counts in the check digit. Ñ holds a number although no CURP carries it."""
WEIGHTS = range(18, 1, -1)
"""What the places 1 to 17 weigh in the check digit."""

_SHAPE = re.compile(
    r"""
    [A-Z]                 # inicial del primer apellido
    [AEIOUX]              # primera vocal interna del primer apellido; X si no tiene
    [A-Z]                 # inicial del segundo apellido; X si no tiene
    [A-Z]                 # inicial del nombre
    [0-9]{6}              # fecha de nacimiento, AAMMDD (si existe o no, se ve aparte)
    [HMX]                 # sexo: hombre, mujer, no binario
    [A-Z]{2}              # entidad de nacimiento (si existe o no, se ve aparte)
    [B-DF-HJ-NP-TV-Z]{3}  # primeras consonantes internas de apellidos y nombre
    [0-9A-Z]              # diferenciador: dígito hasta 1999, letra desde 2000
    [0-9]                 # dígito verificador
    """,
    re.VERBOSE,
)

_LETTER_PLACES = frozenset((0, 1, 2, 3, 11, 12, 13, 14, 15))
_DIGIT_PLACES = frozenset((4, 5, 6, 7, 8, 9, 17))
_DIFFERENTIATOR = 16
_AS_DIGIT = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
_AS_LETTER = {"0": "OQD", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B"}
_MOST_CONFUSED = 4
"""With more misread characters than this, a guess is worth nothing (and the candidates multiply)."""


def compact(text: str) -> str:
    """The CURP in capitals without separators; Ñ stays, since putting X for it is a repair."""
    return bare(text)


def check_digit(first_chars: str) -> str:
    """The eighteenth character for the first 17. Raises ValueError for a wrong length or character."""
    if len(first_chars) != LENGTH - 1 or not VALUES.keys() >= set(first_chars):
        raise ValueError("se esperaban los primeros 17 caracteres de una CURP")
    total = sum(map(mul, WEIGHTS, map(VALUES.__getitem__, first_chars)))
    return str(-total % 10)


def explain(value: str, *, today: datetime.date | None = None) -> Reason | None:
    """Why a compact value is no CURP of a person, or None when it is sound.

    The first of GENERIC, LENGTH, SHAPE, STATE, DATE, FUTURE, CHECK_DIGIT. FUTURE needs `today`; without
    it any date that exists will do. The inconvenient word is asked apart: `has_inconvenient_word`.
    """
    if value in GENERICS:
        return Reason.GENERIC
    if len(value) != LENGTH:
        return Reason.LENGTH
    if not _SHAPE.fullmatch(value):
        return Reason.SHAPE
    if state(value) not in STATES:
        return Reason.STATE
    born = birth_date(value)
    if born is None:
        return Reason.DATE
    if today is not None and born > today:
        return Reason.FUTURE
    if check_digit(value[:-1]) != value[-1]:
        return Reason.CHECK_DIGIT
    return None


def is_valid(value: str, *, today: datetime.date | None = None) -> bool:
    """True when `explain` has nothing to say."""
    return explain(value, today=today) is None


def is_shaped(value: str) -> bool:
    """True when letters and digits stand in their places, whether or not there is such a person."""
    return len(value) == LENGTH and _SHAPE.fullmatch(value) is not None


def has_inconvenient_word(value: str) -> bool:
    """True when the first four letters form a word that RENAPO would have broken with an X."""
    return value[:4] in INCONVENIENT_WORDS


def is_generic(value: str) -> bool:
    """True for SAT's stand-ins for people without a CURP."""
    return value in GENERICS


def generic_treatment() -> Fact:
    """What ICSOE makes of a generic CURP: ``error`` or ``warning``, with confidence and source."""
    return fact("curp.generic_treatment")


def birth_year2(value: str) -> str:
    """Year of birth, two digits as written."""
    return value[4:6]


def birth_date(value: str) -> datetime.date | None:
    """Date of birth: a digit in place 17 means 19xx, a letter 20xx. None when there is no such day."""
    digits = value[4:10]
    if len(value) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return None
    century = 1900 if value[16].isdigit() else 2000
    try:
        return datetime.date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None


def sex(value: str) -> str:
    """H, M or X."""
    return value[10]


def state(value: str) -> str:
    """The two letters of the state of birth."""
    return value[11:13]


def repair(value: str, *, today: datetime.date | None = None) -> str | None:
    """The sound CURP that X in place of each Ñ gives, or None. Safe: no CURP carries an Ñ."""
    if "Ñ" not in value:
        return None
    repaired = value.replace("Ñ", "X")
    return repaired if is_valid(repaired, today=today) else None


def probable(value: str, nss_year2: str | None = None, *, today: datetime.date | None = None) -> str | None:
    """A guess at what was meant, for a person to confirm; None unless exactly one candidate is sound.

    Characters that look alike go back to the class that their place demands (``0`` to ``O`` among
    letters, ``S`` to ``5`` in the date), and an N of the name may have been an Ñ, which a CURP writes X.
    Place 17 takes both letters and digits: it is read the other way only when nothing else helps.
    With `nss_year2`, only candidates born in that year count.

    >>> probable("B0XW31O820HNERXN09")
    'BOXW310820HNERXN09'
    """
    for readings in _readings(value):
        candidates = {each for each in readings if each != value and is_valid(each, today=today)}
        if nss_year2 is not None:
            candidates = {each for each in candidates if birth_year2(each) == nss_year2}
        if candidates:
            return candidates.pop() if len(candidates) == 1 else None
    return None


def _readings(value: str) -> Iterator[set[str]]:
    """What may have been meant by a value of 18 characters: first with its place 17, then without."""
    if len(value) != LENGTH:
        return
    options = [_meant(place, character) for place, character in enumerate(value)]
    if sum(each != value[place] for place, each in enumerate(options)) > _MOST_CONFUSED:
        return
    differentiator = value[_DIFFERENTIATOR]
    for options[_DIFFERENTIATOR] in (
        differentiator,
        _AS_LETTER.get(differentiator, "") + _AS_DIGIT.get(differentiator, ""),
    ):
        readings = {"".join(each) for each in product(*options)}
        yield readings | {
            each[:place] + "X" + each[place + 1 :]
            for each in readings
            for place in _LETTER_PLACES
            if each[place] == "N"
        }


def _meant(place: int, character: str) -> str:
    """The characters of the right class that a character may have been mistaken for; itself if it fits."""
    if place in _LETTER_PLACES:
        return _AS_LETTER.get(character, character)
    if place in _DIGIT_PLACES:
        return _AS_DIGIT.get(character, character)
    return character
