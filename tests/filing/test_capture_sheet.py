"""The capture sheet in a real Chromium, opened from the disk as people open it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import libros
import packages
import pytest

OTHER = {
    "cliente_domicilio_fiscal": "No", "cliente_cp": "06600", "cliente_colonia": "Juárez", "cliente_calle": "Lieja",
    "cliente_num_ext": "12 bis", "cliente_entre_calles": "Av. Chapultepec y Londres",
}  # fmt: skip
HOSTILE = """<script>document.title='x'</script><img src=x onerror="alert(1)">'"&amp;{{ 7*7 }}`${1}"""


def opened(page: Any, folder: Path) -> Any:
    page.goto((folder / "captura.html").as_uri())
    return page


def clipboard(page: Any) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def label_and_value(page: Any, place: str) -> dict[str, str]:
    """What stands under a place of the page: labels and the exact texts beside them, in order."""
    script = """fields => Object.fromEntries(fields.map(field => [
        field.querySelector('dt').textContent,
        field.querySelector('.value, .answer, .nothing').textContent]))"""
    return dict(page.locator(f"{place} .field").evaluate_all(script))


def test_the_screens_come_in_the_order_of_the_portal(page: Any, tmp_path: Path) -> None:
    opened(page, packages.made(tmp_path, contracts=[libros.contract("C-01", **OTHER)]).folder)
    headings = page.locator("main h2, main h3").all_text_contents()
    assert headings == [
        "1Datos generales del contratista", "2Informativa", "3Domicilio del contratista", "4Contratos",
        "Contrato C-01Xenon Industrial Articles", "Cliente", "Contrato", "Trabajadores · 1", "5Revisión y firma",
    ]  # fmt: skip
    assert label_and_value(page, "#informativa") == {
        "Año": "2026",
        "Periodo": "Enero a abril",
        "Tipo": "Normal",
    }
    assert label_and_value(page, "#contrato-1") == {
        "RFC": libros.CLIENT,
        "Correo electrónico": "pagos@cliente.com.mx",
        "Teléfono móvil": "8187654321",
        "Teléfono fijo": "Se deja vacío",
        "¿Su domicilio es el fiscal?": "No",
        "Código postal": "06600",
        "Colonia": "Juárez",
        "Calle": "Lieja",
        "Número exterior": "12 bis",
        "Número interior": "Se deja vacío",
        "Entre calles": "Av. Chapultepec y Londres",
        "Objeto del contrato": "Mantenimiento de la planta, orden C-01",
        "Servicio u obra especializado contratado": "0001 Mantenimiento industrial",
        "Fecha de inicio": "15/01/2026",
        "Fecha de término": "Se deja vacío",
        "Archivo · 1 trabajador": "trabajadores_C-01.csv",
    }


def test_each_button_puts_its_exact_text_on_the_clipboard(page: Any, tmp_path: Path) -> None:
    opened(page, packages.made(tmp_path, contracts=[libros.contract("C-01", **OTHER)]).folder)
    buttons = page.locator("[data-copy]")
    assert buttons.count() == 19
    for number in range(buttons.count()):
        button = buttons.nth(number)
        button.click()
        assert clipboard(page) == page.locator(f"#{button.get_attribute('data-copy')}").text_content()
        assert button.text_content() == "Copiado ✓"
    assert page.locator(".copied").count() == 1


def test_where_the_browser_gives_no_clipboard_the_selection_is_copied(page: Any, tmp_path: Path) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('policy'))")
    opened(page, packages.made(tmp_path).folder)
    page.locator("[data-copy=c1t1]").click()
    assert clipboard(page) == "Mantenimiento de la planta, orden C-01"
    assert page.evaluate("document.activeElement.dataset.copy") == "c1t1"


def test_all_of_it_works_from_the_keyboard_with_visible_focus(page: Any, tmp_path: Path) -> None:
    opened(page, packages.made(tmp_path).folder)
    controls = page.locator("button, input, a").count()
    met = []
    for _ in range(controls):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """(it => [it.dataset.copy ?? it.dataset.step ?? (it.id || it.hash), getComputedStyle(it).outlineStyle])(
            document.activeElement)"""
        )
        assert outline == "solid", name
        met.append(name)
    assert len(set(met)) == controls
    first_ones = ["#pasos", "next", "forget", "search", "#generales"]
    assert met[: len(first_ones)] == first_ones
    steps = [
        "g1",
        "generales",
        "i1",
        "informativa",
        "c1k1",
        "c1-cliente",
        "c1t1",
        "c1f1",
        "c1-trabajadores",
        "acuse",
    ]
    assert [name for name in met if name in steps] == steps

    page.locator("[data-copy=g1]").focus()
    page.keyboard.press("Enter")
    assert clipboard(page) == "contacto@empresa.com.mx"
    page.locator("[data-step=generales]").focus()
    page.keyboard.press("Space")
    assert page.locator("[data-step=generales]").is_checked()


