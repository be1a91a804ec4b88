"""Names of the files we write, safe on Windows whatever a contract or a workbook is called."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 80
"""Bytes kept of a name in UTF-8: Windows still limits whole paths to 260 characters, the others a name to 255 bytes."""


def safe(text: str, otherwise: str = "sin_nombre") -> str:
    """A file name stem: no reserved names, no separators, no invisible characters, not too long."""
    import unicodedata

    from pathvalidate import sanitize_filename

    visible = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    name = sanitize_filename(visible, replacement_text="_", platform="universal")
    return str(name).encode()[:_LONGEST].decode("utf-8", "ignore").strip(" .") or otherwise


def distinct(texts: Iterable[str], otherwise: str = "sin_nombre") -> list[str]:
    """Safe names for several texts, told apart by a number where they become the same on Windows."""
    taken: set[str] = set()
    names = []
    for text in texts:
        stem = safe(text, otherwise)
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names
