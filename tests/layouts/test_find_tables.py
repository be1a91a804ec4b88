"""Which sheets of a workbook are read, and what is said when none is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from icsoe_xl.errors import UsageProblem
from icsoe_xl.layouts import Found, find_tables
from icsoe_xl.workbooks import open_workbook

HEADER = ["NSS", "CURP", "SBC"]
ANA = ["02268604531", "MOTR930411HJCRMG70", 450.75]
EVA = ["92919084431", "GAPE850203MDFRRV09", 500.0]
TABLE = [HEADER, ANA, EVA]
Sheets = dict[str, list[list[object]]]


def find(
    tmp_path: Path,
    sheets: Sheets,
    hidden: tuple[str, ...] = (),
    merged: dict[str, str] | None = None,
    layout: str | None = None,
    sheet: str | None = None,
) -> Found:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        made = book.create_sheet(name)
        for row in rows:
            made.append(row)
        if name in hidden:
            made.sheet_state = "hidden"
        if merged and name in merged:
            made.merge_cells(merged[name])
    book.save(tmp_path / "b.xlsx")
    return find_tables(open_workbook(tmp_path / "b.xlsx"), layout, sheet)


def read(found: Found) -> list[str]:
    return [table.sheet for table in found.tables]


OTHER: list[list[object]] = [["Empresa", "RFC"], ["ACME", "AAA010101AAA"]]


def test_the_sheet_named_for_the_layout_goes_alone(tmp_path: Path) -> None:
    found = find(tmp_path, {"Enero": TABLE, "Captura": TABLE, "Febrero": TABLE})
    assert (found.layout, read(found), found.why_not) == ("imss-captura", ["Captura"], "")
    assert found.notices == ["Revisé sólo la hoja «Captura»."]
    assert found.tables[0].rows == [2, 3]


def test_else_every_visible_sheet_that_fits(tmp_path: Path) -> None:
    found = find(
        tmp_path, {"Enero": TABLE, "Datos": OTHER, "Febrero": TABLE, "Viejo": TABLE}, hidden=("Viejo",)
    )
    assert read(found) == ["Enero", "Febrero"]
    assert found.notices == ["Revisé 2 hojas («Enero» y «Febrero»); cada una cuenta como un contrato."]


def test_a_named_sheet_that_does_not_fit_leaves_the_others(tmp_path: Path) -> None:
    assert read(find(tmp_path, {"captura": OTHER, "Enero": TABLE})) == ["Enero"]


def test_a_named_sheet_is_read_though_hidden_and_that_is_said(tmp_path: Path) -> None:
    found = find(tmp_path, {"Enero": TABLE, "captura": TABLE}, hidden=("captura",))
    assert read(found) == ["captura"]
    assert found.notices == ["Revisé la hoja «captura» aunque no está a la vista."]


def test_the_person_may_name_the_sheet(tmp_path: Path) -> None:
    sheets: Sheets = {"captura": TABLE, "Enero": TABLE, "ENERO 2": TABLE, "Oculta": TABLE}
    for name, expected in (
        ("Enero", "Enero"),
        ("enero", "Enero"),
        ("Enero 2", "ENERO 2"),
        ("oculta", "Oculta"),
    ):
        found = find(tmp_path, sheets, hidden=("Oculta",), sheet=name)
        assert (read(found), found.notices) == ([expected], [])


def test_a_sheet_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"«Marzo» en el libro; tiene: «captura», «Enero»\.$"):
        find(tmp_path, {"captura": TABLE, "Enero": TABLE}, sheet="Marzo")


def test_the_person_may_name_the_layout(tmp_path: Path) -> None:
    assert read(find(tmp_path, {"Enero": TABLE}, layout="imss-captura")) == ["Enero"]
    with pytest.raises(UsageProblem, match="imss-captura"):
        find(tmp_path, {"Enero": TABLE}, layout="sisub")


def test_one_sheet_alone_needs_no_word(tmp_path: Path) -> None:
    assert find(tmp_path, {"Enero": TABLE, "Viejo": TABLE}, hidden=("Viejo",)).notices == []


def test_two_of_three_headers_are_enough_and_one_is_not(tmp_path: Path) -> None:
    found = find(tmp_path, {"Enero": [["NSS", "SBC"], [ANA[0], 450.75]], "Febrero": [["NSS"], [ANA[0]]]})
    assert read(found) == ["Enero"]
    assert found.tables[0].missing == ("curp",)


@pytest.mark.parametrize(
    ("sheets", "sheet", "said"),
    [
        (
            {"Nómina": [["Título"], ["NSS", "Sueldo"]], "Datos": OTHER},
            None,
            "En la hoja «Nómina», fila 2, encontré NSS, pero no CURP ni Salario base de cotización.",
        ),
        (
            {"Datos": OTHER},
            None,
            "La hoja «Datos» no tiene los encabezados NSS, CURP y Salario base de cotización en sus primeras 30 filas.",
        ),
        (
            {"Datos": OTHER, "Más": [[]]},
            None,
            "Ninguna hoja a la vista tiene los encabezados NSS, CURP y Salario base de cotización en sus primeras 30 filas.",  # noqa: E501
        ),
        (
            {"captura": TABLE, "Datos": OTHER},
            "Datos",
            "La hoja «Datos» no tiene los encabezados NSS, CURP y Salario base de cotización en sus primeras 30 filas.",
        ),
    ],
)
def test_why_nothing_fits(tmp_path: Path, sheets: Sheets, sheet: str | None, said: str) -> None:
    found = find(tmp_path, sheets, sheet=sheet)
    assert (found.layout, list(found.tables), found.why_not) == (None, [], said)


def test_hidden_sheets_alone_do_not_fit(tmp_path: Path) -> None:
    found = find(tmp_path, {"Datos": OTHER, "Viejo": TABLE}, hidden=("Viejo",))
    assert not found.tables


def test_merged_headers_and_contracts_of_a_real_file(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Contrato", "NSS", "Datos"],
        [None, None, "CURP", "SBC"],
        ["C-1", *ANA],
        [None, *EVA],
    ]
    found = find(tmp_path, {"Enero": rows}, merged={"Enero": "B1:B2"})
    table = found.tables[0]
    assert (table.header_row, table.columns, table.missing) == (2, {"nss": 2, "curp": 3, "sbc": 4}, ())
    found = find(tmp_path, {"Enero": [[*rows[0][:2], "CURP", "SBC"], *rows[2:]]}, merged={"Enero": "A2:A3"})
    assert found.tables[0].contracts == ["c-1", "c-1"]


def test_totals_of_a_real_file(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        *TABLE,
        [None, None, "=SUM(C2:C3)"],
        ["NSS", "CURP", "SBC"],
        ANA,
        [None, None, None],
    ]
    table = find(tmp_path, {"captura": rows}).tables[0]
    assert table.rows == [2, 3, 6]
    assert table.aside == [(4, 3, "total"), (5, 1, "header")]
    assert table.facts.unstored == {(4, 3)}
