"""Names of the list that almost match one that is not there: proposals for a person to judge, never matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from heapq import nlargest

from icsoe_xl.cells import clean
from icsoe_xl.publiclist import names

MOST = 5
_LEAST = 0.82
"""Two or three letters of a name of twenty may differ. By trial: below, strangers come in."""
_COMPARED = 200
"""Names compared letter by letter with each wanted one: those that share the rarest pieces of words with it."""
_PIECE = 4


def near(wanted: Iterable[str], everybody: Iterable[object]) -> dict[str, list[str]]:
    """Up to five names of the list for each wanted one, the nearest first.

    Compared without legal forms (the form alone may be missing or another) and with the words in alphabetical
    order. 140,000 names take about a second, whether few are wanted or forty.
    """
    searched = {name: _key(name) for name in wanted}
    if not searched:
        return {}
    written = sorted({clean(name) for name in everybody})
    keys = [_key(name) for name in written]
    holders = _holders(keys, frozenset().union(*map(_pieces, searched.values())))
    return {
        name: [written[place] for place in _nearest(key, keys, holders)] for name, key in searched.items()
    }


def _key(name: str) -> str:
    return " ".join(sorted(set(names.words(name)) - names.form_words()))


def _pieces(key: str) -> set[str]:
    """Beginning and end of each word: one wrong letter leaves the other of them, if not the word beside it."""
    words = key.split()
    return {f"{word[:_PIECE]}-" for word in words} | {f"-{word[-_PIECE:]}" for word in words}


def _holders(keys: Sequence[str], pieces: frozenset[str]) -> dict[str, list[int]]:
    """Places of the keys that hold each of these pieces."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        for piece in pieces & _pieces(key):
            holders[piece].append(place)
    return holders


def _nearest(wanted: str, keys: Sequence[str], holders: dict[str, list[int]]) -> list[int]:
    shared: dict[int, float] = defaultdict(float)
    for piece in sorted(_pieces(wanted)):
        places = holders.get(piece, ())
        for place in places:
            shared[place] += 1 / len(places)
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    alike = []
    for place in nlargest(_COMPARED, shared, key=shared.__getitem__):
        matcher.set_seq1(keys[place])
        if matcher.quick_ratio() >= _LEAST and (ratio := matcher.ratio()) >= _LEAST:
            alike.append((-ratio, place))
    return [place for _, place in sorted(alike)[:MOST]]
