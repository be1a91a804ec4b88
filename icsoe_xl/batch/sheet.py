"""``resumen.xlsx``: the run for whoever works with Excel, in the looks of ``Hallazgos``."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.addresses import quote_sheet
from icsoe_xl.batch.journal import Entry
from icsoe_xl.batch.run import Results
from icsoe_xl.batch.summary import by_rule, shown, totals, worst_first
from icsoe_xl.batch.urls import is_url
from icsoe_xl.hallazgos import LOOKS
from icsoe_xl.rules import CATALOGUE

_MOST = 100_000
"""Rows of a list; beyond that nobody scrolls, and the JSON has them all."""
_ILLEGAL = re.compile(r"[\x00-\x1f\ufffe\uffff]")
Value = str | int
Row = Sequence[tuple[Value, str, str]]
"""Cells of a row: value, name of its look, and what its link opens ("" for none)."""


def workbook(results: Results, folder: Path) -> bytes:
    """The workbook that goes into ``folder``; the links to the files are relative to it where they can be."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Resumen"
    sums = totals(results)
    top = (
        f"{sums.files:,} libros, {sums.rows:,} trabajadores, {sums.errors:,} errores y {sums.warnings:,} avisos",
        f"{sums.pending:,} libros quedaron sin revisar: la revisión se interrumpió." if sums.pending else "",
    )
    files = [_file(path, entry, folder) for path, entry in worst_first(results)]
    _list(sheet, "Revisión de libros ICSOE", top, _FILES, files)
    rules = [
        ((code, "short", ""), (many, "short", ""), (CATALOGUE[code].title, "text", ""))
        for code, many in sorted(by_rule(results).items(), key=lambda each: (-each[1], each[0]))
    ]
    _list(book.create_sheet("Reglas"), "Qué falta corregir, por regla", (), _RULES, rules)
    if results.between:
        between = [
            (
                _severity(each.finding.severity),
                (each.finding.rule, "short", ""),
                (each.place.path, "link", _link(each.place.path, folder, each.place.sheet, each.place.cell)),
                (f"{each.place.sheet}!{each.place.cell}", "short", ""),
                (each.other.path, "link", _link(each.other.path, folder, each.other.sheet, each.other.cell)),
                (f"{each.other.sheet}!{each.other.cell}", "short", ""),
                (each.finding.message, "text", ""),
            )
            for each in results.between[:_MOST]
        ]
        note = f"Se listan {_MOST:,}; todas están en resumen.json." if len(results.between) > _MOST else ""
        _list(book.create_sheet("Entre libros"), "Diferencias entre libros", (note,), _BETWEEN, between)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


_FILES = (("Libro", 60), ("Errores", 10), ("Avisos", 10), ("Trabajadores", 14), ("Plantilla", 16),
          ("Periodo", 10), ("Qué pasó con el archivo", 80))  # fmt: skip
_RULES = (("Regla", 10), ("Veces", 10), ("Qué pasa", 80))
_BETWEEN = (("Gravedad", 11), ("Regla", 8), ("Libro", 45), ("Celda", 20), ("Otro libro", 45),
            ("Celda", 20), ("Qué pasa y qué hacer", 80))  # fmt: skip


def _file(path: str, entry: Entry, folder: Path) -> Row:
    counts: list[tuple[Value, str, str]] = [("", "short", "")] * 3
    if entry.layout is not None:
        counts = [
            (entry.errors, "error" if entry.errors else "short", ""),
            (entry.warnings, "warning" if entry.warnings else "short", ""),
            (entry.rows, "short", ""),
        ]
    return (
        (path, "link", _link(path, folder)),
        *counts,
        (entry.layout or "", "short", ""),
        (entry.period, "short", ""),
        (entry.line, "text", ""),
    )


def _severity(severity: str) -> tuple[Value, str, str]:
    return ("Error", "error", "") if severity == "error" else ("Aviso", "warning", "")


def _link(path: str, folder: Path, sheet: str = "", cell: str = "") -> str:
    """What opens a workbook (at a cell): relative, so that a folder may be moved with its summary.

    Of an address none: Excel opens few of them, and one may let in whoever has it.
    """
    if is_url(path):
        return ""
    try:
        where = quote(os.path.relpath(path, folder).replace(os.sep, "/"), errors="surrogateescape")
    except ValueError:  # another drive of Windows
        where = Path(path).absolute().as_uri()
    return f"{where}#{quote_sheet(sheet)}!{cell}" if cell else where


def _list(
    sheet: Worksheet, title: str, top: Sequence[str], columns: Sequence[tuple[str, int]], rows: Sequence[Row]
) -> None:
    lines = [(title, "title"), *((line, "counts") for line in top if line)]
    for number, (line, look) in enumerate(lines, 1):
        _put(sheet.cell(number, 1), line, look)
    header = len(lines) + 1
    for column, (heading, width) in enumerate(columns, 1):
        _put(sheet.cell(header, column), heading, "header")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, cells in enumerate(rows, header + 1):
        for column, (value, look, link) in enumerate(cells, 1):
            cell = sheet.cell(number, column)
            _put(cell, value, look if link or look != "link" else "text")
            if link:
                cell.hyperlink = link
                _dress(cell, look)  # openpyxl gives a link a style of its own
    sheet.freeze_panes = f"A{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(columns))}{header + len(rows)}"
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(cell: Cell | MergedCell, value: Value, look: str) -> None:
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", shown(value))
        cell.data_type = "s"  # a name that begins with = is no formula
    else:
        cell.value = value
    _dress(cell, look)


_STYLES: dict[str, tuple[Font, PatternFill, Alignment, Border]] = {}


def _dress(cell: Cell | MergedCell, name: str) -> None:
    if name not in _STYLES:
        look = LOOKS[name]
        fill = PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill()
        line = Side("thin", color="D9D9D9") if look.ruled else None
        _STYLES[name] = (
            Font("Calibri", look.size, look.bold, color=look.colour, u="single" if look.underline else None),
            fill,
            Alignment(look.align, "center" if look.middle else "top", wrap_text=look.wrap),
            Border(bottom=line),
        )
    cell.font, cell.fill, cell.alignment, cell.border = _STYLES[name]
