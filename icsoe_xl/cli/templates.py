"""``template``: what a firm's own template asks for, before anything is filled."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``template``."""
    steps = parser.add_subparsers(dest="step", metavar="ACCIÓN", required=True, title="acciones")
    check = steps.add_parser("check", help="lista los datos que pide una plantilla y en qué celdas")
    check.add_argument("file", metavar="PLANTILLA", help="libro de Excel con etiquetas {{ }} (.xlsx, .xlsm)")
    check.add_argument("--json", action="store_true", help="escribe el resultado como JSON")


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """List the names; a template that cannot be understood is a wrong use, with sheet and cell."""
    from icsoe_xl.cli.summary import count
    from icsoe_xl.engine import check

    needed = check(Path(args.file))
    if args.json:
        print(json.dumps([each._asdict() for each in needed], ensure_ascii=True, indent=2))
        return 0
    if not needed:
        print(f"{args.file} no pide ningún dato: no tiene etiquetas {{{{ }}}}.")
        return 0
    widest = max(len(each.name) for each in needed)
    print(f"{args.file} pide {count(len(needed), 'dato', 'datos')}:")
    for each in needed:
        print(f"  {each.name:<{widest}}  {each.where}")
    return 0
