"""The contractor's logo in a corner of the first sheet."""

from __future__ import annotations

from pathlib import Path

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

from icsoe_xl.engine.pictures import EMU_PER_PIXEL, fitted, load
from icsoe_xl.engine.problems import TagError
from icsoe_xl.engine.values import Picture
from icsoe_xl.errors import UsageProblem


class _Logo(Image):
    """An image of openpyxl's that needs no Pillow: we know its size and format already."""

    def __init__(self, data: bytes, extension: str, width: int, height: int) -> None:
        self._bytes, self.format, self.width, self.height = data, extension, width, height

    def _data(self) -> bytes:
        return self._bytes


def put(sheet: Worksheet, file: Path, row: int, column: int, width: int, height: int) -> None:
    """Lay a picture in the middle of a box of so many pixels, as large as fits.

    Raises UsageProblem when the file is no PNG, JPEG or GIF.
    """
    picture = Picture(file)
    try:
        image = load(picture)
    except TagError as error:
        raise UsageProblem(f"{file.name}: {error}.") from error
    size = fitted(picture, image, width, height)
    logo = _Logo(image.data, image.extension, *size)
    free = [(room - taken) // 2 * EMU_PER_PIXEL for room, taken in zip((width, height), size, strict=True)]
    corner = AnchorMarker(col=column - 1, colOff=free[0], row=row - 1, rowOff=free[1])
    extent = XDRPositiveSize2D(*(side * EMU_PER_PIXEL for side in size))
    logo.anchor = OneCellAnchor(_from=corner, ext=extent)
    sheet.add_image(logo)
