"""Addresses, formulas and typed text, without LibreOffice."""

from __future__ import annotations

import pytest

from icsoe_xl.calc.areas import Area, parse, runs
from icsoe_xl.calc.formulas import to_excel, to_uno

PAIRS = [
    ("=SUM(A1,B2:C3)", "=SUM(A1;B2:C3)"),
    ("=Hoja1!$A$1+1", "=$Hoja1.$A$1+1"),
    ("='Año 2026'!A:B", "=$'Año 2026'.A:B"),
    ("='D''or'!A1", "=$'D''or'.A1"),
    ('=IF(A1="a;b,c!D1","x.Y1",{1,2;3,4})', '=IF(A1="a;b,c!D1";"x.Y1";{1;2|3;4})'),
    ("=STDEV.S(A1:A9)*1.5", "=STDEV.S(A1:A9)*1.5"),
    ("=#REF!+A1", "=#REF!+A1"),
    ('=SUMIF(datos!B2:B9,">0",datos!C2:C9)', '=SUMIF($datos.B2:B9;">0";$datos.C2:C9)'),
    ('="dice ""hola, tú"""', '="dice ""hola, tú"""'),
]


@pytest.mark.parametrize(("excel", "uno"), PAIRS)
def test_formulas_both_ways(excel: str, uno: str) -> None:
    assert to_uno(excel) == uno
    assert to_excel(uno) == excel


def test_a_relative_sheet_is_read_too() -> None:
    assert to_excel("=Hoja1.A1") == "=Hoja1!A1"


@pytest.mark.parametrize(
    ("address", "areas"),
    [
        ("$B$2", (Area(2, 2),)),
        ("c9:a1", (Area(1, 1, 9, 3),)),
        ("A1, B3:C9", (Area(1, 1), Area(3, 2, 7, 2))),
        ("XFD1048576", (Area(1048576, 16384),)),
        ("A:A", (Area(1, 1, 1048576, 1),)),
        ("3:2", (Area(2, 1, 2, 16384),)),
        ("RFC", None),
        ("A1:Hoja", None),
        ("A1:B", None),
        ("XFE1", None),
    ],
)
def test_addresses(address: str, areas: tuple[Area, ...] | None) -> None:
    assert parse(address) == areas


def test_runs_cover_the_cells_and_nothing_else() -> None:
    cells = [(3, 1), (1, 1), (2, 1), (5, 1), (1, 2)]
    assert runs(cells) == [Area(1, 1, 3), Area(5, 1), Area(1, 2)]
