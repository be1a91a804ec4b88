"""What fuzzing found, each with the input that did it, made small; all of it was mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fuzz import seeds, targets
from hostile import pieces

from icsoe_xl.record import RECORD

SHEET, RELS = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"


def part(
    book: str, name: str, old: bytes, new: bytes, of: Callable[[], dict[str, seeds.Parts]] = seeds.workbooks
) -> bytes:
    """The input that puts a changed part into one of the seed workbooks."""
    parts = of()[book]
    assert old in parts[name], (book, name, old)
    return bytes((list(of()).index(book), list(parts).index(name))) + parts[name].replace(old, new, 1)


FOUND: dict[str, tuple[Callable[[bytes], None], Callable[[], bytes]]] = {
    "marks could not be cleared beside a sheet that nobody can read": (
        targets.mark_and_clear,
        lambda: part("macros", "xl/worksheets/sheet2.xml", b"<sheetData", b"<sheetDaata"),
    ),
    "marking took the place of styles that nobody relates to": (
        targets.mark_and_clear,
        lambda: part("macros", RELS, b'<Relationship Id="rId4"', b'<Helationship Id="rId4"'),
    ),
    "a marked sheet with bytes that are no text": (
        targets.take_back,
        lambda: part("whole", "xl/worksheets/sheet5.xml", b"<t>", b"<t>\x82", targets._marked),
    ),
    "a template with bytes that are no text": (
        targets.template_parts,
        lambda: part("template", SHEET, b"<v>", b"<v>\xe2", seeds.templates),
    ),
    "a template whose dimension is no area": (
        targets.template_parts,
        lambda: part("template", SHEET, b'ref="A1', b'ref="|sumA1', seeds.templates),
    ),
    "a wrong tag in the name of a sheet": (
        targets.template_parts,
        lambda: part("template", "xl/workbook.xml", b"{{ perfil }}", b"{{ perfil }", seeds.templates),
    ),
    "rows written 06": (
        targets.xml_parts,
        lambda: pieces.sheet_of('<row r="06"><c r="A06"><v>1</v></c></row>').encode(),
    ),
    "a line of the journal without its report": (
        targets.own_files,
        lambda: targets._LINE.replace(', "report": null', "").encode(),
    ),
    "a home of a user that there is not": (targets.own_files, lambda: b'profiles_dir = "~nadie-asi"'),
    "a config of brackets": (targets.own_files, lambda: b"a = " + b"[" * 50_000),
    "a record numbered with a superscript": (targets.record_text, lambda: f"{RECORD}\u00b2/1:x.".encode()),
    "a record numbered with thousands of digits": (
        targets.record_text,
        lambda: f"{RECORD}{'1' * 5_000}/1:x.".encode(),
    ),
    "a record of brackets": (targets.record_text, lambda: f"{RECORD}1/1:{'[' * 50_000}.".encode()),
    "a PDF whose index is beyond any file": (
        targets.acuse_pdf,
        lambda: seeds.acuse_files()[0].replace(b"startxref\n", b"startxref\n9999999999999999999999"),
    ),
    "a text that doubles in a loop": (
        targets.template_tags,
        lambda: b"{% set n = namespace(x='a') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_it_stays_mended(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path))
    target, data = FOUND[case]
    target(data())
