"""A small sound worker workbook in parts, and the means to spoil one of them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO

from people import people
from reading.handmade import MAIN, OFFICE, PACKAGE, SHEET_TYPE

from icsoe_xl.addresses import column_letters

RELATIONS = OFFICE
CONTENT_TYPES, RELS = "[Content_Types].xml", "_rels/.rels"
WORKBOOK, WORKBOOK_RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_DECLARED = "<?xml version='1.0' encoding='UTF-8'?>"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def rows(count: int) -> str:
    """The header and sound workers below it, ``count`` rows together."""
    made = [
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
    ]
    for number, worker in enumerate(people(count - 1, 7), 2):
        texts = "".join(
            f'<c r="{column}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in (("A", worker.nss), ("B", worker.curp))
        )
        made.append(f'<row r="{number}">{texts}<c r="C{number}"><v>{worker.sbc}</v></c></row>')
    return "".join(made)


def cells(numbers: Iterable[int], columns: Iterable[int]) -> str:
    """Rows with the number 1 in each of these columns."""
    letters = [column_letters(column) for column in columns]
    made = []
    for row in numbers:
        held = "".join(f'<c r="{letter}{row}"><v>1</v></c>' for letter in letters)
        made.append(f'<row r="{row}">{held}</row>')
    return "".join(made)


def sheet_of(data: str, before: str = "", after: str = "") -> str:
    """A worksheet with those rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


@cache
def base() -> dict[str, bytes]:
    """The parts of a workbook with two sound workers on its sheet ``captura``."""
    texts = {
        CONTENT_TYPES: f'{_DECLARED}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{WORKBOOK}" ContentType="{SHEET_TYPE}"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/{STYLES}" ContentType="{_TYPE}.styles+xml"/></Types>',
        RELS: f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="w" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        WORKBOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="captura" sheetId="1" '
        'r:id="s1"/></sheets></workbook>',
        WORKBOOK_RELS: f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="s1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="y" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        SHEET: _DECLARED + sheet_of(rows(3)),
        STRINGS: f'<sst xmlns="{MAIN}"><si><t>NSS</t></si><si><t>CURP</t></si><si><t>SBC</t></si></sst>',
        STYLES: f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1">'
        '<fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="14" fontId="0" '
        'fillId="0" borderId="0" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    return {name: text.encode() for name, text in texts.items()}


def edited(part: str, old: str, new: str) -> bytes:
    """A part of the base with one text in place of another, which must be there."""
    text = base()[part].decode()
    assert old in text, (part, old)
    return text.replace(old, new, 1).encode("utf-8", "surrogateescape")


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of these parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()
