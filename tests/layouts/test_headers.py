"""One table of header rows, each with the columns that must be found in it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from icsoe_xl import layouts
from icsoe_xl.model import Grid

LAYOUT = layouts.load("imss-captura").workers
OFFICIAL = [
    "NSS(11 dígitos)",
    " CURP(18 caracteres)",
    " Salario base de cotización(numérico con 2 decimales)",
]


class Case(NamedTuple):
    what: str
    rows: list[list[object]]
    row: int = 1
    columns: dict[str, int] = {}  # noqa: RUF012
    ambiguous: dict[str, tuple[int, ...]] = {}  # noqa: RUF012
    missing: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    fits: bool = True


ALL = {"nss": 1, "curp": 2, "sbc": 3}
CASES = [
    Case("official, two with a space before", [OFFICIAL], columns=ALL),
    Case("official, trimmed", [[text.strip() for text in OFFICIAL]], columns=ALL),
    Case(
        "case and accents",
        [["nss (11 DIGITOS)", "curp(18 CARACTERES)", "SALARIO BASE DE COTIZACION"]],
        columns=ALL,
    ),
    Case("short names", [["NSS", "CURP", "SBC"]], columns=ALL),
    Case("dots, colons, stars", [["N.S.S.:", "*C.U.R.P.", "S.B.C. *"]], columns=ALL),
    Case("any order", [["SDI", "NSS", "CURP"]], columns={"sbc": 1, "nss": 2, "curp": 3}),
    Case(
        "line breaks and no-break spaces",
        [["NSS\n(11 dígitos)", "\u00a0CURP\u00a0", "Salario\nbase\nde cotización"]],
        columns=ALL,
    ),
    Case(
        "underscores, as a system exports them",
        [["NUM_SEGURIDAD_SOCIAL", "CURP", "SALARIO_DIARIO_INTEGRADO"]],
        columns=ALL,
    ),
    Case(
        "the attributes of a payroll CFDI",
        [["NumSeguridadSocial", "Curp", "SalarioDiarioIntegrado"]],
        columns=ALL,
    ),
    Case(
        "long names",
        [
            [
                "Número de Seguridad Social (NSS)",
                "Clave Única de Registro de Población",
                "Salario Diario Integrado (SDI)",
            ]
        ],
        columns=ALL,
    ),
    Case("affiliation", [["No. de Afiliación", "CURP", "Salario base"]], columns=ALL),
    Case("a number of the IMSS", [["Nº IMSS", "CURP", "SBC"]], columns=ALL),
    Case("parenthesis without end", [["NSS (11", "CURP (18", "SBC (diario"]], columns=ALL),
    Case(
        "other columns between, name and contract",
        [["No.", "Nombre", "NSS", "Puesto", "CURP", "Contrato", "Sueldo", "SBC"]],
        columns={"nombre": 2, "nss": 3, "curp": 5, "contrato": 6, "sbc": 8},
    ),
    Case("a title above", [["Nómina semanal"], [], ["NSS", "CURP", "SBC"]], row=3, columns=ALL),
    Case("on row 30", [[""]] * 29 + [["NSS", "CURP", "SBC"]], row=30, columns=ALL),
    Case("a poorer row before", [["NSS", "", ""], ["NSS", "CURP", "SBC"]], row=2, columns=ALL),
    Case("the first of two equal rows", [["NSS", "CURP", "SBC"], ["NSS", "CURP", "SBC"]], columns=ALL),
    Case(
        "required headers outweigh others",
        [["Nombre", "Contrato"], ["NSS", "CURP"]],
        row=2,
        columns={"nss": 1, "curp": 2},
        missing=("sbc",),
    ),
    Case(
        "one required header missing",
        [["NSS", "Nombre", "SBC"]],
        columns={"nss": 1, "nombre": 2, "sbc": 3},
        missing=("curp",),
    ),
    Case("IMSS alone is the deduction", [["NSS", "CURP", "SBC", "IMSS"]], columns=ALL),
    Case("IMSS alone is no NSS", [["IMSS", "CURP", "SBC"]], columns={"curp": 2, "sbc": 3}, missing=("nss",)),
    Case(
        "social security as a deduction",
        [["Seguro social", "CURP", "SBC"]],
        columns={"curp": 2, "sbc": 3},
        missing=("nss",),
    ),
    Case(
        "the wage is not the base",
        [["NSS", "CURP", "Salario diario"]],
        columns={"nss": 1, "curp": 2},
        missing=("sbc",),
    ),
    Case("kind of contract is no contract", [["NSS", "CURP", "SBC", "Tipo de contrato"]], columns=ALL),
    Case(
        "two synonyms",
        [["NSS", "CURP", "SBC", "SDI"]],
        columns={"nss": 1, "curp": 2},
        ambiguous={"sbc": (3, 4)},
    ),
    Case(
        "the same header twice",
        [["NSS", "CURP", "SBC", "CURP"]],
        columns={"nss": 1, "sbc": 3},
        ambiguous={"curp": (2, 4)},
    ),
    Case(
        "NSS and CURP alone are synonyms too",
        [["NSS", "No. de afiliación", "Clave única", "CURP", "SBC"]],
        columns={"sbc": 5},
        ambiguous={"nss": (1, 2), "curp": (3, 4)},
    ),
    Case(
        "official before synonym",
        [["NSS", "CURP", "SDI", "Salario base de cotización"]],
        columns={"nss": 1, "curp": 2, "sbc": 4},
    ),
    Case(
        "whole official text before the short one",
        [["NSS", "NSS(11 dígitos)", "CURP", "SBC"]],
        columns={"nss": 2, "curp": 3, "sbc": 4},
    ),
    Case(
        "two synonyms beside the official one",
        [["SDI", "SBC", *OFFICIAL]],
        columns={"nss": 3, "curp": 4, "sbc": 5},
    ),
    Case(
        "two names are no question",
        [["NSS", "CURP", "SBC", "Nombre completo", "Trabajador"]],
        columns={**ALL, "nombre": 4},
    ),
    Case(
        "two contracts are",
        [["NSS", "CURP", "SBC", "Folio de contrato", "Orden de compra"]],
        columns=ALL,
        ambiguous={"contrato": (4, 5)},
    ),
    Case(
        "numbers and empty cells in the row",
        [[1.0, None, "NSS", True, "CURP", "", "SBC"]],
        columns={"nss": 3, "curp": 5, "sbc": 7},
    ),
    Case(
        "a group above, merged across",
        [["Datos del trabajador", "", ""], ["NSS", "CURP", "SBC"]],
        row=2,
        columns=ALL,
        merged=((1, 1, 1, 3),),
    ),
    Case(
        "a header merged downwards beside a group",
        [["NSS", "Datos", ""], ["", "CURP", "SBC"]],
        row=2,
        columns=ALL,
        merged=((1, 1, 2, 1), (1, 2, 1, 3)),
    ),
    Case(
        "all headers merged downwards",
        [["NSS", "CURP", "SBC"], ["", "", ""]],
        columns=ALL,
        merged=((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3)),
    ),
    Case(
        "a header merged across two columns",
        [["NSS", "", "CURP", "SBC"]],
        columns={"nss": 1, "curp": 3, "sbc": 4},
        merged=((1, 1, 1, 2),),
    ),
    Case(
        "a header merged beyond the last row of the grid",
        [["NSS", "CURP", "SBC"]],
        columns=ALL,
        merged=((1, 1, 5, 1),),
    ),
    Case(
        "one header is not enough",
        [["NSS", "Nombre", "Sueldo"]],
        columns={"nss": 1, "nombre": 2},
        missing=("curp", "sbc"),
        fits=False,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_header(case: Case) -> None:
    found = layouts.match(LAYOUT, Grid("Hoja1", case.rows), case.merged)
    assert found is not None
    assert (found.row, found.columns, found.ambiguous) == (case.row, case.columns, case.ambiguous)
    assert (found.missing, found.fits) == (case.missing, case.fits)


NEAR = [case for case in CASES if case.row <= 20]


@pytest.mark.parametrize("case", NEAR, ids=[case.what for case in NEAR])
def test_a_grid_that_starts_further_down_and_right_gives_excel_numbers(case: Case) -> None:
    merged = tuple((a + 6, b + 3, c + 6, d + 3) for a, b, c, d in case.merged)
    found = layouts.match(LAYOUT, Grid("Hoja1", case.rows, first_row=7, first_column=4), merged)
    assert found is not None
    assert found.row == case.row + 6
    assert found.columns == {name: column + 3 for name, column in case.columns.items()}


@pytest.mark.parametrize("rows", [[], [[]], [["Área", "Puesto"]], [[""]] * 30 + [["NSS", "CURP", "SBC"]]])
def test_no_header(rows: list[list[object]]) -> None:
    assert layouts.match(LAYOUT, Grid("Hoja1", rows)) is None


def test_what_is_missing_is_said_with_its_place() -> None:
    grids = [Grid("Nómina", [["Título"], ["NSS", "Sueldo"]]), Grid("Otra", [["a"]])]
    said = layouts.near_misses(LAYOUT, grids)
    assert said == "En la hoja «Nómina», fila 2, encontré NSS, pero no CURP ni Salario base de cotización."
    said = layouts.near_misses(LAYOUT, grids[1:])
    assert (
        said
        == "La hoja «Otra» no tiene los encabezados NSS, CURP y Salario base de cotización en sus primeras 30 filas."
    )
    assert layouts.near_misses(LAYOUT, [grids[1], grids[1]]).startswith(
        "Ninguna hoja a la vista tiene los encabezados"
    )
