"""``rejects``: the rows that the portal sent back, marked in the workbook that they came from."""

from __future__ import annotations

import argparse

from icsoe_xl import actions
from icsoe_xl.cli import summary
from icsoe_xl.cli.door import say
from icsoe_xl.cli.workbooks import add_choices, options_of, print_json


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``rejects``."""
    parser.add_argument("file", metavar="LIBRO", help="libro de Excel (.xlsx, .xlsm) del que se exportó")
    parser.add_argument(
        "rejected", metavar="RECHAZOS", help="archivo que se baja del portal (.xlsx, .xls, .ods, .csv)"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--check", action="store_true", help="sólo dice qué marcaría, sin escribir nada")
    where.add_argument("--out", metavar="RUTA", help="marca una copia ahí y deja el original como está")
    parser.add_argument("--json", action="store_true", help="escribe el resultado como JSON")
    add_choices(parser)


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """1 when the portal rejected anything or the check finds an error; 0 when neither."""
    from icsoe_xl.rejections.placing import sentences_of

    found = actions.reject(args.file, args.rejected, check=args.check, out=args.out, options=options_of(args))
    report = found.report._replace(file=args.file)
    if report.layout is None:
        say(f"{args.file}: {report.findings[0].message}")
        return 3
    if args.json:
        unplaced = [{"sheet": sheet, "row": row} for sheet, row in found.unplaced]
        rejected = {"file": args.rejected, "rows": found.rows, "found": found.found, "unplaced": unplaced}
        print_json({**report.to_json(), "rejected": rejected})
    else:
        marked = args.out or args.file if report.findings and not args.check else None
        print(summary.of_report(report, marked))
    for sentence in sentences_of(found.unplaced, most=0):
        say(sentence)
    return 1 if report.errors or found.rows else 0
