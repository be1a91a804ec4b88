"""Microsoft's SDK takes the workbook without a word, whatever the profile."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from newbook.conftest import DAY, PERIOD, PROFILE
from tools import ooxml

from icsoe_xl.newbook import make

pytestmark = pytest.mark.skipif(ooxml.missing() is not None, reason=ooxml.missing() or "")


def png(path: Path) -> Path:
    """A picture of 3 x 2 pixels."""
    chunks = [
        (b"IHDR", struct.pack(">2L5B", 3, 2, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" + bytes(9) + b"\0" + bytes(9))),
        (b"IEND", b""),
    ]
    packed = [
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(packed))
    return path


@pytest.mark.parametrize(
    "change",
    [
        {},
        {
            "clientes": (),
            "servicios": (),
            "capturistas": (),
            "registro_patronal": "",
            "otros_registros_patronales": (),
        },
        {"razon_social": "=1+1 & <\"'>"},
        {"razon_social": "X" * 300},
        {"domicilio_fiscal": False, "cp": "06600"},
    ],
    ids=["whole", "bare", "signs", "long", "address"],
)
def test_profiles(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "libro.xlsx"
    path.write_bytes(make(PROFILE.model_copy(update=change), 'a "b"', PERIOD, DAY))
    assert ooxml.validate(path) == []


def test_logo_and_password(tmp_path: Path) -> None:
    path = tmp_path / "libro.xlsx"
    path.write_bytes(make(PROFILE, "norte", PERIOD, DAY, password="ñ", logo=png(tmp_path / "logo.png")))
    assert ooxml.validate(path) == []
