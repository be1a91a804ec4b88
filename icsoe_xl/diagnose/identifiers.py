"""Another person's NSS, CURP or RFC with the same fault: what is sound stays sound, what is wrong stays wrong.

Each place of an identifier gets another character of the kind that stands there: a letter where a digit belongs
stays a letter, a day that does not exist stays one that does not. A right check digit is worked out anew, a
wrong one stays as far off as it was. Two things are kept as they are, since rules compare them and thousands of
people share them: the years (of birth and of registration) and whether an NSS begins with a zero.

A value is compact here (see :mod:`icsoe_xl.ids`); what it was dressed in is none of this module's business.
"""

from __future__ import annotations

import random
import string
from datetime import date

from icsoe_xl.ids import curp, nss, registro_patronal, rfc
from icsoe_xl.ids.reasons import Reason

LETTERS, DIGITS = string.ascii_uppercase, string.digits
_VOWELS = "AEIOUX"
_CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"
_TRIES = 200
_CURP_PLACES = (
    LETTERS,
    _VOWELS,
    LETTERS,
    LETTERS,
    *[DIGITS] * 6,
    "HMX",
    LETTERS,
    LETTERS,
    *[_CONSONANTS] * 3,
    LETTERS + DIGITS,
    DIGITS,
)
"""What each place of a CURP takes."""
_RFC_LETTERS = LETTERS + "Ñ&"


def scrambled(value: str, rng: random.Random) -> str:
    """Another letter for each letter (of its case), another digit for each digit; the rest stays.

    A zero stays a zero where it leads, and no other digit becomes one there: a number keeps its length.
    """
    out = []
    for place, char in enumerate(value):
        leads = not any(each.isalnum() for each in value[:place])
        out.append(_other(char, rng, leads))
    return "".join(out)


def _other(char: str, rng: random.Random, leads: bool = False) -> str:
    if char.isdigit():
        if leads:
            return "0" if char == "0" else rng.choice(DIGITS[1:])
        return rng.choice(DIGITS)
    if char.isalpha():
        letter = rng.choice(LETTERS)
        return letter.lower() if char.islower() else letter
    return char


def other_nss(value: str, rng: random.Random) -> str:
    """Another NSS for 11 digits; prefixes that rules know (00, 97) stay, and so do both years."""
    head = value[:2]
    if not (nss.is_unassigned_prefix(value) or not nss.says_birth_year(value)):
        first = "0" if head[0] == "0" else rng.choice(DIGITS[1:])
        head = first + rng.choice(DIGITS[1:] if first == "0" else DIGITS)
    ten = head + value[2:6] + "".join(rng.choice(DIGITS) for _ in range(4))
    off = int(value[10]) - int(nss.check_digit(value[:10]))
    return ten + str((int(nss.check_digit(ten)) + off) % 10)


def other_curp(value: str, rng: random.Random) -> str:
    """Another CURP for 18 characters; an X stays, which stands for what a name does not have (and for an Ñ)."""
    chars = [
        char if char == "X" and place not in (10, 16) else _in_place(char, allowed, rng)
        for place, (char, allowed) in enumerate(zip(value, _CURP_PLACES, strict=True))
    ]
    if curp.has_inconvenient_word(value):
        chars[:4] = rng.choice(sorted(curp.INCONVENIENT_WORDS))
    chars[4:10] = _other_day(value, rng)
    if value[11:13] in curp.STATES:
        chars[11:13] = rng.choice(sorted(curp.STATES))
    made = "".join(chars)
    if not curp.VALUES.keys() >= set(value[:17] + made[:17]) or not value[17].isdigit():
        return made
    off = int(value[17]) - int(curp.check_digit(value[:17]))
    return made[:17] + str((int(curp.check_digit(made[:17])) + off) % 10)


def _in_place(char: str, allowed: str, rng: random.Random) -> str:
    """A character of the same kind as ``char``, which the place takes exactly when it takes ``char``."""
    kind = DIGITS if char in DIGITS else LETTERS if char.isalpha() else char
    fitting = [each for each in kind if (each in allowed) == (char in allowed)]
    return rng.choice(fitting) if fitting else char


