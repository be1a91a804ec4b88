"""Marks in a closed file: put in place, and taken back exactly.

``mark`` gives bad cells a copy of their own format with our fill, adds notes, and adds ``Hallazgos`` with
the record of it all. ``clear`` has two ways. If no program saved the file since, the small parts get their
old bytes back and the cells their old style numbers: every part is byte for byte as before. If one did,
each cell is judged by its fingerprint or by the record (:mod:`icsoe_xl.takeback`) and its fill put back.
"""

from __future__ import annotations

from icsoe_xl.cells import clean
from icsoe_xl.hallazgos import FINDINGS, could_be, findings_listing
from icsoe_xl.marks import Marks, SheetMarks, digest
from icsoe_xl.model import Place
from icsoe_xl.record import Look, PartRecord, Record, SheetRecord, part_digest, sheet_record
from icsoe_xl.takeback import claimed, our_note
from icsoe_xl.workbooks import findings_sheet
from icsoe_xl.workbooks.cell_xml import (
    attribute,
    cell_value,
    empty_cell,
    is_empty,
    opening_tag,
    with_attribute,
)
from icsoe_xl.workbooks.comments import AUTHOR, Notes
from icsoe_xl.workbooks.findings_sheet import SharedStrings
from icsoe_xl.workbooks.package import Package, SheetEntry
from icsoe_xl.workbooks.port import Taken
from icsoe_xl.workbooks.sheet_frame import legacy_drawing, merged_areas, remove_legacy_drawing
from icsoe_xl.workbooks.sheet_xml import SheetXml, Slot
from icsoe_xl.workbooks.styles import MARK_COLOURS, Styles
from icsoe_xl.workbooks.workbook_xml import remove_sheet
from icsoe_xl.workbooks.xml_parts import Edit

MAX_MERGED = 10_000
"""Cells of a merged area that are painted with its first one; larger ones are titles or mistakes."""


def check_markable(package: Package) -> None:
    """Raise UnwritableFile when this kind of file cannot be marked without harm."""
    if package.is_strict:
        raise package.unwritable(
            "está en formato Open XML estricto, que no marcamos; en Excel elija Guardar como > "
            "Libro de Excel (.xlsx)"
        )
    if package.is_binary:
        raise package.unwritable("es un libro binario (.xlsb), que no marcamos; guárdelo como .xlsx o .xlsm")
    if package.is_signed:
        raise package.unwritable(
            "tiene firma digital y marcarlo la rompería; quítela en Archivo > Información, o marque una copia"
        )


def own_sheets(package: Package) -> set[str]:
    """Names of the sheets that are ours: ``Hallazgos`` and ``Cambios``, numbered or not."""
    with package.naming():
        return set(findings_sheet.own_sheets(package))


def is_marked(package: Package) -> bool:
    """Whether there is something to take back: our ``Hallazgos``, or a fill with our fingerprint."""
    if any(could_be(FINDINGS, name) for name in own_sheets(package)):
        return True
    if package.related(package.workbook_part, "styles") is None:
        return False
    with package.naming():
        return any(number is not None for _, number in Styles(package).marks().values())


# Marking


def mark(package: Package, marks: Marks) -> None:
    """Put the marks in place. The marks of an earlier run must be gone already (:func:`clear`).

    Raises UnwritableFile when the file cannot be marked, before anything was changed.
    """
    check_markable(package)
    package.start_journal()
    with package.naming():
        styles = Styles(package)
        untouched = MARK_COLOURS - {colour for colour, _ in styles.marks().values()}
        sheets = [_mark_sheet(package, styles, one, untouched) for one in marks.sheets]
        listing = findings_listing(marks.report)
        formats = findings_sheet.add_styles(styles)
        styles.save()
        part = findings_sheet.place_sheet(package, listing)
        record = Record(styles.looks, sheets, styles.before, _ways_back(package, part))
        package.write(part, findings_sheet.sheet_bytes(listing, formats, record.to_cells()))


