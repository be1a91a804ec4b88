"""Small disks of their own, to be full or read-only; needs the right to mount, as root has in CI's container."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of that size in memory; the test is skipped where it cannot be mounted."""
    if not sys.platform.startswith("linux") or shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only the administrator of a Linux may mount a small disk")
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("a small disk cannot be mounted here (a container without the right to)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill_up(folder: Path, leave: int) -> None:
    """Fill a disk but for ``leave`` bytes."""
    with (folder / "relleno").open("wb", buffering=0) as file:
        room = shutil.disk_usage(folder).free - leave
        while room > 0:
            room -= file.write(bytes(min(room, 65_536)))


def make_read_only(folder: Path) -> None:
    """No more writing to that disk."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
