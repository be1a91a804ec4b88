"""Rows inside a table that are no workers: totals and repeated headers.

A row with something like an NSS or a CURP is always a worker: better a finding too many than a worker who
is neither checked nor reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from icsoe_xl.cells import clean
from icsoe_xl.layouts.layout import TableShape

_SEPARATORS = re.compile(r"[\s\-./]")
_NSS = re.compile(r"\d{10,11}")
_CURP = re.compile(r"[A-ZÑ]{4}\d{6}\w*")
_SAYS_TOTAL = re.compile(
    r"(gran |sub ?|sub-)?total(es)?( general(es)?)?\b"  # Total, Totales, Subtotal, Gran total, Total de trabajadores
    r"|sumas?\b"  # Suma, Sumas iguales
    r"|(grand|sub) ?total\b"
    r"|.*\btotal$",  # what Excel's subtotals write in English: "1001 Total"
    re.DOTALL,
)
_COUNTED = re.compile(
    r"\d{1,6}( (trabajador|empleado|registro|persona|colaborador)(es|s)?)?"
    r"|\d{12,}"  # the sum of a column of NSS stored as numbers
)
_ADDS_UP = re.compile(r"(SUM|SUBTOTAL|AGGREGATE)\s*\(", re.IGNORECASE)
_ROW_OF_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?(\d{1,7})\b")


def looks_like_worker(nss: str, curp: str) -> bool:
    """Whether the clean text of one of the two is shaped like what it should be, right or wrong.

    Also when they changed places, and for the NSS of 10 digits that lost its zero.
    """
    for value in (nss, curp):
        compact = _SEPARATORS.sub("", value).upper()
        if _NSS.fullmatch(compact) or _CURP.fullmatch(compact):
            return True
    return False


def repeats_header(shape: TableShape, texts: dict[str, str]) -> bool:
    """Whether a row has, in two fields or more, a header that names that very field."""
    named = sum(1 for name, value in texts.items() if (found := shape.field_of(value)) and found[0] == name)
    return named >= min(2, len(texts))


def is_total(
    texts: dict[str, str], cells: Sequence[object], row: int, formula: str, sbc_is_sum: bool
) -> bool:
    """Whether a row without NSS and CURP adds up or counts the rows above it.

    ``texts`` are the clean texts of its fields, ``cells`` all its values (ignored columns too), ``formula``
    the one behind its SBC ("" when none or unknown); ``sbc_is_sum``: its SBC equals the sum of those above.
    """
    if not all(_is_no_identifier(texts.get(name, "")) for name in ("nss", "curp", "nombre")):
        return False
    values = [value for value in map(clean, cells) if value]
    words = [value for value in values if value != texts.get("contrato")]
    if any(map(says_total, values)) and not any(map(_tells_of_a_worker, words)):
        return True
    if _adds_up(formula, row):
        return True
    return len(values) == 1 and sbc_is_sum


def _is_no_identifier(value: str) -> bool:
    """Whether what stands in the place of NSS, CURP or name is none of them: nothing, a label, a count."""
    return not value or says_total(value) or _COUNTED.fullmatch(value.casefold()) is not None


def _tells_of_a_worker(value: str) -> bool:
    """Whether a text has words that no totals row has: a name, a position, a department."""
    return any(map(str.isalpha, value)) and not _is_no_identifier(value)


def says_total(value: str) -> bool:
    """Whether a clean text begins (or ends) as the label of a total does."""
    return _SAYS_TOTAL.match(value.casefold().strip(" *:=")) is not None


def _adds_up(formula: str, row: int) -> bool:
    """Whether a formula adds up other rows; a SUM across its own row is a worker's wage and bonuses."""
    if not _ADDS_UP.match(formula.lstrip("=+ ")):
        return False
    rows = {int(number) for number in _ROW_OF_REFERENCE.findall(formula)}
    return bool(rows - {row}) or (not rows and "@" not in formula and "[#This Row]" not in formula)
