"""Workbooks at an address (``s3://...``, ``https://...``), by fsspec, which is imported for those alone.

fsspec hands on whatever the library of a protocol raises, often with the address of a request in the text: it
becomes one line of ours that says the kind of fault and nothing else.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from icsoe_xl.errors import IcsoeError, UnreadableFile, UsageProblem

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
"""Two letters at least, so that ``C://`` is a drive (RFC 3986, 3.1)."""
_FILE = "file://"
_CHUNK = 1 << 20
_INSTALL = 'pip install "icsoe-xl[cluster]"'


def is_url(path: str) -> bool:
    """Whether a path is the address of something that only fsspec can open."""
    return _URL.match(path) is not None and not path.startswith(_FILE)


def local_path(word: str) -> str:
    """The path of a ``file://`` address (percent signs decoded, as browsers write them); others as they are."""
    if not word.startswith(_FILE):
        return word
    from urllib.request import url2pathname  # slow to import, and seldom needed

    rest = word.removeprefix(_FILE)
    return url2pathname(rest.removeprefix("localhost") if rest.startswith("localhost/") else rest)


def expand(url: str, suffixes: Sequence[str]) -> list[str]:
    """The addresses that one stands for: itself, those that a pattern fits, or all workbooks of a folder.

    ``suffixes`` are those of a workbook, in lower case. In the order of their names. Raises UsageProblem for
    an unknown protocol or a missing package and UnreadableFile when the place cannot be asked.
    """
    pattern = "*" in url or "[" in url  # a question mark begins what an address asks for
    if not pattern and _suffix(url) in suffixes:
        return [url]
    behind = "".join(url.partition("::")[1:])  # fsspec's chain: ``zip://*.xlsx::s3://...``
    with _told(url, _protocol(url)):
        from fsspec.core import url_to_fs

        system, place = url_to_fs(url)
        if pattern:
            found = system.glob(place, detail=True)
            names = [name for name, info in found.items() if info.get("type") != "directory"]
        elif system.isdir(place):
            names = system.find(place)
        else:
            return [url]
        return [local_path(system.unstrip_protocol(name) + behind) for name in sorted(names)]


def size(url: str) -> int:
    """Bytes at an address, 0 where that cannot be told (opening it will say why)."""
    try:
        with _told(url, _protocol(url)):
            from fsspec.core import url_to_fs

            system, place = url_to_fs(url)
            return int(system.size(place) or 0)
    except IcsoeError:
        return 0


@contextmanager
def fetched(url: str) -> Iterator[str]:
    """The path of a temporary copy of what is at an address. Raises UnreadableFile when it cannot be had."""
    with TemporaryDirectory(prefix="icsoe_", ignore_cleanup_errors=True) as folder:
        copy = os.path.join(folder, f"libro{_suffix(url)}")  # noqa: PTH118
        with _told(os.path.basename(url), _protocol(url), UnreadableFile):  # noqa: PTH119 - as all errors of a workbook begin
            import fsspec

            with fsspec.open(url, "rb") as source, open(copy, "wb") as target:  # noqa: PTH123
                shutil.copyfileobj(source, target, _CHUNK)
        yield copy


def _protocol(url: str) -> str:
    return url.partition(":")[0]


def _suffix(url: str) -> str:
    """The extension of the file at an address, in lower case, "" where it has none that a file may have."""
    suffix = os.path.splitext(url.partition("::")[0].partition("?")[0])[1].lower()  # noqa: PTH122 - no path
    return suffix if suffix[1:].isalnum() else ""


@contextmanager
def _told(name: str, protocol: str, wrong_use: type[IcsoeError] = UsageProblem) -> Iterator[None]:
    """Turn whatever fsspec and the libraries behind it raise into a line of ours about ``name``."""
    try:
        yield
    except ImportError as problem:
        ours = (problem.name or "").partition(".")[0] == "fsspec"
        missing = "fsspec" if ours else f"el paquete de {protocol}:// (para s3, s3fs)"
        raise wrong_use(f"{name}: falta {missing}; instálelo ({_INSTALL})") from problem
    except FileNotFoundError as problem:
        raise UnreadableFile(f"{name}: no existe; revise la dirección") from problem
    except PermissionError as problem:
        raise UnreadableFile(
            f"{name}: no hay permiso para leerlo; revise las credenciales de este equipo"
        ) from problem
    except Exception as problem:  # of a library that we do not know: botocore's, aiohttp's...
        if isinstance(problem, OSError) and problem.errno == errno.ENOSPC:
            raise UnreadableFile(
                f"{name}: no hay espacio en el disco para bajarlo; libere espacio"
            ) from problem
        if isinstance(problem, ValueError) and "rotocol" in str(problem):  # fsspec: "Protocol not known: x"
            raise wrong_use(
                f"{name}: no conozco direcciones {protocol}://; revise que esté bien escrita"
            ) from problem
        raise UnreadableFile(
            f"{name}: no se pudo leer ({type(problem).__name__}); revise dirección, red y credenciales"
        ) from problem
