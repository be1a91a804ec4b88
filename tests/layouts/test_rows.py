"""Which rows of a sheet are workers, and the Excel row of each."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe_xl import layouts
from icsoe_xl.model import Facts, Grid, Table

LAYOUT = layouts.load("imss-captura")
HEADER = ["NSS", "CURP", "SBC"]
ANA = ["02268604531", "MOTR930411HJCRMG70", 450.75]
EVA = ["92919084431", "GAPE850203MDFRRV09", 500.0]
LUZ = ["12345678903", "PELL900115MDFRRZ01", 600.0]


def read(
    rows: list[list[object]], facts: Facts | None = None, first_row: int = 1, first_column: int = 1
) -> Table:
    grid = Grid("captura", rows, first_row, first_column)
    facts = facts or Facts()
    match = layouts.match(LAYOUT.workers, grid, facts.merged)
    assert match is not None
    return layouts.table(LAYOUT, grid, match, facts)


def test_sound_rows_are_sliced_by_columns() -> None:
    table = read([HEADER, ANA, EVA])
    assert table.rows == [2, 3]
    assert table.raw == {"nss": [ANA[0], EVA[0]], "curp": [ANA[1], EVA[1]], "sbc": [450.75, 500.0]}
    assert (table.header_row, table.extent, table.columns) == (1, (1, 3), {"nss": 1, "curp": 2, "sbc": 3})
    assert (table.missing, table.ambiguous, table.aside, table.contracts) == ((), {}, [], None)
    assert table.cell(1, "curp") == "B3"


def test_rows_and_columns_are_those_of_excel_wherever_the_grid_starts() -> None:
    table = read([["", *HEADER], ["", *ANA], [], ["x"], ["", *EVA]], first_row=5, first_column=3)
    assert table.rows == [6, 9]
    assert table.place(1, "sbc") == (9, 6)
    assert table.raw["nss"] == [ANA[0], EVA[0]]
    assert table.extent == (4, 6)


@pytest.mark.parametrize("empty", ["", None, "  ", "\u00a0", "\u200b", "'", "\t\n"])
def test_rows_without_anything_to_see_are_skipped(empty: object) -> None:
    table = read([HEADER, ANA, [empty] * 3, EVA, [empty] * 3])
    assert table.rows == [2, 4]
    assert table.aside == []


def test_a_row_with_anything_in_a_field_is_data() -> None:
    table = read([HEADER, ["", "", 0.0], ["x", "", ""], ["", "pendiente", ""], [12345678903.0, "", ""]])
    assert table.rows == [2, 3, 4, 5]


def test_ignored_columns_alone_make_no_row() -> None:
    table = read([["No.", *HEADER], [1.0, *ANA], [2.0, "", "", ""], [3.0, *EVA]])
    assert table.rows == [2, 4]


def test_an_error_or_a_formula_without_result_makes_a_row() -> None:
    facts = Facts(errors={(3, 2): "#N/A"}, unstored=frozenset({(5, 1)}))
    table = read([HEADER, ANA, ["", "", ""], ["", "", ""], ["", "", ""]], facts)
    assert table.rows == [2, 3, 5]


def test_rows_may_be_shorter_than_the_header() -> None:
    table = read([HEADER, ANA, EVA[:2], [], LUZ])
    assert table.rows == [2, 3, 5]
    assert table.raw["sbc"] == [450.75, "", 600.0]


class Aside(NamedTuple):
    what: str
    row: list[object]
    column: int = 1
    kind: str = "total"
    formula: str = ""


WIDE = ["Nombre", "NSS", "CURP", "Puesto", "SBC", "Días"]
WIDE_ANA = ["Ana Gómez", ANA[0], ANA[1], "Cajera", 450.75, 15.0]
WIDE_EVA = ["Eva Ruiz", EVA[0], EVA[1], "Chofer", 500.0, 15.0]

SET_ASIDE = [
    Aside("total in the name", ["TOTAL", "", "", "", 950.75, 30.0]),
    Aside("totals", ["Totales:", "", "", "", 950.75, 30.0]),
    Aside("grand total", ["Gran total", "", "", "", 950.75, ""]),
    Aside("general total of Excel's subtotals", ["Total general", "", "", "", 950.75, ""]),
    Aside("English subtotals", ["1001 Total", "", "", "", 950.75, ""]),
    Aside("subtotal", ["", "Sub-total", "", "", 950.75, ""], column=2),
    Aside("sum", ["", "", "", "SUMAS IGUALES", 950.75, ""], column=5),
    Aside("a count", ["Total de trabajadores: 2", "", "", "", "", ""]),
    Aside("a label and a count", ["Total", 2.0, 2.0, "", 950.75, ""]),
    Aside("how many workers", ["Total", "2 trabajadores", "", "", 950.75, ""]),
    Aside("the sum of NSS stored as numbers", ["Total", 95188163362.0 * 11, "", "", 950.75, ""]),
    Aside("an amount as text", ["TOTAL $", "", "", "", "$950.75", ""]),
    Aside("a formula that adds up", ["", "", "", "", 950.75, 30.0], column=5, formula="SUM(E2:E3)"),
    Aside("a subtotal formula", ["", "", "", "", 950.75, ""], column=5, formula="SUBTOTAL(109,E2:E3)"),
    Aside(
        "a subtotal of a table", ["", "", "", "", 950.75, ""], column=5, formula="SUBTOTAL(109,Tabla1[SBC])"
    ),
    Aside("the sum itself, alone", ["", "", "", "", 950.75, ""], column=5),
    Aside("header again", list(WIDE), kind="header"),
    Aside(
        "header again, other words",
        ["", "No. de afiliación", "Clave única", "", "", ""],
        column=2,
        kind="header",
    ),
]
KEPT = [
    Aside("a worker named Total", ["Total", LUZ[0], "", "", 950.75, 15.0]),
    Aside("a worker named Total by CURP", ["Total", "", LUZ[1], "", 950.75, 15.0]),
    Aside("NSS with hyphens", ["Total", "12-34-56-7890-3", "", "", 950.75, ""]),
    Aside("NSS that lost its zero", ["Total", 2268604531.0, "", "", 950.75, ""]),
    Aside("NSS and CURP swapped", ["Total", LUZ[1], LUZ[0], "", 950.75, ""]),
    Aside("CURP in lower case, cut", ["Total", "", "pell900115mdf", "", 950.75, ""]),
    Aside("a short NSS", ["Total", "123456789", "", "", 950.75, ""]),
    Aside("a sum with a CURP beside", ["", "", LUZ[1], "", 950.75, ""], formula="SUM(E2:E3)"),
    Aside("a wage and bonuses in the same row", ["", "", "", "", 960.0, ""], formula="SUM(F4:H4)"),
    Aside(
        "a wage from the same row of a table",
        ["", "", "", "", 951.0, ""],
        formula="SUM(Tabla1[@[SD]:[Bono]])",
    ),
    Aside("a name without numbers", ["Luz Pérez", "", "", "", 950.75, ""]),
    Aside("pending", ["", "PENDIENTE", "PENDIENTE", "", 600.0, ""]),
    Aside("a department that says total", ["Luz Pérez", "", "", "Control total", 600.0, 15.0]),
    Aside("a department that says total, without name", ["", "", "", "Total Play norte", 600.0, "Luz Pérez"]),
    Aside("a wage that is no sum", ["", "", "", "", 600.0, ""]),
]


@pytest.mark.parametrize("case", SET_ASIDE, ids=[case.what for case in SET_ASIDE])
def test_totals_and_repeated_headers_are_set_aside(case: Aside) -> None:
    facts = Facts(formulas={(4, 5): case.formula} if case.formula else {})
    table = read([WIDE, WIDE_ANA, WIDE_EVA, case.row], facts)
    assert table.aside == [(4, case.column, case.kind)]
    assert table.rows == [2, 3]
    assert table.raw["sbc"] == [450.75, 500.0]


@pytest.mark.parametrize("case", KEPT, ids=[case.what for case in KEPT])
def test_what_may_be_a_worker_stays(case: Aside) -> None:
    facts = Facts(formulas={(4, 5): case.formula} if case.formula else {})
    table = read([WIDE, WIDE_ANA, WIDE_EVA, case.row], facts)
    assert table.aside == []
    assert table.rows == [2, 3, 4]


def test_each_total_adds_up_since_the_last() -> None:
    sums = [["", "", 950.75], LUZ, ["", "", 600.0], EVA, LUZ, ["", "", 2300.0], ["", "", 2300.0]]
    table = read([HEADER, ANA, EVA, *sums])
    assert table.aside == [(4, 3, "total"), (9, 3, "total")]
    assert table.rows == [2, 3, 5, 6, 7, 8, 10]


def test_with_a_required_column_missing_the_others_decide() -> None:
    table = read([["NSS", "SBC"], [ANA[0], 450.75], ["Total", 450.75], ["", ""]])
    assert (table.missing, table.rows, table.aside) == (("curp",), [2], [(3, 1, "total")])
    table = read([["CURP", "SBC"], [ANA[1], 450.75], ["Total", 450.75]])
    assert (table.missing, table.rows, table.aside) == (("nss",), [2], [(3, 1, "total")])


def test_an_ambiguous_field_is_not_read() -> None:
    table = read([["NSS", "CURP", "SDI", "SBC"], [*ANA, 1.0]])
    assert "sbc" not in table.raw
    assert table.ambiguous == {"sbc": (3, 4)}
    assert table.extent == (1, 4)


CONTRACT = [*HEADER, "Contrato"]


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        (["A-1", "a-1", " A-1 "], ["a-1", "a-1", "a-1"]),
        ([1.0, "1", "001"], ["1", "1", "001"]),
        ([1.0, True, 1], ["1", "verdadero", "1"]),
        (["\u00a0OC\u00a015", "OC  15", "OC15"], ["oc 15", "oc 15", "oc15"]),
        (["STRASSE", "Straße", "strasse"], ["strasse", "strasse", "strasse"]),
        (["A", "", None], ["a", "", ""]),
        (["", None, "  "], None),
    ],
)
def test_contract_keys_are_clean_text_without_case(values: list[object], keys: list[str] | None) -> None:
    table = read(
        [CONTRACT, *([*worker, value] for worker, value in zip([ANA, EVA, LUZ], values, strict=True))]
    )
    assert table.contracts == keys


def test_a_merged_contract_counts_for_every_row_that_has_something() -> None:
    rows = [CONTRACT, [*ANA, "C-1"], [*EVA, ""], ["", "", "", ""], [*LUZ, None], [*ANA, "C-2"], [*EVA, ""]]
    table = read(rows, Facts(merged=((2, 4, 5, 4), (6, 4, 9, 4))))
    assert table.rows == [2, 3, 5, 6, 7]
    assert table.raw["contrato"] == ["C-1", "C-1", "C-1", "C-2", "C-2"]
    assert table.contracts == ["c-1", "c-1", "c-1", "c-2", "c-2"]


def test_merged_areas_that_fill_nothing() -> None:
    across, above, ignored = (2, 1, 2, 3), (1, 4, 2, 4), (2, 9, 3, 9)
    rows = [CONTRACT, ["Semana 1", "", "", ""], [*ANA, "C-1"], [*EVA, ""]]
    table = read(rows, Facts(merged=(across, above, ignored)))
    assert table.raw["curp"] == ["", ANA[1], EVA[1]]
    assert table.contracts == ["", "c-1", ""]


def test_a_total_inside_a_merged_contract_is_no_worker() -> None:
    rows = [CONTRACT, [*ANA, "C-1"], [*EVA, ""], ["Total", "", 950.75, ""]]
    table = read(rows, Facts(merged=((2, 4, 4, 4),)))
    assert table.rows == [2, 3]
    assert table.aside == [(4, 1, "total")]


@given(
    above=st.integers(0, 29),
    left=st.integers(0, 5),
    gaps=st.lists(st.integers(0, 4), max_size=12),
    order=st.permutations(["NSS", "CURP", "SBC", "Puesto"]),
    first_row=st.integers(1, 5),
    first_column=st.integers(1, 5),
)
def test_every_worker_comes_back_with_its_row(
    above: int, left: int, gaps: list[int], order: list[str], first_row: int, first_column: int
) -> None:
    above = max(0, min(above, 30 - first_row))
    rows: list[list[object]] = [[] for _ in range(above)]
    rows.append([""] * left + order)
    expected = []
    for number, gap in enumerate(gaps):
        rows += [[""] * (left + 2)] * gap
        worker = {
            "NSS": f"{number:011d}",
            "CURP": f"AAAA{number:06d}HDFXXX01",
            "SBC": 400.0 + number,
            "Puesto": "x",
        }
        expected.append((first_row + len(rows), worker["NSS"], worker["CURP"], worker["SBC"]))
        rows.append([""] * left + [worker[name] for name in order])
    table = read(rows, first_row=first_row, first_column=first_column)
    assert list(zip(table.rows, *(table.raw[n] for n in ("nss", "curp", "sbc")), strict=True)) == expected
    assert table.columns["nss"] == first_column + left + order.index("NSS")
