"""Which layout a workbook is, and the tables of its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from icsoe_xl.errors import UsageProblem
from icsoe_xl.layouts.grids import Grids
from icsoe_xl.layouts.headers import Match, match
from icsoe_xl.layouts.layout import TableShape, load, versions
from icsoe_xl.layouts.whole import find_whole, whole_notices
from icsoe_xl.model import Form, Grid, Table
from icsoe_xl.workbooks.port import SheetInfo, Workbook

_MOST_SENTENCES = 3


class Found(NamedTuple):
    """What was found in a workbook: the layout's name and its tables, in the order of the sheets.

    ``form`` is that of a whole workbook, None for a worker template. Without tables ``layout`` is None and
    ``why_not`` says which headers were found where and which are missing. ``notices`` tell the person what
    she may not expect of the choice of sheets.
    """

    layout: str | None = None
    tables: Sequence[Table] = ()
    why_not: str = ""
    notices: Sequence[str] = ()
    form: Form | None = None


def find_tables(book: Workbook, layout: str | None = None, sheet: str | None = None) -> Found:
    """The tables of the first layout that fits, or of the one named; only of ``sheet`` when it is named.

    Sheets named for the layout are read if they fit; else every visible sheet that does. A named sheet alone
    is a table of workers, unless the layout is named too. Raises UsageProblem for a layout or a sheet that
    does not exist.
    """
    candidates = (load(layout),) if layout is not None else versions()
    sheets = book.sheets()
    wanted = None if sheet is None else _named(sheets, sheet)
    grids = Grids(book)
    for candidate in candidates:
        if candidate.whole is not None:
            whole = None
            if wanted is None or layout is not None:
                whole = find_whole(candidate, candidate.whole, sheets, grids, layout is not None, wanted)
            if whole is not None:
                form, tables = whole
                return Found(candidate.name, tables, notices=whole_notices(form, tables), form=form)
            continue
        chosen = _choose(candidate.workers, sheets, wanted, grids)
        if chosen:
            tables = [grids.table(candidate, info, header) for info, header in chosen]
            return Found(
                candidate.name, tables, notices=_notices([info for info, _ in chosen], sheets, wanted)
            )
    looked_at = [wanted] if wanted is not None else [info for info in sheets if info.visible]
    return Found(why_not=near_misses(candidates[-1].workers, [grids.of(info.name) for info in looked_at]))


def _choose(
    shape: TableShape, sheets: Sequence[SheetInfo], wanted: SheetInfo | None, grids: Grids
) -> list[tuple[SheetInfo, Match]]:
    """The sheets to read and their headers."""
    if wanted is not None:
        return grids.fitting(shape, [wanted])
    named = grids.fitting(shape, [info for info in sheets if shape.is_named(info.name)])
    return named or grids.fitting(shape, [info for info in sheets if info.visible])


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


def near_misses(shape: TableShape, grids: Sequence[Grid]) -> str:
    """Which headers of a table the sheets have and which they lack, as sentences for the person."""
    sentences = []
    for grid in grids:
        header = match(shape, grid)
        found = [shape.label(name) for name in header.found if name in shape.required] if header else []
        if header is not None and found:
            lack = " ni ".join(shape.label(name) for name in header.missing)
            sentences.append(
                f"En la hoja «{grid.sheet}», fila {header.row}, encontré {_listed(found)}, pero no {lack}."
            )
    if sentences:
        return " ".join(sentences[:_MOST_SENTENCES])
    every = _listed([shape.label(name) for name in shape.required])
    sheets = f"La hoja «{grids[0].sheet}» no" if len(grids) == 1 else "Ninguna hoja a la vista"
    return f"{sheets} tiene los encabezados {every} en sus primeras {shape.header_rows} filas."


def _listed(words: Sequence[str]) -> str:
    return " y ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
