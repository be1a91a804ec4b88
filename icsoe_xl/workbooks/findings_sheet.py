"""Our sheets ``Hallazgos`` and ``Cambios`` in a closed file: written as parts of their own, found again.

Texts are inline strings, so the workbook's shared strings stay as they are, and never formulas, whatever
they begin with. Hidden cells to the right in row 1 tell our sheets from the user's and hold the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from icsoe_xl.addresses import cell_name, column_letters, quote_sheet
from icsoe_xl.hallazgos import (
    CHANGES,
    CHANGES_SIGNATURE,
    FINDINGS,
    LOOKS,
    RECORD_COLUMN,
    Cell,
    Listing,
    could_be,
    free_name,
)
from icsoe_xl.record import RECORD, Record
from icsoe_xl.workbooks.cell_xml import attribute, cell_value, filled_cell, rich_text
from icsoe_xl.workbooks.package import Package, SheetEntry
from icsoe_xl.workbooks.sheet_xml import SheetXml
from icsoe_xl.workbooks.styles import Styles
from icsoe_xl.workbooks.workbook_xml import add_sheet
from icsoe_xl.workbooks.xml_parts import DECLARATION, MAIN, RELATIONS, escape_attribute

_LINE_HEIGHT = 1.35
"""Height of a line of text in its own font size."""


def add_styles(styles: Styles) -> dict[str, int]:
    """The cell formats of our sheets: name of the look -> format."""
    border = styles.add(
        "borders",
        (
            '<border><left/><right/><top/><bottom style="thin"><color rgb="FFD9D9D9"/></bottom><diagonal/></border>'
        ),
    )
    formats = {}
    for name, look in LOOKS.items():
        font = styles.add(
            "fonts",
            (
                "<font>"
                + ("<b/>" if look.bold else "")
                + ("<u/>" if look.underline else "")
                + f'<sz val="{look.size}"/><color rgb="FF{look.colour}"/><name val="Calibri"/><family val="2"/></font>'
            ),
        )
        fill = (
            0
            if look.fill is None
            else styles.add(
                "fills",
                (
                    f'<fill><patternFill patternType="solid"><fgColor rgb="FF{look.fill}"/><bgColor indexed="64"/>'
                    "</patternFill></fill>"
                ),
            )
        )
        number = 2 if look.number == "0.00" else 0
        align = f'horizontal="{look.align}" vertical="{"center" if look.middle else "top"}"'
        align += ' wrapText="1"' if look.wrap else ""
        formats[name] = styles.add_format(
            f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border if look.ruled else 0}" '
            f'xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f"<alignment {align}/></xf>"
        )
    return formats


def place_sheet(package: Package, listing: Listing) -> str:
    """Add the (still empty) sheet of a listing to the workbook; gives its part."""
    name = free_name(listing.title, [sheet.name for sheet in package.sheets()])
    header, last = listing.header_row, len(listing.columns)
    bottom = header + len(listing.table)
    where = quote_sheet(name)
    names = [("_xlnm.Print_Titles", f"{where}!${header}:${header}")]
    if listing.title == FINDINGS:
        names.insert(
            0,
            (
                "_xlnm._FilterDatabase",
                f"{where}!$A${header}:${column_letters(last)}${bottom}",
            ),
        )
    return add_sheet(package, name, names)


def sheet_bytes(listing: Listing, formats: dict[str, int], hidden: Sequence[str]) -> bytes:
    """The worksheet of a listing; ``hidden`` are the texts of the hidden cells."""
    header = listing.header_row
    rows: list[bytes] = []
    links: list[bytes] = []
    for number, cell in enumerate(listing.top, 1):
        extra = _hidden_cells(hidden) if number == 1 else ""
        height = LOOKS[cell.look].size * _LINE_HEIGHT + 2
        rows.append(_row(number, [cell], formats, links, f' ht="{height:g}" customHeight="1"', extra))
    rows.append(_row(header, listing.heading(), formats, links, ' ht="20" customHeight="1"'))
    rows += [
        _row(number, cells, formats, links, f' ht="{listing.height(cells):g}"')
        for number, cells in enumerate(listing.table, header + 1)
    ]
    if links:
        links = [b"<hyperlinks>", *links, b"</hyperlinks>"]
    return b"".join((_before_rows(listing, len(hidden)), *rows, _after_rows(listing, links)))


def _before_rows(listing: Listing, hidden: int) -> bytes:
    first = listing.header_row + 1
    last = f"{column_letters(len(listing.columns))}{listing.header_row + len(listing.table)}"
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"/>'
        for number, column in enumerate(listing.columns, 1)
    )
    columns += f'<col min="{RECORD_COLUMN}" max="{RECORD_COLUMN + hidden - 1}" width="9" hidden="1"/>'
    return (
        DECLARATION
        + (
            f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetPr><tabColor rgb="FFC00000"/>'
            f'<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}"/>'
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
            f'<pane ySplit="{first - 1}" topLeftCell="A{first}" activePane="bottomLeft" state="frozen"/>'
            f'<selection pane="bottomLeft" activeCell="A{first}" sqref="A{first}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
        ).encode()
    )


def _after_rows(listing: Listing, links: Sequence[bytes]) -> bytes:
    header = listing.header_row
    area = f"A{header}:{column_letters(len(listing.columns))}{header + len(listing.table)}"
    filtered = f'<autoFilter ref="{area}"/>' if listing.title == FINDINGS else ""
    return (
        f"</sheetData>{filtered}".encode()
        + b"".join(links)
        + (
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup orientation="landscape" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;L&amp;A&amp;RPágina &amp;P de &amp;N</oddFooter></headerFooter></worksheet>"
        ).encode()
    )


def _row(
    number: int,
    cells: Sequence[Cell],
    formats: dict[str, int],
    links: list[bytes],
    attributes: str,
    extra: str = "",
) -> bytes:
    """A row; the links of its cells are added to ``links``."""
    pieces = [f'<row r="{number}"{attributes}>']
    for column, cell in enumerate(cells, 1):
        pieces.append(filled_cell("", number, column, formats[cell.look], cell.value))
        if cell.link is not None:
            where = escape_attribute(cell.link)
            links.append(f'<hyperlink ref="{cell_name(number, column)}" location="{where}"/>'.encode())
    return "".join((*pieces, extra, "</row>")).encode()


def _hidden_cells(texts: Sequence[str]) -> str:
    return "".join(filled_cell("", 1, column, None, text) for column, text in enumerate(texts, RECORD_COLUMN))


def append_rows(package: Package, part: str, listing: Listing) -> None:
    """Add the rows of a listing under those of our ``Cambios`` that is there, in the looks of its last row."""
    sheet = SheetXml(package.read(part))
    last = sheet.last_row()
    looks = {}
    for _, cells in sheet.cells([last]):
        looks = {column: attribute(raw, "s") for column, raw in cells.items()}
    wanted = {
        last + 1 + i: dict(enumerate((cell.value for cell in cells), 1))
        for i, cells in enumerate(listing.table)
    }
    sheet.rewrite(
        wanted,
        lambda slot, value: filled_cell(
            sheet.prefix.decode(),
            slot.row,
            slot.column,
            looks.get(slot.column),
            value,
        ).encode(),
    )
    package.write(part, sheet.data)


class SharedStrings:
    """The shared strings of a workbook, read one by one: most of them are never asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._data: bytes | None = None
        self._items: list[re.Match[bytes]] = []

    def __call__(self, number: int) -> str:
        """The text of a shared string, "" when there is none of that number."""
        if self._data is None:
            found = self._package.related(self._package.workbook_part, "sharedStrings")
            self._data = b"" if found is None else self._package.text(found.target)
            self._items = list(re.finditer(rb"<(?:[\w.-]+:)?si(?:\s*/>|[\s>])", self._data))
        if number >= len(self._items):
            return ""
        start = self._items[number].end()
        stop = self._items[number + 1].start() if number + 1 < len(self._items) else len(self._data)
        return rich_text(self._data[start:stop])


