"""A plan in words, for the terminal and for the messages of the ribbon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from icsoe_xl.addresses import cell_name, quote_sheet
from icsoe_xl.filling.plan import Change, Plan

_LONGEST = 48
"""Characters of a value that are shown; the rest of it is in the cell."""


def address(change: Change) -> str:
    """Where a change happens: ``Contratista!C21``."""
    name = change.sheet if change.sheet.isalnum() else quote_sheet(change.sheet)
    return f"{name}!{cell_name(*change.place)}"


def shown(value: str | date) -> str:
    """A value as the table shows it; an empty cell says so."""
    text = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
    text = "".join(char if char.isprintable() else " " for char in text)
    return "(vacía)" if not text else text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def table(changes: Sequence[Change]) -> list[str]:
    """The changes, one line each, aligned."""
    rows = [("Celda", "Dato", "Antes", "Después")]
    rows += [(address(each), shown(each.label), shown(each.before), shown(each.after)) for each in changes]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def remarks(made: Plan) -> list[str]:
    """What the person should know besides: cells left alone, data without a cell."""
    lines = []
    if made.formulas:
        lines.append(f"Con fórmula, y por eso no se toca: {', '.join(made.formulas)}.")
    if made.twice:
        lines.append(
            f"Hay más de una celda para {', '.join(made.twice)}: dele a la buena su nombre (por ejemplo icsoe_rfc) en "
            "Fórmulas > Asignar nombre."
        )
    if made.unknown:
        names = ", ".join(dict.fromkeys(f"«{name}»" for _, _, name in made.unknown))
        lines.append(f"No sé qué va en lugar de {names}; así se quedó.")
    if made.without_place:
        lines.append(f"El libro no tiene celda para: {', '.join(made.without_place)}.")
    return lines
