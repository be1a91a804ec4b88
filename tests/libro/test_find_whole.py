"""Which workbooks are whole ones, and where their parts are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import libros
import openpyxl
import pytest
from books import load
from libros import Rows
from openpyxl.workbook.defined_name import DefinedName

from icsoe_xl.layouts import Found, find_tables
from icsoe_xl.workbooks import open_workbook

TABLE = [["NSS", "CURP", "SBC"], ["02268604531", "MOTR930411HJCRMG70", 450.75]]


def find(
    path: Path,
    made: Mapping[str, Rows] | None = None,
    named: Mapping[str, str] | None = None,
    change: Callable[[openpyxl.Workbook], object] | None = None,
    layout: str | None = None,
    sheet: str | None = None,
) -> Found:
    libros.write(path / "libro.xlsx", made, named)
    if change is not None:
        book = load(path / "libro.xlsx")
        change(book)
        book.save(path / "libro.xlsx")
    return find_tables(open_workbook(path / "libro.xlsx"), layout, sheet)


def parts(found: Found) -> list[tuple[str, str, int]]:
    return [(table.sheet, table.kind, len(table.rows)) for table in found.tables]


def places(found: Found) -> dict[str, str]:
    assert found.form is not None
    return {name: f"{one.sheet}!{one.row},{one.column}" for name, one in found.form.entries.items()}


WHOLE = [("Contratos", "contracts", 1), ("Trabajadores", "workers", 1)]


def test_a_whole_workbook(tmp_path: Path) -> None:
    found = find(tmp_path)
    assert (found.layout, parts(found), found.why_not) == ("icsoe-libro", WHOLE, "")
    assert found.form is not None
    assert set(found.form.entries) == set(libros.LABELS)
    assert (found.form.sheet, found.form.text("icsoe_rfc")) == ("Contratista", libros.RFC)
    assert found.notices == ["Revisé el libro completo: «Contratista», «Contratos», «Trabajadores»."]


def test_names_and_labels_lead_to_the_same_cells(tmp_path: Path) -> None:
    assert places(find(tmp_path)) == places(find(tmp_path, named={}))


def test_names_are_read_whatever_their_case_and_may_lead_anywhere(tmp_path: Path) -> None:
    made = libros.sheets()
    made["Inicio"].append(["", "", "2026-2"])
    found = find(tmp_path, made, {"ICSOE_Periodo": "'Inicio'!$C$3", "icsoe_rfc": "CONTRATISTA!$B$1:$C$1"})
    assert places(found)["icsoe_periodo"] == "Inicio!3,3"
    assert places(found)["icsoe_rfc"] == "Contratista!1,2"
    assert found.form is not None and found.form.text("icsoe_periodo") == "2026-2"


@pytest.mark.parametrize("lost", ["#REF!", "Contratista!#REF!", "Otra!$B$1", '"EKU9003173C9"'])
def test_a_lost_name_leaves_the_label(tmp_path: Path, lost: str) -> None:
    found = find(tmp_path, named=libros.names() | {"icsoe_rfc": lost})
    assert places(found)["icsoe_rfc"] == "Contratista!1,2"


def test_labels_on_the_first_sheet_also_serve_what_the_second_lacks(tmp_path: Path) -> None:
    made = libros.sheets()
    made["Inicio"] = [["Periodo", "2026-2"], ["TIPO", "Normal"], ["RFC", "de otro"]]
    made["Contratista"] = [row for row in made["Contratista"] if row[0] != "Tipo de informativa"]
    found = find(tmp_path, made, named={})
    assert places(found)["icsoe_tipo"] == "Inicio!2,2"
    assert places(found)["icsoe_periodo"].startswith("Contratista!")
    assert places(found)["icsoe_rfc"] == "Contratista!1,2"


def test_labels_as_people_dress_them(tmp_path: Path) -> None:
    made = libros.sheets()
    made["Contratista"] = [
        ["Datos del contratista"],
        ["", "RFC:", "", libros.RFC],
        ["", "RAZON SOCIAL *", "Una"],
        ["", "Correo electrónico (obligatorio)", "", "", "a@b.mx"],
        ["", "REPSE", "Tipo"],
        ["", "Celular", None, None, None, None, None, "lejos"],
    ]
    found = places(find(tmp_path, made, named={}))
    assert found["icsoe_rfc"] == "Contratista!2,4"
    assert found["icsoe_razon_social"] == "Contratista!3,3"
    assert found["icsoe_correo"] == "Contratista!4,5"
    assert found["icsoe_repse_registro"] == "Contratista!5,3"  # empty: another label stands there
    assert found["icsoe_movil"] == "Contratista!6,3"


def test_merged_labels_and_values(tmp_path: Path) -> None:
    made = libros.sheets()
    made["Contratista"] = [
        ["RFC", "", "", libros.RFC],
        ["Correo", "", "a@b.mx"],
        ["Razón social", "", "", ""],
    ]

    def merge(book: openpyxl.Workbook) -> None:
        for area in ("A1:C1", "D1:F1", "C2:D2", "A3:B3"):
            book["Contratista"].merge_cells(area)
        book.defined_names["icsoe_rfc"] = DefinedName("icsoe_rfc", attr_text="Contratista!$E$1")

    found = places(find(tmp_path, made, {}, merge))
    assert found["icsoe_rfc"] == "Contratista!1,4"  # a merged cell counts as its top-left one
    assert found["icsoe_correo"] == "Contratista!2,3"
    assert found["icsoe_razon_social"] == "Contratista!3,3"


def test_formulas_without_result_are_no_values(tmp_path: Path) -> None:
    found = find(tmp_path, libros.sheets({"icsoe_periodo": '="2026"&"-1"'}))
    assert found.form is not None and found.form.unreadable == {"icsoe_periodo": ""}


def test_sheets_of_another_case_and_hidden_ones(tmp_path: Path) -> None:
    made = {name.upper(): rows for name, rows in libros.sheets().items()}
    named = {name: place.upper() for name, place in libros.names().items()}

    def hide(book: openpyxl.Workbook) -> None:
        book["CONTRATOS"].sheet_state = "hidden"

    assert parts(find(tmp_path, made, named, hide)) == [(a.upper(), b, c) for a, b, c in WHOLE]


@pytest.mark.parametrize("gone", ["Contratista", "Contratos", "Trabajadores", "Inicio"])
def test_two_parts_of_three_are_enough(tmp_path: Path, gone: str) -> None:
    made = libros.sheets()
    del made[gone]
    named = {} if gone == "Contratista" else None
    found = find(tmp_path, made, named)
    assert found.layout == "icsoe-libro"
    assert parts(found) == [part for part in WHOLE if part[0] != gone]
    assert ("--layout imss-captura" in " ".join(found.notices)) == (gone == "Contratista")


def test_one_part_is_a_worker_template(tmp_path: Path) -> None:
    made = libros.sheets()
    for others in (
        {},
        {"Contratos": [["Contrato", "Monto"], ["C-01", 5]]},
        {"Contratista": [["RFC", libros.RFC]]},
    ):
        found = find(tmp_path, {"Trabajadores": made["Trabajadores"], **others}, {})
        assert (found.layout, parts(found), found.form) == ("imss-captura", [WHOLE[1]], None)


def test_a_template_with_a_period_stays_one(tmp_path: Path) -> None:
    made = {"captura": TABLE, "Contratista": [["Periodo", "2026-1"]]}
    found = find(tmp_path, made, {"icsoe_periodo": "Contratista!$B$1"})
    assert (found.layout, parts(found)) == ("imss-captura", [("captura", "workers", 1)])


def test_a_template_beside_the_firms_own_sheets_stays_one(tmp_path: Path) -> None:
    made = {
        "captura": TABLE,
        "Contratos": [["Contrato", "RFC cliente", "Objeto del contrato"], ["1", "X", "Y"]],
    }
    assert find(tmp_path, made, {}).layout == "imss-captura"


def test_a_renamed_table_is_found_by_its_headers(tmp_path: Path) -> None:
    for name in ("Contratos", "Trabajadores"):
        made = {"Mi hoja" if title == name else title: rows for title, rows in libros.sheets().items()}
        made["Directorio"] = [["RFC", "Correo"], [libros.CLIENT, "a@b.mx"]]
        made["Nómina"] = TABLE
        assert parts(find(tmp_path, made)) == [("Mi hoja" if a == name else a, b, c) for a, b, c in WHOLE]


def test_a_table_without_its_headers_is_there_and_empty(tmp_path: Path) -> None:
    made = libros.sheets()
    made["Contratos"][0] = ["Uno", "Dos"]
    made["Trabajadores"] = []
    found = find(tmp_path, made, layout="icsoe-libro")
    assert parts(found) == [("Contratos", "contracts", 0), ("Trabajadores", "workers", 0)]
    assert all(table.missing == table.layout.shape(table.kind).required for table in found.tables)


def test_the_person_may_say_what_it_is(tmp_path: Path) -> None:
    found = find(tmp_path, layout="imss-captura")
    assert (found.layout, parts(found), found.form) == ("imss-captura", [WHOLE[1]], None)
    found = find(tmp_path, sheet="Trabajadores")
    assert (found.layout, parts(found), found.form) == ("imss-captura", [WHOLE[1]], None)
    made = libros.sheets() | {"Otra": libros.sheets()["Trabajadores"]}
    found = find(tmp_path, made, layout="icsoe-libro", sheet="Otra")
    assert parts(found) == [WHOLE[0], ("Otra", "workers", 1)]
    made = {"Trabajadores": libros.sheets()["Trabajadores"]}
    assert find(tmp_path, made, {}, layout="icsoe-libro").layout == "icsoe-libro"
    found = find(tmp_path, {"captura": TABLE}, {}, layout="icsoe-libro")
    assert (found.layout, found.why_not.endswith("pero no Contrato.")) == (None, True)


def test_why_it_is_not_one(tmp_path: Path) -> None:
    found = find(tmp_path, {"Datos": [["Empresa"], ["ACME"]]}, {}, layout="icsoe-libro")
    assert (found.layout, found.form, list(found.tables)) == (None, None, [])
    assert "NSS, CURP, Salario base de cotización y Contrato" in found.why_not


def test_totals_and_repeated_headers_of_contracts(tmp_path: Path) -> None:
    made = libros.sheets(
        contracts=[libros.contract("C-01"), libros.contract("C-02", fecha_inicio=date(2026, 2, 1))]
    )
    made["Contratos"].insert(2, list(libros.HEADERS.values()))
    made["Contratos"] += [[], ["Total", 2]]
    table = find(tmp_path, made).tables[0]
    assert table.rows == [2, 4]
    assert table.aside == [(3, 1, "header"), (6, 1, "total")]
    assert table.contracts == ["c-01", "c-02"]
