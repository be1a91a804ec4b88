"""The user's home of icsoe_xl and its ``config.toml``.

The home is ``ICSOE_XL_HOME`` or the platform's user-data folder; it holds profiles, configuration and
the ledger, never anything of a workbook's people in logs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from icsoe_xl.errors import UsageProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.periods.returns import Filed


class Settings(NamedTuple):
    """What ``config.toml`` may say.

    ``mark_rows``: whether the rest of a bad row gets its pale fill. ``profiles_dir``: a firm's shared
    folder of contractor profiles, None for ``profiles`` in the home. ``ledger``: URL of a shared PostgreSQL
    ledger, None for ``ledger.sqlite`` in the home; it may hold a password, so no message shows it.
    """

    mark_rows: bool = True
    profiles_dir: Path | None = None
    ledger: str | None = None


class Lent(NamedTuple):
    """What of one user's home counts while another computer works for her: see :data:`LENT`.

    ``services`` are, for each RFC of a saved profile, the (folio, text) that it registered in REPSE; ``filed``,
    for each RFC and period (``2026-1``) of the ledger, the filings that count.
    """

    mark_rows: bool
    services: Mapping[str, tuple[tuple[str, str], ...]]
    filed: Mapping[tuple[str, str], tuple[Filed, ...]]


LENT: ContextVar[Lent | None] = ContextVar("LENT", default=None)
"""Set while a computer of a cluster judges somebody's workbook: what is kept in its own home says nothing then."""


def home() -> Path:
    """The folder of the user's own data; it is not created by asking."""
    chosen = os.environ.get("ICSOE_XL_HOME")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("icsoe_xl", appauthor=False)


def load() -> Settings:
    """Read ``config.toml`` of the home; all defaults where there is none.

    Raises UsageProblem, naming file and fault, when it is not valid TOML or a value has the wrong type.
    """
    lent = LENT.get()
    if lent is not None:
        return Settings(lent.mark_rows)
    path = home() / "config.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageProblem(
            f"No pude leer la configuración {path}: revise que sea un archivo de texto UTF-8."
        ) from problem
    import tomllib

    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # no TOML; a number of thousands of digits; a thousand [
        raise UsageProblem(
            f"La configuración {path} tiene un error ({problem}): corríjala o bórrela."
        ) from problem
    mark_rows = values.get("mark_rows", True)
    if not isinstance(mark_rows, bool):
        raise UsageProblem(f"En la configuración {path}, mark_rows debe ser true o false.")
    folder = values.get("profiles_dir")
    if folder is not None and not isinstance(folder, str):
        raise UsageProblem(
            f"En la configuración {path}, profiles_dir debe ser la ruta de una carpeta, entre comillas."
        )
    ledger = values.get("ledger")
    if ledger is not None and not isinstance(ledger, str):
        raise UsageProblem(
            f"En la configuración {path}, ledger debe ser la dirección del registro, entre comillas."
        )
    return Settings(mark_rows, _expanded(folder, path) if folder else None, ledger or None)


def _expanded(folder: str, config: Path) -> Path:
    """The folder with a ``~`` at its beginning made the user's home."""
    try:
        return Path(folder).expanduser()
    except RuntimeError as problem:  # ~ana, and there is no such user here
        raise UsageProblem(
            f"En la configuración {config}, profiles_dir empieza con ~ y un usuario que no existe aquí."
        ) from problem
