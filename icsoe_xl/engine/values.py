"""Values written as cells: each Python type as the cell type that Excel gives it.

A cell that is exactly one expression keeps the value's type. Text is always an inline string, which no
program takes for a formula; text that a person could turn into one by pressing F2 and Enter (``=HYPERLINK``
from a profile) also gets the style flag that Excel itself sets for a leading apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from icsoe_xl.engine.problems import TagError

MAX_TEXT = 32_767
"""Characters of a cell, Excel's own limit."""
_MAX_EXACT = 10**15
"""Whole numbers from here on lose digits in Excel: they are written as text."""
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_FORMULA_LIKE = ("=", "+", "-", "@")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
_MARCH_1900 = date(1900, 3, 1).toordinal() - _EPOCH
DATE_FORMAT, TIME_FORMAT, MOMENT_FORMAT, SPAN_FORMAT = "14", "20", "22", "46"
"""Excel's built-in number formats, shown in the reader's own way: date, hour, both, hours past 24."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image to be laid on a cell: ``source`` is a PNG, JPEG or GIF, as a path or its bytes.

    ``width`` and ``height`` are pixels; without them the picture is as large as fits in the cell (or its
    merged area). ``description`` is what a screen reader says.
    """

    source: Path | bytes
    width: int | None = None
    height: int | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Dressed:
    """A value with the looks that filters gave it: a link, a fill and a font colour (RRGGBB)."""

    value: object
    link: str | None = None
    tip: str = ""
    fill: str | None = None
    font: str | None = None

    def __str__(self) -> str:
        return as_text(self.value)


def escaped(text: str) -> str:
    """Text as XML content; what XML cannot hold is written ``_x0001_``, as Excel does."""
    return _SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text


def _escape(found: re.Match[str]) -> str:
    token = found[0]
    if token in _ESCAPED:
        return _ESCAPED[token]
    if len(token) > 1:  # text that only looks like such an escape
        return "_x005F" + token
    if "\ud800" <= token <= "\udfff" or token in "\ufffe\uffff":
        return ""
    return f"_x{ord(token):04X}_"


def as_text(value: object) -> str:
    """A value inside a text, as a person in Mexico writes it; nothing for None."""
    if isinstance(value, str):
        return value if type(value) is str else str.__str__(value)  # a text enum is its text
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _MAX_EXACT else format(value, ".15g")
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y") if value.time() == time() else value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(as_text(item) for item in value)
    if isinstance(value, (Path, Picture)):
        raise TagError("una imagen va sola en su celda, sin texto alrededor")
    return str(value)


def serial(value: date | datetime | time | timedelta, date1904: bool) -> float | None:
    """Excel's number for a date or hour, None for what Excel cannot show as one (before 1900 or 1904).

    The 1900 system counts a 29 February 1900 that never was: ECMA-376 part 1, 18.17.4.1.
    """
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
    days: float = value.toordinal() - (_EPOCH_1904 if date1904 else _EPOCH)
    if isinstance(value, datetime):
        days += serial(value.time(), date1904) or 0
    if date1904:
        return days if days >= 0 else None
    if days < _MARCH_1900:
        days -= 1
    return days if days >= 1 else None


def number(value: float) -> str:
    """A number as XML writes it, the shortest text that gives it back."""
    return str(int(value)) if value.is_integer() and abs(value) < _MAX_EXACT else repr(value)


def text_element(text: str, prefix: str = "") -> str:
    """``<t>`` of an inline string."""
    keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() or "\n" in text else ""
    return f"<{prefix}t{keep}>{escaped(text)}</{prefix}t>"


