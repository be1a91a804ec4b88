"""The package of a whole workbook: what is in it, and that it is the same each time."""

from __future__ import annotations

import json
import re
import zipfile
from hashlib import sha256
from pathlib import Path

import libros
import openpyxl
import packages
import pytest
from libreoffice import Office
from tools import ooxml

from icsoe_xl import actions
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.workbooks import open_workbook

LINE = re.compile(r"[0-9]{11},[A-Z0-9]{18},[0-9]+\.[0-9]{2}")
TWO = [libros.contract("C-01"), libros.contract("C-02")]


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_folder_holds_the_files_of_each_contract_and_the_pages(tmp_path: Path) -> None:
    exported = packages.made(tmp_path, contracts=TWO, workers=libros.crew(["C-01", "C-01", "C-02"]))
    assert exported.folder == tmp_path / "salida" / packages.FOLDER
    assert sorted(contents(exported.folder)) == [
        "captura.html", "manifiesto.json", "resumen.html", "trabajadores_C-01.csv", "trabajadores_C-01.xlsx",
        "trabajadores_C-02.csv", "trabajadores_C-02.xlsx",
    ]  # fmt: skip
    assert exported.files[:2] == [("trabajadores_C-01.csv", 2), ("trabajadores_C-02.csv", 1)]
    assert exported.files[-1] == ("manifiesto.json", 0)


def test_every_line_of_a_worker_file_is_as_the_guide_wants_it(tmp_path: Path) -> None:
    folder = packages.made(tmp_path, workers=libros.crew(["C-01"], 50)).folder
    data = (folder / "trabajadores_C-01.csv").read_bytes()
    header, *lines, after = data.decode("cp1252").split("\r\n")
    assert (
        header == "NSS(11 dígitos),CURP(18 caracteres),Salario base de cotización(numérico con 2 decimales)"
    )
    assert len(lines) == 50 and all(LINE.fullmatch(line) for line in lines)
    assert after == "" and b'"' not in data


def test_more_than_3000_workers_are_split_and_each_part_has_its_block(tmp_path: Path) -> None:
    exported = packages.made(tmp_path, workers=libros.crew(["C-01"], 3001))
    assert exported.files[:2] == [("trabajadores_C-01_1.csv", 3000), ("trabajadores_C-01_2.csv", 1)]
    parts = [openpyxl.load_workbook(exported.folder / f"trabajadores_C-01_{part}.xlsx") for part in (1, 2)]
    assert [book["captura"].max_row for book in parts] == [3001, 2]


def test_the_manifest_names_every_file_with_its_size_and_hash(tmp_path: Path) -> None:
    exported = packages.made(tmp_path, contracts=TWO)
    files = contents(exported.folder)
    manifest = json.loads(files.pop("manifiesto.json"))
    listed = {each["archivo"]: (each["bytes"], each["sha256"]) for each in manifest["archivos"]}
    assert listed == {name: (len(data), sha256(data).hexdigest()) for name, data in files.items()}
    assert manifest["layout"]["nombre"] == "icsoe-libro"
    source = (tmp_path / "libro.xlsx").read_bytes()
    assert manifest["origen"] == {"archivo": "libro.xlsx", "sha256": sha256(source).hexdigest()}
    assert manifest["huella"] in files["captura.html"].decode("utf-8")


def test_the_zip_beside_the_folder_holds_the_same_files(tmp_path: Path) -> None:
    exported = packages.made(tmp_path, contracts=TWO)
    assert exported.archive == tmp_path / "salida" / f"{packages.FOLDER}.zip"
    with zipfile.ZipFile(exported.archive) as archive:
        assert archive.testzip() is None
        inside = {name: archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert inside == {f"{packages.FOLDER}/{name}": data for name, data in contents(exported.folder).items()}


def test_the_same_workbook_gives_the_same_bytes_on_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets(contracts=TWO))
    results = []
    for name, day in (("uno", "2026-05-02"), ("dos", "2029-01-01")):
        inspection = actions.inspect(open_workbook(book), today=actions.date.fromisoformat(day))
        assert not inspection.report.errors
        exported = actions.write_files(inspection, tmp_path / name)
        assert exported.archive is not None
        results.append((contents(exported.folder), exported.archive.read_bytes()))
    assert results[0] == results[1]


def test_an_export_takes_away_the_files_of_a_contract_that_is_gone(tmp_path: Path) -> None:
    packages.made(tmp_path, contracts=TWO)
    folder = packages.made(tmp_path, contracts=TWO[:1]).folder
    (folder / "acuse.pdf").write_bytes(b"of the person")
    folder = packages.made(tmp_path, contracts=TWO[1:]).folder
    assert sorted(name for name in contents(folder) if "trabajadores" in name or "acuse" in name) == [
        "acuse.pdf", "trabajadores_C-02.csv", "trabajadores_C-02.xlsx",
    ]  # fmt: skip


