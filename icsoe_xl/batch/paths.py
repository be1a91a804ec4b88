"""Which workbooks a run is about: files, folders, patterns and addresses, each file once, in an order that stays."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence

from icsoe_xl.batch.urls import expand, is_url, local_path
from icsoe_xl.errors import UsageProblem

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".ods")
_LOCKS = ("~$", ".~lock.", "~icsoe-")
"""Owner files of Excel and LibreOffice, and what a crash of ours could leave."""

# os.path, not pathlib: a path that a person typed is shown again as she typed it, ``./`` included.


def workbooks(given: Sequence[str], but: Sequence[str] = ()) -> list[str]:
    """The workbooks that ``given`` names: a file as it is, a folder with all that is under it, a pattern.

    An address (``s3://...``) is read by :func:`icsoe_xl.batch.urls.expand`, which is the same for those.
    Folders are walked in the order of their names and only for the extensions of :data:`SUFFIXES`. A file
    named twice counts once; ``but`` are absolute paths of files that are no input (our own summary).
    A named file that does not exist is kept: opening it will say so. Raises UsageProblem when nothing is found.
    """
    kept: dict[str, str] = {}
    left_out = {_identity(path) for path in but}
    for word in given:
        for path in _named(local_path(word)):
            identity = _identity(path)
            if identity not in left_out:
                kept.setdefault(identity, path)
    if not kept:
        raise UsageProblem(
            f"No encontré libros en {', '.join(given)}: indique archivos, carpetas o patrones "
            f"({', '.join(SUFFIXES)})."
        )
    return list(kept.values())


def _identity(path: str) -> str:
    return path if is_url(path) else os.path.normcase(os.path.realpath(path))


def _named(word: str) -> Iterator[str]:
    if is_url(word):
        for url in expand(word, SUFFIXES):
            if url == word or _is_workbook(url.partition("::")[0].rpartition("/")[2]):
                yield url
    elif os.path.isdir(word):  # noqa: PTH112
        yield from _under(word)
    elif os.path.lexists(word) or not glob.has_magic(word):
        yield word
    else:
        # The Windows console does not open patterns.
        for path in sorted(glob.glob(word, recursive=True)):  # noqa: PTH207
            if os.path.isdir(path):  # noqa: PTH112
                yield from _under(path)
            elif _is_workbook(os.path.basename(path)):  # noqa: PTH119
                yield path


def _under(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if _is_workbook(name):
                yield os.path.join(place, name)  # noqa: PTH118


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(SUFFIXES) and not name.startswith(_LOCKS)
