"""What the fuzzers start from: sound workbooks cut into parts, and texts that people and programs write."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import tempfile
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import libros
import openpyxl
from acuses import ACUSE, pdf
from books import dressed_book, macro_book
from engine.books import designed
from reading.handmade import MAIN, book, worksheet

Parts = dict[str, bytes]

_ODD_ROWS = """
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>
<row r="2" hidden="1"><c r="A2"><v>12345678903</v></c><c r="B2" t="inlineStr"><is><t>XEXX010101HNEXXXA4</t></is></c><c r="C2" s="1"><v>450.75</v></c></row>
<row r="3" ht="0"><c r="A3" t="str"><f>"0"&amp;A2</f><v>01234567890</v></c><c r="B3" t="e"><v>#N/A</v></c><c r="C3"><f>C2*2</f></c></row>
<row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" t="d"><v>2026-01-31</v></c><c r="C4" s="2"><v>1e3</v></c><c r="D4" t="s"><v>4</v></c></row>
<row r="6" spans="1:4"><c><v>7</v></c><c r="C6" t="inlineStr"><is><r><t>$1,</t></r><r><t xml:space="preserve">234.50 </t></r></is></c></row>
"""
_STRINGS = "NSS", "CURP", "SBC", "Contrato", "OC-7"
_AFTER = (
    '<mergeCells count="1"><mergeCell ref="D4:D6"/></mergeCells>'
    '<dataValidations count="1"><dataValidation type="list" sqref="D2:D9"><formula1>"a,b"</formula1></dataValidation></dataValidations>'
)
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor theme="4" '
    'tint="0.6"/></patternFill></fill></fills><borders count="1"><border/></borders>'
    '<cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="49" fillId="2" quotePrefix="1"/>'
    "</cellXfs></styleSheet>"
)


@cache
def workbooks() -> dict[str, Parts]:
    """The sound workbooks by name, each as its parts."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        strings = f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in _STRINGS)}</sst>'
        sheet = worksheet(_ODD_ROWS, _AFTER, '<cols><col min="3" max="3" style="1"/></cols>')
        small = libros.sheets(contracts=[libros.contract("C-01"), libros.contract("C-02", objeto=None)])
        made = {
            "odd": book(place / "odd.xlsx", sheet, strings=strings, styles=_STYLES),
            "dressed": dressed_book(place / "dressed.xlsx"),
            "macros": macro_book(place / "macros.xlsm"),
            "whole": libros.write(place / "whole.xlsx", small),
        }
        return {name: parts_of(path.read_bytes()) for name, path in made.items()}


@cache
def templates() -> dict[str, Parts]:
    """A template of a firm's, with tags of every kind, as its parts."""
    with tempfile.TemporaryDirectory() as folder:
        path = designed(Path(folder) / "template.xlsx", TEMPLATE_CELLS, name="{{ perfil }}")
        filled = openpyxl.load_workbook(path)
        sheet = filled.worksheets[0]
        sheet.merge_cells("A9:B9")
        sheet.conditional_formatting.add("A1:B9", openpyxl.formatting.rule.FormulaRule(["A1=1"]))
        sheet["D9"] = "=SUM(B5:B6)"
        sheet.oddHeader.center.text = "{{ contratista.rfc }}"
        filled.save(path)
        return {"template": parts_of(path.read_bytes())}


TEMPLATE_CELLS = {
    "A1": "{{ contratista.razon_social }}",
    "B1": "{{ contratista.rfc|upper }}",
    "A2": "{% if repse.registro %}{{ repse.registro }}{% else %}sin REPSE{% endif %}",
    "A3": "{{ dato.periodo }} {{ periodo.vence }}",
    "A4": "{% for c in clientes %}",
    "A5": "{{ c.rfc }}",
    "B5": "{{ loop.index * 2 }}",
    "A6": "{% endfor %}",
    "A7": "{{ servicios|length }} {# nota #}",
    "A8": "{% set x = namespace(n=0) %}{{ x.n + 1 }}",
    "A9": "{{ '%05.1f'|format(2.25) }}",
}

PROFILES = (
    'rfc = "EKU9003173C9"\nrazon_social = "Escuela Kemper Urgate"\n',
    'rfc = "EKU9003173C9"  # nota\nrazon_social = "Escuela Ñ"\ncorreo = "a@empresa.mx"\nmovil = "5512345678"\n'
    'domicilio_fiscal = false\ncp = "06700"\n\n[repse]\nregistro = "AR12345/2024"\nvence = 2027-06-15\n\n'
    '[[servicios]]\nfolio = "0001"\ntexto = """Limpieza\nde oficinas"""\n\n[[clientes]]\nrfc = "XIA190128J61"\n'
    "nombre = 'Xenon'\n",
    'rfc = "EKU9003173C9"\nrazon_social = "x"\nclientes = [{rfc = "XIA190128J61", nombre = "X"}]\n"otra clave" = [1, 2.5, true]\n',
    '{"rfc": "EKU9003173C9", "razon_social": "x", "repse": {"vence": "2027-06-15"}, "clientes": [{"rfc": "XIA190128J61"}]}',
)

