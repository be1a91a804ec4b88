"""The installer of the frozen program: where it goes, how the new one takes the place of the old one."""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from types import ModuleType

import pytest

from icsoe_xl.addin.install import Program, current_program
from icsoe_xl.addin.places import places
from icsoe_xl.cli.door import COMMANDS
from icsoe_xl.errors import UnwritableFile, UsageProblem

PACKAGING = Path(__file__).parents[2] / "packaging"
SCRIPTS = ("instalar", "desinstalar")
unix = pytest.mark.skipif(sys.platform == "win32", reason="scripts of macOS")


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"frozen_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


installer = load("installer")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """An unzipped program: a file that runs, a folder, a link."""
    folder = tmp_path / "descargas" / "icsoe_xl"
    (folder / "_internal").mkdir(parents=True)
    program = folder / "icsoe-xl"
    program.write_text("nuevo", encoding="utf-8")
    program.chmod(0o755)
    (folder / "_internal" / "lib.so.1").write_text("lib", encoding="utf-8")
    if sys.platform != "win32":
        (folder / "_internal" / "lib.so").symlink_to("lib.so.1")
    return folder


def tree(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file and link with its kind and content."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mode,
            str(path.readlink()) if stat.S_ISLNK(path.lstat().st_mode) else path.read_text(encoding="utf-8"),
        )
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("win32", {"LOCALAPPDATA": "{home}/AppData/Local"}, "{home}/AppData/Local/Programs"),
        ("darwin", {"HOME": "{home}"}, "{home}/Applications"),
    ],
)
def test_the_users_own_folder(
    tmp_path: Path, system: str, environment: dict[str, str], expected: str
) -> None:
    values = {name: value.format(home=tmp_path) for name, value in environment.items()}
    assert installer.programs_folder(system, values) == Path(expected.format(home=tmp_path))
    with pytest.raises(UsageProblem, match=f"la variable {next(iter(environment))} está vacía"):
        installer.programs_folder(system, {})


def test_elsewhere_there_is_nothing_to_install() -> None:
    with pytest.raises(UsageProblem, match="para Windows y macOS"):
        installer.programs_folder("linux", {"HOME": "/home/ana"})


