"""Writing a file whole or not at all, and asking first whether somebody has it open.

The new content goes to a temporary file in the same folder, reaches the disk, and only then takes the name
of the old one in one step. Whatever happens before that step, the old file is whole. A temporary file left
by a crash is called ``~icsoe-<letters>.tmp``; no program takes it for a workbook.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from icsoe_xl.errors import UnwritableFile

TRIES = 6
PAUSE = 0.25
"""Seconds between tries: on Windows an antivirus or OneDrive may hold a file for a moment."""

# os.path and os.open here, not pathlib and tempfile: this runs at every start-up of a marking run.


def replace_file(path: str | os.PathLike[str], data: bytes, check: Callable[[], None] | None = None) -> None:
    """Put ``data`` at ``path``; raises UnwritableFile, and then the old file (or its absence) is as it was.

    The permission bits of the old file stay, and a symbolic link goes on pointing to the same file. ``check``
    is called at the last moment, no other process of ours being at this file; what it raises stops it all.
    """
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    temporary = os.path.join(folder, f"~icsoe-{os.urandom(6).hex()}.tmp")  # noqa: PTH118
    try:
        _write_through(temporary, data)
        _keep_mode(target, temporary)
        with _alone(target):
            if check is not None:
                check()
            _replace(temporary, target)
    except OSError as error:
        raise _unwritable(name, error) from error
    finally:
        # After the replacement it no longer exists; on any failure, Ctrl+C included, it must go.
        if os.path.lexists(temporary):
            os.unlink(temporary)  # noqa: PTH108


def _write_through(path: str, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone(target: str) -> Iterator[None]:
    """Hold the old file locked: whoever waits for it meets another file after us, and then sees so.

    Windows does not let anybody replace a file that is open, and some network file systems know no locks;
    there the check just before must do.
    """
    try:
        import fcntl

        held = os.open(target, os.O_RDONLY)
    except (ImportError, OSError):  # Windows; or a new file, which nobody else can be changing
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _keep_mode(target: str, temporary: str) -> None:
    if os.path.exists(target):  # noqa: PTH110
        os.chmod(temporary, os.stat(target).st_mode & 0o7777)  # noqa: PTH101, PTH116


def _replace(temporary: str, target: str) -> None:
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            os.replace(temporary, target)  # noqa: PTH105
            return
        except PermissionError:
            if sys.platform != "win32" or not tries_left:
                raise
            time.sleep(PAUSE)


def _unwritable(name: str, error: OSError) -> UnwritableFile:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UnwritableFile(f"{name}: no hay espacio en el disco; libere espacio y repita (nada cambió)")
    if isinstance(error, FileNotFoundError):
        return UnwritableFile(f"{name}: la carpeta no existe; créela o elija otra")
    if isinstance(error, IsADirectoryError):
        return UnwritableFile(f"{name}: es una carpeta; dé el nombre de un archivo")
    if isinstance(error, PermissionError) or error.errno in (errno.EROFS, errno.EACCES):
        return UnwritableFile(
            f"{name}: no hay permiso para escribir; ciérrelo donde esté abierto, o guárdelo en otra carpeta "
            "(nada cambió)"
        )
    return UnwritableFile(f"{name}: no se pudo guardar ({error.strerror}); repita o elija otra carpeta")


def check_replaceable(path: str | os.PathLike[str]) -> None:
    """Raise UnwritableFile when the file at ``path`` is open somewhere or read-only."""
    check_not_open(path)
    if os.path.exists(path) and not os.access(path, os.W_OK):  # noqa: PTH110
        name = os.path.basename(path)  # noqa: PTH119
        raise UnwritableFile(f"{name}: es de solo lectura; quite esa propiedad o guarde una copia")


def check_not_open(path: str | os.PathLike[str]) -> None:
    """Raise UnwritableFile when Excel or LibreOffice has the file at ``path`` open.

    Both leave a small owner file beside it; on Windows Excel also denies others to write.
    """
    folder, name = os.path.split(os.path.abspath(path))  # noqa: PTH100
    for program, owner in (("Excel", f"~${name}"), ("LibreOffice", f".~lock.{name}#")):
        if os.path.exists(os.path.join(folder, owner)):  # noqa: PTH110, PTH118
            raise UnwritableFile(
                f"{name}: está abierto en {program}; ciérrelo y repita (si ya está cerrado, borre el "
                f"archivo {owner} de su carpeta)"
            )
    if sys.platform == "win32":
        try:
            with open(path, "r+b"):  # noqa: PTH123
                pass
        except FileNotFoundError:
            pass  # a new file: nobody has it open
        except PermissionError as error:
            if os.access(path, os.W_OK):  # else it is read-only, which is another message
                raise UnwritableFile(f"{name}: está abierto en Excel; ciérrelo y repita") from error
