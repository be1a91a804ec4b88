"""Keeping the memory of one workbook for the next one, where the system would give it back in between.

glibc hands large pieces back to Linux at once and fetches them anew, page by page: 550 pages a workbook of
3,000 workers, 8 % of the time. Windows and macOS keep them by themselves.
"""

from __future__ import annotations

import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Names of the settings in glibc's ``malloc.h`` (mallopt(3))."""
_LARGEST = 1 << 30


def keep() -> None:
    """Let this process keep what it frees; it serves workbooks until its end."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries than glibc have none
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGEST)
        mallopt(_TRIM_THRESHOLD, _LARGEST)
