"""Hostile templates, profiles, acuses and files of the home: name -> bytes."""

# ruff: noqa: E501 - one case, one line

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from acuses import ACUSE, pdf
from hostile.pieces import base, sheet_of, zipped
from profiles.test_hostile import HEAD, TEXTS

from icsoe_xl.workbooks.xml_parts import escape_text

Made = Callable[[], bytes]


def template(*texts: str, sheet: str | None = None) -> Made:
    """A template with these texts in the cells of its first column."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{escape_text(text)}</t></is></c></row>'
        for row, text in enumerate(texts, 1)
    )
    parts = {**base(), "xl/worksheets/sheet1.xml": sheet_of(rows).encode()}
    if sheet is not None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"captura", escape_text(sheet).encode())
    return lambda: zipped(parts)


_ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ contratista.__init__.__globals__ }}",
    "{{ contratista.model_dump() }}",
    "{{ contratista['__class__'] }}",
    "{{ contratista|attr('__class__') }}",
    "{{ [contratista]|map(attribute='__class__')|list }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self._TemplateReference__context }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ '{0.__class__.__mro__}'.format(contratista) }}",
    "{{ '%(a)s'.__mod__({'a': 1}) }}",
    "{% import 'os' as os %}{{ os }}",
    "{% include '/etc/passwd' %}",
    "{% extends '/etc/passwd' %}",
    "{{ hoy.__reduce__() }}",
    "{{ ().__class__.__base__ }}",
    "{{ dict.mro() }}",
    "{{ range.__self__ }}",
    "{{ joiner.__call__.__func__.__code__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ _self.environment }}",
    "{{ x.y.z }}",
)
_ENDLESS = (
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "{% set ns = namespace(x='a') %}{% for a in range(90000) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "{% set ns = namespace(x=[1]) %}{% for a in range(90000) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    "{% set ns = namespace(x=9) %}{% for a in range(90000) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{{ hoy.strftime('%' ~ 'x' * 30000) }}",
    "{{ 'a' * 10 ** 12 }}",
    "{{ 'a' | replace('a', 'a' * 30000) | replace('a', 'a' * 30000) | replace('a', 'a' * 30000) }}",
    "{{ ('a' * 30000).replace('a', 'a' * 30000).replace('a', 'b' * 30000) }}",
    "{{ ('a,' * 16000).split(',') | join('a' * 30000) }}",
    "{{ ('a,' * 16000).split(',') | join('a' * 30000) | length }}",
    "{{ 'a'.join(['b' * 30000] * 30000) }}",
    "{{ range(100000) | list | map('string') | join(', ') | wordcount }}",
    "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
    "{{ " + "-" * 20_000 + "1 }}",
    "{% if 1 %}" * 3_000 + "{% endif %}" * 3_000,
    "{{ '" + "a" * 30_000 + "' }}",
    "{{ 1 " + "+ 1 " * 7_000 + "}}",
    "{{ ('a' * 30000) | urlize }}",
    "{{ '\\u202e' ~ contratista.rfc }}",
)
TEMPLATES: dict[str, Made] = {
    **{f"escapa_{number:02}.xlsx": template(text) for number, text in enumerate(_ESCAPES)},
    **{f"sin_fin_{number:02}.xlsx": template(text) for number, text in enumerate(_ENDLESS)},
    "nombre_de_hoja.xlsx": template("{{ perfil }}", sheet="{{ perfil * 9999 }}"),
    "nombre_mal.xlsx": template("{{ perfil }}", sheet="{{ perfil }"),
    "muchas_hojas.xlsx": template("{% for hoja in range(100000) %}", "{{ hoja }}"),
    "formula.xlsx": template("{{ '=1+1' }}", "{{ '=cmd|\\' /C calc\\'!A0' }}"),
}


def _png(width: int, height: int) -> bytes:
    """A picture that says it is that large; all of one colour, it packs into nearly nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10**7)))
        + chunk(b"IEND", b"")
    )


