"""The yellow boxes of notes: VML shapes, large enough for their text, placed over rows and columns.

Excel takes a box's place from its anchor (column, pixels into it, row, pixels into it, twice), so its size
in pixels must be laid over the widths and heights of the sheet. VML as Excel writes it: [MS-OI29500] 2.1
and ECMA-376 part 4, 19.4.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from math import ceil

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.model import Place
from icsoe_xl.workbooks.cell_xml import attribute
from icsoe_xl.workbooks.sheet_xml import SheetXml
from icsoe_xl.workbooks.xml_parts import Edit

BOX_WIDTH = 300
LINE_HEIGHT = 15
CHARACTER_WIDTH = 6.3
"""Pixels of an average character of Tahoma 9 at 96 dots an inch, with some air."""
MARGIN = 12
_USUAL_WIDTH = 9.14
_ROWS_LOOKED_AT = 12
"""Rows below a cell whose heights are looked up; a box seldom reaches further."""
_OFFSET = 15, 8
_BLOCK = 1024
"""Shape numbers come in blocks of this size; a block belongs to one drawing of the workbook."""
_IDMAP = re.compile(rb"""<o:idmap\b[^>]*?\bdata\s*=\s*["']([\d,\s]*)["']""")
_BOX = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_SHAPES = re.compile(rb"<v:(?:shape|rect|roundrect|group|oval|line|polyline|arc|curve|image)\s")
_POINTS = re.compile(r"\d+(?:\.\d+)?")
_ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
_COLUMN = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")

EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    b'data=""/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    'margin-top:2pt;width:{width}pt;height:{height}pt;z-index:{z};visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left">'
    '</div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
    "<x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_DECLARED = {
    b"xmlns:v=": ' xmlns:v="urn:schemas-microsoft-com:vml"',
    b"xmlns:o=": ' xmlns:o="urn:schemas-microsoft-com:office:office"',
    b"xmlns:x=": ' xmlns:x="urn:schemas-microsoft-com:office:excel"',
}


def box_height(text: str) -> int:
    """Pixels that a box of :data:`BOX_WIDTH` needs so that nothing of ``text`` is cut off."""
    fit = (BOX_WIDTH - MARGIN) / CHARACTER_WIDTH
    lines = sum(max(1, ceil(len(line) / fit)) for line in text.split("\n"))
    return (lines + 1) * LINE_HEIGHT + MARGIN


class Grid:
    """Widths of columns and heights of rows in pixels, as far as boxes need them."""

    def __init__(self, sheet: SheetXml, rows: Iterable[int]) -> None:
        head = sheet.head()
        sizes = head.find("sheetFormatPr")
        self._height = round((15.0 if sizes is None else sizes.real("defaultRowHeight", 15.0)) * 96 / 72)
        self._width = _pixels(_USUAL_WIDTH if sizes is None else sizes.real("defaultColWidth", _USUAL_WIDTH))
        listed = head.find("cols")
        self._columns = (
            []
            if listed is None
            else [
                (
                    col.integer("min"),
                    col.integer("max"),
                    0 if col.is_true("hidden") else _pixels(col.real("width")),
                )
                for col in listed.children
                if "width" in col.attributes
            ]
        )
        self._rows = sheet.row_tags(rows, _ROWS_LOOKED_AT)

    def width(self, column: int) -> int:
        """Pixels of a column."""
        return next((w for first, last, w in self._columns if first <= column <= last), self._width)

    def height(self, row: int) -> int:
        """Pixels of a row."""
        tag = self._rows.get(row)
        if tag is None:
            return self._height
        if attribute(tag, "hidden") in ("1", "true"):
            return 0
        height = attribute(tag, "ht") or ""
        return round(float(height) * 96 / 72) if _POINTS.fullmatch(height) else self._height


def _pixels(width: float) -> int:
    """Pixels of a column width, which counts digits of 7 pixels (Calibri 11)."""
    return int((256 * width + 128 // 7) / 256 * 7)


def _anchor(place: Place, height: int, grid: Grid) -> str:
    """Anchor of a box beside the cell, a little above it; numbers of rows and columns are from 0 here."""
    row, column = max(place[0] - 1, 1), min(place[1] + 1, MAX_COLUMNS - 8)
    row = min(row, MAX_ROWS - _ROWS_LOOKED_AT)
    left, top = _OFFSET
    end_column, right = _reach(column, left + BOX_WIDTH, grid.width, MAX_COLUMNS)
    end_row, bottom = _reach(row, top + height, grid.height, MAX_ROWS)
    return f"{column - 1}, {left}, {row - 1}, {top}, {end_column - 1}, {right}, {end_row - 1}, {bottom}"


def _reach(start: int, pixels: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """Where a length ends that begins at the edge of row or column ``start``."""
    while start < last and pixels > (step := size(start)):
        pixels -= step
        start += 1
    return start, pixels


def add_boxes(drawing: bytes, notes: Mapping[Place, str], grid: Grid, used: Iterable[int]) -> list[Edit]:
    """Edits that put a box for each note into a VML drawing.

    ``used`` are the blocks of shape numbers taken anywhere in the workbook.
    """
    block = max(used, default=0)
    taken: list[int] = []
    shapes: list[str] = []
    number = _BLOCK
    for z, (place, text) in enumerate(notes.items(), 1):
        if number >= _BLOCK:
            block, number = block + 1, 1
            taken.append(block)
        height = box_height(text)
        shapes.append(
            _SHAPE.format(
                id=block * _BLOCK + number,
                z=z,
                width=BOX_WIDTH * 3 // 4,
                height=height * 3 // 4,
                anchor=_anchor(place, height, grid),
                row=place[0] - 1,
                column=place[1] - 1,
            )
        )
        number += 1
    if b'id="_x0000_t202"' not in drawing:
        shapes.insert(0, _SHAPE_TYPE)
    new = "".join(shapes)
    missing = "".join(text for name, text in _DECLARED.items() if name not in drawing)
    if missing:
        new = re.sub("<v:(shape|shapetype) ", rf"<v:\1{missing} ", new)
    close = drawing.rfind(b"</")
    if close < 0:
        raise UnreadableFile("su dibujo de notas está dañado; ábralo en Excel y guárdelo de nuevo")
    edits = [Edit(close, 0, new.encode())]
    found = _IDMAP.search(drawing)
    if found is not None:
        listed = b",".join(filter(None, (found[1].strip(), *(b"%d" % number for number in taken))))
        edits.append(Edit(found.start(1), len(found[1]), listed))
    return edits


def remove_boxes(drawing: bytes, places: Iterable[Place]) -> list[Edit]:
    """Edits that take the boxes of the notes at these cells out of a VML drawing."""
    gone = set(places)
    return [
        Edit(found.start(), len(found[0]), b"")
        for found in _BOX.finditer(drawing)
        if _place_of(found[0]) in gone
    ]


def blocks(drawing: bytes) -> set[int]:
    """Blocks of shape numbers that a drawing takes."""
    return {int(number) for found in _IDMAP.finditer(drawing) for number in re.findall(rb"\d+", found[1])}


def has_shapes(drawing: bytes) -> bool:
    """Whether anything is drawn: boxes, form controls, pictures."""
    return _SHAPES.search(drawing) is not None


def _place_of(shape: bytes) -> Place | None:
    """The cell whose note a shape shows, None when it is not a note's."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row is None or column is None or b"Note" not in shape:
        return None
    return int(row[1]) + 1, int(column[1]) + 1
