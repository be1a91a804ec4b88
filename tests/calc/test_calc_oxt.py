"""The extension for LibreOffice: its files, and its buttons pressed in a LibreOffice of their own."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from books import plain_book
from libreoffice import Office, available
from libreoffice import environment as office_environment

from icsoe_xl import __version__
from icsoe_xl.addin import build, caller, oxt
from icsoe_xl.addin.install import Program
from icsoe_xl.addin.launcher import Kind, LauncherSettings, decode, encode
from icsoe_xl.cli.door import main

ROOT = Path(__file__).parents[2]
NAME = "{http://openoffice.org/2001/registry}name"
PROGRAM = """#!{python} -I
# The shape of the frozen program: PROGRAM calc VERB.
import sys
sys.path.insert(0, {root!r})
{before}
from icsoe_xl.calc.__main__ import main
raise SystemExit(main(sys.argv[2:]))
"""


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    first, second = oxt.build_oxt(tmp_path / "a.oxt"), oxt.build_oxt(tmp_path / "b" / "c.oxt")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as package:
        assert package.namelist() == list(oxt.PARTS)
        assert f'<version value="{__version__}"/>'.encode() in package.read("description.xml")
        manifest = package.read("META-INF/manifest.xml").decode()
    declared = re.findall(r'full-path="([^"]+)"', manifest)
    assert sorted(declared) == [
        "Addons.xcu",
        "CalcWindowState.xcu",
        "ProtocolHandler.xcu",
        "buttons.components",
    ]
    sources = (build.sources() / oxt.FOLDER).rglob("*.*")
    names = {path.name for path in sources if path.suffix != ".pyc"}
    assert names == {Path(source).name for source in oxt.PARTS.values()}


def test_menu_and_toolbar_have_the_buttons_of_the_ribbon() -> None:
    excel = ET.parse(build.sources() / build.RIBBON_NAME).getroot()
    labels = {
        button.get("onAction", "").removeprefix("Icsoe").lower(): button.get("label")
        for button in excel.iter("{http://schemas.microsoft.com/office/2009/07/customui}button")
    }
    menu, toolbar = _buttons("OfficeMenuBar"), _buttons("OfficeToolBar")
    assert menu == toolbar
    assert dict(menu) == labels
    assert set(dict(menu)) == set(caller.VERBS)


def _buttons(place: str) -> list[tuple[str, str]]:
    root = ET.parse(build.sources() / "libreoffice" / "Addons.xcu").getroot()
    (top,) = (node for node in root.iter("node") if node.get(NAME) == place)
    found = []
    for node in top.iter("node"):
        values = {prop.get(NAME): prop.findtext("value") or "" for prop in node.findall("prop")}
        if values.get("URL", "").startswith("mx.icsoe-xl:"):
            assert values["Context"] == "com.sun.star.sheet.SpreadsheetDocument"
            found.append((values["URL"].partition(":")[2], values["Title"]))
    return found


@pytest.fixture(scope="module")
def profile() -> Iterator[Path]:
    """A fresh LibreOffice profile in which unopkg has installed the extension."""
    reason = available()
    if reason is not None:
        pytest.skip(reason)
    if shutil.which("unopkg") is None:
        pytest.skip("LibreOffice came without unopkg")
    # Not pytest's own folder: another run may close it at any time to the user that unopkg needs here.
    with tempfile.TemporaryDirectory(prefix="icsoe_oxt_", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        extension = oxt.build_oxt(folder / oxt.EXTENSION_NAME)
        made = folder / "profile"
        made.mkdir()
        as_user: dict[str, Any] = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # unopkg refuses root
            import pwd

            nobody = pwd.getpwnam("nobody")
            as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            folder.chmod(0o755)
            made.chmod(0o777)
        done = subprocess.run(
            ["unopkg", "add", "--suppress-license", f"-env:UserInstallation={made.as_uri()}", str(extension)],
            env={**office_environment(), "HOME": str(made)},
            capture_output=True,
            text=True,
            check=False,
            **as_user,
        )
        assert done.returncode == 0, done.stderr
        yield made


@contextmanager
def with_program(profile: Path, home: Path, before: str = "", **variables: str) -> Iterator[Office]:
    """A LibreOffice with the extension whose settings name a program; it runs `before` before anything."""
    program = home / "icsoe-xl"
    program.write_text(PROGRAM.format(python=sys.executable, root=str(ROOT), before=before), encoding="utf-8")
    program.chmod(0o755)
    environment = {"XDG_DATA_HOME": str(home / "data"), "ICSOE_XL_HOME": str(home / "own"), **variables}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        written = oxt.write_settings("linux", os.environ, Program("programa", str(program)))
        assert (
            written == oxt.settings_path("linux", os.environ) == home / "data" / "icsoe_xl" / "lanzador.txt"
        )
        with Office(profile) as office:
            yield office


def press(office: Office, document: Any, verb: str) -> None:
    """Press a button; returns once its work is done."""
    helper = office.service("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(document.CurrentController.Frame, f"mx.icsoe-xl:{verb}", "", 0, ())


def said(home: Path) -> str:
    """What the program of the last button complained about."""
    return (home / "data" / "icsoe_xl" / "arranque.txt").read_text(encoding="utf-8")


def test_every_button_does_its_work_on_the_open_workbook(profile: Path, tmp_path: Path) -> None:
    book = plain_book(tmp_path / "trabajadores.xlsx", rows=6)
    with with_program(profile, tmp_path) as office, office.opened(book) as document:
        other = office.new()  # a later workbook in front is not the one whose button is pressed

        def sheets() -> list[str]:
            return list(document.Sheets.ElementNames)

        before = sheets()
        for verb in caller.VERBS:
            press(office, document, verb)
            assert said(tmp_path) == ""
        assert sheets() == before  # it has been cleared after it was validated

        press(office, document, "validar")
        assert sheets() == [*before, "Hallazgos"]
        sheet = document.Sheets.getByName(before[0])
        first = document.CurrentController.getSelection()
        assert first.CellBackColor in (0xFFC7CE, 0xFFEB9C)
        assert first.Spreadsheet.Name == before[0]
        press(office, document, "siguiente")
        assert document.CurrentController.getSelection().AbsoluteName != first.AbsoluteName
        press(office, document, "anterior")
        assert document.CurrentController.getSelection().AbsoluteName == first.AbsoluteName
        assert sheet.Annotations.Count > 0
        press(office, document, "limpiar")
        assert sheets() == before
        assert sheet.Annotations.Count == 0
        assert first.CellBackColor == -1
        assert list(other.Sheets.ElementNames) == ["Sheet1"]
        assert said(tmp_path) == ""


def test_a_program_that_breaks_down_leaves_no_frozen_sheet(profile: Path, tmp_path: Path) -> None:
    dies = """
