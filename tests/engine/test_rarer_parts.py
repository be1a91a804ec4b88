"""Elements that no writing library makes but Excel does: put into a sheet by hand, then moved."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from engine.books import designed, filled, parts

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
CELLS = {"A1": "Lista", "A2": "{% for x in xs %}{{ x }}", "B2": "{% endfor %}", "A3": "Fin"}
THREE = {"xs": [1, 2, 3]}


def with_parts(
    tmp_path: Path, fragment: str, place: str = "<pageMargins", more: dict[str, str] | None = None
) -> Path:
    """A template with a block in row 2, and ``fragment`` in its sheet before ``place``."""
    plain, made = designed(tmp_path / "p.xlsx", CELLS), tmp_path / "raro.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = text.decode().replace(place, fragment + place, 1).encode()
            elif name in (more or {}):
                head, tail = (more or {})[name].split("|", 1)
                text = text.decode().replace(head, tail + head, 1).encode()
            new.writestr(name, text)
        for name, text in (more or {}).items():
            if name not in old.namelist():
                new.writestr(name, text)
    return made


def moved(tmp_path: Path, fragment: str, place: str = "<pageMargins", **context: object) -> str:
    out = filled(with_parts(tmp_path, fragment, place), context or THREE)
    return parts(out)["xl/worksheets/sheet1.xml"].decode()


def test_protected_ranges_and_ignored_errors(tmp_path: Path) -> None:
    found = moved(tmp_path, '<protectedRanges><protectedRange sqref="A2:A3 C1" name="x"/></protectedRanges>')
    assert 'sqref="A2:A5 C1"' in found
    found = moved(
        tmp_path, '<ignoredErrors><ignoredError sqref="A2" numberStoredAsText="1"/></ignoredErrors>'
    )
    assert 'sqref="A2:A4"' in found
    assert "ignoredErrors" not in moved(
        tmp_path, '<ignoredErrors><ignoredError sqref="A2"/></ignoredErrors>', xs=[]
    )


def test_watched_cells_and_scenarios(tmp_path: Path) -> None:
    found = moved(
        tmp_path,
        '<cellWatches><cellWatch r="A3"/></cellWatches><scenarios><scenario name="x">'
        '<inputCells r="A3" val="1"/></scenario></scenarios>',
    )
    assert '<cellWatch r="A5"/>' in found
    assert '<inputCells r="A5" val="1"/>' in found


def test_a_sorted_filter(tmp_path: Path) -> None:
    found = moved(
        tmp_path,
        '<autoFilter ref="A1:B2"><sortState ref="A2:B2"><sortCondition ref="A2:A2"/></sortState>'
        "</autoFilter>",
    )
    assert (
        '<autoFilter ref="A1:B4"><sortState ref="A2:B4"><sortCondition ref="A2:A4"/></sortState></autoFilter>'
        in found
    )


def test_form_controls(tmp_path: Path) -> None:
    corners = "<from><xdr:col>0</xdr:col><xdr:row>2</xdr:row></from><to><xdr:col>1</xdr:col><xdr:row>4</xdr:row></to>"
    anchor = f"<anchor>{corners}</anchor>"
    fragment = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><mc:Choice Requires="x14">'
        f'<controls><control name="c"><controlPr linkedCell="$A$3" listFillRange="$A$1:$A$3">{anchor}</controlPr>'
        "</control></controls></mc:Choice></mc:AlternateContent>"
    )
    found = moved(tmp_path, fragment, "</worksheet>")
    assert 'linkedCell="$A$5" listFillRange="$A$1:$A$5"' in found
    assert re.findall(r"<xdr:row>(\d+)</xdr:row>", found) == ["4", "6"]


def extension(inner: str) -> str:
    return f'<extLst><ext uri="{{x}}" xmlns:x14="{X14}" xmlns:xm="{XM}">{inner}</ext></extLst>'


def test_validations_and_formats_that_look_at_other_sheets(tmp_path: Path) -> None:
    validation = (
        '<x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>Hoja!$A$2</xm:f>'
        "</x14:formula1><xm:sqref>A2 A3</xm:sqref></x14:dataValidation></x14:dataValidations>"
    )
    found = moved(tmp_path, extension(validation), "</worksheet>")
    assert "<xm:f>Hoja!$A$2:$A$4</xm:f>" in found
    assert "<xm:sqref>A2:A4 A5</xm:sqref>" in found
    format_ = (
        '<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="expression">'
        "<xm:f>A2&gt;Hoja!$A$3</xm:f></x14:cfRule><xm:sqref>A2</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
    )
    found = moved(tmp_path, extension(format_), "</worksheet>")
    assert "<xm:f>A2&gt;Hoja!$A$5</xm:f>" in found
    assert "<xm:sqref>A2:A4</xm:sqref>" in found
    assert "<ext " not in moved(tmp_path, extension(format_), "</worksheet>", xs=[])


def test_the_source_of_a_pivot_table(tmp_path: Path) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    more = {
        "xl/_rels/workbook.xml.rels": f'</Relationships>|<Relationship Id="rId77" Type="{office}/pivotCacheDefinition" '
        'Target="pivotCache/pivotCacheDefinition1.xml"/>',
        "[Content_Types].xml": '</Types>|<Override PartName="/xl/pivotCache/pivotCacheDefinition1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"/>',
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{main}"><cacheSource>'
        '<worksheetSource ref="A1:B2" sheet="Hoja"/></cacheSource>'
        "</pivotCacheDefinition>",
    }
    out = filled(with_parts(tmp_path, "", more=more), THREE)
    assert (
        '<worksheetSource ref="A1:B4" sheet="Hoja"/>'
        in parts(out)["xl/pivotCache/pivotCacheDefinition1.xml"].decode()
    )


def test_rows_and_cells_without_numbers(tmp_path: Path) -> None:
    """The standard lets a writer leave addresses out."""
    plain, bare = designed(tmp_path / "p.xlsx", CELLS), tmp_path / "sin.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(rb' r="[A-Z]*[0-9]+"', b"", data)
            new.writestr(name, data)
    from engine.books import rows

    assert rows(filled(bare, THREE)) == [["Lista"], [1], [2], [3], ["Fin"]]


def test_heights_that_excel_worked_out_are_left_to_it(tmp_path: Path) -> None:
    """``customHeight`` is the designer's; a height without it only fitted the tag."""
    found = parts(filled(_with_height(tmp_path, ""), THREE))["xl/worksheets/sheet1.xml"]
    assert b'ht="40"' not in found
    kept = parts(filled(_with_height(tmp_path, ' customHeight="1"'), THREE))["xl/worksheets/sheet1.xml"]
    assert kept.count(b'ht="40"') == 3


def _with_height(tmp_path: Path, custom: str) -> Path:
    plain, made = designed(tmp_path / "p.xlsx", CELLS), tmp_path / "alto.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b'<row r="2"', f'<row r="2" ht="40"{custom}'.encode())
            new.writestr(name, data)
    return made
