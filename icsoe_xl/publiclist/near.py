"""Names of the list that almost match one that is not there: proposals for a person to judge, never matches."""

from __future__ import annotations

from collections.abc import Iterable

from icsoe_xl.cells import clean
from icsoe_xl.publiclist import names

MOST = 5
_LEAST = 82
"""Of 100: two or three letters of a name of twenty may differ. By trial: below, strangers come in."""


def near(wanted: Iterable[str], everybody: Iterable[object]) -> dict[str, list[str]]:
    """Up to five names of the list for each wanted one, the nearest first.

    Compared without legal forms (the form alone may be missing or another) and with the words in alphabetical
    order. 140,000 names take about a second, however many are wanted.
    """
    searched = list(wanted)
    if not searched:
        return {}
    from rapidfuzz import fuzz, process

    written = sorted({clean(name) for name in everybody})
    keys = [_key(name) for name in written]
    found = {}
    for name in searched:
        best = process.extract(_key(name), keys, scorer=fuzz.ratio, limit=MOST, score_cutoff=_LEAST)
        found[name] = [written[place] for _, _, place in best]
    return found


def _key(name: str) -> str:
    return " ".join(sorted(set(names.words(name)) - names.form_words()))
