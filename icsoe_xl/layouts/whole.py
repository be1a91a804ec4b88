"""A whole workbook: the form of contractor and return, the table of contracts, that of their workers."""

from __future__ import annotations

from collections.abc import Sequence

from icsoe_xl.layouts import forms
from icsoe_xl.layouts.grids import Grids
from icsoe_xl.layouts.headers import Match
from icsoe_xl.layouts.layout import Layout, TableShape, WholeShape
from icsoe_xl.model import Form, Table
from icsoe_xl.workbooks.port import SheetInfo

_ENOUGH = 2
"""Parts of the three that a workbook must have to be taken for a whole one."""

_Chosen = list[tuple[SheetInfo, Match]]


def find_whole(
    layout: Layout,
    shape: WholeShape,
    sheets: Sequence[SheetInfo],
    grids: Grids,
    named: bool,
    wanted: SheetInfo | None,
) -> tuple[Form, list[Table]] | None:
    """Form and tables of a whole workbook, tables in the order of the sheets; None when it is not one.

    A table is known by the name of its sheet and by its headers, the form by its names and labels; what is
    missing then is also looked for on the other visible sheets. With ``named`` (the person says what the
    workbook is) one table is enough. ``wanted`` is the sheet of workers that she named.
    """
    of_contracts = [info for info in sheets if shape.contracts.is_named(info.name)]
    of_workers = [info for info in sheets if layout.workers.is_named(info.name)]
    if not (of_contracts or of_workers or named):
        return None  # before anything is read: nearly every workbook is a worker template
    if wanted is not None:
        of_workers = [wanted]
    form = forms.read_form(layout, shape.form, sheets, grids)
    contracts = grids.fitting(shape.contracts, of_contracts)[:1]
    workers = grids.fitting(layout.workers, of_workers)
    if bool(contracts) + bool(workers) + forms.fits(shape.form, form) < _ENOUGH and not named:
        return None
    used = {entry.sheet for entry in form.entries.values()} | {info.name for info, _ in contracts + workers}
    left = [info for info in sheets if info.visible and info.name not in used]
    contracts = contracts or _elsewhere(shape.contracts, left, of_contracts, grids)[:1]
    left = [info for info in left if info not in [taken for taken, _ in contracts]]
    workers = workers or _elsewhere(layout.workers, [] if wanted else left, of_workers, grids)
    tables = {info.name: grids.table(layout, info, header) for info, header in contracts + workers}
    return (form, [tables[info.name] for info in sheets if info.name in tables]) if tables else None


def _elsewhere(
    shape: TableShape, left: Sequence[SheetInfo], own: Sequence[SheetInfo], grids: Grids
) -> _Chosen:
    """The sheets of another name that fit, if they say to which contracts their rows belong.

    Else the one that has the table's name without its headers, so that it can be said what is missing there.
    """
    others = [(info, header) for info, header in grids.fitting(shape, left) if "contrato" in header.found]
    bare = [
        (info, grids.match(shape, info.name) or Match(shape, 1, {}, {}, shape.required)) for info in own[:1]
    ]
    return others or bare


def whole_notices(form: Form, tables: Sequence[Table]) -> list[str]:
    """Which sheets were read as what; and what to do when the workbook is no whole one after all."""
    read = dict.fromkeys(
        [*(entry.sheet for entry in form.entries.values()), *(table.sheet for table in tables)]
    )
    names = ", ".join(f"«{sheet}»" for sheet in read)
    notices = [f"Revisé el libro completo: {names}."]
    if not form.entries:
        notices.append(
            "Para revisar sólo los trabajadores, sin contratista ni contratos, use --layout imss-captura."
        )
    return notices
