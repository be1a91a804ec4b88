"""Sieves for whole columns: which cells deserve a closer look, at some 0.1 microseconds a cell.

Nearly every cell of a worker file is sound, so the rules ask here first and explain only the suspects,
one by one. A sieve takes the raw values of a column, or the column packed once for several sieves
(`packed_nss`, `packed_curp`), and returns the sorted indices of those that are not, exactly as typed, what
the column wants. It takes anything (None, numbers, dates, any script) and agrees with the slow path on every
value, except that a subclass of ``str`` is always a suspect.

Most sieves have two meshes: :mod:`icsoe_xl.ids.lanes` finds the rows that may be at fault, all rows at once
and rather too many than too few, and the slow path judges those.
"""

import datetime
from array import array
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache

from icsoe_xl.ids import curp, nss
from icsoe_xl.ids.lanes import Packed, added, number, rows_of, subtracted, table
from icsoe_xl.ids.text import is_digits

_DIGITS = "0123456789"
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CONSONANTS = "".join(each for each in _CAPITALS if each not in "AEIOU")

_BYTE_MODULO_10 = bytes(total % 10 for total in range(256))


class _Place:
    """One place of an identifier: the characters that it takes and what each adds to the sum."""

    __slots__ = ("allowed", "amounts")

    def __init__(self, allowed: str, amount: Callable[[str], int]) -> None:
        self.allowed = allowed.encode()
        amounts = bytearray(
            256
        )  # a character that may not stand here adds nothing, so that no byte overflows
        for each in allowed:
            amounts[ord(each)] = amount(each) % 10
        self.amounts = bytes(amounts)


def _weighing(weight: int) -> Callable[[str], int]:
    return lambda character: weight * curp.VALUES[character]


def _doubled(digit: str) -> int:
    return sum(divmod(2 * int(digit), 10))


_CURP_CHARACTERS = [
    *(_CAPITALS, "AEIOUX", _CAPITALS, _CAPITALS),
    *[_DIGITS] * 6,
    *("HMX", _CAPITALS, _CAPITALS),
    *[_CONSONANTS] * 3,
    *(_DIGITS + _CAPITALS, _DIGITS),
]
_NSS_PLACES = [_Place(_DIGITS, _doubled if place % 2 else int) for place in range(nss.LENGTH)]
_CURP_PLACES = [
    _Place(allowed, _weighing(weight))
    for allowed, weight in zip(_CURP_CHARACTERS, [*curp.WEIGHTS, 1], strict=True)
]

_NOT_NSS = "0000000000\0"
_NOT_CURP = "AAAA000101HASBBB0\0"
"""What stands in for a cell that is no text of the right length: sound but for its last character.

Known again by being that very object: a cell may hold the same characters.
"""

# Where things stand in an NSS and in a CURP, from 0.
_REGISTERED, _BORN, _CURP_YEAR, _CURP_MONTH, _CURP_DAY, _CURP_STATE, _CURP_CENTURY = 2, 4, 4, 6, 8, 11, 16

_LETTER_IS_100 = bytes(0 if 48 <= byte <= 57 else 100 for byte in range(256))
"""A digit in the place that tells the century means 19xx, anything else 20xx."""
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LAST_DAY = table(lambda month: _DAYS[month - 1] if 1 <= month <= len(_DAYS) else 0)
"""Of a month; 29 February is looked at closely."""
_NO_DAY = bytes((100, *range(1, 100))) + bytes(156)
"""Day 0 becomes one that no month has."""


def _pair_masks(pairs: frozenset[str]) -> list[tuple[bytes, bytes]]:
    """Translations of first and second letters whose bits meet, in one of the list, for these pairs alone.

    A byte has room for eight first letters: each of them is a bit, and a second letter the bits of those
    that it may follow.
    """
    firsts = sorted({pair[0] for pair in pairs})
    masks = []
    for start in range(0, len(firsts), 8):
        one, two = bytearray(256), bytearray(256)
        for bit, first in enumerate(firsts[start : start + 8]):
            one[ord(first)] = 1 << bit
            for pair in pairs:
                if pair[0] == first:
                    two[ord(pair[1])] |= 1 << bit
        masks.append((bytes(one), bytes(two)))
    return masks


_STATES = _pair_masks(curp.STATES)
_WORD_LENGTH = 4
_WATCHED_WORDS = frozenset(
    array("I", "".join(curp.INCONVENIENT_WORDS | {text[:_WORD_LENGTH] for text in curp.GENERICS}).encode())
)
"""Words as the machine numbers that `_words` makes of the first letters of a CURP."""


