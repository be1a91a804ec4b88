"""The portal's reason, a text from a foreign file, made fit for a note, a list and a terminal.

It is shown inside sentences of ours, so that no program takes it for a formula. Its whole wording is the
portal's; only what cannot be seen, what is too long, and the data of the worker are taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from icsoe_xl.cells import clean

LONGEST = 300
"""Characters kept of a reason: a note with more is no longer read."""
HIDDEN = "•••"
"""What stands for an NSS, a CURP, a name or a wage that the reason repeated."""

_ENDS = " .;\"'“”«»"
_LEAST = 4
"""Characters of a value that is taken out wherever it stands; shorter ones are parts of ordinary words."""
_PERSONAL = re.compile(
    r"(?<!\w)(?:"
    r"[A-ZÑ]{4}[0-9]{6}[A-ZÑ0-9]{8}"  # CURP
    r"|[A-ZÑ&]{4}-?[0-9]{6}-?[A-Z0-9]{3}"  # RFC of a person
    r"|[0-9]{2}-[0-9]{2}-[0-9]{2}-[0-9]{4}-[0-9]|[0-9]{10,11}"  # NSS, with or without its hyphens
    r"|\$?[0-9][0-9,]*\.[0-9]{1,2}"  # wage
    r")(?!\w)",
    re.IGNORECASE,
)


def tidy(parts: Iterable[object], private: Sequence[str] = ()) -> str:
    """The reason in the cells ``parts`` of a row, on one line; "" when they say nothing.

    ``private`` are the texts of the row's cells with the worker's data: none of them is repeated. Full stops and
    quotation marks around each part go, since the whole stands in quotation marks of ours.
    """
    texts = dict.fromkeys(text for part in parts if (text := _visible(part).strip(_ENDS)))
    reason = "; ".join(texts)
    for value in private:
        if len(value) >= _LEAST and value.casefold() in reason.casefold():
            reason = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", HIDDEN, reason, flags=re.IGNORECASE)
    reason = _PERSONAL.sub(HIDDEN, reason).strip(_ENDS)
    return shortened(reason)


def shortened(text: str) -> str:
    """A text of at most LONGEST characters; dots stand for what was cut off."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def has_words(text: str, words: Sequence[str]) -> bool:
    """Whether one of the words (or groups of words) stands in a text, whatever its case."""
    return re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", text, re.IGNORECASE) is not None


def _visible(part: object) -> str:
    """Clean text; characters that no program can show (half a code, a code without character) go too."""
    text = clean(part)
    return text if text.isprintable() else "".join(char for char in text if char.isprintable())
