"""What the XML of a worksheet tells besides its values: formulas, errors, hidden rows, merged areas.

A sheet of 100,000 rows is 14 MB of XML, and parsing it whole takes longer than all the rest of a check.
It is searched instead: after :func:`prepared` every cell is written in one plain way, and a byte that
stands in no sheet without formulas (``f``) or hidden rows (``h``) is looked for before anything longer,
which costs nothing where it is absent. Elements: ECMA-376 part 1, clause 18.3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from icsoe_xl.addresses import MAX_COLUMNS, MAX_ROWS, column_letters, column_number, split_cell
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.model import Facts, Place
from icsoe_xl.workbooks.sheet_xml import plain

_PREFIX = re.compile(rb"<([\w.-]+):worksheet[\s>]")
_SHEET_DATA = re.compile(rb"<sheetData(?:\s[^>]*)?>|<sheetData/>")
_TAG = re.compile(rb"""<(row|c)(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_IN_ADDRESS = re.compile(rb"\s*\$?([A-Za-z]{0,3})\$?([0-9]{1,7})\s*")
_IN_SINGLE_QUOTES = re.compile(rb"""=\s*'([^'"]*)'""")
# A cell whose address is not written plainly; the first one also stops at columns AA and rows 1,000,000 on.
_ODD_OR_FAR_CELL = re.compile(rb'<c(?:[\t\r\n/>]| (?!r="[A-Z][0-9]{1,6}"))')
_ODD_CELL = re.compile(rb'<c(?:[\t\r\n/>]| (?!r="[A-Z]{1,3}[0-9]{1,7}"))')
_ODD_ROW = re.compile(rb'<row(?:[\t\r\n/>]| (?!r="))')
_COLUMN_OF_CELL = re.compile(rb'<c r="([A-Z]+)')
_ROW_DIGITS = 7
# Number of digits -> a cell whose row has more of them.
_LONGER_ROW = {
    digits: re.compile(rb'<c r="[A-Z]+[0-9]{%d}' % (digits + 1)) for digits in range(4, _ROW_DIGITS)
}
_CELL_WITH_CONTENT = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]{1,7})"(?=[^>]*(?: hidden="(?:1|true)"| ht="0(?:\.0*)?"))')
# Head and value of an error cell, where the value is none of the seven of ECMA-376 part 1, 18.17.3.
_UNKNOWN_ERROR = re.compile(
    rb'( t="e"[^>]*>\s*(?:<f[^>]*>(?:[^<]*</f>)?\s*)?<v[^>]*>)'
    rb"(?!#N/A<|#REF!<|#DIV/0!<|#NAME\?<|#NULL!<|#NUM!<|#VALUE!<)[^<]*"
)
_MERGED = re.compile(rb"""<mergeCell\s[^>]*?ref=["']([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})["']""")


def prepared(data: bytes) -> tuple[bytes, bool]:
    """The worksheet in UTF-8, without comments, CDATA and prefix, each cell as ``<c r="A1" ...>``.

    That is how Excel, LibreOffice, Google Sheets, openpyxl and XlsxWriter write it anyway, and ``data``
    itself is returned then. Addresses are optional in the standard; a cell without one follows the last.
    Also: whether a cell lies beyond column Z or row 999,999, so that the area may be very large.
    """
    data = plain(data)
    prefix = _PREFIX.search(data, 0, 4096)
    if prefix is not None:
        data = data.replace(b"<%s:" % prefix[1], b"<").replace(b"</%s:" % prefix[1], b"</")
    first, last = rows_of(data)
    if _ODD_OR_FAR_CELL.search(data, first, last) is None:
        return data, False
    if _ODD_CELL.search(data, first, last) is not None:
        data = data[:first] + _addressed(data[first:last]) + data[last:]
        first, last = rows_of(data)
    return data, _ODD_OR_FAR_CELL.search(data, first, last) is not None


