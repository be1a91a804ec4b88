"""A contractor with everything, its workbook, and a home of icsoe_xl of the test's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from icsoe_xl.newbook import make
from icsoe_xl.periods import Period
from icsoe_xl.profiles.model import Profile

DAY = date(2026, 5, 5)
PERIOD = Period(2026, 1)
PROFILE = Profile.model_validate({
    "rfc": "EKU9003173C9",
    "razon_social": "Limpieza Pérez & Hijos, S.A. de C.V.",
    "correo": "contacto@limpieza.mx",
    "movil": "5512345678",
    "registro_patronal": "E5240157100",
    "otros_registros_patronales": ["Y5410157100"],
    "repse": {"registro": "AR12345/2024", "fecha": date(2024, 6, 15)},
    "servicios": [
        {"folio": "F-001", "texto": "Servicio de limpieza de oficinas"},
        {"folio": "F-002", "texto": "Jardinería y áreas verdes"},
    ],
    "capturistas": [{"nombre": "Persona de ejemplo", "curp": "BOXW310820HNERXN09"}],
    "clientes": [
        {"rfc": "CEJ9910011AA", "nombre": "Cliente Uno", "correo": "uno@cliente.mx", "movil": "5587654321"},
        {"rfc": "IIA040805DZ4", "nombre": "Cliente Dos", "correo": "dos@cliente.mx", "domicilio_fiscal": False},
    ],
})  # fmt: skip


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def profile() -> Profile:
    return PROFILE


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The built-in workbook as it is handed out."""
    path = tmp_path / "libro.xlsx"
    path.write_bytes(make(PROFILE, "norte", PERIOD, DAY))
    return path
