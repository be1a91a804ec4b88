"""The guided tour: a sample workbook with the faults that people really make, and its happy end.

All people are invented; their NSS and CURP are sound in form and belong to nobody on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from icsoe_xl import actions
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.findings import Report
from icsoe_xl.ids import curp, nss

HEADERS = (
    "NSS(11 dígitos)",
    " CURP(18 caracteres)",
    " Salario base de cotización(numérico con 2 decimales)",
    "Nombre",
)
"""The official three, with the spaces that the template has, and a column of the firm's own."""

_STEMS = (
    ("0215929217", "LOPA920814MDFPRN0", 412.35, "Ana López Paredes"),
    ("1210884021", "HEMR880305HJCRRB0", 385.00, "Roberto Hernández Mora"),
    ("4311950338", "GAVS950921MNLRLF0", 498.27, "Sofía García Valle"),
    ("0817991145", "RORD991130HPLDMG0", 330.50, "Diego Rodríguez Romo"),
    ("2314850912", "MASC850617MGTRNR0", 1450.75, "Carmen Martínez Santos"),
    ("5219010456", "PEDJ010209HTSRZSA", 365.90, "Jesús Pérez Díaz"),
    ("3312900774", "TOCL900726MVZRSR0", 520.10, "Laura Torres Castro"),
    ("0916971260", "FUNM970412HMCNXR0", 402.88, "Mario Fuentes Núñez"),
    ("6110830587", "VIOE830119MSRLRL0", 677.40, "Elena Villa Ortega"),
    ("7418021099", "CACJ020523HOCSRRA", 349.66, "Jorge Castillo Cruz"),
    ("1513890623", "SAGP891208MMNNRT0", 455.05, "Patricia Sánchez Guerra"),
    ("2815940381", "AIHL940703HQTVRS0", 391.72, "Luis Ávila Herrera"),
)
"""First ten digits, first 17 characters, pesos per day, name."""

Row = list[str | float | int | None]


@dataclass(slots=True)
class Tour:
    """Where the tour's files are and what each step found."""

    marked: Path
    corrected: Path
    exported: Path
    before: Report
    repaired: int
    refused: Report
    clean: Report
    files: list[str] = field(default_factory=list)


def people() -> Iterator[Row]:
    """Rows as they should be: NSS and CURP as text, SBC in pesos per day, name."""
    for first_ten, first_17, wage, name in _STEMS:
        stem = first_17.replace("Ñ", "X")
        yield [first_ten + nss.check_digit(first_ten), stem + curp.check_digit(stem), wage, name]


def faulty_rows() -> list[Row]:
    """The same people as a typist leaves them at eleven at night; an empty list is a blank row."""
    rows = [list(row) for row in people()]
    rows[0][0] = int(str(rows[0][0]))  # the zero is gone: Excel took it for a number
    rows[1][0] = f"{str(rows[1][0])[:2]}-{str(rows[1][0])[2:4]}-{str(rows[1][0])[4:]}"
    rows[2][0] = float(str(rows[2][0]))
    rows[3][0] = str(rows[3][0])[:6] + _other_digit(str(rows[3][0])[6]) + str(rows[3][0])[7:]
    rows[4][1] = f" {str(rows[4][1]).lower()} "
    rows[4][2] = "$1,450.75"
    rows[5][2] = "365,90"
    rows[6][1] = str(rows[6][1]).replace("TOC", "T0C", 1)
    rows[7][1] = str(rows[7][1])[:-1] + _other_digit(str(rows[7][1])[-1])
    rows[8][2] = 677.4049
    rows[9][2] = None
    rows[10][0] = ""
    rows.insert(6, [])
    rows.append(list(rows[2]))
    rows.append(["TOTAL", None, f"=SUM(C2:C{len(rows) + 1})", None])
    return rows


def write_workbook(path: Path, rows: list[Row]) -> None:
    """A workbook like the official template: sheet ``captura``, three headers and the names."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "captura"
    sheet.append(HEADERS)
    for cell in sheet[1]:
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E78")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if column < 3 and isinstance(value, str):
                cell.number_format = "@"
            elif column == 3:
                cell.number_format = "#,##0.00"
            elif isinstance(value, float | int):
                cell.number_format = "0"
    for letter, width in zip("ABCD", (15, 24, 21, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 48
    sheet.freeze_panes = "A2"
    book.save(path)


def tour(folder: Path) -> Tour:
    """Make, validate, fix, try to export, correct and export; all files stay in ``folder``.

    Raises UnwritableFile when the folder cannot be written.
    """
    options = actions.Options()
    marked, corrected = folder / "1_con_errores.xlsx", folder / "2_corregido.xlsx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_workbook(marked, faulty_rows())
        write_workbook(corrected, list(people()))
    except OSError as problem:
        raise UnwritableFile(
            f"No pude escribir el ejemplo en {folder}: elija otra carpeta o cierre sus libros."
        ) from problem
    before = actions.validate(marked, options=options)
    fixed = actions.fix(marked, options)
    refused, _ = actions.export(marked, folder / "exportado", options)
    clean, exported = actions.export(corrected, folder / "exportado", options)
    files = [name for name, _ in exported.files] if exported else []
    return Tour(marked, corrected, folder / "exportado", before, len(fixed.repairs), refused, clean, files)


def _other_digit(digit: str) -> str:
    return str((int(digit) + 1) % 10)
