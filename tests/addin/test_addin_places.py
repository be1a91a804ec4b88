"""Where the parts live on both systems, and the file that tells the launcher what to start."""

from __future__ import annotations

from pathlib import Path

import pytest

from icsoe_xl.addin import build
from icsoe_xl.addin.launcher import LauncherSettings, check_program, decode, encode
from icsoe_xl.addin.places import Places, places
from icsoe_xl.errors import UsageProblem

SYSTEMS = ("win32", "darwin")


def test_places_of_windows() -> None:
    found = places("win32", {"APPDATA": "/Users/Ana/AppData/Roaming", "HOME": "/otra"})
    roaming = Path("/Users/Ana/AppData/Roaming")
    assert found == Places(
        "win32",
        addin=roaming / "Microsoft/Excel/XLSTART/icsoe_xl.xlam",
        settings=roaming / "icsoe_xl/lanzador.txt",
    )


def test_places_of_macos() -> None:
    found = places("darwin", {"HOME": "/Users/ana"})
    library = Path("/Users/ana/Library")
    office = library / "Group Containers/UBF8T346G9.Office/User Content.localized"
    assert found == Places(
        "darwin",
        addin=office / "Startup.localized/Excel/icsoe_xl.xlam",
        settings=library / "Application Support/icsoe_xl/lanzador.txt",
        applescript=library / "Application Scripts/com.microsoft.Excel/icsoe_xl.applescript",
        shell=library / "Application Support/icsoe_xl/icsoe_xl.sh",
        startup_log=library / "Application Support/icsoe_xl/arranque.txt",
    )


@pytest.mark.parametrize(
    ("system", "environment", "words"),
    [
        ("linux", {"HOME": "/home/ana"}, "no tiene Excel"),
        ("win32", {}, "APPDATA"),
        ("win32", {"APPDATA": "relativa"}, "APPDATA"),
        ("darwin", {"HOME": ""}, "HOME"),
    ],
)
def test_where_there_is_no_place_it_is_told(system: str, environment: dict[str, str], words: str) -> None:
    with pytest.raises(UsageProblem, match=words):
        places(system, environment)


def test_places_agree_with_what_the_launchers_read() -> None:
    vba = (build.sources() / "IcsoeLauncher.bas").read_text(encoding="utf-8")
    script = (build.sources() / "icsoe_xl.applescript").read_text(encoding="ascii")
    windows = places("win32", {"APPDATA": "/R"})
    mac = places("darwin", {"HOME": "/H"})
    below_roaming = "\\".join(windows.settings.parts[-2:])
    assert f'shell.SpecialFolders("AppData") & "\\{below_roaming}"' in vba
    assert mac.applescript is not None
    assert f'AppleScriptTask("{mac.applescript.name}", "icsoeStart"' in vba
    assert "on icsoeStart(request)" in script
    assert mac.shell is not None
    assert f'"{mac.shell.relative_to("/H")}"' in script
    assert mac.settings.parent == mac.shell.parent


@pytest.mark.parametrize("system", SYSTEMS)
def test_launchers_file_survives_the_trip(system: str) -> None:
    settings = LauncherSettings(
        "python", "C:\\Users\\José 中文 📊\\a=b\\pythonw.exe", "C:\\log.txt", "1.2", "ab"
    )
    data = encode(settings, system)
    assert decode(data) == settings
    if system == "win32":  # as Scripting.FileSystemObject reads it, and as the launcher splits it
        assert data.startswith(b"\xff\xfei\0c\0")
        assert data.decode("utf-16").split("\r\n")[:2] == ["icsoe_xl lanzador 1", "tipo=python"]
    else:
        assert data.startswith(b"icsoe_xl lanzador 1\ntipo=python\nprograma=")


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"\xff\xfe\0", b"\xff", b"icsoe_xl lanzador 2\ntipo=python\n",
     b"icsoe_xl lanzador 1\n",
     b"icsoe_xl lanzador 1\ntipo=otro\nprograma=/x\nregistro=/y\nversion=1\ncomplemento=a\n"],
)  # fmt: skip
def test_damaged_launchers_file_is_none(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize(
    ("system", "path", "sound"),
    [
        ("win32", "C:\\Program Files\\Python (x86) & más\\pythonw.exe", True),
        ("win32", "\\\\servidor\\x\\pythonw.exe", True),
        ("win32", "C:\\100%TEMP%\\pythonw.exe", False),
        ("win32", "pythonw.exe", False),
        ("win32", "\\pythonw.exe", False),
        ("darwin", "/Users/ana/100% $(x)/bin/python", True),
        ("darwin", "bin/python", False),
        ("darwin", "/Users/a\nb/python", False),
    ],
)
def test_program_paths(system: str, path: str, sound: bool) -> None:
    if sound:
        check_program(path, system)
    else:
        with pytest.raises(UsageProblem):
            check_program(path, system)
