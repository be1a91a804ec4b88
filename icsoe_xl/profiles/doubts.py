"""What deserves a second look in a profile that is otherwise sound. None of it keeps anybody from saving.

Check digits of RFC and registro patronal fail for genuine ones too (see `icsoe_xl.ids`), STPS publishes no
format for a registration, and a profile may be half full while its data are being gathered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path as FilePath

from icsoe_xl.ids import registro_patronal, repse, rfc
from icsoe_xl.periods import repse as terms
from icsoe_xl.profiles.mistakes import Path, key_name
from icsoe_xl.profiles.model import Address, Client, Profile

Doubt = tuple[Path, tuple[str, str]]
"""Where, and the words: what is odd, what to do."""

_REVIEW = "revíselo contra el documento"


def about(profile: Profile, folder: FilePath | None, today: date) -> dict[Path, tuple[str, str]]:
    """All doubts of a profile; ``folder`` is where the path of its logo starts (None: not looked for)."""
    found = [*_identifiers(profile), *_registration(profile, today), *_contact(profile), *_repeats(profile)]
    for index, client in enumerate(profile.clientes):
        found += _client(profile, client, ("clientes", index))
    for index, service in enumerate(profile.servicios):
        if not service.folio or not service.texto:
            found.append(
                (("servicios", index), ("le falta el folio o el texto", "el portal pide los dos juntos"))
            )
        elif not repse.is_folio(service.folio):
            found.append((("servicios", index, "folio"), ("el folio es muy largo", _REVIEW)))
    for index, capturista in enumerate(profile.capturistas):
        if not capturista.curp:
            found.append((("capturistas", index), ("le falta la CURP", "es su usuario en el portal")))
    if folder is not None and profile.logo and not (folder / profile.logo).is_file():
        found.append(
            (("logo",), ("no encuentro la imagen", "su ruta se cuenta desde la carpeta de perfiles"))
        )
    words: dict[Path, tuple[str, str]] = {}
    for path, text in found:
        words.setdefault(path, text)
    return words


def _identifiers(profile: Profile) -> Iterator[Doubt]:
    if not rfc.has_right_check_digit(profile.rfc):
        yield ("rfc",), ("el último carácter del RFC no corresponde a los demás", _REVIEW)
    for index, number in enumerate(profile.otros_registros_patronales):
        yield from _registro(("otros_registros_patronales", index), number)
    if profile.registro_patronal:
        yield from _registro(("registro_patronal",), profile.registro_patronal)


def _registro(path: Path, number: str) -> Iterator[Doubt]:
    if not number:
        yield path, ("está vacío", "quítelo")
    elif not registro_patronal.is_valid(number):
        yield path, ("el último dígito del registro patronal no corresponde a los demás", _REVIEW)


def _registration(profile: Profile, today: date) -> Iterator[Doubt]:
    record = profile.repse
    if not record.registro:
        yield ("repse", "registro"), ("falta el registro REPSE", "el portal lo pide una vez, con su PDF")
    elif not repse.is_valid(repse.compact(record.registro)):
        yield ("repse", "registro"), ("no se parece a AR12345/2024", _REVIEW)
    last = record.ultimo_dia
    path: Path = ("repse", "fecha") if record.vence is None else ("repse", "vence")
    if last is None:
        return
    if record.fecha is not None and record.vence is not None and record.vence <= record.fecha:
        yield path, ("el registro REPSE vence antes de su fecha", _REVIEW)
    elif terms.state(last, today) is terms.State.EXPIRED:
        yield path, (f"el registro REPSE venció el {last:%d/%m/%Y}", "renuévelo y escriba la fecha nueva")
    elif terms.state(last, today) is terms.State.RENEW_NOW:
        yield path, (f"el registro REPSE vence el {last:%d/%m/%Y}", "ya se puede renovar")


def _contact(profile: Profile) -> Iterator[Doubt]:
    if not profile.correo:
        yield ("correo",), ("falta el correo", "el portal lo exige: ahí notifica el IMSS")
    yield from _address(profile, ())
    yield from _address(profile.domicilio_social, ("domicilio_social",))


def _client(profile: Profile, client: Client, path: Path) -> Iterator[Doubt]:
    if client.rfc == profile.rfc:
        yield (*path, "rfc"), ("el cliente es el mismo contratista", "el IMSS lo publica como inconsistencia")
    elif not rfc.has_right_check_digit(client.rfc):
        yield (*path, "rfc"), ("el último carácter del RFC no corresponde a los demás", _REVIEW)
    if not client.correo:
        yield path, ("le falta el correo", "el portal lo pide para cada contrato")
    yield from _address(client, path)


def _address(address: Address, path: Path) -> Iterator[Doubt]:
    """The portal asks for these when the address is not the tax one."""
    if address.domicilio_fiscal:
        return
    missing = [
        name for name in ("cp", "colonia", "calle", "num_ext", "entre_calles") if not getattr(address, name)
    ]
    if missing:
        yield (
            (*path, "domicilio_fiscal"),
            (
                f"el domicilio no es el fiscal y le falta {', '.join(missing)}",
                "complételo, o ponga domicilio_fiscal = true",
            ),
        )


def _repeats(profile: Profile) -> Iterator[Doubt]:
    numbers = Counter(profile.registros_patronales)
    for index, number in enumerate(profile.otros_registros_patronales):
        if numbers[number] > 1:
            yield ("otros_registros_patronales", index), ("está repetido", "deje sólo uno")
    for name, key in (("servicios", "folio"), ("capturistas", "curp")):
        seen: dict[str, int] = {}
        for index, entry in enumerate(getattr(profile, name)):
            value = getattr(entry, key)
            if value and seen.setdefault(value, index) != index:
                yield (name, index, key), (f"repite el de {key_name((name, seen[value]))}", "deje sólo uno")
