"""Profiles from TOML, JSON and the header of a workbook, and back."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from profiles.strategies import CURPS

from icsoe_xl.errors import UnreadableFile, UnwritableFile, UsageProblem
from icsoe_xl.profiles import exchange
from icsoe_xl.profiles.model import Capturista, Profile, Repse
from icsoe_xl.profiles.store import Store

PROFILE = Profile(
    rfc="EKU9003173C9", razon_social="Escuela", repse=Repse(registro="AR1/2024", vence=date(2027, 6, 15))
)


def save(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def named_book(values: dict[str, object]) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Contratista"
    for row, (name, value) in enumerate(values.items(), 3):
        sheet.cell(row, 1, f"Etiqueta de {name}")
        sheet.cell(row, 2, value)
        book.defined_names[f"icsoe_{name}"] = DefinedName(f"icsoe_{name}", attr_text=f"Contratista!$B${row}")
    return book


VALUES: dict[str, object] = {
    "rfc": "eku-900317-3c9",
    "razon_social": " Escuela\u00a0Kemper ",
    "correo": "contacto@empresa.mx",
    "movil": 5512345678,
    "telefono": 5555555555,
    "repse_registro": "AR12345/2024",
    "repse_vence": datetime(2027, 6, 15),
    "registro_patronal": "E52-40157-10-0",
    "capturista": CURPS[0],
    "cp": 6600,
    "colonia": "Juárez",
    "calle": "Hamburgo",
    "num_ext": 12,
    "num_int": "",
    "entre_calles": "{{ contratista.entre_calles }}",
    "domicilio_fiscal": "No",
    "periodo": "2026-1",
}


def test_header_by_defined_names(tmp_path: Path) -> None:
    incoming = exchange.read(save(named_book(VALUES), tmp_path / "libro.xlsx"))
    assert incoming.checked.require() == Profile(
        rfc="EKU9003173C9",
        razon_social="Escuela Kemper",
        correo="contacto@empresa.mx",
        movil="5512345678",
        telefono="5555555555",
        registro_patronal="E5240157100",
        repse=Repse(registro="AR12345/2024", vence=date(2027, 6, 15)),
        capturistas=(Capturista(curp=CURPS[0]),),
        cp="06600",
        colonia="Juárez",
        calle="Hamburgo",
        num_ext="12",
        domicilio_fiscal=False,
    )
    assert incoming.header is not None
    assert incoming.header.places[("repse", "vence")] == "celda icsoe_repse_vence"


def test_header_by_labels(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["RFC", "NOTAS"])  # one word of ours on a sheet that is something else
    sheet = book.create_sheet("Datos generales")
    rows: list[tuple[object, ...]] = [
        ("", "INFORMATIVA DE CONTRATOS"),
        ("", "R.F.C.:", None, "EKU9003173C9", "Teléfono fijo", "55 5555 5555"),
        ("", "Nombre, denominación o razón social", "Escuela"),
        ("", "Correo electrónico (obligatorio):", "contacto@empresa.mx"),
        ("", "Código Postal", "06600", "Núm. exterior", "12 bis"),
        ("", "Registro REPSE", "AR12345/2024"),
        ("", "Vigencia del REPSE", "15/06/2027"),
        ("", "¿Es el domicilio fiscal?", "Sí"),
        ("", "Celular", "Colonia"),  # nothing typed: the next label is no value
        ("", "Capturista", "Ana Pérez"),
        ("", "RFC", "SIN9311169P8"),  # the client's: the first one is the contractor's
    ]
    for row in rows:
        sheet.append(row)
    incoming = exchange.read(save(book, tmp_path / "libro.xlsx"))
    assert incoming.checked.require() == Profile(
        rfc="EKU9003173C9",
        razon_social="Escuela",
        correo="contacto@empresa.mx",
        telefono="55 5555 5555",
        cp="06600",
        num_ext="12 bis",
        repse=Repse(registro="AR12345/2024", vence=date(2027, 6, 15)),
        capturistas=(Capturista(nombre="Ana Pérez"),),
    )
    assert incoming.header is not None
    assert incoming.header.places[("rfc",)] == "celda 'Datos generales'!D2"


def test_mistakes_of_a_header_name_the_cell(tmp_path: Path) -> None:
    values = {**VALUES, "movil": "55", "correo": "nadie", "razon_social": None}
    mistakes = exchange.read(save(named_book(values), tmp_path / "libro.xlsx")).checked.mistakes
    assert sorted(str(each).split(":")[0] for each in mistakes) == [
        "libro.xlsx, celda icsoe_correo, correo",
        "libro.xlsx, celda icsoe_movil, movil",
        "libro.xlsx, en el encabezado, razon_social",
    ]


def test_a_workbook_that_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no encontré los datos"):
        exchange.read(save(Workbook(), tmp_path / "libro.xlsx"))
    (tmp_path / "notas.docx").write_bytes(b"PK nada")
    for name in ("notas.docx", "no_hay.xlsx", "no_hay.toml", "no_hay.json"):
        with pytest.raises(UnreadableFile):
            exchange.read(tmp_path / name)


def test_a_header_over_a_saved_profile_keeps_the_rest(tmp_path: Path) -> None:
    saved = PROFILE.model_copy(
        update={"correo": "viejo@empresa.mx", "capturistas": (Capturista(nombre="Ana"),)}
    )
    incoming = exchange.read(save(named_book(VALUES), tmp_path / "libro.xlsx"))
    merged = exchange.overlay(saved, incoming).require()
    assert merged.correo == "contacto@empresa.mx"
    assert merged.capturistas == (Capturista(nombre="Ana"), Capturista(curp=CURPS[0]))
    assert exchange.overlay(merged, incoming).require() == merged
    other = Profile(rfc="SIN9311169P8", razon_social="Otro")
    with pytest.raises(UsageProblem, match="no es el del perfil"):
        exchange.overlay(other, incoming)


def test_export_and_import(tmp_path: Path) -> None:
    shelf = Store(tmp_path / "profiles")
    path = shelf.add("norte", PROFILE)
    path.write_text(path.read_text(encoding="utf-8") + "# una nota mía\n", encoding="utf-8")
    saved = shelf.read("norte")
    exchange.export(saved, tmp_path / "a.toml")
    assert (tmp_path / "a.toml").read_text(encoding="utf-8") == saved.text
    exchange.export(saved, tmp_path / "a.JSON")
    assert json.loads((tmp_path / "a.JSON").read_text(encoding="utf-8"))["repse"]["vence"] == "2027-06-15"
    for name in ("a.toml", "a.JSON"):
        assert exchange.read(tmp_path / name).checked.require() == PROFILE
    with pytest.raises(UnwritableFile, match="ya existe"):
        exchange.export(saved, tmp_path / "a.toml")
    exchange.export(saved, tmp_path / "a.toml", force=True)
    with pytest.raises(UsageProblem, match=r"\.toml o \.json"):
        exchange.export(saved, tmp_path / "a.xml")
    with pytest.raises(UnwritableFile):
        exchange.export(saved, tmp_path / "no_hay" / "a.toml")
