"""What is read of a file of rejected rows, whatever its shape: real files, columns known by content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from libreoffice import Office
from people import Worker, people

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.rejections import RejectedRow, open_rejected, read

ONE, TWO, THREE = people(3, seed=7)
NOT_FOUND, TWICE = "NSS no localizado en la base de datos", "Ya está registrado en el contrato"
Sent = Callable[..., Path]


def rows_of(path: Path) -> list[RejectedRow]:
    return read(open_rejected(path)).rows


def expected(worker: Worker, row: int, reason: str, sheet: str = "Hoja1", contract: str = "") -> RejectedRow:
    return RejectedRow(sheet, row, worker.nss, worker.curp, contract, reason)


def test_the_plainest_file(sent: Sent) -> None:
    path = sent({"Hoja1": [["NSS", "CURP", "Motivo"], [ONE.nss, ONE.curp, NOT_FOUND]]})
    file = read(open_rejected(path))
    assert file.rows == [expected(ONE, 2, NOT_FOUND)]
    assert (file.name, file.accepted) == ("rechazos.xlsx", 0)
    assert file.notices == ["Leí de la hoja «Hoja1»: NSS en la A, CURP en la B, motivo en la C."]


def test_titles_other_columns_blank_rows_totals_and_a_second_header(sent: Sent) -> None:
    head = [
        "No.",
        "Registro patronal",
        "Nombre del trabajador",
        "N.S.S.",
        "C.U.R.P.",
        "Observaciones",
        "Fecha",
    ]
    employer = "92919084431"  # eleven digits with a right check digit, but no worker's
    path = sent(
        {
            "Hoja1": [
                ["Instituto Mexicano del Seguro Social"],
                ["Relación de trabajadores rechazados al 10/05/2026"],
                [],
                head,
                [1, employer, ONE.nombre, int(ONE.nss), ONE.curp.lower(), NOT_FOUND, date(2026, 5, 10)],
                [],
                [2, employer, TWO.nombre, f" {TWO.nss[:5]}-{TWO.nss[5:]} ", f" {TWO.curp}", TWICE, None],
                head,
                [3, employer, THREE.nombre, float(THREE.nss), THREE.curp, None, None],
                ["Total", None, None, 3],
                ["Documento sin validez oficial"],
            ]
        }
    )
    assert rows_of(path) == [
        expected(ONE, 5, NOT_FOUND),
        expected(TWO, 7, TWICE),
        expected(THREE, 9, ""),
    ]


def test_no_header_at_all(sent: Sent) -> None:
    path = sent(
        {
            "Hoja1": [
                [1, one.curp, one.nombre, one.sbc, "SI", reason, one.nss]
                for one, reason in ((ONE, NOT_FOUND), (TWO, TWICE), (THREE, NOT_FOUND))
            ]
        }
    )
    file = read(open_rejected(path))
    assert file.rows == [expected(ONE, 1, NOT_FOUND), expected(TWO, 2, TWICE), expected(THREE, 3, NOT_FOUND)]
    assert file.notices == ["Leí de la hoja «Hoja1»: NSS en la G, CURP en la B, motivo en la F."]


def test_lines_about_the_contractor_are_no_header(sent: Sent) -> None:
    path = sent(
        {
            "Hoja1": [
                ["RFC: EKU9003173C9"],
                ["Motivo de la consulta: rechazos"],
                *([None] for _ in range(40)),
                [NOT_FOUND, ONE.nss, ONE.curp],
                [f"El NSS {TWO.nss} no existe", TWO.nss, TWO.curp],
            ]
        }
    )
    assert rows_of(path) == [expected(ONE, 43, NOT_FOUND), expected(TWO, 44, "El NSS ••• no existe")]


def test_headers_that_nobody_knows_and_a_reason_without_our_words(sent: Sent) -> None:
    path = sent(
        {
            "Hoja1": [
                ["Dato 1", "Dato 2", "Dato 3", "Nombre"],
                [ONE.nss, ONE.curp, "Acudir a la subdelegación", ONE.nombre],
                [TWO.nss, TWO.curp, "Acudir a la subdelegación", TWO.nombre],
            ]
        }
    )
    assert [row.reason for row in rows_of(path)] == ["Acudir a la subdelegación"] * 2


def test_headers_that_lie_are_not_believed(sent: Sent) -> None:
    path = sent({"Hoja1": [["CURP", "NSS", "Motivo"], [ONE.nss, ONE.curp, TWICE]]})
    assert rows_of(path) == [expected(ONE, 2, TWICE)]


def test_several_columns_of_reasons_are_joined_and_dates_are_none(sent: Sent) -> None:
    path = sent(
        {
            "Hoja1": [
                ["Error", "NSS", "CURP", "Fecha de rechazo", "Descripción del error"],
                ["E-12", ONE.nss, ONE.curp, "10/05/2026", NOT_FOUND],
            ]
        }
    )
    assert rows_of(path) == [expected(ONE, 2, f"E-12; {NOT_FOUND}")]


def test_a_column_of_contracts(sent: Sent) -> None:
    path = sent(
        {"Hoja1": [["No. de contrato", "NSS", "CURP", "Motivo"], [" C-01", ONE.nss, ONE.curp, TWICE]]}
    )
    assert rows_of(path) == [expected(ONE, 2, TWICE, contract="c-01")]


def test_only_one_of_the_two_identifiers(sent: Sent) -> None:
    by_nss = sent({"Hoja1": [["NSS", "Causa"], [ONE.nss, TWICE]]}, "nss.xlsx")
    by_curp = sent({"Hoja1": [[ONE.curp, TWICE], [TWO.curp, TWICE]]}, "curp.xlsx")
    assert rows_of(by_nss) == [RejectedRow("Hoja1", 2, ONE.nss, "", "", TWICE)]
    assert [(row.nss, row.curp) for row in rows_of(by_curp)] == [("", ONE.curp), ("", TWO.curp)]


def test_mistyped_ones_are_rejected_rows_too(sent: Sent) -> None:
    path = sent(
        {
            "Hoja1": [
                ["NSS", "CURP", "Motivo"],
                ["0711685358", ONE.curp[:-2], "Estructura incorrecta"],
                [TWO.nss, TWO.curp, TWICE],
                [None, None, "Estructura incorrecta"],
            ]
        }
    )
    found = rows_of(path)
    assert [(row.row, row.nss, row.curp) for row in found] == [
        (2, "00711685358", ONE.curp[:-2]),
        (3, TWO.nss, TWO.curp),
    ]


def test_a_row_without_both_but_with_a_reason_is_not_passed_over(sent: Sent) -> None:
    path = sent(
        {
            "Hoja1": [
                ["Renglón", "NSS", "CURP", "Motivo"],
                [14, ONE.nss, ONE.curp, TWICE],
                [15, None, None, "El renglón no tiene la estructura correcta, falta el NSS"],
                [None, None, None, "Los motivos de rechazo no son apelables: falta de registro"],
            ]
        }
    )
    assert [(row.row, row.nss, row.curp) for row in rows_of(path)] == [(2, ONE.nss, ONE.curp), (3, "", "")]


def test_rows_that_were_taken_are_counted_not_rejected(sent: Sent) -> None:
    path = sent(
        {
            "Hoja1": [
                ["NSS", "CURP", "Estatus", "Observaciones"],
                [ONE.nss, ONE.curp, "ACEPTADO", None],
                [TWO.nss, TWO.curp, "RECHAZADO", TWICE],
                [THREE.nss, THREE.curp, None, "Sin errores"],
            ]
        }
    )
    file = read(open_rejected(path))
    assert (file.rows, file.accepted) == ([expected(TWO, 3, TWICE)], 2)


def test_a_sheet_of_several_and_not_the_copy_of_what_was_sent(sent: Sent) -> None:
    path = sent(
        {
            "Portada": [["Folio", 92919084431], ["Acuse", "N262253432"]],
            "captura": [["NSS", "CURP", "SBC"], *([w.nss, w.curp, w.sbc] for w in (ONE, TWO, THREE))],
            "Rechazos C-01": [[], ["NSS", "CURP", "Motivo"], [TWO.nss, TWO.curp, TWICE]],
            "Rechazos C-02": [[ONE.nss, ONE.curp, NOT_FOUND]],
            "Catálogo": [["NSS", "CURP", "Motivo"], [THREE.nss, THREE.curp, NOT_FOUND]],
        },
        hidden=["Catálogo"],
    )
    file = read(open_rejected(path))
    assert file.rows == [
        expected(TWO, 3, TWICE, "Rechazos C-01"),
        expected(ONE, 1, NOT_FOUND, "Rechazos C-02"),
    ]
    assert file.notices[-1] == "No leí la hoja «captura» de rechazos.xlsx: no trae motivos de rechazo."


def test_a_file_without_any_rejected_row(sent: Sent) -> None:
    assert rows_of(sent({"Hoja1": [["NSS", "CURP", "Motivo"]]})) == []


@pytest.mark.parametrize(
    "rows", [[["Folio", "N262253432"]], [["Folio", 92919084432]], [["NSS", "Motivo"]], []]
)
def test_what_is_no_list_of_workers_is_said(sent: Sent, rows: list[Any]) -> None:
    with pytest.raises(UnreadableFile, match="no encontré una columna de NSS ni una de CURP"):
        read(open_rejected(sent({"Hoja1": rows})))


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-8", "\t")])
def test_csv(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [
        ["NSS", "CURP", "Observación"],
        [ONE.nss, ONE.curp, '"CURP inválida"'],
        [],
        [TWO.nss, TWO.curp, TWICE],
    ]
    path = tmp_path / "rechazos.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert rows_of(path) == [
        expected(ONE, 2, "CURP inválida", "rechazos"),
        expected(TWO, 4, TWICE, "rechazos"),
    ]


def test_csv_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(b"PK\3\4\0\0")
    with pytest.raises(UnreadableFile, match="no es un archivo de texto"):
        open_rejected(tmp_path / "r.csv")
    with pytest.raises(UnreadableFile, match="no existe"):
        open_rejected(tmp_path / "otro.csv")


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods"])
def test_saved_by_libreoffice(sent: Sent, office: Office, tmp_path: Path, extension: str) -> None:
    rows = [
        [],
        ["Rechazos"],
        ["CURP", "NSS", "Motivo"],
        [ONE.curp, int(ONE.nss), NOT_FOUND],
        [TWO.curp, TWO.nss, TWICE],
    ]
    with office.opened(sent({"Hoja1": rows})) as document:
        office.save(document, tmp_path / f"guardado{extension}")
    assert rows_of(tmp_path / f"guardado{extension}") == [
        expected(ONE, 4, NOT_FOUND),
        expected(TWO, 5, TWICE),
    ]