import types
import icsoe_xl
def press(verb, app, book):
    app.screen_updating, app.calculation = False, "manual"
    book.sheets[0]["A1"].value = verb
    raise SystemExit(3)
icsoe_xl.ribbon = sys.modules["icsoe_xl.ribbon"] = types.ModuleType("icsoe_xl.ribbon")
icsoe_xl.ribbon.press = press
"""
    with with_program(profile, tmp_path, before=dies) as office:
        document = office.new()
        press(office, document, "validar")
        assert document.Sheets.getByIndex(0).getCellRangeByName("A1").String == "validar"
        assert not document.hasControllersLocked()
        assert document.isAutomaticCalculationEnabled()


def test_what_is_printed_goes_to_the_log_and_not_into_the_pipe(profile: Path, tmp_path: Path) -> None:
    prints = """
import types
import icsoe_xl
def press(verb, app, book):
    print("ruido de una biblioteca")
    import os
    os.write(1, b"y de otra\\n")
    book.sheets[0]["A1"].value = [verb, os.getcwd(), app.version.major]
icsoe_xl.ribbon = sys.modules["icsoe_xl.ribbon"] = types.ModuleType("icsoe_xl.ribbon")
icsoe_xl.ribbon.press = press
"""
    with with_program(profile, tmp_path, before=prints) as office:
        document = office.new()
        press(office, document, "acerca")
        verb, folder, major = document.Sheets.getByIndex(0).getCellRangeByName("A1:C1").getDataArray()[0]
    assert (verb, Path(folder), major >= 7) == ("acerca", tmp_path / "data" / "icsoe_xl", True)
    assert sorted(said(tmp_path).splitlines()) == ["ruido de una biblioteca", "y de otra"]


def test_inside_the_python_of_libreoffice_itself(profile: Path, tmp_path: Path) -> None:
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    shown = subprocess.run(["/usr/bin/python3", "-V"], capture_output=True, text=True, check=False).stdout
    if f" {here}." not in shown:
        pytest.skip(
            f"LibreOffice's Python is{shown.rstrip().removeprefix('Python')}, the packages here are for {here}"
        )
    packages = [path for path in sys.path if path.endswith("site-packages")]
    book = plain_book(tmp_path / "trabajadores.xlsx", rows=6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path / "nothing"))
        patch.setenv("ICSOE_XL_HOME", str(tmp_path / "own"))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *packages]))
        with Office(profile) as office, office.opened(book) as document:
            press(office, document, "validar")
            assert "Hallazgos" in document.Sheets.ElementNames
            press(office, document, "limpiar")
            assert "Hallazgos" not in document.Sheets.ElementNames
    assert not (tmp_path / "nothing").exists()


@pytest.fixture
def program(office: Office, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module that finds the program, outside LibreOffice."""
    monkeypatch.syspath_prepend(str(build.sources() / oxt.FOLDER / "pythonpath"))
    return importlib.import_module("icsoe_xl_program")


