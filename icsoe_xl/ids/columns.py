"""Sieves for whole columns: which cells deserve a closer look, at some 0.2 microseconds a cell.

Nearly every cell of a worker file is sound, so the rules ask here first and explain only the suspects,
one by one. A sieve takes the raw values of a column and returns the sorted indices of those that are not,
exactly as typed, what the column wants. It takes anything (None, numbers, dates, any script) and agrees
with the slow path on every value, except that a subclass of ``str`` is always a suspect.

How check digits are added up without a loop over rows: the texts are joined, and each place of the
identifier becomes one slice of bytes, one byte a row. The slice is translated to "what this character
adds to the sum, modulo 10" and read as one big integer; adding these integers adds all rows at once, each
in its own byte. 18 places of at most 9 make 162, so no byte ever carries into its neighbour.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence

from icsoe_xl.ids import curp, nss
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

_NOT_NSS = "00000000001"
_NOT_CURP = "AAAA000101HASBBB00"
"""What stands in for a cell that is no text of the right length: only its check digit is wrong."""

_MONTHS_AND_DAYS = frozenset(
    f"{month:02}{day:02}"
    for month, days in enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1)
    for day in range(1, days + 1)
)


def nss_suspects(values: Sequence[object]) -> list[int]:
    """Indices of the values that are not, as typed, the text of a sound NSS: 11 digits, check digit right."""
    texts = _texts(values, _NOT_NSS)
    return sorted(_wrong_characters_or_digit(texts, _NSS_PLACES))


def curp_suspects(values: Sequence[object], *, today: datetime.date | None = None) -> list[int]:
    """Indices of the values that are not, as typed, the text of a CURP without any fault.

    A fault is what `curp.explain` says (a date after `today`, a day of this century, only when it is
    given) or an inconvenient word.
    """
    texts = _texts(values, _NOT_CURP)
    suspects = _wrong_characters_or_digit(texts, _CURP_PLACES)
    for row in suspects:
        texts[row] = _NOT_CURP  # once is enough, and it keeps the sets below clean
    # A set of parts nearly always tells that all is well; looking for the rows is a rare second step.
    if not {text[11:13] for text in texts} <= curp.STATES:
        suspects.update(row for row, text in enumerate(texts) if text[11:13] not in curp.STATES)
    days = {text[6:10] for text in texts}
    if not days <= _MONTHS_AND_DAYS:
        suspects.update(row for row, text in enumerate(texts) if text[6:10] not in _MONTHS_AND_DAYS)
    if "0229" in days:
        suspects.update(row for row, text in enumerate(texts) if text[6:10] == "0229" and _no_such_day(text))
    words = {text[:4] for text in texts}
    if not words.isdisjoint(curp.INCONVENIENT_WORDS):
        suspects.update(row for row, text in enumerate(texts) if text[:4] in curp.INCONVENIENT_WORDS)
    if "XEXX" in words:
        suspects.update(row for row, text in enumerate(texts) if text in curp.GENERICS)
    if today is not None:
        # Only 20xx can lie ahead; within one century, YYMMDD sorts like the dates.
        limit = f"{today:%y%m%d}"
        suspects.update(row for row, text in enumerate(texts) if text[16] > "9" and text[4:10] > limit)
    return sorted(suspects)


def sbc_suspects(values: Sequence[object], low: float, high: float) -> list[int]:
    """Indices of the values that are not a wage in pesos a day.

    A wage is an int or float (no bool) from `low` to `high`, both included, with at most two decimals at
    15 significant digits, which is what Excel keeps.
    """
    suspects = []
    for row, value in enumerate(values):
        if (type(value) is float or type(value) is int) and low <= value <= high:
            # Exact for every float that stands for an amount in cents; what fails gets the definition,
            # which forgives the 450.40000000000003 of a formula.
            if 0 <= value < 1e15 and int(value * 100 + 0.5) / 100 == value:
                continue
            if _in_cents(value):
                continue
        suspects.append(row)
    return suspects


def year_mismatches(nss_values: Sequence[str], curp_values: Sequence[str]) -> list[int]:
    """Rows where an NSS (11 digits) and a CURP (18 characters) do not say the same two-digit year of birth.

    Raises ValueError when the columns differ in length.
    """
    if len(nss_values) != len(curp_values):
        raise ValueError("the columns have different lengths")
    numbers = "".join(_texts(nss_values, _NOT_NSS)).encode("ascii")
    keys = "".join(_texts(curp_values, _NOT_CURP)).encode("ascii")
    differing = {
        row
        for place in (4, 5)
        for row in _differing(numbers[place :: nss.LENGTH], keys[place :: curp.LENGTH])
    }
    return [
        row
        for row in sorted(differing)
        if _is_shaped(nss_values[row], nss.LENGTH, 0, nss.LENGTH)
        and _is_shaped(curp_values[row], curp.LENGTH, 4, 6)
    ]


def _differing(one: bytes, other: bytes) -> Iterator[int]:
    """Where two runs of bytes of one length differ."""
    both = int.from_bytes(one, "little") ^ int.from_bytes(other, "little")
    return (match.start() for match in re.finditer(rb"[^\0]", both.to_bytes(len(one), "little")))


def _is_shaped(value: object, length: int, start: int, stop: int) -> bool:
    """Whether a value is text of a length with digits from ``start`` to ``stop``."""
    return type(value) is str and len(value) == length and is_digits(value[start:stop], stop - start)


def registration_suspects(values: Sequence[object], today: datetime.date) -> list[int]:
    """Indices of the sound-looking NSS (11 digits) that are registered before birth or have an odd prefix.

    What counts as such is said by `nss.year_order_ok` and `nss.is_unassigned_prefix`.
    """
    texts = _texts(values, _NOT_NSS)
    # The pairs of years are at most 10,000 and the prefixes 100: judge each once, then look for the rows.
    pairs = {text[2:6] for text in texts}
    disordered = {pair for pair in pairs if is_digits(pair, 4) and not nss.years_in_order(pair, today)}
    odd = {prefix for prefix in {text[:2] for text in texts} if nss.is_unassigned_prefix(prefix)}
    if not disordered and not odd:
        return []
    return [
        row
        for row, text in enumerate(texts)
        if (text[2:6] in disordered or text[:2] in odd)
        and text is values[row]  # no stand-in
        and is_digits(text, nss.LENGTH)
        and (nss.is_unassigned_prefix(text) or not nss.year_order_ok(text, today))
    ]


def birth_outside(values: Sequence[object], earliest: datetime.date, latest: datetime.date) -> list[int]:
    """Indices of the CURP-like texts (18 characters, a date that exists) born before or after two dates.

    Both dates are included in what is fine. The place of birth, check digit and so on do not matter.
    """
    texts = _texts(values, _NOT_CURP)
    # Places 5 and 17 give decade and century; only rows of a decade that is not wholly inside are read.
    decades = {text[4:17:12] for text in texts}
    doubtful = {decade for decade in decades if not _decade_within(decade, earliest, latest)}
    if not doubtful:
        return []
    return [
        row
        for row, text in enumerate(texts)
        if text[4:17:12] in doubtful
        and text is values[row]  # no stand-in
        and (born := curp.birth_date(text)) is not None
        and not earliest <= born <= latest
    ]


def repeats(values: Sequence[object]) -> list[int]:
    """Indices of the non-empty texts that occur more than once, the first occurrence included."""
    if set(map(type, values)) <= {str} and len(set(values)) == len(values):
        return []
    texts = [value for value in values if type(value) is str and value]
    seen: set[str] = set()
    repeated: set[object] = set()
    for text in texts:
        (repeated if text in seen else seen).add(text)
    return [row for row, value in enumerate(values) if type(value) is str and value in repeated]


def _texts(values: Sequence[object], stand_in: str) -> list[str]:
    """The column as ASCII texts of one length, with `stand_in` where a cell is anything else."""
    width = len(stand_in)
    texts: list[str]
    if set(map(type, values)) <= {str}:  # a loop in C: the usual column has nothing but texts of one length
        texts = list(values)  # type: ignore[arg-type]  # just asked
        if not set(map(len, texts)) <= {width}:
            texts = [text if len(text) == width else stand_in for text in texts]
    else:
        texts = [value if type(value) is str and len(value) == width else stand_in for value in values]
    if "".join(texts).isascii():
        return texts
    return [text if text.isascii() else stand_in for text in texts]


def _wrong_characters_or_digit(texts: list[str], places: list[_Place]) -> set[int]:
    """Indices of the texts with a character out of place, or whose weighted sum is no multiple of 10."""
    joined = "".join(texts).encode("ascii")
    wrong: set[int] = set()
    sums = 0
    for index, place in enumerate(places):
        column = joined[index :: len(places)]
        if column.translate(None, place.allowed):  # something is left over
            wrong.update(match.start() for match in re.finditer(b"[^%b]" % place.allowed, column))
        sums += int.from_bytes(column.translate(place.amounts), "little")
    remainders = sums.to_bytes(len(texts), "little").translate(_BYTE_MODULO_10)
    wrong.update(match.start() for match in re.finditer(rb"[^\0]", remainders))
    return wrong


def _no_such_day(text: str) -> bool:
    """29 February needs the century, which place 17 tells. The year may still be no number."""
    return is_digits(text[4:6], 2) and curp.birth_date(text) is None


def _decade_within(decade: str, earliest: datetime.date, latest: datetime.date) -> bool:
    """Whether all days of a decade, told by the places 5 and 17 of a CURP, lie between two dates."""
    tens, differentiator = decade[0], decade[1]
    if tens not in _DIGITS:
        return False
    first_year = (1900 if differentiator in _DIGITS else 2000) + 10 * int(tens)
    return datetime.date(first_year, 1, 1) >= earliest and datetime.date(first_year + 9, 12, 31) <= latest


def _in_cents(value: float) -> bool:
    """At most two decimals at 15 significant digits; false for an infinite amount."""
    if type(value) is int:
        return True
    digits = f"{value:.15g}"
    if "e" in digits:  # from 1e15 on there are no decimals left, below 1e-4 too many
        return abs(value) >= 1
    return digits.lstrip("-") != "inf" and len(digits.partition(".")[2]) <= 2
