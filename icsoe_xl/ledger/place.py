"""Where the ledger is, and why a SQLite file may not be on a network share.

SQLite in WAL mode shares memory between the processes that have the file open, which two computers cannot
do, and the locks of network file systems are unsound (sqlite.org, "Write-Ahead Logging", "Over a Network"):
two people would damage it. What several people share is a PostgreSQL.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from icsoe_xl import settings
from icsoe_xl.errors import UsageProblem

FILE = "ledger.sqlite"

_NETWORK_SYSTEMS = frozenset(
    """afpfs afs ceph cifs davfs fuse.davfs2 fuse.glusterfs fuse.rclone fuse.sshfs glusterfs gpfs lustre ncpfs
    nfs nfs3 nfs4 smb2 smb3 smbfs webdav""".split()  # noqa: SIM905 - a list of words is read as words
)
_DRIVE_REMOTE = 4
"""Answer of Windows' GetDriveTypeW for a mapped network drive."""


def file_of_user() -> Path:
    """The SQLite file in the home."""
    return settings.home() / FILE


def exists() -> bool:
    """Whether the user has a ledger at all; asking makes none and connects to nothing."""
    return settings.load().ledger is not None or file_of_user().exists()


def check_local(path: Path) -> None:
    """Raise UsageProblem, with advice, when a SQLite file would be on a network share."""
    if is_on_network(path):
        raise UsageProblem(
            f"El registro {path} está en una carpeta de red, donde SQLite se puede dañar: déjelo en un disco de esta "
            "computadora (ICSOE_XL_HOME), o para compartirlo use PostgreSQL (ledger en config.toml)."
        )


def is_on_network(path: Path) -> bool:
    """Whether a path (it need not exist) is a UNC one or lies on a mounted network file system."""
    if _is_unc(str(path)):
        return True
    full = os.path.realpath(path)
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(full)[0]
        return _is_unc(full) or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
    return _system_of(full, _mounts()) in _NETWORK_SYSTEMS


def _is_unc(path: str) -> bool:
    r"""``\\server\share``, also with slashes or as ``\\?\UNC\server``; ``\\?\C:\`` is a local disk."""
    plain = path.replace("/", "\\")
    if plain[:4] in ("\\\\?\\", "\\\\.\\"):
        return plain[4:8].upper() == "UNC\\"
    # With slashes only on Windows: elsewhere // at the beginning means the root.
    return (plain if sys.platform == "win32" else path).startswith("\\\\")


def _system_of(path: str, mounts: list[tuple[str, str]]) -> str:
    """File system of the longest mount point (folder, system) that holds a path."""
    system, longest = "", -1
    for folder, kind in mounts:
        inside = path == folder or path.startswith(folder.rstrip("/") + "/")
        if inside and len(folder) >= longest:  # of two mounts on one folder the later one is seen
            system, longest = kind, len(folder)
    return system


def _mounts() -> list[tuple[str, str]]:
    """(folder, file system) of everything mounted; none where the system does not tell."""
    import subprocess  # late: every check of a whole workbook imports this module to ask `exists`

    try:
        if sys.platform == "darwin":
            told = subprocess.run(
                ["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True
            ).stdout
            return re.findall(r" on (/.*) \((\w+)[,)]", told)
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except (OSError, subprocess.SubprocessError):
        return []
    fields = [line.split(" ") for line in lines]
    return [(_unescaped(each[1]), each[2]) for each in fields if len(each) > 2]


def _unescaped(folder: str) -> str:
    r"""Linux writes blanks of a folder's name as ``\040``."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), folder)
