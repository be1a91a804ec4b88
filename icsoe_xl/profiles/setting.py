"""``clave=valor``: one change to a profile, as it is typed on the command line.

Keys are those that every message uses: ``correo``, ``repse.vence``, ``clientes[2].correo`` with entries
counted from 1. One entry past the last makes a new one; an empty value takes the key or the entry away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from difflib import get_close_matches
from typing import Any

from icsoe_xl.errors import UsageProblem
from icsoe_xl.profiles import forbidden
from icsoe_xl.profiles.mistakes import Path, key_name
from icsoe_xl.profiles.model import LISTS, SECTIONS, Profile

Change = tuple[Path, str]

_KEY = re.compile(r"\w+(?:\[[0-9]{1,6}\]|\.\w+)*")


def parse(text: str) -> Change:
    """The path and the value of ``clave=valor``. Raises UsageProblem, never quoting the value."""
    key, equals, value = text.partition("=")
    key = key.strip()
    if not equals:
        raise UsageProblem("--set lleva clave=valor, por ejemplo --set correo=contacto@empresa.mx")
    if forbidden.is_secret(key):
        raise UsageProblem(f"{key_name((key,))} {forbidden.WHAT}; {forbidden.MEND}.")
    path = _path(key) if _KEY.fullmatch(key) else ()
    if not path:
        raise UsageProblem(f"No conozco la clave {key_name((key,))}.{_guess(key)}")
    if path[0] in LISTS and len(path) == 2 and value.strip():
        raise UsageProblem(
            f"{key_name(path)} es un bloque: diga cuál de sus claves, o déjelo vacío para quitarlo."
        )
    return path, value.strip()


def apply(data: dict[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """A copy of a profile's plain values with the changes made, one after the other.

    Raises UsageProblem when an entry of a list is not there.
    """
    data = deepcopy(data)
    for path, value in changes:
        _apply(data, path, value)
    return data


def _path(key: str) -> Path:
    """The path of a key that exists in a profile; empty when there is none."""
    parts = re.findall(r"\w+", key)
    first = parts[0]
    if first in SECTIONS:
        return tuple(parts) if len(parts) == 2 and parts[1] in SECTIONS[first].model_fields else ()
    if first == "preferencias":
        return tuple(parts) if len(parts) == 2 else ()
    if first in LISTS:
        if len(parts) not in (2, 3) or not parts[1].isdecimal() or not int(parts[1]):
            return ()
        if len(parts) == 3 and parts[2] not in LISTS[first][0].model_fields:
            return ()
        return first, int(parts[1]) - 1, *parts[2:]
    return (first,) if len(parts) == 1 and first in Profile.model_fields else ()


def _guess(key: str) -> str:
    names = [name for name in Profile.model_fields if name not in SECTIONS and name not in LISTS]
    names += [f"{section}.{name}" for section, kind in SECTIONS.items() for name in kind.model_fields]
    names += [f"{key}[1].{name}" for key, (kind, _) in LISTS.items() for name in kind.model_fields]
    near = get_close_matches(key, names, 1)
    return f" ¿Quiso decir {near[0]}?" if near else " «icsoe-xl profile show» dice las que hay."


def _apply(data: dict[str, Any], path: Path, value: str) -> None:
    *outer, last = path
    table: Any = data
    if outer:
        first = str(outer[0])
        table = data.setdefault(first, [] if first in LISTS else {})
    if path[0] in LISTS:
        index = int(path[1])
        is_new = isinstance(table, list) and index == len(table) and len(path) == 3
        if is_new:
            table.append({})
        if not isinstance(table, list) or index >= len(table):
            count = len(table) if isinstance(table, list) else 0
            raise UsageProblem(f"No hay {key_name(path[:2])}: la lista tiene {count}.")
        if len(path) == 2:
            del table[index]
            return
        table = table[index]
    if not isinstance(table, dict):
        raise UsageProblem(f"{key_name(tuple(outer))} no es un bloque en el archivo: corríjalo en su editor.")
    if value:
        table[str(last)] = value
    else:
        table.pop(str(last), None)
