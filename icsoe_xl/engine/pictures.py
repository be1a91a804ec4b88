"""Images: what they are, how large they are, and how they lie on a cell.

Only formats that every Excel shows: PNG (ISO/IEC 15948), JPEG (ITU T.81), GIF (89a). A drawing's grammar:
ECMA-376 part 1, 20.5.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from icsoe_xl.engine.problems import TagError
from icsoe_xl.engine.values import Picture
from icsoe_xl.workbooks.xml_parts import Node, escape_attribute

EMU_PER_PIXEL, EMU_PER_POINT = 9525, 12700
MAX_IMAGE_BYTES = 20 * 1024 * 1024
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
DML = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MAX_DIGIT = 7
"""Pixels of a digit in Calibri 11, Excel's default font: column widths count in them (18.3.1.13)."""
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 64, 15.0
_JPEG_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


class Image(NamedTuple):
    """The bytes of an image, its extension (``png``) and its size in pixels."""

    data: bytes
    extension: str
    width: int
    height: int

    @property
    def content_type(self) -> str:
        """Its media type."""
        return "image/" + self.extension


def load(picture: Picture) -> Image:
    """The image of a picture. Raises TagError when there is none, or it is no PNG, JPEG or GIF."""
    source = picture.source
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as file:
                data = file.read(MAX_IMAGE_BYTES + 1)
        except OSError as error:
            raise TagError(f"no se puede leer la imagen «{source.name}»; revise dónde está") from error
    if len(data) > MAX_IMAGE_BYTES:
        raise TagError(f"la imagen pesa más de {MAX_IMAGE_BYTES // 1024 // 1024} MB; guárdela más pequeña")
    found = _png(data) or _gif(data) or _jpeg(data)
    if found is None or not found.width or not found.height:
        raise TagError("la imagen no es PNG, JPEG ni GIF; guárdela en uno de esos formatos")
    return found


def _png(data: bytes) -> Image | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return Image(data, "png", *struct.unpack(">2L", data[16:24]))


def _gif(data: bytes) -> Image | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 10:
        return None
    return Image(data, "gif", *struct.unpack("<2H", data[6:10]))


def _jpeg(data: bytes) -> Image | None:
    if data[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        kind, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        if kind in _JPEG_FRAMES:
            height, width = struct.unpack(">2H", data[place + 5 : place + 9])
            return Image(data, "jpeg", width, height)
        place += 2 + length
    return None


class Sizes:
    """Widths of a template's columns and heights of its rows, in pixels; ``shell`` is the sheet's tree."""

    def __init__(self, shell: Node, heights: dict[int, float]) -> None:
        self._heights = heights
        formats = shell.find("sheetFormatPr")
        given = formats.attributes if formats is not None else {}
        self._width = (
            _width(float(given["defaultColWidth"])) if "defaultColWidth" in given else _DEFAULT_WIDTH
        )
        self._height = float(given.get("defaultRowHeight", _DEFAULT_HEIGHT))
        columns = shell.find("cols")
        self._columns = [
            (int(col.attributes["min"]), int(col.attributes["max"]), _width(float(col.attributes["width"])))
            for col in (columns.children if columns is not None else ())
            if "width" in col.attributes
        ]

    def width(self, first: int, last: int) -> int:
        """Pixels of the columns from ``first`` to ``last``."""
        return sum(
            next((width for low, high, width in self._columns if low <= column <= high), self._width)
            for column in range(first, last + 1)
        )

    def height(self, first: int, last: int) -> int:
        """Pixels of the rows from ``first`` to ``last``."""
        points = sum(self._heights.get(row, self._height) for row in range(first, last + 1))
        return round(points * EMU_PER_POINT / EMU_PER_PIXEL)


def _width(characters: float) -> int:
    return int((256 * characters + 128 // _MAX_DIGIT) / 256 * _MAX_DIGIT)


def fitted(picture: Picture, image: Image, width: int, height: int) -> tuple[int, int]:
    """Size in pixels: what the picture asks for, or the largest that fits in the cell, never distorted."""
    if picture.width and picture.height:
        return picture.width, picture.height
    if picture.width:
        return picture.width, max(round(picture.width * image.height / image.width), 1)
    if picture.height:
        return max(round(picture.height * image.width / image.height), 1), picture.height
    scale = min(width / image.width, height / image.height)
    return max(round(image.width * scale), 1), max(round(image.height * scale), 1)


def anchor(
    number: int, row: int, column: int, size: tuple[int, int], relation: str, description: str
) -> bytes:
    """A picture on the cell of that row and column; it moves with the cell and keeps its size."""
    cx, cy = (side * EMU_PER_PIXEL for side in size)
    words = f' descr="{escape_attribute(description)}"' if description else ""
    return (
        f'<xdr:oneCellAnchor xmlns:xdr="{XDR}" xmlns:a="{DML}"><xdr:from><xdr:col>{column - 1}</xdr:col>'
        f"<xdr:colOff>0</xdr:colOff><xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{cx}" cy="{cy}"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="Imagen {number}"'
        f'{words}/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
    ).encode()
