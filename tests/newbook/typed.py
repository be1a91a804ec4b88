"""What a typist types into the built-in workbook: contracts and workers, sound or with the usual faults."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from people import Worker, people

FIRST_CONTRACT, FIRST_WORKER = 7, 6
"""The first rows of the two tables."""
CLIENTS = ("CEJ9910011AA", "IIA040805DZ4")
COLUMNS = (
    "contrato", "cliente_rfc", "cliente_nombre", "cliente_correo", "cliente_movil", "cliente_telefono",
    "cliente_domicilio_fiscal", "objeto", "repse_folio", "servicio", "fecha_inicio", "fecha_fin", "cliente_cp",
    "cliente_colonia", "cliente_calle", "cliente_num_ext", "cliente_num_int", "cliente_entre_calles",
)  # fmt: skip


def contracts(count: int) -> list[list[Any]]:
    """Sound contracts ``OC-001``, ``OC-002``... of two clients, one of them with an address of its own."""
    rows = []
    for number in range(1, count + 1):
        rfc = CLIENTS[number % 2]
        fiscal = rfc == CLIENTS[0]
        address = [None] * 6 if fiscal else ["64000", "Centro", "Juárez", "100", None, "Mina y Padre Mier"]
        start = date(2026, 1, 5) + timedelta(days=5 * number)
        end = start + timedelta(days=180)
        rows.append([
            f"OC-{number:03d}", rfc, f"Cliente {number % 2}", f"c{number}@cliente.mx", "5587654321", None,
            "Sí" if fiscal else "No", f"Limpieza del edificio {number}", "F-001", "Servicio de limpieza de oficinas",
            start, None if number % 3 else end, *address,
        ])  # fmt: skip
    return rows


def workers(count: int, contract_count: int, seed: int = 5) -> list[list[Any]]:
    """Sound workers, spread over the contracts in turn."""
    return [row(worker, f"OC-{n % contract_count + 1:03d}") for n, worker in enumerate(people(count, seed))]


def row(worker: Worker, contract: str) -> list[Any]:
    return [contract, worker.nss, worker.curp, worker.sbc, worker.nombre]


def type_into(book: Any, contract_rows: list[list[Any]], worker_rows: list[list[Any]]) -> None:
    """Type rows into an open workbook, as xlwings does it in Excel and in LibreOffice alike."""
    book.sheets["Contratos"].range((FIRST_CONTRACT, 1)).value = contract_rows
    book.sheets["Trabajadores"].range((FIRST_WORKER, 1)).value = worker_rows
