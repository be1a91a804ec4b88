"""Opening packages: what is refused, with a line that helps, and what is copied untouched."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from books import changed, macro_book, packed, plain_book, unpacked
from marked import mark, marks

from icsoe_xl.errors import UnreadableFile, UnwritableFile
from icsoe_xl.workbooks import archive, marking
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.xml_parts import Edit


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return plain_book(tmp_path / "libro.xlsx")


def refused(source: Path | bytes) -> str:
    """What opening says; it must begin with the file's name and be one line."""
    name = source.name if isinstance(source, Path) else "libro.xlsx"
    with pytest.raises(UnreadableFile) as caught:
        Package(source, name)
    text = str(caught.value)
    assert text.startswith(f"{name}: ")
    assert "\n" not in text
    return text


def test_rewriting_nothing_gives_the_same_file(book: Path) -> None:
    assert Package(book).to_bytes() == book.read_bytes()


def test_parts_are_found_without_regard_to_case_and_slashes(book: Path) -> None:
    package = Package(book)
    assert package.read("/XL/Workbook.XML") == unpacked(book)["xl/workbook.xml"]
    assert package.workbook_part == "xl/workbook.xml"
    assert [(s.name, s.kind, s.state, s.part) for s in package.sheets()] == [
        ("captura", "worksheet", "visible", "xl/worksheets/sheet1.xml"),
    ]


def test_added_and_removed_parts_read_back_with_zipfile(book: Path) -> None:
    package = Package(book)
    package.add("xl/nuevo.xml", b"<a/>", "application/xml")
    number = package.add_relationship(package.workbook_part, "http://x/nuevo", "xl/nuevo.xml")
    package.remove("xl/theme/theme1.xml")
    with zipfile.ZipFile(BytesIO(package.to_bytes())) as read:
        assert read.testzip() is None
        assert read.read("xl/nuevo.xml") == b"<a/>"
        assert "xl/theme/theme1.xml" not in read.namelist()
        assert f'Id="{number}" Type="http://x/nuevo" Target="nuevo.xml"'.encode() in read.read(
            "xl/_rels/workbook.xml.rels"
        )
        assert b"theme1" not in read.read("[Content_Types].xml")
        assert b'PartName="/xl/nuevo.xml"' in read.read("[Content_Types].xml")


def test_the_journal_takes_every_splice_back(book: Path) -> None:
    package = Package(book)
    before = package.read("xl/workbook.xml")
    package.splice("xl/workbook.xml", [Edit(60, 3, b"xyz"), Edit(80, 0, b"nuevo")])
    package.splice("xl/workbook.xml", [Edit(62, 10, b"")])
    package.undo("xl/workbook.xml", reversed(package.journal["xl/workbook.xml"]))
    assert package.read("xl/workbook.xml") == before


def test_data_descriptors_and_zip64_entries_survive(tmp_path: Path, book: Path) -> None:
    class Pipe(BytesIO):
        """Not seekable, so zipfile writes descriptors."""

        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in unpacked(book).items():
            with out.open(name, "w", force_zip64=True) as entry:
                entry.write(data)
    streamed = tmp_path / "flujo.xlsx"
    streamed.write_bytes(pipe.getvalue())
    assert Package(streamed).to_bytes() == streamed.read_bytes()
    marked = mark(streamed, tmp_path / "marcado.xlsx", marks({"A3": "error"}))
    with zipfile.ZipFile(marked) as read:
        assert read.testzip() is None


