"""LibreOffice compiles the modules and runs what of them needs no Windows.

One module that does not compile silences its whole library: a known-good function beside it stops answering.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from libreoffice import Office

pytest.importorskip("pyopenvba", reason="pyOpenVBA makes the workbook: pip install pyOpenVBA")

from pyopenvba import ExcelFile

from icsoe_xl.addin import build
from icsoe_xl.addin.caller import hex_from_text

WITH_MACROS = {
    "FilterName": "Calc MS Excel 2007 VBA XML",
    "MacroExecutionMode": 4,
}  # 4: always, without asking
PROBE = 'Public Function Alive() As String\r\n  Alive = "ok"\r\nEnd Function\r\n'


def call(document: Any, function: str, *arguments: object) -> object:
    uri = f"vnd.sun.star.script:VBAProject.{function}?language=Basic&location=document"
    return document.ScriptProvider.getScript(uri).invoke(arguments, (), ())[0]


def compiles(office: Office, folder: Path, modules: dict[str, str]) -> bool:
    path = folder / "probe.xlsm"
    with ExcelFile.create_new(path) as book:
        project = book.vba_project()
        project.delete_module("Module1")
        for name, source in {"Probe": PROBE, **modules}.items():
            project.add_module(name, source)
        book.save()
    with office.opened(path, **WITH_MACROS) as document:
        return call(document, "Probe.Alive") == "ok"


SOURCES = {name: build.module_source(build.sources() / f"{name}.bas") for name in build.MODULES}


def test_whole_project_compiles(office: Office, tmp_path: Path) -> None:
    assert compiles(office, tmp_path, SOURCES)


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("End Function\r\n\r\n' The words", "\r\n' The words"),
        ("For i = 1 To Len(text)", "For i = 1 Len(text)"),
        ("    Next i\r\n", ""),
        ("Select Case code", "Select code"),
        ("    If busy Then Exit Sub", "    If busy Exit Sub"),
    ],
)
def test_probe_sees_a_fault(office: Office, tmp_path: Path, sound: str, broken: str) -> None:
    launcher = SOURCES["IcsoeLauncher"]
    assert launcher.count(sound) == 1
    assert not compiles(office, tmp_path, {**SOURCES, "IcsoeLauncher": launcher.replace(sound, broken)})


def test_functions_of_the_launcher_run(office: Office, addin: Path) -> None:
    name = "Nómina & 100% ^ ! \"'\u201c\u3000中文 📊.xlsx"
    with office.opened(addin, **WITH_MACROS) as document:
        assert call(document, "IcsoeLauncher.HexOfText", name) == hex_from_text(name)
        assert call(document, "IcsoeLauncher.Quoted", "a b") == '"a b"'
        assert call(document, "IcsoeLauncher.Setting", "x\r\nprograma=C:\\a=b\r\n", "programa") == "C:\\a=b"
        assert call(document, "IcsoeLauncher.Setting", "xprograma=C:\\a\r\n", "programa") == ""
        for path in ("C:\\x.exe", "\\\\servidor\\a\\x.exe"):
            assert call(document, "IcsoeLauncher.IsAbsolute", path) is True, path
        for path in ("", "x.exe", "\\x.exe", "C:x.exe", "C:\\%TEMP%\\x.exe"):
            assert call(document, "IcsoeLauncher.IsAbsolute", path) is False, path
