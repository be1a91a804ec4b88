"""Files made to harm a reader, or merely odd ones, each written by code: ``BOOKS`` name -> how to write it.

A writer takes the path of the file. ``code`` is what ``validate --check`` must end with: 3 for what nobody
can read, 0 or 1 for what is odd and can be read all the same.
"""

# ruff: noqa: E501 - one case, one line

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from hostile.pieces import (
    CONTENT_TYPES,
    MAIN,
    RELATIONS,
    RELS,
    SHEET,
    STRINGS,
    STYLES,
    WORKBOOK,
    WORKBOOK_RELS,
    base,
    cells,
    edited,
    rows,
    sheet_of,
    zipped,
)  # fmt: skip


class Book(NamedTuple):
    """A hostile or odd workbook: file name, the exit code of ``validate --check``, its bytes when asked."""

    name: str
    code: int
    data: Callable[[], bytes]


def _bomb(declared: int | None = None) -> bytes:
    """A sheet of 400 MB of blanks in 400 kB; ``declared``: what the directory says that it weighs."""
    blanks = b" " * (1024 * 1024)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start, end = base()[SHEET].split(b"</sheetData>")
    packed, check = packer.compress(start), zlib.crc32(start)
    for _ in range(400):
        packed += packer.compress(blanks)
        check = zlib.crc32(blanks, check)
    tail = b"</sheetData>" + end
    packed += packer.compress(tail) + packer.flush()
    size = len(start) + 400 * len(blanks) + len(tail)
    return _with_raw(SHEET, packed, zlib.crc32(tail, check), size if declared is None else declared)


def _with_raw(part: str, packed: bytes, check: int, size: int) -> bytes:
    """The base with the compressed bytes, checksum and declared size of one part put in its place."""
    local, central, offset = b"", b"", 0
    for name, data in base().items():
        body, crc, length = zlib.compress(data, 6)[2:-4], zlib.crc32(data), len(data)
        if name == part:
            body, crc, length = packed, check, size
        head = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, crc, len(body), length, len(name), 0)
        local += b"PK\3\4" + head + name.encode() + body
        central += (
            b"PK\1\2"
            + struct.pack("<H", 20)
            + head
            + struct.pack("<3H2L", 0, 0, 0, 0, offset)
            + name.encode()
        )
        offset = len(local)
    count = len(base())
    return (
        local + central + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, len(central), len(local), 0)
    )


def _overlapping() -> bytes:
    """Every part of the workbook but one shares the bytes of the largest: a bomb in the manner of D. Fifield."""
    data = bytearray(zipped(base()))
    first = data.index(b"PK\1\2")
    place = data.index(b"PK\1\2", first + 4)
    data[place + 42 : place + 46] = data[first + 42 : first + 46]
    return bytes(data)


def _patched(signature: bytes, offset: int, new: bytes) -> bytes:
    """The base with bytes of its first record of that kind changed."""
    data = bytearray(zipped(base()))
    place = data.index(signature) + offset
    data[place : place + len(new)] = new
    return bytes(data)


