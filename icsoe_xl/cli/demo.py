"""``demo``: the tour, step by step."""

from __future__ import annotations

import argparse
from pathlib import Path

from icsoe_xl.cli import summary
from icsoe_xl.demo import tour


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``demo``."""
    parser.add_argument(
        "folder", nargs="?", default="demo", metavar="CARPETA", help="dónde dejar los ejemplos (demo)"
    )


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """Make the files and tell the story."""
    steps = tour(Path(args.folder))
    print("1. Hice un libro como el que llega de un cliente y lo validé en su lugar:\n")
    print(summary.of_report(steps.before, None))
    print(f"\n2. Corregí sólo lo seguro: {summary.count(steps.repaired, 'celda', 'celdas')} (hoja Cambios).")
    print(f"\n3. Quise exportarlo y no se puede todavía: quedan {summary.verdict(steps.refused)}.")
    print(f"\n4. Con el libro corregido sí: {summary.verdict(steps.clean)}. Archivos en {steps.exported}:\n")
    print("\n".join(f"   {name}" for name in steps.files))
    print(
        f"\nAbra {steps.marked}: las celdas malas están en rojo con una nota que dice qué hacer,\n"
        f"y la hoja Hallazgos salta a cada una. El archivo para el portal es {steps.exported / steps.files[0]}."
    )
    return 0
