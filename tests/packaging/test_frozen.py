"""The program that needs no Python: it says, writes and ends with the same as the Python that it was made of."""

from __future__ import annotations

import importlib
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from faults import PERIOD, faulty_book
from libreoffice import Office

from icsoe_xl import __version__
from icsoe_xl.addin import build, oxt
from icsoe_xl.addin.install import Program
from icsoe_xl.addin.launcher import decode

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PYTHON = (sys.executable, "-P", "-m", "icsoe_xl")
MEGABYTES = 110
"""What the folder may weigh; a package that nobody asked for (numpy, mypy) would not fit."""


class Outcome:
    """What a command printed, how it ended, and the files that it left, by name."""

    def __init__(self, command: tuple[str, ...], folder: Path, **environment: str) -> None:
        path = {"PYTHONPATH": str(ROOT)} if command[0] == sys.executable else {}
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **path, **environment},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        self.code, self.said, self.told = done.returncode, done.stdout, done.stderr
        files = (path for path in folder.rglob("*") if path.is_file())
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def run(frozen: Path, folder: Path, *words: str) -> Outcome:
    return Outcome((str(frozen), *words), folder)


def same(frozen: Path, folders: tuple[Path, Path], *words: str) -> Outcome:
    """Run both in folders of the same content, one each, and compare all that comes of it."""
    ours, pythons = run(frozen, folders[0], *words), Outcome((*PYTHON, *words), folders[1])
    assert (ours.code, ours.told) == (pythons.code, pythons.told)
    assert ours.said == pythons.said
    assert ours.files == pythons.files
    return ours


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One home for all that a test starts."""
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of the same name, for the program and for Python."""
    made = (tmp_path / "a" / "mis libros", tmp_path / "b" / "mis libros")
    for folder in made:
        folder.mkdir(parents=True)
    return made


