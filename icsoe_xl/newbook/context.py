"""The names that a firm's own template may ask for (told to its designer in docs/firm-workbook.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from icsoe_xl.filling.values import contractor_values
from icsoe_xl.layouts.forms import NAMES
from icsoe_xl.periods import Period
from icsoe_xl.periods.calendar import due_date
from icsoe_xl.profiles.model import Profile


def context(profile: Profile, name: str, period: Period, today: date, logo: Path | None) -> dict[str, Any]:
    """Everything that is known before the typist begins. ``dato`` has what fills the cells ``icsoe_*``, as text."""
    known = {key.removeprefix(NAMES): value for key, value in contractor_values(profile).items()}
    fields = (*_FIELDS, "periodo")
    return {
        "contratista": profile,
        "repse": profile.repse,
        "servicios": profile.servicios,
        "capturistas": profile.capturistas,
        "clientes": profile.clientes,
        "preferencias": profile.preferencias,
        "dato": {**dict.fromkeys(fields, ""), **known, "periodo": str(period)},
        "periodo": {
            "clave": str(period),
            "nombre": period.label,
            "anio": period.year,
            "numero": period.number,
            "inicio": period.start,
            "fin": period.end,
            "abre": period.window_opens,
            "vence": due_date(period),
        },
        "perfil": name,
        "hoy": today,
        "logo": logo,
    }


_FIELDS = (
    "rfc", "razon_social", "correo", "movil", "telefono", "registro_patronal", "repse_registro", "repse_vence",
    "capturista", "domicilio_fiscal", "cp", "colonia", "calle", "num_ext", "num_int", "entre_calles",
)  # fmt: skip
"""A template may ask for these of every contractor; what a profile does not know is an empty cell."""
