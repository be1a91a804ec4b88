"""Folios that IMSS gives in ICSOE: one to each contract, one to each acuse (receipt) of a return.

A contract: A, two digits of the year, P, S or T for the cuatrimestre, seven digits. An acuse: N (Normal) or
SI (Sin información), two digits of the year, seven digits. IMSS publishes neither form, and the letters of
the other returns are unknown (``data/policy.toml``), so this only serves to warn of typing errors.

    >>> is_contract(compact("a26p-3662382")), is_acuse("SI262202734"), is_acuse("X262253432")
    (True, True, False)
"""

import re

from icsoe_xl.ids.policy import fact
from icsoe_xl.ids.text import bare


def compact(text: str) -> str:
    """The folio in capitals without separators."""
    return bare(text)


def is_contract(value: str) -> bool:
    """True when a compact value is like the folio of a contract."""
    return re.fullmatch(fact("folio.contract_pattern").value, value) is not None


def is_acuse(value: str) -> bool:
    """True when a compact value is like the folio of an acuse of a Normal or Sin información return."""
    return re.fullmatch(fact("folio.acuse_pattern").value, value) is not None
