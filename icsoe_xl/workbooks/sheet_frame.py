"""What surrounds the rows of a worksheet: merged areas and the drawing that holds notes and form controls.

The order of the elements is that of CT_Worksheet, ECMA-376 part 1, 18.3.1.99 and annex A.
"""

from __future__ import annotations

from icsoe_xl.addresses import split_cell
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.workbooks.sheet_xml import SheetXml
from icsoe_xl.workbooks.xml_parts import RELATIONS, Edit, Node, splice

_AFTER_LEGACY_DRAWING = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)
"""What may follow ``legacyDrawing`` in a worksheet."""


def merged_areas(sheet: SheetXml) -> list[tuple[int, int, int, int]]:
    """Merged areas: first row, first column, last row, last column."""
    listed = sheet.tail()[0].find("mergeCells")
    areas = []
    for node in listed.children if listed is not None else ():
        first, _, last = node.attributes.get("ref", "").partition(":")
        try:
            areas.append((*split_cell(first), *split_cell(last or first)))
        except ValueError as error:
            raise UnreadableFile("sus celdas combinadas están dañadas; ábralo en Excel y guárdelo") from error
    return areas


def legacy_drawing(sheet: SheetXml) -> str | None:
    """Relationship id of the sheet's VML drawing, None when it has none."""
    node = sheet.tail()[0].find("legacyDrawing")
    return None if node is None else node.attributes.get(f"{{{RELATIONS}}}id")


def add_legacy_drawing(sheet: SheetXml, relationship: str) -> None:
    """Put ``legacyDrawing`` in its place in the sequence of a worksheet."""
    root, shift = sheet.tail()
    later = next((node.start for node in root.children if _follows_legacy_drawing(node)), root.close)
    new = f'<{sheet.prefix.decode()}legacyDrawing xmlns:r="{RELATIONS}" r:id="{relationship}"/>'
    sheet.data = splice(sheet.data, [Edit(later + shift, 0, new.encode())])


def remove_legacy_drawing(sheet: SheetXml) -> None:
    """Take ``legacyDrawing`` out."""
    root, shift = sheet.tail()
    sheet.data = splice(
        sheet.data,
        [Edit(node.start + shift, node.stop - node.start, b"") for node in root.all("legacyDrawing")],
    )


def _follows_legacy_drawing(node: Node) -> bool:
    """Whether an element comes after the drawing; mc:AlternateContent stands for what it wraps."""
    if node.tag == "AlternateContent":
        return any(inner.tag in _AFTER_LEGACY_DRAWING for inner in node.walk())
    return node.tag in _AFTER_LEGACY_DRAWING
