"""What the cells of a range hold: values, formulas, notes, links, names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icsoe_xl.calc import cells, layout
from icsoe_xl.calc.areas import from_uno, runs
from icsoe_xl.calc.links import add_link, read_link
from icsoe_xl.calc.looks import Looks
from icsoe_xl.calc.notes import NOTES, Note, add_note

if TYPE_CHECKING:
    from icsoe_xl.calc.names import Name
    from icsoe_xl.calc.tables import Table

# com.sun.star.sheet.CellFlags
NUMBERS, TEXTS = 1 | 2, 4
ALL_CONTENT = NUMBERS | TEXTS | 16
ALL_FORMATS = 32 | 64 | 256 | 512
EVERYTHING = ALL_CONTENT | NOTES | ALL_FORMATS


class Range(Looks):
    """A range of cells as xlwings knows it."""

    @property
    def raw_value(self) -> Any:
        """Values as in `cells.read`: a list of rows, or one value for one cell."""
        if self.x is None:
            return None
        book = self.sheet.book
        data = cells.read(self.first, self.sheet.x, book.formats, book.null_date)
        return data[0][0] if self.shape == (1, 1) else data

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if self.x is None:
            return
        self.require_editable(content=True)
        book = self.sheet.book
        for area in self.areas:
            block = cells.Block(book.app.office, self.sheet.x, area, book.formats, book.null_date)
            if isinstance(value, str) and value.startswith("=") and area.rows * area.columns > 1:
                block.fill_formula(value)
            else:
                block.write(layout.as_rows(value, area))

    @property
    def formula(self) -> Any:
        """Formulas as in `cells.read_formulas`: a tuple of rows, or one text for one cell."""
        if self.x is None:
            return None
        book = self.sheet.book
        found = cells.read_formulas(self.first, book.formats)
        return found[0][0] if self.shape == (1, 1) else tuple(map(tuple, found))

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Range]:
        """The "blanks", "constants", "formulas" or "visible" cells, as areas."""
        if cell_type == "visible":
            found = self.first.queryVisibleCells()
        elif cell_type == "blanks":
            found = self.first.queryEmptyCells()
        elif cell_type == "constants":
            kinds = {None: NUMBERS | TEXTS, "numbers": NUMBERS, "text": TEXTS}.get(value_type, 0)
            found = self.first.queryContentCells(kinds)
        else:
            return self._formula_cells(value_type)
        return [Range(self.sheet, (from_uno(address),)) for address in found.RangeAddresses]

    def _formula_cells(self, value_type: str | None) -> list[Range]:
        formulas = self.formula if len(self) > 1 else ((self.formula,),)
        values = self.raw_value if len(self) > 1 else [[self.raw_value]]
        kinds = {"numbers": float, "text": str, "logical": bool, "errors": cells.CellError}
        wanted = kinds.get(value_type or "")
        places = [
            (self.area.row + i, self.area.column + j)
            for i, row in enumerate(formulas)
            for j, text in enumerate(row)
            if text.startswith("=") and text != values[i][j] and wanted in (None, type(values[i][j]))
        ]
        return [Range(self.sheet, (area,)) for area in runs(places)]

    def clear_flags(self, flags: int) -> None:
        """Clear what these com.sun.star.sheet.CellFlags name."""
        if self.x is not None:
            self.require_editable(content=flags == ALL_CONTENT)
            self.x.clearContents(flags)

    def clear(self) -> None:
        """Clear content, notes and formats."""
        self.clear_flags(EVERYTHING)

    def clear_contents(self) -> None:
        """Clear the content."""
        self.clear_flags(ALL_CONTENT)

    def clear_formats(self) -> None:
        """Clear the formats."""
        self.clear_flags(ALL_FORMATS)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert empty cells here; those in the way move "right" or "down"."""
        self.require_editable()
        layout.insert(self, shift)

    def delete(self, shift: str | None = None) -> None:
        """Remove the cells; others move in from the right ("left") or from below ("up")."""
        self.require_editable()
        layout.delete(self, shift)

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        return Note(self) if self.first.queryContentCells(NOTES).getCount() else None

    def add_note(self, text: str) -> Note:
        """Put a note on the cell."""
        self.require_editable()
        return add_note(self, text)

    @property
    def hyperlink(self) -> str:
        """Address of the link in the cell; ``#captura!A5`` points into the workbook. Raises when none."""
        return read_link(self.cell)

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str) -> None:
        """Make the cell a link. LibreOffice has no screen tips of its own for links."""
        self.require_editable()
        add_link(self.sheet.book.doc, self.cell, address, text_to_display)

    @property
    def name(self) -> Name | None:
        """The defined name of exactly these cells."""
        for names in (self.sheet.names, self.sheet.book.names):
            for name in names:
                named = name.refers_to_range
                if named is not None and named.coords == self.coords:
                    return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"='{self.sheet.name}'!{self.address}")

    @property
    def table(self) -> Table | None:
        """The table that holds the first cell."""
        return self.sheet.tables.holding(self.area.row, self.area.column)
