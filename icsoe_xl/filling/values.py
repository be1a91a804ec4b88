"""What a profile says for the cells of a header, by the names of those cells."""

from __future__ import annotations

from datetime import date

from icsoe_xl.profiles.model import Profile

_SAME_NAME = ("rfc", "razon_social", "correo", "movil", "telefono", "registro_patronal")
_ADDRESS = ("cp", "colonia", "calle", "num_ext", "num_int", "entre_calles")


def contractor_values(profile: Profile) -> dict[str, str | date]:
    """Name of the cell (``icsoe_rfc``) -> what belongs there; what the profile does not know is left out.

    With ``domicilio_fiscal`` the portal takes the tax address, and the parts of another one are none of its
    business.
    """
    values: dict[str, str | date] = {f"icsoe_{name}": getattr(profile, name) for name in _SAME_NAME}
    if not profile.domicilio_fiscal:
        values |= {f"icsoe_{name}": getattr(profile, name) for name in _ADDRESS}
    values["icsoe_domicilio_fiscal"] = "Sí" if profile.domicilio_fiscal else "No"
    values["icsoe_repse_registro"] = profile.repse.registro
    if profile.repse.ultimo_dia is not None:
        values["icsoe_repse_vence"] = profile.repse.ultimo_dia
    if profile.capturistas:
        values["icsoe_capturista"] = profile.capturistas[0].curp or profile.capturistas[0].nombre
    return {name: value for name, value in values.items() if value}
