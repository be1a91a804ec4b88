"""Behind the buttons that know saved contractors: fill a workbook, make one, keep one as a profile.

The same planning and writing as the commands ``fill``, ``new`` and ``profile import``; only the questions are
asked in boxes. Each returns what the person is told, like the functions of :mod:`icsoe_xl.ribbon`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from icsoe_xl import dialogs
from icsoe_xl.cli.summary import count
from icsoe_xl.errors import IcsoeError, UnwritableFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.filling import Plan
    from icsoe_xl.filling.plan import Change
    from icsoe_xl.periods import Period
    from icsoe_xl.profiles.mistakes import Mistake
    from icsoe_xl.profiles.model import Profile
    from icsoe_xl.profiles.store import Store

_SHOWN = 10
"""Lines of a list in a box: a message that is taller than the screen has no buttons."""
_NOBODY = (
    "Todavía no hay contratistas guardados. Abra un libro que ya tenga los datos de uno y pulse Guardar como perfil, o "
    "agréguelo con «icsoe-xl profile add»."
)


class _Known(NamedTuple):
    """A saved contractor."""

    name: str
    profile: Profile


def llenar(app: Any, book: Any) -> str:
    """Fill the contractor's data of the open workbook from a profile that the person chooses."""
    from icsoe_xl import filling
    from icsoe_xl.filling import words
    from icsoe_xl.workbooks.live import LiveWorkbook

    known = _choose(app, _store(), "¿Con los datos de qué contratista lleno este libro?")
    if isinstance(known, str):
        return known
    live = LiveWorkbook(book)
    plan = filling.look(live, known.profile)
    remarks = words.remarks(plan)
    if not plan.changes:
        return "\n".join(
            [f"Este libro ya dice lo que dice el perfil {known.name}; no cambié nada.", *remarks]
        )
    if plan.overwrites:
        _settle(app, plan)
    if not plan.changes:
        return "No cambié nada."
    filling.write(live, plan)
    listed = [f"{words.address(change)} {change.label}" for change in plan.changes]
    done = f"Llené {count(len(plan.changes), 'celda', 'celdas')} con los datos de {known.name}:"
    return "\n".join([done, *_short(listed), *remarks])


def nueva(app: Any, book: Any) -> str:  # noqa: ARG001 - one signature for all buttons
    """Make a workbook for a contractor and a period, in a folder of the person's choice, and open it."""
    from icsoe_xl import newbook
    from icsoe_xl.newbook import output

    store = _store()
    known = _choose(app, store, "¿Para qué contratista es el libro?")
    if isinstance(known, str):
        return known
    period = choose_period(app)
    if period is None:
        return "No hice ningún libro."
    folder = dialogs.pick_folder(app, "Elija la carpeta para el libro")
    if folder is None:
        return "No elegí ninguna carpeta y no hice ningún libro."
    out = _free(folder / output.file_name(known.profile, period))
    logo = newbook.logo_of(known.profile, store.folder)
    newbook.save(out, known.profile, known.name, period, date.today(), logo=logo)
    app.books.open(str(out))
    return f"Listo: hice {out.name} en {folder}. Guárdelo y entréguelo a quien lo va a llenar."


def guardarperfil(app: Any, book: Any) -> str:
    """Keep what the open workbook says of its contractor as a profile, new or over the one there is."""
    from icsoe_xl.profiles import exchange
    from icsoe_xl.workbooks.live import LiveWorkbook

    store = _store()
    incoming = exchange.read_book(LiveWorkbook(book))
    profile = incoming.checked.profile
    if profile is None:
        return "\n".join(
            ["No lo guardé, por esto:", *_short([str(each) for each in incoming.checked.mistakes])]
        )
    had = next((known for known in _known(store) if known.profile.rfc == profile.rfc), None)
    if had is None:
        path = store.add(profile.rfc, profile)
        return "\n".join([f"Guardé el perfil {path.stem}.", *_doubts(incoming.checked.doubts)])
    question = f"Ya hay un perfil de este contratista, {had.name}. ¿Le pongo encima lo que dice este libro?"
    if not dialogs.confirm(app, question):
        return f"El perfil {had.name} quedó igual."
    store.change(had.name, lambda saved: exchange.overlay(saved.checked.require(), incoming).require())
    return "\n".join(
        [f"Puse lo que dice este libro en el perfil {had.name}.", *_doubts(incoming.checked.doubts)]
    )


def _store() -> Store:
    from icsoe_xl.profiles.store import Store

    return Store.of_user()


def _known(store: Store) -> list[_Known]:
    """The profiles that can be used; one with mistakes must not hide the others."""
    known = []
    for name in store.names():
        try:
            known.append(_Known(name, store.load(name)))
        except IcsoeError:
            continue
    return known


def _choose(app: Any, store: Store, question: str) -> _Known | str:
    """The contractor that the person picks, or what she is told instead."""
    known = _known(store)
    if not known:
        return _NOBODY
    chosen = dialogs.choose(app, question, [f"{each.name} · {each.profile.razon_social}" for each in known])
    return "No cambié nada." if chosen is None else known[chosen]


def _settle(app: Any, plan: Plan) -> None:
    """Ask about the cells that hold another value; what the person wants to keep leaves the plan."""
    lines = _short([_line(change) for change in plan.overwrites])
    other = any(change.field == "icsoe_rfc" for change in plan.overwrites)
    if other:
        question = "Este libro tiene el RFC de otro contratista. ¿Reemplazo sus datos?"
    else:
        question = "Estas celdas tienen otro dato. ¿Las reemplazo? Si contesta No, sólo lleno las vacías."
    if not dialogs.confirm(app, "\n".join([question, "", *lines])):
        plan.changes = [] if other else [change for change in plan.changes if not change.overwrites]


def _line(change: Change) -> str:
    from icsoe_xl.filling import words

    return (
        f"{words.address(change)} {change.label}: {words.shown(change.before)} → {words.shown(change.after)}"
    )


def choose_period(app: Any) -> Period | None:
    """The period to be filed, or one of its neighbours."""
    from icsoe_xl.periods import FIRST, Period, default_period
    from icsoe_xl.periods.calendar import due_date, now

    today = now().date()
    due = default_period(today)
    before = Period(due.year, due.number - 1) if due.number > 1 else Period(due.year - 1, 3)
    periods = [due, due.next, *([before] if before > FIRST else [])]
    options = [f"{each} ({each.label}), vence el {due_date(each):%d/%m/%Y}" for each in periods]
    chosen = dialogs.choose(app, "¿De qué periodo?", options)
    return None if chosen is None else periods[chosen]


def _free(path: Path) -> Path:
    """A name that no file of the folder has yet. Raises UnwritableFile when there are a hundred of them."""
    for number in range(1, 100):
        found = path if number == 1 else path.with_stem(f"{path.stem} ({number})")
        if not found.exists():
            return found
    raise UnwritableFile(f"{path.name}: ya hay demasiados libros con ese nombre; elija otra carpeta.")


def _short(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], *([f"y {more} más"] if more > 0 else [])]


def _doubts(doubts: Sequence[Mistake]) -> list[str]:
    return _short([f"Aviso: {each}" for each in doubts])
