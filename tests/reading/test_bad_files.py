"""Files that cannot be read: one helpful line each, never a traceback."""

# ruff: noqa: E501 - one case, one line

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reading.handmade import MAIN, book, worksheet

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.layouts import find_tables
from icsoe_xl.workbooks import open_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SOUND = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def sound(path: Path) -> bytes:
    """Bytes of a workbook with one cell."""
    return book(
        path.with_suffix(".tmp"), worksheet(SOUND), strings=f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>'
    ).read_bytes()


def _read_all(path: Path) -> None:
    workbook = open_workbook(path)
    for sheet in workbook.sheets():
        workbook.grid(sheet.name)
        workbook.facts(sheet.name, [1, 2, 3])


def _written(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def _part(part: str, strings: str | None = None) -> Callable[[Path], object]:
    return lambda path: book(path, part, strings=strings)


def _cut(path: Path) -> None:
    data = sound(path)
    path.write_bytes(data[: len(data) // 2])


def _without(name: str) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(BytesIO(sound(path))) as old, zipfile.ZipFile(path, "w") as new:
            for entry in old.namelist():
                if entry != name:
                    new.writestr(entry, old.read(entry))

    return write


def _bomb(path: Path) -> None:
    rows = worksheet("<row/>" * 20_000_000)
    with (
        zipfile.ZipFile(BytesIO(sound(path))) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, rows if "sheet1" in entry else old.read(entry))


BAD: list[tuple[str, str, Callable[[Path], object], str]] = [
    ("missing", "b.xlsx", lambda path: None, "no existe"),
    ("a folder", "b.xlsx", lambda path: path.mkdir(), "es una carpeta"),
    ("empty", "b.xlsx", _written(b""), "está vacío"),
    ("text", "b.xlsx", _written(b"NSS,CURP,SBC\r\n"), "no es un libro de Excel"),
    (
        "a web page called .xls",
        "b.xls",
        _written(b"<html><table><tr><td>NSS</td></tr></table></html>"),
        "no es un libro de Excel",
    ),
    (
        "a picture called .xlsm",
        "b.xlsm",
        _written(b"\x89PNG\r\n\x1a\n" + bytes(100)),
        "no es un libro de Excel",
    ),
    ("a zip of something else", "b.xlsx", _without("[Content_Types].xml"), "no un libro de Excel"),
    ("cut in half", "b.xlsx", _cut, "está dañado"),
    (
        "encrypted",
        "b.xlsx",
        _written(OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)),
        "contraseña",
    ),
    ("an old format, damaged", "b.xls", _written(OLE + bytes(2000)), "está dañado"),
    ("an old format, damaged, called .xlsx", "b.xlsx", _written(OLE + bytes(2000)), "está dañado"),
    ("a sheet that is no worksheet", "b.xlsx", _part("<html/>"), "está dañada"),
    ("a sheet that ends early", "b.xlsx", _part(worksheet(SOUND)[:-60]), "está dañado"),
    (
        "a string that does not exist",
        "b.xlsx",
        _part(worksheet(SOUND), f'<sst xmlns="{MAIN}"/>'),
        "está dañado",
    ),
    ("entities", "b.xlsx", _part('<!DOCTYPE w [<!ENTITY a "b">]>' + worksheet(SOUND)), "DOCTYPE"),
    (
        "entities in the strings",
        "b.xlsx",
        _part(worksheet(SOUND), f'<!DOCTYPE s []><sst xmlns="{MAIN}"/>'),
        "DOCTYPE",
    ),
    ("a zip bomb", "b.xlsx", _bomb, "bomba"),
]


@pytest.mark.parametrize(("name", "write", "said"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_one_line_says_what_is_wrong(
    tmp_path: Path, name: str, write: Callable[[Path], object], said: str
) -> None:
    write(tmp_path / name)
    with pytest.raises(UnreadableFile) as caught:
        _read_all(tmp_path / name)
    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert said in line
    assert "\n" not in line
    assert str(tmp_path) not in line
    assert caught.value.exit_code == 3


@pytest.mark.skipif(
    os.name == "nt" or os.getuid() == 0, reason="only where a file can be closed to its reader"
)
def test_no_permission(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", worksheet(SOUND))
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="permiso"):
        open_workbook(path)


def test_the_extension_does_not_matter(tmp_path: Path) -> None:
    for name in ("b.xlsx", "b.xls", "b.csv", "b", "b.XLSM"):
        (tmp_path / name).write_bytes(sound(tmp_path / "b"))
        assert open_workbook(tmp_path / name).grid("captura").rows[0][0] == "x"


@pytest.mark.parametrize("seed", range(150))
def test_random_damage_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = "".join(
        f'<row r="{r}"><c r="A{r}" t="s"><v>{r % 4}</v></c><c r="B{r}" s="1"><f>A{r}*2</f><v>{r}.5</v></c>'
        f'<c r="C{r}" t="e"><v>#N/A</v></c><c r="D{r}" t="b"><v>1</v></c></row>'
        for r in range(1, 6)
    )
    parts = {
        "sheet": worksheet(rows).encode(),
        "strings": f'<sst xmlns="{MAIN}" count="4" uniqueCount="4">{"<si><t>NSS</t></si>" * 4}</sst>'.encode(),
        "styles": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'.encode(),
    }
    hurt = chance.choice(list(parts))
    content = bytearray(parts[hurt])
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(len(content))
        new = chance.choice(
            (b"", b"<", b">", b'"', b"\0", b"-1", b"99999999999", b"<!--", b"]]>", b"</row>", b"<c/>", b"r")
        )
        content[at : at + chance.randrange(4)] = new
    parts[hurt] = bytes(content)
    path = book(
        tmp_path / "b.xlsx",
        parts["sheet"],
        strings=parts["strings"],
        styles=parts["styles"].decode("latin-1"),
    )
    try:
        _read_all(path)
        find_tables(open_workbook(path))
    except UnreadableFile as error:
        assert str(error).startswith("b.xlsx: ")  # noqa: PT017
