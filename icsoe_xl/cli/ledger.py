"""``ledger`` and ``board``: what was filed, and what is still to be filed."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path

from icsoe_xl.cli import ledger_text
from icsoe_xl.cli.door import say
from icsoe_xl.errors import IcsoeError, UsageProblem
from icsoe_xl.ids import folios
from icsoe_xl.ids import rfc as rfcs
from icsoe_xl.ledger.entries import Export, Filing
from icsoe_xl.periods import Period, calendar
from icsoe_xl.periods.returns import MOST_COMPLEMENTARIAS, Return
from icsoe_xl.workbooks import atomic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.ledger.acuse import Acuse

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
    from icsoe_xl.ledger.store import Ledger, as_json

    ledger = Ledger.of_user()
    entries = ledger.history(
        _rfc(args.rfc) if args.rfc else None, _period(args.period) if args.period else None
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
    from icsoe_xl.ledger import acuse, past
    from icsoe_xl.ledger.store import Ledger

    rfc, period = _rfc(args.rfc), _period(args.period)
    read = acuse.read(Path(args.file))
    folio = _folio(args.folio, read)
    filed_on = _filed_on(args.date, read, period)
    kind = _kind(args.type, acuse.kind_of(folio))
    ledger = Ledger.of_user()
    copy = acuse.keep(read)  # first, so that an entry never names a copy that is not there
    filing = ledger.record_filing(rfc, period, kind, folio=folio, filed_on=filed_on, copy_sha256=read.digest)
    print(ledger_text.added(filing, copy, past.package_of(filing, ledger.entries(Export, rfc, period))))
    for doubt in _doubts(filing, read, ledger.complementarias(rfc, period)):
        say(doubt)
    return 0


def _folio(given: str | None, read: Acuse) -> str:
    text = given or read.folio or _ask("Folio del acuse", "--folio")
    folio = folios.compact(text)
    if not (4 <= len(folio) <= 20 and folio.isascii() and folio.isalnum()):
        raise UsageProblem("El folio no se entiende: cópielo del acuse, por ejemplo N262253432.")
    return folio


def _filed_on(given: str | None, read: Acuse, period: Period) -> date:
    filed_on = read.filed_on
    if given or filed_on is None:
        filed_on = _day(given or _ask("Fecha de presentación (AAAA-MM-DD)", "--date"))
    if filed_on > calendar.now().date():
        raise UsageProblem(f"La fecha de presentación ({filed_on:%d/%m/%Y}) todavía no llega: revísela.")
    if filed_on < period.start:
        raise UsageProblem(
            f"La fecha de presentación ({filed_on:%d/%m/%Y}) es de antes del periodo {period} ({period.label}): revise "
            "el periodo, o dé la fecha con --date."
        )
    return filed_on


def _day(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    raise UsageProblem("La fecha se escribe como 2026-05-15 o 15/05/2026.")


def _kind(given: str | None, told: Return | None) -> Return:
    if given is None and told is not None:
        return told
    kind = Return.parse(given or _ask(f"Tipo ({_KINDS})", "--type"))
    if kind is None:
        raise UsageProblem(f"El tipo debe ser uno de: {_KINDS}.")
    return kind


def _doubts(filing: Filing, read: Acuse, complementarias: int) -> list[str]:
    doubts = []
    if read.rfcs and filing.rfc not in read.rfcs:
        doubts.append(
            f"Aviso: el PDF no menciona el RFC {filing.rfc}. Si el acuse es de otro contratista, anúlelo con «icsoe-xl "
            f"ledger acuse void {filing.reference} --reason ...»."
        )
    if read.folio and read.folio != filing.folio:
        doubts.append("Aviso: el folio que indicó no es el que dice el PDF; revíselo.")
    if read.filed_on and read.filed_on != filing.filed_on:
        doubts.append("Aviso: la fecha que indicó no es la que dice el PDF; revísela.")
    if complementarias > MOST_COMPLEMENTARIAS:
        doubts.append(
            f"Aviso: con ésta son {complementarias} complementarias del {filing.period}, y el límite es "
            f"{MOST_COMPLEMENTARIAS}; revise que todas estén bien registradas."
        )
    return doubts


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
    rows = board.of(Ledger.of_user(), _saved_names(), now, [_period(each) for each in args.period])
    if args.xlsx:
        _write(Path(args.xlsx), board_files.xlsx(rows))
    if args.html:
        _write(Path(args.html), board_files.html(rows, now))
    if args.json:
        _print_json([ledger_text.row_json(row) for row in rows])
    else:
        print(ledger_text.board(rows))
    return 0


def _saved_names() -> dict[str, str]:
    """RFC -> name of the saved contractors; one that cannot be read is said and left out."""
    from icsoe_xl.profiles.store import Store

    store = Store.of_user()
    names: dict[str, str] = {}
    for name in store.names():
        try:
            profile = store.load(name)
        except IcsoeError as problem:
            say(f"Aviso: el perfil {name} no está en el tablero. {problem}")
        else:
            names[rfcs.compact(profile.rfc)] = profile.razon_social
    return names


def _write(path: Path, data: bytes) -> None:
    atomic.check_not_open(path)
    atomic.replace_file(path, data)
    say(f"Listo: {path}")


def _rfc(text: str) -> str:
    rfc = rfcs.compact(text)
    if not rfcs.is_valid(rfc):
        raise UsageProblem("El RFC no se entiende: son 12 o 13 caracteres, por ejemplo EKU9003173C9.")
    return rfc


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
