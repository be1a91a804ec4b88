"""Real files: the copy shows the same faults, holds nobody of the workbook, and any program opens it."""

from __future__ import annotations

import json
import random
import re
from io import BytesIO
from pathlib import Path

import libros
import openpyxl
import pytest
import xlsxwriter
from books import macro_book, packed, png, unpacked
from faults import PERIOD, faulty_book
from libreoffice import Office
from people import people
from tools import ooxml

from icsoe_xl import actions, demo
from icsoe_xl.cli.door import main
from icsoe_xl.diagnose import Diagnosed, diagnose
from icsoe_xl.errors import UnwritableFile

OPTIONS = actions.Options(period=PERIOD)


def demo_book(path: Path) -> Path:
    demo.write_workbook(path, demo.faulty_rows())
    return path


def whole_book(path: Path) -> Path:
    """A whole workbook with faults in each of its tables and in its form."""
    contracts = [
        libros.contract("Pozos-01"),
        libros.contract("Pozos-02", objeto=None, cliente_movil="12", cliente_domicilio_fiscal="No"),
        libros.contract("Pozos-02", cliente_rfc=libros.RFC, cliente_calle="Av. Siempre Viva 742"),
        libros.contract(7, fecha_inicio="15/01/2025", cliente_correo="uno@dos@tres"),
    ]
    workers = libros.crew(["Pozos-01", "pozos-02", 7, "Otro"], 3)
    workers[1][1] = int(workers[1][1])
    workers[2][2] = workers[2][2].lower()
    workers[4][1] = workers[3][1]
    contractor = {
        "icsoe_rfc": "EKU9003173C8",
        "icsoe_capturista": "Yolanda Zúñiga",
        "icsoe_telefono": 5587654321,
    }
    return libros.write(path, libros.sheets(contractor, contracts, workers))


BOOKS = {
    "demo.xlsx": demo_book,
    "plantilla.xlsm": lambda path: faulty_book(path, rows=400, repeats=2).path,
    "contratos.xlsx": lambda path: faulty_book(path, rows=400, repeats=2, seed=3, shape="contracts").path,
    "hojas.xlsx": lambda path: faulty_book(path, rows=400, repeats=2, seed=4, shape="sheets").path,
    "libro.xlsx": whole_book,
}


@pytest.fixture(params=BOOKS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Diagnosed]:
    path: Path = BOOKS[request.param](tmp_path / request.param)
    return path, diagnose(path, tmp_path / "copia.xlsx", OPTIONS, rng=random.Random(5))


def test_validate_says_the_same_of_the_copy(
    made: tuple[Path, Diagnosed], capsys: pytest.CaptureFixture[str]
) -> None:
    path, done = made
    assert done.out is not None
    assert (done.lost, done.added) == ({}, {})
    said = []
    for file in (path, done.out):
        main(["validate", "--check", "--json", "--period", PERIOD, str(file)])
        said.append(json.loads(capsys.readouterr().out))
    one, other = said
    assert one["findings"] and (one["layout"], one["rows"], one["period"]) == (
        other["layout"],
        other["rows"],
        other["period"],
    )
    names = sheet_names(path, done.out)
    assert [
        (names.get(f["sheet"]), f["cell"], f["rule"], f["severity"], type(f["fix"])) for f in one["findings"]
    ] == [(f["sheet"], f["cell"], f["rule"], f["severity"], type(f["fix"])) for f in other["findings"]]


def sheet_names(path: Path, copy: Path) -> dict[str | None, str | None]:
    names = [openpyxl.load_workbook(file, read_only=True).sheetnames for file in (path, copy)]
    assert len(names[0]) == len(names[1])
    return {None: None, **dict(zip(*names, strict=True))}


def test_nobody_of_the_workbook_is_in_the_copy(made: tuple[Path, Diagnosed]) -> None:
    path, done = made
    assert done.out is not None
    copy = b"\n".join(unpacked(done.out).values()).decode().casefold()
    texts = set(re.split(r"[<>\"+]", copy))
    for secret in map(str.casefold, secrets(path)):
        is_wage = re.fullmatch(r"[$ ]*[\d,]+\.\d+", secret)  # a part of many a number
        assert secret not in (texts if is_wage else copy)


