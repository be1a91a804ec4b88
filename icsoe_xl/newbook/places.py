"""Where everything stands in the built-in workbook: rows, columns, ranges, names. No spreadsheet library here."""

from __future__ import annotations

from dataclasses import dataclass

from icsoe_xl.addresses import column_letters
from icsoe_xl.newbook.design import TableDesign

START, FORM, CONTRACTS, WORKERS, LISTS = "Inicio", "Contratista", "Contratos", "Trabajadores", "Listas"

FORM_LABEL, FORM_VALUE = 2, 3
"""Columns of the form: labels in B, values in C, as `layouts.forms` expects them beside each other."""


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table: its sheet, the row of its header and its columns by field.

    ``last_row`` is the last one of the Excel table; drop-downs and colours go on to ``checked_row``, for what
    is pasted below it: on a protected sheet Excel lets no table grow.
    """

    sheet: str
    header_row: int
    last_row: int
    checked_row: int
    columns: dict[str, int]

    @property
    def first_row(self) -> int:
        """First row of data."""
        return self.header_row + 1

    def letter(self, field: str) -> str:
        """Column of a field, such as ``B``."""
        return column_letters(self.columns[field])

    @property
    def last_letter(self) -> str:
        """The last column of the table."""
        return column_letters(max(self.columns.values()))

    def cell(self, field: str) -> str:
        """The field in the row that a rule or validation is about: ``$B7``, column fixed."""
        return f"${self.letter(field)}{self.first_row}"

    def here(self, field: str) -> str:
        """A field's cells on the table's own sheet: ``$B$7:$B$506``."""
        return f"${self.letter(field)}${self.first_row}:${self.letter(field)}${self.checked_row}"

    def range(self, field: str) -> str:
        """The same from another sheet: ``Contratos!$B$7:$B$506``."""
        return f"{self.sheet}!{self.here(field)}"

    def area(self, field: str) -> str:
        """The same without fixing it, as validations and colours want it: ``B7:B506``."""
        return self.here(field).replace("$", "")


def table_place(sheet: str, design: TableDesign) -> TablePlace:
    """The place of a table by its design: title, name, hint, bands if any, hints of columns, header."""
    header_row = 6 if design.groups else 5
    columns = {column.field: number for number, column in enumerate(design.columns, 1)}
    return TablePlace(sheet, header_row, header_row + design.rows, header_row + design.rows * 5 // 3, columns)
