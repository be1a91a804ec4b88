"""ZIP archives whose bytes depend on their content alone: fixed dates, fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP can say."""
_PLAIN_FILE = 0o100644 << 16


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """An archive of ``contents`` (name -> bytes) in their order."""
    memory = BytesIO()
    with ZipFile(memory, "w", ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            entry = ZipInfo(name, _DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # else it tells Windows from the rest
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, data)
    return memory.getvalue()
