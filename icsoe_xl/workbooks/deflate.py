"""Deflate (RFC 1951) by the standard library; for large parts by isal, where the extra ``fast`` is installed.

isal is Python's door to Intel's ISA-L: at 14 MB it inflates in 5 ms instead of 12 and deflates, a little
smaller than level 1 of zlib, in 12 instead of 47. Small parts are not worth the time that importing it takes.
"""

from __future__ import annotations

import sys
import zlib
from typing import Any

_NAME = "isal.isal_zlib"
LARGE = 1024 * 1024
"""Bytes from which isal is asked for."""
FAST_FROM = 256 * 1024
"""From here content is deflated at level 1, as Excel does: a large sheet in half the time, a fifth larger."""


class DeflateError(Exception):
    """The compressed bytes are not what deflate writes."""


def inflated(packed: bytes | memoryview, limit: int) -> bytes:
    """What the compressed bytes hold, at most ``limit`` bytes of it. Raises DeflateError."""
    isal = _isal(limit)
    if isal is not None:
        try:
            return bytes(isal.decompressobj(-15).decompress(packed, limit))
        except isal.error as error:
            raise DeflateError from error
    try:
        return zlib.decompressobj(-15).decompress(packed, limit)
    except zlib.error as error:
        raise DeflateError from error


def deflated(content: bytes) -> bytes:
    """The content compressed."""
    isal = _isal(len(content)) if len(content) >= FAST_FROM else None
    if isal is not None:
        deflater = isal.compressobj(1, isal.DEFLATED, -15)
        return bytes(deflater.compress(content)) + bytes(deflater.flush())
    deflater = zlib.compressobj(1 if len(content) >= FAST_FROM else 6, zlib.DEFLATED, -15)
    return deflater.compress(content) + deflater.flush()


def get_ready() -> None:
    """Import isal, if it is there, for a process that will read many workbooks."""
    _isal(LARGE)


def _isal(size: int) -> Any:
    """The module for content of so many bytes; None where it is not worth importing or not there."""
    if size < LARGE and _NAME not in sys.modules:
        return None
    try:
        from isal import isal_zlib
    except ImportError:
        return None
    return isal_zlib
