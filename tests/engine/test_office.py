"""Results as others see them: LibreOffice opens and calculates them, Microsoft's SDK finds no fault."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from engine.books import filled, png
from libreoffice import Office, cell_look
from tools import ooxml

from icsoe_xl.engine import Picture

CONTEXT = {
    "contratista": {"razon_social": "Ñandú & Hijos, S.A. de C.V.", "rfc": '=HYPERLINK("http://x")'},
    "hoy": date(2026, 1, 31),
    "logo": Picture(png(60, 20), description="Logotipo"),
    "contratos": [
        {
            "clave": f"C{n}",
            "inicio": date(2026, 1, n),
            "importe": Decimal(n) * 100,
            "url": f"https://x.mx/{n}",
            "trabajadores": [{"nombre": f"T{n}{t}", "sbc": t * 10.5} for t in range(1, n)],
        }
        for n in range(1, 5)
    ],
    "meses": ["ene", "feb", "mar", "abr"],
}


def design(path: Path) -> Path:
    """A report with most of what the engine does."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, each = book.add_worksheet("Reporte"), book.add_worksheet("{{ k.clave }}")
        bold, money = (
            book.add_format({"bold": True, "bg_color": "#DDEBF7"}),
            book.add_format({"num_format": "#,##0.00"}),
        )
        sheet.set_column("A:F", 14)
        sheet.merge_range("A1:D1", "{{ contratista.razon_social }}", bold)
        sheet.write("E1", "{{ logo }}")
        sheet.write("A2", "{{ contratista.rfc }}")
        sheet.write("B2", "{{ hoy }}")
        sheet.write("C2", "=\"Al {{ hoy|fecha('larga') }}\"")
        sheet.write_row("A4", ["Clave", "Inicio", "Importe", "Acumulado"], bold)
        sheet.write("A5", "{% for k in contratos %}{{ k.clave|enlace(k.url)|fondo('FFEB9C') }}")
        sheet.write("B5", "{{ k.inicio }}")
        sheet.write("C5", "{{ k.importe }}", money)
        sheet.write_formula("D5", "=SUM(C$5:C5)", money, 0)
        sheet.write("A6", "{% for t in k.trabajadores %}")
        sheet.write("B6", "{{ t.nombre }}")
        sheet.write("C6", "{{ t.sbc }}", money)
        sheet.write("D6", "{% endfor %}{% endfor %}")
        sheet.write("A7", "Total", bold)
        sheet.write_formula("C7", "=SUM(C5)", money, 0)
        sheet.write_formula("D7", "=COUNTA(B6:B6)", None, 0)
        sheet.write("A9", "{% cells for m in meses %}{{ m }}{% endfor %}", bold)
        sheet.write("B9", "fin")
        sheet.conditional_format(
            "C5:C6", {"type": "cell", "criteria": ">", "value": "=$C$7/4", "format": bold}
        )
        sheet.data_validation("A5", {"validate": "list", "source": "=$A$5"})
        sheet.write_comment("A7", "La suma")
        sheet.set_footer("&C{{ contratista.razon_social }}")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Reporte!$C$5:$C$6"})
        sheet.insert_chart("F9", chart)
        sheet.insert_image("F1", "x.png", {"image_data": io.BytesIO(png(8, 8))})
        each.write("A1", "{% sheet for k in contratos %}")
        each.write("A2", "{{ k.clave }}")
        each.write("B2", "=LEN(A2)")
        each.add_table("A4:B5", {"name": "Gente", "columns": [{"header": "Nombre"}, {"header": "SBC"}]})
        each.write("A5", "{% for t in k.trabajadores %}{{ t.nombre }}")
        each.write("B5", "{{ t.sbc }}{% endfor %}")
        each.write_formula("D2", "=SUM(Gente[SBC])", None, 0)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(design(tmp_path_factory.mktemp("oficina") / "p.xlsx"), CONTEXT)


@pytest.mark.skipif(ooxml.missing() is not None, reason=ooxml.missing() or "")
def test_microsofts_validator_finds_no_fault(made: Path) -> None:
    assert ooxml.validate(made.with_name("p.xlsx")) == []
    assert ooxml.validate(made) == []


def test_libreoffice_opens_and_calculates(made: Path, office: Office) -> None:
    with office.opened(made) as doc:
        sheet = doc.Sheets.getByName("Reporte")

        def cell(address: str):
            return sheet.getCellRangeByName(address)

        assert cell("A1").String == "Ñandú & Hijos, S.A. de C.V."
        assert cell("A2").String == '=HYPERLINK("http://x")'
        assert cell("C2").String == "Al 31 de enero de 2026"
        # Contracts stand in rows 5, 6, 8 and 11, their workers between them; the sums in row 15 tell them apart.
        assert [cell(f"A{row}").String for row in range(5, 15)] == [
            "C1",
            "C2",
            "",
            "C3",
            "",
            "",
            "C4",
            "",
            "",
            "",
        ]
        assert cell("C15").Value == 1000
        assert cell("D15").Value == 6
        assert [cell(f"D{row}").Value for row in (5, 6, 8, 11)] == [100, 300, 600, 1000]
        assert [cell(f"{letter}17").String for letter in "ABCDE"] == ["ene", "feb", "mar", "abr", "fin"]
        look = cell_look(doc, "Reporte", "A8")
        assert (look.color, look.links) == ("FFEB9C", ("https://x.mx/3",))
        assert cell_look(doc, "Reporte", "A15").note == "La suma"
        assert cell("B5").String == cell_look(doc, "Reporte", "B5").text != ""
        assert sheet.Charts.Count == 1
        assert list(doc.Sheets.ElementNames) == ["Reporte", "C1", "C2", "C3", "C4"]
        assert doc.Sheets.getByName("C3").getCellRangeByName("C1").Value == 0
        assert doc.Sheets.getByName("C3").getCellRangeByName("D1").Value == 31.5


def test_libreoffice_saves_it_again_without_loss(made: Path, office: Office, tmp_path: Path) -> None:
    again = tmp_path / "otra.xlsx"
    office.resave(made, again)
    from engine.books import book

    assert book(again).sheetnames == book(made).sheetnames
