"""Workbooks at addresses: which ones there are, how they are read, and what is said when they are not."""

from __future__ import annotations

import importlib.util
import json
import os
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from icsoe_xl import demo
from icsoe_xl.actions import Options
from icsoe_xl.batch.paths import workbooks
from icsoe_xl.batch.urls import expand, fetched, is_url, local_path, size
from icsoe_xl.batch.worker import Job, Task, look
from icsoe_xl.cli import main
from icsoe_xl.errors import UnreadableFile, UsageProblem

JOB = Job(Options("2026-1"), mark=False, today=date(2026, 5, 1), key=b"k" * 32)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def memory(tmp_path: Path) -> str:
    """The address of a folder that holds a workbook with faults, a damaged one and other things."""
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    system = fsspec.filesystem("memory")
    system.store.clear()
    demo.write_workbook(tmp_path / "faltas.xlsx", demo.faulty_rows())
    whole = (tmp_path / "faltas.xlsx").read_bytes()
    for name, data in {
        "b/faltas.xlsx": whole, "a/roto.XLSX": whole[:2000], "a/~$faltas.xlsx": b"\5Ana", "a/notas.txt": b"nada",
    }.items():  # fmt: skip
        system.pipe(f"/clientes/{name}", data)
    return "memory://clientes"


@pytest.mark.parametrize(
    "word", ["s3://cubo/a.xlsx", "https://x.mx/a.xlsx?b=1", "zip://a.xlsx::s3://cubo/a.zip"]
)
def test_addresses(word: str) -> None:
    assert is_url(word) and local_path(word) == word


@pytest.mark.parametrize(
    "word", ["a.xlsx", "C:/a.xlsx", "C://a.xlsx", r"C:\a.xlsx", r"\\equipo\a.xlsx", "/a", "a:b"]
)
def test_paths(word: str) -> None:
    assert not is_url(word) and local_path(word) == word


@pytest.mark.skipif(os.name == "nt", reason="paths of Windows are others")
def test_the_address_of_a_file_is_its_path() -> None:
    assert not is_url("file:///tmp/a.xlsx")
    assert local_path("file:///tmp/dos%20libros/%C3%B1.xlsx") == "/tmp/dos libros/ñ.xlsx"
    assert local_path("file://localhost/tmp/a.xlsx") == "/tmp/a.xlsx"


def test_folders_and_patterns(memory: str) -> None:
    found = ["memory:///clientes/a/roto.XLSX", "memory:///clientes/b/faltas.xlsx"]
    assert workbooks([memory]) == found
    assert workbooks([f"{memory}/*/*", f"{memory}/b"]) == found
    assert workbooks([f"{memory}/b/*.xlsx", "memory://clientes/no.xlsx"]) == [
        found[1],
        "memory://clientes/no.xlsx",
    ]
    with pytest.raises(UsageProblem, match="No encontré libros"):
        workbooks([f"{memory}/c/*.xlsx"])


def test_a_query_is_no_pattern() -> None:
    assert expand("https://x.mx/a.xlsx?clave=1", (".xlsx",)) == ["https://x.mx/a.xlsx?clave=1"]


def test_it_is_judged_like_a_file(memory: str, tmp_path: Path) -> None:
    url = "memory:///clientes/b/faltas.xlsx"
    far, near = look(Task(0, url), JOB), look(Task(0, str(tmp_path / "faltas.xlsx")), JOB)
    apart = {"report": "", "people": b""}  # people are sealed anew each time
    assert far._replace(**apart) == near._replace(**apart)
    assert json.loads(far.report) == {**json.loads(near.report), "file": url}
    assert look(Task(0, url, known=far.sha256), JOB).same
    assert size(url) == (tmp_path / "faltas.xlsx").stat().st_size


def test_what_cannot_be_read_is_one_line(memory: str) -> None:
    broken = look(Task(0, "memory:///clientes/a/roto.XLSX"), JOB)
    assert broken.code == 3 and broken.line.startswith("memory:///clientes/a/roto.XLSX: está dañado")
    gone = look(Task(0, "memory:///clientes/no.xlsx"), JOB)
    assert (gone.code, gone.line) == (3, "memory:///clientes/no.xlsx: no existe; revise la dirección")
    assert gone.sha256 == "" and size("memory:///clientes/no.xlsx") == 0


def test_the_copy_goes(memory: str) -> None:
    with fetched("memory:///clientes/b/faltas.xlsx") as copy:
        assert Path(copy).is_relative_to(tempfile.gettempdir()) and copy.endswith(".xlsx")
    assert not Path(copy).parent.exists()


def test_a_disk_that_fills_up_and_a_library_that_fails(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import fsspec

    class CredentialsOfSomebody(Exception):  # as botocore raises, which knows no OSError
        pass

    for raised, words in {
        CredentialsOfSomebody("clave AKIA123"): r"no se pudo leer \(CredentialsOfSomebody\)",
        PermissionError("clave AKIA123"): "no hay permiso",
        OSError(28, "No space left on device"): "no hay espacio en el disco",
    }.items():

        def fail(*_: object, raised: Exception = raised) -> None:
            raise raised

        monkeypatch.setattr(fsspec, "open", fail)
        with pytest.raises(UnreadableFile, match=words) as caught, fetched("s3://cubo/a.xlsx"):
            pass
        assert "AKIA" not in str(caught.value)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["batch", "--jobs", "1", *words]) == 2
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.splitlines()) == 1
    return said.err


def test_an_unknown_protocol_is_wrong_use(memory: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no conozco direcciones nada://" in refused(capsys, "nada://cubo/*.xlsx")


@pytest.mark.skipif(importlib.util.find_spec("s3fs") is not None, reason="s3fs is installed")
def test_a_missing_package_is_named(memory: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "falta el paquete de s3:// (para s3, s3fs)" in refused(capsys, "s3://cubo/*.xlsx")


def test_without_fsspec(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("fsspec", "fsspec.core"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    assert 'falta fsspec; instálelo (pip install "icsoe-xl[cluster]")' in refused(capsys, "s3://cubo/*.xlsx")


def test_nothing_far_away_is_marked(memory: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--mark no marca lo que está en una dirección" in refused(capsys, f"{memory}/*/*.xlsx", "--mark")
    url = (tmp_path / "faltas.xlsx").as_uri()
    assert main(["batch", "--jobs", "1", "--period", "2026-1", url, "--mark"]) == 1
    assert "Hallazgos" in openpyxl.load_workbook(tmp_path / "faltas.xlsx").sheetnames


def test_the_summary_has_no_link_to_an_address(memory: str) -> None:
    assert (
        main(["batch", "--jobs", "1", "faltas.xlsx", "memory://clientes/b/faltas.xlsx", "--out", "out"]) == 3
    )
    sheet = openpyxl.load_workbook("out/resumen.xlsx")["Resumen"]
    links = {sheet.cell(row, 1).value: sheet.cell(row, 1).hyperlink for row in (4, 5)}
    assert links["faltas.xlsx"].target == "../faltas.xlsx"
    assert links["memory://clientes/b/faltas.xlsx"] is None
