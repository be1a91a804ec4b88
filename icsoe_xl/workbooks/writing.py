"""Values written into the cells of a closed file; everything else of the sheet keeps its bytes.

Formulas stay, and so does every cell that belongs to an array formula. Text is written with the number
format ``@``, so that Excel never turns an NSS into a number again; a date stays one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from icsoe_xl.addresses import split_cell
from icsoe_xl.model import Place
from icsoe_xl.workbooks.cell_xml import attribute, filled_cell, has_formula, opening_tag
from icsoe_xl.workbooks.marking import check_markable
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.sheet_xml import SheetXml, Slot
from icsoe_xl.workbooks.styles import AMOUNT_FORMAT, DATE_FORMAT, TEXT_FORMAT, Styles
from icsoe_xl.workbooks.xml_parts import Edit, element, set_attribute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    Value = str | float | date

_DAY_ZERO, _DAY_ZERO_1904 = 693_594, 695_056
"""Ordinals of 30 December 1899 and 1 January 1904: Excel counts days from them (ECMA-376 part 1, 18.17.4.1)."""
_AFTER_CALCULATION = frozenset({
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
})  # fmt: skip


def write_values(package: Package, values: Mapping[tuple[str, Place], str | date]) -> None:
    """Write values by sheet and place, and have what depends on them computed. Raises UnwritableFile."""
    check_markable(package)
    with package.naming():
        styles = Styles(package)
        by_sheet: dict[str, dict[Place, Value]] = {}
        for (sheet, place), value in values.items():
            by_sheet.setdefault(sheet, {})[place] = value
        written = [write_cells(package, styles, package.sheet_part(name), v) for name, v in by_sheet.items()]
        if any(written):
            styles.save()
            recalculate(package)


def write_cells(package: Package, styles: Styles, part: str, values: Mapping[Place, Value]) -> set[Place]:
    """Write values into cells of one sheet; gives the places that were written. Saving the styles is the caller's."""
    sheet = SheetXml(package.read(part))
    arrays = _array_areas(sheet)
    wanted: dict[int, dict[int, Value]] = {}
    for (row, column), value in values.items():
        wanted.setdefault(row, {})[column] = value
    done: set[Place] = set()

    def write(slot: Slot, value: Value) -> bytes | None:
        place = slot.row, slot.column
        if _within(place, arrays) or (slot.raw is not None and has_formula(slot.raw)):
            return None
        before = slot.inherited if slot.raw is None else attribute(opening_tag(slot.raw), "s")
        done.add(place)
        style = _formatted(styles, before, value)
        plain = value if isinstance(value, str | int | float) else _serial(package, value)
        return filled_cell(sheet.prefix.decode(), slot.row, slot.column, style, plain).encode()

    sheet.rewrite(wanted, write)
    if done:
        package.write(part, sheet.data)
    return done


def recalculate(package: Package) -> None:
    """Have Excel compute the formulas when it opens the file: some may depend on what was written."""
    workbook = package.workbook_part
    if package.related(workbook, "calcChain") is None and not any(
        re.search(rb"<(?:[\w.-]+:)?f[\s>]", package.read(sheet.part)) for sheet in package.sheets()
    ):
        return
    data, root = package.text(workbook), package.tree(workbook)
    settings = root.find("calcPr")
    if settings is not None:
        edit = set_attribute(data, settings, "fullCalcOnLoad", "1")
    else:
        place = next((node.start for node in root.children if node.tag in _AFTER_CALCULATION), root.close)
        edit = Edit(place, 0, element(root.qualified("calcPr"), fullCalcOnLoad="1"))
    package.splice(workbook, [edit])


def _formatted(styles: Styles, before: str | None, value: Value) -> str | None:
    """The style of a written cell: its own, with a number format that keeps text text, days days, numbers numbers."""
    base = styles.number(before)
    if isinstance(value, str):
        fits, number = styles.is_text(base), TEXT_FORMAT
    elif isinstance(value, int | float):
        fits, number = not styles.is_text(base), AMOUNT_FORMAT
    else:
        fits, number = styles.is_date(base), DATE_FORMAT
    quoted = not isinstance(value, str) and styles.is_quoted(base)
    if fits and not quoted:
        return before
    wanted: dict[str, str | None] = {"quotePrefix": None} if quoted else {}
    if not fits:
        wanted = {"numFmtId": str(number), "applyNumberFormat": "1", **wanted}
    return str(styles.variant(base, wanted))


def _serial(package: Package, day: date) -> int:
    """Excel's number for a day (after February 1900, as all of ours are)."""
    properties = package.tree(package.workbook_part).find("workbookPr")
    from_1904 = properties is not None and properties.is_true("date1904")
    return day.toordinal() - (_DAY_ZERO_1904 if from_1904 else _DAY_ZERO)


def _array_areas(sheet: SheetXml) -> list[tuple[int, int, int, int]]:
    """Areas of array formulas and data tables: only their first cell holds the formula."""
    areas = []
    for found in re.finditer(rb"""\st=["'](?:array|dataTable)["'][^>]*""", sheet.data):
        tag = sheet.data[sheet.data.rfind(b"<", 0, found.start()) : found.end()]
        where = re.search(rb"""\sref=["']([A-Z]+\d+)(?::([A-Z]+\d+))?["']""", tag)
        if where is not None:
            first = where[1].decode()
            areas.append((*split_cell(first), *split_cell(where[2].decode() if where[2] else first)))
    return areas


def _within(place: Place, areas: list[tuple[int, int, int, int]]) -> bool:
    return any(top <= place[0] <= bottom and left <= place[1] <= right for top, left, bottom, right in areas)