def test_where_nothing_can_be_written_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "salida").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(UnwritableFile):
        packages.made(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["libro.xlsx", "salida"]


def test_a_workbook_with_errors_gives_nothing(tmp_path: Path) -> None:
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_rfc": None}))
    report, exported = actions.export(book, tmp_path / "salida")
    assert report.errors and exported is None and not (tmp_path / "salida").exists()


def test_sin_informacion_gives_the_guide_and_the_summary(tmp_path: Path) -> None:
    exported = packages.made(tmp_path, {"icsoe_tipo": "Sin información"}, [], [])
    files = contents(exported.folder)
    assert sorted(files) == ["captura.html", "manifiesto.json", "resumen.html"]
    for name in ("captura.html", "resumen.html"):
        text = files[name].decode("utf-8")
        assert "Sin información" in text and "no empezó ningún contrato" in text


# --- the block to paste


def test_the_block_has_the_rows_of_the_csv_as_text_from_a2(tmp_path: Path) -> None:
    folder = packages.made(tmp_path, workers=libros.crew(["C-01"], 20)).folder
    lines = (folder / "trabajadores_C-01.csv").read_bytes().decode("cp1252").split("\r\n")[1:-1]
    sheet = openpyxl.load_workbook(folder / "trabajadores_C-01.xlsx")["captura"]
    rows = list(sheet.iter_rows(min_row=2))
    assert [",".join(cell.value for cell in row) for row in rows] == lines
    assert {(cell.data_type, cell.number_format) for row in rows for cell in row} == {("s", "@")}
    selection = sheet.sheet_view.selection[0]
    assert (selection.activeCell, selection.sqref) == ("A2", "A2:C21")


def test_our_own_rules_take_the_block_for_the_official_template(tmp_path: Path) -> None:
    folder = packages.made(tmp_path, workers=libros.crew(["C-01"], 20)).folder
    report = actions.validate(folder / "trabajadores_C-01.xlsx", check=True)
    assert (report.layout, report.rows, report.errors) == ("imss-captura", 20, 0)


@pytest.mark.skipif(ooxml.missing() is not None, reason=ooxml.missing() or "")
def test_the_block_is_sound_for_the_open_xml_sdk(tmp_path: Path) -> None:
    folder = packages.made(tmp_path).folder
    assert ooxml.validate(folder / "trabajadores_C-01.xlsx") == []


def test_libreoffice_reads_the_same_rows_from_block_and_csv(office: Office, tmp_path: Path) -> None:
    folder = packages.made(tmp_path, workers=libros.crew(["C-01"], 20)).folder
    office.resave(folder / "trabajadores_C-01.xlsx", tmp_path / "bloque.csv")
    rows = (tmp_path / "bloque.csv").read_text(encoding="latin-1").splitlines()[1:]
    lines = (folder / "trabajadores_C-01.csv").read_bytes().decode("cp1252").split("\r\n")[1:-1]
    assert rows == lines


# --- cells that would be formulas


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t="])
def test_what_begins_like_a_formula_is_a_formula_in_no_file(tmp_path: Path, begins: str) -> None:
    key = f"{begins}HYPERLINK(1)"
    one = libros.contract(key, objeto=f"{begins}1+1", cliente_nombre=f"{begins}A1", servicio=f"{begins}cmd|x")
    # data_type: openpyxl would make a formula of it, and the workbook is to hold the text that was typed.
    book_path = libros.write(tmp_path / "libro.xlsx", libros.sheets(contracts=[one]))
    book = openpyxl.load_workbook(book_path)
    for sheet in book:
        for row in sheet:
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
    book.save(book_path)
    report, exported = actions.export(book_path, tmp_path / "salida")
    assert exported is not None, [(each.rule, each.cell) for each in report.findings]
    for file in exported.folder.glob("*.xlsx"):
        cells = [cell for row in openpyxl.load_workbook(file)["captura"] for cell in row]
        assert cells and not [cell for cell in cells if cell.data_type == "f"]
    for file in exported.folder.glob("*.csv"):
        cells_text = file.read_text(encoding="cp1252").replace("\n", ",").split(",")
        assert not [text for text in cells_text if text.startswith(("=", "+", "-", "@", "\t"))]
    assert len(list(exported.folder.glob("*.csv"))) == len(list(exported.folder.glob("*.xlsx"))) == 1
