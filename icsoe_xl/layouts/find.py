"""Which layout a workbook is, and the tables of its sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from icsoe_xl.errors import UsageProblem
from icsoe_xl.layouts.headers import Match, match
from icsoe_xl.layouts.layout import Layout, load, versions
from icsoe_xl.layouts.rows import table
from icsoe_xl.model import Grid, Table
from icsoe_xl.workbooks.port import SheetInfo, Workbook

_MOST_SENTENCES = 3


@dataclass(slots=True)
class Found:
    """What was found in a workbook: the layout's name and its tables, in the order of the sheets.

    Without tables ``layout`` is None and ``why_not`` says which headers were found where and which are
    missing. ``notices`` tell the person what she may not expect of the choice of sheets.
    """

    layout: str | None = None
    tables: list[Table] = field(default_factory=list)
    why_not: str = ""
    notices: list[str] = field(default_factory=list)


def find_tables(book: Workbook, layout: str | None = None, sheet: str | None = None) -> Found:
    """The tables of the first layout that fits, or of the one named; only of ``sheet`` when it is named.

    Sheets named for the layout are read if they fit; else every visible sheet that does. Raises
    UsageProblem for a layout or a sheet that does not exist.
    """
    candidates = (load(layout),) if layout is not None else versions()
    sheets = book.sheets()
    wanted = None if sheet is None else _named(sheets, sheet)
    grids = _Grids(book)
    for candidate in candidates:
        chosen = _choose(candidate, sheets, wanted, grids)
        if chosen:
            tables = [_table(book, grids, info, found) for info, found in chosen]
            return Found(candidate.name, tables, notices=_notices([info for info, _ in chosen], sheets, wanted))
    looked_at = [wanted] if wanted is not None else [info for info in sheets if info.visible]
    return Found(why_not=near_misses(candidates[0], [grids.of(info.name) for info in looked_at]))


class _Grids:
    """The grids of a workbook, each read once however many layouts look at it."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._read: dict[str, Grid] = {}

    def of(self, sheet: str) -> Grid:
        if sheet not in self._read:
            self._read[sheet] = self._book.grid(sheet)
        return self._read[sheet]

    def take(self, sheet: str) -> Grid:
        """The grid for the last time: it is large."""
        grid = self.of(sheet)
        del self._read[sheet]
        return grid

    def match(self, layout: Layout, sheet: str) -> Match | None:
        """The header of a sheet; merged areas are only asked for when it is not complete without them."""
        grid = self.of(sheet)
        found = match(layout, grid)
        if found is not None and not found.missing:
            return found
        merged = self._book.facts(sheet, ()).merged
        return match(layout, grid, merged) if merged else found


def _choose(
    layout: Layout, sheets: Sequence[SheetInfo], wanted: SheetInfo | None, grids: _Grids
) -> list[tuple[SheetInfo, Match]]:
    """The sheets to read and their headers."""
    if wanted is not None:
        return _fitting(layout, [wanted], grids)
    named = _fitting(layout, [info for info in sheets if layout.is_named(info.name)], grids)
    return named or _fitting(layout, [info for info in sheets if info.visible], grids)


def _fitting(layout: Layout, sheets: Iterable[SheetInfo], grids: _Grids) -> list[tuple[SheetInfo, Match]]:
    found = [(info, grids.match(layout, info.name)) for info in sheets]
    return [(info, header) for info, header in found if header is not None and header.fits]


def _table(book: Workbook, grids: _Grids, info: SheetInfo, header: Match) -> Table:
    facts = book.facts(info.name, sorted(header.columns.values()))
    return table(grids.take(info.name), header, facts)


def _named(sheets: Sequence[SheetInfo], name: str) -> SheetInfo:
    """The sheet of that name, in its own case first; UsageProblem, naming those there are, without one."""
    for same in (str, str.casefold):
        for info in sheets:
            if same(info.name) == same(name):
                return info
    there_are = ", ".join(f"«{info.name}»" for info in sheets) or "ninguna"
    raise UsageProblem(f"No hay ninguna hoja «{name}» en el libro; tiene: {there_are}.")


def _notices(read: Sequence[SheetInfo], sheets: Sequence[SheetInfo], wanted: SheetInfo | None) -> list[str]:
    """What the person may not expect of the sheets that were read; nothing when she named one."""
    if wanted is not None:
        return []
    names = _listed([f"«{info.name}»" for info in read])
    if len(read) > 1:
        return [f"Revisé {len(read)} hojas ({names}); cada una cuenta como un contrato."]
    if not read[0].visible:
        return [f"Revisé la hoja {names} aunque no está a la vista."]
    if any(info.visible for info in sheets if info not in read):
        return [f"Revisé sólo la hoja {names}."]
    return []


def near_misses(layout: Layout, grids: Sequence[Grid]) -> str:
    """Which headers of a layout the sheets have and which they lack, as sentences for the person."""
    sentences = []
    for grid in grids:
        header = match(layout, grid)
        found = [layout.label(name) for name in header.found if name in layout.required] if header else []
        if header is not None and found:
            lack = " ni ".join(layout.label(name) for name in header.missing)
            sentences.append(
                f"En la hoja «{grid.sheet}», fila {header.row}, encontré {_listed(found)}, pero no {lack}."
            )
    if sentences:
        return " ".join(sentences[:_MOST_SENTENCES])
    every = _listed([layout.label(name) for name in layout.required])
    sheets = f"La hoja «{grids[0].sheet}» no" if len(grids) == 1 else "Ninguna hoja a la vista"
    return f"{sheets} tiene los encabezados {every} en sus primeras {layout.header_rows} filas."


def _listed(words: Sequence[str]) -> str:
    return " y ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
