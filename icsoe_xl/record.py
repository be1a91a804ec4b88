"""The record of what we did to a workbook, so that ``clear`` can take it back exactly.

It lives as text in hidden cells of our sheet ``Hallazgos`` and tells, for a closed file and a live one
alike: which looks were painted over (:class:`Look`), which cells of which rows have them, by address and by
digests of the row's values (the user may have sorted or moved it, a program may have renumbered the
styles), and the digests of our notes. A closed file adds how to undo its small parts byte for byte, for as
long as no program saved it again. What to take back is decided in :mod:`icsoe_xl.takeback`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, NamedTuple

from icsoe_xl.marks import SheetMarks
from icsoe_xl.model import Place

SIGNATURE = "icsoe_xl:"
"""How every hidden cell of ours begins, on ``Hallazgos`` and ``Cambios``."""
RECORD = SIGNATURE + "registro:"
CHUNK = 8_000
"""Characters a cell: Excel holds 32,767, and some programs cut off text above 8,192."""
VERSION = 1


NO_FILL = '<fill><patternFill patternType="none"/></fill>'


class Look(NamedTuple):
    """The look of a cell before we painted it over with ``colour``.

    ``fill`` is the ``<fill>`` element, without prefixes, ``apply`` the attribute ``applyFill`` (None:
    absent), ``rgb`` the colour that it showed (None: none, or a pattern). ``created``: there was no cell.
    """

    colour: str
    fill: str = NO_FILL
    apply: str | None = None
    created: bool = False
    rgb: str | None = None

    @classmethod
    def of_rgb(cls, colour: str, rgb: str | None) -> Look:
        """Look of a cell of which only its colour is known, as in live Excel."""
        if rgb is None:
            return cls(colour)
        fill = (
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{rgb}"/><bgColor indexed="64"/>'
            "</patternFill></fill>"
        )
        return cls(colour, fill, "1", False, rgb)


class RowRecord(NamedTuple):
    """A marked row: where it was, its painted cells (column, number of the look), digests of what it held.

    A digest is "" where the row had no value in that column of the sheet's record.
    """

    row: int
    cells: tuple[tuple[int, int], ...]
    digests: tuple[str, ...]


class SheetRecord(NamedTuple):
    """What one sheet got.

    ``columns``: those of the values behind the digests of the rows. ``new_rows``: rows that we had to add.
    ``untouched``: our colours that no cell of the workbook had before.
    """

    sheet: str
    columns: tuple[int, ...] = ()
    rows: Sequence[RowRecord] = ()
    new_rows: Sequence[int] = ()
    notes: Sequence[str] = ()
    untouched: frozenset[str] = frozenset()


class PartRecord(NamedTuple):
    """A small part of a closed file: digest of what we left there, and the edits that take it back.

    ``undo`` holds one list of (offset, length, old text) a step, the last step first; it is None for a
    part that we added.
    """

    part: str
    digest: str
    undo: list[list[tuple[int, int, str]]] | None


class Record(NamedTuple):
    """Everything that one run put into a workbook.

    ``formats`` (closed files only): for each cell format that we added, by its number, the style ``s`` that
    its cells had before (None: they had no ``s``) and the number of their look.
    """

    looks: Mapping[int, Look]
    sheets: Sequence[SheetRecord]
    formats: Mapping[int, tuple[str | None, int]] = MappingProxyType({})
    parts: Sequence[PartRecord] = ()

    def of_sheet(self, name: str) -> SheetRecord | None:
        """What the sheet of that name got."""
        return next((sheet for sheet in self.sheets if sheet.sheet == name), None)

    def to_cells(self) -> list[str]:
        """The record as texts of hidden cells, each of at most :data:`CHUNK` characters."""
        data = json.dumps(
            {
                "version": VERSION,
                "looks": [[n, k.colour, k.fill, k.apply, k.created, k.rgb] for n, k in self.looks.items()],
                "sheets": [_sheet_to_json(sheet) for sheet in self.sheets],
                "formats": [[n, style, look] for n, (style, look) in self.formats.items()],
                "parts": [[part.part, part.digest, part.undo] for part in self.parts],
            },
            separators=(",", ":"),
        ).replace("_x", "\\u005fx")  # Excel reads _x0041_ in a cell as an escaped character
        room = CHUNK - len(RECORD) - 16
        pieces = [data[i : i + room] for i in range(0, len(data), room)]
        # The dot at the end keeps a blank before it: some programs cut trailing blanks.
        return [f"{RECORD}{n}/{len(pieces)}:{piece}." for n, piece in enumerate(pieces, 1)]

    @classmethod
    def from_cells(cls, texts: Iterable[str]) -> Record | None:
        """The record found in cells (any order, other cells between); None when it is not whole."""
        pieces: dict[int, str] = {}
        total = 0
        try:
            for text in texts:
                if text.startswith(RECORD):
                    count, _, piece = text[len(RECORD) :].partition(":")
                    number, _, of = count.partition("/")
                    if number.isdigit() and of.isdigit():
                        pieces[int(number)], total = piece[:-1], int(of)
            if not total or len(pieces) != total:
                return None
            found = json.loads("".join(pieces[n] for n in sorted(pieces)))
            if found["version"] != VERSION:
                return None
            record = cls(
                looks={n: Look(*rest) for n, *rest in found["looks"]},
                sheets=[_sheet_from_json(sheet) for sheet in found["sheets"]],
                formats={n: (style, look) for n, style, look in found["formats"]},
                parts=[
                    PartRecord(part, digest, undo and [[(a, b, c) for a, b, c in step] for step in undo])
                    for part, digest, undo in found["parts"]
                ],
            )
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            return None  # somebody edited the hidden cells
        return record if record._is_whole() else None

    def _is_whole(self) -> bool:
        """Whether every look that is mentioned is known."""
        used = {number for sheet in self.sheets for entry in sheet.rows for _, number in entry.cells}
        used |= {number for _, number in self.formats.values()}
        return used <= self.looks.keys()


def sheet_record(
    marks: SheetMarks,
    looks: Mapping[Place, int],
    notes: Iterable[str],
    new_rows: Iterable[int] = (),
    untouched: Iterable[str] = (),
) -> SheetRecord:
    """Record of a sheet: ``looks`` gives the number of the look of every cell that was painted."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for (row, column), number in sorted(looks.items()):
        rows.setdefault(row, []).append((column, number))
    return SheetRecord(
        marks.sheet,
        marks.columns,
        [RowRecord(row, tuple(cells), marks.identity.get(row, ())) for row, cells in rows.items()],
        sorted(new_rows),
        [note_digest(text) for text in notes],
        frozenset(untouched),
    )


