"""The filing calendar as an ``.ics`` file (RFC 5545), for Outlook, Google Calendar or a telephone.

Each return gets its last day and reminders on the 1st, 10th and 15th of its filing month. These are days of
their own, not only alarms of one event, since Google Calendar drops the alarms of imported files. Names of
events do not change between runs, so importing a new file updates the old entries.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from icsoe_xl.periods.calendar import WEEKDAYS, due_date
from icsoe_xl.periods.period import Period

if TYPE_CHECKING:
    from icalendar import Event

_REMINDER_DAYS = (1, 10, 15)
_ALARM_AFTER_MIDNIGHT = datetime.timedelta(hours=9)


def calendar_file(
    periods: Iterable[Period], contractors: Sequence[str] = (), *, at: datetime.datetime
) -> bytes:
    """The .ics file, CRLF and UTF-8, for the returns of some periods.

    `contractors` are names to list in every event; they go to the user's own calendar and nowhere else.
    `at` is the moment of writing, with its time zone, which the format asks for.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//icsoe_xl//Calendario ICSOE//ES")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "ICSOE")
    for period in periods:
        due = due_date(period)
        for day in _REMINDER_DAYS:
            calendar.add_component(_event(period, due.replace(day=day), due, contractors, at))
        calendar.add_component(_event(period, due, due, contractors, at))
    content: bytes = calendar.to_ical()
    return content


def _event(
    period: Period, day: datetime.date, due: datetime.date, contractors: Sequence[str], at: datetime.datetime
) -> "Event":
    """A whole-day entry with an alarm at nine in the morning."""
    from icalendar import Alarm, Event

    summary = f"ICSOE {period}: {_what(period, day, due)}"
    event = Event()
    event.add("uid", f"icsoe-{period}-{'vence' if day == due else day.day}@icsoe-xl")
    event.add("dtstamp", at.astimezone(datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", _details(period, due, contractors))
    event.add("categories", ["ICSOE"])
    event.add("transp", "TRANSPARENT")  # a reminder does not make the accountant busy
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _ALARM_AFTER_MIDNIGHT)
    event.add_component(alarm)
    return event


def _what(period: Period, day: datetime.date, due: datetime.date) -> str:
    if day == due:
        return "último día para firmar"
    opening = "abre la ventana, " if day == period.window_opens else ""
    return f"{opening}quedan {(due - day).days} días"  # two at least: from the 15th to the 17th


def _details(period: Period, due: datetime.date, contractors: Sequence[str]) -> str:
    nominal = period.nominal_due_date
    moved = "" if due == nominal else f" (el 17 es {WEEKDAYS[nominal.weekday()]}, día inhábil)"
    lines = [
        f"Informativa de contratos (ICSOE) del periodo {period.label}.",
        f"Vence el {WEEKDAYS[due.weekday()]} {due:%d/%m/%Y} a las 23:59:59, hora del centro de México"
        f"{moved}.",
    ]
    if contractors:
        lines += ["Contratistas:", *(f"- {name}" for name in contractors)]
    return "\n".join(lines)
