"""The verdicts as plain values for JSON, and as a workbook to sort, filter and hand on."""

from __future__ import annotations

import io
from collections.abc import Sequence

from icsoe_xl.publiclist.compare import State, Verdict
from icsoe_xl.publiclist.find import Listed, Search

HEADERS = (
    "Contratista",
    "RFC",
    "Periodo",
    "Estado",
    "Vence",
    "Presentada",
    "Tipo",
    "Folio",
    "Contratos",
    "Trabajadores",
    "Contratos exportados",
    "Trabajadores exportados",
    "Diferencias",
    "Notas",
    "Nombres parecidos",
)
_WIDTHS = (44, 16, 10, 12, 12, 12, 16, 14, 11, 14, 21, 24, 50, 50, 50)
_DATES = ("Vence", "Presentada")
_HEAD = "D9D9D9"
"""Fill of the head; not a bold font, since the schema forbids the order in which openpyxl writes one."""
_FINE, _DIFFERS, _WRONG = "E2EFDA", "FFF2CC", "F8CBAD"
"""Fill of the state's cell; the word says the same, for whoever does not tell colours apart."""


def as_json(search: Search, verdicts: Sequence[Verdict]) -> dict[str, object]:
    """The whole answer as plain values."""
    until = search.until
    return {
        "file": search.file,
        "rows": search.rows,
        "periods": [str(period) for period in search.periods],
        "until": until and until.isoformat(),
        "contractors": [_verdict_json(verdict) for verdict in verdicts],
    }


def xlsx(verdicts: Sequence[Verdict]) -> bytes:
    """One row a verdict, with a frozen head and a filter."""
    from openpyxl import Workbook
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Listado público"
    sheet.append(HEADERS)
    for number, verdict in enumerate(verdicts, 2):
        sheet.append(_values(verdict))
        for column, header in enumerate(HEADERS, 1):
            cell = sheet.cell(number, column)
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a name that begins with = is no formula
            elif header in _DATES:
                cell.number_format = "dd/mm/yyyy"
        colour = _FINE if verdict.is_fine else _DIFFERS if verdict.state.is_fine else _WRONG
        sheet.cell(number, HEADERS.index("Estado") + 1).fill = PatternFill("solid", fgColor=colour)
    for column, width in enumerate(_WIDTHS, 1):
        sheet.cell(1, column).fill = PatternFill("solid", fgColor=_HEAD)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADERS))}{len(verdicts) + 1}"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def counts(verdicts: Sequence[Verdict]) -> list[tuple[State, int]]:
    """How many returns stand in each state; none of a state is left out."""
    found = [(state, sum(verdict.state is state for verdict in verdicts)) for state in State]
    return [(state, number) for state, number in found if number]


def _values(verdict: Verdict) -> list[object]:
    standing, export = verdict.standing, verdict.export
    return [
        verdict.wanted.name,
        verdict.wanted.rfc,
        str(verdict.period),
        str(verdict.state),
        verdict.due,
        standing and standing.filed_on,
        str(standing.kind) if standing and standing.kind else "",
        standing.folio if standing else "",
        standing and standing.contracts,
        standing and standing.workers,
        export and export.contracts,
        export and export.workers,
        "; ".join(verdict.differences),
        "; ".join(verdict.notes),
        "; ".join(verdict.near),
    ]


def _verdict_json(verdict: Verdict) -> dict[str, object]:
    export = verdict.export
    return {
        "name": verdict.wanted.name,
        "rfc": verdict.wanted.rfc or None,
        "period": str(verdict.period),
        "state": str(verdict.state),
        "fine": verdict.is_fine,
        "due": verdict.due.isoformat(),
        "folio": verdict.standing.folio if verdict.standing else None,
        "listed": [_listed_json(each) for each in verdict.listed],
        "export": export
        and {"reference": export.reference, "contracts": export.contracts, "workers": export.workers},
        "differences": verdict.differences,
        "notes": verdict.notes,
        "near": verdict.near,
    }


def _listed_json(listed: Listed) -> dict[str, object]:
    return {
        "name": listed.name,
        "type": listed.kind and str(listed.kind),
        "folio": listed.folio,
        "filed_on": listed.filed_on and listed.filed_on.isoformat(),
        "contracts": listed.contracts,
        "workers": listed.workers,
    }
