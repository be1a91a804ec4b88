"""Pictures that values put on cells, and pictures of the template in blocks."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from engine.books import book, designed, drawn, filled, parts, png

from icsoe_xl.engine import Picture, TemplateProblem
from icsoe_xl.engine.pictures import load
from icsoe_xl.engine.problems import TagError

EMU = 9525
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    path = tmp_path / "logo.png"
    path.write_bytes(png(200, 100))
    return path


def anchors(path: Path) -> list[tuple[int, int, int, int]]:
    """Column, row (from 1), width and height in pixels of each picture."""
    found = []
    for anchor in ElementTree.fromstring(parts(path)["xl/drawings/drawing1.xml"]):
        start, size = anchor.find(f"{XDR}from"), anchor.find(f"{XDR}ext")
        assert start is not None
        column, row = (int(start.findtext(XDR + tag, "")) + 1 for tag in ("col", "row"))
        width, height = (int(size.get(side, "0")) // EMU if size is not None else 0 for side in ("cx", "cy"))
        found.append((column, row, width, height))
    return found


def shown(path: Path) -> list[bytes]:
    """The images that the drawing shows, in its order."""
    package = parts(path)
    targets = {
        node.get("Id"): "xl/" + node.get("Target", "").removeprefix("/xl/").removeprefix("../")
        for node in ElementTree.fromstring(package["xl/drawings/_rels/drawing1.xml.rels"])
    }
    embedded = re.findall(r'r:embed="([^"]+)"', package["xl/drawings/drawing1.xml"].decode())
    return [package[targets[relation]] for relation in embedded]


def test_a_picture_fits_its_cell_without_distortion(tmp_path: Path, logo: Path) -> None:
    def draw(_, sheet):
        sheet.set_column("B:B", 20)  # 145 pixels
        sheet.set_row(1, 60)  # 80 pixels
        sheet.write("B2", "{{ logo }}")

    out = filled(drawn(tmp_path / "p.xlsx", draw), {"logo": logo})
    assert anchors(out) == [(2, 2, 145, 72)]
    assert book(out)["Hoja"]["B2"].value is None
    assert parts(out)["xl/media/image1.png"] == logo.read_bytes()


def test_a_picture_in_a_merged_cell(tmp_path: Path, logo: Path) -> None:
    def draw(_, sheet):
        sheet.merge_range("A1:C4", "{{ logo }}")  # 192 by 80 pixels

    assert anchors(filled(drawn(tmp_path / "p.xlsx", draw), {"logo": logo})) == [(1, 1, 160, 80)]


def test_a_size_of_ones_own_and_bytes(tmp_path: Path) -> None:
    cells = {"A1": "{{ uno }}", "A2": "{{ dos|imagen(ancho=50, texto='Firma') }}", "A3": "{{ nada|imagen }}"}
    out = filled(
        designed(tmp_path / "p.xlsx", cells),
        {
            "uno": Picture(png(10, 10), width=30, height=20),
            "dos": Picture(png(10, 20)),
            "nada": None,
        },
    )
    assert anchors(out) == [(1, 1, 30, 20), (1, 2, 50, 100)]
    assert b'descr="Firma"' in parts(out)["xl/drawings/drawing1.xml"]


def test_one_for_each_row_stored_once(tmp_path: Path, logo: Path) -> None:
    cells = {"A1": "{% for x in range(3) %}{{ logo }}", "B1": "{{ x }}{% endfor %}", "A2": "fin"}
    out = filled(designed(tmp_path / "p.xlsx", cells), {"logo": logo})
    assert [(column, row) for column, row, *_ in anchors(out)] == [(1, 1), (1, 2), (1, 3)]
    assert [name for name in parts(out) if name.startswith("xl/media")] == ["xl/media/image1.png"]
    ids = parts(out)["xl/drawings/drawing1.xml"].decode().split('cNvPr id="')[1:]
    assert len({one.split('"')[0] for one in ids}) == 3


def test_the_templates_pictures_come_back_with_a_block_and_move_below_it(tmp_path: Path) -> None:
    def draw(_, sheet):
        for place in ("A1", "B3", "A5"):
            sheet.insert_image(place, "x.png", {"image_data": io.BytesIO(png(20, 10))})
        sheet.write("A3", "{% for x in range(3) %}{{ x }}")
        sheet.write("B3", "{% endfor %}")

    out = filled(drawn(tmp_path / "p.xlsx", draw), {})
    assert [(column, row) for column, row, *_ in anchors(out)] == [(1, 1), (2, 3), (2, 4), (2, 5), (1, 7)]


def test_a_sample_picture_gives_its_place_and_size(tmp_path: Path, logo: Path) -> None:
    def draw(_, sheet):
        sheet.write("B2", "{{ logo }}")
        sheet.insert_image("B2", "muestra.png", {"image_data": io.BytesIO(png(64, 40)), "x_offset": 7})

    template = drawn(tmp_path / "p.xlsx", draw)
    out = filled(template, {"logo": logo})
    before, after = (parts(p)["xl/drawings/drawing1.xml"] for p in (template, out))
    assert after.replace(b'r:embed="rId2"', b'r:embed="rId1"') == before
    assert shown(out) == [logo.read_bytes()]


def test_formats() -> None:
    jpeg = (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        b"\xff\xc0\x00\x11\x08\x00\x28\x00\x50\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9"
    )
    gif = b"GIF89a\x50\x00\x28\x00\x00\x00\x00;"
    assert load(Picture(jpeg))[1:] == ("jpeg", 80, 40)
    assert load(Picture(gif))[1:] == ("gif", 80, 40)
    assert load(Picture(png(80, 40)))[1:] == ("png", 80, 40)
    for wrong in (b"", b"\xff\xd8\xff", b"<svg/>", png(80, 40)[:20]):
        with pytest.raises(TagError, match="no es PNG, JPEG ni GIF"):
            load(Picture(wrong))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ falta }}", "celda A1: no se puede leer la imagen «falta.png»"),
        ("Logo: {{ logo }}", "celda A1: una imagen va sola en su celda"),
        ("{{ 'C:/x.png'|imagen }}", "celda A1: «imagen» espera una imagen de los datos"),
        ("{{ logo.read_bytes() }}", "celda A1: «read_bytes» no se puede usar"),
        ("{{ logo.parent }}", "celda A1: «parent» no se puede usar"),
    ],
)
def test_what_cannot_be(tmp_path: Path, logo: Path, text: str, message: str) -> None:
    with pytest.raises(TemplateProblem) as caught:
        filled(designed(tmp_path / "p.xlsx", {"A1": text}), {"logo": logo, "falta": tmp_path / "falta.png"})
    assert message in str(caught.value)
