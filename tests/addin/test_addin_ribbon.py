"""The ribbon and its callbacks agree, and the checks that say so do bite."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from addin_tools.ribbon import actions, callbacks, faults, known_images

from icsoe_xl.addin import build
from icsoe_xl.addin.caller import NEED_NOTHING, NEED_WORKBOOK, VERBS

IMAGES = known_images(Path(__file__).with_name("image_mso.txt"))
RIBBON = (build.sources() / build.RIBBON_NAME).read_bytes()
MODULES = {name: build.module_source(build.sources() / f"{name}.bas") for name in build.MODULES}
CALLBACK_LINE = re.compile(
    r'Public Sub (Icsoe\w+)\(control As IRibbonControl\): (RunOnWorkbook|RunAnywhere) "(\w+)": End Sub'
)


def test_ribbon_has_no_faults() -> None:
    assert faults(RIBBON, MODULES.values(), IMAGES) == []


def test_ribbon_offers_every_button_of_the_design() -> None:
    labels = re.findall(r'<button [^>]*?label="([^"]+)"', RIBBON.decode("utf-8"))
    assert labels == [
        "Validar", "Corregir formato", "Limpiar marcas",
        "Anterior hallazgo", "Siguiente hallazgo", "Ayuda de la celda",
        "Exportar", "Hoja de captura", "Importar rechazos", "Registrar acuse", "Tablero", "Calendario",
        "Nueva plantilla", "Llenar contratista", "Guardar como perfil",
        "Estado", "Acerca de",
    ]  # fmt: skip


def test_callbacks_are_one_line_each_and_nothing_else() -> None:
    code = MODULES["IcsoeRibbon"].partition("Option Explicit\r\n")[2].strip().split("\r\n")
    lines = [CALLBACK_LINE.fullmatch(line) for line in code]
    assert all(lines)
    starts = [(line[2], line[3]) for line in lines if line]
    assert [verb for _, verb in starts] == list(VERBS)
    assert [verb for kind, verb in starts if kind == "RunOnWorkbook"] == list(NEED_WORKBOOK)
    assert [verb for kind, verb in starts if kind == "RunAnywhere"] == list(NEED_NOTHING)
    assert [line[1] for line in lines if line] == callbacks([MODULES["IcsoeRibbon"]])
    assert sorted(actions(RIBBON)) == sorted(callbacks(MODULES.values()))


@pytest.mark.parametrize("name", build.MODULES)
def test_module_is_explicit_named_and_western(name: str) -> None:
    source = MODULES[name]
    assert source.startswith(f'Attribute VB_Name = "{name}"\r\n')
    assert "\r\nOption Explicit\r\n" in source
    source.encode("cp1252")  # a VBA project has one code page; a letter outside it would become "?"
    assert max(map(len, source.split("\r\n"))) <= 1023  # the longest line that VBA reads


@pytest.mark.parametrize(
    "path", [build.sources() / f"{name}.bas" for name in build.MODULES], ids=lambda path: path.name
)
def test_module_has_dos_line_ends_in_the_working_copy(path: Path) -> None:
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 0


BUTTON = '<button id="a" label="A" imageMso="Help" keytip="A" screentip="a" supertip="a" onAction="IcsoeA"/>'
SUB = "Public Sub IcsoeA(control As IRibbonControl): End Sub\r\n"


def small_ribbon(buttons: str) -> bytes:
    return (
        '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>'
        f'<tab id="t" label="T"><group id="g" label="G">{buttons}</group></tab></tabs></ribbon></customUI>'
    ).encode()


def test_sound_small_ribbon_passes() -> None:
    assert faults(small_ribbon(BUTTON), [SUB], IMAGES) == []


@pytest.mark.parametrize(
    ("buttons", "module", "fault"),
    [
        (BUTTON + BUTTON.replace('keytip="A"', 'keytip="B"'), SUB, "id a appears 2 times"),
        (BUTTON.replace('id="a"', 'id="a" idMso="Copy"'), SUB, "a needs exactly one of id, idQ, idMso"),
        (BUTTON.replace('id="a" ', ""), SUB, "button needs exactly one of id, idQ, idMso"),
        (BUTTON.replace('label="A"', 'label="A" getLabel="L"'), SUB, "a has label and getLabel"),
        (BUTTON.replace("imageMso", 'image="x" imageMso'), SUB, "a has two pictures"),
        (BUTTON.replace("Help", "NoSuchPicture"), SUB, "a: picture NoSuchPicture is not known"),
        (BUTTON, "", "onAction IcsoeA has no Sub of its signature"),
        (BUTTON, SUB.replace("control As IRibbonControl", ""), "onAction IcsoeA has no Sub of its signature"),
        (BUTTON, SUB + SUB.replace("IcsoeA", "IcsoeB"), "Sub IcsoeB belongs to no button"),
        (BUTTON, SUB + SUB, "Sub IcsoeA appears 2 times"),
        (BUTTON.replace('supertip="a"', ""), SUB, "a lacks supertip"),
        (BUTTON.replace('supertip="a"', f'supertip="{"a" * 1025}"'), SUB, "a: supertip is too long"),
        (BUTTON.replace('keytip="A"', 'keytip="ABCD"'), SUB, "keytip ABCD is too long"),
        (
            BUTTON + BUTTON.replace('id="a"', 'id="b"').replace('keytip="A"', 'keytip="AB"'),
            SUB,
            "keytip A hides AB",
        ),
    ],
)
def test_fault_is_seen(buttons: str, module: str, fault: str) -> None:
    assert faults(small_ribbon(buttons), [module], IMAGES) == [fault]
