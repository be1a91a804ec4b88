"""Behind the buttons of the group Declaración: from the files for the portal to the acuse and the board.

The same verbs and the same ledger as the commands ``export``, ``rejects``, ``ledger acuse add`` and ``board``;
only the questions are asked in boxes. Each returns what the person is told, like the functions of
:mod:`icsoe_xl.ribbon`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from icsoe_xl import dialogs, open_book, opening
from icsoe_xl.errors import UsageProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from icsoe_xl.actions import Inspection
    from icsoe_xl.ledger.acuse import Acuse
    from icsoe_xl.ledger.recording import Draft
    from icsoe_xl.model import Form
    from icsoe_xl.periods import Period
    from icsoe_xl.periods.returns import Return

T = TypeVar("T")

BOARD = "tablero.html"
"""The board in the home: made anew at each press."""
_REJECTED = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "txt")
_SHOWN = 10
"""Rows that a message names of those that were not found."""
_NO_FOLDER = "No elegí ninguna carpeta y no exporté nada."
_PLAIN = (
    "La hoja de captura sale de un libro completo, con sus hojas Contratista, Contratos y Trabajadores. Éste sólo "
    "tiene trabajadores: Exportar hace de él los archivos CSV para el portal. Para tener la hoja de captura, haga un "
    "libro con Nueva plantilla y pase ahí a los trabajadores."
)


def exportar(app: Any, book: Any) -> str:
    """Write the submission files beside the workbook, or where the person says when it has no folder here."""
    from icsoe_xl import actions

    live = open_book.live(app, book)
    inspection = actions.inspect(live)
    if inspection.report.layout is None:
        return inspection.report.findings[0].message
    if inspection.report.errors:
        return "Todavía no se puede exportar. " + open_book.summary(live, inspection.report, marked=False)
    return _export(app, book, inspection)[0]


def captura(app: Any, book: Any) -> str:
    """Open the capture sheet of the workbook; make it first where there is none, or none of what it says now."""
    from icsoe_xl import actions
    from icsoe_xl.filing import capture_sheet

    live = open_book.live(app, book)
    inspection = actions.inspect(live)
    report = inspection.report
    if report.layout is None:
        return report.findings[0].message
    if inspection.form is None:
        return _PLAIN
    place = open_book.folder_beside(book)
    page, is_current = (place and capture_sheet(inspection, place)) or (None, False)
    if page is not None and is_current:
        return _shown(page)
    if report.errors:
        told = open_book.summary(live, report, marked=False)
        if page is None:
            return "Todavía no hay hoja de captura, y no se puede exportar. " + told
        question = (
            "No puedo hacer de nuevo la hoja de captura: el libro tiene errores. ¿Abro la última que se hizo?"
        )
        return _shown(page) if dialogs.confirm(app, f"{question}\n\n{told}") else "No abrí nada."
    why = (
        "Todavía no hay hoja de captura de este libro. ¿La hago, con los demás archivos para el portal?"
        if page is None
        else "El libro cambió desde que se hizo su hoja de captura. ¿La hago de nuevo, con los demás archivos?"
    )
    if not dialogs.confirm(app, why):
        return "No abrí nada." if page is None else f"No abrí nada. La de antes está en {page}."
    told, made = _export(app, book, inspection)
    return told if made is None else "\n\n".join(filter(None, [told, _shown(made)]))


def rechazos(app: Any, book: Any) -> str:
    """Mark in the workbook what the portal's file rejects, and go to the first of it."""
    from icsoe_xl import actions
    from icsoe_xl.rejections.placing import sentences_of
    from icsoe_xl.workbooks.live import quiet

    live = open_book.live(app, book)
    live.check_writable()
    path = dialogs.pick_file(app, "Elija el archivo de rechazos que bajó del portal", _REJECTED)
    if path is None:
        return "No elegí ningún archivo y no marqué nada."
    try:
        with quiet(app):
            found = actions.apply_rejections(live, path)
            rejected = [finding for finding in found.report.findings if finding.rule == "P001"]
            open_book.select_first(book, rejected or found.report.findings)
    finally:
        app.status_bar = False
    if found.report.layout is None:
        return found.report.findings[0].message
    return "\n".join([open_book.summary(live, found.report), *sentences_of(found.unplaced, most=_SHOWN)])


def acuse(app: Any, book: Any) -> str:
    """Write down the filing of the open workbook: what its acuse says, what the person adds, once she confirms it."""
    from icsoe_xl import layouts
    from icsoe_xl.cli import ledger_text
    from icsoe_xl.ledger import acuse as acuses
    from icsoe_xl.ledger import recording
    from icsoe_xl.ledger.store import Ledger

    path = dialogs.pick_file(app, "Elija el PDF del acuse", ("pdf",))
    if path is None:
        return "No elegí ningún archivo y no registré nada."
    draft = _draft(app, acuses.read(path), layouts.find_tables(open_book.live(app, book)).form)
    if draft is None:
        return "No registré nada."
    ledger = Ledger.of_user()
    doubts = [f"Ojo: {doubt}" for doubt in recording.doubts(draft, ledger)]
    facts = [
        f"RFC: {draft.rfc}",
        f"Periodo: {draft.period} ({draft.period.label})",
        f"Tipo: {draft.kind}",
        f"Folio: {draft.folio}",
        f"Fecha de presentación: {draft.filed_on:%d/%m/%Y}",
    ]
    if not dialogs.confirm(app, "\n".join(["¿Registro esta presentación?", "", *facts, *doubts])):
        return "No registré nada."
    return ledger_text.added(recording.record(draft, ledger))


