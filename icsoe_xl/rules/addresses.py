"""What an address lacks that is not the tax one: the same question for contractor (C006) and client (K042)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from icsoe_xl.cells import clean
from icsoe_xl.findings import Severity
from icsoe_xl.ids.text import is_digits
from icsoe_xl.layouts.layout import Layout
from icsoe_xl.rules import typed

PARTS = ("cp", "colonia", "calle", "num_ext", "num_int", "entre_calles")
"""The parts of an address, as the names of their fields end."""
IS_TAX = "domicilio_fiscal"

_MISSING = {
    "cp": "Falta el código postal",
    "colonia": "Falta la colonia",
    "calle": "Falta la calle",
    "num_ext": "Falta el número exterior",
    "num_int": "Falta el número interior",
    "entre_calles": "Faltan las calles entre las que está",
}


class Fault(NamedTuple):
    """What is wrong with one part of an address; "" for the rule's own words."""

    part: str
    severity: Severity
    what: str
    mend: str = ""


def faults(layout: Layout, is_tax: object, values: Mapping[str, object]) -> Iterator[Fault]:
    """What is missing or wrong, part by part. ``is_tax`` and ``values`` are raw; Sí ends the matter.

    Without an answer an empty address is taken for the tax one, and one that says anything is doubtful.
    Of the postal code only the shape is looked at: IMSS knows which exist.
    """
    answer = typed.yes_or_no(is_tax)
    texts = {part: clean(value) for part, value in values.items()}
    if answer is None and clean(is_tax):
        yield Fault(IS_TAX, "error", "No se entiende si el domicilio es el fiscal.", "Escriba Sí o No.")
    elif answer is None and any(texts.values()):
        yield Fault(IS_TAX, "warning", "Hay un domicilio, pero no dice si es el fiscal.", "Escriba Sí o No.")
    elif answer is False and layout.whole is not None:
        for part in layout.whole.address:
            if not texts.get(part):
                yield Fault(part, "error", f"{_MISSING[part]}, y el domicilio no es el fiscal.")
            elif part == "cp" and not is_digits(texts[part], 5):
                yield Fault(
                    part, "error", "El código postal no tiene 5 dígitos.", _postal_code_mend(values[part])
                )


def _postal_code_mend(raw: object) -> str:
    if isinstance(raw, int | float) and 1000 <= raw <= 9999:
        return "Excel le quitó el cero del principio: dé a la celda formato de texto y escríbalo otra vez."
    return "Escriba sus 5 dígitos."
