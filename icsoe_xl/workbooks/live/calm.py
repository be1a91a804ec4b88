"""The spreadsheet at rest while we work: nothing flickers, recalculates or asks; always given back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quiet(app: Any) -> Iterator[None]:
    """Screen, events and calculation of a spreadsheet at rest while we work; always given back."""
    before = app.screen_updating, app.enable_events, app.calculation
    try:
        app.screen_updating, app.enable_events, app.calculation = False, False, "manual"
        yield
    finally:
        app.calculation, app.enable_events, app.screen_updating = before[2], before[1], before[0]


@contextmanager
def no_questions(app: Any) -> Iterator[None]:
    """No box of the spreadsheet, such as the one that asks before a sheet goes."""
    before = app.display_alerts
    try:
        app.display_alerts = False
        yield
    finally:
        app.display_alerts = before