def _other_day(value: str, rng: random.Random) -> str:
    """Six characters for the date: another day of the same year, another that does not exist for one such."""
    day = value[4:10]
    if not (day.isascii() and day.isdigit()):
        return "".join(_in_place(char, DIGITS, rng) for char in day)
    exists = curp.birth_date(value) is not None
    for _ in range(_TRIES):
        month = rng.randint(1, 12) if exists or rng.random() < 0.5 else rng.randint(13, 99)
        made = f"{day[:2]}{month:02d}{rng.randint(1, 31 if exists or month > 12 else 99):02d}"
        if (curp.birth_date(value[:4] + made + value[10:]) is not None) == exists:
            return made
    return day


def other_rfc(value: str, rng: random.Random) -> str:
    """Another RFC for 12 or 13 characters, a company's for a company's."""
    initials = len(value) - 9
    chars = [_in_place(char, _RFC_LETTERS, rng) for char in value[:initials]]
    day = value[initials : initials + 6]
    if day.isascii() and day.isdigit():
        chars += _day_of_rfc(day, rng)
    else:
        chars += [_in_place(char, DIGITS, rng) for char in day]
    chars += [_in_place(char, LETTERS + DIGITS, rng) for char in value[-3:-1]]
    made = "".join(chars)
    try:
        right = rfc.check_digit(value[:-1]) == value[-1]
        digit = rfc.check_digit(made)
    except ValueError:  # signs that no RFC has: nothing to check
        return made + _in_place(value[-1], DIGITS + "A", rng)
    if right:
        return made + digit
    return made + rng.choice([each for each in DIGITS + "A" if each != digit])


def _day_of_rfc(day: str, rng: random.Random) -> str:
    """Another day for six digits: the year stays, and the day exists or not as before."""
    exists = _exists(day)
    for _ in range(_TRIES):
        made = day[:2] + (
            f"{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
            if exists
            else f"{rng.randint(13, 99)}{day[4:]}"
        )
        if _exists(made) == exists:
            return made
    return day


def _exists(day: str) -> bool:
    return rfc.explain(f"AAA{day}AA0") is None


def other_registro(value: str, rng: random.Random) -> str:
    """Another registro patronal for 10 or 11 characters; the modalidad stays."""
    made = (
        _in_place(value[0], LETTERS if value[0].isalpha() else DIGITS, rng)
        + scrambled("1" + value[1:8], rng)[1:]
        + value[8:10]
    )
    if len(value) < registro_patronal.LENGTH:
        return made
    try:
        off = int(value[10]) - int(registro_patronal.check_digit(value[:10]))
        return made + str((int(registro_patronal.check_digit(made)) + off) % 10)
    except ValueError:
        return made + scrambled("1" + value[10], rng)[1:]


def verdict(value: str, today: date, ages: tuple[date, date]) -> tuple[object, ...]:
    """All that rules ask of one compact value by itself: two values of one verdict have the same faults.

    ``ages`` are the first and the last day of birth of working age at the end of the period.
    """
    shaped = nss.explain(value) not in (Reason.LENGTH, Reason.SHAPE)
    plain = value.replace("Ñ", "X")
    born = curp.birth_date(plain) if len(plain) == curp.LENGTH else None
    return (
        len(value),
        nss.explain(value),
        nss.pad(value) is None,
        shaped and nss.is_unassigned_prefix(value),
        shaped and nss.says_birth_year(value),
        shaped and nss.year_order_ok(value, today),
        curp.explain(plain, today=today),
        curp.has_inconvenient_word(plain),
        (born is not None and born < ages[0], born is not None and born > ages[1]),
        rfc.explain(value),
        rfc.is_valid(value) and rfc.has_right_check_digit(value),
        registro_patronal.explain(value),
        "E+" in value,
        value.isalnum(),
    )