class CellWriter:
    r"""Writes the cells that one template cell becomes.

    ``name`` is the beginning of the tag with the address (``<c r="C\0"``, the row yet to come), ``head``
    its attributes; ``restyle`` gives the number of a style like the cell's with other attributes.
    """

    __slots__ = (
        "_close",
        "_date1904",
        "_head",
        "_is_date",
        "_open",
        "_prefix",
        "_restyle",
        "_rich",
        "_style",
    )

    def __init__(
        self,
        prefix: str,
        head: str,
        style: int,
        is_date: bool,
        date1904: bool,
        restyle: Callable[[int, dict[str, str | None]], int],
        rich: str = "",
    ) -> None:
        self._prefix, self._head, self._style = prefix, head, style
        self._is_date, self._date1904, self._restyle, self._rich = is_date, date1904, restyle, rich
        self._open, self._close = f"><{prefix}v>", f"</{prefix}v></{prefix}c>"

    def styled(self, **attributes: str | None) -> str:
        """The cell's attributes with another style."""
        return f' s="{self._restyle(self._style, attributes)}"'

    def tail(self, value: object) -> str:
        """The cell after its address: attributes, content and end tag."""
        kind = type(value)
        if kind is str:
            return self.text(value)  # type: ignore[arg-type]
        if kind is int or kind is float:
            return self._number(value)  # type: ignore[arg-type]
        if value is None:
            return self._head + "/>"
        if kind is bool:
            return f'{self._head} t="b"{self._open}{int(value)}{self._close}'  # type: ignore[call-overload]
        if isinstance(value, (date, time, timedelta)):
            return self._moment(value)
        if isinstance(value, (Decimal, float)):
            return self._number(float(value))
        if isinstance(value, int) and not isinstance(value, bool):
            return self._number(int(value))
        return self.text(as_text(value))

    def _number(self, value: float) -> str:
        if isinstance(value, int):
            if -_MAX_EXACT < value < _MAX_EXACT:
                return f"{self._head}{self._open}{value}{self._close}"
            return self.text(str(value))
        if value - value != 0:  # infinite or not a number
            raise TagError("el resultado no es un número que Excel pueda guardar")
        return f"{self._head}{self._open}{number(value)}{self._close}"

    def _moment(self, value: date | time | timedelta) -> str:
        days = serial(value, self._date1904)
        if days is None:
            return self.text(as_text(value))
        head = self._head
        if not self._is_date:
            shown = (
                SPAN_FORMAT
                if isinstance(value, timedelta)
                else TIME_FORMAT
                if isinstance(value, time)
                else MOMENT_FORMAT
                if isinstance(value, datetime) and value.time() != time()
                else DATE_FORMAT
            )
            head = self.styled(numFmtId=shown, applyNumberFormat="1")
        return f"{head}{self._open}{number(float(days))}{self._close}"

    def text(self, value: str) -> str:
        """A text cell, in the font of the template cell's only run when it had runs."""
        if not value:
            return self._head + "/>"
        if len(value) > MAX_TEXT:
            raise TagError(f"el texto pasa de {MAX_TEXT:,} caracteres, el límite de una celda de Excel")
        head = self.styled(quotePrefix="1") if value.startswith(_FORMULA_LIKE) else self._head
        p = self._prefix
        inner = text_element(value, p)
        if self._rich:
            inner = f"<{p}r>{self._rich}{inner}</{p}r>"
        return f'{head} t="inlineStr"><{p}is>{inner}</{p}is></{p}c>'

    def runs(self, runs: list[tuple[str, str]]) -> str:
        """A text cell of several runs, each with the raw ``<rPr>`` of its font ("" for none)."""
        runs = [(font, text) for font, text in runs if text]
        if len(runs) == 1 and not runs[0][0]:
            return self.text(runs[0][1])
        whole = "".join(text for _, text in runs)
        if not whole:
            return self._head + "/>"
        if len(whole) > MAX_TEXT:
            raise TagError(f"el texto pasa de {MAX_TEXT:,} caracteres, el límite de una celda de Excel")
        head = self.styled(quotePrefix="1") if whole.startswith(_FORMULA_LIKE) else self._head
        p = self._prefix
        inner = "".join(f"<{p}r>{font}{text_element(text, p)}</{p}r>" for font, text in runs)
        return f'{head} t="inlineStr"><{p}is>{inner}</{p}is></{p}c>'
