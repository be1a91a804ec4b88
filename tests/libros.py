"""Whole workbooks (icsoe-libro) for tests: sound ones, and what to change in them.

    write(path, contractor={"icsoe_rfc": "..."}, contracts=[contract("C-01"), contract("C-02", objeto=None)])

Values are made up; RFCs are SAT's test companies. ``None`` leaves a cell empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from people import Worker, people

RFC = "EKU9003173C9"
CLIENT = "XIA190128J61"

LABELS = {
    "icsoe_rfc": "RFC",
    "icsoe_razon_social": "Nombre o razón social",
    "icsoe_correo": "Correo electrónico",
    "icsoe_movil": "Teléfono móvil",
    "icsoe_telefono": "Teléfono fijo",
    "icsoe_repse_registro": "Registro REPSE",
    "icsoe_repse_vence": "Vencimiento del REPSE",
    "icsoe_registro_patronal": "Registro patronal",
    "icsoe_periodo": "Periodo",
    "icsoe_tipo": "Tipo de informativa",
    "icsoe_capturista": "Capturista",
    "icsoe_domicilio_fiscal": "¿El domicilio convencional es el fiscal?",
    "icsoe_cp": "Código postal",
    "icsoe_colonia": "Colonia",
    "icsoe_calle": "Calle",
    "icsoe_num_ext": "Número exterior",
    "icsoe_num_int": "Número interior",
    "icsoe_entre_calles": "Entre calles",
    "icsoe_num_contratos": "Número de contratos",
}
"""Fields of the form, in rows 1 to 19: labels in column A, values in column B."""

CONTRACTOR: dict[str, object] = {
    "icsoe_rfc": RFC,
    "icsoe_razon_social": "Escuela Kemper Urgate",
    "icsoe_correo": "contacto@empresa.com.mx",
    "icsoe_movil": "5512345678",
    "icsoe_repse_registro": "AR12345/2025",
    "icsoe_repse_vence": date(2028, 3, 15),
    "icsoe_registro_patronal": "E52-40157-10-0",
    "icsoe_periodo": "2026-1",
    "icsoe_tipo": "Normal",
    "icsoe_domicilio_fiscal": "Sí",
}

HEADERS = {
    "contrato": "Contrato",
    "cliente_rfc": "RFC del cliente",
    "cliente_nombre": "Nombre del cliente",
    "cliente_correo": "Correo del cliente",
    "cliente_movil": "Móvil del cliente",
    "cliente_telefono": "Teléfono del cliente",
    "cliente_domicilio_fiscal": "¿El domicilio es el fiscal? (Sí/No)",
    "cliente_cp": "Código postal",
    "cliente_colonia": "Colonia",
    "cliente_calle": "Calle",
    "cliente_num_ext": "Número exterior",
    "cliente_num_int": "Número interior",
    "cliente_entre_calles": "Entre calles",
    "objeto": "Objeto del contrato",
    "repse_folio": "Folio REPSE",
    "servicio": "Servicio u obra especializado",
    "fecha_inicio": "Fecha de inicio",
    "fecha_fin": "Fecha de término",
}
"""Fields of a contract, in columns A to R."""

WORKER_HEADERS = ("Contrato", "NSS", "CURP", "Salario base de cotización", "Nombre")

Rows = list[list[Any]]


def contract(key: object, **changes: object) -> dict[str, object]:
    """A sound contract of 2026-1 with some fields changed; its object tells it from the others."""
    return {
        "contrato": key,
        "cliente_rfc": CLIENT,
        "cliente_nombre": "Xenon Industrial Articles",
        "cliente_correo": "pagos@cliente.com.mx",
        "cliente_movil": "8187654321",
        "cliente_domicilio_fiscal": "Sí",
        "objeto": f"Mantenimiento de la planta, orden {key}",
        "repse_folio": "0001",
        "servicio": "Mantenimiento industrial",
        "fecha_inicio": date(2026, 1, 15),
        **changes,
    }


def crew(keys: Iterable[object], each: int = 1, seed: int = 11) -> Rows:
    """Sound workers, ``each`` for every contract: the first ones of the seed."""
    wanted = [key for key in keys for _ in range(each)]
    pool = _pool(seed) if len(wanted) <= _POOL else people(len(wanted), seed)
    return [worker_row(key, worker) for key, worker in zip(wanted, pool, strict=False)]


_POOL = 500


@cache
def _pool(seed: int) -> list[Worker]:
    """So many workers that hardly anybody asks for more: making the first one costs as much as all."""
    return people(_POOL, seed)


def worker_row(key: object, worker: Worker) -> list[Any]:
    """A row of the sheet Trabajadores."""
    return [key, worker.nss, worker.curp, worker.sbc, worker.nombre]


def sheets(
    contractor: Mapping[str, object] = {},
    contracts: Sequence[Mapping[str, object]] | None = None,
    workers: Rows | None = None,
) -> dict[str, Rows]:
    """The rows of each sheet; without workers given, each contract has a sound one."""
    form = {**CONTRACTOR, **contractor}
    listed = [contract("C-01")] if contracts is None else contracts
    crewed = crew(dict.fromkeys(one["contrato"] for one in listed)) if workers is None else workers
    return {
        "Inicio": [["Informativa de contratos (ICSOE)"], ["1. Llene Contratista"]],
        "Contratista": [[label, form.get(field)] for field, label in LABELS.items()],
        "Contratos": [list(HEADERS.values()), *([one.get(field) for field in HEADERS] for one in listed)],
        "Trabajadores": [list(WORKER_HEADERS), *crewed],
    }


def names() -> dict[str, str]:
    """Each defined name and the cell behind it."""
    return {field: f"Contratista!$B${row}" for row, field in enumerate(LABELS, 1)}


def write(path: Path, made: Mapping[str, Rows] | None = None, named: Mapping[str, str] | None = None) -> Path:
    """Write a whole workbook as openpyxl does; by default a sound one with all its names."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, rows in (sheets() if made is None else made).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for name, place in (names() if named is None else named).items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    book.save(path)
    return path
