"""What a person reads about saved profiles, and the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from icsoe_xl.cli.door import say
from icsoe_xl.cli.summary import count
from icsoe_xl.errors import IcsoeError
from icsoe_xl.profiles import exchange
from icsoe_xl.profiles.mistakes import Mistake
from icsoe_xl.profiles.model import Address, Party, Profile, contents
from icsoe_xl.profiles.store import Saved, Store

_FISCAL = "el fiscal"


def listing(rows: Sequence[tuple[str, Saved | IcsoeError]], folder: Path) -> str:
    """One line a profile: name, RFC, company, REPSE, and whether it needs attention."""
    if not rows:
        return f"No hay perfiles en {folder}. Agregue uno con «icsoe-xl profile add»."
    table = [("Perfil", "RFC", "Razón social", "REPSE vence", "Estado")]
    table += [(name, *_cells(found)) for name, found in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )


def _cells(found: Saved | IcsoeError) -> tuple[str, str, str, str]:
    if isinstance(found, IcsoeError) or not found.checked.readable:
        return "", "", "", "no se puede leer: «icsoe-xl profile show» dice por qué"
    checked = found.checked
    if checked.profile is None:
        return "", "", "", count(len(checked.mistakes), "error", "errores")
    profile = checked.profile
    state = count(len(checked.doubts), "aviso", "avisos") if checked.doubts else "en orden"
    return profile.rfc, _short(profile.razon_social), _day(profile.repse.ultimo_dia), state


def _short(text: str, width: int = 40) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def row_json(name: str, found: Saved | IcsoeError) -> dict[str, object]:
    """A row of ``list --json``."""
    checked = None if isinstance(found, IcsoeError) else found.checked
    profile = checked.profile if checked else None
    return {
        "name": name,
        "rfc": profile.rfc if profile else None,
        "razon_social": profile.razon_social if profile else None,
        "repse_vence": (_day(profile.repse.ultimo_dia) or None) if profile else None,
        "errors": len(checked.mistakes) if checked else 1,
        "warnings": len(checked.doubts) if checked else 0,
    }


def whole_json(saved: Saved) -> dict[str, object]:
    """``show --json``: the profile, or null, and everything that is to be said about it."""
    checked = saved.checked
    return {
        "name": saved.name,
        "file": str(saved.path),
        "profile": None if checked.profile is None else exchange.plain(contents(checked.profile)),
        "findings": [each.to_json() for each in (*checked.mistakes, *checked.doubts)],
    }


def whole(saved: Saved, profile: Profile) -> str:
    """A profile on one screen; what is empty is not shown."""
    repse = profile.repse
    rows = [
        ("RFC", f"{profile.rfc} (persona {profile.tipo_persona})"),
        ("Registro patronal", ", ".join(number for number in profile.registros_patronales if number)),
        *_party(profile),
        (
            "Domicilio social",
            "" if profile.domicilio_social == Address() else _address(profile.domicilio_social),
        ),
        ("REPSE", ", vence ".join(part for part in (repse.registro, _day(repse.ultimo_dia)) if part)),
        ("Logotipo", profile.logo),
    ]
    lines = [f"{profile.razon_social}", *_aligned(rows)]
    for title, entries in (
        ("Servicios", [f"{each.folio} {each.texto}".strip() for each in profile.servicios]),
        ("Capturistas", [f"{each.curp} {each.nombre}".strip() for each in profile.capturistas]),
    ):
        lines += (
            ["", title, *[f"  {number}. {entry}" for number, entry in enumerate(entries, 1)]]
            if entries
            else []
        )
    if profile.clientes:
        lines += ["", "Clientes"]
        for number, client in enumerate(profile.clientes, 1):
            reach = [text for _, text in _party(client) if text not in ("", _FISCAL)]
            lines.append(f"  {number}. {client.rfc} {client.nombre}")
            lines += [f"     {' · '.join(reach)}"] if reach else []
    return "\n".join([*lines, "", f"Archivo: {saved.path}"])


def _party(party: Party) -> list[tuple[str, str]]:
    return [
        ("Correo", party.correo),
        ("Móvil", party.movil),
        ("Teléfono", party.telefono),
        ("Domicilio", _address(party)),
    ]


def _address(address: Address) -> str:
    number = " int. ".join(part for part in (address.num_ext, address.num_int) if part)
    street = " ".join(part for part in (address.tipo_vialidad, address.calle, number) if part)
    between = f"entre {address.entre_calles}" if address.entre_calles else ""
    cp = f"C.P. {address.cp}" if address.cp else ""
    fiscal = _FISCAL if address.domicilio_fiscal else ""
    return ", ".join(part for part in (fiscal, street, between, address.colonia, cp) if part)


def _aligned(rows: Sequence[tuple[str, str]]) -> list[str]:
    shown = [(label, text) for label, text in rows if text]
    width = max(len(label) for label, _ in shown)
    return [f"  {label.ljust(width)}  {text}" for label, text in shown]


def tell(mistakes: Sequence[Mistake]) -> None:
    """One line each on stderr; doubts say that they are no more than that."""
    for mistake in mistakes:
        say(str(mistake) if mistake.blocking else f"Aviso: {mistake}")


def tell_saved(store: Store, path: Path) -> None:
    """Where a profile was saved, and what is worth a second look in it, by the lines that it has now."""
    print(f"Listo: el perfil quedó en {path}")
    tell(store.read(path.stem).checked.doubts)