def secrets(path: Path) -> set[str]:
    """Texts and numbers of a workbook that are somebody's: long, and no words of the template."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = {
        str(cell.value).strip()
        for sheet in book
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, str | int | float) and not isinstance(cell.value, bool)
    }
    somebody = {text for text in found if re.search(r"\d{4}|\w+@\w+|\d\.\d\d$", text) or " " in text}
    words = {*libros.LABELS.values(), *libros.HEADERS.values(), *libros.WORKER_HEADERS, *demo.HEADERS}
    known = {word.strip() for word in words} | {"2026-1", "NÚMERO DE SEGURIDAD SOCIAL", "15/01/2025", "0.00"}
    public = {"NSS(11 dígitos)", "XEXX010101HNEXXXA4", "XEXX010101MNEXXXA8"}
    assert len(somebody) > 20
    return {text for text in somebody - known - public if len(text) > 4}


def test_original_is_only_read(made: tuple[Path, Diagnosed], tmp_path: Path) -> None:
    path, _ = made
    again = tmp_path / "otra"
    again.mkdir()
    BOOKS[path.name](again / path.name)
    assert {n: d for n, d in unpacked(path).items() if "core" not in n} == {
        n: d for n, d in unpacked(again / path.name).items() if "core" not in n
    }


def test_microsoft_takes_the_copy_without_a_word(made: tuple[Path, Diagnosed]) -> None:
    if ooxml.missing() is not None:
        pytest.skip(ooxml.missing() or "")
    assert made[1].out is not None
    assert ooxml.validate(made[1].out) == []


def test_libreoffice_opens_the_copy(made: tuple[Path, Diagnosed], office: Office, tmp_path: Path) -> None:
    assert made[1].out is not None
    with office.opened(made[1].out) as document:
        office.save(document, tmp_path / "guardado.xlsx")
    reports = [
        actions.validate(file, check=True, options=OPTIONS)
        for file in (made[1].out, tmp_path / "guardado.xlsx")
    ]
    one, other = (
        [(f.sheet, f.cell, f.rule) for f in report.findings if f.rule != "A005"] for report in reports
    )
    assert one == other


def hiding_place(path: Path) -> Path:
    """A worker table with a name in every corner of the package where a person or a program leaves one."""
    raw = BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        book.set_properties(
            {"author": "SECRETO-autor", "company": "SECRETO-firma", "title": "SECRETO-titulo"}
        )
        book.set_custom_property("Cliente", "SECRETO-propiedad")
        sheet = book.add_worksheet("captura")
        sheet.write_row(0, 0, ["NSS", "CURP (SECRETO-entre)", "SBC", "Nombre", "SECRETO-encabezado"])
        for row, worker in enumerate(people(3, 9), 1):
            sheet.write_row(row, 0, [*worker, f"SECRETO-ajena {row}"])
        sheet.write("G9", "SECRETO-suelto")
        sheet.write_formula("A5", '=IF("SECRETO-formula"="","","x")', None, "SECRETO-resultado")
        sheet.write_comment("A2", "SECRETO-nota", {"author": "SECRETO-autora"})
        sheet.write_url("H2", "https://secreto-liga.example/x", string="SECRETO-liga", tip="SECRETO-globo")
        sheet.set_header(
            "&LSECRETO-encabezado&R&G", {"image_right": "p.png", "image_data_right": BytesIO(png())}
        )
        sheet.set_footer("SECRETO-pie")
        sheet.data_validation("A2:A9", {"validate": "list", "source": ["SECRETO-lista"]})
        sheet.insert_textbox("J2", "SECRETO-forma")
        sheet.insert_image(
            "J9", "SECRETO-imagen.png", {"image_data": BytesIO(png()), "description": "SECRETO-alt"}
        )
        other = book.add_worksheet("SECRETO-hoja")
        other.write("A1", "SECRETO-otra")
        book.add_worksheet("SECRETO-oculta").hide()
        book.define_name("SECRETO_nombre", "=captura!$A$2")
        book.define_name("icsoe_secreto", '="SECRETO-valor"')
    parts = unpacked(BytesIO(raw.getvalue()))
    before, row, after = parts["xl/worksheets/sheet1.xml"].partition(b'<row r="5"')
    after = after.replace(b"</row>", b'<c r="C5" t="e"><v>SECRETO-error</v></c></row>', 1)
    parts["xl/worksheets/sheet1.xml"] = before + row + after
    parts["customXml/item1.xml"] = b"<x>SECRETO-xml</x>"
    parts["xl/printerSettings/printerSettings1.bin"] = "SECRETO-impresora".encode("utf-16-le")
    return packed(path, parts)


def test_nothing_else_of_the_package_is_in_the_copy(tmp_path: Path) -> None:
    path = hiding_place(tmp_path / "SECRETO-archivo.xlsx")
    done = diagnose(path, tmp_path / "copia.xlsx", OPTIONS)
    assert done.out is not None and (done.lost, done.added) == ({}, {})
    parts = unpacked(done.out)
    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
    }
    whole = b"\n".join(parts.values()).lower()
    assert b"secreto" not in whole and "secreto".encode("utf-16-le") not in whole


def test_marked_workbook_with_macros(tmp_path: Path) -> None:
    """Our own sheets and marks, and all that a macro workbook carries, stay out."""
    path = macro_book(tmp_path / "obra.xlsm")
    actions.validate(path, options=OPTIONS)
    done = diagnose(path, tmp_path / "copia.xlsx", OPTIONS)
    assert done.out is not None and (done.lost, done.added) == ({}, {})
    assert openpyxl.load_workbook(done.out).sheetnames == ["captura", "Hoja 2"]
    assert not any("vba" in part or "comments" in part or "media" in part for part in unpacked(done.out))


def test_same_person_is_the_same_other_person(tmp_path: Path) -> None:
    """Also as a number, without its zero, in lower case, and in another contract."""
    one, two = [w for w in people(60, 4) if w.nss.startswith("0")][:2]
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("captura")
        rows = [
            ["Contrato", "NSS", "CURP", "SBC"],
            ["a", one.nss, one.curp, 500.5],
            ["b", int(one.nss), one.curp.lower(), "$500.50"],
            ["b", two.nss[:4] + "-" + two.nss[4:], two.curp, 500.5],
        ]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
            sheet.write_string(number, 1, row[1]) if isinstance(row[1], str) else None
    done = diagnose(path, tmp_path / "copia.xlsx", OPTIONS)
    assert done.out is not None
    _, first, again, other = openpyxl.load_workbook(done.out)["captura"].iter_rows(values_only=True)
    assert again[1] == int(first[1]) and again[1] < 10**10
    assert again[2] == first[2].lower() and first[2] != one.curp
    assert again[3] == f"${first[3]:.2f}" and other[3] == first[3] and first[3] != 500.5
    assert other[1][4] == "-" and other[1].replace("-", "") != first[1]
    assert first[1] != one.nss and first[1][2:6] == one.nss[2:6]


def test_two_copies_hold_different_people(tmp_path: Path) -> None:
    """Chance, not a key: nobody can make the copy again, or go back from it."""
    path = demo_book(tmp_path / "x.xlsx")
    copies = [diagnose(path, tmp_path / name, OPTIONS).out for name in ("1.xlsx", "2.xlsx")]
    nss = [
        {row[0] for row in openpyxl.load_workbook(copy)["captura"].iter_rows(values_only=True)}
        for copy in copies
        if copy
    ]
    assert len(nss[0] & nss[1]) < 5


def test_never_over_a_file(tmp_path: Path) -> None:
    path = demo_book(tmp_path / "x.xlsx")
    before = path.read_bytes()
    with pytest.raises(UnwritableFile, match="ya existe"):
        diagnose(path, path, OPTIONS)
    with pytest.raises(UnwritableFile, match=r"termine en \.xlsx"):
        diagnose(path, tmp_path / "copia.xlsm", OPTIONS)
    assert path.read_bytes() == before


def test_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = demo_book(tmp_path / "Constructora Pérez.xlsx")
    assert main(["diagnose", str(path), "--period", PERIOD]) == 0
    said = capsys.readouterr()
    assert (tmp_path / "diagnostico.xlsx").exists() and said.err == ""
    assert "salen los mismos hallazgos en las mismas celdas" in said.out
    assert main(["diagnose", str(path)]) == 4
    assert "ya existe" in capsys.readouterr().err


def test_without_a_table_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notas").write("A1", "hola")
    assert main(["diagnose", str(path)]) == 3
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("extension", [".xls", ".ods"])
def test_other_formats_become_the_same_kind_of_copy(office: Office, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"x{extension}"
    office.resave(demo_book(tmp_path / "x.xlsx"), path)
    done = diagnose(path, tmp_path / "copia.xlsx", OPTIONS)
    assert done.report.errors and (done.lost, done.added) == ({}, {})
