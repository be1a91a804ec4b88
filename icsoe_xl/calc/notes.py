"""Notes of cells, which LibreOffice calls annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icsoe_xl.calc.ranges import Range

NOTES = 8  # com.sun.star.sheet.CellFlags.ANNOTATION


class Note:
    """The note of one cell; `x` is its com.sun.star.sheet.CellAnnotation, asked of the cell when not given."""

    def __init__(self, location: Range, x: Any = None) -> None:
        self.location = location
        self._x = x

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.CellAnnotation."""
        if self._x is None:
            self._x = self.location.cell.Annotation
        return self._x

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
    place = cell.sheet.book.app.office.struct(
        "com.sun.star.table.CellAddress", Row=cell.area.row - 1, Column=cell.area.column - 1
    )  # its sheet is not looked at: the annotations are those of one sheet
    cell.sheet.annotations.insertNew(place, text)
    return Note(cell)