def test_the_command_comes_from_the_settings_alone(program: Any, tmp_path: Path) -> None:
    python, frozen = tmp_path / "pythonw.exe", tmp_path / "icsoe-xl.exe"
    for path in (python, frozen):
        path.touch()
    settings = tmp_path / "lanzador.txt"

    def written(kind: Kind, path: Path, system: str) -> list[str]:
        settings.write_bytes(
            encode(LauncherSettings(kind, str(path), "incidentes.log", __version__, ""), system)
        )
        return program.command(tmp_path)  # type: ignore[no-any-return]

    assert written("python", python, "linux") == [str(python), "-I", "-m", "icsoe_xl.calc"]
    (tmp_path / "python.exe").touch()  # the twin that certainly comes with pipes
    assert written("python", python, "linux") == [str(tmp_path / "python.exe"), "-I", "-m", "icsoe_xl.calc"]
    assert written("programa", frozen, "linux") == [str(frozen), "calc"]
    assert written("programa", frozen, "win32") == [str(frozen), "calc"]  # UTF-16 there


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "está dañado"),
        ("otro encabezado\ntipo=python\nprograma=/bin/sh\n", "está dañado"),
        ("icsoe_xl lanzador 1\ntipo=otro\nprograma=/bin/sh\n", "está dañado"),
        ("icsoe_xl lanzador 1\ntipo=python\n", "Ya no existe"),
        ("icsoe_xl lanzador 1\ntipo=python\nprograma=sh\n", "Ya no existe"),
        ("icsoe_xl lanzador 1\ntipo=python\nprograma=/no/hay\n", "Ya no existe"),
        ("\udcff", "No se puede leer"),
    ],
)
def test_bad_settings_are_told_in_plain_words(program: Any, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "lanzador.txt").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(program.Trouble, match=message) as told:
        program.command(tmp_path)
    assert "icsoe-xl addin install" in str(told.value)


@pytest.mark.parametrize(
    ("system", "environment"),
    [
        ("win32", {"APPDATA": "/users/ana/AppData/Roaming"}),
        ("darwin", {"HOME": "/Users/ana"}),
        ("linux", {"HOME": "/home/ana"}),
        ("linux", {"HOME": "/home/ana", "XDG_DATA_HOME": "/home/ana/datos"}),
    ],
)
def test_both_ends_agree_where_the_settings_are(
    program: Any, monkeypatch: pytest.MonkeyPatch, system: str, environment: dict[str, str]
) -> None:
    for name in ("APPDATA", "HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(program.sys, "platform", system)
    looked = program.settings_folder() / program.SETTINGS_NAME
    monkeypatch.undo()
    assert looked == oxt.settings_path(system, environment)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there `addin install` serves Excel as well")
def test_install_tells_the_extension_where_the_program_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "icsoe-xl"
    program.touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(oxt, "current_program", lambda: Program("programa", str(program)))
    path = oxt.settings_path(sys.platform, os.environ)
    assert main(["addin", "status"]) == 1
    assert main(["addin", "install"]) == 0
    launcher = decode(path.read_bytes())
    assert launcher is not None
    assert (launcher.kind, launcher.program) == ("programa", str(program))
    assert main(["addin", "status"]) == 0
    assert main(["addin", "uninstall"]) == 0
    assert not path.exists()
    assert capsys.readouterr().err == ""
