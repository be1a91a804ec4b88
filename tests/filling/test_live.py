"""The buttons that know saved contractors, pressed on workbooks open in LibreOffice."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from answers import Person
from filling.books import PROFILE, captura, write

from icsoe_xl import ribbon
from icsoe_xl.newbook import make
from icsoe_xl.periods import Period
from icsoe_xl.profiles.store import Store


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person(monkeypatch)


def test_llenar_fills_empty_cells(tmp_path: Path, app: Any, opened: Any, person: Person) -> None:
    cells = captura(A1="RFC", A2="Calle", A3="Vigencia REPSE", A4="CP", A5="<<Razón social>>")
    book = opened(write(tmp_path / "a.xlsx", {"captura": cells}))
    person.answers = [0]
    ribbon.press("llenar", app, book)
    sheet = book.sheets["captura"]
    assert sheet["B1:B4"].value == ["EKU9003173C9", "5 de Mayo", datetime(2027, 6, 15), "06600"]
    assert sheet["A5"].value == "Escuela Kemper Urgate"
    assert (sheet["B2"].number_format, sheet["B3"].number_format) == ("@", "dd/mm/yyyy")
    assert person.options == ["norte · Escuela Kemper Urgate"]
    assert person.told[0].startswith("Llené 5 celdas con los datos de norte:\ncaptura!B1 RFC\n")
    person.answers = [0]
    ribbon.press("llenar", app, book)
    assert person.told[1].startswith("Este libro ya dice lo que dice el perfil norte; no cambié nada.")


def test_llenar_asks_before_it_replaces(tmp_path: Path, app: Any, opened: Any, person: Person) -> None:
    path = write(tmp_path / "a.xlsx", {"captura": captura(A1="RFC", A2="Correo", B2="otro@x.mx")})
    book = opened(path)
    person.answers = [0, False]
    ribbon.press("llenar", app, book)
    assert person.asked[-1] == (
        "Estas celdas tienen otro dato. ¿Las reemplazo? Si contesta No, sólo lleno las vacías.\n\n"
        "captura!B2 Correo electrónico: otro@x.mx → contacto@kemper.mx"
    )
    assert book.sheets["captura"]["B1:B2"].value == ["EKU9003173C9", "otro@x.mx"]
    person.answers = [0, True]
    ribbon.press("llenar", app, book)
    assert book.sheets["captura"]["B1:B2"].value == ["EKU9003173C9", "contacto@kemper.mx"]


def test_llenar_a_workbook_of_another_contractor_is_all_or_nothing(
    tmp_path: Path, app: Any, opened: Any, person: Person
) -> None:
    path = write(tmp_path / "a.xlsx", {"captura": captura(A1="RFC", B1="CEJ9910011AA", A2="Correo")})
    book = opened(path)
    person.answers = [0, False]
    ribbon.press("llenar", app, book)
    assert person.asked[-1].startswith("Este libro tiene el RFC de otro contratista. ¿Reemplazo sus datos?")
    assert person.told == ["No cambié nada."]
    assert book.sheets["captura"]["B1:B2"].value == ["CEJ9910011AA", None]


def test_llenar_cancelled_and_without_profiles(
    tmp_path: Path, app: Any, opened: Any, person: Person, saved: Path
) -> None:
    book = opened(write(tmp_path / "a.xlsx", {"captura": captura(A1="RFC")}))
    person.answers = [None]
    ribbon.press("llenar", app, book)
    saved.write_text("rfc =", encoding="utf-8")  # one that cannot be read is not offered
    ribbon.press("llenar", app, book)
    assert person.told[0] == "No cambié nada."
    assert person.told[1].startswith("Todavía no hay contratistas guardados.")
    assert book.sheets["captura"]["B1"].value is None


def test_llenar_a_workbook_without_a_place(tmp_path: Path, app: Any, opened: Any, person: Person) -> None:
    book = opened(write(tmp_path / "a.xlsx", {"captura": captura()}))
    person.answers = [0]
    ribbon.press("llenar", app, book)
    assert person.told[0].startswith("a.xlsx: no tiene celdas para los datos del contratista")


def test_llenar_our_own_workbook_in_spite_of_its_protection(
    tmp_path: Path, app: Any, opened: Any, person: Person
) -> None:
    other = PROFILE.model_copy(update={"rfc": "CEJ9910011AA", "razon_social": "Otra"})
    path = tmp_path / "libro.xlsx"
    path.write_bytes(make(other, "otra", Period(2026, 1), date(2026, 5, 5)))
    book = opened(path)
    person.answers = [0, True]
    ribbon.press("llenar", app, book)
    assert book.sheets["Contratista"]["C11:C12"].value == ["EKU9003173C9", "Escuela Kemper Urgate"]
    assert book.sheets["Inicio"]["B3"].value == "EKU9003173C9 · Escuela Kemper Urgate"
    assert book.sheets["Contratista"].api.isProtected()


def test_a_password_is_respected(tmp_path: Path, app: Any, opened: Any, person: Person) -> None:
    other = PROFILE.model_copy(update={"rfc": "CEJ9910011AA"})
    path = tmp_path / "libro.xlsx"
    path.write_bytes(make(other, "otra", Period(2026, 1), date(2026, 5, 5), password="x"))
    book = opened(path)
    person.answers = [0, True]
    ribbon.press("llenar", app, book)
    assert person.told[0].startswith("La hoja «Contratista» está protegida")
    assert book.sheets["Contratista"]["C11"].value == "CEJ9910011AA"


def test_nueva_makes_a_workbook_and_opens_it(tmp_path: Path, app: Any, person: Person) -> None:
    folder = tmp_path / "libros"
    folder.mkdir()
    person.answers = [0, 1, folder]
    ribbon.press("nueva", app, None)
    made = list(folder.glob("ICSOE_EKU9003173C9_*.xlsx"))
    assert len(made) == 1
    period = made[0].stem.rpartition("_")[2]
    assert person.told[0].startswith(f"Listo: hice {made[0].name} en {folder}.")
    book = app.books[made[0].name]
    assert book.sheets["Contratista"]["C6"].value == period
    assert person.options[1].startswith(f"{period} (")
    book.close()
    person.answers = [0, 1, folder]
    ribbon.press("nueva", app, None)
    second = folder / f"{made[0].stem} (2).xlsx"
    assert second.exists()
    app.books[second.name].close()


@pytest.mark.parametrize("answers", [[None], [0, None], [0, 0, None]])
def test_nueva_cancelled(app: Any, person: Person, answers: list[Any]) -> None:
    person.answers = answers
    ribbon.press("nueva", app, None)
    assert len(person.told) == 1
    assert "No" in person.told[0]
    assert person.answers == []


def test_guardarperfil_makes_a_new_one(tmp_path: Path, app: Any, opened: Any, person: Person) -> None:
    cells = {"A1": "RFC", "B1": "CEJ9910011AA", "A2": "Razón social", "B2": "Cliente de ejemplo"}
    ribbon.press("guardarperfil", app, opened(write(tmp_path / "a.xlsx", {"Datos": cells})))
    assert person.told[0].startswith("Guardé el perfil CEJ9910011AA.")
    assert Store.of_user().load("CEJ9910011AA").razon_social == "Cliente de ejemplo"


def test_guardarperfil_over_the_one_there_is(tmp_path: Path, app: Any, opened: Any, person: Person) -> None:
    path = tmp_path / "libro.xlsx"
    changed = PROFILE.model_copy(update={"correo": "nuevo@kemper.mx"})
    path.write_bytes(make(changed, "norte", Period(2026, 1), date(2026, 5, 5)))
    book = opened(path)
    person.answers = [False]
    ribbon.press("guardarperfil", app, book)
    assert Store.of_user().load("norte") == PROFILE
    person.answers = [True]
    ribbon.press("guardarperfil", app, book)
    assert person.asked[-1].startswith("Ya hay un perfil de este contratista, norte.")
    assert person.told[-1].startswith("Puse lo que dice este libro en el perfil norte.")
    assert Store.of_user().load("norte").correo == "nuevo@kemper.mx"
    assert Store.of_user().names() == ["norte"]


def test_guardarperfil_of_what_cannot_be_one(tmp_path: Path, app: Any, opened: Any, person: Person) -> None:
    ribbon.press(
        "guardarperfil", app, opened(write(tmp_path / "a.xlsx", {"Datos": {"A1": "RFC", "B1": "x"}}))
    )
    ribbon.press("guardarperfil", app, opened(write(tmp_path / "b.xlsx", {"Datos": {"A1": "nada"}})))
    assert person.told[0].startswith("No lo guardé, por esto:\n")
    assert person.told[1].startswith("b.xlsx: no encontré los datos de un contratista")
    assert Store.of_user().names() == ["norte"]


def test_an_ods_is_not_written(tmp_path: Path, office: Any, capsys: pytest.CaptureFixture[str]) -> None:
    from icsoe_xl import cli

    path = write(tmp_path / "a.xlsx", {"captura": captura(A1="RFC")})
    office.resave(path, tmp_path / "a.ods")
    assert cli.main(["fill", str(tmp_path / "a.ods"), "--profile", "norte", "--check"]) == 0
    before = (tmp_path / "a.ods").read_bytes()
    assert cli.main(["fill", str(tmp_path / "a.ods"), "--profile", "norte"]) == 4
    assert (tmp_path / "a.ods").read_bytes() == before
    assert capsys.readouterr().err.count("\n") == 1
