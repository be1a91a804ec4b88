"""Real workbooks for tests, and ways to look into them, whoever wrote them.

`plain_book` is what a payroll program sends; `macro_book` holds everything that a careless tool loses:
macros, buttons, form controls, shapes, pictures, charts, validations, protection, notes of the user's,
threaded comments, tables, conditional formats, sparklines, printer settings and a ribbon of its own. What
no library writes is added to the package by hand.
"""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet as OpenpyxlSheet
from xlsxwriter.worksheet import Worksheet

HEADERS = (
    "NSS(11 dígitos)",
    " CURP(18 caracteres)",
    " Salario base de cotización(numérico con 2 decimales)",
    "Nombre",
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "captura"


def worker(row: int) -> tuple[str, str, float, str]:
    """Values of a made-up worker; no two rows are alike in NSS and CURP."""
    curp = f"TEST{row % 100:02d}0101HDFXXX{row % 90:02d}"
    return f"{92_000_000_000 + row * 37:011d}", curp, 300 + row % 40, f"Persona {row}"


def plain_book(path: Path, rows: int = 20, sheet: str = SHEET) -> Path:
    """A worker table of four columns from A1, without any formatting."""
    with xlsxwriter.Workbook(str(path)) as book:
        write_workers(book.add_worksheet(sheet), rows)
    return path


def write_workers(sheet: Worksheet, rows: int, first: int = 0) -> None:
    """Headers in row `first` (from 0) and workers below."""
    sheet.write_row(first, 0, HEADERS)
    for row in range(first + 1, first + rows + 1):
        sheet.write_row(row, 0, worker(row))


def dressed_book(path: Path) -> Path:
    """The table in the clothes that people give it: banded rows, styles of rows and columns, merged cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(SHEET)
        head = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "white", "border": 1})
        band = book.add_format({"bg_color": "#DDEBF7"})
        money = book.add_format({"num_format": "#,##0.00", "bg_color": "#E2EFDA"})
        stripes = book.add_format({"pattern": 4, "fg_color": "#FFCC00", "bg_color": "#FFFFFF"})
        bad = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        column = book.add_format({"bg_color": "#FFF2CC", "num_format": "@"})
        sheet.set_column("A:A", 16, column)
        sheet.set_column("B:B", 24)
        sheet.write_row(0, 0, HEADERS, head)
        for row in range(1, 21):
            look = band if row % 2 else None
            if row % 5 == 0:
                sheet.set_row(row, 18, stripes)
            for place, value in enumerate(worker(row)):
                if (row, place) != (9, 0):  # an absent cell in a column with a style
                    sheet.write(row, place, value, money if place == 2 else look)
        sheet.write_blank("D4", None, band)
        sheet.write("D13", "del usuario", bad)  # Excel's own style Bad
        sheet.merge_range("D17:D18", "dos renglones", band)
        sheet.conditional_format("C2:C21", {"type": "data_bar"})
    return path


def openpyxl_book(path: Path, change: Callable[[OpenpyxlSheet], None] = lambda sheet: None) -> Path:
    """The table as openpyxl writes it (inline strings, no spans); `change` may do more to the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, OpenpyxlSheet)
    sheet.title = SHEET
    sheet.append(HEADERS)
    for row in range(1, 21):
        sheet.append(worker(row))
    change(sheet)
    book.save(path)
    return path