def test_every_control_has_a_name(page: Any, tmp_path: Path) -> None:
    opened(page, packages.made(tmp_path).folder)
    names = page.locator("button, input, a").evaluate_all(
        "all => all.map(it => it.ariaLabel || it.labels?.[0]?.textContent.trim() || it.textContent.trim())"
    )
    assert names and all(names)
    ids = page.locator("[id]").evaluate_all("all => all.map(it => it.id)")
    assert len(ids) == len(set(ids))


def test_ticks_survive_a_reload_and_belong_to_this_package(page: Any, tmp_path: Path) -> None:
    folder = packages.made(tmp_path, contracts=[libros.contract("C-01"), libros.contract("C-02")]).folder
    opened(page, folder)
    for step in ("generales", "c2-cliente", "c2-contrato", "c2-trabajadores"):
        page.locator(f"[data-step={step}]").check()
    assert page.locator("#told").text_content() == "4 de 11 pasos · 1 de 2 contratos listos"
    page.reload()
    ticked = page.locator("[data-step]:checked").evaluate_all("all => all.map(it => it.dataset.step)")
    assert ticked == ["generales", "c2-cliente", "c2-contrato", "c2-trabajadores"]
    assert page.locator("#told").text_content() == "4 de 11 pasos · 1 de 2 contratos listos"
    assert page.locator("#contrato-2.done").count() == 1
    assert page.locator("#older").is_hidden()

    packages.made(tmp_path, contracts=[libros.contract("C-01"), libros.contract("C-02", objeto="Otro")])
    opened(page, folder)
    assert page.locator("[data-step]:checked").count() == 0
    assert page.locator("#older").is_visible()


def test_marks_can_be_wiped_after_asking(page: Any, tmp_path: Path) -> None:
    opened(page, packages.made(tmp_path).folder)
    page.locator("[data-step=generales]").check()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("#forget").click()
    assert page.locator("[data-step]:checked").count() == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#forget").click()
    page.reload()
    assert page.locator("[data-step]:checked").count() == 0


def test_a_hundred_contracts_can_be_searched_and_jumped_to(page: Any, tmp_path: Path) -> None:
    contracts = [libros.contract(f"OC-{number:03}") for number in range(1, 101)]
    contracts[41]["cliente_nombre"] = "Hospital Ángeles"
    opened(page, packages.made(tmp_path, contracts=contracts).folder)
    page.locator("#search").fill("angeles hospital")
    assert page.locator("#found").text_content() == "1 de 100 contratos"
    assert page.locator(".contract:not([hidden])").evaluate_all("all => all.map(it => it.id)") == [
        "contrato-42"
    ]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contrato-42"
    page.locator("#search").fill("")
    assert page.locator(".contract:not([hidden])").count() == 100
    page.locator("nav a[href='#contrato-77']").click()
    page.wait_for_function(
        "Math.abs(document.querySelector('#contrato-77').getBoundingClientRect().top) < 200"
    )
    for box in page.locator("section [data-step]").all()[:3]:
        box.check()
    page.locator("#next").click()
    assert page.evaluate("document.activeElement.id") == "contrato-1"


def test_hostile_values_are_only_text(page: Any, tmp_path: Path) -> None:
    one = libros.contract("C-01", objeto=HOSTILE, cliente_nombre=HOSTILE, servicio=HOSTILE)
    folder = packages.made(
        tmp_path, {"icsoe_razon_social": HOSTILE, "icsoe_capturista": HOSTILE}, [one]
    ).folder
    page.on("dialog", lambda dialog: pytest.fail("a value ran as a script"))
    opened(page, folder)
    page.locator("[data-copy=c1t1]").click()
    assert clipboard(page) == HOSTILE
    assert page.locator("script").count() == 1 and page.locator("img").count() == 0
    assert page.locator("h1").text_content() == HOSTILE
    page.goto((folder / "resumen.html").as_uri())
    assert page.locator("script, img").count() == 0 and page.locator("h1").text_content() == HOSTILE


def test_on_paper_there_are_boxes_and_no_buttons(page: Any, tmp_path: Path) -> None:
    opened(page, packages.many(tmp_path, 3).folder)
    page.locator("#search").fill("OC-002")
    page.emulate_media(media="print")
    assert page.locator(".contract").evaluate_all("all => all.every(it => it.offsetHeight > 0)")
    assert page.locator("[data-step]").evaluate_all("all => all.every(it => it.offsetHeight > 0)")
    assert page.locator("button, nav").evaluate_all("all => all.every(it => it.offsetHeight === 0)")
