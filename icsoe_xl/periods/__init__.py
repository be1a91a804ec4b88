"""The ICSOE year: periods, due dates, fines, and the amounts (UMA, minimum wage) in force on a date.

`Period` and its functions cost nothing to import. `tables` reads small TOML files on first use; `calendar`
(business days, the clock of Central Mexico), `fines`, `repse` and `ics` are for the commands that need them.
Nothing here imports another part of icsoe_xl.
"""

from icsoe_xl.periods.period import FIRST, Period, PeriodError, default_period, period_of

__all__ = ["FIRST", "Period", "PeriodError", "default_period", "period_of"]
