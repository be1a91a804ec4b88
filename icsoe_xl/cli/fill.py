"""``fill``: the contractor's data of a saved profile into the header of a workbook."""

from __future__ import annotations

import argparse

from icsoe_xl.cli.door import say


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``fill``."""
    parser.add_argument("file", metavar="LIBRO", help="libro de Excel (.xlsx, .xlsm)")
    parser.add_argument("--profile", metavar="NOMBRE", required=True, help="perfil guardado del contratista")
    parser.add_argument(
        "--force", action="store_true", help="reemplaza también las celdas que tienen otro dato"
    )
    parser.add_argument("--check", action="store_true", help="sólo muestra qué cambiaría, sin escribir nada")


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """Show what changes, then write it. 1 when a cell holds another value and nobody said ``--force``."""
    from icsoe_xl import filling
    from icsoe_xl.cli.summary import count
    from icsoe_xl.filling import words
    from icsoe_xl.profiles.store import Store
    from icsoe_xl.workbooks import open_workbook

    profile = Store.of_user().load(args.profile)
    book = open_workbook(args.file)
    plan = filling.look(book, profile)
    if plan.changes:
        print("\n".join(words.table(plan.changes)))
    for line in words.remarks(plan):
        print(line)
    others = count(len(plan.overwrites), "celda tiene", "celdas tienen")
    if plan.overwrites and not args.force:
        print(f"{others} otro dato: {', '.join(words.address(change) for change in plan.overwrites)}.")
    if args.check:
        return 1 if plan.overwrites and not args.force else 0
    if plan.overwrites and not args.force:
        say(f"No escribí nada en {args.file}: {others} otro dato. Para reemplazarlo repita con --force.")
        return 1
    if not plan.changes:
        print(f"{args.file} ya dice lo que dice el perfil; no se tocó.")
        return 0
    book.check_writable(None)
    filling.write(book, plan)
    book.save(None)
    print(f"Listo: escribí {count(len(plan.changes), 'celda', 'celdas')} en {args.file}.")
    return 0