def _mark_sheet(
    package: Package, styles: Styles, marks: SheetMarks, untouched: frozenset[str]
) -> SheetRecord:
    part = package.sheet_part(marks.sheet)
    sheet = SheetXml(package.read(part))
    looks: dict[Place, int] = {}

    def restyle(row: int, column: int, style: str | None, wish: tuple[str, bool]) -> int:
        painted = styles.painted(style, wish[0], created=False)
        looks[row, column] = styles.before[painted][1]
        return painted

    def paint(slot: Slot, wish: tuple[str, bool]) -> bytes | None:
        if slot.raw is not None:
            style = restyle(slot.row, slot.column, attribute(opening_tag(slot.raw), "s"), wish)
            return with_attribute(slot.raw, "s", str(style))
        colour, create = wish
        if not create:
            return None
        style = styles.painted(slot.inherited, colour, created=True)
        looks[slot.row, slot.column] = styles.before[style][1]
        return empty_cell(sheet.prefix.decode(), slot.row, slot.column, style).encode()

    fills, notes = _over_merged(sheet, marks)
    sheet.rewrite(fills, paint, restyle=restyle)
    added = Notes(package, part, sheet).add(notes)
    package.write(part, sheet.data)
    return sheet_record(marks, looks, added.values(), sheet.created_rows, untouched)


def _over_merged(
    sheet: SheetXml,
    marks: SheetMarks,
) -> tuple[dict[int, dict[int, tuple[str, bool]]], dict[Place, str]]:
    """Colour of every cell by row and column, with whether to create it, and the notes.

    A merged area takes the colour of its first cell throughout, and shows its notes there.
    """
    fills: dict[int, dict[int, tuple[str, bool]]] = {}
    for (row, column), colour in marks.fills.items():
        fills.setdefault(row, {})[column] = colour, True
    notes = dict(marks.notes)
    for top, left, bottom, right in merged_areas(sheet):
        first = fills.get(top, {}).get(left)
        if first is not None and (bottom - top + 1) * (right - left + 1) <= MAX_MERGED:
            for row in range(top, bottom + 1):
                columns = fills.setdefault(row, {})
                columns.update(dict.fromkeys(range(left, right + 1), (first[0], False)))
            fills[top][left] = first
        hidden = [p for p in notes if top <= p[0] <= bottom and left <= p[1] <= right and p != (top, left)]
        if hidden:
            texts = [notes.pop(place) for place in [(top, left), *hidden] if place in notes]
            notes[top, left] = "\n\n".join(texts)
    return fills, notes


def _ways_back(package: Package, own: str) -> list[PartRecord]:
    """How to take back each small part that was changed; ``own`` is the part of ``Hallazgos``."""
    ways = [
        PartRecord(
            part,
            part_digest(package.text(part)),
            [
                [(edit.start, edit.length, edit.new.decode("utf-8")) for edit in step]
                for step in reversed(steps)
            ],
        )
        for part, steps in package.journal.items()
    ]
    return ways + [
        PartRecord(part, part_digest(package.text(part)), None) for part in package.added if part != own
    ]


# Taking back


def clear(package: Package) -> Taken:
    """Take back every mark of ours and our ``Hallazgos``; ``Cambios`` stays. Without any, nothing changes."""
    if not is_marked(package):
        return Taken(0, 0)
    check_markable(package)
    with package.naming():
        ours = findings_sheet.own_sheets(package)
        listings = [sheet for name, sheet in ours.items() if could_be(FINDINGS, name)]
        others = [sheet for sheet in package.sheets() if sheet.kind == "worksheet" and sheet.name not in ours]
        # The user may have renamed our sheet to keep it: then it is hers, but the record in it still counts.
        record = findings_sheet.find_record(package, listings or others)
        if record is not None and _is_untouched(package, record) and len(listings) == 1:
            return _take_back_bytes(package, record, listings[0], others)._replace(listed=True)
        taken = _take_back_looks(package, record, others)
        for sheet in listings:
            remove_sheet(package, sheet)
        return taken._replace(listed=bool(listings))


def _is_untouched(package: Package, record: Record) -> bool:
    """Whether all small parts are as we left them: no program saved the file since."""
    return bool(record.parts) and all(
        package.has(way.part) and part_digest(package.text(way.part)) == way.digest for way in record.parts
    )


