"""The one door from the raw value of a cell to text.

``text`` is the value as a person reads it on the screen; ``clean`` is the same without what nobody meant
to type. Where the two differ in a way that matters a rule says so (T005, T016, T025); every other rule
judges the clean text.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories of what cannot be seen: control, format (zero-width, soft hyphen), half a surrogate."""
_APOSTROPHES = ("'", "’")


def text(raw: object) -> str:
    """The value of a cell as a person reads it; nothing is trimmed or repaired.

    A whole number has no decimals however it was stored (``12345678903.0`` is ``12345678903``), any other
    number has the 15 significant digits that Excel shows; booleans are Excel's Spanish ones; dates are
    ISO (``2026-01-31``), with the hour only when it is not midnight; an empty cell is ``""``.
    """
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "VERDADERO" if raw else "FALSO"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else format(raw, ".15g")
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ", "seconds")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, time):
        return raw.isoformat("seconds")
    if isinstance(raw, timedelta):
        minutes, seconds = divmod(round(raw.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(raw)


def clean(raw: object) -> str:
    """The text of a cell without what cannot be seen: what the person meant.

    Compatibility forms become plain ones (full-width digits: NFKC), every run of white space, no-break
    and line breaks included, becomes one space, zero-width and control characters go, the escapes that
    spreadsheet files use for control characters (``_x000D_``) are undone first, and an apostrophe typed
    before the value to force text is dropped. Case, inner spaces and hyphens stay.
    """
    value = text(raw)
    if value.isascii() and value.isalnum():
        return value
    if "_x" in value:
        value = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
    if not value.isascii():
        value = unicodedata.normalize("NFKC", value)
    if not value.isprintable():  # white space other than the plain blank is not printable
        value = "".join(
            char for char in value if char.isspace() or unicodedata.category(char) not in _INVISIBLE
        )
    value = " ".join(value.split())
    return value[1:].lstrip() if value.startswith(_APOSTROPHES) else value
