"""The line that moves while a run goes on: workbooks, workers, rate, time left."""

from __future__ import annotations

import sys
import time

from icsoe_xl.batch.run import Advance

_EVERY = 0.2
"""Seconds between two pictures of the line."""


class Progress:
    """Tells the advance on stderr when that is a terminal, nothing otherwise."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._shown = 0.0
        self._width = 0
        self._on = sys.stderr.isatty()

    def tell(self, advance: Advance) -> None:
        """Draw the line anew, not more often than anybody could read it."""
        now = time.monotonic()
        if not self._on or (now - self._shown < _EVERY and advance.done < advance.files):
            return
        self._shown = now
        self._draw(line(advance, now - self._start))

    def close(self) -> None:
        """Take the line away: what follows is the result."""
        if self._width:
            self._draw("")

    def _draw(self, text: str) -> None:
        print(f"\r{text:<{self._width}}", end="\r" if not text else "", file=sys.stderr, flush=True)
        self._width = len(text)


def line(advance: Advance, seconds: float) -> str:
    """The text of the line after ``seconds``; the time left is told by the bytes that are left."""
    rate = advance.rows / seconds if seconds > 0 else 0.0
    text = f"{advance.done:,} de {advance.files:,} libros, {advance.rows:,} trabajadores, {rate:,.0f} por segundo"
    if advance.done_bytes:
        minutes, left = divmod(round(seconds * (advance.total_bytes / advance.done_bytes - 1)), 60)
        text += f", faltan {minutes}:{left:02d}"
    return text