def note_digest(text: str) -> str:
    """Digits that stand for the text of a note, however white space and line ends were changed."""
    return blake2b(" ".join(text.split()).encode("utf-8", "replace"), digest_size=6).hexdigest()


def part_digest(data: bytes) -> str:
    """Digits that stand for the content of a part."""
    return blake2b(data, digest_size=8).hexdigest()


def _sheet_to_json(sheet: SheetRecord) -> dict[str, object]:
    patterns: dict[tuple[tuple[int, int], ...], int] = {}
    rows = [
        [entry.row, patterns.setdefault(entry.cells, len(patterns)), ",".join(entry.digests)]
        for entry in sheet.rows
    ]
    return {
        "sheet": sheet.sheet,
        "columns": sheet.columns,
        "patterns": list(patterns),
        "rows": rows,
        "new_rows": sheet.new_rows,
        "notes": " ".join(sheet.notes),
        "untouched": sorted(sheet.untouched),
    }


def _sheet_from_json(found: Any) -> SheetRecord:
    patterns = [tuple((a, b) for a, b in pattern) for pattern in found["patterns"]]
    return SheetRecord(
        found["sheet"],
        tuple(found["columns"]),
        [
            RowRecord(row, patterns[n], tuple(digests.split(",")) if digests else ())
            for row, n, digests in found["rows"]
        ],
        list(found["new_rows"]),
        found["notes"].split(),
        frozenset(found["untouched"]),
    )
