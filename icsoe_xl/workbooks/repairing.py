"""Safe repairs in a closed file: the cells get their new values, the sheet ``Cambios`` gets the list.

Formulas stay, and so does every cell that belongs to an array formula. Text is written with the number
format ``@``, so that Excel never turns an NSS into a number again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from icsoe_xl.addresses import split_cell
from icsoe_xl.hallazgos import CHANGES, CHANGES_SIGNATURE, changes_listing, could_be
from icsoe_xl.model import Place
from icsoe_xl.workbooks import findings_sheet
from icsoe_xl.workbooks.cell_xml import attribute, filled_cell, has_formula, opening_tag
from icsoe_xl.workbooks.marking import check_markable
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.port import Repair
from icsoe_xl.workbooks.sheet_xml import SheetXml, Slot
from icsoe_xl.workbooks.styles import AMOUNT_FORMAT, TEXT_FORMAT, Styles
from icsoe_xl.workbooks.xml_parts import Edit, element, set_attribute

_AFTER_CALCULATION = frozenset({
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
})


TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


def repair(package: Package, repairs: Sequence[Repair], when: datetime | None = None) -> list[Repair]:
    """Write repairs into their cells and list them on ``Cambios``; gives those that were written.

    ``when`` (default: now) is the moment that ``Cambios`` shows. Raises UnwritableFile.
    """
    check_markable(package)
    with package.naming():
        return _repair(package, repairs, when)


def _repair(package: Package, repairs: Sequence[Repair], when: datetime | None) -> list[Repair]:
    styles = Styles(package)
    by_sheet: dict[str, list[Repair]] = {}
    for one in repairs:
        by_sheet.setdefault(one.sheet, []).append(one)
    done: list[Repair] = []
    for name, wanted in by_sheet.items():
        done += _repair_sheet(package, styles, package.sheet_part(name), wanted)
    if not done:
        return []
    if when is None:
        from datetime import datetime

        when = datetime.now()
    listing = changes_listing(done, when)
    ours = [s for name, s in findings_sheet.own_sheets(package).items() if could_be(CHANGES, name)]
    if ours:
        styles.save()
        findings_sheet.append_rows(package, ours[-1].part, listing)
    else:
        formats = findings_sheet.add_styles(styles)
        styles.save()
        part = findings_sheet.place_sheet(package, listing)
        package.write(part, findings_sheet.sheet_bytes(listing, formats, [CHANGES_SIGNATURE]))
    _recalculate(package)
    return done


def _repair_sheet(package: Package, styles: Styles, part: str, repairs: list[Repair]) -> list[Repair]:
    sheet = SheetXml(package.read(part))
    arrays = _array_areas(sheet)
    wanted: dict[int, dict[int, Repair]] = {}
    for one in repairs:
        wanted.setdefault(one.place[0], {})[one.place[1]] = one
    done: list[Repair] = []

    def write(slot: Slot, one: Repair) -> bytes | None:
        if _within(one.place, arrays) or (slot.raw is not None and has_formula(slot.raw)):
            return None
        before = slot.inherited if slot.raw is None else attribute(opening_tag(slot.raw), "s")
        style = _formatted(styles, before, isinstance(one.after, str))
        done.append(one)
        return filled_cell(sheet.prefix.decode(), slot.row, slot.column, style, one.after).encode()

    sheet.rewrite(wanted, write)
    if done:
        package.write(part, sheet.data)
    return done


def _formatted(styles: Styles, before: str | None, text: bool) -> str | None:
    """The style of a repaired cell: its own, with a number format that keeps text text, numbers numbers."""
    base = styles.number(before)
    if styles.is_text(base) == text and (text or not styles.is_quoted(base)):
        return before
    wanted: dict[str, str | None] = {} if text else {"quotePrefix": None}
    if styles.is_text(base) != text:
        number = TEXT_FORMAT if text else AMOUNT_FORMAT
        wanted = {"numFmtId": str(number), "applyNumberFormat": "1", **wanted}
    return str(styles.variant(base, wanted))


def _array_areas(sheet: SheetXml) -> list[tuple[int, int, int, int]]:
    """Areas of array formulas and data tables: only their first cell holds the formula."""
    areas = []
    for found in re.finditer(rb"""\st=["'](?:array|dataTable)["'][^>]*""", sheet.data):
        tag = sheet.data[sheet.data.rfind(b"<", 0, found.start()):found.end()]
        where = re.search(rb"""\sref=["']([A-Z]+\d+)(?::([A-Z]+\d+))?["']""", tag)
        if where is not None:
            first = where[1].decode()
            areas.append((*split_cell(first), *split_cell(where[2].decode() if where[2] else first)))
    return areas


def _within(place: Place, areas: list[tuple[int, int, int, int]]) -> bool:
    return any(top <= place[0] <= bottom and left <= place[1] <= right for top, left, bottom, right in areas)


def _recalculate(package: Package) -> None:
    """Have Excel compute the formulas when it opens the file: some may depend on what was repaired."""
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
