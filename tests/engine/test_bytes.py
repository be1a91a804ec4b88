"""What the designer made and no tag touches keeps its bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from engine.books import book, filled, parts, png
from tools import ooxml

DATA = {
    "xs": [{"n": "uno", "v": 1.5}, {"n": "dos", "v": 2}, {"n": "tres", "v": 3}],
    "c": {"razon": "Uno, S.A."},
}


def design(path: Path, macros: Path) -> Path:
    """A macro workbook with one of everything on a sheet with tags, and more on a sheet without."""
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_vba_project(str(macros))
        form, rest = made.add_worksheet("Formato"), made.add_worksheet("Apoyo")
        form.write("A1", "{{ c.razon }}", made.add_format({"bold": True}))
        form.write("A3", "{% for x in xs %}{{ x.n }}")
        form.write("B3", "{{ x.v }}{% endfor %}")
        form.write_formula("B4", "=SUM(B3)", None, 0)
        form.insert_button("D1", {"macro": "Validar", "caption": "Validar"})
        form.insert_textbox("D6", "Instrucciones")
        form.insert_image("F1", "logo.png", {"image_data": io.BytesIO(png(9, 9))})
        form.data_validation("C3", {"validate": "list", "source": "=Apoyo!$A$1:$A$3"})
        form.protect("clave")
        form.freeze_panes(2, 1)
        form.set_landscape()
        form.write_comment("A1", "nota de la diseñadora")
        form.set_header("&C&G", {"image_center": "h.png", "image_data_center": io.BytesIO(png(5, 5))})
        rest.write_column("A1", ["Sí", "No", "Tal vez"])
        rest.write_formula("B1", "=LEN(A1)", None, 2)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=Apoyo!$B$1:$B$1"})
        rest.insert_chart("D2", chart)
        made.set_properties({"author": "La diseñadora"})
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/printerSettings/printerSettings1.bin", b"impresora")
        package.writestr(
            "customUI/customUI14.xml",
            '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"/>',
        )
        package.writestr("xl/custom/desconocido.bin", b"\0\1\2")
    return path


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diseño")
    macros = folder / "vbaProject.bin"
    macros.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"macros" * 99)
    return design(folder / "formato.xlsm", macros)


def test_only_what_must_change_changes(template: Path) -> None:
    before, after = parts(template), parts(filled(template, DATA))
    assert set(after) == set(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml",  # the sheet with the tags
        "xl/sharedStrings.xml",  # which held them
        "xl/drawings/drawing1.xml",  # the text box below the block moved
    }


def test_what_lies_above_the_block_stays_where_it_was(template: Path) -> None:
    before, after = (parts(p)["xl/drawings/vmlDrawing1.vml"] for p in (template, filled(template, DATA)))
    assert before == after


def test_nothing_moves_when_the_block_has_one_turn(template: Path, tmp_path: Path) -> None:
    one = {**DATA, "xs": DATA["xs"][:1]}
    before, after = parts(template), parts(filled(template, one, tmp_path / "uno.xlsm"))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}


def test_around_the_cells_the_sheet_keeps_its_bytes(template: Path, tmp_path: Path) -> None:
    one = {**DATA, "xs": DATA["xs"][:1]}
    before, after = (
        parts(p)["xl/worksheets/sheet1.xml"] for p in (template, filled(template, one, tmp_path / "u.xlsm"))
    )
    assert after.split(b"<sheetData>")[0] == before.split(b"<sheetData>")[0]
    assert after.split(b"</sheetData>")[1] == before.split(b"</sheetData>")[1]


def test_a_workbook_without_tags_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("Hoja").write("A1", "hola {mundo}")
    out = filled(path, {})
    assert parts(out) == parts(path)


@pytest.mark.skipif(ooxml.missing() is not None, reason=ooxml.missing() or "")
def test_microsofts_validator_finds_nothing_new(template: Path, tmp_path: Path) -> None:
    assert ooxml.validate(filled(template, DATA, tmp_path / "lleno.xlsm")) == ooxml.validate(template)


def test_a_template_file_becomes_a_workbook(tmp_path: Path) -> None:
    plain, template = tmp_path / "p.xlsx", tmp_path / "p.xltx"
    with xlsxwriter.Workbook(str(plain)) as made:
        made.add_worksheet("Hoja").write("A1", "{{ c.razon }}")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(template, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name).replace(b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml"),
            )
    out = filled(template, DATA, tmp_path / "libro.xlsx")
    assert b"spreadsheetml.sheet.main+xml" in parts(out)["[Content_Types].xml"]
    assert book(out)["Hoja"]["A1"].value == "Uno, S.A."


def test_prefixed_elements(tmp_path: Path) -> None:
    """Some writers name every element ``x:row``; what we write must be named so too."""
    plain, template = tmp_path / "p.xlsx", tmp_path / "q.xlsx"
    with xlsxwriter.Workbook(str(plain)) as made:
        sheet = made.add_worksheet("Hoja")
        sheet.write("A1", "{% for x in xs %}{{ x.n }}")
        sheet.write_rich_string("B1", "n: ", made.add_format({"bold": True}), "{{ x.v }}")
        sheet.write("C1", "{% endfor %}")
        sheet.write("A2", "fin")
        sheet.write("B2", "=B1")
    import re

    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(template, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                data = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", data).replace(b"xmlns=", b"xmlns:x=")
            new.writestr(name, data)
    sheet = book(filled(template, DATA))["Hoja"]
    assert [sheet[f"A{row}"].value for row in range(1, 5)] == ["uno", "dos", "tres", "fin"]
    assert [sheet[f"B{row}"].value for row in range(1, 5)] == ["n: 1.5", "n: 2", "n: 3", "=B1"]