def packed_nss(values: Sequence[object]) -> Packed:
    """A column of NSS, for several sieves."""
    return Packed(values, _NOT_NSS)


def packed_curp(values: Sequence[object]) -> Packed:
    """A column of CURP, for several sieves."""
    return Packed(values, _NOT_CURP)


def nss_suspects(values: Sequence[object] | Packed) -> list[int]:
    """Indices of the values that are not, as typed, the text of a sound NSS: 11 digits, check digit right."""
    return sorted(_wrong_characters_or_digit(_as_nss(values), _NSS_PLACES))


def curp_suspects(values: Sequence[object] | Packed, *, today: datetime.date | None = None) -> list[int]:
    """Indices of the values that are not, as typed, the text of a CURP without any fault.

    A fault is what `curp.explain` says (a date after `today`, a day of this century, only when it is
    given) or an inconvenient word.
    """
    column = _as_curp(values)
    suspects = _wrong_characters_or_digit(column, _CURP_PLACES)
    doubtful = {*_no_such_days(column), *_unknown_states(column), *_watched_words(column)}
    if today is not None:
        doubtful.update(rows_of(_years(column).translate(_not_before(today.year)), rb"\x01"))
    for row in doubtful - suspects:
        text = column.texts[row]
        if curp.explain(text, today=today) is not None or curp.has_inconvenient_word(text):
            suspects.add(row)
    return sorted(suspects)


def _no_such_days(column: Packed) -> list[int]:
    days = column.two_digits(_CURP_DAY).translate(_NO_DAY)
    left = subtracted(column.two_digits(_CURP_MONTH).translate(_LAST_DAY), days, plus=128)
    return rows_of(left, rb"[\0-\x7f]")


def _unknown_states(column: Packed) -> list[int]:
    first, second = column.lane(_CURP_STATE), column.lane(_CURP_STATE + 1)
    met = 0
    for one, two in _STATES:
        met |= number(first.translate(one)) & number(second.translate(two))
    return rows_of(met.to_bytes(len(column), "little"), rb"\0")


def _watched_words(column: Packed) -> list[int]:
    words = _words(column)
    if _WATCHED_WORDS.isdisjoint(words):
        return []
    return [row for row, word in enumerate(words) if word in _WATCHED_WORDS]


def _words(column: Packed) -> "array[int]":
    """The first four characters as one machine number a row."""
    mixed = bytearray(len(column) * _WORD_LENGTH)
    for place in range(_WORD_LENGTH):
        mixed[place::_WORD_LENGTH] = column.lane(place)
    found = array("I")
    found.frombytes(mixed)
    return found


def _years(column: Packed) -> bytes:
    """The year of birth that each CURP tells, less 1900."""
    return added(column.two_digits(_CURP_YEAR), column.lane(_CURP_CENTURY).translate(_LETTER_IS_100))


@lru_cache(maxsize=4)
def _not_before(year: int) -> bytes:
    """1 for the years from ``year`` on, less 1900; of this century only."""
    return table(lambda told: int(told >= 100 and 1900 + told >= year), 200)


def sbc_suspects(values: Sequence[object], low: float, high: float) -> list[int]:
    """Indices of the values that are not a wage in pesos a day.

    A wage is an int or float (no bool) from `low` to `high`, both included, with at most two decimals at
    15 significant digits, which is what Excel keeps.
    """
    low_plain, high_plain = max(low, 0), min(high, 1e15)
    # Exact for every float that stands for an amount in cents; what fails gets the definition, which
    # forgives the 450.40000000000003 of a formula.
    return [
        row
        for row, value in enumerate(values)
        if not (
            type(value) is float
            and low_plain <= value <= high_plain
            and int(value * 100 + 0.5) / 100 == value
        )
        and not _is_wage(value, low, high)
    ]


def _is_wage(value: object, low: float, high: float) -> bool:
    return (type(value) is float or type(value) is int) and low <= value <= high and _in_cents(value)


def year_mismatches(
    nss_values: Sequence[object] | Packed, curp_values: Sequence[object] | Packed
) -> list[int]:
    """Rows where an NSS (11 digits) and a CURP (18 characters) do not say the same two-digit year of birth.

    Raises ValueError when the columns differ in length.
    """
    if len(nss_values) != len(curp_values):
        raise ValueError("the columns have different lengths")
    numbers, keys = _as_nss(nss_values), _as_curp(curp_values)
    differing = 0
    for offset in (0, 1):
        differing |= number(numbers.lane(_BORN + offset)) ^ number(keys.lane(_CURP_YEAR + offset))
    return [
        row
        for row in rows_of(differing.to_bytes(len(numbers), "little"), rb"[^\0]")
        if is_digits(numbers.texts[row], nss.LENGTH)
        and keys.texts[row] is not _NOT_CURP
        and is_digits(keys.texts[row][4:6], 2)
    ]


