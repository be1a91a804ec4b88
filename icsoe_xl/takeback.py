"""Which painted cells and which notes are ours: decided from the record, for closed and live workbooks.

Colour alone proves nothing (``FFC7CE`` is Excel's own *Bad* style, and the user may like it), so a cell is
ours when the record claims it. In a closed file most cells say by a fingerprint in their fill which look
they had; the functions here are for those that do not: marks made live, and files that LibreOffice saved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Mapping

from icsoe_xl.model import Place
from icsoe_xl.record import Look, Record, RowRecord, SheetRecord, note_digest

_COMMON = 20
"""A digest shared by more rows than this (a usual wage) tells nothing about which row it is."""


def locate(entries: Iterable[RowRecord], digests: Mapping[int, Collection[str]]) -> dict[int, RowRecord]:
    """The marked row behind each row of today: row number now -> its record.

    ``digests`` gives, for each row number of today, the digests of the texts of its cells (see
    :func:`icsoe_xl.marks.digest`), at best each with its column. A row is known again by all its values,
    wherever it is now; else by its number together with some of its values; else by most of its values;
    else by its number alone. Copies of a row are all known by their values.
    """
    entries = list(entries)
    by_row = {entry.row: entry for entry in entries}
    by_digest: dict[str, list[RowRecord]] = {}
    for entry in entries:
        for value in filter(None, entry.digests):
            by_digest.setdefault(value, []).append(entry)
    votes = {row: _votes(row, values, by_digest, by_row) for row, values in digests.items()}
    found: dict[int, RowRecord] = {}
    for row, counted in votes.items():
        whole = [
            entry
            for entry, count in counted.items()
            if count == len(entry.digests) - entry.digests.count("") > 0
        ]
        if whole:
            found[row] = min(whole, key=lambda entry: abs(entry.row - row))
    taken = {entry.row for entry in found.values()}
    for least, by_number in ((1, True), (2, False), (0, True)):
        for row, counted in votes.items():
            if row in found:
                continue
            for entry, count in _likely(row, counted, by_row, by_number):
                if count >= least and entry.row not in taken:
                    found[row] = entry
                    taken.add(entry.row)
                    break
    return found


def _votes(
    row: int,
    values: Collection[str],
    by_digest: Mapping[str, list[RowRecord]],
    by_row: Mapping[int, RowRecord],
) -> Counter[RowRecord]:
    """How many of its values each marked row shares with the row of today."""
    near: set[RowRecord] = {by_row[row]} if row in by_row else set()
    for value in values:
        alike = by_digest.get(value, ())
        if len(alike) <= _COMMON:
            near.update(alike)
    return Counter({entry: sum(value in values for value in entry.digests if value) for entry in near})


def _likely(
    row: int,
    counted: Counter[RowRecord],
    by_row: Mapping[int, RowRecord],
    by_number: bool,
) -> list[tuple[RowRecord, int]]:
    if not by_number:
        return counted.most_common()
    return [(by_row[row], counted[by_row[row]])] if row in by_row else []


def claimed(
    record: Record,
    sheet: SheetRecord,
    painted: Mapping[Place, str],
    digests: Mapping[int, Collection[str]],
    spared: Container[Place] = (),
) -> dict[Place, Look]:
    """Which of the cells that now have one of our colours are ours, and the look that each had before.

    ``painted``: colour of each such cell; ``digests``: as in :func:`locate`, for their rows (a
    mapping digest -> column tells where columns were moved to); ``spared``:
    cells that show by other signs that the colour is the user's (the font of Excel's *Bad* style).
    Cells in rows that are not known again are ours only where nobody used that colour before.
    """
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), colour in sorted(painted.items()):
        rows.setdefault(row, []).append((column, colour))
    known = locate(sheet.rows, {row: digests.get(row, ()) for row in rows})
    moved = _moved_columns(sheet, known, digests)
    usual = _usual_looks(record, sheet)
    found: dict[Place, Look] = {}
    for row, cells in rows.items():
        if row in known:
            claims = [(moved(column), record.looks[number]) for column, number in known[row].cells]
            matched = _matched(claims, cells)
            matched |= _copied(matched, cells, digests.get(row, ()))
            found |= {(row, column): look for column, look in matched.items()}
        for column, colour in cells:
            sure = colour in sheet.untouched and (row, column) not in spared
            if sure and colour in usual:
                found.setdefault((row, column), usual[colour])
    return found


def _moved_columns(
    sheet: SheetRecord,
    known: Mapping[int, RowRecord],
    digests: Mapping[int, Collection[str]],
) -> Callable[[int], int]:
    """Where a column of then is now: most rows agree where their values are; others follow the nearest."""
    votes: dict[int, Counter[int]] = {}
    for row, entry in known.items():
        values = digests.get(row, ())
        if isinstance(values, Mapping):
            for column, value in zip(sheet.columns, entry.digests, strict=False):
                if value in values:
                    votes.setdefault(column, Counter())[values[value]] += 1
    now = {column: counted.most_common(1)[0][0] for column, counted in votes.items()}

    def moved(column: int) -> int:
        if not now:
            return column
        nearest = min(now, key=lambda other: abs(other - column))
        return column + now[nearest] - nearest

    return moved


def _matched(claims: list[tuple[int, Look]], cells: list[tuple[int, str]]) -> dict[int, Look]:
    """Column now -> look: by column, and what is left by colour (single cells were moved)."""
    at = dict(claims)
    found = {column: at[column] for column, colour in cells if column in at and at[column].colour == colour}
    left = [look for column, look in claims if column not in found]
    for column, colour in cells:
        same = next((look for look in left if look.colour == colour), None)
        if column not in found and same is not None:
            left.remove(same)
            found[column] = same
    return found


def _copied(
    matched: Mapping[int, Look],
    cells: list[tuple[int, str]],
    values: Collection[str],
) -> dict[int, Look]:
    """Empty cells beside one of ours in the same colour: a column was inserted and took the format over."""
    if not isinstance(values, Mapping):
        return {}
    filled = set(values.values())
    copied = {}
    for column, colour in cells:
        beside = matched.get(column - 1) or matched.get(column + 1)
        if column not in matched and column not in filled and beside is not None and beside.colour == colour:
            copied[column] = beside
    return copied


def _usual_looks(record: Record, sheet: SheetRecord) -> dict[str, Look]:
    """For each of our colours the look that most of its cells had before."""
    counted: Counter[int] = Counter()
    for entry in sheet.rows:
        counted.update(number for _, number in entry.cells)
    usual: dict[str, Look] = {}
    for number, _ in counted.most_common():
        look = record.looks[number]
        usual.setdefault(look.colour, look)
    return usual


def our_note(record: Record, text: str) -> bool:
    """Whether a note is ours and unchanged, wherever it is now; one that the user edited is hers."""
    value = note_digest(text)
    return any(value in sheet.notes for sheet in record.sheets)
