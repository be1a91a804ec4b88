"""What headers and cells of the portal's file may say: ``data/words.toml``, read on first use."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from icsoe_xl.layouts.layout import TableShape, header_key, load
from icsoe_xl.rejections.reasons import has_words

REASON, STATUS, PRIVATE = "reason", "status", "private"
_REMEMBERED = 1024
"""Answers kept: a file repeats the same few headers and reasons."""


@cache
def _said() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).with_name("data") / "words.toml"
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def shape() -> TableShape:
    """The table of workers, whose headers the portal's file may share."""
    return load("imss-captura").workers


@lru_cache(_REMEMBERED)
def kind_of_header(text: str) -> str | None:
    """What a header names: a field (``nss``, ``curp``, ``sbc``...), REASON, STATUS, PRIVATE, or nothing known."""
    field = shape().field_of(text)
    if field is not None:
        return field[0]
    key = header_key(text)
    for kind in (REASON, PRIVATE, STATUS):
        said = _said()[kind]
        if any(stem in key for stem in said["headers"]):
            return None if any(stem in key for stem in said.get("not_headers", ())) else kind
    return None


@cache
def _accepted() -> frozenset[str]:
    return frozenset(map(header_key, _said()[STATUS]["accepted"]))


@lru_cache(_REMEMBERED)
def says_accepted(text: str) -> bool:
    """Whether a status (or a reason) says that the row was taken, not rejected."""
    return header_key(text) in _accepted()


@lru_cache(_REMEMBERED)
def says_rejection(text: str) -> bool:
    """Whether a text speaks of a rejection."""
    return has_words(text, _said()[REASON]["words"])


@lru_cache(_REMEMBERED)
def field_of_reason(text: str) -> str:
    """Of which field a reason speaks: the only one that it names, the NSS when it names several or none."""
    named = [field for field, words in _said()["fields"].items() if has_words(text, words)]
    return named[0] if len(named) == 1 else "nss"
