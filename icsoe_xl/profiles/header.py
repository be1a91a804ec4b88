"""What the header of a workbook says of its contractor: by our defined names, else by labels beside cells.

The words of the labels are data (``data/labels.toml``). Names win: a workbook that has any of them is ours,
and its labels are not looked at.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import NamedTuple

from icsoe_xl.addresses import cell_name, quote_sheet
from icsoe_xl.cells import clean
from icsoe_xl.ids import curp
from icsoe_xl.model import Grid
from icsoe_xl.profiles.fields import plain
from icsoe_xl.profiles.mistakes import Path
from icsoe_xl.workbooks.port import Workbook

_PREFIX = "icsoe_"
_ROWS, _COLUMNS = 80, 20
"""How far a header may reach, from A1."""
_REACH = 4
"""Columns between a label and its value: labels are often merged cells."""


class Header(NamedTuple):
    """``data``: a profile's keys and values as far as they were found; ``places``: where each was."""

    data: dict[str, object]
    places: dict[Path, str]

    def locate(self, path: Path) -> str:
        """Where a key was said, in words; the workbook as a whole when it was not."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, "en el encabezado")


def read(book: Workbook) -> Header:
    """The contractor of a workbook; an empty header when it says nothing of one. Raises UnreadableFile."""
    found = list(_named(book))
    if not found:
        sheets = [_beside_labels(book.grid(sheet.name)) for sheet in book.sheets() if sheet.visible]
        found = max(sheets, key=len, default=[])
    header = Header({}, {})
    for name, value, place in found:
        _put(header, name, value, place)
    return header


def _named(book: Workbook) -> Iterator[tuple[str, object, str]]:
    cells = book.named_cells(_PREFIX)
    grids = {sheet: book.grid(sheet) for sheet in dict.fromkeys(sheet for sheet, _ in cells.values())}
    for name in _labels():
        if _PREFIX + name in cells:
            sheet, place = cells[_PREFIX + name]
            value = _cell(grids[sheet], *place)
            if _says(value):
                yield name, value, f"celda {_PREFIX}{name}"


def _beside_labels(grid: Grid) -> list[tuple[str, object, str]]:
    found: dict[str, tuple[str, object, str]] = {}
    for row, column, field in _labelled(grid):
        for at in range(column + 1, column + 1 + _REACH):
            value = _cell(grid, row, at)
            if _says(value):
                if _field(value) is None:
                    place = f"celda {quote_sheet(grid.sheet)}!{cell_name(row, at)}"
                    found.setdefault(field, (field, value, place))
                break
    return list(found.values())


def _labelled(grid: Grid) -> Iterator[tuple[int, int, str]]:
    for row in range(1, _ROWS + 1):
        for column in range(1, _COLUMNS + 1):
            field = _field(_cell(grid, row, column))
            if field is not None:
                yield row, column, field


def _cell(grid: Grid, row: int, column: int) -> object:
    """A cell by Excel's own numbers; None outside of what is used."""
    down, right = row - grid.first_row, column - grid.first_column
    if 0 <= down < len(grid.rows) and 0 <= right < len(grid.rows[down]):
        return grid.rows[down][right]
    return None


def _says(value: object) -> bool:
    """Whether a cell holds something, and not a placeholder that nobody has filled in."""
    text = clean(value)
    return bool(text) and "{{" not in text


def _field(value: object) -> str | None:
    return _fields_by_label().get(_label(value)) if isinstance(value, str) else None


def _label(text: str) -> str:
    words = re.sub(r"\(.*?\)", " ", plain(clean(text))).replace(".", "")
    return " ".join(re.findall(r"\w+", words))


@cache
def _labels() -> dict[str, list[str]]:
    data = (FilePath(__file__).with_name("data") / "labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)


@cache
def _fields_by_label() -> dict[str, str]:
    return {label: field for field, labels in _labels().items() for label in labels}


def _put(header: Header, name: str, value: object, place: str) -> None:
    said: object = value if isinstance(value, date | bool) else clean(value)
    path: Path = (name,)
    if name == "capturista":
        key = "curp" if len(curp.compact(clean(value))) == curp.LENGTH else "nombre"
        path, said, name = ("capturistas",), [{key: said}], "capturistas"
    elif name.startswith("repse_"):
        path = ("repse", name.removeprefix("repse_"))
        section = header.data.setdefault("repse", {})
        assert isinstance(section, dict)
        section[path[1]] = said
        header.places[path] = place
        return
    elif name == "cp" and isinstance(value, int | float) and isinstance(said, str):
        said = said.zfill(5)  # a number lost the zero of 01000 to 09999, and nothing else can be meant
    header.data[name] = said
    header.places[path] = place
