"""``calendar`` and ``fine``: when each return is due, and what being late may cost."""

from __future__ import annotations

import argparse
from datetime import date, datetime

from icsoe_xl.cli.summary import count
from icsoe_xl.errors import UsageProblem
from icsoe_xl.periods import Period
from icsoe_xl.periods.calendar import (
    WEEKDAYS,
    Filing,
    State,
    due_in,
    filing,
    next_business_day,
    now,
)
from icsoe_xl.periods.fines import SPONTANEOUS, Fine, exposure, fine_on
from icsoe_xl.periods.tables import DateBeforeTableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.profiles.model import Profile

_FIRST_YEAR, _LAST_YEAR = 2021, 2100
"""The duty began in 2021; nobody knows the rest days of the next century."""


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """The options of one of the verbs."""
    if verb == "calendar":
        parser.add_argument(
            "--year", metavar="AÑO", type=int, help="las que vencen ese año (si falta, éste y la que sigue)"
        )
        parser.add_argument(
            "--profile", metavar="PERFIL", help="sólo ese contratista guardado (si falta, todos)"
        )
        parser.add_argument(
            "--ics",
            metavar="ARCHIVO",
            help="las escribe como .ics, con avisos, para Outlook, Google o el teléfono",
        )
        return
    parser.add_argument(
        "--due", metavar="FECHA", required=True, help="día en que vencía: AAAA-MM-DD o DD/MM/AAAA"
    )
    parser.add_argument(
        "--filed", metavar="FECHA", help="día en que se presentó o se presentará (si falta, hoy)"
    )


def run(verb: str, args: argparse.Namespace) -> int:
    """Run the verb; the exit code of the contract."""
    at = now()
    if verb == "calendar":
        _calendar(args.year, args.ics, at, _saved(args.profile))
    else:
        _fine(_day("--due", args.due), _day("--filed", args.filed) if args.filed else at.date())
    return 0


def _saved(name: str | None) -> list[Profile]:
    """The saved contractors that can be read, or the one that was named."""
    from icsoe_xl.profiles.store import Store

    store = Store.of_user()
    if name is not None:
        return [store.load(name)]
    readable = (store.read(each).checked for each in store.names())
    return [checked.profile for checked in readable if checked.profile is not None]


def _calendar(year: int | None, ics: str | None, at: datetime, saved: list[Profile]) -> None:
    periods = _periods(year, at)
    if ics is not None:
        from icsoe_xl.periods.ics import calendar_file
        from icsoe_xl.workbooks.atomic import replace_file

        replace_file(ics, calendar_file(periods, [one.razon_social for one in saved], at=at))
    filings = [filing(period, at) for period in periods]
    print(
        f"Informativas de contratos (ICSOE) que vencen en {year or at.year}{'' if year else ', y la siguiente'}:"
    )
    print()
    print("  Periodo  Meses                      Se presenta del    Vence")
    for one in filings:
        print(f"  {one.period}   {one.period.label:<25}  {one.opens:%d/%m/%Y}         {_due(one)}")
    print()
    print("Vencen a las 23:59:59, hora del centro de México.")
    if not all(one.holidays_known for one in filings):
        print("Todavía no conozco los días inhábiles del IMSS de esas fechas: conté sólo los de ley.")
    open_ones = [one for one in filings if one.state is not State.LATE]
    if open_ones:
        print(
            f"Presentar tarde la de {open_ones[0].period.label} puede costar {_range(fine_on(open_ones[0].due))}."
        )
    if saved and open_ones:
        print()
        print("\n".join(_contractors(saved, open_ones[0], at.date())))
    if ics is not None:
        print(f"Quedaron en {ics}, con avisos los días 1, 10 y 15: ábralo para agregarlas a su calendario.")


def _contractors(saved: list[Profile], coming: Filing, today: date) -> list[str]:
    """Who has to file next and whose REPSE registration ends, the nearest first."""
    rows = []
    for one in saved:
        ends = one.repse.ultimo_dia
        left = coming.days_left if ends is None else min(coming.days_left, (ends - today).days)
        repse = "sin fecha" if ends is None else f"{ends:%d/%m/%Y}" + (", vencido" if ends < today else "")
        rows.append((left, one.razon_social, one.rfc, repse))
    width = max(len(name) for _, name, _, _ in rows)
    lines = [
        f"Contratistas, los más próximos primero (informativa {coming.period}, {coming.due:%d/%m/%Y}):",
        "",
    ]
    lines.append(f"  {'Contratista':<{width}}  RFC            Días  REPSE vence")
    lines += [f"  {name:<{width}}  {rfc:<13}  {left:>4,}  {repse}" for left, name, rfc, repse in sorted(rows)]
    return lines


def _periods(year: int | None, at: datetime) -> list[Period]:
    """The returns due in a year; without one, in the present one and the first of the next."""
    if year is None:
        return [*due_in(at.year), due_in(at.year + 1)[0]]
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UsageProblem(
            f"--year: la ICSOE existe desde {_FIRST_YEAR}; escriba un año entre ése y {_LAST_YEAR}."
        )
    return due_in(year)


def _due(one: Filing) -> str:
    day = f"{WEEKDAYS[one.due.weekday()]} {one.due:%d/%m/%Y}"
    if one.state is State.LATE:
        return f"{day}, {_ago(-one.days_left)}"
    left = {0: "hoy", 1: "mañana"}.get(one.days_left, f"faltan {one.days_left:,} días")
    return f"{day}, {left}" + ("" if one.state is State.NOT_OPEN else f" ({one.state})")


def _ago(days: int) -> str:
    return "ayer" if days == 1 else f"hace {days:,} días"


def _fine(due: date, filed: date) -> None:
    moved = next_business_day(due)
    try:
        late = exposure(moved, filed)
    except DateBeforeTableError as problem:
        raise UsageProblem(f"--due: {problem}.") from problem
    if moved != due:
        print(f"El {_long(due)} es inhábil: vencía el {_long(moved)}.")
    if late.fine is None:
        print(f"En tiempo: vencía el {_long(moved)} y se presenta el {_long(filed)}. No hay multa.")
        return
    print(
        f"{count(late.days_late, 'día', 'días')} tarde: vencía el {_long(moved)} y se presenta el {_long(filed)}."
    )
    print(f"La multa puede ser {_range(late.fine)}.")
    print(f"Fundamento: {late.fine.basis}.")
    print(SPONTANEOUS)


def _range(fine: Fine) -> str:
    uma = f"${fine.uma.value:,.2f}" + ("" if fine.uma.known else ", la última que conozco")
    return f"de ${fine.low:,.2f} a ${fine.high:,.2f} (500 a 2,000 veces la UMA diaria de {uma})"


def _long(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def _day(option: str, text: str) -> date:
    from icsoe_xl.rules.typed import written_day

    day = written_day(text)
    if day is None:
        raise UsageProblem(f"{option}: «{text}» no es una fecha; escríbala como 2026-05-18 o 18/05/2026.")
    return day