TYPED = (
    "12345678903", "12345678903.0", "92-91-90-8443-1", "'92919084431", "９２９１９０８４４３１", "1234567890",
    "GODE561231HDFRRN09", "gode561231hdfrrn09", "XEXX010101HNEXXXA4", "EKU9003173C9", "XAXX010101000", "E52-40157-10-0",
    "AR12345/2024", "OC-7", "$1,234.50", "450,75", "1e999", "nan", "VERDADERO", "2026-1", "2026 - 3", "15/01/2026",
    "enero-abril 2026", "2026-01-15", "_x000D_A_x0000_", "a\u200bb\u202ec\ufeff", "=1+1|cmd", "correo@empresa.mx",
    "55 1234 5678", "N262253432", "Normal", "Sin información",
)  # fmt: skip

ACUSES = (
    "\n".join(ACUSE),
    "Fecha de presentación: 15 de mayo de 2026, folio N262253432 C262253433",
    "Acuse 2026-05-15T18:22:05 SI262202734 EKU9003173C9 31/02/2026",
)


def parts_of(data: bytes) -> Parts:
    """The parts of a workbook file by name."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    """A workbook file of these parts, stored as they are: what is under test is what comes after unzipping."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


def acuse_files() -> list[bytes]:
    """Acuses as the portal could give them."""
    return [pdf(*ACUSE), pdf(), pdf("Folio: N262253432", "RFC: EKU9003173C9")]


WORDS = {
    "xml": (
        '<c r="A1" t="s">', '<c r="XFD1048576">', '<c r="ZZZ9999999"/>', "<c/>", "</c>", "<row>", '<row r="1048577">', "</row>",
        "<v>", "</v>", "<v/>", "<f>", "</f>", '<f t="shared" si="0"/>', '<f t="array" ref="A1:B2">', "<is><t>", "</t></is>",
        ' t="e"', ' t="s"', ' t="b"', ' t="d"', ' t="n"', ' t="str"', ' t="inlineStr"', ' s="99999"', ' s="-1"', ' r="A0"',
        ' r=""', ' hidden="1"', ' ht="0"', ' customFormat="1"', "#N/A", "#¡REF!", "1e999", "-1e999", "NaN", "inf",
        "9999999999999999999999", "2958466", "-1", "0", "&#0;", "&lt;", "&amp;", "&bad;", "<![CDATA[", "]]>", "<!--", "-->",
        "<?xml version='1.0' encoding='UTF-16'?>", "<?x ?>", "<!DOCTYPE a>", "<sheetData>", "</sheetData>", "<sheetData/>",
        "<mergeCell ref='A1:XFD1048576'/>", "<legacyDrawing r:id='rId1'/>", 'xmlns:x="', "<x:", "xml:space", "_x000D_",
        'Target="../../../x"', 'TargetMode="External"', 'Target="/xl/workbook.xml"', "hallazgos", "Hallazgos", "icsoe_rfc",
    ),
    "toml": ("[[", "]]", '"""', "'''", " = ", "[repse]", "[[clientes]]", "rfc", "vence", "2027-06-15", "0x", "1e9", "\\u0000",
             "true", "nan", "contraseña", "{", "}", "#", "a.b.c"),
    "tags": ("{{", "}}", "{%", "%}", "{#", "#}", "for", "in", "endfor", "if", "endif", "set", "macro", "endmacro", "loop",
             "clientes", "contratista", "__class__", "|attr(", "|format(", "range(", "namespace(", "**", "'%9999d'", "self",
             "logo", "columna", "hoja", "fila", "dato", "is defined", "|join", "|map(", "|sort", "|sum", "|int", "''", "[", "]"),
    "pdf": ("obj", "endobj", "stream", "endstream", "xref", "trailer", "/Root", "/Pages", "/Kids", "/Length", "/Filter",
            "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/Font", "/ToUnicode", "/Encrypt", "<<", ">>", " 0 R", "Tj", "BT", "ET",
            "Do", "/XObject", "/Form", "9999999999", "startxref"),
    "zip": ("PK\1\2", "PK\3\4", "PK\5\6", "PK\6\6", "PK\6\7", "\xff\xff", "../", "/"),
}  # fmt: skip
"""What is worth splicing into each kind of text."""


def words(kind: str) -> list[bytes]:
    """The words of a kind as bytes; none of a kind that has no words."""
    return [word.encode("latin-1" if kind == "zip" else "utf-8") for word in WORDS.get(kind, ())]
