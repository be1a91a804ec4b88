"""What a profile must never hold: e.firma, its files, and passwords (Lineamientos ICSOE 4.2, DOF 13-Apr-2022).

We never ask for them, and a profile lies in a folder that others may read. A key that looks like one is
refused before anything is saved; the words are many because people find many names for a password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from icsoe_xl.profiles.fields import plain

_PARTS = (
    "contrasen",
    "password",
    "passwd",
    "passphrase",
    "efirma",
    "firmaelectronica",
    "clavepriv",
    "llavepriv",
    "privatekey",
    "claveportal",
    "clavedelportal",
    "clavedeacceso",
    "claveacceso",
    "clavesat",
    "claveciec",
    "clavefiel",
)
"""Enough wherever they stand in a key (letters and digits only)."""

_WORDS = frozenset("cer ciec fiel key nip p12 pass pfx pin pwd secret secreto secreta token".split())  # noqa: SIM905
"""Enough as a whole word of a key."""

_VALUE = re.compile(r"-----BEGIN |\S\.(?:cer|key|pfx|p12)\s*\Z", re.IGNORECASE)
"""The text of a key, or the path of its file."""

WHAT = "parece una contraseña o parte de la e.firma, y un perfil nunca las guarda"
MEND = "bórrela de aquí; el portal las pide sólo a quien firma"

Path = tuple[str | int, ...]


def is_secret(key: str) -> bool:
    """Whether a key is named like something that must not be in a profile."""
    words = re.findall(r"[^\W_]+", plain(key))
    joined = "".join(words)
    return any(part in joined for part in _PARTS) or not _WORDS.isdisjoint(words)


def secrets(value: object, path: Path = ()) -> Iterator[Path]:
    """Paths of everything in ``value`` (dicts, lists, values) that must not be there."""
    if isinstance(value, dict):
        for key, each in value.items():
            if is_secret(key):
                yield (*path, key)
            else:
                yield from secrets(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from secrets(each, (*path, index))
    elif isinstance(value, str) and _VALUE.search(value):
        yield path
