"""The zip container of a workbook: read with limits, written again without touching what stays.

An entry that nobody changed is copied as it lies in the file (local header, compressed bytes, descriptor,
central record), so its bytes, time stamps and attributes stay and it costs nothing. The standard library's
``zipfile`` cannot copy raw entries and takes 15 ms to import; the format is APPNOTE.TXT 6.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.workbooks.deflate import DeflateError, deflated, inflated

MB = 1024 * 1024
MAX_FILE_BYTES = 256 * MB
"""A workbook on disk; the templates we check weigh a few megabytes."""
MAX_PARTS = 10_000
MAX_PART_BYTES = 512 * MB
"""One inflated part; a sheet with every row of Excel filled in ten columns takes about 450 MB."""
MAX_TOTAL_BYTES = 1024 * MB
MAX_RATIO = 200
"""Inflated to compressed size of a part above :data:`RATIO_FROM`; real sheets stay below 60."""
RATIO_FROM = 16 * MB

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_DOS_1980 = (0, 33)
"""Time and date of the parts we add: 1980-01-01 00:00, which is what Excel itself writes."""
_UTF8 = 0x800
_ENCRYPTED = 0x1
_FULL = 0xFFFFFFFF


class Entry:
    """One entry: ``start:stop`` is its whole local record, ``data:data + packed`` its compressed bytes."""

    __slots__ = ("central", "crc", "data", "flags", "method", "name", "packed", "size", "start", "stop")

    def __init__(
        self,
        name: str,
        central: bytes,
        flags: int,
        method: int,
        crc: int,
        packed: int,
        size: int,
        start: int,
    ) -> None:
        self.name, self.central, self.flags, self.method, self.crc = name, central, flags, method, crc
        self.packed, self.size, self.start = packed, size, start
        self.data = self.stop = 0


def damaged(detail: str) -> UnreadableFile:
    """The error for a container that is broken: ``detail`` says where."""
    return UnreadableFile(
        f"está dañado ({detail}); ábralo en Excel, acepte repararlo y guárdelo de nuevo, o pida otra copia"
    )


def _too_large(detail: str) -> UnreadableFile:
    return UnreadableFile(f"{detail}: no se abre por seguridad; guarde en un libro aparte solo la plantilla")


def _mb(size: int) -> str:
    return f"{size / MB:,.0f} MB"


class Archive:
    """The entries of a zip file held in memory, in the order of its central directory.

    Raises UnreadableFile (without the file's name) when the container is damaged, holds entries that no
    workbook has, or declares more than the limits above. What is declared is verified by :meth:`inflate`.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        if len(data) > MAX_FILE_BYTES:
            raise _too_large(f"pesa {_mb(len(data))} y el límite es {_mb(MAX_FILE_BYTES)}")
        count, offset, self.comment = self._find_directory()
        self.entries = self._read_directory(count, offset)
        self._place_entries(offset)
        self._check_limits()

    def _find_directory(self) -> tuple[int, int, bytes]:
        """Number of entries and offset of the central directory, and the comment after it."""
        end = self.data.rfind(b"PK\5\6", max(0, len(self.data) - _END.size - 0xFFFF))
        if end < 0 or end + _END.size > len(self.data):
            raise damaged("le falta el final")
        _, _, _, _, count, _, offset, comment = _END.unpack_from(self.data, end)
        if count == 0xFFFF or offset == _FULL:
            locator = end - _LOCATOR64.size
            if locator < 0 or self.data[locator : locator + 4] != b"PK\6\7":
                raise damaged("su índice no está completo")
            end64 = _LOCATOR64.unpack_from(self.data, locator)[2]
            if self.data[end64 : end64 + 4] != b"PK\6\6" or end64 + _END64.size > len(self.data):
                raise damaged("su índice no está completo")
            count, offset = _END64.unpack_from(self.data, end64)[7], _END64.unpack_from(self.data, end64)[9]
        return count, offset, self.data[end + _END.size : end + _END.size + comment]

    def _read_directory(self, count: int, offset: int) -> list[Entry]:
        if count > MAX_PARTS:
            raise _too_large(f"contiene {count:,} archivos internos y el límite es {MAX_PARTS:,}")
        entries = []
        for _ in range(count):
            if self.data[offset : offset + 4] != b"PK\1\2" or offset + _CENTRAL.size > len(self.data):
                raise damaged("su índice no está completo")
            record = _CENTRAL.unpack_from(self.data, offset)
            flags, method, crc, packed, size = record[5], record[6], record[9], record[10], record[11]
            names, extras, comments, start = record[12], record[13], record[14], record[18]
            body = offset + _CENTRAL.size
            raw = self.data[body : body + names]
            extra = self.data[body + names : body + names + extras]
            size, packed, start = _zip64(extra, size, packed, start)
            name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
            if flags & _ENCRYPTED:
                raise damaged("sus partes están cifradas")
            if method not in (0, 8):
                raise damaged("usa una compresión que Excel no usa")
            stop = body + names + extras + comments
            entries.append(Entry(name, self.data[offset:stop], flags, method, crc, packed, size, start))
            offset = stop
        return entries

    def _place_entries(self, directory: int) -> None:
        """Find each entry's compressed bytes; entries that overlap are a bomb or a fault."""
        stop = directory
        for entry in sorted(self.entries, key=lambda e: e.start, reverse=True):
            if self.data[entry.start : entry.start + 4] != b"PK\3\4" or entry.start + _LOCAL.size > stop:
                raise damaged("una de sus partes no está donde debe")
            names, extras = _LOCAL.unpack_from(self.data, entry.start)[9:11]
            entry.data, entry.stop = entry.start + _LOCAL.size + names + extras, stop
            if entry.data + entry.packed > stop:
                raise damaged("sus partes se enciman")
            stop = entry.start

    def _check_limits(self) -> None:
        total = 0
        for entry in self.entries:
            total += entry.size
            if entry.size > MAX_PART_BYTES:
                raise _too_large(
                    f"una de sus partes ocuparía {_mb(entry.size)} y el límite es {_mb(MAX_PART_BYTES)}"
                )
            if entry.size > RATIO_FROM and entry.size > MAX_RATIO * entry.packed:
                raise _too_large(
                    f"una de sus partes está comprimida más de {MAX_RATIO} veces, como en una bomba zip"
                )
        if total > MAX_TOTAL_BYTES:
            raise _too_large(f"descomprimido ocuparía {_mb(total)} y el límite es {_mb(MAX_TOTAL_BYTES)}")

    def inflate(self, entry: Entry) -> bytes:
        """Content of an entry, its size and checksum verified against what the directory declares."""
        packed = memoryview(self.data)[entry.data : entry.data + entry.packed]
        if entry.method == 0:
            content = bytes(packed)
        else:
            try:
                content = inflated(packed, entry.size + 1)
            except DeflateError as error:
                raise damaged("una de sus partes no se puede descomprimir") from error
        if len(content) > entry.size:
            raise _too_large("una de sus partes ocupa más de lo que declara, como en una bomba zip")
        if len(content) < entry.size or zlib.crc32(content) != entry.crc:
            raise damaged("una de sus partes llegó incompleta o alterada")
        return content

    def rebuilt(self, changed: Mapping[str, bytes | None], added: Iterable[tuple[str, bytes]]) -> bytes:
        """The file anew: ``changed`` gives an entry's new content by name (None: gone), ``added`` follow."""
        pieces: list[bytes | memoryview] = []
        central: dict[str, bytes] = {}
        offset = 0
        view = memoryview(self.data)
        for entry in sorted(self.entries, key=lambda e: e.start):
            if entry.name not in changed:
                central[entry.name] = _moved(entry, offset)
                pieces.append(view[entry.start : entry.stop])
                offset += entry.stop - entry.start
                continue
            content = changed[entry.name]
            if content is not None:
                local, packed, central[entry.name] = _packed(entry, content, offset)
                pieces += (local, packed)
                offset += len(local) + len(packed)
        order = [entry.name for entry in self.entries if entry.name in central]
        for name, content in added:
            blank = Entry(name, b"", 0, 8, 0, 0, 0, 0)
            local, packed, central[name] = _packed(blank, content, offset)
            pieces += (local, packed)
            offset += len(local) + len(packed)
            order.append(name)
        records = b"".join(central[name] for name in order)
        end = _END.pack(b"PK\5\6", 0, 0, len(order), len(order), len(records), offset, len(self.comment))
        return b"".join((*pieces, records, end, self.comment))


def _zip64(extra: bytes, size: int, packed: int, start: int) -> tuple[int, int, int]:
    """Sizes and offset, those that did not fit in 32 bits taken from the zip64 field of ``extra``."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        if kind == 1:
            values = [v[0] for v in struct.iter_unpack("<Q", extra[place + 4 : place + 4 + length // 8 * 8])]
            wanted = [value == _FULL for value in (size, packed, start)]
            if len(values) < sum(wanted):
                raise damaged("su índice no está completo")
            found = iter(values)
            size, packed, start = (
                next(found) if short else value
                for short, value in zip(wanted, (size, packed, start), strict=True)
            )
            break
        place += 4 + length
    return size, packed, start


def _moved(entry: Entry, offset: int) -> bytes:
    """The central record of an entry that now starts at ``offset``."""
    fields = list(_CENTRAL.unpack_from(entry.central))
    if _FULL in (fields[10], fields[11], fields[18]):  # its real values were in the zip64 field: now they fit
        rest = entry.central[_CENTRAL.size :]
        names, extras = fields[12], fields[13]
        fields[10:12], fields[13] = [entry.packed, entry.size], 0
        fields[18] = offset
        return _CENTRAL.pack(*fields) + rest[:names] + rest[names + extras :]
    fields[18] = offset
    return _CENTRAL.pack(*fields) + entry.central[_CENTRAL.size :]


def _packed(entry: Entry, content: bytes, offset: int) -> tuple[bytes, bytes, bytes]:
    """Local header, compressed bytes and central record of ``content``, dressed as ``entry`` was."""
    packed = deflated(content)
    if entry.central:
        old = _CENTRAL.unpack_from(entry.central)
        made, time, date = old[1:3], old[7], old[8]
        inner, outer = old[16], old[17]
        name = entry.central[_CENTRAL.size : _CENTRAL.size + old[12]]
        flags = entry.flags & _UTF8
    else:
        made, (time, date), inner, outer = (20, 0), _DOS_1980, 0, 0
        name = entry.name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8
    crc = zlib.crc32(content)
    local = _LOCAL.pack(b"PK\3\4", 20, flags, 8, time, date, crc, len(packed), len(content), len(name), 0)
    central = _CENTRAL.pack(
        b"PK\1\2",
        *made,
        20,
        0,
        flags,
        8,
        time,
        date,
        crc,
        len(packed),
        len(content),
        len(name),
        0,
        0,
        0,
        inner,
        outer,
        offset,
    )
    return local + name, packed, central + name
