"""Registro patronal (NRP): an employer's number at IMSS, 11 characters, printed A12-34567-10-0.

=====  ====================================================================
place  meaning
=====  ====================================================================
1-3    municipality: a letter and two digits (old ones are all digits)
4-8    serial
9-10   modalidad of insurance: 10 is the general one; 14, 17, 32... exist
11     check digit
=====  ====================================================================

The check digit is Luhn's, once the letter is replaced by its place in A-Z (without Ñ) plus 9. IMSS does
not publish it; the arithmetic was seen in public code and holds for five genuine-looking numbers with
four letters (by luck: about 1 in 100,000), so a mismatch is worth a warning. IMSS's screens also take the
first ten characters alone.

    >>> compact("e52-40157-10-0")
    'E5240157100'
    >>> is_valid("E5240157100"), is_valid("E524015710"), check_digit("E524015710")
    (True, True, '0')
"""

import re

from icsoe_xl.ids.luhn import luhn_digit
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.ids.text import bare

LENGTH = 11

_SHAPE = re.compile(
    r"""
    [A-Z0-9][0-9]{2}  # municipio
    [0-9]{5}          # consecutivo
    [1-9][0-9]        # modalidad: van de la 10 en adelante
    [0-9]?            # dígito verificador; las pantallas del IMSS también lo omiten
    """,
    re.VERBOSE,
)


def compact(text: str) -> str:
    """The number in capitals without separators."""
    return bare(text)


def check_digit(first_chars: str) -> str:
    """The eleventh digit for the first ten characters. Raises ValueError when they are not like them."""
    if len(first_chars) != LENGTH - 1 or not _SHAPE.fullmatch(first_chars):
        raise ValueError("se esperaban los primeros 10 caracteres de un registro patronal")
    first, rest = first_chars[0], first_chars[1:]
    number = str(ord(first) - ord("A") + 10) if first.isalpha() else first
    return luhn_digit(number + rest)


def explain(value: str) -> Reason | None:
    """Why a compact value is no registro patronal (LENGTH, SHAPE or CHECK_DIGIT), or None."""
    if len(value) not in (LENGTH - 1, LENGTH):
        return Reason.LENGTH
    if not _SHAPE.fullmatch(value):
        return Reason.SHAPE
    if len(value) == LENGTH and check_digit(value[:-1]) != value[-1]:
        return Reason.CHECK_DIGIT
    return None


def is_valid(value: str) -> bool:
    """True when `explain` has nothing to say."""
    return explain(value) is None