def rows_of(data: bytes) -> tuple[int, int]:
    """Where the rows begin and end in a prepared worksheet."""
    opening = _SHEET_DATA.search(data)
    if opening is None:
        raise UnreadableFile(
            "una de sus hojas está dañada (no tiene celdas); ábralo en Excel y guárdelo de nuevo"
        )
    first = opening.end()
    return first, max(first, data.rfind(b"</sheetData"))


def _addressed(rows: bytes) -> bytes:
    """Rows and cells with their address as first attribute and every value in double quotes."""
    row, column = 0, 0

    def written(found: re.Match[bytes]) -> bytes:
        nonlocal row, column
        name, attributes = found[1], _ADDRESS.sub(b"", found[2])
        given = _ADDRESS.search(found[2])
        address = _IN_ADDRESS.fullmatch(given[1] or given[2] or b"") if given is not None else None
        if given is not None and address is None:
            raise _outside()
        if name == b"row":
            row, column = int(address[2]) if address else row + 1, 0
            new = b"%d" % row
        else:
            column = column_number(address[1].upper().decode()) if address and address[1] else column + 1
            row = int(address[2]) if address else row
            if row > MAX_ROWS or column > MAX_COLUMNS:
                raise _outside()
            new = column_letters(column).encode() + b"%d" % row
        return b'<%s r="%s"%s>' % (name, new, _IN_SINGLE_QUOTES.sub(rb'="\1"', attributes))

    return _TAG.sub(written, rows)


def _outside() -> UnreadableFile:
    return UnreadableFile(
        "una de sus hojas tiene celdas que no caben en Excel; ábralo en Excel y guárdelo de nuevo"
    )


def with_known_errors(data: bytes) -> bytes:
    """The prepared worksheet with every error value one that calamine knows; it reads none of the newer ones."""
    first, last = rows_of(data)
    if not _has_errors(data, first, last) or _UNKNOWN_ERROR.search(data, first, last) is None:
        return data
    return data[:first] + _UNKNOWN_ERROR.sub(rb"\1#N/A", data[first:last]) + data[last:]


def area_at_most(data: bytes) -> int:
    """A number of cells that the rectangle from A1 to the last cell of a prepared worksheet does not exceed."""
    first, last = rows_of(data)
    letters = set(_COLUMN_OF_CELL.findall(data, first, last))
    width = max((column_number(column.decode()) for column in letters), default=0)
    digits = next(
        (n for n, longer in _LONGER_ROW.items() if longer.search(data, first, last) is None), _ROW_DIGITS
    )
    return width * int("9" * digits)


def places_with_content(data: bytes) -> tuple[set[int], set[int], int]:
    """Rows and columns that hold cells with content, and how many cells there are, in a prepared sheet."""
    rows: set[bytes] = set()
    columns: set[bytes] = set()
    count = 0
    for found in _CELL_WITH_CONTENT.finditer(data, *rows_of(data)):
        columns.add(found[1])
        rows.add(found[2])
        count += 1
    numbers = {int(row) for row in rows}
    letters = {column_number(column.decode()) for column in columns}
    if count and (max(numbers) > MAX_ROWS or max(letters) > MAX_COLUMNS):
        raise _outside()
    return numbers, letters, count


def squeezed(data: bytes, rows: Iterable[int], columns: Iterable[int]) -> bytes:
    """The worksheet with the cells of these rows and columns moved together, so that they fill little area."""
    row_of = {row: b"%d" % place for place, row in enumerate(rows, 1)}
    column_of = {
        column_letters(column).encode(): column_letters(place).encode()
        for place, column in enumerate(columns, 1)
    }
    first, last = rows_of(data)

    def moved(found: re.Match[bytes]) -> bytes:
        return (
            b'<c r="%s%s"%s'
            % (
                column_of[found[1]],
                row_of[int(found[2])],  # it may be written 06
                found[0][found.end(2) - found.start() + 1 :],
            )
        )

    return data[:first] + _CELL_WITH_CONTENT.sub(moved, data[first:last]) + data[last:]


