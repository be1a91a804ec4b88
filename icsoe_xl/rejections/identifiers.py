"""NSS and CURP as they are compared: whatever a program made of them on the way to the portal and back."""

from __future__ import annotations

import re

from icsoe_xl.cells import clean
from icsoe_xl.ids import curp, nss
from icsoe_xl.ids.text import is_digits

_CURP = re.compile(r"[A-ZÑ]{4}[0-9]{6}[A-ZÑ0-9]{8}")
_TRIED_NSS = re.compile(r"[0-9A-Z]{5,12}")
_TRIED_CURP = re.compile(r"[A-ZÑ]{2,4}[0-9]{4}[A-ZÑ0-9]{4,12}")
_LEAST_DIGITS = 5


def nss_key(raw: object) -> str:
    """What is compared of an NSS: its digits, as many as there should be when a zero was lost; "" without any."""
    if type(raw) is str and len(raw) == nss.LENGTH and raw.isascii() and raw.isdigit():
        return raw
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        return ""
    key = nss.compact(clean(raw))
    return f"0{key}" if is_digits(key, nss.LENGTH - 1) else key


def curp_key(raw: object) -> str:
    """What is compared of a CURP: capitals without separators, X for Ñ (the export writes it so); "" without any."""
    if not isinstance(raw, str):
        return ""
    return curp.compact(clean(raw)).replace("Ñ", "X")


def is_like_nss(raw: object, key: str) -> bool:
    """Whether a cell and its key could be an NSS, right or wrong; one with a lost zero only when it is right."""
    if not is_digits(key, nss.LENGTH):
        return False
    return nss.is_valid(key) or len(clean(raw)) >= nss.LENGTH


def is_like_curp(key: str) -> bool:
    """Whether a key is shaped like a CURP, right or wrong."""
    return _CURP.fullmatch(key) is not None


def is_tried_nss(key: str) -> bool:
    """Whether a key in the column of the NSS is a mistyped one (the portal rejects those too), not a footnote."""
    return _TRIED_NSS.fullmatch(key) is not None and sum(map(str.isdigit, key)) >= _LEAST_DIGITS


def is_tried_curp(key: str) -> bool:
    """Whether a key in the column of the CURP is a mistyped one."""
    return _TRIED_CURP.fullmatch(key) is not None