def _flipped(seed: int) -> bytes:
    chance, data = random.Random(seed), bytearray(zipped(base()))
    for _ in range(chance.choice((1, 5, 40))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(share: float) -> bytes:
    data = zipped(base())
    return data[: int(len(data) * share)]


def _with(parts: Mapping[str, bytes | None]) -> Callable[[], bytes]:
    """The base with some parts replaced, added, or (None) taken out."""

    def made() -> bytes:
        new = {**base(), **parts}
        return zipped({name: data for name, data in new.items() if data is not None})

    return made


def _twice(name: str) -> Callable[[], bytes]:
    """The base with one more entry at its end, of a name that may be there already."""

    def made() -> bytes:
        file = BytesIO(zipped(base()))
        with zipfile.ZipFile(file, "a") as package:
            package.writestr(zipfile.ZipInfo(name), b"<a/>")
        return file.getvalue()

    return made


LAUGHS = (
    '<!DOCTYPE z [<!ENTITY a "ja">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE z [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


def _doctype(part: str, declared: str) -> Callable[[], bytes]:
    """A part with a DOCTYPE, and its entity used in the first element."""

    def made() -> bytes:
        text = base()[part].decode()
        body = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
        inside = body.index(">", body.index("<")) + 1
        return _with({part: f"<?xml version='1.0'?>{declared}{body[:inside]}&j;{body[inside:]}".encode()})()

    return made


def _sheet(text: str | bytes) -> Callable[[], bytes]:
    return _with({SHEET: text if isinstance(text, bytes) else text.encode()})


def _lazy(make: Callable[[], Mapping[str, bytes | None]]) -> Callable[[], bytes]:
    return lambda: _with(make())()


def _named(*names: str) -> Callable[[], bytes]:
    """Workbook with defined names; each is ``name=reference``."""
    listed = "".join(
        f'<definedName name="{n}">{r}</definedName>' for n, _, r in (one.partition("=") for one in names)
    )
    return _with({WORKBOOK: edited(WORKBOOK, "</sheets>", f"</sheets><definedNames>{listed}</definedNames>")})


def _joined(numbers: Iterable[int], written: Callable[[int], str]) -> str:
    return " ".join(map(written, numbers))


def _attribute(number: int) -> str:
    return f"a{number}=''"


def _space(number: int) -> str:
    return f'xmlns:n{number}="u"'


def _sheets(count: int) -> str:
    return "".join(f'<sheet name="h{n}" sheetId="{n}" r:id="s1"/>' for n in range(2, count))


ZIPS = [
    Book("vacio.xlsx", 3, lambda: b""),
    Book("csv.xlsx", 3, lambda: b"NSS,CURP,SBC\r\n"),
    Book("pagina.xls", 3, lambda: b"<html><table><tr><td>NSS</td></tr></table></html>"),
    Book("acuse.xlsx", 3, lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"),
    Book("foto.xlsm", 3, lambda: b"\x89PNG\r\n\x1a\n" + bytes(500)),
    Book("otro.zip.xlsx", 3, lambda: zipped({"leeme.txt": b"hola"})),
    Book("documento.xlsx", 3, lambda: zipped({**base(), RELS: b"<Relationships/>"})),
    Book("bueno.xls", 0, lambda: zipped(base())),
    Book("bueno.csv", 0, lambda: zipped(base())),
    Book("viejo.xlsx", 3, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(9000)),
    Book(
        "contrasena.xlsx",
        3,
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(1000)
            + "EncryptedPackage".encode("utf-16-le")
            + bytes(900)
        ),
    ),
    *(
        Book(f"cortado_{share:g}.xlsx", 3, lambda share=share: _cut(share))
        for share in (0.01, 0.3, 0.7, 0.99)
    ),
    *(Book(f"bits_{seed}.xlsx", -1, lambda seed=seed: _flipped(seed)) for seed in range(8)),
    Book("bomba.xlsx", 3, _bomb),
    Book("bomba_que_miente.xlsx", 3, lambda: _bomb(declared=900)),
    Book("promete_mucho.xlsx", 3, lambda: _patched(b"PK\1\2", 24, b"\xfe\xff\xff\xff")),
    Book(
        "zip_en_zip.xlsx", 0, _with({"xl/embeddings/a.zip": zipped({"b.zip": zipped({"c": bytes(10**6)})})})
    ),
    Book("encimado.xlsx", 3, _overlapping),
    Book("dos_iguales.xlsx", 3, _twice(SHEET)),
    Book("dos_que_parecen.xlsx", 3, _twice(SHEET.upper())),
    Book("sale.xlsx", 3, _twice("../../../../tmp/sale.xml")),
    Book("sale_windows.xlsx", 3, _twice("..\\..\\sale.xml")),
    Book("raiz.xlsx", 0, _twice("/etc/passwd")),
    Book("unidad.xlsx", 0, _twice("C:\\Windows\\win.ini")),
    Book("nombre_largo.xlsx", 0, _twice("a" * 60_000)),
    Book("nombre_nulo.xlsx", 0, _twice("xl/a\u202eb\u0001.xml")),
    Book("muchas_partes.xlsx", 3, lambda: zipped({**base(), **{f"a/{n}": b"" for n in range(10_001)}})),
    Book("cifrado_por_partes.xlsx", 3, lambda: _patched(b"PK\1\2", 8, b"\1\0")),
    Book("otra_compresion.xlsx", 3, lambda: _patched(b"PK\1\2", 10, b"\x5d\0")),
    Book("cuenta_de_mas.xlsx", 3, lambda: _patched(b"PK\5\6", 8, b"\xfe\xff\xfe\xff")),
    Book("indice_lejos.xlsx", 3, lambda: _patched(b"PK\5\6", 16, b"\xf0\xff\xff\x7f")),
    Book("zip64_falso.xlsx", 3, lambda: _patched(b"PK\5\6", 16, b"\xff\xff\xff\xff")),
    Book("basura_antes.xlsx", 3, lambda: b"MZ" + bytes(500) + zipped(base())),
    Book("basura_despues.xlsx", 0, lambda: zipped(base()) + bytes(1000)),
]
"""Containers: what is no workbook, and zip files made to mislead."""

XMLS = [
    *(Book(f"risas_{n}.xlsx", 3, _doctype(part, LAUGHS)) for n, part in enumerate((WORKBOOK, SHEET, STRINGS, CONTENT_TYPES, RELS))),
    Book("entidad_de_fuera.xlsx", 3, _doctype(SHEET, OUTSIDE)),
    Book("estilos_con_entidades.xlsx", 3, _doctype(STYLES, LAUGHS)),
    Book("hondo.xlsx", 3, _sheet("<a>" * 200_000)),
    Book("hondo_en_relaciones.xlsx", 3, _lazy(lambda: {WORKBOOK_RELS: edited(WORKBOOK_RELS, "</Relationships>", "<a>" * 100_000 + "</a>" * 100_000 + "</Relationships>")})),
    Book("atributo_enorme.xlsx", -1, _lazy(lambda: {SHEET: edited(SHEET, "<sheetData>", f'<sheetData x="{"a" * 10_000_000}">')})),
    Book("mil_atributos.xlsx", -1, _lazy(lambda: {SHEET: edited(SHEET, '<row r="2">', f'<row r="2" {_joined(range(100_000), _attribute)}>')})),
    Book("muchos_espacios.xlsx", -1, _lazy(lambda: {WORKBOOK: edited(WORKBOOK, "<workbook ", f"<workbook {_joined(range(50_000), _space)} ")})),
    Book("utf16.xlsx", 0, _lazy(lambda: {SHEET: base()[SHEET].decode().replace("UTF-8", "UTF-16").encode("utf-16")})),
    Book("dice_utf16.xlsx", -1, _lazy(lambda: {SHEET: edited(SHEET, "<worksheet", "<?xml version='1.0' encoding='UTF-16'?><worksheet")})),
    Book("codificacion_que_no_hay.xlsx", 3, _lazy(lambda: {WORKBOOK: b"<?xml version='1.0' encoding='klingon'?>" + base()[WORKBOOK]})),
    Book("no_es_utf8.xlsx", 3, _lazy(lambda: {WORKBOOK: edited(WORKBOOK, 'name="captura"', 'name="capt\udcffra"')})),
    Book("nulos.xlsx", 3, _sheet(b"\0" * 100_000)),
    Book("otra_cosa.xlsx", 3, _sheet("<html><body/></html>")),
    Book("sin_celdas.xlsx", 3, _sheet(f'<worksheet xmlns="{MAIN}"/>')),
    Book("sin_hojas.xlsx", 3, _lazy(lambda: {WORKBOOK: f'<workbook xmlns="{MAIN}"/>'.encode()})),
    Book("sin_relaciones.xlsx", 3, _with({WORKBOOK_RELS: None})),
    Book("sin_hoja.xlsx", 3, _with({SHEET: None})),
    Book("sin_textos.xlsx", 3, _with({STRINGS: None})),
    Book("sin_estilos.xlsx", 0, _with({STYLES: None})),
    Book("hoja_de_si_misma.xlsx", 3, _lazy(lambda: {WORKBOOK_RELS: edited(WORKBOOK_RELS, "worksheets/sheet1.xml", "workbook.xml")})),
    Book("hoja_que_es_estilos.xlsx", 3, _lazy(lambda: {WORKBOOK_RELS: edited(WORKBOOK_RELS, "worksheets/sheet1.xml", "styles.xml")})),
    Book("hoja_de_fuera.xlsx", 3, _lazy(lambda: {WORKBOOK_RELS: edited(WORKBOOK_RELS, 'Target="worksheets/sheet1.xml"', 'Target="http://127.0.0.1:9/x.xml" TargetMode="External"')})),
    Book("hoja_en_disco.xlsx", 3, _lazy(lambda: {WORKBOOK_RELS: edited(WORKBOOK_RELS, "worksheets/sheet1.xml", "../../../../../../etc/passwd")})),
    Book("dos_hojas_una_parte.xlsx", -1, _lazy(lambda: {WORKBOOK: edited(WORKBOOK, "</sheets>", '<sheet name="otra" sheetId="2" r:id="s1"/></sheets>')})),
    Book("hojas_del_mismo_nombre.xlsx", -1, _lazy(lambda: {WORKBOOK: edited(WORKBOOK, "</sheets>", '<sheet name="captura" sheetId="1" r:id="s1"/></sheets>')})),
    Book("libro_de_libro.xlsx", 3, _lazy(lambda: {RELS: edited(RELS, "xl/workbook.xml", "_rels/.rels")})),
    Book("cinco_mil_hojas.xlsx", -1, _lazy(lambda: {WORKBOOK: edited(WORKBOOK, "</sheets>", _sheets(5_000) + "</sheets>")})),
    Book("nombres_de_hoja.xlsx", -1, _lazy(lambda: {WORKBOOK: edited(WORKBOOK, 'name="captura"', f'name="../\u202e{"x" * 70_000}&quot;&apos;"')})),
    Book("enlace_externo.xlsx", 0, _lazy(lambda: {
        WORKBOOK_RELS: edited(WORKBOOK_RELS, "</Relationships>", f'<Relationship Id="e" Type="{RELATIONS}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'),
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": rb'<Relationships><Relationship Id="r" Target="\\127.0.0.1\x" TargetMode="External"/></Relationships>',
    })),
    *(Book(f"nombre_{n}.xlsx", 0, _named(one)) for n, one in enumerate(("icsoe_periodo=#REF!", "icsoe_periodo=[1]captura!$A$1", "icsoe_periodo=icsoe_periodo", "icsoe_periodo=captura!$XFD$1048576", "icsoe_periodo=captura!A0", "icsoe_rfc=captura:captura!A1", f"icsoe_periodo={'(' * 50_000}"))),
    Book("cien_mil_nombres.xlsx", 0, lambda: _named(*(f"icsoe_{n}=captura!$A${n % 9 + 1}" for n in range(100_000)))()),
]  # fmt: skip
"""Parts that are no XML, too much of it, or point to where they must not."""


def _styles(new: str, old: str = "<cellXfs") -> Callable[[], bytes]:
    return _lazy(lambda: {STYLES: edited(STYLES, old, new)})


LOOKS = [
    Book(
        "estilo_de_si_mismo.xlsx",
        0,
        _styles('<cellStyleXfs count="2"><xf xfId="1"/><xf xfId="0"/></cellStyleXfs><cellXfs'),
    ),
    Book("cuenta_falsa_de_estilos.xlsx", 0, _styles('<cellXfs x="4294967295"', "<cellXfs count=")),
    Book("relleno_que_no_hay.xlsx", 0, _styles('fillId="99999999"', 'fillId="0"')),
    Book("relleno_sin_numero.xlsx", -1, _styles('fillId="muchos"', 'fillId="0"')),
    Book(
        "ochenta_mil_formatos.xlsx",
        -1,
        _lazy(
            lambda: {
                STYLES: edited(STYLES, "<cellXfs", "<cellXfs").replace(
                    b"</cellXfs>", b"<xf/>" * 80_000 + b"</cellXfs>"
                )
            }
        ),
    ),
    *(
        Book(
            f"celda_de_estilo_{n}.xlsx",
            -1,
            _sheet(sheet_of(rows(2).replace('<c r="A2"', f'<c r="A2" s="{style}"'))),
        )
        for n, style in enumerate(("99999999", "-1", "", "x", "9" * 5_000))
    ),
    Book(
        "textos_de_mas.xlsx",
        0,
        _lazy(
            lambda: {STRINGS: edited(STRINGS, "<sst ", '<sst count="4294967295" uniqueCount="4294967295" ')}
        ),
    ),
    Book(
        "texto_enorme.xlsx",
        -1,
        _lazy(lambda: {STRINGS: edited(STRINGS, "</sst>", f"<si><t>{'a' * 20_000_000}</t></si></sst>")}),
    ),
    Book(
        "cien_mil_tramos.xlsx",
        -1,
        _lazy(lambda: {STRINGS: edited(STRINGS, "</sst>", f"<si>{'<r><t>a</t></r>' * 100_000}</si></sst>")}),
    ),
]
"""Styles and strings that lie, go round in circles or are too many."""


def _row(inner: str) -> Callable[[], bytes]:
    """The base with one more row, number 4."""
    return _sheet(sheet_of(rows(3) + f'<row r="4">{inner}</row>'))


GRIDS = [
    Book("dimension.xlsx", 0, _sheet(sheet_of(rows(3), before='<dimension ref="A1:XFD1048576"/>'))),
    Book("esquinas.xlsx", -1, _sheet(sheet_of(rows(3) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))),
    Book("columnas_16384.xlsx", -1, lambda: _sheet(sheet_of(rows(3) + cells(range(4, 104), range(1, 16_385))))()),
    Book("filas_vacias_1048576.xlsx", 0, lambda: _sheet(sheet_of(rows(3) + "".join(f'<row r="{n}"/>' for n in range(4, 1_048_577))))()),
    Book("filas_ocultas_1048576.xlsx", 0, lambda: _sheet(sheet_of(rows(3) + "".join(f'<row r="{n}" hidden="1"/>' for n in range(4, 1_048_577))))()),
    Book("columna_de_1048576.xlsx", -1, lambda: _sheet(sheet_of(rows(3) + cells(range(4, 1_048_577), (8,))))()),
    Book("lejos.xlsx", -1, lambda: _sheet(sheet_of(rows(3) + "".join(cells((n,), (n % 16_384 + 1,)) for n in range(10, 1_000_000, 999))))()),
    *(Book(f"direccion_{n}.xlsx", -1, _row(f'<c r="{where}"><v>1</v></c>')) for n, where in enumerate(("A0", "XFE4", "ZZZZ4", "A1048577", "A" + "9" * 50, "4", "", "\u0661", "A04"))),
    *(Book(f"fila_{n}.xlsx", -1, _sheet(sheet_of(rows(2) + f'<row r="{row}"><c><v>1</v></c></row>'))) for n, row in enumerate(("0", "-1", "1", "99999999999999999999", "x", "", "04"))),
    Book("celdas_repetidas.xlsx", -1, _row('<c r="A4"><v>1</v></c>' * 3 + '<c r="C4"><v>1</v></c><c r="B4"><v>1</v></c>')),
    Book("medio_millon_unidas.xlsx", -1, lambda: _sheet(sheet_of(rows(3), after="<mergeCells>" + '<mergeCell ref="E1:F2"/>' * 500_000 + "</mergeCells>"))()),
    Book("todo_unido.xlsx", -1, _sheet(sheet_of(rows(3), after='<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:A1048576"/></mergeCells>'))),
    Book("unida_al_reves.xlsx", -1, _sheet(sheet_of(rows(3), after='<mergeCells><mergeCell ref="C9:A2"/><mergeCell ref="ZZZ9999999:A1"/></mergeCells>'))),
    Book("columnas_sin_numero.xlsx", -1, _sheet(sheet_of(rows(2), before='<cols><col min="x" max="-7" style="1"/></cols>'))),
    Book("notas_que_no_hay.xlsx", -1, _sheet(sheet_of(rows(2), after=f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="nada"/>'))),
    *(Book(f"valor_{n}.xlsx", -1, _row(f'<c r="A4" t="str"><v>1</v></c><c r="C4"{kind}><v>{value}</v></c>')) for n, (kind, value) in enumerate((
        ("", "1e999"), ("", "-1e999"), ("", "NaN"), ("", "inf"), ("", "1" * 5_000), ("", ""), (' t="s"', "4294967296"), (' t="s"', "-1"), (' t="b"', "quizá"),
        (' t="d"', "0000-00-00"), (' t="d"', "9999-99-99T99:99"), (' t="e"', "#NUEVO!"), (' t="zzz"', "1"), (' s="1"', "2958466"), (' s="1"', "-1"), (' s="1"', "1e300"),
        (' t="inlineStr"', "1"), (' t="str"', "\u202e_x0000__xD800_\ufffe"),
    ))),
    Book("dde.xlsx", -1, _row("<c r=\"A4\" t=\"str\"><f>cmd|' /C calc'!A0</f><v>92919084431</v></c><c r=\"B4\" t=\"str\"><f>WEBSERVICE(&quot;http://127.0.0.1:9&quot;)</f><v>x</v></c><c r=\"C4\"><f>HYPERLINK(&quot;\\\\x\\y&quot;)</f><v>500</v></c>")),
    Book("formula_de_si_misma.xlsx", -1, _row('<c r="A4" t="str"><f>A4</f><v>1</v></c><c r="B4"><f t="shared" si="7"/></c><c r="C4"><f t="array" ref="C4:C99999999999">C4</f></c>')),
]  # fmt: skip
"""Cells where none can be, and values that no cell holds."""

BOOKS = {book.name: book for book in (*ZIPS, *XMLS, *LOOKS, *GRIDS)}


def write(name: str, folder: Path) -> Path:
    """Write a workbook of the corpus into a folder."""
    path = folder / name
    path.write_bytes(BOOKS[name].data())
    return path