def own_sheets(package: Package) -> dict[str, SheetEntry]:
    """Our sheets, by name: those with one of our names whose hidden cells say so."""
    strings = SharedStrings(package)
    return {
        sheet.name: sheet
        for sheet in package.sheets()
        if sheet.kind == "worksheet"
        and (
            (could_be(FINDINGS, sheet.name) and hidden_texts(package, sheet.part, strings, RECORD))
            or (
                could_be(CHANGES, sheet.name)
                and hidden_texts(package, sheet.part, strings, CHANGES_SIGNATURE)
            )
        )
    }


def hidden_texts(package: Package, part: str, shared: Callable[[int], str], signature: str) -> list[str]:
    """Texts in row 1 of a worksheet that begin with a signature of ours."""
    sheet = SheetXml(package.read(part))
    found = []
    for _, cells in sheet.cells([1]):
        for raw in cells.values():
            value = cell_value(raw, shared)
            if isinstance(value, str) and value.startswith(signature):
                found.append(value)
    return found


def find_record(package: Package, sheets: Sequence[SheetEntry]) -> Record | None:
    """The first whole record among our sheets."""
    strings = SharedStrings(package)
    for sheet in sheets:
        record = Record.from_cells(hidden_texts(package, sheet.part, strings, RECORD))
        if record is not None:
            return record
    return None
