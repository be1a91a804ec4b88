"""Another wage for a wage: as many digits, on the same side of the minimum wage and of the cap, typed alike."""

from __future__ import annotations

import random
from collections.abc import Set as AbstractSet
from decimal import Decimal

from icsoe_xl.cells import clean, text
from icsoe_xl.diagnose.identifiers import scrambled
from icsoe_xl.ids.text import bare
from icsoe_xl.rules.sbc import cents, number

_TRIES = 300
_HALF_A_CENT = 0.005


class Wages:
    """The wages of one copy, in pesos a day: the same one for the same one, two for two."""

    def __init__(self, floor: float, cap: float, taken: AbstractSet[str], rng: random.Random) -> None:
        """``floor`` is the minimum wage; nobody gets one of the amounts in ``taken``, if it can be helped."""
        self._floor, self._cap, self._taken, self._rng = floor, cap, taken, rng
        self._given: dict[Decimal, Decimal] = {}

    def other(self, raw: str | float) -> str | float:
        """Another wage, typed in the same way; what is no wage (0, a word) stands for nobody's."""
        amount = number(raw)
        if amount is None:
            return scrambled(raw, self._rng) if isinstance(raw, str) else raw
        if 0 <= amount < _HALF_A_CENT:  # nobody's wage
            return raw
        if amount < 0:
            return -round(self._rng.uniform(1, 2000), 2)
        old = cents(amount)
        new = self._given.get(old)
        if new is None:
            new = self._given[old] = self._other_wage(old)
        exact = new + (Decimal(format(amount, ".15g")) - old)
        if isinstance(raw, str):
            return _written_like(raw, exact)
        return int(exact) if isinstance(raw, int) else float(exact)

    def _other_wage(self, old: Decimal) -> Decimal:
        """Another amount, as many digits before and after the point, on the same side of floor and cap."""
        places, whole = _decimals(old), len(str(int(old)))
        step = Decimal(1).scaleb(-places)
        low = step if whole == 1 else Decimal(10) ** (whole - 1)
        high = Decimal(10) ** whole - step
        used = set(self._given.values())
        for _ in range(_TRIES):
            made = low + step * self._rng.randint(0, int((high - low) / step))
            alike = self._side(made) == self._side(old) and _decimals(made) == places
            if alike and made not in used and bare(text(float(made))) not in self._taken:
                return made
        return self._between(old, used)

    def _between(self, old: Decimal, used: set[Decimal]) -> Decimal:
        """An amount on the same side of floor and cap where so many digits leave next to no choice."""
        floor, cap = (Decimal(str(each)) for each in (self._floor, self._cap))
        low, high = ((Decimal(0), floor), (floor, cap), (cap, cap * 10))[self._side(old) - 1]
        made = old
        for _ in range(_TRIES):
            made = (low + (high - low) * self._rng.randint(1, 9998) / 10_000).quantize(Decimal("0.01"))
            if made not in used:
                break
        return made

    def _side(self, amount: Decimal) -> int:
        """1 below the floor, 2 between, 3 above the cap."""
        value = float(amount)
        return 1 if value < self._floor else 3 if value > self._cap else 2


def _decimals(amount: Decimal) -> int:
    return max(0, -int(amount.normalize().as_tuple().exponent))


def _written_like(raw: str, amount: Decimal) -> str:
    """An amount typed as ``raw`` types another with as many digits: sign, commas, blanks, decimals."""
    whole = clean(raw).lstrip("$ ").partition(".")[0].replace(",", "")
    decimals = clean(raw).partition(".")[2]
    written = f"{amount:.{len(decimals)}f}".replace(".", "").rjust(len(whole) + len(decimals), "0")
    digits = iter(written)
    return "".join(next(digits, "") if char.isdigit() else char for char in raw)
