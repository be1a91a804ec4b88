"""Changing the text of a profile and leaving the rest as the person wrote it: comments, order, unknown keys.

tomlkit keeps a TOML text and its data together. Two things it does not do are done here: a new key goes
right below its neighbours (tomlkit puts it below the comment that introduces the next table), and the
comment above a list entry stays when the entry before it is removed. The result is read back and compared
before anybody saves it, so a surprise in either library stops the change instead of spoiling the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item, Table

from icsoe_xl.errors import UnwritableFile
from icsoe_xl.profiles.check import check_toml
from icsoe_xl.profiles.lines import toml_lines
from icsoe_xl.profiles.mistakes import Path
from icsoe_xl.profiles.model import LISTS, SECTIONS, Profile, Record, contents, same_entry


def fresh(profile: Profile) -> str:
    """The text of a new file: every key that matters with a note in Spanish, ready to be filled in by hand."""
    return merge(_skeleton(), profile, "perfil.toml")


def merge(text: str, profile: Profile, file: str) -> str:
    """``text`` changed so that it says what ``profile`` says; what it says already stays untouched.

    Keys that we do not know stay even when ``profile`` lacks them; entries of a list are recognised by
    their RFC, CURP or folio, so that each keeps its own. Raises UnwritableFile when the text is so unusual
    that this cannot be done safely.
    """
    before = check_toml(text, file)
    # Of a file with mistakes there is only what it literally says; it then differs, and is written anew.
    old = before.data if before.profile is None else contents(before.profile)
    new = contents(profile)
    text = text if text.endswith("\n") else text + "\n"
    text = _with_new_keys(text, old, new)
    try:
        document = tomlkit.parse(text)
        _update(document, old, new, Profile)
        result = document.as_string()
        result = result if result.endswith("\n") else result + "\n"
    except TOMLKitError as error:
        raise _unusual(file) from error
    after = check_toml(result, file).profile
    if after is None or _known(after) != _known(profile) or not _keeps_extras(before.data, after.extras):
        raise _unusual(file)
    return result


def _unusual(file: str) -> UnwritableFile:
    return UnwritableFile(
        f"{file}: no pude cambiarlo sin tocar lo demás que tiene; cámbielo en su editor (nada cambió)."
    )


@cache
def _skeleton() -> str:
    return (FilePath(__file__).with_name("data") / "perfil.toml").read_text(encoding="utf-8")


def _known(profile: Profile) -> dict[str, Any]:
    """What a profile says, without the keys that we do not know."""
    said = contents(profile)
    kinds: list[tuple[dict[str, Any], type[Record]]] = [(said, Profile)]
    kinds += [(said[key], kind) for key, kind in SECTIONS.items() if key in said]
    kinds += [(each, kind) for key, (kind, _) in LISTS.items() for each in said.get(key, [])]
    for part, kind in kinds:
        for key in part.keys() - kind.model_fields.keys():
            del part[key]
    return {key: value for key, value in said.items() if value != {}}


def _keeps_extras(old: Mapping[str, Any], extras: Mapping[str, Any]) -> bool:
    return old.keys() - Profile.model_fields.keys() <= extras.keys()


def _with_new_keys(text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The text with the simple keys that it lacks, each below the last one of its table."""
    raw = tomllib.loads(text)
    places: list[tuple[Path, Mapping[str, Any], Mapping[str, Any], type[Record]]] = [((), raw, new, Profile)]
    for key, kind in SECTIONS.items():
        if isinstance(raw.get(key), dict):
            places.append(((key,), raw[key], new.get(key, {}), kind))
    for key, (kind, ids) in LISTS.items():
        had, wanted = old.get(key, []), new.get(key, [])
        if isinstance(raw.get(key), list) and len(raw[key]) == len(had):
            places += [
                ((key, before), raw[key][before], wanted[after], kind)
                for after, before in enumerate(_pairs(had, wanted, ids))
                if before is not None
            ]
    for path, said, wanted_here, kind in places:
        for key, value in wanted_here.items():
            if key not in said and key in kind.model_fields and not isinstance(value, dict | list):
                text = _with_line(text, path, key, value)
    return text


def _with_line(text: str, table: Path, key: str, value: object) -> str:
    """``key = value`` below the last one-line key of a table or below its header, if they are plain to see."""
    rows = text.split("\n")
    best = 0
    for path, line in toml_lines(text).items():
        row = rows[line - 1]
        is_header = (
            path == table and row.lstrip().startswith("[") and row.split("#")[0].rstrip().endswith("]")
        )
        is_key = (
            path[:-1] == table and re.match(rf"\s*{re.escape(str(path[-1]))}\s*=", row) if path else False
        )
        if line > best and (is_header or (is_key and _is_whole(row))):
            best = line
    if best:
        rows.insert(best, f"{key} = {_item(value).as_string()}")
    return "\n".join(rows)