PROFILES: dict[str, Made] = {
    **{
        f"{name.replace(' ', '_').replace(',', '')}.toml": lambda text=text: text.encode()
        for name, text in TEXTS.items()
    },  # type: ignore[misc]
    "logo_de_fuera.toml": lambda: f'{HEAD}logo = "/etc/passwd"\n'.encode(),
    "logo_que_sale.toml": lambda: f'{HEAD}logo = "../../../../etc/passwd"\n'.encode(),
    "logo_dispositivo.toml": lambda: f'{HEAD}logo = "/dev/zero"\n'.encode(),
    "logo_en_red.toml": lambda: f'{HEAD}logo = "//127.0.0.1/x/y.png"\n'.encode(),
    "logo_nulo.toml": lambda: f'{HEAD}logo = "a\\u0000b"\n'.encode(),
    "logo_largo.toml": lambda: f'{HEAD}logo = "{"a/" * 3_000}"\n'.encode(),
    "razon_formula.toml": lambda: b'rfc = "EKU9003173C9"\nrazon_social = "=cmd|\' /C calc\'!A0"\n',
    "razon_etiqueta.toml": lambda: b'rfc = "EKU9003173C9"\nrazon_social = "{{ 1 }}{% for %}"\n',
    "invisible.toml": lambda: 'rfc = "EKU\u202e9003173C9"\nrazon_social = "\u2066a\u200b"\n'.encode(),
    "binario.toml": lambda: bytes(range(256)) * 40,
    "utf16.toml": lambda: HEAD.encode("utf-16"),
    "enorme.toml": lambda: b"#" * 5_000_000,
    "bloqueos.json": lambda: b"[" * 200_000,
    "infinito.json": lambda: b'{"rfc": 1e999, "razon_social": NaN}',
    "mitades.json": lambda: b'{"rfc": "\\ud800", "razon_social": "\\udfff"}',
}


def _deflated_pdf(content: bytes, many: int) -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(content) for _ in range(many)) + packer.flush()
    plain = pdf("x")
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    return (
        plain[:start]
        + b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\n" % (len(packed), packed)
        + plain[end:]
    )


ACUSES: dict[str, Made] = {
    "vacio.pdf": lambda: b"",
    "otro.pdf": lambda: zipped({"a": b""}),
    "solo_cabeza.pdf": lambda: b"%PDF-1.7",
    "bomba.pdf": lambda: _deflated_pdf(b" " * 10**6, 1_500),
    "mucho_texto.pdf": lambda: _deflated_pdf(b"(Folio N262253432) Tj T* " * 1_000, 2_000),
    "bomba_doble.pdf": lambda: _deflated_pdf(b"", 0).replace(
        b"/FlateDecode", b"[/FlateDecode /FlateDecode /LZWDecode /ASCIIHexDecode]"
    ),
    "paginas_en_circulo.pdf": lambda: pdf(*ACUSE).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "pagina_padre_de_si.pdf": lambda: pdf(*ACUSE).replace(b"/Parent 2 0 R", b"/Parent 3 0 R"),
    "cien_mil_paginas.pdf": lambda: pdf(*ACUSE).replace(
        b"/Kids [3 0 R]", b"/Kids [" + b"3 0 R " * 100_000 + b"]"
    ),
    "contenido_de_si.pdf": lambda: pdf(*ACUSE).replace(b"/Contents 4 0 R", b"/Contents [3 0 R 2 0 R 4 0 R]"),
    "hondo.pdf": lambda: pdf(*ACUSE).replace(b"/Count 1", b"/X " + b"[" * 100_000),
    "indice_en_circulo.pdf": lambda: pdf(*ACUSE).replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 15"),
    "indice_lejos.pdf": lambda: pdf(*ACUSE).replace(b"startxref\n", b"startxref\n9999999999999999999999"),
    "largo_falso.pdf": lambda: pdf(*ACUSE).replace(b"/Length ", b"/Length 99999999999"),
    "numero_enorme.pdf": lambda: pdf(*ACUSE).replace(b"/Count 1", b"/Count " + b"9" * 100_000),
    "sin_texto.pdf": lambda: pdf(),
    "bueno.pdf": lambda: pdf(*ACUSE),
}

HOMES: dict[str, dict[str, bytes]] = {
    "config es otra cosa": {"config.toml": b"\xff\xfe\0\0"},
    "config hondo": {"config.toml": b"a = " + b"[" * 100_000},
    "config con un entero enorme": {"config.toml": b"a = " + b"9" * 10_000},
    "config con un usuario que no hay": {"config.toml": b'profiles_dir = "~nadie-asi/x"'},
    "config con otra base": {"config.toml": b'ledger = "mysql://u:secreta@127.0.0.1/x"'},
    "config con una base que no es": {"config.toml": b'ledger = "no es una direcci\xc3\xb3n"'},
    "registro que no es": {"ledger.sqlite": b"no es una base de datos" * 100},
    "registro cortado": {"ledger.sqlite": b"SQLite format 3\0" + bytes(50)},
    "registro con otra cabeza": {"ledger.sqlite": b"SQLite format 3\0\x10\0\1\1\0\x40\x20\x20" + b"\xff" * 8_000},
    "perfil binario": {"profiles/malo.toml": bytes(range(256))},
    "nombres de perfil": {"profiles/CON.toml": b"", "profiles/a\xe2\x80\xaeb.toml".encode("latin-1").decode("latin-1"): b"", "profiles/..toml": b""},
}  # fmt: skip
"""What lies in the home under its own name."""
