"""Values of a worksheet, read by calamine from parts that passed our limits.

calamine gets a package made anew in memory: only the sheet, the shared strings and the styles, under the
names it expects, still compressed where they are as in the file. So it reads the very parts that the facts
come from (repairs not yet saved included), whatever the file calls them; and the area of cells, which it
allocates whole, is known before.
"""

from __future__ import annotations

import gc
import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.model import Facts, Grid
from icsoe_xl.workbooks import sheet_facts
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.sheet_xml import plain

MAX_AREA = 26_000_000
"""Cells of the rectangle around a sheet's content: 26 columns to row 999,999; calamine takes 32 bytes each."""
_SMALL_AREA = 8_000_000
_SPARSE = 8
"""A larger area with fewer than one cell in so many is read with its empty rows and columns taken out."""

_STORED_UP_TO = 4 * 1024 * 1024
"""Bytes of a part that calamine gets as they are, so that nobody inflates it twice."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_STORED = 0
_COUNTED = re.compile(rb"""sst\s(?:[^>"']|"[^"]*"|'[^']*')*>""")
_COUNT = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DIGITS = 12
"""No count of strings has as many, and int() of a few thousand digits raises."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKBOOK = (
    f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}">'
    '<workbookPr date1904="%d"/><sheets><sheet name="s" sheetId="1" r:id="s"/></sheets></workbook>'
)


class _Packed(NamedTuple):
    """A part as it lies in a zip file."""

    method: int
    crc: int
    size: int
    data: bytes | memoryview


def read_sheet(package: Package, sheet: str) -> tuple[Grid, Facts | None]:
    """The values of a worksheet, and its facts unless they differ from column to column.

    Raises UnreadableFile (without the file's name) when it is damaged or its content lies too far apart.
    """
    part = package.sheet_part(sheet)
    content = package.read(part)
    data, far = sheet_facts.prepared(content)
    facts = None if sheet_facts.depends_on_columns(data) else sheet_facts.facts(data, ())
    data = sheet_facts.with_known_errors(data)
    if far and not _is_close_together(data):
        return _read_sparse(package, sheet, data), facts
    packed = _packed(package, part, content, data)
    del content, data  # they are large, and calamine needs the room
    return Grid(sheet, *_values(package, packed)), facts


def iter_sheet(package: Package, sheet: str) -> Iterator[Sequence[object]]:
    """The rows of a worksheet one after the other, for whoever needs a few of very many.

    All begin at the same column, the first one that has a value; some may end before the last column. Same
    limits and errors as :func:`read_sheet`.
    """
    part = package.sheet_part(sheet)
    content = package.read(part)
    data, far = sheet_facts.prepared(content)
    data = sheet_facts.with_known_errors(data)
    if far and not _is_close_together(data):
        return iter(_read_sparse(package, sheet, data).rows)
    packed = _packed(package, part, content, data)
    del content, data
    with _damage_told():
        rows: Iterator[Sequence[object]] = _calamine_sheet(_alone(package, packed)).iter_rows()
        return rows


def _is_close_together(data: bytes) -> bool:
    if sheet_facts.area_at_most(data) <= _SMALL_AREA:
        return True
    rows, columns, count = sheet_facts.places_with_content(data)
    area = _span(rows) * _span(columns)
    return area <= _SMALL_AREA or (area <= _SPARSE * count and area <= MAX_AREA)


def _span(numbers: Iterable[int]) -> int:
    return max(numbers, default=0) - min(numbers, default=0) + 1


def _read_sparse(package: Package, sheet: str, data: bytes) -> Grid:
    """Read a sheet with content far apart: without the empty rows and columns, which are put back after."""
    rows, columns, _ = sheet_facts.places_with_content(data)
    if len(rows) * len(columns) > MAX_AREA:
        raise UnreadableFile(
            f"la hoja «{sheet}» ocupa demasiadas celdas; borre las filas y columnas que sobran o deje sólo la tabla"
        )
    in_rows, in_columns = sorted(rows), sorted(columns)
    values, row, column = _values(package, _store(sheet_facts.squeezed(data, in_rows, in_columns)))
    in_rows, in_columns = in_rows[row - 1 :], in_columns[column - 1 :]
    return Grid(sheet, _spread(values, in_rows, in_columns), in_rows[0])


def _spread(
    packed: Sequence[Sequence[object]], rows: Sequence[int], columns: Sequence[int]
) -> list[Sequence[object]]:
    """Rows as they were before their empty neighbours were taken out; each ends at its last value."""
    spread: list[Sequence[object]] = [()] * (rows[-1] - rows[0] + 1)
    for number, values in zip(rows, packed, strict=False):
        held = [(column, value) for column, value in zip(columns, values, strict=False) if value != ""]
        if held:
            row: list[object] = [""] * held[-1][0]
            for column, value in held:
                row[column - 1] = value
            spread[number - rows[0]] = row
    return spread


def _values(package: Package, sheet: _Packed) -> tuple[Sequence[Sequence[object]], int, int]:
    """Values of a worksheet and the row and column of the first one."""
    return _calamine_values(_alone(package, sheet))


def _alone(package: Package, sheet: _Packed) -> io.BytesIO:
    """A workbook file with a worksheet and what its values need of the package."""
    parts = {"xl/worksheets/sheet1.xml": sheet}
    relations = [_relation("s", "worksheets/sheet1.xml", "worksheet")]
    for kind in ("sharedStrings", "styles"):
        related = package.related(package.workbook_part, kind)
        if related is not None:
            content = package.read(related.target)
            parts[f"xl/{kind}.xml"] = _packed(package, related.target, content, _honest(plain(content)))
            relations.append(_relation(kind, f"{kind}.xml", kind))
            del content
    properties = package.tree(package.workbook_part).find("workbookPr")
    from_1904 = properties is not None and properties.attributes.get("date1904") in ("1", "true")
    parts["xl/workbook.xml"] = _store((_WORKBOOK % from_1904).encode())
    parts["xl/_rels/workbook.xml.rels"] = _relations(relations)
    parts["_rels/.rels"] = _relations([_relation("w", "xl/workbook.xml", "officeDocument")])
    return io.BytesIO(_zip(parts))


def _calamine_values(file: io.BytesIO) -> tuple[Sequence[Sequence[object]], int, int]:
    """Values of the only sheet of a workbook file, and the row and column of the first one."""
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand new lists would make it run over and over for nothing
    try:
        with _damage_told():
            sheet = _calamine_sheet(file)
            rows = sheet.to_python(skip_empty_area=True)
    finally:
        if collecting:
            gc.enable()
    first_row, first_column = sheet.start or (0, 0)
    return rows, first_row + 1, first_column + 1


def _calamine_sheet(file: io.BytesIO) -> Any:
    """The only sheet of a workbook file, parsed. Raises what calamine raises."""
    import python_calamine

    return python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)


@contextmanager
def _damage_told() -> Iterator[None]:
    """Errors of calamine become ours."""
    import python_calamine

    try:
        yield
    except python_calamine.CalamineError as error:
        raise UnreadableFile(
            "está dañado o tiene partes que no entiendo; ábralo en Excel y guárdelo de nuevo"
        ) from error


def _honest(strings: bytes) -> bytes:
    """Shared strings without a count that cannot be true: calamine reserves room for as many as are declared."""

    def checked(count: re.Match[bytes]) -> bytes:
        declared = count[1] or count[2] or b""
        is_true = declared.isdigit() and len(declared) < _DIGITS and int(declared) <= len(strings)
        return count[0] if is_true else b""

    tags = [tag for tag in _COUNTED.finditer(strings) if _COUNT.sub(checked, tag[0]) != tag[0]]
    for tag in reversed(tags):
        strings = strings[: tag.start()] + _COUNT.sub(b"", tag[0]) + strings[tag.end() :]
    return strings


def _packed(package: Package, part: str, content: bytes, wanted: bytes) -> _Packed:
    """``wanted`` for a zip file; a large part that is in the package as it is wanted, as it is compressed there.

    So it takes a fifth of the room, of which calamine makes several copies.
    """
    packed = package.packed(part) if wanted is content else None
    if packed is None:
        return _store(wanted)
    entry, data = packed
    if entry.size <= _STORED_UP_TO:
        return _Packed(_STORED, entry.crc, entry.size, wanted)
    return _Packed(entry.method, entry.crc, entry.size, data)


def _store(data: bytes) -> _Packed:
    return _Packed(_STORED, zlib.crc32(data), len(data), data)


def _relation(name: str, target: str, kind: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(listed: list[str]) -> _Packed:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return _store(f'<Relationships xmlns="{namespace}">{"".join(listed)}</Relationships>'.encode())


def _zip(parts: dict[str, _Packed]) -> bytes:
    """A zip file with these parts. Format: APPNOTE.TXT 6.3, 4.3."""
    pieces: list[bytes | memoryview] = []
    central: list[bytes] = []
    offset = 0
    for part, (method, crc, size, data) in parts.items():
        name = part.encode()
        pieces += (
            _LOCAL.pack(b"PK\3\4", 20, 0, method, 0, 33, crc, len(data), size, len(name), 0),
            name,
            data,
        )
        central += (
            _CENTRAL.pack(
                b"PK\1\2",
                20,
                20,
                0,
                method,
                0,
                33,
                crc,
                len(data),
                size,
                len(name),
                0,
                0,
                0,
                0,
                0,
                offset,
            ),
            name,
        )
        offset += _LOCAL.size + len(name) + len(data)
    index = b"".join(central)
    return b"".join(
        (*pieces, index, _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(index), offset, 0))
    )
