"""Saving whole or not at all, on the real file system."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from icsoe_xl.errors import UnwritableFile
from icsoe_xl.workbooks import atomic

OLD, NEW = b"lo de antes" * 1000, b"lo nuevo" * 100_000


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "nómina ñ.xlsx"
    path.write_bytes(OLD)
    return path


def others(target: Path) -> list[str]:
    return [path.name for path in target.parent.iterdir() if path != target]


def test_replaces_and_leaves_nothing_behind(target: Path) -> None:
    target.chmod(0o604)
    atomic.replace_file(target, NEW)
    assert target.read_bytes() == NEW
    assert target.stat().st_mode & 0o777 == 0o604
    assert others(target) == []


def test_writes_a_new_file(tmp_path: Path) -> None:
    atomic.replace_file(tmp_path / "nuevo.xlsx", NEW)
    assert (tmp_path / "nuevo.xlsx").read_bytes() == NEW


def test_a_link_goes_on_pointing_to_its_file(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "acceso.xlsx"
    link.symlink_to(target)
    atomic.replace_file(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_killed_in_the_middle(target: Path, moment: str) -> None:
    """The process dies with the new content partly or wholly written, before the old file is replaced."""
    code = (
        "import os, signal, sys\n"
        "from icsoe_xl.workbooks import atomic\n"
        f"os.{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"atomic.replace_file(sys.argv[1], {NEW[:8]!r} * 100_000)\n"
    )
    root = Path(atomic.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(target)], cwd=root, check=False)
    assert done.returncode != 0
    assert target.read_bytes() == OLD
    left = others(target)
    assert len(left) == 1
    assert left[0].startswith("~icsoe-")
    assert left[0].endswith(".tmp")


def test_no_room_for_the_file(target: Path) -> None:
    """A limit on the size of files stands for a full disk; the error comes from the system."""
    resource = pytest.importorskip("resource")
    code = (
        "import resource, signal, sys\n"
        "from icsoe_xl.errors import UnwritableFile\n"
        "from icsoe_xl.workbooks import atomic\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n"
        "    atomic.replace_file(sys.argv[1], bytes(800_000))\n"
        "except UnwritableFile as error:\n"
        "    sys.exit(error.exit_code)\n"
    )
    assert resource is not None
    root = Path(atomic.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(target)], cwd=root, check=False)
    assert done.returncode == 4
    assert target.read_bytes() == OLD
    assert others(target) == []


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "no hay espacio en el disco"),
        (errno.EROFS, "no hay permiso"),
        (errno.EIO, "no se pudo guardar"),
    ],
)
def test_what_the_errors_say(target: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UnwritableFile, match=says):
        atomic.replace_file(target, NEW)
    assert target.read_bytes() == OLD
    assert others(target) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="la carpeta no existe"):
        atomic.replace_file(tmp_path / "no" / "hay.xlsx", NEW)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "libro.xlsx").mkdir()
    with pytest.raises(UnwritableFile, match=r"es una carpeta|no hay permiso"):
        atomic.replace_file(tmp_path / "libro.xlsx", NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["libro.xlsx"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write anywhere"
)
def test_a_folder_without_permission(target: Path) -> None:
    target.parent.chmod(0o500)
    try:
        with pytest.raises(UnwritableFile, match="no hay permiso"):
            atomic.replace_file(target, NEW)
    finally:
        target.parent.chmod(0o700)
    assert target.read_bytes() == OLD


@pytest.mark.parametrize(("owner", "program"), [("~${}", "Excel"), (".~lock.{}#", "LibreOffice")])
def test_open_elsewhere(target: Path, owner: str, program: str) -> None:
    atomic.check_replaceable(target)
    (target.parent / owner.format(target.name)).write_bytes(b"alguien")
    with pytest.raises(UnwritableFile, match=f"está abierto en {program}"):
        atomic.check_replaceable(target)