def macro_book(path: Path) -> Path:
    """An .xlsm with everything that must survive. The table is on `captura`, the rest around and behind it."""
    raw = BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        book.add_vba_project(BytesIO(vba_project()), is_stream=True)
        sheet = book.add_worksheet(SHEET)
        write_workers(sheet, 20)
        sheet.write_comment("B3", "Nota de la usuaria", {"author": "Contadora"})
        sheet.write_comment(
            "A8", "[Threaded comment]", {"author": "tc={11111111-2222-3333-4444-555555555555}"}
        )
        sheet.insert_button("G2", {"macro": "Validar", "caption": "Validar"})
        sheet.insert_textbox("G6", "Una forma con texto")
        sheet.insert_image("G12", "punto.png", {"image_data": BytesIO(png())})
        sheet.set_header("&L&G", {"image_left": "punto.png", "image_data_left": BytesIO(png())})
        sheet.data_validation("A2:A100", {"validate": "length", "criteria": "==", "value": 11})
        sheet.conditional_format(
            "C2:C21",
            {
                "type": "cell",
                "criteria": ">",
                "value": 320,
                "format": book.add_format({"bg_color": "#FFC7CE"}),
            },
        )
        sheet.conditional_format("C2:C21", {"type": "data_bar", "data_bar_2010": True})
        sheet.protect("secreto", {"format_cells": False})
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.add_sparkline("F2", {"range": f"{SHEET}!C2:C10"})
        sheet.write_url("F3", "https://www.imss.gob.mx")
        sheet.freeze_panes(1, 0)
        other = book.add_worksheet("Resumen")
        totals = [{"header": "Contrato"}, {"header": "Total"}]
        other.add_table("A1:B5", {"data": [[f"c{n}", n] for n in range(4)], "columns": totals})
        other.write_formula("D1", f"=SUM({SHEET}!C2:C21)", None, 6000)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"={SHEET}!$C$2:$C$10"})
        other.insert_chart("D4", chart)
        book.define_name("Salarios", f"={SHEET}!$C$2:$C$21")
    found = unpacked(BytesIO(raw.getvalue()))
    _add_form_control(found)
    _add_threaded_comment(found)
    _add_printer_settings(found)
    _add_ribbon(found)
    return packed(path, found)


def vba_project() -> bytes:
    """A VBA project that Excel made (pyOpenVBA carries it)."""
    blank = files("pyopenvba").joinpath("_templates", "blank_files", "blank_workbook.xlsm").read_bytes()
    return unpacked(BytesIO(blank))["xl/vbaProject.bin"]


