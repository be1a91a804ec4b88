"""Placeholders that a designer left in a cell: ``{{ contratista.rfc }}`` and ``<<RFC>>``.

The first are the names of the template engine (tags and filters are not: a template is filled by ``new
--template``); the second may be a name or any label that the layout knows (``<<Razón social>>``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from icsoe_xl.layouts.forms import NAMES
from icsoe_xl.layouts.layout import FormShape

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}|]{1,60}?)\s*\}\}|<<\s*([^<>]{1,60}?)\s*>>")
_OTHER_NAMES = {"repse_ultimo_dia": "repse_vence", "nombre": "razon_social"}


class Filled(NamedTuple):
    """A text with its placeholders replaced: ``value`` is a date when the text was nothing but one of those.

    ``unknown`` are the names in it that mean nothing to us, ``empty`` the fields that have no value; both
    stay as they were.
    """

    value: str | date
    fields: tuple[str, ...]
    unknown: tuple[str, ...]
    empty: tuple[str, ...]


def has_placeholder(value: object) -> bool:
    """Whether a cell's value holds something that looks like a placeholder."""
    return isinstance(value, str) and _PLACEHOLDER.search(value) is not None


def fill(text: str, shape: FormShape, value_of: Callable[[str], str | date | None]) -> Filled:
    """Replace the placeholders of a text that have a value."""
    fields: list[str] = []
    unknown: list[str] = []
    empty: list[str] = []

    def replaced(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        field = field_of(name, shape)
        value = None if field is None else value_of(field)
        if field is None:
            unknown.append(name)
        elif value is None:
            empty.append(field)
        else:
            fields.append(field)
            return value if isinstance(value, str) else f"{value:%d/%m/%Y}"
        return found[0]

    whole = _PLACEHOLDER.sub(replaced, text)
    alone = _PLACEHOLDER.fullmatch(text.strip())
    value = value_of(fields[0]) if alone and fields else whole
    return Filled(whole if value is None else value, tuple(fields), tuple(unknown), tuple(empty))


def field_of(name: str, shape: FormShape) -> str | None:
    """The field that a placeholder means, None when it means none of ours."""
    plain = (
        name.casefold().replace(" ", "_").removeprefix("contratista.").removeprefix(NAMES).replace(".", "_")
    )
    field = NAMES + _OTHER_NAMES.get(plain, plain)
    return field if field in shape.words else shape.field_of(name)
