"""UMA and minimum wage in force on a date, from ``data/*.toml`` (sources and validity stand beside each row).

A table ends somewhere: for a later date the last value is given with ``known`` false, so that a report
can say that the new one is not in the program yet.

    >>> import datetime
    >>> sbc_cap_on(datetime.date(2026, 4, 30)).value
    Decimal('2932.75')
    >>> uma_on(datetime.date(2031, 5, 1)).known
    False
"""

import datetime
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

Zone = Literal["general", "zlfn"]
"""Area of the minimum wage: the country at large, or the Zona Libre de la Frontera Norte."""


class Known(NamedTuple):
    """An amount in pesos a day and how we know it."""

    value: Decimal
    known: bool
    """False when the table has no amount for the date yet and `value` is the last one known."""
    valid_from: datetime.date
    source: str
    confidence: str


class DateBeforeTableError(LookupError):
    """A date before the first row of a table; the message, in Spanish, says where the table begins."""

    def __init__(self, begins: datetime.date) -> None:
        super().__init__(f"no hay valores anteriores al {begins:%d/%m/%Y}")


def uma_on(day: datetime.date) -> Known:
    """UMA in pesos a day, in force on a day (INEGI). Raises DateBeforeTableError before 28 January 2016."""
    return _in_force(data("uma")["uma"], "daily", day)


def sbc_cap_on(day: datetime.date) -> Known:
    """Highest SBC in pesos a day on a day: 25 UMA (LSS art. 28). Raises DateBeforeTableError."""
    uma = uma_on(day)
    return uma._replace(value=uma.value * data("uma")["use"]["sbc_cap"]["multiple_uma"])


def minimum_wage_on(day: datetime.date, zone: Zone = "general") -> Known:
    """Minimum wage in pesos a day, in force on a day (CONASAMI). Raises DateBeforeTableError before 2019."""
    return _in_force(data("salarios_minimos")["salario_minimo"], zone, day)


@cache
def data(name: str) -> dict[str, Any]:
    """The package's file ``data/<name>.toml``, read once."""
    return tomllib.loads((Path(__file__).with_name("data") / f"{name}.toml").read_text(encoding="utf-8"))


def _in_force(rows: list[dict[str, Any]], column: str, day: datetime.date) -> Known:
    if day < rows[0]["valid_from"]:
        raise DateBeforeTableError(rows[0]["valid_from"])
    row = next(row for row in reversed(rows) if row["valid_from"] <= day)
    return Known(
        Decimal(row[column]), day <= row["valid_to"], row["valid_from"], row["source"], row["confidence"]
    )
