"""Changes at random, the same ones for the same seed: what CI runs, and what needs no other program."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_BYTES = (
    b"",
    b"\0",
    b"\xff",
    b'"',
    b"<",
    b">",
    b"&",
    b"\n",
    b"-",
    b"9",
    b"\xc3",
    b"\xed\xa0\x80",
    b"A" * 300,
)


def changed(seeds: Sequence[bytes], words: Sequence[bytes], seed: int, runs: int) -> Iterator[bytes]:
    """``runs`` inputs made of the seeds: bytes and words put in, pieces taken out, doubled, moved or swapped."""
    chance = random.Random(seed)
    pieces = [*words, *_BYTES]
    for _ in range(runs):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            at, length = chance.randrange(len(data) + 1), chance.choice((0, 1, 2, 8, 40))
            change = chance.randrange(5)
            if change < 2:
                data[at : at + length] = chance.choice(pieces)
            elif change == 2:
                data[at:at] = data[at : at + 40] * chance.choice((1, 2, 20))
            elif change == 3:
                other = chance.choice(seeds)
                start = chance.randrange(len(other) + 1)
                data[at : at + length] = other[start : start + chance.randrange(60)]
            elif data and at < len(data):
                data[at] = chance.randrange(256)
        yield bytes(data)
