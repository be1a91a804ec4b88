"""What a contractor registered in REPSE, for the rules: read from her profile without its whole model.

``validate`` asks this for every whole workbook, and pydantic would take longer to import than the check itself.
A profile that cannot be read is of no consequence here: ``profile show`` says what is wrong with it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from icsoe_xl import settings
from icsoe_xl.ids import rfc


def registered_services(contractor: str) -> tuple[tuple[str, str], ...]:
    """(folio, text) of the services in the saved profile of an RFC; none when there is no such profile."""
    wanted = rfc.compact(contractor)
    lent = settings.LENT.get()
    if lent is not None:
        return lent.services.get(wanted, ())
    for saved in _saved():
        if wanted and rfc.compact(str(saved.get("rfc", ""))) == wanted:
            return _listed(saved)
    return ()


def all_services() -> dict[str, tuple[tuple[str, str], ...]]:
    """What :func:`registered_services` says of every saved profile, by RFC."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for saved in _saved():
        contractor = rfc.compact(str(saved.get("rfc", "")))
        if contractor:
            found.setdefault(contractor, _listed(saved))
    return found


def _listed(saved: dict[str, object]) -> tuple[tuple[str, str], ...]:
    listed = saved.get("servicios", [])
    services = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return tuple((str(each.get("folio", "")), str(each.get("texto", ""))) for each in services)


def _saved() -> Iterator[dict[str, object]]:
    folder = settings.load().profiles_dir or settings.home() / "profiles"
    try:
        files = sorted(folder.glob("*.toml"))
    except OSError:
        return
    for file in files:
        try:
            yield tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # not readable, not UTF-8 or not TOML
            continue
