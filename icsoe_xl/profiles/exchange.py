"""Profiles from other files and into them: TOML, JSON, and the header of a workbook."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any, NamedTuple

from icsoe_xl.errors import UnreadableFile, UnwritableFile, UsageProblem
from icsoe_xl.profiles import check, header
from icsoe_xl.profiles.check import Checked
from icsoe_xl.profiles.model import LISTS, SECTIONS, Profile, contents, same_entry
from icsoe_xl.profiles.store import Saved, read_bytes
from icsoe_xl.workbooks import atomic, open_workbook
from icsoe_xl.workbooks.port import Workbook


class Incoming(NamedTuple):
    """A file that was read. ``text`` is the TOML as it was written; ``header`` is set for a workbook only."""

    checked: Checked
    text: str | None = None
    header: header.Header | None = None


def read(path: Path) -> Incoming:
    """Read a .toml, a .json or a workbook; what is wrong with its data is in ``checked``.

    Raises UnreadableFile.
    """
    suffix = path.suffix.lower()
    if suffix not in (".toml", ".json"):
        return read_book(open_workbook(path))
    text = check.decode(read_bytes(path, check.LARGEST), path.name)
    if suffix == ".json":
        return Incoming(check.check_json(text, path.name))
    return Incoming(check.check_toml(text, path.name), text)


def read_book(book: Workbook) -> Incoming:
    """Read the header of a workbook, closed or open. Raises UnreadableFile when it says nothing of a contractor."""
    found = header.read(book)
    if not found.data:
        raise UnreadableFile(
            f"{book.name}: no encontré los datos de un contratista; ponga el RFC a la derecha de la palabra RFC, "
            "y así los demás."
        )
    return Incoming(check.judge(found.data, book.name, found.locate), header=found)


def overlay(profile: Profile, incoming: Incoming) -> Checked:
    """A saved profile with what the header of a workbook says put over it; all else of it stays.

    Raises UsageProblem when the workbook is another contractor's.
    """
    assert incoming.header is not None
    data, new = contents(profile), incoming.header.data
    if incoming.checked.profile is not None and incoming.checked.profile.rfc != profile.rfc:
        raise UsageProblem(
            f"{incoming.checked.file}: el RFC del libro no es el del perfil; impórtelo con otro nombre."
        )
    for key, value in new.items():
        if key in SECTIONS:
            data[key] = {**data.get(key, {}), **_table(value)}
        elif key in LISTS:
            assert isinstance(value, list)
            had, ids = data.get(key, []), LISTS[key][1]
            data[key] = had + [
                entry for entry in value if not any(same_entry(entry, each, ids) for each in had)
            ]
        else:
            data[key] = value
    return check.judge(data, incoming.checked.file, incoming.header.locate)


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def as_json(profile: Profile) -> str:
    """A profile as JSON that `read` takes back; dates are ISO texts, as JSON has none."""
    return json.dumps(plain(contents(profile)), ensure_ascii=False, indent=2) + "\n"


def plain(value: Any) -> Any:
    """A value with everything that JSON does not know turned into text."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def export(saved: Saved, out: Path, *, force: bool = False) -> None:
    """Write a profile to ``out``: .json as JSON, .toml as its file is, comments and all.

    Raises UsageProblem for another kind of file, ProfileMistakes when JSON is wanted of a profile with
    mistakes, and UnwritableFile when there is a file already (without ``force``) or it cannot be written.
    """
    suffix = out.suffix.lower()
    if suffix not in (".toml", ".json"):
        raise UsageProblem(f"{out.name}: exporto perfiles como .toml o .json; dele uno de esos nombres.")
    text = saved.text if suffix == ".toml" else as_json(saved.checked.require())
    if out.exists() and not force:
        raise UnwritableFile(f"{out.name}: ya existe; dé otro nombre, o use --force para reemplazarlo.")
    atomic.replace_file(out, text.encode("utf-8"))