def test_a_zip64_directory_is_read_and_written_plainly(
    tmp_path: Path,
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As programs write it that think of files above 4 GB: here the limit is lowered for the writer."""
    wide = tmp_path / "ancho.xlsx"
    parts = unpacked(book)
    with monkeypatch.context() as lowered:
        lowered.setattr(zipfile, "ZIP64_LIMIT", 100)
        lowered.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
        packed(wide, parts)
    data = bytearray(wide.read_bytes())
    end = data.rindex(b"PK\5\6")
    data[end + 8 : end + 12] = data[end + 16 : end + 20] = (
        b"\xff" * 4
    )  # count and offset stand in the zip64 record
    wide.write_bytes(data)
    package = Package(wide)
    assert {part: package.read(part) for part in package.parts()} == parts
    with zipfile.ZipFile(BytesIO(package.to_bytes())) as read:
        assert read.testzip() is None
        assert {name: read.read(name) for name in read.namelist()} == parts
    for mark_ in (b"PK\6\7", b"PK\6\6"):
        assert "su índice no está completo" in refused(bytes(data).replace(mark_, b"PK\6\0"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "está vacío"),
        (b"NSS,CURP,SBC\r\n", "no es un libro de Excel"),
        (b"PK\3\4 y nada", "está dañado"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel 97-2003"),
    ],
)
def test_not_a_package(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_encrypted_says_how_to_take_the_password_off() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    says = refused(data)
    assert "contraseña" in says
    assert "Archivo > Información > Proteger libro" in says


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    assert "no un libro de Excel" in refused(packed(tmp_path / "fotos.zip", {"a.txt": b"hola"}))


def test_a_missing_workbook_part(tmp_path: Path, book: Path) -> None:
    parts = unpacked(book)
    del parts["xl/workbook.xml"]
    assert "no contiene ningún libro" in refused(packed(tmp_path / "roto.xlsx", parts))


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
def test_a_truncated_file(book: Path, cut: float) -> None:
    data = book.read_bytes()
    assert "está dañado" in refused(data[: int(len(data) * cut)])


def test_a_part_that_does_not_match_its_checksum(book: Path) -> None:
    data = bytearray(book.read_bytes())
    entry, raw = Package(book).packed("xl/worksheets/sheet1.xml") or (None, b"")
    assert entry is not None
    data[entry.data + len(raw) // 2] ^= 0xFF
    with pytest.raises(UnreadableFile, match=r"libro\.xlsx: está dañado"):
        Package(bytes(data), "libro.xlsx").read("xl/worksheets/sheet1.xml")


def test_the_same_part_twice(tmp_path: Path, book: Path) -> None:
    parts = unpacked(book)
    parts["XL/Workbook.xml"] = parts["xl/workbook.xml"]
    assert "dos veces la misma parte" in refused(packed(tmp_path / "doble.xlsx", parts))


def test_names_that_leave_their_folder(tmp_path: Path, book: Path) -> None:
    parts = unpacked(book) | {"xl/../../fuera.xml": b"<a/>"}
    assert "nombres que salen de su carpeta" in refused(packed(tmp_path / "fuera.xlsx", parts))


def test_a_doctype_is_refused(tmp_path: Path, book: Path) -> None:
    def attack(data: bytes) -> bytes:
        return data.replace(b"<workbook ", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook ', 1)

    assert "DOCTYPE" in refused_later(changed(book, tmp_path / "ataque.xlsx", {"xl/workbook.xml": attack}))


def refused_later(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        Package(path).sheets()
    return str(caught.value)


# Zip bombs


def test_a_part_compressed_too_well(tmp_path: Path, book: Path) -> None:
    parts = unpacked(book) | {"xl/bomba.xml": bytes(archive.RATIO_FROM + 1)}
    assert "más de 200 veces" in refused(packed(tmp_path / "bomba.xlsx", parts))


def declared(path: Path, part: str, size: int) -> bytes:
    """The file with another inflated size declared for a part in the central directory."""
    data = bytearray(path.read_bytes())
    place = data.rindex(part.encode()) - 46
    assert data[place : place + 4] == b"PK\1\2"
    struct.pack_into("<L", data, place + 24, size)
    return bytes(data)


@pytest.mark.parametrize(
    ("size", "says"),
    [
        (archive.MAX_PART_BYTES + 1, "una de sus partes ocuparía 512 MB y el límite es 512 MB"),
        (archive.RATIO_FROM * 4, "más de 200 veces"),
    ],
)
def test_declared_sizes_have_limits(book: Path, size: int, says: str) -> None:
    assert says in refused(declared(book, "xl/worksheets/sheet1.xml", size))


def test_many_parts_and_total_size_have_limits(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 1000)
    assert "descomprimido ocuparía" in refused(book)
    monkeypatch.setattr(archive, "MAX_PARTS", 3)
    assert "el límite es 3" in refused(book)
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 100)
    assert "pesa" in refused(book)


def test_a_part_larger_than_declared_is_not_inflated_further(book: Path) -> None:
    package = Package(declared(book, "xl/worksheets/sheet1.xml", 100), "libro.xlsx")
    with pytest.raises(UnreadableFile, match="ocupa más de lo que declara"):
        package.read("xl/worksheets/sheet1.xml")


def test_overlapping_entries_are_refused(book: Path) -> None:
    data = bytearray(book.read_bytes())
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert "se enciman" in refused(bytes(data)) or "dañado" in refused(bytes(data))


# Read, but not marked


def test_strict_files_are_not_marked(tmp_path: Path, book: Path) -> None:
    def strict(data: bytes) -> bytes:
        data = data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        return data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    path = tmp_path / "estricto.xlsx"
    changed(book, path, dict.fromkeys([n for n in unpacked(book) if n != "[Content_Types].xml"], strict))
    package = Package(path)
    assert package.is_strict
    assert [sheet.name for sheet in package.sheets()] == ["captura"]
    with pytest.raises(UnwritableFile, match=r"estricto.*Guardar como"):
        marking.mark(package, marks({"A3": "error"}))
    assert not package.changed


def test_signed_files_are_not_marked(tmp_path: Path) -> None:
    source = macro_book(tmp_path / "libro.xlsm")
    parts = unpacked(source) | {"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": b"<Signature/>"}
    package = Package(packed(tmp_path / "firmado.xlsm", parts))
    assert package.is_signed
    with pytest.raises(UnwritableFile, match="firma digital"):
        marking.mark(package, marks({"A3": "error"}))
    assert not package.changed


@pytest.mark.parametrize("where", ["no_hay.xlsx", ""])
def test_paths_that_cannot_be_read(tmp_path: Path, where: str) -> None:
    with pytest.raises(UnreadableFile):
        Package(tmp_path / where)
