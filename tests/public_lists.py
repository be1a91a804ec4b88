"""Small public lists: the columns and wording of IMSS's, with invented contractors.

path = write(tmp_path / "LPP_2026.xlsx", [row("Servicios del Norte, S.A. de C.V.")])
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import openpyxl

HEADERS = (
    "TIPO DE PERSONA CONTRATISTA",
    "NOMBRE O RAZÓN SOCIAL DEL CONTRATISTA",
    "TIPO DE PERSONA CONTRATANTE",
    "NOMBRE O RAZÓN SOCIAL DEL CONTRATANTE",
    "FOLIO DEL CONTRATO",
    "SERVICIO U OBRA ESPECIALIZADO",
    "FECHA DE INICIO DEL CONTRATO",
    "FECHA DE TÉRMINO DEL CONTRATO",
    "NÚMERO DE TRABAJADORES",
    "PERIODO",
    "AÑO",
    "TIPO DE INFORMATIVA",
    "FOLIO DE LA INFORMATIVA",
    "FECHA DE PRESENTACIÓN",
)
IN_TIME, LATE = date(2026, 5, 15), date(2026, 5, 19)
"""For January-April 2026, due on Monday 18 May."""

Row = Sequence[object]


def row(
    name: object,
    *,
    person: object = "MORAL",
    contract: object = "A26P0000001",
    workers: object = 10,
    period: object = "ENERO-ABRIL",
    year: object = 2026,
    kind: object = "NORMAL",
    folio: object = "N262253432",
    filed_on: object = IN_TIME,
) -> Row:
    client = ("MORAL", "CLIENTE MODELO, S.A. DE C.V.") if contract else ("", "")
    terms = ("LIMPIEZA DE OFICINAS", date(2026, 2, 1), date(2026, 12, 31)) if contract else ("", "", "")
    return person, name, *client, contract, *terms, workers, period, year, kind, folio, filed_on


def fillers(count: int = 60) -> list[Row]:
    """Other contractors, each with one contract."""
    return [
        row(f"RELLENO NÚMERO {n}, S.C.", contract=f"A26P9{n:06d}", folio=f"N269{n:06d}") for n in range(count)
    ]


def write(
    path: Path,
    rows: Iterable[Row],
    *,
    headers: Row = HEADERS,
    above: Iterable[Row] = (),
    sheet: str = "Listado",
) -> Path:
    """A list with other rows above its header; the file grows by a sheet when it is there already."""
    book = openpyxl.load_workbook(path) if path.exists() else openpyxl.Workbook()
    page = book.create_sheet(sheet) if path.exists() else book.active
    assert page is not None
    page.title = sheet
    for each in (*above, headers, *rows):
        page.append(list(each))
    book.save(path)
    return path