def test_put_and_update(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "José Ñañez" / "Programs" / "icsoe_xl"
    installer.put(source, target)
    assert tree(target) == tree(source)
    (target / "de antes.txt").write_text("viejo", encoding="utf-8")
    (target.parent / "icsoe_xl.nuevo").mkdir()  # an installation that was cut short
    installer.put(source, target)
    assert tree(target) == tree(source)
    assert list(target.parent.iterdir()) == [target]


def test_the_mark_of_a_download_stays_behind(source: Path, tmp_path: Path) -> None:
    program, installed = source / "icsoe-xl", tmp_path / "Programs" / "icsoe_xl" / "icsoe-xl"

    def marked(path: Path) -> bool:
        if sys.platform == "win32":
            return Path(f"{path}:Zone.Identifier").exists()
        if sys.platform == "darwin":
            done = subprocess.run(["xattr", str(path)], capture_output=True, text=True, check=True)
            return "com.apple.quarantine" in done.stdout
        return "user.origin" in os.listxattr(path)

    if sys.platform == "win32":
        Path(f"{program}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="ascii")
    elif sys.platform == "darwin":
        quarantine = ["xattr", "-w", "com.apple.quarantine", "0081;00000000;Safari;", str(program)]
        subprocess.run(quarantine, check=True)
    else:
        try:
            os.setxattr(program, "user.origin", b"internet")
        except OSError as error:
            pytest.skip(f"files here carry no such marks: {error}")
    assert marked(program)
    installer.put(source, installed.parent)
    assert not marked(installed)
    assert os.access(installed, os.X_OK)


def test_what_cannot_be_copied_leaves_the_old_one(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "Programs" / "icsoe_xl"
    installer.put(source, target)
    before = tree(target)
    (target.parent / "icsoe_xl.nuevo").write_text("", encoding="utf-8")
    with pytest.raises(UnwritableFile, match="ejecute otra vez el instalador") as told:
        installer.put(source, target)
    assert "\n" not in str(told.value)
    assert tree(target) == before


@pytest.mark.parametrize("held", ["icsoe_xl", "icsoe_xl.nuevo"])
def test_a_program_in_use_stays_whole(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    """Windows refuses to rename a folder while a program runs from it, or an antivirus reads it."""
    target = tmp_path / "Programs" / "icsoe_xl"
    installer.put(source, target)
    before = tree(target)
    (source / "icsoe-xl").write_text("más nuevo", encoding="utf-8")
    rename = Path.rename

    def refused(path: Path, to: Path) -> Path:
        if path.name == held:
            raise PermissionError(13, "Acceso denegado")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refused)
    monkeypatch.setattr(installer, "_WAITS", (0, 0))
    with pytest.raises(UnwritableFile, match="está en uso"):
        installer.put(source, target)
    assert tree(target) == before

    tries = iter([True, True, False, False, False])

    def slow(path: Path, to: Path) -> Path:
        if next(tries):
            raise PermissionError(13, "Acceso denegado")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", slow)
    installer.put(source, target)
    assert tree(target) == tree(source)


def test_the_ribbon_gets_the_twin_without_a_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "icsoe-xl.exe"))
    assert current_program() == Program("programa", str(tmp_path / "icsoe-xl.exe"))
    (tmp_path / "icsoe-xlw.exe").touch()
    assert current_program() == Program("programa", str(tmp_path / "icsoe-xlw.exe"))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert current_program() == Program("programa", str(tmp_path / "icsoe-xl.exe"))


def test_scripts_ask_for_words_that_the_program_knows() -> None:
    places = load("entry").PLACES
    assert not set(places) & set(COMMANDS)
    assert all(
        importlib.util.find_spec(module) for module in places.values() if module.startswith("icsoe_xl.")
    )
    for ending, program in ((".bat", '"%PROGRAMA%" '), (".command", '"$programa" ')):
        text = (PACKAGING / f"instalar{ending}").read_text(encoding="utf-8")
        (word,) = (
            line.split(program)[1] for line in text.splitlines() if program in line and "if" not in line
        )
        assert word in places


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_the_manual_says_where_everything_goes(system: str) -> None:
    text = (PACKAGING.parent / "docs" / "install.md").read_text(encoding="utf-8")
    root = Path(Path.cwd().anchor)
    named = {"APPDATA": "%APPDATA%", "LOCALAPPDATA": "%LOCALAPPDATA%", "HOME": "~"}
    home = {variable: str(root / name) for variable, name in named.items()}
    where = places(system, home)
    folder = installer.programs_folder(system, home) / installer.NAME
    for path in (where.addin, where.settings, where.applescript, folder):
        if path is not None:
            shown = path.relative_to(root).as_posix()
            assert f"`{shown if system == 'darwin' else str(PureWindowsPath(shown))}`" in text


@pytest.mark.parametrize("name", SCRIPTS)
def test_batch_files_are_what_cmd_reads_everywhere(name: str) -> None:
    data = (PACKAGING / f"{name}.bat").read_bytes()
    assert data.isascii()  # cmd reads them in the code page of the country
    assert data.count(b"\n") == data.count(b"\r\n")


@unix
@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_of_macos_may_be_run(name: str) -> None:
    script = PACKAGING / f"{name}.command"
    assert os.access(script, os.X_OK)
    assert b"\r" not in script.read_bytes()


def fake_program(path: Path, code: int = 0) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(f'#!/bin/sh\necho "$0 $*"\nexit {code}\n', encoding="utf-8")
    path.chmod(0o755)


def sh(script: Path, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(script)],
        env={**os.environ, "HOME": str(home)},
        capture_output=True,
        text=True,
        cwd="/",
    )


@unix
def test_the_installer_of_macos_starts_the_program_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "Descargas de Ñañez (1)"
    folder.mkdir()
    script = Path(shutil.copy(PACKAGING / "instalar.command", folder))
    alone = sh(script, tmp_path)
    assert (alone.returncode, "Extraiga el ZIP completo" in alone.stdout) == (2, True)
    fake_program(folder / "icsoe_xl" / "icsoe-xl", code=4)
    done = sh(script, tmp_path)
    assert (done.returncode, done.stdout) == (4, f"{folder}/icsoe_xl/icsoe-xl install-program\n")


@unix
def test_the_uninstaller_of_macos_takes_the_addin_first(tmp_path: Path) -> None:
    script, folder = PACKAGING / "desinstalar.command", tmp_path / "Applications" / "icsoe_xl"
    assert sh(script, tmp_path).stdout == "Este usuario no tiene instalado icsoe_xl.\n"
    fake_program(folder / "icsoe-xl", code=4)
    refused = sh(script, tmp_path)
    assert (refused.returncode, refused.stdout) == (4, f"{folder}/icsoe-xl addin uninstall\n")
    assert folder.is_dir()
    shutil.rmtree(folder)
    fake_program(folder / "icsoe-xl")
    done = sh(script, tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"{folder}/icsoe-xl addin uninstall",
        "Se quitaron el complemento y el programa.",
    ]
    assert not folder.exists()
