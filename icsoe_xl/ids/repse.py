"""REPSE (Registro de Prestadoras de Servicios Especializados u Obras Especializadas, STPS).

Two things are written down: the **registration** of the company, like AR12345/2024, and one **folio** for
each registered service (Acuerdo REPSE, DOF 24-May-2021, art. 12). STPS publishes a format for neither; what
we go by stands with its source in ``data/policy.toml`` and is worth a warning, not more.

    >>> compact("ar 12345 / 2024")
    'AR12345/2024'
    >>> is_valid("AR12345/2024"), explain("12345/2024")
    (True, <Reason.SHAPE: 'shape'>)
    >>> is_folio("Limpieza 0001-A"), is_folio("   ")
    (True, False)
"""

import re

from icsoe_xl.ids.policy import fact
from icsoe_xl.ids.reasons import Reason
from icsoe_xl.ids.text import bare


def compact(text: str) -> str:
    """The registration in capitals without separators; the slash is part of it."""
    return bare(text)


def explain(value: str) -> Reason | None:
    """SHAPE when a compact registration is not like those that are known, or None."""
    return None if re.fullmatch(fact("repse.registration_pattern").value, value) else Reason.SHAPE


def is_valid(value: str) -> bool:
    """True when `explain` has nothing to say."""
    return explain(value) is None


def is_folio(text: str) -> bool:
    """True for a folio of a service as typed: some visible character, and no more than the limit."""
    longest: int = fact("repse.folio_max_length").value
    return bool(bare(text)) and len(text.strip()) <= longest
