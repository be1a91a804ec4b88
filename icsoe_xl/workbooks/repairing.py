"""Safe repairs in a closed file: the cells get their new values, the sheet ``Cambios`` gets the list."""

from __future__ import annotations

from collections.abc import Sequence

from icsoe_xl.hallazgos import CHANGES, CHANGES_SIGNATURE, changes_listing, could_be
from icsoe_xl.workbooks import findings_sheet
from icsoe_xl.workbooks.marking import check_markable
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.port import Repair
from icsoe_xl.workbooks.styles import Styles
from icsoe_xl.workbooks.writing import recalculate, write_cells

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
    recalculate(package)
    return done


def _repair_sheet(package: Package, styles: Styles, part: str, repairs: list[Repair]) -> list[Repair]:
    written = write_cells(package, styles, part, {one.place: one.after for one in repairs})
    return [one for one in repairs if one.place in written]
