"""Workbook packages made by hand, to write what no library writes: odd but legal XML, and faults."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def worksheet(rows: str, after: str = "", before: str = "") -> str:
    """A worksheet part around its rows."""
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def book(
    path: Path,
    *sheets: str | bytes,
    names: tuple[str, ...] = ("captura",),
    strings: str | bytes | None = None,
    styles: str | None = None,
    properties: str = "",
    defined: str = "",
    main: str = MAIN,
    office: str = OFFICE,
    folder: str = "xl/",
    workbook_type: str = SHEET_TYPE,
) -> Path:
    """Write a package with these worksheet parts, and nothing that was not asked for."""
    names += tuple(f"Hoja{number}" for number in range(len(names) + 1, len(sheets) + 1))
    listed = "".join(
        f'<sheet name="{n}" sheetId="{i}" r:id="s{i}"/>' for i, n in enumerate(names[: len(sheets)], 1)
    )
    links = {f"s{i}": ("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)}
    parts: dict[str, str | bytes] = {
        f"{folder}worksheets/sheet{i}.xml": part for i, part in enumerate(sheets, 1)
    }
    if strings is not None:
        links["t"], parts[f"{folder}sharedStrings.xml"] = ("sharedStrings", "sharedStrings.xml"), strings
    if styles is not None:
        links["y"], parts[f"{folder}styles.xml"] = ("styles", "styles.xml"), styles
    parts[f"{folder}workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{office}">{properties}<sheets>{listed}</sheets>{defined}</workbook>'
    )
    parts[f"{folder}_rels/workbook.xml.rels"] = _relations(links, office)
    parts["_rels/.rels"] = _relations({"w": ("officeDocument", f"{folder}workbook.xml")}, office)
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{folder}workbook.xml" ContentType="{workbook_type}"/></Types>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def _relations(links: dict[str, tuple[str, str]], office: str) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{office}/{kind}" Target="{to}"/>'
        for name, (kind, to) in links.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def binary_book(path: Path, rows: list[list[object]], name: str = "captura") -> Path:
    """Write a minimal .xlsb: one sheet of texts and numbers ([MS-XLSB] 2.1.7 and 2.4)."""

    def record(kind: int, data: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return head + bytes([len(data)]) + data

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    workbook = record(131) + record(143)
    workbook += record(156, struct.pack("<II", 0, 1) + text("s1") + text(name)) + record(144) + record(132)
    cells = b""
    for number, row in enumerate(rows):
        cells += record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, str):
                cells += record(6, place + text(value))
            else:
                cells += record(5, place + struct.pack("<d", value))
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = record(129) + record(148, size) + record(145) + cells + record(146) + record(130)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            (
                f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" '
                'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
            ),
        )
        package.writestr("_rels/.rels", _relations({"w": ("officeDocument", "xl/workbook.bin")}, OFFICE))
        links = {"s1": ("worksheet", "worksheets/sheet1.bin")}
        package.writestr("xl/_rels/workbook.bin.rels", _relations(links, OFFICE))
        package.writestr("xl/workbook.bin", workbook)
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return path
