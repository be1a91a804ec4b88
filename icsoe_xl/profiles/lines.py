"""On which line each key of a TOML or JSON text stands; no parser of either at hand tells.

The text must be sound (``tomllib`` or ``json`` has read it), so this only walks over its tokens. A path is a
tuple of keys and indices from 0: ``("clientes", 1, "correo")``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'''
    (?P<string> """(?:\\.|[^\\])*?"""(?!") | \'\'\'.*?\'\'\'(?!\') | "(?:\\.|[^"\\])*" | '[^']*' )
  | (?P<comment> \#[^\n]* )
  | (?P<newline> \n )
  | (?P<mark> [\[\]{}=,:] )
  | (?P<bare> [^\s"'\#\[\]{}=,:]+ )
    ''',
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Line of a path, or of the nearest thing around it when the key itself is missing."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def toml_lines(text: str) -> dict[Path, int]:
    """Line, from 1, of every key, table header and element of a sound TOML text."""
    walk = _Walk(text)
    walk.document()
    return walk.lines


def most_dots(text: str) -> int:
    """Most dots on one line outside strings and comments, of any text: so many parts has a dotted key at most."""
    bare = _TOKEN.sub(lambda found: "" if found.lastgroup in ("string", "comment") else found[0], text)
    return max(line.count(".") for line in bare.split("\n"))


def json_lines(text: str) -> dict[Path, int]:
    """The same for a sound JSON text."""
    walk = _Walk(text)
    walk.value(())
    return walk.lines


class _Walk:
    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self.tables: Counter[Path] = Counter()
        self.tokens: list[_Token] = []
        line = 1
        for found in _TOKEN.finditer(text):
            self.tokens.append(_Token(found.lastgroup or "", found[0], line))
            line += found[0].count("\n")
        self.tokens.append(_Token("end", "", line))
        self.at = 0

    def document(self) -> None:
        """All statements of a TOML text."""
        table: Path = ()
        while (token := self._next_solid()).kind != "end":
            if token.text == "[" and token.kind == "mark":
                table = self._header()
            else:
                self._pair(table, "=")

    def value(self, path: Path) -> None:
        """One value: an array, an inline table or object, or anything else up to where it ends."""
        token = self._next_solid()
        if token.kind == "mark" and token.text == "[":
            self.at += 1
            index = 0
            while self._next_solid(",").text != "]":
                self._note((*path, index))
                self.value((*path, index))
                index += 1
            self.at += 1
        elif token.kind == "mark" and token.text == "{":
            self.at += 1
            while self._next_solid(",").text != "}":
                self._pair(path, "=:")
            self.at += 1
        else:
            # A date and its hour are several tokens; a string is one, whatever is in it.
            while not self._ends_value():
                self.at += 1

    def _ends_value(self) -> bool:
        kind, text, _ = self.tokens[self.at]
        return kind in ("newline", "comment", "end") or (kind == "mark" and text in ",]}")

    def _pair(self, table: Path, separators: str) -> None:
        line = self.tokens[self.at].line
        parts = self._key(separators)
        for length in range(1, len(parts) + 1):
            self.lines.setdefault((*table, *parts[:length]), line)
        self.at += 1
        self.value((*table, *parts))

    def _header(self) -> Path:
        line = self.tokens[self.at].line
        is_list = self.tokens[self.at + 1].text == "[" and self.tokens[self.at + 1].kind == "mark"
        self.at += 2 if is_list else 1
        *parents, last = self._key("]")
        self.at += 2 if is_list else 1
        path: Path = ()
        for part in parents:
            path = self._inside((*path, part))
        path = (*path, last)
        if is_list:
            self.lines.setdefault(path, line)
            self.tables[path] += 1
        path = self._inside(path)
        self.lines.setdefault(path, line)
        return path

    def _inside(self, path: Path) -> Path:
        """A header names the last entry of a list of tables by the name of the list."""
        return (*path, self.tables[path] - 1) if self.tables[path] else path

    def _key(self, ends: str) -> list[str]:
        parts: list[str] = []
        while True:
            kind, text, _ = self.tokens[self.at]
            if kind == "mark" and text in ends:
                return parts
            if kind == "bare":
                parts += [part for part in text.split(".") if part]
            elif kind == "string":
                parts.append(_unquoted(text))
            self.at += 1

    def _next_solid(self, also: str = "") -> _Token:
        """The next token that is no comment, line end or one of ``also``; it is not taken yet."""
        token = self.tokens[self.at]
        while token.kind in ("comment", "newline") or (token.kind == "mark" and token.text in also):
            self.at += 1
            token = self.tokens[self.at]
        return token

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, self._next_solid().line)


def _unquoted(text: str) -> str:
    if "\\" not in text or text.startswith("'"):
        return text[1:-1]
    try:
        return str(json.loads(text))
    except ValueError:  # an escape that only TOML knows
        return str(tomllib.loads(f"key = {text}")["key"])
