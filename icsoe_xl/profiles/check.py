"""From the text of a file to a profile, or to everything that is wrong with it at once.

Nothing here raises for what a person typed: mistakes and doubts are collected in `Checked`, and the caller
decides whether to go on (``profile``, ``require``).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.profiles import doubts, forbidden
from icsoe_xl.profiles.lines import json_lines, line_of, most_dots, toml_lines
from icsoe_xl.profiles.mistakes import Mistake, Path, ProfileMistakes, key_name
from icsoe_xl.profiles.model import LISTS, SECTIONS, Profile, Record

LARGEST = 1_000_000
"""Bytes of a profile; some thousands of clients fit."""
DEEPEST = 12
"""Levels of tables and lists within each other; ours need three."""
_MOST_DOTS = 100
"""Dots of one line. tomllib's memory grows with the square of the parts of a key: 1 MB of ``a.a.a`` takes it all."""
_SHOWN = 200
"""Mistakes listed: a file of another kind could have any number."""

Locate = Callable[[Path], int | str]
"""Where a key was said: the line of a file, or the cell, option or question."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of reading a profile.

    ``data`` is the file as plain values, ``profile`` what it means, None when there are ``mistakes``.
    ``readable`` is False when the text is no TOML or JSON at all: then there is one mistake and no data.
    """

    file: str
    data: dict[str, Any]
    profile: Profile | None
    mistakes: list[Mistake]
    doubts: list[Mistake]
    readable: bool = True

    def require(self) -> Profile:
        """The profile; raises ProfileMistakes, or UnreadableFile when the text could not be read at all."""
        if self.profile is not None:
            return self.profile
        if not self.readable:
            raise UnreadableFile(str(self.mistakes[0]))
        raise ProfileMistakes(self.mistakes)


def check_toml(text: str, file: str, folder: FilePath | None = None, today: date | None = None) -> Checked:
    """Judge the text of a TOML profile; ``folder`` is where the path of its logo starts."""
    if most_dots(text) > _MOST_DOTS:
        return _unreadable(_too_deep(file))
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        return _unreadable(_syntax_mistake(text, file, error))
    except RecursionError:
        return _unreadable(_too_deep(file))
    if _depth_exceeds(data, DEEPEST):
        return _unreadable(_too_deep(file))
    return judge(data, file, locator(text), folder, today)


def locator(text: str) -> Callable[[Path], int]:
    """What tells the line of a key in a sound TOML text."""
    return partial(line_of, toml_lines(text))


def check_json(text: str, file: str, folder: FilePath | None = None, today: date | None = None) -> Checked:
    """Judge the text of a JSON profile, such as ``profile export`` writes; a null is a key not given."""
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        return _unreadable(
            Mistake(file, "", line, "no es JSON: hay algo mal escrito", "revise comillas, comas y llaves")
        )
    except RecursionError:
        return _unreadable(_too_deep(file))
    if _depth_exceeds(data, DEEPEST):
        return _unreadable(_too_deep(file))
    if not isinstance(data, dict) or not _is_text(data):
        return _unreadable(
            Mistake(file, "", 1, "no es un perfil", "debe empezar con { y tener rfc y razon_social")
        )
    lines = json_lines(text)
    return judge(_without_nulls(data), file, partial(line_of, lines), folder, today)


def judge(
    data: dict[str, Any],
    file: str,
    locate: Locate,
    folder: FilePath | None = None,
    today: date | None = None,
) -> Checked:
    """Judge plain values, wherever they come from. Mistakes and doubts come in the order of the file."""
    found = dict.fromkeys(forbidden.secrets(data), (forbidden.WHAT, forbidden.MEND))
    found |= dict.fromkeys(_too_large(data), ("es un número demasiado grande", "póngalo entre comillas"))
    profile: Profile | None = None
    try:
        profile = Profile.model_validate(data)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            found.setdefault(each["loc"], _words(each["type"], each.get("ctx", {})))
    doubtful = {path: words for path, words in _unknown(data, Profile, ()) if path not in found}
    if found:
        profile = None
    elif profile is not None:
        doubtful |= doubts.about(profile, folder, today or date.today())
    return Checked(
        file,
        data,
        profile,
        _in_order(found, file, locate, blocking=True),
        _in_order(doubtful, file, locate, blocking=False),
    )


def decode(data: bytes, file: str) -> str:
    """The text of a file, with plain line feeds. Raises UnreadableFile, naming the line, when not UTF-8."""
    if len(data) > LARGEST:
        raise UnreadableFile(
            f"{file}: pesa más de 1 MB, demasiado para un perfil; revise que sea el archivo correcto."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"{file}, línea {line}: no está en UTF-8; ábralo en su editor y guárdelo con la codificación UTF-8."
        ) from error
    return text.replace("\r\n", "\n")


