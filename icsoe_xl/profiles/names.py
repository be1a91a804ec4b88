"""Names of profiles: one that is a file's name on Windows, macOS and Linux alike, and never a way out of the folder."""

from __future__ import annotations

import re
import unicodedata

from icsoe_xl.errors import UsageProblem

SUFFIX = ".toml"
LONGEST = 80

_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:[ .].*)?", re.IGNORECASE)
"""Windows opens a device for these, whatever follows a dot (Microsoft, "Naming Files, Paths, and Namespaces")."""


def checked(text: str) -> str:
    """The name of a profile as it will be called; raises UsageProblem when it cannot be a file's name.

    Accents are composed (macOS takes them apart) and a suffix ``.toml`` is dropped.
    """
    from pathvalidate import ValidationError, validate_filename

    name = unicodedata.normalize("NFC", text).strip()
    name = name[: -len(SUFFIX)] if name.lower().endswith(SUFFIX) else name
    if not name:
        raise UsageProblem("Falta el nombre del perfil: escriba uno corto, por ejemplo el RFC.")
    if len(name) > LONGEST:
        raise UsageProblem(f"El nombre del perfil es demasiado largo: caben {LONGEST} caracteres.")
    if not name.isprintable():  # direction marks, zero-width and control characters are not
        raise UsageProblem(
            "El nombre del perfil tiene caracteres invisibles: escríbalo a mano, sin copiarlo."
        )
    if name[0] in ".~-" or name[-1] in ". ":
        raise UsageProblem("El nombre del perfil no puede empezar con punto, ~ o guion, ni acabar con punto.")
    try:
        if _DEVICES.fullmatch(name):
            raise UsageProblem("Windows reserva ese nombre de perfil: agréguele algo, por ejemplo el RFC.")
        validate_filename(name + SUFFIX, platform="universal")
    except ValidationError as error:
        raise UsageProblem(
            'El nombre del perfil no puede llevar / \\ : * ? " < > | : use letras, números, espacios y guiones.'
        ) from error
    return name


def same(one: str, other: str) -> bool:
    """Whether two names are one file on a system that ignores case and the form of accents."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """What `same` compares."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
