"""Several files into one folder, so that a reader never meets half of them.

Everything is first written beside its place; then each file takes its name at once, and the manifest
last: a folder whose manifest matches its files is complete.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from icsoe_xl.errors import UnwritableFile

_STAGE = ".icsoe_xl-"
_FORGOTTEN = 24 * 60 * 60
"""Seconds after which a stage is of a run that was killed: no export takes a day."""


def write_all(
    folder: Path,
    contents: Mapping[str, bytes],
    manifest_name: str,
    manifest: bytes,
    source: str | None = None,
    outdated: Path | None = None,
) -> None:
    """Write ``contents`` (name -> bytes) and then the manifest into ``folder``, making it if need be.

    Files that an older manifest of ours lists and that are not written again (parts of a longer export) are
    removed; with ``source``, the name of a workbook, only those that were made of it: several workbooks may
    share the folder. ``outdated`` is a file that tells of the older content (the ZIP beside the folder): it goes
    before the first file is replaced, so that it never stands beside a content that is not its own. Raises
    UnwritableFile with the old files still in place when the disk is full, the folder is read-only or one of the
    files is open in another program.
    """
    stage: Path | None = None
    is_new = False
    try:
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        stale = _listed(folder / manifest_name, source) - set(contents)
        _sweep(folder)
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
        for name, data in {**contents, manifest_name: manifest}.items():
            with (stage / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _check_free(folder / name)
        if outdated is not None:
            outdated.unlink(missing_ok=True)
        for name in [*contents, manifest_name]:
            (stage / name).replace(folder / name)
        for name in stale:
            (folder / name).unlink(missing_ok=True)
    except OSError as problem:
        place = folder if problem.filename is None else Path(problem.filename).name
        raise UnwritableFile(
            f"No pude escribir los archivos en {folder} ({place}): revise que la carpeta permita escribir, que haya "
            "espacio y que ninguno esté abierto en otro programa."
        ) from problem
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()  # nothing was written: nothing is left


def _sweep(folder: Path) -> None:
    """Take away the stages of runs that were killed long ago."""
    for stage in folder.glob(f"{_STAGE}*"):
        try:
            is_forgotten = time.time() - stage.stat().st_mtime > _FORGOTTEN
        except OSError:
            continue  # another export has just ended
        if is_forgotten:
            shutil.rmtree(stage, ignore_errors=True)


def _check_free(path: Path) -> None:
    """Fail now, before any file is replaced, when an older one is open elsewhere (Windows) or protected."""
    if path.exists():
        with path.open("ab"):
            pass


def _listed(manifest: Path, source: str | None) -> set[str]:
    """Plain names of CSV files and blocks in an older manifest, of ``source`` if given; none if it cannot be read."""
    try:
        older = json.loads(manifest.read_text(encoding="utf-8"))
        if source is not None and older["origen"]["archivo"] != source:
            return set()
        names = {str(entry["archivo"]) for entry in older["archivos"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()
    return {name for name in names if name.endswith((".csv", ".xlsx")) and Path(name).name == name}