def registration_suspects(values: Sequence[object] | Packed, today: datetime.date) -> list[int]:
    """Indices of the sound-looking NSS (11 digits) that are registered before birth or have an odd prefix.

    What counts as such is said by `nss.year_order_ok` and `nss.is_unassigned_prefix`.
    """
    column = _as_nss(values)
    age, odd = _ranks(today), _odd_prefixes()
    registered, born = (column.two_digits(place).translate(age) for place in (_REGISTERED, _BORN))
    doubtful = rows_of(subtracted(registered, born, plus=100), rb"[\0-\x63]")
    doubtful += rows_of(column.two_digits(0).translate(odd), rb"\x01")
    return [
        row
        for row in sorted(set(doubtful))
        if is_digits(text := column.texts[row], nss.LENGTH)
        and (nss.is_unassigned_prefix(text) or not nss.year_order_ok(text, today))
    ]


@lru_cache(maxsize=4)
def _ranks(today: datetime.date) -> bytes:
    """The place of each two-digit year among the hundred, the earliest one first."""
    ordered = sorted(range(100), key=lambda year: nss.full_year(f"{year:02}", today))
    rank = {year: place for place, year in enumerate(ordered)}
    return table(rank.__getitem__)


@lru_cache(maxsize=1)
def _odd_prefixes() -> bytes:
    return table(lambda prefix: int(nss.is_unassigned_prefix(f"{prefix:02}")))


def birth_outside(
    values: Sequence[object] | Packed, earliest: datetime.date, latest: datetime.date
) -> list[int]:
    """Indices of the CURP-like texts (18 characters, a date that exists) born before or after two dates.

    Both dates are included in what is fine. The place of birth, check digit and so on do not matter.
    """
    column = _as_curp(values)
    return [
        row
        for row in rows_of(_years(column).translate(_not_wholly_within(earliest, latest)), rb"\x01")
        if (text := column.texts[row]) is not _NOT_CURP
        and (born := curp.birth_date(text)) is not None
        and not earliest <= born <= latest
    ]


@lru_cache(maxsize=4)
def _not_wholly_within(earliest: datetime.date, latest: datetime.date) -> bytes:
    """1 for the years, less 1900, with a day before or after two dates."""

    def outside(told: int) -> int:
        first, last = datetime.date(1900 + told, 1, 1), datetime.date(1900 + told, 12, 31)
        return int(first < earliest or last > latest)

    return table(outside, 200)


def repeats(values: Sequence[object]) -> list[int]:
    """Indices of the non-empty texts that occur more than once, the first occurrence included."""
    with suppress(TypeError):  # a value that cannot be in a set: look at each
        if len(set(values)) == len(values) - max(0, values.count("") - 1):
            return []
    texts = [value for value in values if type(value) is str and value]
    seen: set[str] = set()
    repeated: set[object] = set()
    for text in texts:
        (repeated if text in seen else seen).add(text)
    if not repeated:
        return []
    return [row for row, value in enumerate(values) if type(value) is str and value in repeated]


def _as_nss(values: Sequence[object] | Packed) -> Packed:
    return values if isinstance(values, Packed) else packed_nss(values)


def _as_curp(values: Sequence[object] | Packed) -> Packed:
    return values if isinstance(values, Packed) else packed_curp(values)


def _wrong_characters_or_digit(column: Packed, places: list[_Place]) -> set[int]:
    """Rows with a character out of place, or whose weighted sum is no multiple of 10.

    18 places of at most 9 make 162, so no byte of the sum ever carries into its neighbour.
    """
    wrong: set[int] = set()
    sums = 0
    for index, place in enumerate(places):
        lane = column.lane(index)
        if lane.translate(None, place.allowed):  # something is left over
            wrong.update(rows_of(lane, b"[^%b]" % place.allowed))
        sums += number(lane.translate(place.amounts))
    remainders = sums.to_bytes(len(column), "little").translate(_BYTE_MODULO_10)
    wrong.update(rows_of(remainders, rb"[^\0]"))
    return wrong


def _in_cents(value: float) -> bool:
    """At most two decimals at 15 significant digits; false for an infinite amount."""
    if type(value) is int:
        return True
    digits = f"{value:.15g}"
    if "e" in digits:  # from 1e15 on there are no decimals left, below 1e-4 too many
        return abs(value) >= 1
    return digits.lstrip("-") != "inf" and len(digits.partition(".")[2]) <= 2
