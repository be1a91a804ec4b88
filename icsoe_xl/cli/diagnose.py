"""``diagnose``: a copy of a workbook with other people, to send to support."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from icsoe_xl.cli.door import say

_NAME = "diagnostico.xlsx"
"""Beside the workbook, whose own name may be that of a client."""


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``diagnose``."""
    parser.add_argument("file", metavar="LIBRO", help="libro de Excel; sólo se lee")
    parser.add_argument("--out", metavar="COPIA", help=f"dónde dejar la copia ({_NAME}, junto al libro)")
    parser.add_argument("--period", metavar="AAAA-N", help="periodo, por ejemplo 2026-1")
    parser.add_argument(
        "--layout", metavar="NOMBRE", help="plantilla que se espera, por ejemplo imss-captura"
    )
    parser.add_argument("--sheet", metavar="HOJA", help="hoja que se revisa")


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """Write the copy and say what is in it; 3 when the workbook holds no table that could be copied."""
    from icsoe_xl.actions import Options
    from icsoe_xl.cli.summary import verdict
    from icsoe_xl.diagnose import diagnose

    out = args.out or Path(args.file).with_name(_NAME)
    done = diagnose(args.file, out, Options(args.period, args.layout, args.sheet))
    if done.out is None:
        say(f"{args.file}: {done.report.findings[0].message}")
        return 3
    print(f"Listo: {done.out}, una copia con otras personas en los mismos lugares ({verdict(done.report)}).")
    print("  Lleva NSS, CURP, RFC, sueldos, nombres, correos, teléfonos y domicilios inventados, y nada más:")
    print("  ni notas, ni macros, ni imágenes, ni las hojas que no se revisan. Su libro no cambió.")
    if done.lost or done.added:
        print(f"  Ojo: en la copia {_differences(done.lost, done.added)}; dígalo a soporte al mandarla.")
    else:
        print("  La revisé: salen los mismos hallazgos en las mismas celdas. Ábrala antes de mandarla.")
    return 0


def _differences(lost: Mapping[str, int], added: Mapping[str, int]) -> str:
    said = [
        f"{word} {', '.join(f'{rule} ({count})' for rule, count in sorted(rules.items()))}"
        for word, rules in (("no salen", lost), ("salen de más", added))
        if rules
    ]
    return " y ".join(said)
