"""What stops a command, each with the exit code of the public contract.

A finding is about the data and never an exception; these are about the file, the disk or the way we
were called. The text is one line in Spanish: what, where, what to do. It never holds a cell's value.
"""

from __future__ import annotations


class IcsoeError(Exception):
    """Base of everything a door shows as one line and turns into an exit code."""

    exit_code = 2


class UsageProblem(IcsoeError):
    """Wrong use: an option, a name or a request that cannot be served."""

    exit_code = 2


class UnreadableFile(IcsoeError):
    """The file cannot be read or is not one we know: encrypted, damaged, wrong type, too large."""

    exit_code = 3


class UnwritableFile(IcsoeError):
    """The file cannot be written: open elsewhere, read-only, disk full, a format we do not mark."""

    exit_code = 4