def test_it_holds_all_and_not_more(
    frozen: Path, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    ours = run(frozen, tmp_path, "self-check")
    pythons = Outcome((sys.executable, str(ROOT / "packaging" / "self_check.py")), tmp_path)
    assert (ours.code, ours.told) == (0, "")
    assert ours.said == pythons.said
    assert pythons.code == 0
    size = sum(path.lstat().st_size for path in frozen.parent.rglob("*") if not path.is_dir())
    record_property("megabytes", round(size / 1e6))
    assert size < MEGABYTES * 1e6
    licences = frozen.parent / "_internal"
    assert list(licences.glob("isal/isal_zlib*")), "large workbooks would be slow"
    for distribution in ("icsoe_xl", "lxml", "openpyxl", "xlwings", "pydantic", "tzdata"):
        (about,) = licences.glob(f"{distribution}-*.dist-info")
        assert [path for path in about.rglob("*") if "LICEN" in path.name.upper()], distribution


def test_a_faulty_workbook_is_marked_fixed_and_cleared(frozen: Path, folders: tuple[Path, Path]) -> None:
    book = faulty_book(folders[0] / "obra.xlsx", rows=200)
    original = book.path.read_bytes()
    (folders[1] / "obra.xlsx").write_bytes(original)

    marked = same(frozen, folders, "validate", "obra.xlsx", "--json", "--period", PERIOD)
    assert marked.code == 1
    report = json.loads(marked.said)
    found = [(f["sheet"], f["cell"], f["rule"], f["severity"], f["fix"]) for f in report["findings"]]
    assert sorted(found, key=str) == sorted(map(tuple, book.expected), key=str)
    assert marked.files["obra.xlsx"] != original

    refused = same(frozen, folders, "export", "obra.xlsx", "--out", "salida", "--period", PERIOD)
    assert (refused.code, list(refused.files)) == (1, ["obra.xlsx"])
    assert same(frozen, folders, "fix", "obra.xlsx", "--period", PERIOD).code == 1
    assert same(frozen, folders, "clear", "obra.xlsx").code == 0


def test_the_tour(frozen: Path, folders: tuple[Path, Path]) -> None:
    # openpyxl writes the time into a new workbook, so only names are compared here, and the CSV.
    ours, pythons = run(frozen, folders[0], "demo"), Outcome((*PYTHON, "demo"), folders[1])
    assert (ours.code, ours.said, ours.told) == (0, pythons.said, pythons.told)
    assert sorted(ours.files) == sorted(pythons.files)
    tables = [name for name in ours.files if name.endswith(".csv")]
    assert tables
    assert [ours.files[name] for name in tables] == [pythons.files[name] for name in tables]


@pytest.mark.parametrize("extension", ["xls", "ods"])
def test_formats_that_a_process_of_its_own_reads(
    frozen: Path, folders: tuple[Path, Path], office: Office, extension: str
) -> None:
    book = faulty_book(folders[0] / "obra.xlsx", rows=60, repeats=1).path
    name = f"obra.{extension}"
    office.resave(book, folders[0] / name)
    book.unlink()
    (folders[1] / name).write_bytes((folders[0] / name).read_bytes())
    checked = same(frozen, folders, "validate", name, "--check", "--json", "--period", PERIOD)
    assert checked.code == 1
    assert json.loads(checked.said)["rows"] > 50
    assert same(frozen, folders, "validate", name).code == 4

    for folder in folders:
        (folder / name).write_bytes((folder / name).read_bytes()[:3000])
    assert same(frozen, folders, "validate", name, "--check").code == 3


@pytest.mark.parametrize("words", [["rule", "T004"], ["rule"], ["validate", "no.xlsx"], ["--help"], ["otra"]])
def test_words_of_all_kinds(frozen: Path, folders: tuple[Path, Path], words: list[str]) -> None:
    same(frozen, folders, *words)


def test_profiles_are_the_same_for_both(frozen: Path, folders: tuple[Path, Path], home: Path) -> None:
    added = run(
        frozen, folders[0], "profile", "add", "norte", "--rfc", "EKU9003173C9", "--razon-social", "Peña"
    )
    assert added.code == 0
    assert (home / "profiles" / "norte.toml").is_file()
    shown = same(frozen, folders, "profile", "show", "norte", "--json")
    assert "EKU9003173C9" in shown.said
    assert same(frozen, folders, "profile", "edit", "norte", "--set", "cp=malo").code == 1


def test_the_addin_inside_is_the_one_that_its_sources_make(frozen: Path, tmp_path: Path) -> None:
    made = run(frozen, tmp_path, "addin", "build", "--out", "icsoe_xl.xlam")
    assert made.code == 0
    assert made.files["icsoe_xl.xlam"] == build.addin_bytes()
    made = run(frozen, tmp_path, "addin", "build", "--libreoffice", "--out", "icsoe_xl.oxt")
    assert made.code == 0
    assert made.files["icsoe_xl.oxt"] == oxt.oxt_bytes() == (frozen.parent / "icsoe_xl.oxt").read_bytes()


def test_the_addin_is_looked_for_put_and_taken_back(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Linux there is only the extension of LibreOffice to tell which program to start."""
    for variable in ("APPDATA", "HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "profile"))
    settings = oxt.settings_path(sys.platform, os.environ)
    assert run(frozen, tmp_path, "addin", "status").code == 1
    assert run(frozen, tmp_path, "addin", "install").code == 0
    launcher = decode(settings.read_bytes())
    assert launcher is not None
    started = frozen.with_name("icsoe-xlw.exe") if sys.platform == "win32" else frozen
    assert (launcher.kind, launcher.program) == ("programa", str(started))
    looked = run(frozen, tmp_path, "addin", "status")
    assert (looked.code, "FALTA" in looked.said) == (0, False)
    assert run(frozen, tmp_path, "addin", "uninstall").code == 0
    assert not settings.exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="here it would install for this very user")
def test_the_installer_says_where_it_works(frozen: Path, tmp_path: Path) -> None:
    installed = run(frozen, tmp_path, "install-program")
    assert (installed.code, installed.said) == (2, "")
    assert installed.told.startswith("El instalador es para Windows y macOS.")


def test_a_button_of_excel_reaches_the_ribbon(frozen: Path, tmp_path: Path) -> None:
    assert "El botón pidió una orden que no existe" in run(frozen, tmp_path, "ribbon", "otra").told


def test_a_button_of_libreoffice_works_on_the_open_workbook(
    frozen: Path, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(build.sources() / oxt.FOLDER / "pythonpath"))
    extension = importlib.import_module("icsoe_xl_program")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    oxt.write_settings("linux", os.environ, Program("programa", str(frozen)))
    book = faulty_book(tmp_path / "obra.xlsx", rows=60, repeats=1).path
    with office.opened(book) as document:
        for verb, there in (("validar", True), ("calendario", True), ("limpiar", False)):
            extension.run(verb, office.context, document)
            assert ("Hallazgos" in document.Sheets.ElementNames) == there
    assert (tmp_path / "data" / "icsoe_xl" / extension.LOG_NAME).read_text() == ""


def test_the_zip_holds_the_program_and_its_installer(built: Path, frozen: Path) -> None:
    (package,) = built.glob("*.zip")
    top = package.stem
    assert top.startswith(f"icsoe_xl-{__version__}-")
    script = ".bat" if sys.platform == "win32" else ".command"
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        entries = {entry.filename.removeprefix(f"{top}/"): entry for entry in archive.infolist()}
        first = [name for name in entries if "/" not in name]
        assert first == [f"instalar{script}", f"desinstalar{script}", "LEAME.txt"]
        there = {path for path in frozen.parent.rglob("*") if path.is_symlink() or path.is_file()}
        names = {f"icsoe_xl/{path.relative_to(frozen.parent).as_posix()}": path for path in there}
        assert set(entries) == {*first, *names}
        for name, path in names.items():
            mode = path.lstat().st_mode
            assert entries[name].external_attr >> 16 == mode
            content = str(path.readlink()).encode() if stat.S_ISLNK(mode) else path.read_bytes()
            assert archive.read(entries[name]) == content
