"""The copy as an .xlsx of its own: five small parts and the sheets, all of them written here.

A new package instead of a cleaned one: what nobody writes cannot be left behind (properties, shared texts,
notes, pictures, macros, links, names, revisions, printer settings). Parts: ECMA-376 part 1, clause 12; the order
of elements: annex A.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from icsoe_xl.addresses import cell_name, column_letters, quote_sheet
from icsoe_xl.diagnose.sheets import Cell, Copy, Sheet
from icsoe_xl.workbooks.cell_xml import filled_cell
from icsoe_xl.workbooks.package import CONTENT_TYPES, RELATIONSHIPS, WORKSHEET_TYPE
from icsoe_xl.workbooks.xml_parts import DECLARATION, MAIN, RELATIONS, escape_attribute, escape_text

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EPOCH = datetime(1899, 12, 30)
"""Day 0 of Excel's calendar, for days after February 1900."""
_DAY, _MOMENT, _HOUR = 1, 2, 3
"""Styles of the copy: 0 is the default one, 4 is text."""
_TEXT = 4
_STYLES = (
    f'<styleSheet xmlns="{MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5">'
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in (0, 14, 22, 46, 49)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def to_bytes(copy: Copy) -> bytes:
    """The copy as a file."""
    numbers = range(1, len(copy.sheets) + 1)
    overrides = [("workbook.xml", f"{_TYPE}.sheet.main+xml"), ("styles.xml", f"{_TYPE}.styles+xml")]
    overrides += [(f"worksheets/sheet{number}.xml", WORKSHEET_TYPE) for number in numbers]
    parts = {
        CONTENT_TYPES: (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + "".join(f'<Override PartName="/xl/{name}" ContentType="{kind}"/>' for name, kind in overrides)
            + "</Types>"
        ),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(copy),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, sheet in zip(numbers, copy.sheets, strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = "".join(_worksheet(sheet))
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), DECLARATION + content.encode("utf-8"), ZIP_DEFLATED)
    return file.getvalue()


def _relations(listed: list[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(listed, 1)
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{inner}</Relationships>'


def _workbook(copy: Copy) -> str:
    shown = next((place for place, sheet in enumerate(copy.sheets) if sheet.visible), 0)
    sheets = "".join(
        f'<sheet name="{escape_attribute(sheet.name)}" sheetId="{number}"'
        + ("" if sheet.visible else ' state="hidden"')
        + f' r:id="rId{number}"/>'
        for number, sheet in enumerate(copy.sheets, 1)
    )
    names = "".join(
        f'<definedName name="{name}">{escape_text(quote_sheet(sheet))}!${column_letters(column)}${row}</definedName>'
        for name, (sheet, (row, column)) in sorted(copy.names.items())
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f'<bookViews><workbookView activeTab="{shown}"/></bookViews><sheets>{sheets}</sheets>'
        + (f"<definedNames>{names}</definedNames>" if names else "")
        + "</workbook>"
    )


def _worksheet(sheet: Sheet) -> Iterator[str]:
    yield f'<worksheet xmlns="{MAIN}"><sheetFormatPr defaultRowHeight="15"/>'
    yield '<cols><col min="1" max="20" width="22" customWidth="1"/></cols><sheetData>'
    rows: dict[int, list[tuple[int, Cell]]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, []).append((column, cell))
    for row, cells in rows.items():
        hidden = ' hidden="1"' if row in sheet.facts.hidden_rows else ""
        yield f'<row r="{row}"{hidden}>'
        yield from (_cell(row, column, cell) for column, cell in cells)
        yield "</row>"
    yield "</sheetData>"
    if sheet.facts.merged:
        yield f'<mergeCells count="{len(sheet.facts.merged)}">'
        for top, left, bottom, right in sheet.facts.merged:
            yield f'<mergeCell ref="{cell_name(top, left)}:{cell_name(bottom, right)}"/>'
        yield "</mergeCells>"
    yield "</worksheet>"


def _cell(row: int, column: int, cell: Cell) -> str:
    formula = f"<f>{escape_text(cell.formula)}</f>" if cell.formula else ""
    place = cell_name(row, column)
    if cell.error:
        return f'<c r="{place}" t="e">{formula}<v>{escape_text(cell.error)}</v></c>'
    value, style = _stored(cell.value)
    if value is None:
        return f'<c r="{place}">{formula}</c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, str) and formula:
        return f'<c r="{place}" t="str">{formula}<v>{escape_text(value)}</v></c>'
    if formula:
        return f'<c r="{place}" s="{style}">{formula}<v>{value!r}</v></c>'
    return filled_cell("", row, column, style, value)


def _stored(value: object) -> tuple[str | float | bool | None, int]:
    """A value as Excel stores it, and its style."""
    if isinstance(value, str):
        return value, _TEXT
    if value is None or isinstance(value, bool | int):
        return value, 0
    if isinstance(value, float):
        return int(value) if value.is_integer() else value, 0
    if isinstance(value, datetime):
        return _days(value - _EPOCH), _MOMENT
    if isinstance(value, date):
        return _days(datetime(value.year, value.month, value.day) - _EPOCH), _DAY
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    return (_days(value), _HOUR) if isinstance(value, timedelta) else (str(value), _TEXT)


def _days(length: timedelta) -> float:
    return length / timedelta(days=1)