def facts(data: bytes, columns: Iterable[int]) -> Facts:
    """Hidden rows and merged areas of a prepared worksheet; formulas and errors of some of its columns."""
    first, last = rows_of(data)
    letters = b"|".join(column_letters(column).encode() for column in columns)
    formulas: dict[Place, str] = {}
    errors: dict[Place, str] = {}
    unstored: set[Place] = set()
    if letters and _has_formulas(data, first, last):
        _find_formulas(data, first, last, letters, formulas, unstored)
    if letters and _has_errors(data, first, last):
        _find_errors(data, first, last, letters, errors)
    return Facts(_hidden_rows(data, first, last), formulas, errors, frozenset(unstored), _merged(data, last))


def depends_on_columns(data: bytes) -> bool:
    """Whether there are formulas or errors, so that :func:`facts` differ from column to column."""
    first, last = rows_of(data)
    return _has_formulas(data, first, last) or _has_errors(data, first, last)


def _has_formulas(data: bytes, first: int, last: int) -> bool:
    return data.find(b"f", first, last) >= 0 and data.find(b"<f", first, last) >= 0


def _has_errors(data: bytes, first: int, last: int) -> bool:
    return data.find(b"e", first, last) >= 0 and data.find(b' t="e"', first, last) >= 0


def _hidden_rows(data: bytes, first: int, last: int) -> frozenset[int]:
    """Rows hidden by hand or by a filter, and rows without height, which are as hard to see."""
    if data.find(b"h", first, last) < 0:
        return frozenset()
    if _HIDDEN.search(data, first, last) is None and data.find(b' ht="0', first, last) < 0:
        return frozenset()
    if _ODD_ROW.search(data, first, last) is not None:
        data = _addressed(data[first:last])
        first, last = 0, len(data)
    return frozenset(int(found[1]) for found in _HIDDEN_ROW.finditer(data, first, last))


def _merged(data: bytes, last: int) -> tuple[tuple[int, int, int, int], ...]:
    areas = []
    for found in _MERGED.finditer(data, last):
        (top, left), (bottom, right) = split_cell(found[1].decode()), split_cell(found[2].decode())
        areas.append((top, left, bottom, right))
    return tuple(areas)


def _find_formulas(
    data: bytes,
    first: int,
    last: int,
    letters: bytes,
    formulas: dict[Place, str],
    unstored: set[Place],
) -> None:
    """Fill ``formulas`` and ``unstored``: a formula's cell has no ``v``, or an empty one that is no text."""
    pattern = re.compile(
        rb'<c r="(%s)([0-9]+)"([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|(?<!/)>([^<]*)</f>)\s*(<v>[^<]|<v)?' % letters
    )
    number_of = {name: column_number(name.decode()) for name in letters.split(b"|")}
    for hit in pattern.finditer(data, first, last):
        column, row, attributes, text, value = hit.groups()
        place = int(row), number_of[column]
        formulas[place] = _unescaped(text) if text else ""
        if value is None or (len(value) < 4 and b't="str"' not in attributes):
            unstored.add(place)


def _find_errors(data: bytes, first: int, last: int, letters: bytes, errors: dict[Place, str]) -> None:
    pattern = re.compile(rb'<c r="(%s)([0-9]+)"[^>]* t="e"[^>]*(?<!/)>(.*?)</c>' % letters, re.DOTALL)
    for column, row, content in pattern.findall(data, first, last):
        text = re.search(rb"<v>([^<]*)", content)
        errors[int(row), column_number(column.decode())] = _unescaped(text[1]) if text is not None else ""


def _unescaped(text: bytes) -> str:
    if b"&" in text:
        for entity, char in (
            (b"&lt;", b"<"),
            (b"&gt;", b">"),
            (b"&quot;", b'"'),
            (b"&apos;", b"'"),
            (b"&amp;", b"&"),
        ):
            text = text.replace(entity, char)
    return text.decode("utf-8", "replace")
