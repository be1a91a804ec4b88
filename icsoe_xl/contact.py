"""E-mail addresses and mobile numbers as people type them: is it one or not.

Patterns are compiled when first asked for, since most workbooks hold neither.

    >>> is_email("pagos@empresa.com.mx"), is_email("pagos@empresa"), is_email("a@b.mx; c@d.mx")
    (True, False, False)
    >>> is_mobile("55 1234-5678"), is_mobile("+52 (55) 1234 5678"), is_mobile("1234 5678")
    (True, True, False)
"""

from __future__ import annotations

import re

_PLAIN_EMAIL = r"""
    (?=.{1,64}@) [a-z0-9]+ (?:[._+-][a-z0-9]+)*        # usuario: letras, dígitos y un signo entre ellos
    @ (?:[a-z0-9]{1,40} (?:-[a-z0-9]{1,20})? \.){1,3}  # dominio y subdominios
    (?:mx|com|net|org|edu|gob)
"""
"""Addresses that are plainly good: a part of what the library takes, for which it need not be imported."""

_SEPARATORS = r"[\s().\-–]"
_MOBILE = r"(?:(?:\+|00)?521?)?[0-9]{10}"
"""The country may stand before the ten digits, and the 1 that mobiles had after it until 2019."""


def is_email(text: str) -> bool:
    """Whether a clean text is one e-mail address, by its syntax; nothing is asked of the network."""
    if re.fullmatch(_PLAIN_EMAIL, text, re.VERBOSE | re.IGNORECASE | re.ASCII):
        return True
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def is_mobile(text: str) -> bool:
    """Whether a clean text is a Mexican mobile: 10 digits, with or without separators and country."""
    return re.fullmatch(_MOBILE, re.sub(_SEPARATORS, "", text)) is not None