def png() -> bytes:
    """A red picture of 16 x 16 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xc0\0\0" * 16 for _ in range(16))
    header = struct.pack(">2I5B", 16, 16, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


# Packages by hand


def unpacked(source: Path | BytesIO) -> dict[str, bytes]:
    """All parts of a package, in its order."""
    with zipfile.ZipFile(source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write parts as a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data, zipfile.ZIP_DEFLATED)
    return path


def changed(source: Path, out: Path, changes: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """A copy of a package with some parts changed."""
    found = unpacked(source)
    for name, change in changes.items():
        found[name] = change(found[name])
    return packed(out, found)


def relate(parts: dict[str, bytes], of: str, number: str, kind: str, target: str) -> None:
    """Add a relationship; `kind` is the whole type, `target` relative to the part."""
    folder, _, name = of.rpartition("/")
    place = f"{folder}/_rels/{name}.rels" if of else "_rels/.rels"
    new = f'<Relationship Id="{number}" Type="{kind}" Target="{target}"/></Relationships>'
    parts[place] = parts[place].replace(b"</Relationships>", new.encode())


def declare(parts: dict[str, bytes], part: str, content_type: str) -> None:
    """Declare the content type of a part."""
    new = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", new.encode())


def _add_form_control(parts: dict[str, bytes]) -> None:
    """Excel's own way to keep a button: properties in a part, an anchor among the sheet's controls."""
    sheet = "xl/worksheets/sheet1.xml"
    parts["xl/ctrlProps/ctrlProp1.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<formControlPr '
        b'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="Button" lockText="1"/>'
    )
    declare(parts, "xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml")
    relate(parts, sheet, "rId90", f"{RELATIONS}/ctrlProp", "../ctrlProps/ctrlProp1.xml")
    xdr = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    corner = "".join(
        f'<xdr:{name} xmlns:xdr="{xdr}">{{}}</xdr:{name}>' for name in ("col", "colOff", "row", "rowOff")
    )
    control = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" Requires="x14"><controls>'
        '<mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="1025" r:id="rId90" name="Button 1">'
        '<controlPr defaultSize="0" print="0" autoFill="0" autoPict="0" macro="[0]!Validar"><anchor>'
        f"<from>{corner.format(6, 0, 1, 0)}</from><to>{corner.format(7, 0, 2, 0)}</to></anchor></controlPr>"
        "</control></mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent>"
    )
    data = parts[sheet].decode()
    place = data.index("/>", data.index("<legacyDrawingHF ")) + 2
    parts[sheet] = (data[:place] + control + data[place:]).encode()


def _add_threaded_comment(parts: dict[str, bytes]) -> None:
    """A modern comment at A8; its copy among the notes is there already."""
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    person = "{99999999-2222-3333-4444-555555555555}"
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<ThreadedComments xmlns="{space}"><threadedComment '
        f'ref="A8" dT="2024-05-06T07:08:09.00" personId="{person}" id="{{11111111-2222-3333-4444-555555555555}}">'
        "<text>¿Es correcto?</text></threadedComment></ThreadedComments>"
    ).encode()
    parts["xl/persons/person.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<personList xmlns="{space}"><person '
        f'displayName="Contadora" id="{person}" userId="contadora" providerId="None"/></personList>'
    ).encode()
    declare(
        parts, "xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"
    )
    declare(parts, "xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
    modern = "http://schemas.microsoft.com/office/2017/10/relationships"
    relate(
        parts,
        "xl/worksheets/sheet1.xml",
        "rId91",
        f"{modern}/threadedComment",
        "../threadedComments/threadedComment1.xml",
    )
    relate(parts, "xl/workbook.xml", "rId91", f"{modern}/person", "persons/person.xml")


def _add_printer_settings(parts: dict[str, bytes]) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    parts["xl/printerSettings/printerSettings1.bin"] = bytes(range(256))
    declare(
        parts,
        "xl/printerSettings/printerSettings1.bin",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
    )
    relate(parts, sheet, "rId92", f"{RELATIONS}/printerSettings", "../printerSettings/printerSettings1.bin")
    setup = b'<pageSetup orientation="landscape" r:id="rId92"/>'
    parts[sheet] = parts[sheet].replace(b"<headerFooter", setup + b"<headerFooter")


def _add_ribbon(parts: dict[str, bytes]) -> None:
    parts["customUI/customUI14.xml"] = (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs><tab id="firma" '
        b'label="Firma"/></tabs></ribbon></customUI>'
    )
    relate(
        parts,
        "",
        "rId93",
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
        "customUI/customUI14.xml",
    )


# Looking into a workbook


class CellLook(NamedTuple):
    """What a cell shows, by what openpyxl reads; fill is (pattern, colours)."""

    value: object
    fill: tuple[object, ...]
    bold: bool
    number_format: str
    note: str | None


def looks(path: Path, sheet: str = SHEET) -> dict[str, CellLook]:
    """Every cell of a sheet that shows anything."""
    found = {}
    for row in load(path)[sheet].iter_rows():
        for cell in row:
            look = _look(cell)
            if look != CellLook(None, _NO_FILL, False, "General", None):
                found[cell.coordinate] = look
    return found


def load(path: Path) -> openpyxl.Workbook:
    """The workbook in openpyxl, whose warnings of what it will lose are not news."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")


_NO_FILL = (None, None, None)


def _look(cell: Cell | MergedCell) -> CellLook:
    fill = cell.fill
    shown = _NO_FILL
    if fill.fill_type is not None:
        colour = fill.fgColor
        # The background of a solid fill is not seen.
        shown = (
            fill.fill_type,
            colour.theme if colour.type == "theme" else str(colour.value)[-6:],
            None if fill.fill_type == "solid" else str(fill.bgColor.value)[-6:],
        )
    note = cell.comment.text if cell.comment is not None else None
    return CellLook(cell.value, shown, bool(cell.font.b), cell.number_format, note)


def fills(path: Path, cells: Iterable[str], sheet: str = SHEET) -> list[object]:
    """RRGGBB of the fill of each cell, None without one."""
    found = looks(path, sheet)
    return [found[cell].fill[1] if cell in found else None for cell in cells]


def sheet_names(path: Path) -> list[str]:
    """Names of all sheets in tab order."""
    return openpyxl.load_workbook(path, read_only=True).sheetnames


def sheet_rows(path: Path, sheet: str) -> list[list[object]]:
    """Values of a sheet, row by row."""
    return [list(row) for row in load(path)[sheet].iter_rows(values_only=True)]
