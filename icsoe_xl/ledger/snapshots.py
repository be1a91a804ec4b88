"""What a package declared, kept in the home under the SHA-256 of its manifest.

An exported folder is overwritten by the next export; what is compared with what was filed needs what it held.
These files alone of the ledger hold data of people (NSS, CURP, wage, no names), so that only their user may
open them, and those of drafts go with the next export (see :func:`icsoe_xl.ledger.note.note_export`).
"""

from __future__ import annotations

import os
from pathlib import Path

from icsoe_xl import settings
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.workbooks import atomic

FOLDER = "exportadas"


def keep(digest: str, data: bytes) -> bool:
    """Write a snapshot, unless it is there already; whether it was written. Raises UnwritableFile."""
    path = path_of(digest)
    if path.exists():
        return False  # the same manifest: the same package
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(path.parent, 0o700)  # noqa: PTH101 - parents=True leaves the mode to the umask of the system
    except OSError as error:
        raise UnwritableFile(f"No pude hacer la carpeta {path.parent}: revise sus permisos.") from error
    atomic.replace_file(path, data)
    return True


def read(digest: str) -> bytes | None:
    """The snapshot of a package; None when it is not in this home."""
    try:
        return path_of(digest).read_bytes() if digest else None
    except OSError:
        return None


def remove(digest: str) -> None:
    """Take a snapshot away. One that cannot be removed now (open elsewhere) goes with a later export."""
    try:
        path_of(digest).unlink(missing_ok=True)
    except OSError:
        return


def path_of(digest: str) -> Path:
    """Where the snapshot of a package is kept in this user's home."""
    return settings.home() / FOLDER / f"{digest}.json.gz"
