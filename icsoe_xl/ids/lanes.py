"""A column of identifiers as bytes: one place of all rows at a time, without a loop over rows.

The texts of a column are joined; each place of the identifier then is one slice of bytes, a byte a row (a
"lane"). A lane is translated to what its characters are worth and read as one big integer: adding two such
integers adds all rows at once, each in its own byte, as long as no byte goes over 255 or below 0.
"""

import re
from collections.abc import Callable, Iterable, Sequence

_ONES = bytes(byte - 48 if 48 <= byte <= 57 else 0 for byte in range(256))
_TENS = bytes(10 * one for one in _ONES)


class Packed:
    """A column as ASCII texts of one length, and the same texts joined.

    ``stand_in`` takes the place of a cell that is anything else (a subclass of ``str`` too).
    """

    __slots__ = ("_stand_in", "joined", "texts", "width")

    def __init__(self, values: Sequence[object], stand_in: str) -> None:
        width = len(stand_in)
        texts: list[str]
        if set(map(type, values)) <= {str}:  # a loop in C: the usual column has nothing but texts
            texts = list(values)  # type: ignore[arg-type]  # just asked
            if not set(map(len, texts)) <= {width}:
                texts = [text if len(text) == width else stand_in for text in texts]
        else:
            texts = [value if type(value) is str and len(value) == width else stand_in for value in values]
        joined = "".join(texts)
        if not joined.isascii():
            texts = [text if text.isascii() else stand_in for text in texts]
            joined = "".join(texts)
        self.texts, self.joined = texts, joined.encode("ascii")
        self.width, self._stand_in = width, stand_in

    def __len__(self) -> int:
        return len(self.texts)

    def replaced(self, values: Sequence[str], rows: Iterable[int]) -> "Packed":
        """The column with the texts of ``values`` at some rows, which are those where the two differ."""
        changed = {row: values[row] for row in rows}
        if not changed:
            return self
        fitting = Packed(list(changed.values()), self._stand_in)
        texts = self.texts.copy()
        for row, text in zip(changed, fitting.texts, strict=True):
            texts[row] = text
        copy = Packed.__new__(Packed)
        copy.texts, copy.joined = texts, "".join(texts).encode("ascii")
        copy.width, copy._stand_in = self.width, self._stand_in
        return copy

    def lane(self, place: int) -> bytes:
        """The characters at a place, from 0."""
        return self.joined[place :: self.width]

    def two_digits(self, place: int) -> bytes:
        """The numbers that the characters at a place and the next one write; 0 stands for what is no digit."""
        return added(self.lane(place).translate(_TENS), self.lane(place + 1).translate(_ONES))


def added(one: bytes, other: bytes) -> bytes:
    """The sums of two lanes; none may exceed 255."""
    return (number(one) + number(other)).to_bytes(len(one), "little")


def subtracted(one: bytes, other: bytes, plus: int) -> bytes:
    """The differences of two lanes plus a number that keeps each of them from 0 to 255."""
    constant = number(bytes((plus,)) * len(one))
    return (number(one) + constant - number(other)).to_bytes(len(one), "little")


def number(lane: bytes) -> int:
    """A lane as one big integer."""
    return int.from_bytes(lane, "little")


def rows_of(lane: bytes, pattern: bytes) -> list[int]:
    r"""The rows whose byte fits a pattern, a class such as ``[^\0]``."""
    return [match.start() for match in re.finditer(pattern, lane)]


def table(worth: Callable[[int], int], count: int = 100) -> bytes:
    """A translation of the bytes from 0 to ``count`` - 1; the others become 0."""
    return bytes(worth(byte) for byte in range(count)) + bytes(256 - count)
