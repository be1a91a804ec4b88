"""Designer's workbooks for the tests, filled and read back with libraries that know nothing of the engine."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.workbook import Workbook

from icsoe_xl.engine import render


def designed(path: Path, cells: Mapping[str, object], name: str = "Hoja") -> Path:
    """A workbook of one sheet with those cells, written by XlsxWriter (shared strings, as Excel does)."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(name)
        for address, value in cells.items():
            sheet.write(address, value)
    return path


def drawn(path: Path, draw: Callable[[xlsxwriter.Workbook, Any], None]) -> Path:
    """A workbook whose sheet ``Hoja`` ``draw`` fills with XlsxWriter."""
    with xlsxwriter.Workbook(str(path)) as book:
        draw(book, book.add_worksheet("Hoja"))
    return path


def filled(template: Path, context: Mapping[str, Any], out: Path | None = None, **more: Any) -> Path:
    """The template filled; the result lies beside it."""
    target = out or template.with_name(f"lleno_{template.name}")
    render(template, context, target, **more)
    return target


def book(path: Path) -> Workbook:
    """The result as openpyxl reads it: formulas, not their values."""
    return openpyxl.load_workbook(path)


def rows(path: Path, sheet: str = "Hoja") -> list[list[object]]:
    """All cells of a sheet, blank ends of rows and of the sheet cut off."""
    found = [[cell.value for cell in row] for row in book(path)[sheet].iter_rows()]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def grid(tmp_path: Path, cells: Mapping[str, object], context: Mapping[str, Any]) -> list[list[object]]:
    """Cells in, cells out."""
    return rows(filled(designed(tmp_path / "plantilla.xlsx", cells), context))


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def png(width: int, height: int) -> bytes:
    """A grey picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    lines = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )
