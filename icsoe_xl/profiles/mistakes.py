"""A mistake in a profile, as the person meets it: file, key, line, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from icsoe_xl.errors import IcsoeError

Path = tuple[str | int, ...]
"""Keys and indices from 0: ``("clientes", 1, "correo")``."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. ``place`` is a line number, or where else it was said: a cell, an option, an answer.

    ``blocking`` mistakes keep a profile from being saved; the others are doubts worth a second look.
    """

    file: str
    key: str
    place: int | str
    what: str
    mend: str
    blocking: bool = True

    def __str__(self) -> str:
        place = f"línea {self.place}" if isinstance(self.place, int) else self.place
        where = ", ".join(part for part in (self.file, place, self.key) if part)
        return f"{where}: {self.what}; {self.mend}."

    def to_json(self) -> dict[str, object]:
        """For ``--json``; ``line`` is null where there are no lines."""
        line = self.place if isinstance(self.place, int) else None
        return {
            "file": self.file,
            "key": self.key or None,
            "line": line,
            "place": None if line else self.place,
            "severity": "error" if self.blocking else "warning",
            "message": self.what,
            "mend": self.mend,
        }


class ProfileMistakes(IcsoeError):
    """A profile cannot be used or saved for what it says; ``mistakes`` holds all of them."""

    exit_code = 1

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        first, *others = mistakes
        more = f" (y {len(others)} más)" if others else ""
        super().__init__(f"{first}{more}")
        self.mistakes = list(mistakes)


def key_name(path: Path) -> str:
    """A path as people write it, entries counted from 1: ``clientes[2].correo``."""
    name = ""
    for part in path:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{_visible(part)}" if name else _visible(part)
    return name


def _visible(key: str) -> str:
    """A key that is fit for a message: short, and nothing in it that moves the cursor or the reading order."""
    shown = "".join(char if char.isprintable() else "?" for char in key)
    return shown if len(shown) <= 60 else shown[:57] + "..."
