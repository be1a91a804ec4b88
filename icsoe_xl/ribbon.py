"""Behind the buttons: one function each, the same verbs as the command line on the open workbook.

``python -m icsoe_xl.ribbon VERB ...`` is what the add-in starts (see :mod:`icsoe_xl.addin.caller`); the
LibreOffice extension calls :func:`press`. Whatever happens ends in one clear message, never an empty box,
and the process ends well: the launcher must have nothing to add.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from icsoe_xl import __version__, dialogs, open_book
from icsoe_xl.errors import IcsoeError, UsageProblem

Button = Callable[[Any, Any], None]
"""What a button does with (app, book); book is None for the verbs that need no workbook."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Find the workbook that the launcher names and press the button; 0 once the person was told."""
    from icsoe_xl.addin.caller import NEED_NOTHING, book_of, parse_call

    try:
        call = parse_call(list(sys.argv[1:] if arguments is None else arguments))
        if call.verb in NEED_NOTHING:
            press(call.verb, _active_app(), None)
        else:
            book = book_of(call)
            press(call.verb, book.app, book)
    except IcsoeError as problem:
        dialogs.say(_active_app(), str(problem), "critical")
    return 0


def press(verb: str, app: Any, book: Any) -> None:
    """Do what the button says and show how it went; every fault becomes one message.

    A fault of ours leaves a reference in the log, without any value of the workbook.
    """
    from icsoe_xl.workbooks.live import quiet
    from icsoe_xl.workbooks.live.states import is_busy

    try:
        button = BUTTONS.get(verb)
        if button is None:
            raise UsageProblem(
                f"No conozco el botón «{verb}»; reinstale el complemento: icsoe-xl addin install"
            )
        if verb in _CHANGE_CELLS:
            with quiet(app):
                told = button(app, book)
        else:
            told = button(app, book)
        if told:
            dialogs.say(app, told)
    except IcsoeError as problem:
        dialogs.say(app, str(problem), "critical")
    except Exception as fault:
        if is_busy(fault):
            dialogs.say(
                app, "Excel está ocupado: termine de escribir en la celda (Enter o Esc) y pulse otra vez."
            )
            return
        from icsoe_xl.incidents import record

        dialogs.say(
            app,
            "Algo falló en icsoe_xl, no en su libro. Guárdelo y vuelva a intentarlo; si se repite, dé a soporte la "
            f"referencia {record(fault)}.",
            "critical",
        )
    finally:
        if app is not None and verb in _CHANGE_CELLS:
            app.status_bar = False


def validar(app: Any, book: Any) -> str:
    """Check the open workbook, mark it, go to the first bad cell."""
    from icsoe_xl import actions

    live = open_book.live(app, book)
    live.check_writable()
    inspection = actions.inspect(live)
    if inspection.report.layout is None:
        return inspection.report.findings[0].message
    actions.mark(inspection)
    open_book.select_first(book, inspection.report.findings)
    return open_book.summary(live, inspection.report)


def corregir(app: Any, book: Any) -> str:
    """Write the safe repairs, list them on ``Cambios`` and validate again."""
    from icsoe_xl import actions
    from icsoe_xl.cli.summary import count

    live = open_book.live(app, book)
    live.check_writable()
    inspection = actions.inspect(live)
    if inspection.report.layout is None:
        return inspection.report.findings[0].message
    repairs = actions.repairs_of(inspection)
    if not repairs:
        actions.mark(inspection)
        return "No había nada que corregir con seguridad. " + open_book.summary(live, inspection.report)
    fixed = actions.repair(inspection, repairs, actions.Options())
    open_book.select_first(book, fixed.report.findings)
    told = f"Corregí {count(len(repairs), 'celda', 'celdas')}; están en la hoja Cambios."
    return f"{told}\n\n{open_book.summary(live, fixed.report)}"


def limpiar(app: Any, book: Any) -> str:
    """Take back our marks."""
    taken = open_book.live(app, book).clear()
    if not taken.cells and not taken.notes:
        return "Este libro no tenía marcas nuestras."
    return (
        f"Listo: quité el color de {taken.cells:,} celdas y {taken.notes:,} notas. Sus datos no se tocaron."
    )


def siguiente(app: Any, book: Any) -> str:
    """Select the next cell with a finding."""
    return _walk(app, book, forward=True)


def anterior(app: Any, book: Any) -> str:
    """Select the cell with a finding before the active one."""
    return _walk(app, book, forward=False)


def ayuda(app: Any, book: Any) -> str:
    """Explain what the active cell has."""
    from icsoe_xl.rules import CATALOGUE

    here = _here(app, book)
    found = [entry for entry in open_book.live(app, book).listed() if (entry.sheet, entry.cell) == here]
    if not found:
        return (
            f"La celda {here[1]} no tiene hallazgos. Pulse Validar si cambió algo desde la última revisión."
        )
    parts = []
    for entry in found:
        rule = CATALOGUE.get(entry.rule)
        lines = [f"{entry.rule} · {entry.what}", entry.mend, entry.proposal]
        lines += [rule.why, f"Fuente: {rule.source}"] if rule is not None else []
        parts.append("\n".join(line for line in lines if line))
    return "\n\n".join(parts)


def exportar(app: Any, book: Any) -> str:
    """Write the submission files."""
    from icsoe_xl import ribbon_filing

    return ribbon_filing.exportar(app, book)


