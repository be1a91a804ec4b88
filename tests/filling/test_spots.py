"""Where a workbook has room for a contractor's data, and where it only looks so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from filling.books import captura, write

from icsoe_xl.addresses import cell_name
from icsoe_xl.filling.spots import Spots, find
from icsoe_xl.workbooks import open_workbook


def spots(path: Path) -> Spots:
    return find(open_workbook(path))


def found(path: Path) -> dict[str, str]:
    """Address -> field ("" for placeholders)."""
    return {
        f"{spot.sheet}!{cell_name(*spot.place)}": spot.field.removeprefix("icsoe_")
        for spot in spots(path).found
    }


def test_by_names(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        {"Datos": {"D4": "x", "B9": "RFC"}, "Oculta": {"A1": 1}},
        {
            "icsoe_rfc": "Datos!$D$4",
            "ICSOE_Correo": "Datos!$D$5",
            "icsoe_otro": "Datos!$D$6",
            "icsoe_cp": "#REF!",
        },
    )
    assert found(path) == {"Datos!D4": "rfc", "Datos!D5": "correo"}


def test_by_labels_above_a_worker_table(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        {
            "captura": captura(
                A1="RFC:",
                A2="Nombre o razón social",
                C2="Escuela",
                A3="Correo",
                A4="Tel.",
                D4="Móvil",
                A12="RFC",
            )
        },
    )
    assert found(path) == {
        "captura!B1": "rfc",
        "captura!C2": "razon_social",
        "captura!B3": "correo",
        "captura!B4": "telefono",
        "captura!E4": "movil",
    }


def test_merged_labels_and_values(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Contratista": {"A1": "RFC", "A2": "Razón social"}})
    import openpyxl

    book = openpyxl.load_workbook(path)
    for area in ("A1:B1", "C1:E1", "A2:B3", "C2:E3"):
        book["Contratista"].merge_cells(area)
    book.save(path)
    assert found(path) == {"Contratista!C1": "rfc", "Contratista!C2": "razon_social"}


@pytest.mark.parametrize(
    "cells",
    [
        {"A1": "RFC", "B1": "Razón social", "C1": "Teléfono", "A2": "EKU9003173C9"},
        {"A1": "Cliente", "A2": "RFC", "A3": "Razón social"},
        {"A1": "Datos del beneficiario", "A2": "RFC", "A3": "Correo"},
        {"A1": "Observaciones", "A2": "El RFC del trabajador"},
        {"A90": "RFC"},
    ],
    ids=["table", "client", "beneficiary", "prose", "far down"],
)
def test_what_only_looks_like_a_place(tmp_path: Path, cells: dict[str, Any]) -> None:
    assert found(write(tmp_path / "a.xlsx", {"Hoja": cells})) == {}


def test_a_client_and_a_contractor_on_one_sheet(tmp_path: Path) -> None:
    cells = {
        "A1": "Datos del cliente",
        "A2": "RFC",
        "A5": "Datos del contratista",
        "A6": "RFC",
        "A7": "Correo",
    }
    assert found(write(tmp_path / "a.xlsx", {"Hoja": cells})) == {"Hoja!B6": "rfc", "Hoja!B7": "correo"}


def test_headings_of_a_table_of_ours_are_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"captura": captura(D10="RFC", E10="Calle", D11="x", A1="RFC")})
    assert found(path) == {"captura!B1": "rfc"}


def test_two_cells_for_one_field_are_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Uno": {"A1": "RFC", "A2": "Correo"}, "Dos": {"A1": "RFC"}})
    assert found(path) == {"Uno!B2": "correo"}
    assert spots(path).twice == ["icsoe_rfc"]


def test_the_sheet_of_the_contractor_goes_first(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx", {"Uno": {"A1": "RFC"}, "Contratista": {"A1": "RFC"}, "Inicio": {"A1": "RFC"}}
    )
    assert found(path) == {"Contratista!B1": "rfc"}


def test_placeholders_anywhere_and_names_behind_them(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        {
            "Hoja": {
                "A1": "RFC",
                "C1": "{{ contratista.rfc }}",
                "B200": "Tel. <<Teléfono>>",
                "D1": "a << b",
                "A5": "<<Razón social>>",
            }
        },
        {"icsoe_rfc": "Hoja!$C$1"},
    )
    assert found(path) == {"Hoja!C1": "", "Hoja!A5": "", "Hoja!B200": ""}


def test_formulas_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Hoja": {"A1": "RFC", "B1": "=C9", "A2": "Correo", "C9": "x"}})
    assert [(spot.field, spot.formula) for spot in spots(path).found] == [
        ("icsoe_rfc", True),
        ("icsoe_correo", False),
    ]


def test_hidden_sheets_are_not_looked_at(tmp_path: Path) -> None:
    import openpyxl

    path = write(
        tmp_path / "a.xlsx", {"Hoja": {"A1": "Correo"}, "Listas": {"A1": "RFC"}}, {"icsoe_cp": "Listas!$B$1"}
    )
    book = openpyxl.load_workbook(path)
    book["Listas"].sheet_state = "hidden"
    book.save(path)
    assert found(path) == {"Hoja!B1": "correo"}
