"""Installing, looking and taking back, in homes of our own for both systems."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from icsoe_xl import __version__
from icsoe_xl.addin import build, install
from icsoe_xl.addin.install import Program, report, status, uninstall
from icsoe_xl.addin.launcher import LauncherSettings, decode, encode
from icsoe_xl.addin.places import Places, places
from icsoe_xl.errors import UnwritableFile, UsageProblem

SYSTEMS = ("win32", "darwin")


@pytest.fixture(params=SYSTEMS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """The places of a fresh user, on Windows and on macOS."""
    home = tmp_path / "José Ñañez"
    return places(request.param, {"APPDATA": str(home / "AppData" / "Roaming"), "HOME": str(home)})


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, addin: Path) -> Program:
    """A frozen program; both systems' path rules are our own, so the test may stand on any system."""
    monkeypatch.setattr(install, "check_program", lambda path, system: None)
    monkeypatch.setattr(build, "SHIPPED", addin)
    path = tmp_path / "programa" / "icsoe-xl.exe"
    path.parent.mkdir()
    path.write_text("")
    return Program("programa", str(path))


def files_under(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_install_look_and_take_back(where: Places, program: Program, addin: Path, tmp_path: Path) -> None:
    home = tmp_path / "José Ñañez"
    parts = [check.part for check in status(where) if not check.ok]
    expected = {"win32": 2, "darwin": 4}[where.system]
    assert len(parts) == expected

    written = install.install(where, program)
    assert set(written) == files_under(home)
    assert len(written) == expected
    assert where.addin.read_bytes() == addin.read_bytes()
    settings = decode(where.settings.read_bytes())
    assert settings is not None
    assert (settings.kind, settings.program, settings.version) == ("programa", program.path, __version__)
    assert settings.addin_hash == hashlib.sha256(addin.read_bytes()).hexdigest()
    assert Path(settings.log).name == "incidentes.log"
    for script in (where.applescript, where.shell):
        assert script is None or script.read_bytes() == (build.sources() / script.name).read_bytes()

    checks = status(where)
    assert [check.part for check in checks if not check.ok] == []
    assert "Todo está en su lugar" in report(checks)

    assert install.install(where, program) == written  # again, over itself
    assert set(uninstall(where)) == set(written)
    assert files_under(home) == set()
    assert not where.own_folder.exists()
    assert uninstall(where) == ()


def test_uninstall_leaves_the_users_own(where: Places, program: Program) -> None:
    install.install(where, program)
    mine = [where.own_folder / "profiles" / "acme.toml", where.addin.with_name("mi macro.xlam")]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mío")
    if where.startup_log is not None:
        where.startup_log.write_text("")
    uninstall(where)
    assert [path.read_text() for path in mine] == ["mío", "mío"]
    assert sorted(path.name for path in where.own_folder.iterdir()) == ["profiles"]


def test_status_names_what_is_wrong_and_how_to_mend(where: Places, program: Program) -> None:
    install.install(where, program)
    where.addin.write_bytes(b"otro")
    Path(program.path).unlink()
    if where.shell is not None:
        where.shell.write_text("otro")
    old = decode(where.settings.read_bytes())
    assert old is not None
    where.settings.write_bytes(
        encode(LauncherSettings("programa", old.program, old.log, "0.0.1", old.addin_hash), where.system)
    )
    bad = {check.part: check for check in status(where) if not check.ok}
    assert set(bad) == {"Complemento de Excel", "Programa que inician los botones", "Versión"} | (
        {"Guion para macOS"} if where.shell else set()
    )
    assert all("icsoe-xl addin install" in check.remedy for check in bad.values())
    assert "0.0.1" in bad["Versión"].found
    text = report(status(where))
    assert text.count("FALTA") == len(bad)
    assert "Todo está en su lugar" not in text

    where.settings.write_bytes(b"\0")
    assert "está dañado" in report(status(where))


def test_missing_xlwings_is_told(where: Places, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    install.install(where, program)
    monkeypatch.setattr(install, "find_spec", lambda name: None)
    assert [check.remedy for check in status(where) if not check.ok] == [
        "Instale de nuevo icsoe-xl: xlwings viene con él"
    ]


def test_an_addin_held_open_changes_nothing(where: Places, program: Program) -> None:
    where.addin.mkdir(parents=True)  # stands for the file that an open Excel holds: it cannot be replaced
    with pytest.raises(UnwritableFile, match="ciérrelo por completo"):
        install.install(where, program)
    assert not where.settings.exists()
    assert [path.name for path in where.addin.parent.iterdir()] == ["icsoe_xl.xlam"]


def test_a_working_copy_builds_what_it_installs(
    where: Places, program: Program, addin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "SHIPPED", addin.with_name("absent.xlam"))
    install.install(where, program)
    assert where.addin.read_bytes() == addin.read_bytes()


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A private environment that finds this package, as an installed one does."""
    import venv

    folder = tmp_path / "entorno"
    venv.create(folder, symlinks=os.name != "nt")
    found = [*folder.glob("bin/python"), *folder.glob("Scripts/python.exe")]
    return found[0]


def test_interpreter_is_asked_in_isolated_mode(tmp_path: Path, python: Path, addin: Path) -> None:
    where = places(
        "darwin" if os.name != "nt" else "win32", {"HOME": str(tmp_path), "APPDATA": str(tmp_path)}
    )
    program = Program("python", str(python))
    with pytest.raises(UsageProblem, match="modo aislado"):
        install.install(where, program)
    assert status(where)[0].found.startswith("no está")

    (site,) = [
        *python.parents[1].glob("lib/python*/site-packages"),
        *python.parents[1].glob("Lib/site-packages"),
    ]
    (site / "icsoe_xl.pth").write_text(str(Path(build.__file__).parents[2]), encoding="utf-8")
    install.install(where, program)
    settings = decode(where.settings.read_bytes())
    assert settings is not None
    assert (settings.kind, settings.program) == ("python", str(python))


@pytest.mark.parametrize("path", ["{home}/absent/python", "{home}/not_a_program"])
def test_a_program_that_does_not_start_is_refused(tmp_path: Path, path: str) -> None:
    where = places("darwin", {"HOME": str(tmp_path)})
    (tmp_path / "not_a_program").write_text("")
    with pytest.raises(UsageProblem):
        install.install(where, Program("python", path.format(home=tmp_path)))
    assert files_under(tmp_path / "Library") == set()


def test_current_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert install.current_program() == Program("python", sys.executable)
    (tmp_path / "pythonw.exe").write_text("")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    monkeypatch.setattr(sys, "platform", "win32")
    assert install.current_program() == Program("python", str(tmp_path / "pythonw.exe"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert install.current_program() == Program("programa", str(tmp_path / "python.exe"))
