"""Protection: what the typist may not change, with the firm's password as Excel's own hash.

Excel hashes sheet passwords as ECMA-376 part 1, 18.3.1.85 says: SHA-512 over salt and password in UTF-16LE,
then again and again over the hash and a counter. It keeps honest hands off, nothing more.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha512

from openpyxl.worksheet.worksheet import Worksheet

SPINS = 100_000
"""Rounds, as many as Excel itself makes."""


def lock(sheet: Worksheet) -> None:
    """Protect a sheet; columns may still be widened, rows sorted and filtered."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.sort = protection.autoFilter = False


def put_password(sheets: Iterable[Worksheet], password: str, seed: str) -> None:
    """Give protected sheets a password. The salt follows from ``seed``, so that equal runs give equal files."""
    salt = sha512(f"icsoe_xl {seed}".encode()).digest()[:16]
    hashed = b64encode(digest(password, salt)).decode()
    for sheet in sheets:
        sheet.protection.algorithmName = "SHA-512"
        sheet.protection.saltValue = b64encode(salt).decode()
        sheet.protection.spinCount = SPINS
        sheet.protection.hashValue = hashed


def digest(password: str, salt: bytes) -> bytes:
    """The hash that Excel compares."""
    value = sha512(salt + password.encode("utf-16-le")).digest()
    for number in range(SPINS):
        value = sha512(value + number.to_bytes(4, "little")).digest()
    return value
