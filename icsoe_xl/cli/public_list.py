"""``public-list``: whether our contractors stand in the list that IMSS publishes, in time and as exported."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from icsoe_xl.cells import clean
from icsoe_xl.cli import public_list_text
from icsoe_xl.cli.door import say
from icsoe_xl.errors import IcsoeError, UsageProblem
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.periods import Period
from icsoe_xl.publiclist import compare, find, report
from icsoe_xl.publiclist.find import Wanted
from icsoe_xl.workbooks import atomic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.profiles.model import Profile


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of the command."""
    parser.add_argument("file", metavar="LISTADO.xlsx", help="el listado público que publica el IMSS")
    parser.add_argument(
        "--name",
        metavar="NOMBRE",
        action="append",
        default=[],
        help="nombre o razón social que se busca; se puede repetir",
    )
    parser.add_argument(
        "--rfc",
        metavar="RFC",
        action="append",
        default=[],
        help="RFC de cada --name, en el mismo orden, para compararlo con el registro",
    )
    parser.add_argument(
        "--profile",
        metavar="PERFIL",
        action="append",
        default=[],
        help="contratista guardado; se puede repetir",
    )
    parser.add_argument("--all-profiles", action="store_true", help="todos los contratistas guardados")
    parser.add_argument("--period", metavar="AAAA-N", help="sólo este periodo")
    parser.add_argument("--out", metavar="ARCHIVO.xlsx", help="escribe el resultado también como libro")
    parser.add_argument("--json", action="store_true", help="escribe el resultado como JSON")


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """Run the command: 0 when every return is there, in time and as the ledger has it; else 1."""
    wanted, code = _wanted(args)
    out = Path(args.out) if args.out else None
    if out is not None:
        atomic.check_not_open(out)  # before the reading, which takes seconds
    known = compare.of_user()
    search = find.search(args.file, wanted, known.folios, _period(args.period))
    verdicts = compare.compare(search, known)
    if out is not None:
        atomic.replace_file(out, report.xlsx(verdicts))
        say(f"Listo: {out}")
    if args.json:
        ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
        print(json.dumps(report.as_json(search, verdicts), ensure_ascii=ascii_only, indent=2))
    else:
        print(public_list_text.of(search, verdicts))
    return max(code, 0 if all(verdict.is_fine for verdict in verdicts) else 1)


def _wanted(args: argparse.Namespace) -> tuple[list[Wanted], int]:
    """Whom to look for, and the exit code of what could not be read."""
    if args.rfc and len(args.rfc) != len(args.name):
        raise UsageProblem("Dé un --rfc por cada --name, en el mismo orden, o ninguno.")
    given = [
        _named(name, rfc) for name, rfc in zip(args.name, args.rfc or [""] * len(args.name), strict=True)
    ]
    saved, code = _saved(args.profile, everybody=args.all_profiles)
    wanted = [*given, *(Wanted(profile.razon_social, rfcs.compact(profile.rfc)) for profile in saved)]
    if not wanted and not code:
        raise UsageProblem(
            "No hay contratistas guardados: agréguelos con «icsoe-xl profile add», o dé --name."
            if args.all_profiles
            else "Diga a quién busco: --name, --profile o --all-profiles."
        )
    return wanted, code


def _named(name: str, rfc: str) -> Wanted:
    if not find.can_be_found(name):
        raise UsageProblem("Después de --name va el nombre o razón social, con letras.")
    compact = rfcs.compact(rfc)
    if compact and not rfcs.is_valid(compact):
        raise UsageProblem("El RFC no se entiende: son 12 o 13 caracteres, por ejemplo EKU9003173C9.")
    return Wanted(clean(name), compact)


def _saved(chosen: list[str], *, everybody: bool) -> tuple[list[Profile], int]:
    """The saved contractors; one of all that cannot be read is said and left out, and the code tells."""
    if not chosen and not everybody:
        return [], 0
    from icsoe_xl.profiles.store import Store

    store = Store.of_user()
    profiles, code = [store.load(name) for name in chosen], 0
    for name in store.names() if everybody else []:
        try:
            profiles.append(store.load(name))
        except IcsoeError as problem:
            say(f"Aviso: al perfil {name} no lo busqué. {problem}")
            code = max(code, problem.exit_code)
    return profiles, code


def _period(text: str | None) -> Period | None:
    try:
        return None if text is None else Period.parse(text)
    except ValueError as problem:
        raise UsageProblem(str(problem)) from problem
