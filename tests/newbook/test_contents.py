"""What is in the built-in workbook: fields where the layout looks for them, prefilled, typed, locked, named."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from newbook.conftest import DAY, PERIOD, PROFILE

from icsoe_xl import actions, layouts
from icsoe_xl.errors import UsageProblem
from icsoe_xl.layouts import find_tables
from icsoe_xl.newbook import make
from icsoe_xl.periods import Period
from icsoe_xl.profiles.model import Profile
from icsoe_xl.workbooks import open_workbook

WHOLE = layouts.load("icsoe-libro")


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {
            name: package.read(name).decode() for name in package.namelist() if name.endswith(("xml", "rels"))
        }


def made(path: Path, profile: Profile = PROFILE, **words: Any) -> Any:
    path.write_bytes(make(profile, "norte", PERIOD, DAY, **words))
    return openpyxl.load_workbook(path)


def test_every_field_of_the_layout_is_found(book: Path) -> None:
    found = find_tables(open_workbook(book))
    assert found.layout == "icsoe-libro"
    assert found.form is not None
    assert WHOLE.whole is not None
    assert set(found.form.entries) == set(WHOLE.whole.form.words)
    assert {entry.sheet for entry in found.form.entries.values()} == {"Contratista"}
    by_sheet = {table.sheet: table for table in found.tables}
    assert list(by_sheet) == ["Contratos", "Trabajadores"]
    for sheet, kind in (("Contratos", "contracts"), ("Trabajadores", "workers")):
        table, shape = by_sheet[sheet], WHOLE.shape(kind)
        assert set(table.columns) == {field.name for field in shape.fields}
        assert (table.missing, table.ambiguous, table.rows, table.aside) == ((), {}, [], [])


def test_the_form_says_what_the_profile_and_the_period_say(book: Path) -> None:
    form = find_tables(open_workbook(book)).form
    assert form is not None
    values = {name.removeprefix("icsoe_"): entry.value for name, entry in form.entries.items() if entry.value}
    assert values == {
        "rfc": "EKU9003173C9",
        "razon_social": "Limpieza Pérez & Hijos, S.A. de C.V.",
        "correo": "contacto@limpieza.mx",
        "movil": "5512345678",
        "registro_patronal": "E5240157100",
        "repse_registro": "AR12345/2024",
        "repse_vence": date(2027, 6, 15),
        "capturista": "BOXW310820HNERXN09",
        "domicilio_fiscal": "Sí",
        "periodo": "2026-1",
        "tipo": "Normal",
    }


def test_without_its_names_the_form_is_read_by_its_labels(book: Path, tmp_path: Path) -> None:
    named = find_tables(open_workbook(book)).form
    workbook = openpyxl.load_workbook(book)
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    workbook.save(tmp_path / "sin nombres.xlsx")
    form = find_tables(open_workbook(tmp_path / "sin nombres.xlsx")).form
    assert form is not None
    assert named is not None
    assert form.entries == named.entries


def test_before_anything_is_typed_only_what_is_true_is_found(book: Path) -> None:
    report = actions.inspect(open_workbook(book), today=DAY).report
    assert [(found.rule, found.cell) for found in report.findings] == [("R001", "C7")]
    assert report.rows == 0
    assert report.period == "2026-1"


def test_the_same_facts_give_the_same_bytes(book: Path) -> None:
    again = make(PROFILE, "norte", PERIOD, DAY)
    assert book.read_bytes() == again
    assert make(PROFILE, "norte", PERIOD, DAY + timedelta(1)) != again
    assert make(PROFILE, "sur", PERIOD, DAY) != again
    assert make(PROFILE, "norte", PERIOD.next, DAY) != again


def test_columns_hold_what_belongs_there(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx")
    formats = {
        sheet.title: {
            sheet.cell(row, column).value: sheet.column_dimensions[
                sheet.cell(row, column).column_letter
            ].number_format
            for column in range(1, sheet.max_column + 1)
        }
        for sheet, row in ((book["Contratos"], 6), (book["Trabajadores"], 5))
    }
    assert formats["Trabajadores"] == {
        "Contrato": "@",
        "NSS (11 dígitos)": "@",
        "CURP (18 caracteres)": "@",
        "Salario base de cotización": "#,##0.00",
        "Nombre (opcional)": "@",
    }
    dates = {"Fecha de inicio", "Fecha de término"}
    assert {name for name, form in formats["Contratos"].items() if form == "dd/mm/yyyy"} == dates
    assert {form for name, form in formats["Contratos"].items() if name not in dates} == {"@"}


def test_the_typist_may_type_only_where_she_should(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx")
    assert all(sheet.protection.sheet for sheet in book)
    form = book["Contratista"]
    free = {cell.coordinate for row in form.iter_rows() for cell in row if not cell.protection.locked}
    named = {
        name: area.attr_text.replace("$", "").partition("!")[2] for name, area in book.defined_names.items()
    }
    closed = {named["icsoe_rfc"], named["icsoe_razon_social"], named["icsoe_periodo"]}
    fields = {place for name, place in named.items() if name in WHOLE.whole.form.words}  # type: ignore[union-attr]
    assert free == fields - closed
    assert all(cell.protection.locked for row in book["Inicio"].iter_rows() for cell in row)
    for sheet, header in ((book["Contratos"], 6), (book["Trabajadores"], 5)):
        above = [cell for row in sheet.iter_rows(1, header) for cell in row]
        assert all(cell.protection.locked for cell in above)
        assert sheet.max_row == header  # rows have no cells of their own, their columns say how they are
        letters = [cell.column_letter for cell in sheet[header]]
        assert not any(sheet.column_dimensions[letter].protection.locked for letter in letters)
        assert not sheet.protection.formatColumns
        assert not sheet.protection.autoFilter


def test_a_password_is_kept_as_excels_hash_only(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx", password="Contraseña 1")
    for sheet in book:
        lock = sheet.protection
        salt = base64.b64decode(lock.saltValue)
        value = hashlib.sha512(salt + "Contraseña 1".encode("utf-16-le")).digest()
        for number in range(lock.spinCount):
            value = hashlib.sha512(value + number.to_bytes(4, "little")).digest()
        assert (lock.algorithmName, lock.spinCount) == ("SHA-512", 100_000)
        assert base64.b64decode(lock.hashValue) == value
    assert not any("Contraseña 1" in text for text in parts(tmp_path / "a.xlsx").values())
    assert made(tmp_path / "b.xlsx")["Contratos"].protection.hashValue is None


def test_it_says_what_it_was_made_from(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx")
    names = book.defined_names
    assert (names["icsoe_plantilla"].attr_text, names["icsoe_plantilla"].hidden) == (
        f'"icsoe-libro {WHOLE.version}"',
        True,
    )
    assert (names["icsoe_perfil"].attr_text, names["icsoe_perfil"].hidden) == ('"norte"', True)
    about = book.properties
    assert about.title == "ICSOE enero-abril 2026 · Limpieza Pérez & Hijos, S.A. de C.V."
    assert (about.category, about.version) == ("icsoe-libro", WHOLE.version)
    assert about.created.date() == about.modified.date() == DAY


def test_drop_downs_offer_what_the_profile_has(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx")
    lists = book["Listas"]
    assert lists.sheet_state == "hidden"
    table = {column[0].value: [cell.value for cell in column[1:]] for column in lists.iter_cols()}
    assert table["cliente_rfc"] == ["CEJ9910011AA", "IIA040805DZ4"]
    assert table["cliente_domicilio_fiscal"] == ["Sí", "No"]
    assert table["repse_folio"] == ["F-001", "F-002"]
    assert table["icsoe_registro_patronal"][:2] == ["E5240157100", "Y5410157100"]
    assert "cliente_telefono" not in table  # nobody has one
    rules = {
        area: rule.formula1
        for title in ("Contratista", "Contratos", "Trabajadores")
        for rule in book[title].data_validations.dataValidation
        if rule.type == "list"
        for area in [f"{title}!{rule.sqref}"]
    }
    assert rules["Contratos!B7:B506"] == "lista_cliente_rfc"
    found = "MATCH($B7,lista_cliente_rfc,0)"
    assert rules["Contratos!C7:C506"] == (
        f"IF(ISNUMBER({found}),INDEX(lista_cliente_nombre,{found}),lista_cliente_nombre)"
    )
    assert rules["Contratos!G7:G506"] == '"Sí,No"'
    assert rules["Trabajadores!A6:A5005"] == "lista_contrato"
    assert rules["Contratista!C7"] == '"Normal,Sin información,Corrección,Sin efectos,Actualización"'
    named = set(re.findall(r"lista_\w+", " ".join(rules.values())))
    assert named <= set(book.defined_names)


def test_input_messages_fit_and_nothing_but_choices_is_refused_outright(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx")
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    assert len(rules) > 30
    for rule in rules:
        assert len(rule.prompt or "") <= 255
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.errorTitle or "") <= 32
    refusing = {str(rule.sqref): rule.errorStyle for rule in rules if rule.showErrorMessage}
    assert refusing["D6:D5005"] == "warning"  # 450,75 is wrong, but what she typed must not be lost
    assert "B6:B5005" not in refusing  # neither must an NSS with hyphens, which `fix` puts right


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x","y")', "+1", "A & B <C> \"D\" 'E'", "Ñandú · S.A."])
def test_names_from_a_profile_are_text(tmp_path: Path, name: str) -> None:
    profile = PROFILE.model_copy(update={"razon_social": name, "clientes": ()})
    book = made(tmp_path / "a.xlsx", profile)
    cell = book["Contratista"]["C12"]
    assert (cell.value, cell.data_type) == (name, "s")


@pytest.mark.parametrize("name", ["&" * 300, "Limpieza & Hijos", "X" * 300])
def test_the_foot_of_a_page_is_not_too_long_and_holds_no_stray_code(tmp_path: Path, name: str) -> None:
    made(tmp_path / "a.xlsx", PROFILE.model_copy(update={"razon_social": name}))
    foot = re.search("<oddFooter>(.*?)</oddFooter>", parts(tmp_path / "a.xlsx")["xl/worksheets/sheet1.xml"])
    assert foot is not None
    text = html.unescape(foot[1])
    assert len(text) <= 255
    codes = re.findall("&(.)", text.replace("&&", ""))
    assert codes == list("L8C8AR8PN")


def test_the_due_date_counts_holidays(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(make(PROFILE, "norte", Period(2028, 2), DAY))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Inicio"]
    assert sheet["D7"].value.date() == date(2028, 9, 18)


def test_formulas_have_results_already(book: Path) -> None:
    sheet = openpyxl.load_workbook(book, data_only=True)["Inicio"]
    assert sheet["B3"].value == "EKU9003173C9 · Limpieza Pérez & Hijos, S.A. de C.V."
    assert sheet["E7"].value == "faltan 13 días"
    assert sheet["B9"].value == "Falta capturar los contratos"
    assert [sheet.cell(19, column).value for column in (4, 5, 6)] == [11, 0, 0]
    formulas = openpyxl.load_workbook(book)["Inicio"]
    without = [
        cell.coordinate
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and sheet[cell.coordinate].value is None
    ]
    assert without == []


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 5, 17), "vence mañana"),
        (date(2026, 5, 18), "vence hoy"),
        (date(2026, 5, 19), "venció hace 1 día"),
        (date(2026, 5, 28), "venció hace 10 días"),
    ],
)
def test_days_left_in_words(tmp_path: Path, today: date, words: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(make(PROFILE, "norte", PERIOD, today))
    assert openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["Inicio"]["E7"].value == words


def test_printing(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx")
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
            "landscape", 1, True,
        )  # fmt: skip
        assert sheet.oddFooter.right.text == "Página &P de &N"
    names = dict(
        re.findall(
            r'<definedName name="(_xlnm\.\w+)" localSheetId="3">(.*?)<',
            parts(tmp_path / "a.xlsx")["xl/workbook.xml"],
        )
    )
    assert names["_xlnm.Print_Titles"] == "Trabajadores!$5:$5"
    assert names["_xlnm.Print_Area"].startswith("OFFSET(Trabajadores!$A$1,0,0,MAX(25,")
    assert book["Contratos"].freeze_panes == "B7"
    assert book["Trabajadores"].freeze_panes == "B6"


def test_a_logo_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"GIF87")
    with pytest.raises(UsageProblem, match=r"logo\.png: la imagen no es PNG"):
        make(PROFILE, "norte", PERIOD, DAY, logo=tmp_path / "logo.png")
