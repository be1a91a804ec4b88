"""What a verdict depends on besides the workbook, and so until when ``--resume`` may repeat it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from icsoe_xl import __version__, layouts, rules
from icsoe_xl.actions import Options
from icsoe_xl.errors import UsageProblem
from icsoe_xl.periods import Period, default_period
from icsoe_xl.rules.curp import T013
from icsoe_xl.settings import Lent


class Circumstances(NamedTuple):
    """The day of a run (ISO), and a digest of what the user keeps at home that rules ask for."""

    day: str
    home: str

    def uphold(self, layout: str | None, broken: Sequence[tuple[str, int]], then: Circumstances) -> bool:
        """Whether a verdict given under the circumstances ``then`` would be the same under these.

        A whole workbook may become late (R004) or its REPSE registration expire (C003) from one day to the
        next; it is compared with the saved profile (K023) and with what was filed (R002, R005). In a table of
        workers only a birth date that still lies ahead (T013) waits for its day, and years of two digits (T007)
        for New Year.
        """
        if layout is not None and layouts.load(layout).whole is not None:
            return then == self
        if any(rule == T013.code for rule, _ in broken):
            return then.day == self.day
        return then.day[:4] == self.day[:4]


def circumstances(today: date, lent: Lent, key: bytes) -> Circumstances:
    """Those of a run on ``today``; the secret ``key`` keeps the digest from telling what is kept at home."""
    filed = sorted((*key, [*map(str, found)]) for key, found in lent.filed.items())
    home = json.dumps([sorted(lent.services.items()), filed]).encode()
    return Circumstances(today.isoformat(), blake2b(home, digest_size=8, key=key).hexdigest())


def terms(options: Options, marks: bool | None, today: date, key_name: str) -> dict[str, object]:
    """What every verdict of a run depends on; ``marks`` are None without marking, else whether rows get theirs.

    The period is there as asked for and as it is taken where the workbook names none. Raises UsageProblem for
    a period or a layout that does not exist: else every workbook would say so.
    """
    try:
        period = str(Period.parse(options.period) if options.period else default_period(today))
    except ValueError as problem:
        raise UsageProblem(str(problem)) from problem
    if options.layout is not None:
        layouts.load(options.layout)
    return {
        "program": __version__,
        "rules": rules.VERSION,
        "period": [options.period, period],
        "layout": options.layout,
        "sheet": options.sheet,
        "mark": marks,
        "key": key_name,
    }