def _take_back_bytes(
    package: Package,
    record: Record,
    listing: SheetEntry,
    others: list[SheetEntry],
) -> Taken:
    added = {way.part for way in record.parts if way.undo is None}

    def give_back(slot: Slot, style: int) -> bytes | None:
        if slot.raw is None:  # its address names another row than the one it stands in
            return None
        before, number = record.formats[style]
        if record.looks[number].created and is_empty(slot.raw):
            return b""
        return with_attribute(slot.raw, "s", before)

    cells = 0
    for entry in others:
        found = record.of_sheet(entry.name)
        if found is None:  # not marked, so not read: it may be one that nobody can read
            continue
        sheet = SheetXml(package.read(entry.part))
        before = sheet.data
        marked = sheet.styled(record.formats)
        sheet.rewrite(marked, give_back, found.new_rows)
        cells += sum(len(columns) for columns in marked.values())
        drawing = legacy_drawing(sheet)
        if any(r.id == drawing and r.target in added for r in package.relationships(entry.part)):
            remove_legacy_drawing(sheet)
        if sheet.data is not before:
            package.write(entry.part, sheet.data)
    for way in record.parts:
        steps = None if way.undo is None else [[Edit(a, b, c.encode()) for a, b, c in s] for s in way.undo]
        package.undo(way.part, steps)
    package.undo(listing.part, None)
    return Taken(cells, sum(len(sheet.notes) for sheet in record.sheets))


def _take_back_looks(package: Package, record: Record | None, sheets: list[SheetEntry]) -> Taken:
    strings = SharedStrings(package)
    has_styles = package.related(package.workbook_part, "styles") is not None
    styles = Styles(package) if has_styles else None
    names = {entry.name for entry in sheets}
    cells = notes = 0
    for entry in sheets:
        sheet = SheetXml(package.read(entry.part))
        before = sheet.data
        found = [
            one
            for one in (record.sheets if record is not None else ())
            if one.sheet == entry.name or one.sheet not in names
        ]  # the user may have renamed it
        if styles is not None:
            cells += _restore(sheet, styles, record, found, strings)
        notes += Notes(package, entry.part, sheet).remove(
            lambda author, text: our_note(record, text) if record is not None else author == AUTHOR
        )
        if sheet.data is not before:
            package.write(entry.part, sheet.data)
    if styles is not None:
        styles.disarm(record.looks if record is not None else {})
        styles.save()
    return Taken(cells, notes)


def _restore(
    sheet: SheetXml,
    styles: Styles,
    record: Record | None,
    found: list[SheetRecord],
    strings: SharedStrings,
) -> int:
    """Give the marked cells of a sheet their fills back; gives their number."""
    marks = styles.marks()
    looks: dict[int, dict[int, tuple[int, Look]]] = {}
    unsure: dict[Place, int] = {}
    for row, columns in sheet.styled(marks).items():
        for column, style in columns.items():
            colour, number = marks[style]
            look = record.looks.get(number) if record is not None and number is not None else None
            if look is not None and look.colour == colour:
                looks.setdefault(row, {})[column] = style, look
            elif record is None and number is not None:
                looks.setdefault(row, {})[column] = style, Look(colour)  # lost: no fill is the best guess
            else:
                unsure[row, column] = style
    if unsure and record is not None:
        digests = {
            row: {
                digest(text): column
                for column, raw in reversed(cells.items())
                if (text := clean(cell_value(raw, strings)))
            }
            for row, cells in sheet.cells({row for row, _ in unsure})
        }
        spared = {place for place, style in unsure.items() if styles.has_own_font(style)}
        for one in found:
            painted = {place: marks[style][0] for place, style in unsure.items()}
            for (row, column), look in claimed(record, one, painted, digests, spared).items():
                looks.setdefault(row, {})[column] = unsure.pop((row, column)), look

    def give_back(slot: Slot, wish: tuple[int, Look]) -> bytes | None:
        if slot.raw is None:
            return None
        style, look = wish
        if look.created and is_empty(slot.raw):
            return b""
        return with_attribute(slot.raw, "s", str(styles.restored(style, look)))

    sheet.rewrite(looks, give_back, {row for one in found for row in one.new_rows})
    return sum(len(columns) for columns in looks.values())
