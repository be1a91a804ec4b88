"""Workbooks with a header to be filled, in the shapes that people make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook.defined_name import DefinedName

from icsoe_xl.profiles.model import Profile

PROFILE = Profile.model_validate({
    "rfc": "EKU9003173C9",
    "razon_social": "Escuela Kemper Urgate",
    "correo": "contacto@kemper.mx",
    "movil": "5512345678",
    "registro_patronal": "E5240157100",
    "repse": {"registro": "AR12345/2024", "fecha": date(2024, 6, 15)},
    "capturistas": [{"curp": "BOXW310820HNERXN09"}],
    "domicilio_fiscal": False,
    "cp": "06600",
    "colonia": "Juárez",
    "calle": "5 de Mayo",
    "num_ext": "12",
    "entre_calles": "Praga y Florencia",
})  # fmt: skip

HEADERS = ("NSS(11 dígitos)", " CURP(18 caracteres)", " Salario base de cotización(numérico con 2 decimales)")


def write(
    path: Path, sheets: Mapping[str, Mapping[str, Any]], names: Mapping[str, str] | None = None
) -> Path:
    """A workbook of sheets, each with its cells by address; ``names`` are defined names."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for place, value in cells.items():
            sheet[place] = value
    for name, area in (names or {}).items():
        book.defined_names[name] = DefinedName(name, attr_text=area)
    book.save(path)
    return path


def captura(**cells: Any) -> dict[str, Any]:
    """The worker template with its header in row 10 and one worker, and other cells."""
    table = {f"{letter}10": header for letter, header in zip("ABC", HEADERS, strict=True)}
    return {**table, "A11": "04159292174", "B11": "LOPA920814MDFPRN05", "C11": 450.4, **cells}
