"""The .ics file: four days a return, read back by two libraries that did not write it."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest

from icsoe_xl.periods import FIRST, Period, calendar, ics

AT = datetime.datetime(2026, 1, 5, 9, 30, tzinfo=ZoneInfo("America/Mexico_City"))
NAMES = ["Ñandú & Hijos, S.A. de C.V.; sucursal 1", "Servicios \\ del Norte"]
CONTENT = ics.calendar_file(calendar.due_in(2026), NAMES, at=AT)

DAYS = [
    *("2026-01-01", "2026-01-10", "2026-01-15", "2026-01-19"),
    *("2026-05-01", "2026-05-10", "2026-05-15", "2026-05-18"),
    *("2026-09-01", "2026-09-10", "2026-09-15", "2026-09-17"),
]


def test_lines_are_those_of_the_format():
    """RFC 5545, 3.1: CRLF, at most 75 octets a line."""
    assert CONTENT.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", CONTENT)
    assert max(map(len, CONTENT.split(b"\r\n"))) <= 75
    assert b"DTSTAMP:20260105T153000Z\r\n" in CONTENT


def test_a_second_library_reads_it():
    read = pytest.importorskip("ics", reason="ics.py, the second reader of .ics files, is not installed")
    events = sorted(read.Calendar(CONTENT.decode()).events)
    assert [event.begin.date().isoformat() for event in events] == DAYS
    assert all(event.all_day and len(event.alarms) == 1 for event in events)
    assert [event.name for event in events[4:8]] == [
        "ICSOE 2026-1: abre la ventana, quedan 17 días",
        "ICSOE 2026-1: quedan 8 días",
        "ICSOE 2026-1: quedan 3 días",
        "ICSOE 2026-1: último día para firmar",
    ]
    assert events[4].description.splitlines() == [
        "Informativa de contratos (ICSOE) del periodo enero-abril 2026.",
        "Vence el lunes 18/05/2026 a las 23:59:59, hora del centro de México (el 17 es domingo, día inhábil).",
        "Contratistas:",
        "- Ñandú & Hijos, S.A. de C.V.; sucursal 1",
        "- Servicios \\ del Norte",
    ]
    assert "inhábil" not in events[8].description


def test_a_third_library_reads_it():
    vobject = pytest.importorskip("vobject", reason="vobject, a reader of .ics files, is not installed")
    events = vobject.readOne(CONTENT.decode()).vevent_list
    assert sorted(event.dtstart.value.isoformat() for event in events) == DAYS
    assert {event.valarm.trigger.value for event in events} == {datetime.timedelta(hours=9)}
    assert all(event.dtend.value - event.dtstart.value == datetime.timedelta(days=1) for event in events)


def test_importing_again_updates_instead_of_doubling():
    def names_of(content):
        return re.findall(rb"^UID:(.+)\r$", content, re.MULTILINE)

    again = ics.calendar_file(calendar.due_in(2026), [], at=AT + datetime.timedelta(days=1))
    assert names_of(CONTENT) == names_of(again)
    assert len(set(names_of(again))) == 12


def test_without_contractors_nobody_is_named():
    assert b"Contratistas" not in ics.calendar_file([Period(2026, 1)], at=AT)


def test_the_first_window_holds_two_returns():
    content = ics.calendar_file([FIRST, Period(2021, 2)], at=AT)
    assert content.count(b"DTSTART;VALUE=DATE:20210917") == 2
    assert content.count(b"abre la ventana") == 4  # summary and alarm of each
