"""``new``: a workbook to hand out, prefilled from a saved profile."""

from __future__ import annotations

import argparse
import os
from datetime import date
from getpass import getpass
from pathlib import Path

from icsoe_xl.cli.door import say
from icsoe_xl.errors import UsageProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.periods import Period


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``new``."""
    parser.add_argument("--profile", metavar="NOMBRE", required=True, help="perfil guardado del contratista")
    parser.add_argument("--period", metavar="AAAA-N", help="por ejemplo 2026-1; sin él, el que toca")
    parser.add_argument(
        "--out", metavar="LIBRO", required=True, help="archivo nuevo, o carpeta donde ponerlo"
    )
    parser.add_argument("--template", metavar="PLANTILLA", help="plantilla propia del despacho")
    parser.add_argument("--force", action="store_true", help="reemplaza el archivo si ya existe")
    password = parser.add_mutually_exclusive_group()
    password.add_argument(
        "--password-env",
        metavar="VARIABLE",
        help="variable de entorno con la contraseña que protegerá las hojas",
    )
    password.add_argument(
        "--ask-password", action="store_true", help="pregunta la contraseña que protegerá las hojas"
    )


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """Make the workbook and say where it is."""
    from icsoe_xl import newbook
    from icsoe_xl.newbook import output
    from icsoe_xl.profiles.store import Store

    period = _period(args.period)
    if args.template and (args.password_env or args.ask_password):
        raise UsageProblem(
            "La contraseña es para el libro incluido; su plantilla ya lleva su propia protección."
        )
    password = _password(args)
    store = Store.of_user()
    saved = store.read(args.profile)
    profile = saved.checked.require()
    template = Path(args.template) if args.template else None
    out = output.place(Path(args.out), profile, period, template)
    output.check_free(out, replace=args.force)
    logo = newbook.logo_of(profile, store.folder)
    if profile.logo and logo is None:
        say(f"No encuentro el logotipo {profile.logo} en {store.folder}; hice el libro sin él.")
    newbook.save(
        out, profile, saved.name, period, date.today(), template=template, password=password, logo=logo
    )
    print(f"Listo: {out}")
    print(f"  {profile.razon_social}, periodo {period} ({period.label}).")
    return 0


def _period(written: str | None) -> Period:
    from icsoe_xl.periods import Period, PeriodError, default_period

    if written is None:
        return default_period(date.today())
    try:
        return Period.parse(written)
    except PeriodError as problem:
        raise UsageProblem(f"No entiendo el periodo: {problem}.") from problem


def _password(args: argparse.Namespace) -> str | None:
    """The firm's password, never from the command line itself: others can read that."""
    if args.password_env:
        password = os.environ.get(args.password_env)
        if not password:
            raise UsageProblem(f"La variable {args.password_env} no existe o está vacía.")
        return password
    if args.ask_password:
        password = getpass("Contraseña para las hojas: ")
        if password != getpass("Otra vez: "):
            raise UsageProblem("Las dos contraseñas no son iguales; no hice nada.")
        return password or None
    return None