def _unreadable(mistake: Mistake) -> Checked:
    return Checked(mistake.file, {}, None, [mistake], [], readable=False)


def _in_order(
    found: Mapping[Path, tuple[str, str]], file: str, locate: Locate, *, blocking: bool
) -> list[Mistake]:
    mistakes = [
        Mistake(file, key_name(path), locate(path), what, mend, blocking)
        for path, (what, mend) in list(found.items())[:_SHOWN]
    ]
    return sorted(mistakes, key=lambda each: each.place if isinstance(each.place, int) else 0)


def _unknown(data: Mapping[str, Any], kind: type[Record], path: Path) -> list[tuple[Path, tuple[str, str]]]:
    """Keys that we do not know, at every level; they stay in the file, but may be a slip of the hand."""
    found: list[tuple[Path, tuple[str, str]]] = []
    names = list(kind.model_fields)
    for key, value in data.items():
        if key not in names:
            near = get_close_matches(key, names, 1)
            mend = f"¿quiso escribir {near[0]}?" if near else "se conserva, pero no se usa"
            if key == "tipo_persona":
                mend = "no hace falta: lo dice el RFC"
            found.append(((*path, key), ("no conozco esta clave", mend.rstrip("."))))
        elif kind is Profile and key in SECTIONS and isinstance(value, dict):
            found += _unknown(value, SECTIONS[key], (*path, key))
        elif kind is Profile and key in LISTS and isinstance(value, list):
            for index, each in enumerate(value):
                if isinstance(each, dict):
                    found += _unknown(each, LISTS[key][0], (*path, key, index))
    return found


_KINDS = {
    "missing": ("falta", "escríbalo"),
    "string_type": ("debe ser un texto", "póngalo entre comillas"),
    "tuple_type": (
        "debe ser una lista",
        "escriba un bloque con su nombre entre dobles corchetes por cada elemento",
    ),
    "dict_type": ("debe ser una tabla", "escríbala como un bloque con su nombre entre corchetes"),
    "model_type": ("debe ser un bloque con sus claves", "escríbalo con su nombre entre corchetes"),
}
"""pydantic's own errors that a file can cause, in words."""


def _words(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    if kind == "icsoe":
        return context["what"], context["mend"]
    return _KINDS.get(kind, ("no tiene la forma que se espera", "compárelo con un perfil nuevo"))


def _syntax_mistake(text: str, file: str, error: ValueError) -> Mistake:
    """What is probably wrong with a line that TOML does not take; the line itself is not quoted."""
    lines = text.split("\n")
    place = re.search(r"at line (\d+)", str(error))
    number = int(place[1]) if place else len(lines)
    line = lines[number - 1] if number <= len(lines) else ""
    key = re.match(r"\s*(\w[\w .-]*?)\s*=", line)
    message = str(error)
    if "Cannot overwrite" in message or "Cannot declare" in message or "already" in message:
        what, mend = "aparece dos veces", "deje sólo una"
    elif key and not re.fullmatch(r"[A-Za-z0-9_.-]+", key[1]):
        what, mend = (
            "las claves van sin acentos ni espacios",
            "escríbala con guion bajo, por ejemplo razon_social",
        )
    elif re.search(r"[“”‘’]", line):
        what, mend = "tiene comillas tipográficas", 'use comillas rectas: "así"'
    elif re.search(r"=\s*0[0-9]", line):
        what, mend = "un número no puede empezar con 0", 'póngalo entre comillas, por ejemplo "06600"'
    elif "\\" in line:
        what, mend = (
            "la diagonal invertida no va entre comillas dobles",
            r"use comillas simples: 'logos\mi.png'",
        )
    elif not place or "Unterminated" in message or "Illegal character" in message:
        what, mend = "hay algo sin cerrar", "revise comillas y corchetes"
    else:
        what, mend = "no se entiende", 'escriba clave = "texto", una por renglón'
    return Mistake(file, key_name((key[1],)) if key else "", number, what, mend)


def _too_deep(file: str) -> Mistake:
    return Mistake(
        file, "", 1, "tiene demasiados niveles, uno dentro de otro", "no parece un perfil; revíselo"
    )


def _depth_exceeds(data: object, limit: int) -> bool:
    """Level by level, without recursion: the text may be made to break us."""
    level = [data]
    for _ in range(limit):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True


def _too_large(value: object, path: Path = ()) -> Iterator[Path]:
    """Whole numbers that TOML, and most programs that read JSON, do not hold: more than 64 bits."""
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        yield path
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _too_large(each, (*path, key))


def _is_text(data: object) -> bool:
    """Whether every text can be written as UTF-8: JSON may carry halves of characters."""
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value if each is not None] if isinstance(value, list) else value
