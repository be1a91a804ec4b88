"""What a workbook is judged by: its period, the amounts in force, REPSE services, and what was filed before.

All of it is gathered here, once a run, with what the person must be told of it; the rules get it as a
:class:`icsoe_xl.rules.Context`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from icsoe_xl import rules
from icsoe_xl.cells import clean
from icsoe_xl.errors import IcsoeError, UsageProblem
from icsoe_xl.model import Form
from icsoe_xl.periods import Period, default_period
from icsoe_xl.periods.returns import Filed, Return, next_update
from icsoe_xl.periods.tables import minimum_wage_on, sbc_cap_on
from icsoe_xl.rules import typed
from icsoe_xl.rules.returns import kind_of

PERIOD = "icsoe_periodo"
"""Defined name of the cell that says which period a workbook is of."""
_RFC = "icsoe_rfc"
"""Defined name of the cell that says whose workbook it is."""


def asked_period(text: str | None) -> Period | None:
    """The period that the person wants; UsageProblem when that is none."""
    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError as problem:
        raise UsageProblem(str(problem)) from problem


def gather(
    asked: Period | None,
    said: object,
    today: date,
    form: Form | None,
    services: Sequence[tuple[str, str]] = (),
    filed: Sequence[Filed] | None = None,
) -> tuple[rules.Context, list[str]]:
    """The context of a workbook and the notices about it.

    ``asked`` is the period that the person wants, ``said`` what a workbook without ``form`` holds. Without
    ``services`` those of the contractor's saved profile count; without ``filed`` (None) the ledger is asked.
    """
    if form is not None:
        said = form.raw(PERIOD)
        services = services or _registered_services(form)
    context, notices = _amounts(asked, said, today, services)
    if form is not None:
        known, told = _filed(form, context, filed)
        return context._replace(filed=known), notices + told
    return context, notices


def _amounts(
    asked: Period | None, said: object, today: date, services: Sequence[tuple[str, str]]
) -> tuple[rules.Context, list[str]]:
    """The period that counts and the amounts in force at its end, with what must be told of them.

    ``asked`` is the period that the person wants, ``said`` what the workbook holds.
    """
    period, origin = _period(asked, said, today)
    cap, wage = sbc_cap_on(period.end), minimum_wage_on(period.end)
    notices = [f"Periodo {period} ({period.label}), {origin}."]
    if not cap.known:
        notices.append(
            f"Todavía no tengo la UMA vigente el {period.end:%d/%m/%Y}: comparé con la última conocida "
            f"(desde el {cap.valid_from:%d/%m/%Y}), y el tope del SBC sólo se avisa."
        )
    if not wage.known:
        notices.append(
            f"Todavía no tengo el salario mínimo vigente el {period.end:%d/%m/%Y}: comparé con el último conocido "
            f"(desde el {wage.valid_from:%d/%m/%Y})."
        )
    amounts = float(cap.value), cap.known, float(wage.value)
    guessed = asked is None and typed.period(said) is None
    return rules.Context(period, today, *amounts, tuple(services), guessed), notices


def _period(asked: Period | None, said: object, today: date) -> tuple[Period, str]:
    """The period that counts, and why."""
    found = typed.period(said)
    if asked is not None:
        differs = found is not None and found != asked
        return asked, f"el que usted indicó (el libro dice {found})" if differs else "el que usted indicó"
    if found is not None:
        return found, "el que dice el libro"
    unclear = ", porque el del libro no se entiende" if clean(said) else ""
    return default_period(today), f"el que toca presentar{unclear}"


def _registered_services(form: Form) -> tuple[tuple[str, str], ...]:
    from icsoe_xl.profiles.services import registered_services

    return registered_services(clean(form.raw(_RFC)))


def _filed(
    form: Form, context: rules.Context, given: Sequence[Filed] | None
) -> tuple[tuple[Filed, ...], list[str]]:
    """What was filed of the contractor and period, and what the person should know of it."""
    notices = []
    opens = next_update(context.today) if kind_of(form) is Return.UPDATE else None
    if opens is not None:
        notices.append(
            "Una Actualización sólo se presenta en enero, mayo y septiembre: podrá presentar ésta a partir del "
            f"{opens:%d/%m/%Y}."
        )
    if given is not None or context.guessed:  # of a period that is but a guess nothing is said
        return tuple(given or ()), notices
    from icsoe_xl.ledger import past

    try:
        return past.filed(clean(form.raw(_RFC)), context.period), notices
    except IcsoeError as problem:
        return (), [*notices, f"Aviso: No pude ver en el registro qué se ha presentado: {problem}"]
