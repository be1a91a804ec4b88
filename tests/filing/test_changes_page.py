"""The table of changes in a real Chromium: what it shows, on screen and on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import libros
import packages
import pytest

HOSTILE = """<script>document.title='x'</script><img src=x onerror="alert(1)">'"&amp;{{ 7*7 }}"""


def changed(folder: Path, before: dict[str, libros.Rows], after: dict[str, libros.Rows]) -> str:
    """Address of the capture sheet of the second workbook, compared with the first."""
    return (packages.compared(folder, before, after).folder / "captura.html").as_uri()


def sheets(contracts: list[dict[str, object]], workers: libros.Rows | None = None, **form: object) -> Any:
    return libros.sheets({"icsoe_tipo": "Corrección", **form}, contracts, workers)


def rows(page: Any) -> list[list[str]]:
    """The texts of the table, row by row, without those of the lists of workers."""
    script = (
        "all => all.map(row => [...row.children].map(cell => cell.innerText.replace(/\\s+/g, ' ').trim()))"
    )
    return list(page.locator(".changes > tbody > tr:not(.workers)").evaluate_all(script))


def test_it_shows_contracts_fields_and_workers(page: Any, tmp_path: Path) -> None:
    crew = libros.crew(["C-01", "C-01", "C-02", "C-03", "C-03"])
    before = [libros.contract(f"C-0{number}") for number in (1, 2, 3)]
    after = [
        libros.contract("C-01", objeto="Poda", fecha_fin=date(2026, 12, 31)),
        before[2],
        libros.contract("C-09"),
    ]
    now = [list(row) for row in (crew[0], crew[3], crew[4])]
    now[1][3] = 500.5
    now += libros.crew(["C-03", "C-09"], seed=5)
    page.goto(changed(tmp_path, sheets(before, crew), sheets(after, now, icsoe_correo="otro@empresa.com.mx")))
    assert rows(page) == [
        ["Cambia Datos del contratista"],
        ["Correo electrónico", "contacto@empresa.com.mx", "otro@empresa.com.mx"],
        ["Cambia C-01 Xenon Industrial Articles"],
        ["Objeto del contrato", "Mantenimiento de la planta, orden C-01", "Poda"],
        ["Fecha de término", "vacío", "31/12/2026"],
        ["Cambia C-03 Xenon Industrial Articles"],
        ["Nuevo C-09 Xenon Industrial Articles · 1 trabajador"],
        ["Se quita C-02 Xenon Industrial Articles · 1 trabajador"],
    ]
    lists = page.locator(".changes details")
    assert lists.locator("summary").all_text_contents() == [
        "Trabajadores: 1 sale", "Trabajadores: 1 entra, 1 con otro SBC o CURP",
    ]  # fmt: skip
    wage = f"{crew[3][3]:.2f} 500.50"
    assert lists.nth(1).locator("tbody tr").evaluate_all(
        "all => all.map(row => [...row.children].map(cell => cell.innerText.trim()))"
    ) == [["Entra", *now[3][1:3], f"{now[3][3]:.2f}"], ["Cambia", *now[1][1:3], wage]]
    assert page.locator(".contract .chip").all_text_contents() == ["Cambia", "Cambia", "Nuevo"]
    page.locator(".changes a", has_text="C-09").click()
    assert page.evaluate("location.hash") == "#contrato-3"


def test_ticks_and_steps_are_those_of_the_other_returns(page: Any, tmp_path: Path) -> None:
    one = [libros.contract("C-01")]
    page.goto(changed(tmp_path, sheets(one), sheets([libros.contract("C-01", objeto="Poda")])))
    assert page.locator("#told").text_content() == "0 de 8 pasos · 0 de 1 contratos listos"
    page.locator("nav a[href='#cambios']").click()
    assert page.evaluate("document.activeElement.id") == "cambios"
    ids = page.locator("[id]").evaluate_all("all => all.map(it => it.id)")
    assert len(ids) == len(set(ids))


def test_a_long_list_is_folded_and_cut(page: Any, tmp_path: Path) -> None:
    one = [libros.contract("C-01")]
    crew = libros.crew(["C-01"], 400)
    dearer = [[*row[:3], 400 + number / 4, row[4]] for number, row in enumerate(crew)]
    page.goto(changed(tmp_path, sheets(one, crew), sheets(one, dearer)))
    details = page.locator(".changes details")
    assert details.get_attribute("open") is None and details.locator("table").is_hidden()
    details.locator("summary").click()
    listed = details.locator("tbody tr")
    assert listed.count() == 51 and listed.nth(50).text_content() == "y 350 más"


@pytest.mark.parametrize("width", [1280, 400])
def test_no_text_is_wider_than_its_place(page: Any, tmp_path: Path, width: int) -> None:
    long = "MantenimientoPreventivoYCorrectivo" * 6
    one, crew = libros.contract("C-01"), libros.crew(["C-01"], 3)
    many = libros.contract(f"{long} 1", cliente_nombre=long, objeto=long)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(
        changed(
            tmp_path,
            sheets([one], crew),
            sheets([{**one, "objeto": long}, many], [*crew[1:], *libros.crew([many["contrato"]], seed=5)]),
        )
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_values_are_only_text(page: Any, tmp_path: Path) -> None:
    page.on("dialog", lambda dialog: pytest.fail("a value ran as a script"))
    before = [libros.contract("C-01", objeto=HOSTILE), libros.contract(HOSTILE[:60], cliente_nombre=HOSTILE)]
    page.goto(changed(tmp_path, sheets(before), sheets([libros.contract("C-01", objeto="Poda")])))
    assert page.locator("script").count() == 1 and page.locator("img").count() == 0
    assert page.locator(".changes del").first.text_content() == HOSTILE


def test_on_paper_the_table_stays_and_lists_are_as_they_stand(page: Any, tmp_path: Path) -> None:
    crew = libros.crew(["C-01"], 3)
    one = [libros.contract("C-01")]
    page.goto(changed(tmp_path, sheets(one, crew), sheets(one, crew[1:])))
    page.emulate_media(media="print")
    assert page.locator(".changes").is_visible() and page.locator(".crew").is_visible()
