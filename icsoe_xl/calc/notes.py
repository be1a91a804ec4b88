"""Notes of cells, which LibreOffice calls annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icsoe_xl.calc.ranges import Range

NOTES = 8  # com.sun.star.sheet.CellFlags.ANNOTATION


class Note:
    """The note of one cell."""

    def __init__(self, location: Range) -> None:
        self.location = location

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.CellAnnotation."""
        return self.location.cell.Annotation

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self.location.require_editable()
        self.api.String = value

    @property
    def author(self) -> str:
        """Who wrote it; empty when LibreOffice has not been told its user's name."""
        return str(self.api.Author)

    def delete(self) -> None:
        """Take it away."""
        self.location.require_editable()
        self.location.cell.clearContents(NOTES)


def add_note(cell: Range, text: str) -> Note:
    """Put a note on `cell`."""
    office = cell.sheet.book.app.office
    place = office.struct(
        "com.sun.star.table.CellAddress",
        Sheet=cell.sheet.index - 1,
        Row=cell.area.row - 1,
        Column=cell.area.column - 1,
    )
    cell.sheet.x.Annotations.insertNew(place, text)
    return Note(cell)
