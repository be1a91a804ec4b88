"""``ledger`` and ``board``: what was filed, and what is still to be filed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from icsoe_xl.cli import ledger_text
from icsoe_xl.cli.door import say
from icsoe_xl.errors import UsageProblem
from icsoe_xl.ledger.entries import Filing
from icsoe_xl.periods import Period, calendar
from icsoe_xl.periods.returns import Return
from icsoe_xl.workbooks import atomic

_KINDS = ", ".join(Return)


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """The options of ``board``, or of each command of ``ledger``."""
    if verb == "board":
        parser.add_argument(
            "--period",
            metavar="AAAA-N",
            action="append",
            default=[],
            help="sólo este periodo; se puede repetir",
        )
        parser.add_argument("--xlsx", metavar="ARCHIVO", help="lo escribe como libro de Excel")
        parser.add_argument("--html", metavar="ARCHIVO", help="lo escribe como página para ver o imprimir")
        parser.add_argument("--json", action="store_true", help="escribe el resultado como JSON")
        return
    commands = parser.add_subparsers(dest="action", metavar="COMANDO", required=True, title="comandos")
    listing = commands.add_parser("list", help="lista lo exportado y lo presentado")
    listing.add_argument("--rfc", metavar="RFC", help="sólo de este contratista")
    listing.add_argument("--period", metavar="AAAA-N", help="sólo de este periodo")
    showing = commands.add_parser("show", help="muestra un asiento")
    showing.add_argument("reference", metavar="ASIENTO", help="como lo dice la lista, por ejemplo P12")
    for each in (listing, showing):
        each.add_argument("--json", action="store_true", help="escribe el resultado como JSON")
    acuse = commands.add_parser("acuse", help="registra el acuse de una presentación, o anula un registro")
    acuses = acuse.add_subparsers(dest="acuse", metavar="COMANDO", required=True, title="comandos")
    adding = acuses.add_parser("add", help="registra una presentación y guarda copia de su acuse")
    adding.add_argument("file", metavar="ACUSE.pdf", help="el PDF que dio el portal")
    adding.add_argument("--rfc", metavar="RFC", required=True, help="RFC del contratista")
    adding.add_argument("--period", metavar="AAAA-N", required=True, help="periodo, por ejemplo 2026-1")
    adding.add_argument("--folio", metavar="FOLIO", help="si no se puede leer del PDF")
    adding.add_argument("--date", metavar="AAAA-MM-DD", help="día de la presentación, si no se puede leer")
    adding.add_argument("--type", metavar="TIPO", help=f"si el folio no lo dice: {_KINDS}")
    voiding = acuses.add_parser("void", help="anula una presentación registrada por error; no se borra")
    voiding.add_argument("reference", metavar="ASIENTO", help="como lo dice la lista, por ejemplo P12")
    voiding.add_argument("--reason", metavar="TEXTO", required=True, help="por qué se anula")


def run(verb: str, args: argparse.Namespace) -> int:
    """Run the command."""
    if verb == "board":
        return _board(args)
    if args.action == "list":
        return _list(args)
    if args.action == "show":
        return _show(args)
    return _add(args) if args.acuse == "add" else _void(args)


def _list(args: argparse.Namespace) -> int:
    from icsoe_xl.ledger.recording import rfc_of
    from icsoe_xl.ledger.store import Ledger, as_json

    ledger = Ledger.of_user()
    entries = ledger.history(
        rfc_of(args.rfc) if args.rfc else None, _period(args.period) if args.period else None
    )
    if args.json:
        _print_json([as_json(entry) for entry in entries])
    else:
        print(ledger_text.listing(entries, ledger.where))
    return 0


def _show(args: argparse.Namespace) -> int:
    from icsoe_xl.ledger.store import Ledger, as_json

    ledger = Ledger.of_user()
    entry = ledger.find(args.reference)
    if args.json:
        _print_json(as_json(entry))
    else:
        print(ledger_text.of_entry(entry, ledger.history(entry.rfc, entry.period)))
    return 0


def _add(args: argparse.Namespace) -> int:
    from icsoe_xl.ledger import acuse, recording
    from icsoe_xl.ledger.store import Ledger

    rfc, period = recording.rfc_of(args.rfc), _period(args.period)
    read = acuse.read(Path(args.file))
    folio = recording.folio_of(args.folio or read.folio or _ask("Folio del acuse", "--folio"))
    filed_on = read.filed_on
    if args.date or filed_on is None:
        filed_on = recording.day_of(args.date or _ask("Fecha de presentación (AAAA-MM-DD)", "--date"))
    filed_on = recording.possible_day(filed_on, period)
    kind = None if args.type else acuse.kind_of(folio)
    if kind is None:
        kind = recording.kind_of(args.type or _ask(f"Tipo ({recording.KINDS})", "--type"))
    ledger = Ledger.of_user()
    draft = recording.Draft(read, rfc, period, kind, folio, filed_on)
    doubts = recording.doubts(draft, ledger)
    recorded = recording.record(draft, ledger)
    print(ledger_text.added(recorded))
    for doubt in doubts:
        say(f"Aviso: {doubt}")
    if doubts:
        reference = recorded.filing.reference
        say(f"Si está mal, anúlelo con «icsoe-xl ledger acuse void {reference} --reason ...».")
    return 0


def _void(args: argparse.Namespace) -> int:
    from icsoe_xl.ledger.store import Ledger

    ledger = Ledger.of_user()
    entry = ledger.find(args.reference)
    if not isinstance(entry, Filing):
        raise UsageProblem(
            f"{entry.reference} no es una presentación: sólo se anulan las que empiezan con P."
        )
    ledger.annul(entry.id, args.reason)
    print(f"Listo: {entry.reference} ya no cuenta; queda en la lista como anulada.")
    return 0


def _board(args: argparse.Namespace) -> int:
    from icsoe_xl.ledger import board, board_files
    from icsoe_xl.ledger.store import Ledger

    now = calendar.now()
    names, left_out = board.saved_names()
    for each in left_out:
        say(f"Aviso: {each}")
    rows = board.of(Ledger.of_user(), names, now, [_period(each) for each in args.period])
    if args.xlsx:
        _write(Path(args.xlsx), board_files.xlsx(rows))
    if args.html:
        _write(Path(args.html), board_files.html(rows, now))
    if args.json:
        _print_json([ledger_text.row_json(row) for row in rows])
    else:
        print(ledger_text.board(rows))
    return 0


def _write(path: Path, data: bytes) -> None:
    atomic.check_not_open(path)
    atomic.replace_file(path, data)
    say(f"Listo: {path}")


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as problem:
        raise UsageProblem(str(problem)) from problem


def _ask(question: str, option: str) -> str:
    """Ask in the terminal; without one, say which option answers."""
    if not sys.stdin.isatty():
        raise UsageProblem(f"El PDF no lo dice con claridad: indíquelo con {option}.")
    print(f"{question}: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    if not answer:
        raise UsageProblem(f"Falta: {question}. Repita, o indíquelo con {option}.")
    return answer


def _print_json(result: object) -> None:
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(result, ensure_ascii=ascii_only, indent=2))
