"""The first sheet: whose workbook it is, until when, what to do in four steps, and how far it is."""

from __future__ import annotations

from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.newbook import picture, progress
from icsoe_xl.newbook.dress import DAY, Dress
from icsoe_xl.newbook.facts import Facts

_LAST = 6
"""Column F; A and G are margins."""
_STATE, _STEPS = 9, 12
_LOGO = 175, 84
"""Pixels of the corner that a logo has: the width of column F, the height of the band."""


def build(sheet: Worksheet, facts: Facts) -> Dress:
    """Make the sheet."""
    dress = Dress(sheet, facts.design.colours)
    dress.widths(2.5, 5, 40, 23, 25, 25, 2.5)
    _band(dress, facts)
    _cards(dress, facts)
    after_steps = _steps(dress, facts)
    after_table = _progress(dress, facts, after_steps)
    _notes(dress, facts, after_table)
    sheet.sheet_view.showGridLines = False
    return dress


def _band(dress: Dress, facts: Facts) -> None:
    profile, last = facts.profile, _LAST if facts.logo is None else _LAST - 1
    dress.band(range(1, 5), _LAST + 1 if facts.logo is None else last)
    dress.banner(2, 2, facts.told(facts.design.start.title), size=18, bold=True, until=last)
    whose = f"{profile.rfc} · {profile.razon_social}"
    dress.banner(3, 2, '=icsoe_rfc&" · "&icsoe_razon_social', result=whose, size=12, until=last)
    dress.heights(r1=8, r2=30, r3=20, r4=8, r5=10)
    if facts.logo is not None:
        picture.put(dress.sheet, facts.logo, 1, _LAST, *_LOGO)


def _cards(dress: Dress, facts: Facts) -> None:
    colours = facts.design.colours
    cards = [
        (2, 3, "Periodo que se informa", None, facts.period.label, None),
        (4, 4, "Fecha límite", None, facts.due, DAY),
        (5, 5, "Tiempo", progress.days_left("D7"), progress.days_left_now(facts), None),
        (6, 6, "Informativa", "=icsoe_tipo", "Normal", None),
    ]
    for first, last, title, formula, value, number_format in cards:
        dress.put(6, first, title, size=9, colour=colours.tenue, fill=colours.suave, until=last, indent=1)
        dress.put(
            7, first, formula or value, result=str(value) if formula else None, size=13, bold=True,
            colour=colours.principal, fill=colours.suave, until=last, indent=1, number_format=number_format,
        )  # fmt: skip
    dress.flag("E7", "D7-TODAY()<=3", "wrong")
    dress.heights(r6=18, r7=27, r8=8, r10=10)


def _steps(dress: Dress, facts: Facts) -> int:
    """The steps from row 12 on; gives the row after them."""
    start = facts.design.start
    _section(dress, _STEPS - 1, "Cómo llenarlo")
    white = Side("thick", color="FFFFFF")
    for number, (sheet, text) in enumerate(start.steps, 1):
        row = _STEPS + number - 1
        badge = dress.banner(row, 2, number, size=12, bold=True, align="center")
        badge.border = Border(top=white, bottom=white)
        dress.put(row, 3, facts.told(text), wrap=True, indent=1, until=5)
        if sheet:
            dress.link(row, 6, f"Ir a {sheet} →", f"{sheet}!A1")
        dress.sheet.row_dimensions[row].height = 33
    after = _STEPS + len(start.steps)
    dress.sheet.row_dimensions[after].height = 10
    return after


def _progress(dress: Dress, facts: Facts, row: int) -> int:
    """The table of counts, and with it the state above; gives the row after it."""
    colours, lines = facts.design.colours, progress.lines(facts)
    header = row + 2
    _section(dress, row + 1, facts.told(facts.design.start.progress))
    dress.banner(header, 2, "Qué", header=True, align="left", indent=1, until=3)
    for column, title in ((4, "Capturado"), (5, "Falta"), (6, "Por corregir")):
        dress.banner(header, column, title, header=True)
    for number, line in enumerate(lines, header + 1):
        dress.put(number, 2, line.title, box=True, until=3, indent=1)
        counts = ((line.typed, line.typed_now), (line.missing, line.missing_now), (line.wrong, 0))
        for column, (formula, now) in enumerate(counts, 4):
            dress.put(
                number, column, formula or None, result=now if formula else None, box=True, align="center",
                number_format="#,##0", fill=None if formula else colours.cerrado,
            )  # fmt: skip
        dress.sheet.row_dimensions[number].height = 18
    first, last = header + 1, header + len(lines)
    dress.sheet.row_dimensions[header].height = 20
    dress.flag(f"F{first}:F{last}", f'OR(F{first}="{progress.ERROR}",N(F{first})>0)', "wrong")
    dress.flag(f"E{first}:E{last}", f"N(E{first})>0", "missing")
    _state(dress, facts, first, last, lines[0].missing_now)
    return last + 1


def _state(dress: Dress, facts: Facts, first: int, last: int, missing: int) -> None:
    colours = facts.design.colours
    formula = progress.state(
        f"D{first + 1}", f"D{first + 2}", f"E{first}", f"E{first}:F{last}", f"D{first}:F{last}"
    )
    dress.put(
        _STATE, 2, formula, result=progress.state_now(missing), size=14, bold=True, fill=colours.falta, indent=1,
        until=_LAST,
    )  # fmt: skip
    dress.flag(f"B{_STATE}:F{_STATE}", f'$B${_STATE}="{progress.READY}"', "ready")
    dress.sheet.row_dimensions[_STATE].height = 28


def _section(dress: Dress, row: int, title: str) -> None:
    dress.put(row, 2, title, size=12, bold=True, colour=dress.colours.principal, until=_LAST)
    dress.sheet.row_dimensions[row].height = 21


def _notes(dress: Dress, facts: Facts, row: int) -> None:
    colours, design = facts.design.colours, facts.design
    dress.sheet.row_dimensions[row].height = 8
    dress.put(row + 1, 2, facts.told(design.start.note), size=9, colour=colours.tenue, wrap=True, until=_LAST)
    dress.sheet.row_dimensions[row + 1].height = 27
    firm = " · ".join(
        part for part in (design.firm and f"Preparado por {design.firm}", design.contact) if part
    )
    if firm:
        dress.put(row + 2, 2, facts.told(firm), size=9, bold=True, colour=colours.principal, until=_LAST)
