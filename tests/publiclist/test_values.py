"""What the cells of a list may say, and its headers."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from public_lists import HEADERS

from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.publiclist import columns, values

FIRST, SECOND, THIRD = Period(2026, 1), Period(2026, 2), Period(2026, 3)


@pytest.mark.parametrize(
    "raw",
    [
        date(2026, 5, 15),
        datetime(2026, 5, 15, 23, 59),
        "15/05/2026",
        "15/05/2026 11:59:01 p. m.",
        "2026-05-15",
        "2026-05-15T10:00:00",
        "15-may-2026",
        "15-MAYO-2026",
        "15.5.2026",
        46157.0,
        "46157",
    ],
)
def test_a_day(raw: object) -> None:
    assert values.day(raw) == date(2026, 5, 15)


@pytest.mark.parametrize(
    "raw", ["", None, "pendiente", "31/02/2026", "05/15/2026", 12.0, "15-xyz-2026", "15/05/26"]
)
def test_no_day(raw: object) -> None:
    assert values.day(raw) is None


@pytest.mark.parametrize(
    ("raw", "number"),
    [(12.0, 12), (12, 12), ("12", 12), (" 1,204 ", 1204), ("", None), ("doce", None), (1.5, None)],
)
def test_a_number(raw: object, number: int | None) -> None:
    assert values.number(raw) == number


@pytest.mark.parametrize(
    ("raw", "year", "period"),
    [
        ("ENERO-ABRIL", 2026.0, FIRST),
        ("Enero - Abril 2026", "", FIRST),
        ("1", "2026", FIRST),
        (2.0, 2026.0, SECOND),
        ("Segundo cuatrimestre", 2026, SECOND),
        ("2do. Cuatrimestre", "2026", SECOND),
        ("MAY-AGO", "2026", SECOND),
        ("3ER CUATRIMESTRE DE 2026", None, THIRD),
        ("T", 2026.0, THIRD),
        ("2026-3", "", THIRD),
        ("ENERO-ABRIL", "", None),
        ("ENERO-DICIEMBRE", 2026.0, None),
        ("", 2026.0, None),
        ("1", 2020.0, None),
    ],
)
def test_a_period(raw: object, year: object, period: Period | None) -> None:
    assert values.period(raw, year) == period


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("NORMAL", Return.NORMAL),
        ("SIN INFORMACION", Return.NIL),
        ("Complementaria - Corrección", Return.CORRECTION),
        ("Complementaria por corrección", Return.CORRECTION),
        ("SIN EFECTO", Return.CANCELLATION),
        ("Actualización", Return.UPDATE),
        ("source", None),
        ("", None),
    ],
)
def test_a_kind(raw: object, kind: Return | None) -> None:
    assert values.kind(raw) is kind


def test_the_headers_of_the_list() -> None:
    found = columns.match([HEADERS])
    assert found.missing == []
    assert found.places == {
        "contractor_kind": 0,
        "contractor": 1,
        "client": 3,
        "contract": 4,
        "workers": 8,
        "period": 9,
        "year": 10,
        "kind": 11,
        "folio": 12,
        "filed_on": 13,
    }


def test_two_rows_of_headers_are_read_together() -> None:
    above = ("CONTRATISTA", "", "CONTRATANTE", "", "CONTRATO", "", "", "", "INFORMATIVA", "", "", "", "")
    below = (
        "Tipo de persona",
        "Nombre, denominación o razón social",
        "Tipo de persona",
        "Nombre, denominación o razón social",
        "Folio",
        "Servicio u obra",
        "Fecha de inicio",
        "Número de trabajadores",
        "Periodo",
        "Año",
        "Tipo",
        "Folio",
        "Fecha de presentación",
    )
    found = columns.match([("Listado público de contratos",), above, below])
    assert (found.header, found.missing) == (2, [])
    assert [found.places[field] for field in ("contractor_kind", "contractor", "contract", "workers")] == [
        0,
        1,
        4,
        7,
    ]
    assert [found.places[field] for field in ("period", "year", "kind", "folio", "filed_on")] == [
        8,
        9,
        10,
        11,
        12,
    ]


@pytest.mark.parametrize(
    "headers",
    [
        ("Contratista", "Folio informativa", "Fecha presentación"),
        ("FECHA DE PRESENTACIÓN DE LA INFORMATIVA", "FOLIO DEL ACUSE", "razon social del contratista"),
        (
            "Denominación del contratista",
            "RFC del contratista",
            "Folio del contrato",
            "Acuse",
            "Fecha de envío",
        ),
    ],
)
def test_other_wordings(headers: tuple[str, ...]) -> None:
    assert columns.match([headers]).missing == []


def test_a_row_of_data_is_no_header() -> None:
    assert columns.match([("MORAL", "SERVICIOS SA DE CV", "N262253432", date(2026, 5, 15))]).places == {}
