"""The summary for whoever signs: what it says, and that it is one page."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import libros
import packages
import pytest


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_it_says_who_what_when_and_which_files(page: Any, tmp_path: Path) -> None:
    contracts = [libros.contract("C-01"), libros.contract("C-02")]
    exported = packages.made(tmp_path, contracts=contracts, workers=libros.crew(["C-01", "C-02", "C-02"]))
    page.goto((exported.folder / "resumen.html").as_uri())
    text = page.locator("main").inner_text()
    for words in (
        "Escuela Kemper Urgate", libros.RFC, "AR12345/2025", "enero-abril 2026", "Normal", "18 de mayo de 2026",
        "2 contratos de servicios", "3 trabajadores en esos contratos", "contacto@empresa.com.mx",
    ):  # fmt: skip
        assert words in text
    for name in ("trabajadores_C-01.csv", "trabajadores_C-02.csv"):
        assert name in text and sha256((exported.folder / name).read_bytes()).hexdigest() in text


@pytest.mark.parametrize("contracts", [1, 12, 50, 102, 130])
def test_it_is_one_page_of_paper(page: Any, tmp_path: Path, contracts: int) -> None:
    exported = packages.many(tmp_path, contracts)
    page.goto((exported.folder / "resumen.html").as_uri())
    assert pages_of(page.pdf(format="A4")) == pages_of(page.pdf(format="Letter")) == 1
    listed = page.locator(".wide tr.hash, .rows li").count()
    assert listed == min(contracts, 102)
    assert ("Y 28 archivos más" in page.locator("main").inner_text()) == (contracts == 130)


def test_long_texts_do_not_push_it_to_a_second_page(page: Any, tmp_path: Path) -> None:
    long = "Servicios Especializados de Mantenimiento y Limpieza Industrial del Bajío " * 3
    contracts = [
        libros.contract(f"{long} {number}", cliente_nombre=f"{long} {number}") for number in range(12)
    ]
    exported = packages.made(tmp_path, {"icsoe_razon_social": long}, contracts)
    page.goto((exported.folder / "resumen.html").as_uri())
    assert pages_of(page.pdf(format="A4")) == pages_of(page.pdf(format="Letter")) == 1


@pytest.mark.parametrize("contracts", [12, 102, 130])
def test_of_a_complementaria_it_is_one_page_with_what_changes(
    page: Any, tmp_path: Path, contracts: int
) -> None:
    keys = [f"OC-{number:03}" for number in range(contracts)]
    correction = {"icsoe_tipo": "Corrección", "icsoe_correo": "otro@empresa.com.mx"}
    before = libros.sheets({}, [libros.contract(key) for key in keys[1:]])
    after = libros.sheets(correction, [libros.contract(key, objeto=f"Obra {key}") for key in keys[:-1]])
    page.goto((packages.compared(tmp_path, before, after).folder / "resumen.html").as_uri())
    said = f"1 contrato nuevo, 1 que se quita y {contracts - 2} con cambios;"
    assert said in page.locator("main").inner_text()
    assert pages_of(page.pdf(format="A4")) == pages_of(page.pdf(format="Letter")) == 1


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("Sin información", "no empezó ningún contrato"),
        ("Corrección", "sustituye a la que se presentó antes"),
        ("Sin efectos", "queda sin efectos la informativa"),
        ("Actualización", "Cambios posteriores a 1 contrato ya informado"),
    ],
)
def test_it_says_what_each_type_declares(tmp_path: Path, kind: str, says: str) -> None:
    contracts = [] if kind == "Sin información" else None
    exported = packages.made(tmp_path, {"icsoe_tipo": kind}, contracts)
    text = (exported.folder / "resumen.html").read_text(encoding="utf-8")
    assert says in text
    assert ("Fecha límite" in text) == (kind == "Sin información")
