"""Small PDFs with the text of an acuse as it could be; IMSS publishes none."""

from __future__ import annotations

ACUSE = (
    "INSTITUTO MEXICANO DEL SEGURO SOCIAL",
    "Acuse de recibo de la informativa de contratos de servicios u obras especializados",
    "Folio: N262253432",
    "RFC: EKU9003173C9",
    "Periodo que informa: del 01/01/2026 al 30/04/2026",
    "Fecha y hora de presentación: 15/05/2026 18:22:05",
)


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines of text; without any, it is as a scanned one."""
    shown = b" ".join(b"(%s) Tj T*" % _escaped(line) for line in lines)
    stream = b"BT /F1 11 Tf 14 TL 40 760 Td " + shown + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + tail


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