def captura(app: Any, book: Any) -> str:
    """Open the capture sheet in the browser."""
    from icsoe_xl import ribbon_filing

    return ribbon_filing.captura(app, book)


def rechazos(app: Any, book: Any) -> str:
    """Mark what the portal rejected."""
    from icsoe_xl import ribbon_filing

    return ribbon_filing.rechazos(app, book)


def acuse(app: Any, book: Any) -> str:
    """Write down the filing of the open workbook."""
    from icsoe_xl import ribbon_filing

    return ribbon_filing.acuse(app, book)


def tablero(app: Any, book: Any) -> str:
    """Show how every contractor stands."""
    from icsoe_xl import ribbon_filing

    return ribbon_filing.tablero(app, book)


def calendario(app: Any, book: Any) -> str:  # noqa: ARG001 - one signature for all buttons
    """The due dates of the year and the days left."""
    from icsoe_xl.periods.calendar import due_date, now
    from icsoe_xl.periods.period import default_period

    today = now().date()
    period = default_period(today)
    lines = ["Próximas fechas límite de la ICSOE (hora del centro de México, hasta las 23:59):", ""]
    for _ in range(4):
        due = due_date(period)
        days = (due - today).days
        left = "hoy" if days == 0 else "mañana" if days == 1 else f"faltan {days} días"
        lines.append(f"{period} ({period.label}): {due:%d/%m/%Y}, {left}")
        period = period.next
    return "\n".join(lines)


def estado(app: Any, book: Any) -> str:  # noqa: ARG001 - one signature for all buttons
    """The self-check of the installation."""
    import os

    from icsoe_xl.addin.install import report, status
    from icsoe_xl.addin.places import places

    return report(status(places(sys.platform, os.environ)))


def acerca(app: Any, book: Any) -> str:  # noqa: ARG001 - one signature for all buttons
    """Version of the program, its rules and its templates."""
    from icsoe_xl import layouts, rules

    templates = ", ".join(f"{name} ({layouts.load(name).version})" for name in layouts.names())
    return (
        f"icsoe_xl {__version__}\nReglas {rules.VERSION}\nPlantillas: {templates}\n\n"
        "Revisa y exporta los trabajadores de la ICSOE sin que sus datos salgan de esta computadora."
    )


def llenar(app: Any, book: Any) -> str:
    """Fill the contractor's data from a saved profile."""
    from icsoe_xl import ribbon_profiles

    return ribbon_profiles.llenar(app, book)


def nueva(app: Any, book: Any) -> str:
    """Make a workbook to hand out."""
    from icsoe_xl import ribbon_profiles

    return ribbon_profiles.nueva(app, book)


def guardarperfil(app: Any, book: Any) -> str:
    """Keep the open workbook's contractor as a profile."""
    from icsoe_xl import ribbon_profiles

    return ribbon_profiles.guardarperfil(app, book)


BUTTONS: dict[str, Callable[[Any, Any], str]] = {
    "validar": validar, "corregir": corregir, "limpiar": limpiar, "anterior": anterior, "siguiente": siguiente,
    "ayuda": ayuda, "exportar": exportar, "captura": captura, "rechazos": rechazos, "acuse": acuse, "llenar": llenar,
    "guardarperfil": guardarperfil, "nueva": nueva, "tablero": tablero, "calendario": calendario, "estado": estado,
    "acerca": acerca,
}  # fmt: skip
"""The verbs of the ribbon; their names are those of :data:`icsoe_xl.addin.caller.VERBS`."""

_CHANGE_CELLS = frozenset({"validar", "corregir", "limpiar"})
"""Those that change cells without asking anything first: with the screen at rest nobody could answer."""


def _walk(app: Any, book: Any, forward: bool) -> str:
    """Go to the nearest finding after (or before) the active cell, around the end of the workbook."""
    live = open_book.live(app, book)
    if not live.is_marked():
        return "Este libro no tiene hallazgos marcados. Pulse Validar primero."
    order = {name: number for number, name in enumerate(sheet.name for sheet in book.sheets)}
    spots = sorted(
        {(order[e.sheet], e.place, e.sheet, e.cell) for e in live.listed() if e.place and e.sheet in order}
    )
    if not spots:
        return "Los hallazgos son de la hoja completa; léalos en la hoja Hallazgos."
    sheet, cell = _here(app, book)
    from icsoe_xl.addresses import split_cell

    here = (order[sheet], split_cell(cell))
    after = (
        [spot for spot in spots if spot[:2] > here]
        if forward
        else [spot for spot in spots if spot[:2] < here]
    )
    target = (after or spots)[0] if forward else (after or spots)[-1]
    open_book.go(book, target[2], target[3])
    entry = next(e for e in live.listed() if (e.sheet, e.cell) == target[2:])
    app.status_bar = (
        f"ICSOE: hallazgo {spots.index(target) + 1} de {len(spots)} · {entry.rule} · {entry.what}"
    )
    return ""


def _here(app: Any, book: Any) -> tuple[str, str]:
    """Sheet and address of the active cell."""
    selection = app.selection
    if selection is None:
        return book.sheets.active.name, "A1"
    return selection.sheet.name, selection[0, 0].get_address(False, False)


def _active_app() -> Any:
    """The spreadsheet in front, None when there is none (or none that this system could have)."""
    import xlwings

    try:
        return xlwings.apps.active
    except Exception:  # xlwings has no engine at all where there is no Excel to be had
        return None


if __name__ == "__main__":
    raise SystemExit(main())
