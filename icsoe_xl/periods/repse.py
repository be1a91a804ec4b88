"""How long a REPSE registration lasts and when to renew it.

Three years from the registration, renewed in the last three months of them (LFT art. 15; Disposiciones de
carácter general REPSE, DOF 24-May-2021, artículo Décimo Sexto). STPS's calendar counts whole months: who
registered in June renews from March to May, and the portal closes after that. Figures and sources:
``data/repse.toml``.

    >>> expiry = expires(datetime.date(2024, 6, 15))
    >>> expiry, renewal_opens(expiry), renewal_closes(expiry)
    (datetime.date(2027, 6, 15), datetime.date(2027, 3, 15), datetime.date(2027, 5, 31))
"""

import datetime
from enum import StrEnum

from icsoe_xl.periods.tables import data


class State(StrEnum):
    """How a registration stands; the value is for people."""

    IN_FORCE = "vigente"
    RENEW_NOW = "por renovar"
    EXPIRED = "vencido"


def expires(registered: datetime.date) -> datetime.date:
    """Last day of a registration, three years on; 28 February for one of 29 February."""
    return _months_later(registered, 12 * data("repse")["validity"]["years"])


def renewal_opens(expiry: datetime.date) -> datetime.date:
    """First day for asking for the renewal: three months before the last day."""
    return _months_later(expiry, -data("repse")["renewal_opens"]["months_before"])


def renewal_closes(expiry: datetime.date) -> datetime.date:
    """Last day for asking for it by STPS's calendar: that of the month before (confidence medium)."""
    first_day_too_late = expiry.replace(day=data("repse")["renewal_closes"]["day_of_expiry_month"])
    return first_day_too_late - datetime.timedelta(days=1)


def state(expiry: datetime.date, today: datetime.date) -> State:
    """How a registration with a last day stands today; on the last day it still holds."""
    if today > expiry:
        return State.EXPIRED
    return State.RENEW_NOW if today >= renewal_opens(expiry) else State.IN_FORCE


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of another month, or its last one where it is shorter. `months` may be negative."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    following = datetime.date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = following - datetime.timedelta(days=1)
    return last.replace(day=min(day.day, last.day))