def _is_whole(row: str) -> bool:
    try:
        tomllib.loads(row)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _update(table: MutableMapping[str, Any], old: Any, new: Mapping[str, Any], kind: type[Record]) -> None:
    old = old if isinstance(old, Mapping) else {}
    for key, field in kind.model_fields.items():
        was, wanted = old.get(key), new.get(key)
        if was == wanted:
            continue
        if kind is Profile and key in SECTIONS:
            if not isinstance(table.get(key), MutableMapping):
                table[key] = tomlkit.table()
            _update(table[key], was, wanted or {}, SECTIONS[key])
        elif kind is Profile and key in LISTS:
            _update_list(table, key, was if isinstance(was, list) else [], wanted or [])
        elif wanted is not None:
            _put(table, key, wanted)
        elif key in table:
            _empty(table, key, field.get_default(call_default_factory=True))
    for key in new.keys() - kind.model_fields.keys():
        if key not in old or old[key] != new[key]:
            table[key] = _item(new[key])


def _item(value: Any) -> Item:
    """A value for tomlkit, all on one line: tables of its own choice could land in another table's reach."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, each in value.items():
            table.append(key, _item(each))
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for each in value:
            array.append(_item(each))
        return array
    item: Item = tomlkit.item(value)
    return item


def _put(table: MutableMapping[str, Any], key: str, value: Any) -> None:
    """Set a key, unless the text says so already in a form of its own."""
    if key not in table or type(_bare(table[key])) is not type(value) or _bare(table[key]) != value:
        table[key] = _item(value)


def _bare(value: Any) -> Any:
    return value.unwrap() if isinstance(value, Item) else value


def _empty(table: MutableMapping[str, Any], key: str, default: object) -> None:
    """An emptied key stays in the file, so that it keeps its comment and its place."""
    if default == {}:
        del table[key]
    else:
        table[key] = True if default is True else [] if default == () else ""


def _update_list(document: MutableMapping[str, Any], key: str, old: list[Any], new: list[Any]) -> None:
    kind, ids = LISTS[key]
    entries = document.get(key)
    if not isinstance(entries, list) or len(entries) != len(old):
        if new:
            document[key] = _new_list(new)
        return
    pairs = _pairs(old, new, ids)
    order = list(range(len(old)))
    for index in sorted(set(order) - set(pairs), reverse=True):
        _remove(document, entries, index)
        del order[index]
    for index, (source, wanted) in enumerate(zip(pairs, new, strict=True)):
        if source is None:
            entries.insert(index, _entry(entries, wanted))
            if isinstance(entries, AoT) and index and not entries[index - 1].as_string().endswith("\n\n"):
                entries[index].trivia.indent = "\n"
            order.insert(index, -1)
            continue
        at = order.index(source)
        if at != index:
            moved = entries[at]
            del entries[at]
            entries.insert(index, moved)
            order.insert(index, order.pop(at))
        _update(entries[index], old[source], wanted, kind)
    if not new:
        del document[key]


def _new_list(new: Sequence[Mapping[str, Any]]) -> AoT:
    entries = tomlkit.aot()
    for wanted in new:
        entries.append(_entry(entries, wanted))
    return entries


def _entry(entries: Any, wanted: Mapping[str, Any]) -> Any:
    entry = tomlkit.table() if isinstance(entries, AoT) else tomlkit.inline_table()
    for key, value in wanted.items():
        entry.append(key, _item(value))
    return entry


def _pairs(old: Sequence[Any], new: Sequence[Any], ids: Sequence[str]) -> list[int | None]:
    """For each new entry the old one that it comes from: the same, or the same by name, or in the same place."""
    pairs: list[int | None] = [None] * len(new)
    free = dict.fromkeys(index for index, entry in enumerate(old) if isinstance(entry, Mapping))
    for alike in (_equal, lambda one, other: same_entry(one, other, ids), None):
        for index, entry in enumerate(new):
            if pairs[index] is not None:
                continue
            if alike is None:
                found = index if index in free else None
            else:
                found = next((at for at in free if alike(old[at], entry)), None)
            if found is not None:
                pairs[index] = found
                del free[found]
    return pairs


def _equal(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one == other


def _remove(document: MutableMapping[str, Any], entries: Any, index: int) -> None:
    """Remove an entry of a list; the comments below its last key introduce what follows and stay."""
    if isinstance(entries, AoT):
        tail = _tail(entries[index])
        if index + 1 < len(entries):
            trivia = entries[index + 1].trivia
            trivia.indent = "".join(item.as_string() for item in tail) + trivia.indent
        else:
            keeper = entries[index - 1] if index else document
            for item in tail:
                keeper.append(None, item)  # type: ignore[union-attr]
    del entries[index]


def _tail(table: Table) -> list[Item]:
    """Comments and blank lines after the last key of a table, those of its last inner table included."""
    tail: list[Item] = []
    for key, item in reversed(table.value.body):
        if key is not None:
            tail = _tail(item) + tail if isinstance(item, Table) else tail
            break
        tail.insert(0, item)
    return tail if any("#" in item.as_string() for item in tail) else []
