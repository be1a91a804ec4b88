"""The shapes that travel from a workbook to the rules: grid, facts, table, form.

workbook -> Grid (cells as read) -> Table (fields and rows, each with its Excel row number) -> rules.
An adapter makes grids and facts; :mod:`icsoe_xl.layouts` turns them into tables, and the labels and values
of a whole workbook's contractor into a form; rules see tables and the form only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from icsoe_xl.addresses import cell_name
from icsoe_xl.cells import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.layouts import Layout

Place = tuple[int, int]
"""(row, column) of a cell, Excel's own numbers, from 1."""

Kind = Literal["workers", "contracts"]
"""What the rows of a table are."""


class Grid(NamedTuple):
    """The values of one sheet, exactly as stored.

    ``rows[i][j]`` is the cell at Excel row ``first_row + i`` and column ``first_column + j``: str, float,
    int, bool, date, datetime, time, timedelta, or "" / None when empty. An error cell is empty here and
    named in :class:`Facts`. Rows may be shorter than the widest one.
    """

    sheet: str
    rows: Sequence[Sequence[object]]
    first_row: int = 1
    first_column: int = 1


class Facts(NamedTuple):
    """What the values alone do not tell of a sheet; all places are Excel's own.

    ``errors``: cells holding an Excel error, with its text (``#N/A``). ``unstored``: formulas without a
    stored value. ``formulas``: every formula cell with its text ("" where it is only shared or unknown).
    ``merged``: (first row, first column, last row, last column).
    """

    hidden_rows: frozenset[int] = frozenset()
    formulas: Mapping[Place, str] = MappingProxyType({})
    errors: Mapping[Place, str] = MappingProxyType({})
    unstored: frozenset[Place] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()


class Table(NamedTuple):
    """One table of workers, or of contracts: columns of raw values, aligned with the Excel numbers of their rows.

    ``rows[i]`` is the Excel row of ``raw[field][i]`` for every field in ``columns``; blank rows, totals
    and repeated headers are not there (``aside`` keeps the latter two). ``columns`` gives each found
    field its Excel column. ``contracts[i]`` is the key of row i's contract as clean, case-folded text, or
    None when no row has one (the whole sheet of workers is then one contract).
    ``extent`` is the first and last column of the table, ignored columns between included.
    """

    sheet: str
    layout: Layout
    header_row: int
    extent: tuple[int, int]
    columns: dict[str, int]
    rows: list[int]
    raw: dict[str, list[object]]
    facts: Facts
    missing: tuple[str, ...] = ()
    ambiguous: Mapping[str, tuple[int, ...]] = MappingProxyType({})
    aside: Sequence[tuple[int, int, str]] = ()
    contracts: list[str] | None = None
    kind: Kind = "workers"

    def place(self, index: int, name: str) -> Place:
        """(row, column) of row ``index`` in the field's column."""
        return self.rows[index], self.columns[name]

    def cell(self, index: int, name: str) -> str:
        """Address of row ``index`` in the field's column, such as ``A5``."""
        return cell_name(self.rows[index], self.columns[name])


class Entry(NamedTuple):
    """The place of one value of a form, filled in or not; ``value`` is raw."""

    sheet: str
    row: int
    column: int
    value: object


class Form(NamedTuple):
    """What a whole workbook says once: its contractor and its return.

    ``entries`` gives each field that has a place (a defined name, or a label) its cell. ``unreadable`` gives
    those whose cell is no value the text of their Excel error, "" for a formula without stored value.
    ``sheet`` is the form's own (None when there is none): what is wrong with a field that has no place is
    said of it.
    """

    sheet: str | None
    layout: Layout
    entries: dict[str, Entry]
    unreadable: dict[str, str]

    def raw(self, name: str) -> object:
        """The raw value of a field, None where it has no place."""
        entry = self.entries.get(name)
        return None if entry is None else entry.value

    def text(self, name: str) -> str:
        """The clean text of a field, "" where it is empty or has no place."""
        return clean(self.raw(name))
