"""A worksheet's rows and cells located in its text, without building a tree of them.

The sheet is cut in three: what stands before its cells, ``sheetData``, and what stands after. Rows and
cells are found with regular expressions: a worksheet holds nothing in ``sheetData`` that could be mistaken
for a tag (values are escaped), once comments and CDATA sections, which no spreadsheet program writes, are
gone. Grammar: ECMA-376 part 1, 18.3.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS, column_number
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.workbooks.xml_parts import as_utf8, escape_text

_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>")
_ROW = re.compile(r"<(?:[\w.-]+:)?row(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:[\w.-]+:)?row\s*>)", re.S)
_CELL = re.compile(r"<(?:[\w.-]+:)?c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:[\w.-]+:)?c\s*>)", re.S)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FORMULA = re.compile(r"<(?:[\w.-]+:)?f(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:[\w.-]+:)?f\s*>)", re.S)
_VALUE = re.compile(r"<(?:[\w.-]+:)?v(?=[\s/>])[^>]*?(?:/>|>(.*?)</(?:[\w.-]+:)?v\s*>)", re.S)
_TEXT = re.compile(r"<(?:[\w.-]+:)?t(?=[\s/>])[^>]*?(?:/>|>(.*?)</(?:[\w.-]+:)?t\s*>)", re.S)
_OWN_NUMBER = re.compile(r"""\s*\br\s*=\s*(?:"[^"]*"|'[^']*')""")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})$")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag by name, unescaped."""
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(text)}


def without(text: str, name: str) -> str:
    """The attributes of a tag less one."""
    return re.sub(rf"""\s*\b{name}\s*=\s*(?:"[^"]*"|'[^']*')""", "", text, count=1)


@dataclass(slots=True)
class FormulaTag:
    """``<f>`` of a cell: its text (without ``=``) and attributes (``t``, ``ref``, ``si``)."""

    text: str
    attributes: dict[str, str]


@dataclass(slots=True)
class Cell:
    """``head`` are the cell's attributes without its address, as written; ``inner`` its content."""

    column: int
    head: str
    inner: str
    formula: FormulaTag | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """Attributes of the cell, its address aside: ``s`` (style), ``t`` (type)..."""
        return attributes(self.head)

    @property
    def style(self) -> int:
        """Index of the cell's style."""
        return int(self.attributes.get("s", "0"))

    @property
    def value(self) -> str:
        """Text of ``<v>``, "" when there is none."""
        found = _VALUE.search(self.inner)
        return unescape(found[1] or "") if found else ""

    @property
    def inline_text(self) -> str:
        """Text of an inline string, its runs joined."""
        return "".join(unescape(text) for text in _TEXT.findall(self.inner))


@dataclass(slots=True)
class Row:
    """A row of the file: its attributes as written (without the number) and its cells in order."""

    number: int
    head: str
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """A worksheet cut at its cells; ``prefix`` is that of its elements (``x:``, usually none)."""

    before: bytes
    rows: list[Row]
    after: bytes
    prefix: str

    @property
    def shell(self) -> bytes:
        """The sheet without its cells: a small part, to be edited like any other."""
        return self.before + self.after


def scan(data: bytes) -> Sheet:
    """Cut a worksheet part. Raises UnreadableFile when it has no ``sheetData`` or its numbers make no sense."""
    data = as_utf8(data)
    opening = _DATA.search(data)
    if opening is None:
        raise _broken()
    if opening[2]:
        stop = opening.end()
        body = ""
    else:
        closing = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>").search(data, opening.end())
        if closing is None:
            raise _broken()
        stop = closing.end()
        body = data[opening.end() : closing.start()].decode("utf-8", "strict")
    if "<!" in body:
        body = _CDATA.sub(lambda found: escape_text(found[1]), _COMMENT.sub("", body))
    return Sheet(data[: opening.start()], _rows(body), data[stop:], opening[1].decode())


def _rows(body: str) -> list[Row]:
    rows: list[Row] = []
    number = 0
    for found in _ROW.finditer(body):
        own = attributes(found[1]).get("r")
        if own is not None and not own.isdecimal():
            raise _broken()
        row = int(own) if own else number + 1
        if not number < row <= MAX_ROWS:
            raise _broken()
        number = row
        rows.append(Row(number, _OWN_NUMBER.sub("", found[1], count=1).rstrip(), _cells(found[2] or "")))
    return rows


def _cells(body: str) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    for found in _CELL.finditer(body):
        own = _OWN_NUMBER.search(found[1])
        place = split_address(own[0].split("=", 1)[1].strip(" \"'\t\r\n")) if own else (0, column + 1)
        if place is None or not column < place[1] <= MAX_COLUMNS:
            raise _broken()
        column = place[1]
        inner = found[2] or ""
        cell = Cell(column, _OWN_NUMBER.sub("", found[1], count=1).rstrip(), inner)
        formula = _FORMULA.search(inner)
        if formula is not None:
            cell.formula = FormulaTag(unescape(formula[2] or ""), attributes(formula[1]))
        cells.append(cell)
    return cells


def split_address(text: str) -> tuple[int, int] | None:
    """Row and column of an address (``$`` allowed), None when it is not one."""
    found = _ADDRESS.match(text)
    return (int(found[2]), column_number(found[1].upper())) if found else None


def with_formula(inner: str, tag: str, keep_value: bool = False) -> str:
    """A cell's content with another ``<f>`` element; its stored value is kept or dropped."""
    replaced = _FORMULA.sub(lambda _: tag, inner, count=1)
    return replaced if keep_value else _VALUE.sub("", replaced, count=1)


def _broken() -> UnreadableFile:
    return UnreadableFile("tiene una hoja dañada; ábralo en Excel, acepte repararlo y guárdelo de nuevo")
