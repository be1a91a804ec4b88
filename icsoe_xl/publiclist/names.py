"""When two names are the same: whatever their accents, punctuation, spaces and way of writing the legal form.

A name is compared by its letters and digits alone: capitals, Ñ as N, & as Y, no accent, space or punctuation.
So ``Peña  &  Hijos, S. A. de C. V.`` is ``PENAYHIJOSSADECV``, and so is ``PEÑA Y HIJOS SA DE CV``. A legal form
counts: S.A. de C.V. and S.C. are two companies. A person may be written surnames first.

    >>> fold("Peña  &  Hijos, S. A. de C. V.")
    b'PENAYHIJOSSADECV'
    >>> split("Peña & Hijos, Sociedad Civil"), split("Tomás Peña Ruiz")
    (('PENA Y HIJOS', 'SC'), ('TOMAS PENA RUIZ', ''))
"""

from __future__ import annotations

import string
import unicodedata
from functools import cache

from icsoe_xl.publiclist.facts import facts

SEPARATOR = "\0"
"""Stands between the names that are folded together; no cell of a workbook can hold it."""

_LOWER, _CAPITALS = string.ascii_lowercase.encode(), string.ascii_uppercase.encode()
_KEPT = (string.ascii_letters + string.digits + "&" + SEPARATOR).encode()
_DROPPED = bytes(code for code in range(128) if code not in _KEPT)
_FOLDED = bytes.maketrans(_LOWER + b"&", _CAPITALS + b"Y")
_SPACED = bytes.maketrans(_LOWER + _DROPPED, _CAPITALS + b" " * len(_DROPPED))
_FEWEST_WORDS = 3
"""A person has a name and two surnames; of two words nobody knows which is which."""


def fold(text: str) -> bytes:
    """Letters and digits of a name, or of many with `SEPARATOR` between: 140,000 in a tenth of a second."""
    return _plain(text).translate(_FOLDED, _DROPPED)


def words(text: str) -> list[str]:
    """The words of a name or header in capitals, without accents and punctuation."""
    return _plain(text.replace("&", " Y ")).translate(_SPACED).decode("ascii").split()


def _plain(text: str) -> bytes:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore")


def split(name: str) -> tuple[str, str]:
    """The name in capitals without its legal form, and the form written short, "" when it has none."""
    parts = words(name)
    for place in range(1, len(parts)):
        form = _short_forms().get("".join(parts[place:]))
        if form is not None:
            return " ".join(parts[:place]), form
    return " ".join(parts), ""


def spellings(name: str) -> set[bytes]:
    """Everything that `fold` may give for the same company: its form short and in full. A person has one."""
    stem, form = split(name)
    return {fold(f"{stem} {written}") for written in (form, *facts("sociedades")["forms"].get(form, ()))}


def without_form(name: str) -> set[bytes]:
    """What `fold` may give where the legal form was left out: in the list, or by us (then every form may follow).

    The tax certificate of SAT prints the form apart from the name, so that many write it without. That it is
    the same company is likely, no more: two may differ in their form alone.
    """
    stem, form = split(name)
    return {fold(stem)} if form else {fold(f"{stem} {written}") for written in _short_forms()}


def turned(name: str) -> set[bytes]:
    """What `fold` gives for a person when the surnames come first, or last; empty for a company.

    Where the surnames begin is not known (two given names, DE LA CRUZ), so each turn of the words counts; two
    persons whose names are such turns of each other are hardly ever met, unlike two with the words mixed.
    """
    parts = words(name)
    if split(name)[1] or len(parts) < _FEWEST_WORDS:
        return set()
    return {fold(" ".join(parts[place:] + parts[:place])) for place in range(1, len(parts))}


@cache
def form_words() -> frozenset[str]:
    """What legal forms are written with when they are written short: ``SA``, ``S``, ``A``, ``DE``..."""
    parts = {part for short in facts("sociedades")["forms"] for part in short.split()}
    return frozenset(parts.union(*parts))


@cache
def _short_forms() -> dict[str, str]:
    """Every spelling of a legal form, without spaces -> the short one."""
    return {
        spelling.replace(" ", ""): short
        for short, full in facts("sociedades")["forms"].items()
        for spelling in (short, *full)
    }
