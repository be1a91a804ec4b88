"""``profile``: the saved contractors."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from icsoe_xl.cli import profile_dialog, profile_editor, profile_text
from icsoe_xl.cli.profile_text import tell, tell_saved
from icsoe_xl.errors import IcsoeError, UsageProblem
from icsoe_xl.profiles import check, exchange, names, setting
from icsoe_xl.profiles.mistakes import Path as Key
from icsoe_xl.profiles.mistakes import ProfileMistakes, key_name
from icsoe_xl.profiles.model import Profile
from icsoe_xl.profiles.store import Saved, Store

_FLAGS = {
    "rfc": "rfc",
    "razon-social": "razon_social",
    "correo": "correo",
    "movil": "movil",
    "telefono": "telefono",
    "registro-patronal": "registro_patronal",
    "repse": "repse.registro",
    "repse-fecha": "repse.fecha",
    "repse-vence": "repse.vence",
}
_PAIRS = {
    "servicio": ("FOLIO=TEXTO", "servicios", ("folio", "texto")),
    "capturista": ("CURP=NOMBRE", "capturistas", ("curp", "nombre")),
    "cliente": ("RFC=NOMBRE", "clientes", ("rfc", "nombre")),
}
"""Options of ``add`` -> key of the profile. Everything else goes with ``--set``."""


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of each of the seven commands."""
    commands = parser.add_subparsers(dest="action", metavar="COMANDO", required=True, title="comandos")

    def command(name: str, summary: str, *, takes_name: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        if takes_name:
            added.add_argument("name", metavar="PERFIL", help="nombre del perfil")
        return added

    listing = command("list", "lista los perfiles guardados", takes_name=False)
    showing = command("show", "muestra un perfil y lo que le falta")
    for each in (listing, showing):
        each.add_argument("--json", action="store_true", help="escribe el resultado como JSON")
    adding = command("add", "guarda un contratista nuevo; sin opciones, lo pregunta", takes_name=False)
    adding.add_argument("name", nargs="?", metavar="PERFIL", help="nombre del perfil (el RFC)")
    for flag, key in _FLAGS.items():
        adding.add_argument(f"--{flag}", metavar="TEXTO", dest=flag, help=profile_dialog.description(key))
    for flag, (metavar, _, _) in _PAIRS.items():
        adding.add_argument(
            f"--{flag}", metavar=metavar, action="append", default=[], help="se puede repetir"
        )
    editing = command("edit", "cambia un perfil: con --set, o en su editor de texto")
    for each in (adding, editing):
        each.add_argument(
            "--set",
            metavar="CLAVE=VALOR",
            action="append",
            default=[],
            dest="changes",
            help="por ejemplo correo=x@y.mx, repse.vence=2027-06-15, clientes[2].movil=; se puede repetir",
        )
    removing = command("remove", "borra un perfil")
    removing.add_argument("--yes", action="store_true", help="sin preguntar")
    importing = command("import", "guarda un perfil de un .toml, un .json o un libro", takes_name=False)
    importing.add_argument("file", metavar="ARCHIVO", help=".toml, .json o libro de Excel")
    importing.add_argument("--name", metavar="PERFIL", help="nombre del perfil (el del archivo, o el RFC)")
    importing.add_argument(
        "--force",
        action="store_true",
        help="si ya existe, lo reemplaza; de un libro, sólo los datos que trae",
    )
    exporting = command("export", "escribe un perfil como .toml o .json")
    exporting.add_argument("--out", metavar="ARCHIVO", help="nombre con .toml o .json; sin él, a la pantalla")
    exporting.add_argument("--json", action="store_true", help="a la pantalla como JSON")
    exporting.add_argument("--force", action="store_true", help="reemplaza el archivo si ya existe")


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """Run the command; every mistake of a profile is a line of its own, and the exit code is 1."""
    actions = {
        "list": _list,
        "show": _show,
        "add": _add,
        "edit": _edit,
        "remove": _remove,
        "import": _import,
        "export": _export,
    }
    try:
        return actions[args.action](Store.of_user(), args)
    except ProfileMistakes as problem:
        tell(problem.mistakes)
        return problem.exit_code


def _list(store: Store, args: argparse.Namespace) -> int:
    rows: list[tuple[str, Saved | IcsoeError]] = []
    for name in store.names():
        try:
            rows.append((name, store.read(name)))
        except IcsoeError as problem:  # one bad file must not hide the others
            rows.append((name, problem))
    if args.json:
        _print_json([profile_text.row_json(name, found) for name, found in rows])
    else:
        print(profile_text.listing(rows, store.folder))
    return 0


def _show(store: Store, args: argparse.Namespace) -> int:
    saved = store.read(args.name)
    checked = saved.checked
    if args.json:
        _print_json(profile_text.whole_json(saved))
    elif checked.profile is not None:
        print(profile_text.whole(saved, checked.profile))
    if not args.json:
        tell([*checked.mistakes, *checked.doubts])
    if not checked.readable:
        return 3
    return 1 if checked.mistakes else 0


def _add(store: Store, args: argparse.Namespace) -> int:
    changes, options = _from_flags(args)
    given = {path for path, _ in changes}
    if not {("rfc",), ("razon_social",)} <= given:
        if not sys.stdin.isatty():
            raise UsageProblem(
                "Faltan --rfc y --razon-social (o quite las opciones y se lo pregunto en la terminal)."
            )
        changes += profile_dialog.ask_all(given)
    checked = check.judge(
        setting.apply({}, changes),
        "perfil nuevo",
        lambda path: options.get(path, "respuestas"),
    )
    profile = checked.require()
    tell_saved(store, store.add(args.name or profile.rfc, profile))
    return 0


def _from_flags(args: argparse.Namespace) -> tuple[list[setting.Change], dict[Key, str]]:
    """The changes that the options ask for, and which option said each."""
    said: list[tuple[str, setting.Change]] = []
    for flag, key in _FLAGS.items():
        value = getattr(args, flag)
        if value is not None:
            said.append((f"--{flag}", setting.parse(f"{key}={value}")))
    for flag, (metavar, key, (first, second)) in _PAIRS.items():
        for number, text in enumerate(getattr(args, flag), 1):
            one, equals, other = text.partition("=")
            if not equals or not one.strip():
                raise UsageProblem(f"--{flag} lleva {metavar}, entre comillas si tiene espacios.")
            said.append((f"--{flag}", setting.parse(f"{key}[{number}].{first}={one}")))
            said.append((f"--{flag}", setting.parse(f"{key}[{number}].{second}={other}")))
    for text in args.changes:
        change = setting.parse(text)
        said.append((f"--set {key_name(change[0])}", change))
    return [change for _, change in said], {path: option for option, (path, _) in said}


def _edit(store: Store, args: argparse.Namespace) -> int:
    if not args.changes:
        return profile_editor.edit(store, args.name)
    changes = [setting.parse(text) for text in args.changes]
    options = {path: f"--set {key_name(path)}" for path, _ in changes}

    def update(saved: Saved) -> Profile:
        if not saved.checked.readable:
            return saved.checked.require()
        locate = check.locator(saved.text)
        data = setting.apply(saved.checked.data, changes)
        return check.judge(data, saved.path.name, lambda path: options.get(path) or locate(path)).require()

    tell_saved(store, store.change(args.name, update))
    return 0


def _remove(store: Store, args: argparse.Namespace) -> int:
    path = store.path(args.name)
    if not args.yes and not profile_dialog.confirm(f"¿Borro el perfil {path.stem}?", "--yes"):
        print("No se borró nada.")
        return 0
    print(f"Listo: borré {store.remove(args.name)}")
    return 0


def _import(store: Store, args: argparse.Namespace) -> int:
    source = Path(args.file)
    incoming = exchange.read(source)
    name, known = _name_for(store, args.name, source, incoming)
    if known is None:
        path = store.add(name, incoming.checked.require(), incoming.text)
    elif not args.force:
        raise UsageProblem(f"Ya hay un perfil {known}: dé otro con --name, o use --force para reemplazarlo.")
    elif incoming.header is not None:
        path = store.change(
            known, lambda saved: exchange.overlay(saved.checked.require(), incoming).require()
        )
    else:
        profile = incoming.checked.require()
        path = store.save(known, profile) if incoming.text is None else store.replace(known, incoming.text)
    tell_saved(store, path)
    if incoming.header is not None:
        for key, place in incoming.header.places.items():
            print(f"  {key_name(key)}: {place}")
    return 0


def _name_for(
    store: Store, asked: str | None, source: Path, incoming: exchange.Incoming
) -> tuple[str, str | None]:
    """The name for what comes in, and the saved profile that has it already."""
    if asked is None and incoming.header is None:
        try:
            asked = names.checked(source.stem)
        except UsageProblem:
            asked = None  # a file may have names that a profile may not; the RFC will do
    name = names.checked(asked or incoming.checked.require().rfc)
    return name, next((each for each in store.names() if names.same(each, name)), None)


def _export(store: Store, args: argparse.Namespace) -> int:
    saved = store.read(args.name)
    if args.out is None:
        text = exchange.as_json(saved.checked.require()) if args.json else saved.text
        sys.stdout.write(text)
        return 0
    exchange.export(saved, Path(args.out), force=args.force)
    print(f"Listo: {args.out}")
    return 0


def _print_json(result: object) -> None:
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(result, ensure_ascii=ascii_only, indent=2))