def tablero(app: Any, book: Any) -> str:  # noqa: ARG001 - one signature for all buttons
    """Make the board as a page in the home, and open it."""
    from icsoe_xl import settings
    from icsoe_xl.cli import ledger_text
    from icsoe_xl.ledger import board, board_files
    from icsoe_xl.ledger.store import Ledger
    from icsoe_xl.periods.calendar import now
    from icsoe_xl.workbooks import atomic

    names, left_out = board.saved_names()
    ledger, moment = Ledger.of_user(), now()
    rows = board.of(ledger, names, moment)
    told = [f"Aviso: {each}" for each in left_out]
    if not rows:
        return "\n".join([ledger_text.NOBODY, *told])
    page = settings.home() / BOARD
    page.parent.mkdir(parents=True, exist_ok=True)
    atomic.replace_file(page, board_files.html(rows, moment))
    if not ledger.history():
        told.append(
            "Todavía no hay nada en el registro: se llena al exportar un libro completo y con Registrar acuse."
        )
    return "\n".join(filter(None, [_shown(page), *told]))


def _export(app: Any, book: Any, inspection: Inspection) -> tuple[str, Path | None]:
    """Export a workbook without errors: what the person is told, and its capture sheet if it has one."""
    from icsoe_xl import actions
    from icsoe_xl.cli.summary import of_export
    from icsoe_xl.filing.pages import CAPTURE
    from icsoe_xl.ledger.note import note_export

    folder = open_book.folder_for(app, book)
    if folder is None:
        return _NO_FOLDER, None
    exported = actions.write_files(inspection, folder)
    page = exported.folder / CAPTURE if inspection.form is not None else None
    return of_export(note_export(inspection, exported), exported), page


def _shown(page: Path) -> str:
    """Open a page; nothing is left to say, unless the system could not."""
    if opening.in_browser(page):
        return ""
    return f"No pude abrir el navegador; abra usted este archivo: {page}"


def _draft(app: Any, read: Acuse, form: Form | None) -> Draft | None:
    """What is to be written down; None when the person leaves a question unanswered."""
    from icsoe_xl.ledger import recording

    rfc = _contractor(app, read, form)
    period = None if rfc is None else _period(app, form)
    if rfc is None or period is None:
        return None
    folio = read.folio or _ask(app, "Folio del acuse:", "", recording.folio_of)
    filed_on = None if folio is None else _filed_on(app, read, period)
    kind = None if folio is None or filed_on is None else _kind(app, folio, form)
    if folio is None or filed_on is None or kind is None:
        return None
    return recording.Draft(read, rfc, period, kind, folio, filed_on)


def _contractor(app: Any, read: Acuse, form: Form | None) -> str | None:
    from icsoe_xl.ids import rfc as rfcs
    from icsoe_xl.ledger import recording

    said = rfcs.compact(form.text("icsoe_rfc")) if form else ""
    if rfcs.is_valid(said):
        return said
    named = next(iter(read.rfcs)) if len(read.rfcs) == 1 else ""
    return _ask(app, "Este libro no dice de quién es. RFC del contratista:", named, recording.rfc_of)


def _period(app: Any, form: Form | None) -> Period | None:
    from icsoe_xl.ribbon_profiles import choose_period
    from icsoe_xl.rules import typed

    said = typed.period(form.raw("icsoe_periodo")) if form else None
    return said or choose_period(app)


def _filed_on(app: Any, read: Acuse, period: Period) -> date | None:
    from icsoe_xl.ledger import recording

    def possible(text: str) -> date:
        return recording.possible_day(recording.day_of(text), period)

    question = "Fecha de presentación (día/mes/año):"
    if read.filed_on is None:
        return _ask(app, question, "", possible)
    try:
        return recording.possible_day(read.filed_on, period)
    except UsageProblem as problem:
        return _ask(app, f"{problem}\n\n{question}", f"{read.filed_on:%d/%m/%Y}", possible)


def _kind(app: Any, folio: str, form: Form | None) -> Return | None:
    """The type that workbook and folio agree on; asked where they do not, or neither says it."""
    from icsoe_xl.ledger.acuse import kind_of
    from icsoe_xl.periods.returns import Return

    said = Return.parse(form.text("icsoe_tipo")) if form else None
    told = kind_of(folio)
    likely = [kind for kind in dict.fromkeys((said, told)) if kind is not None]
    if len(likely) == 1:
        return likely[0]
    if likely:
        question = "El libro dice un tipo y el folio parece de otro. ¿De qué tipo es este acuse?"
    else:
        question, likely = "¿De qué tipo es este acuse?", list(Return)
    chosen = dialogs.choose(app, question, [str(kind) for kind in likely])
    return None if chosen is None else likely[chosen]


def _ask(app: Any, question: str, proposed: str, understood: Callable[[str], T]) -> T | None:
    """Ask until the answer is understood; None when the person leaves it."""
    asked = question
    while True:
        answer = dialogs.ask(app, asked, proposed)
        if answer is None:
            return None
        try:
            return understood(answer)
        except UsageProblem as problem:
            asked, proposed = f"{problem}\n\n{question}", answer
