"""The built-in workbook as a whole: its sheets, names, protection, print setup and properties."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl import layouts
from icsoe_xl.addresses import column_letters
from icsoe_xl.newbook import contracts, form, lists, locks, start, workers
from icsoe_xl.newbook.design import LAYOUT
from icsoe_xl.newbook.facts import Facts
from icsoe_xl.newbook.finish import finished
from icsoe_xl.newbook.places import CONTRACTS, FORM, FORM_VALUE, LISTS, START, WORKERS, TablePlace
from icsoe_xl.workbooks.live.protection import OWN_WORKBOOK

_BUILDERS = {
    START: start.build,
    FORM: form.build,
    CONTRACTS: contracts.build,
    WORKERS: workers.build,
    LISTS: lists.build,
}
_LONGEST_FOOT = 150
_BLANK_ROWS = 20
"""Rows that an empty table prints, to be filled in by hand."""
_LETTER = "1"
"""Paper size of openpyxl and Excel: US letter, which is what Mexico prints on."""


def make(facts: Facts, password: str | None = None) -> bytes:
    """The workbook's file. The same facts and password give the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {title: book.create_sheet(title) for title in _BUILDERS}
    dressed = {title: build(sheets[title], facts) for title, build in _BUILDERS.items()}
    colours = facts.design.colours
    for title, sheet in sheets.items():
        sheet.sheet_properties.tabColor = colours.principal if title == START else colours.pestana
        locks.lock(sheet)
        _print(sheet, facts)
    for place in (facts.contracts, facts.workers):
        _print_table(sheets[place.sheet], place)
    if password:
        locks.put_password(sheets.values(), password, f"{facts.profile.rfc} {facts.period} {facts.today}")
    for name in (*_names(facts), *lists.names(facts)):
        book.defined_names[name.name] = name
    when = datetime.combine(facts.today, datetime.min.time())
    book.properties = _properties(facts, when)
    saved = BytesIO()
    book.save(saved)
    results = {f"xl/worksheets/sheet{n}.xml": dressed[title].results for n, title in enumerate(_BUILDERS, 1)}
    return finished(saved.getvalue(), results, when)


def _names(facts: Facts) -> list[DefinedName]:
    """The names of the form's cells; hidden, what the workbook was made from."""
    column = column_letters(FORM_VALUE)
    fields = [DefinedName(f, attr_text=f"{FORM}!${column}${row}") for f, row in form.places(facts).items()]
    made_from = {OWN_WORKBOOK: f"{LAYOUT} {layouts.load(LAYOUT).version}", "icsoe_perfil": facts.name}
    quoted = {name: text.replace('"', '""') for name, text in made_from.items()}
    return fields + [DefinedName(name, attr_text=f'"{text}"', hidden=True) for name, text in quoted.items()]


def _properties(facts: Facts, when: datetime) -> DocumentProperties:
    return DocumentProperties(
        creator=facts.design.firm or "icsoe_xl",
        title=f"ICSOE {facts.period.label} · {facts.profile.razon_social}",
        subject="Contratos de servicios u obras especializados (IMSS)",
        category=LAYOUT,
        version=layouts.load(LAYOUT).version,
        keywords=f"ICSOE, REPSE, {facts.period}, {facts.profile.rfc}",
        description=f"Perfil: {facts.name}",
        language="es-MX",
        created=when,
        modified=when,
    )


def _print(sheet: Worksheet, facts: Facts) -> None:
    """Landscape letter, as wide as the page, with whose it is and page numbers at the foot."""
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = "landscape", _LETTER
    setup.fitToWidth, setup.fitToHeight = 1, 1 if sheet.title in (START, FORM) else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.45, 0.6, 0.25, 0.3
    sheet.print_options.horizontalCentered = True
    texts = {"left": _owner(facts), "center": "&A", "right": "Página &P de &N"}
    for side, text in texts.items():
        part = getattr(sheet.oddFooter, side)
        part.text, part.size = text, 8


def _owner(facts: Facts) -> str:
    """Whose workbook it is, for the foot; & begins a code there, and a whole foot has at most 255 characters."""
    profile = facts.profile
    texts = (
        f"{profile.rfc} · {profile.razon_social[:80]} · {facts.period}",
        f"{profile.rfc} · {facts.period}",
    )
    escaped = [text.replace("&", "&&") for text in texts]
    return escaped[0] if len(escaped[0]) <= _LONGEST_FOOT else escaped[1]


def _print_table(sheet: Worksheet, place: TablePlace) -> None:
    """Headers on every page; rows down to the last one with data, however long the Excel table is."""
    columns = [place.range(field) for field in list(place.columns)[:4]]
    used = "+".join(f'({column}<>"")' for column in columns)
    last = f"MAX({place.header_row + _BLANK_ROWS},SUMPRODUCT(MAX((({used})>0)*ROW({columns[0]}))))"
    titles = f"{place.sheet}!${place.header_row}:${place.header_row}"
    if place.sheet == CONTRACTS:  # two pages wide, with the contract's key on both
        sheet.page_setup.fitToWidth = 2
        titles = f"{place.sheet}!$A:$A,{titles}"  # in Excel's order: in another LibreOffice saves them twice
    names = {
        "_xlnm.Print_Area": f"OFFSET({place.sheet}!$A$1,0,0,{last},{len(place.columns)})",
        "_xlnm.Print_Titles": titles,
    }
    for name, area in names.items():
        sheet.defined_names[name] = DefinedName(name, attr_text=area)
