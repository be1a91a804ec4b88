"""From what a person typed to the bare identifier.

Only changes that cannot alter *which* identifier was meant are made: case, separators, invisible
characters, full-width forms (Japanese and Chinese input methods, some PDF copies). That is why this is a
table and not Unicode's NFKC plus ``upper()``: those also turn ``²`` into 2 and ``ß`` into SS, and a
repair must not invent characters.
"""

_FULL_WIDTH = {0xFF01 + i: chr(0x21 + i) for i in range(0x5E)}  # ！ to ～ are ! to ~, in the same order

_DROPPED = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"  # spaces
    "\u2028\u2029"  # line and paragraph separators
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"  # nothing to be seen
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # direction marks of copied web pages
    "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"  # hyphens, dashes, minus
    ".\u00b7\uff0e"  # dots
)

_APOSTROPHES = "'\u2018\u2019\u00b4`\uff07"
"""Excel hides a leading apostrophe; a copy through text or CSV brings it back as a real character."""

_TABLE: dict[int, str | None] = {
    **_FULL_WIDTH,
    **{0xFF41 + i: chr(0x41 + i) for i in range(26)},  # ａ to ｚ
    **{0x61 + i: chr(0x41 + i) for i in range(26)},  # a to z
    ord("ñ"): "Ñ",
    **dict.fromkeys(map(ord, _DROPPED)),
}


def bare(text: str) -> str:
    r"""Upper case, without separators, invisible characters or a leading apostrophe.

    Ñ and & stay (an Ñ typed as N plus a combining tilde is put together); letters with other marks are
    left as they are, since no identifier has them.

    >>> bare(" ９２-91-90-8443-1\u200b")
    '92919084431'
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    return text.translate(_TABLE).lstrip(_APOSTROPHES).replace("N\u0303", "Ñ")


def is_digits(value: str, length: int) -> bool:
    """Exactly `length` digits 0-9; ``str.isdigit`` alone also takes ``²`` and Arabic digits."""
    return len(value) == length and value.isascii() and value.isdigit()
