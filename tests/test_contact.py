"""E-mails and mobiles: the quick look never takes what the library would refuse."""

from __future__ import annotations

import doctest
import re

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from icsoe_xl import contact


def test_examples() -> None:
    assert doctest.testmod(contact).failed == 0


FLAGS = re.VERBOSE | re.IGNORECASE | re.ASCII
WITHOUT_LIMIT = re.compile(contact._PLAIN_EMAIL.replace("(?=.{1,64}@)", ""), FLAGS)


@settings(max_examples=500, deadline=None)
@given(st.from_regex(WITHOUT_LIMIT, fullmatch=True))
def test_the_library_takes_what_is_plainly_good(text: str) -> None:
    assume(re.fullmatch(contact._PLAIN_EMAIL, text, FLAGS))
    assert validate_email(text, check_deliverability=False)


@given(st.text(max_size=30) | st.emails())
def test_the_verdict_is_the_librarys(text: str) -> None:
    try:
        validate_email(text, check_deliverability=False)
        good = True
    except EmailNotValidError:
        good = False
    assert contact.is_email(text) == good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("contabilidad.norte@grupo-abc.com.mx", True),
        ("o'hara@empresa.engineering", True),
        ("pagos@empresa", False),
        ("pagos@@empresa.mx", False),
        ("pagos empresa.mx", False),
        ("pagos@empresa.mx, cobros@empresa.mx", False),
        ("Ana López <ana@empresa.mx>", False),
        ("ana@empresa..mx", False),
        ("ana.@empresa.mx", False),
        ("N/A", False),
        ("", False),
    ],
)
def test_emails(text: str, good: bool) -> None:
    assert contact.is_email(text) == good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("5512345678", True),
        ("55 12 34 56 78", True),
        ("(55) 1234-5678", True),
        ("+525512345678", True),
        ("5215512345678", True),
        ("12345678", False),
        ("55123456789", False),
        ("5512345678 ext. 3", False),
        ("5512345678/5587654321", False),
        ("", False),
    ],
)
def test_mobiles(text: str, good: bool) -> None:
    assert contact.is_mobile(text) == good
