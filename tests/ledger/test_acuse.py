"""What is read of an acuse, and what is left to ask."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from acuses import ACUSE, pdf

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.ledger import acuse
from icsoe_xl.periods.returns import Return


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_an_acuse_is_read(tmp_path: Path) -> None:
    read = acuse.read(saved(tmp_path / "acuse.pdf", pdf(*ACUSE)))
    assert (read.folio, read.filed_on, read.rfcs) == ("N262253432", date(2026, 5, 15), {"EKU9003173C9"})


def test_a_copy_is_kept_once_and_mended(tmp_path: Path, home: Path) -> None:
    read = acuse.read(saved(tmp_path / "acuse.pdf", pdf(*ACUSE)))
    copy = acuse.keep(read)
    assert copy == home / "acuses" / f"{read.digest}.pdf"
    assert copy.read_bytes() == read.data
    assert acuse.is_intact(read.digest)
    copy.write_bytes(b"otra cosa")
    assert not acuse.is_intact(read.digest)
    assert acuse.keep(read) == copy
    assert copy.read_bytes() == read.data
    assert [each.name for each in copy.parent.iterdir()] == [copy.name]


def test_a_scanned_acuse_says_nothing_and_is_still_an_acuse(tmp_path: Path) -> None:
    read = acuse.read(saved(tmp_path / "acuse.pdf", pdf()))
    assert (read.folio, read.filed_on, read.rfcs) == (None, None, frozenset())


def test_broken_pdfs_are_no_fault_of_ours(tmp_path: Path) -> None:
    whole, chance = pdf(*ACUSE), random.Random(304)
    for _ in range(60):
        broken = bytearray(whole[: chance.randrange(20, len(whole))])
        for _ in range(chance.randrange(12)):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        read = acuse.read(saved(tmp_path / "acuse.pdf", bytes(broken)))
        assert isinstance(read.rfcs, frozenset)


def test_an_encrypted_acuse_is_kept_unread(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(saved(tmp_path / "plano.pdf", pdf(*ACUSE))))
    writer.encrypt("secreto", algorithm="RC4-128")
    writer.write(tmp_path / "acuse.pdf")
    assert acuse.read(tmp_path / "acuse.pdf").folio is None


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"PK\x03\x04 hoja.xlsx", "no es un PDF"), (b"", "no es un PDF"), (None, "No pude leer")],
)
def test_what_is_no_pdf(tmp_path: Path, data: bytes | None, why: str) -> None:
    path = tmp_path / "acuse.pdf"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=why):
        acuse.read(path)


def test_a_pdf_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acuse, "LARGEST", 100)
    with pytest.raises(UnreadableFile, match="20 MB"):
        acuse.read(saved(tmp_path / "acuse.pdf", pdf(*ACUSE)))


@pytest.mark.parametrize(
    ("text", "folio"),
    [
        ("Folio N262253432", "N262253432"),
        ("SI262202734", "SI262202734"),
        ("N262253432 ... N262253432", "N262253432"),
        ("N262253432 y N262253433", None),
        ("Folio de la presentación: C262253433", "C262253433"),
        ("folio anterior N262253432, folio C262253433", "N262253432"),
        ("C262253433", None),
        ("A26P3662382", None),
        ("XN2622534321", None),
        ("", None),
    ],
)
def test_folios(text: str, folio: str | None) -> None:
    assert acuse.find_folio(text) == folio


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Fecha de presentación: 15/05/2026", date(2026, 5, 15)),
        ("Del 01/01/2026 al 30/04/2026. Fecha de recepción 15-05-2026 18:22", date(2026, 5, 15)),
        ("FECHA Y HORA DE PRESENTACION\n15 de mayo de 2026, 18:22 h", date(2026, 5, 15)),
        ("Ciudad de México, a 7 de Septiembre del 2026", date(2026, 9, 7)),
        ("Fecha de envío: 2026-05-15T18:22:05", date(2026, 5, 15)),
        ("15/05/2026", date(2026, 5, 15)),
        ("15/05/2026 y 16/05/2026", None),
        ("Fecha de presentación: 15/05/2026. Fecha de presentación: 16/05/2026", None),
        ("31/02/2026", None),
        ("115/05/2026", None),
        ("", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert acuse.find_date(text) == day


def test_the_folio_tells_the_type() -> None:
    assert acuse.kind_of("N262253432") is Return.NORMAL
    assert acuse.kind_of("SI262202734") is Return.NIL
    assert acuse.kind_of("C262253433") is None
