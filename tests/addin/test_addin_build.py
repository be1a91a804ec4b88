"""The built .xlam: the same bytes every time, sound for Microsoft's validator, sources read back equal."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tools import ooxml

from icsoe_xl import __version__
from icsoe_xl.addin import build, oxt
from icsoe_xl.errors import UnwritableFile, UsageProblem

ROOT = Path(__file__).resolve().parents[2]
RIBBON_RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def test_two_builds_are_the_same_bytes(addin: Path, tmp_path: Path) -> None:
    again = build.build(tmp_path / "new folder" / "again.xlam")
    assert again.read_bytes() == addin.read_bytes()
    assert [path.name for path in again.parent.iterdir()] == ["again.xlam"]


def test_builds_in_another_process_and_time_zone_too(addin: Path, tmp_path: Path) -> None:
    out = tmp_path / "other.xlam"
    program = "import sys, pathlib; from icsoe_xl.addin.build import build; build(pathlib.Path(sys.argv[1]))"
    environment = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", program, str(out)], env=environment, check=True)
    assert out.read_bytes() == addin.read_bytes()


def test_line_ends_of_a_checkout_do_not_matter(
    addin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in build.SOURCE_NAMES:
        text = (build.sources() / name).read_bytes().replace(b"\r\n", b"\n")
        (tmp_path / name).write_bytes(text.replace(b"\n", b"\r\n") if name.endswith(".xml") else text)
    monkeypatch.setattr(build, "sources", lambda: tmp_path)
    assert build.addin_bytes() == addin.read_bytes()


def test_package_holds_the_ribbon_and_names_nobody(addin: Path) -> None:
    with zipfile.ZipFile(addin) as package:
        assert package.testzip() is None
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
        ribbon = package.read("customUI/customUI14.xml")
        relationships = package.read("_rels/.rels").decode()
        properties = package.read("docProps/core.xml").decode()
    assert ribbon == (build.sources() / build.RIBBON_NAME).read_bytes()
    assert relationships.count(RIBBON_RELATIONSHIP) == 1
    assert 'Target="customUI/customUI14.xml"' in relationships
    assert "<dc:title>ICSOE</dc:title><dc:creator>icsoe_xl</dc:creator>" in properties
    assert __version__ in properties
    assert "lastModifiedBy" not in properties


def test_olevba_reads_back_the_sources(addin: Path) -> None:
    olevba = pytest.importorskip("oletools.olevba", reason="oletools reads VBA: pip install oletools")
    parser = olevba.VBA_Parser(str(addin))
    read = {
        name.removesuffix(".bas"): code
        for _, _, name, code in parser.extract_macros()
        if name.endswith(".bas")
    }
    parser.close()
    assert read == {name: build.module_source(build.sources() / f"{name}.bas") for name in build.MODULES}


def test_project_knows_the_type_of_a_ribbon_control(addin: Path) -> None:
    from pyopenvba import ExcelFile

    with ExcelFile(addin) as book:
        assert "Office" in [reference.name for reference in book.references()]
        assert book.module_names() == ["ThisWorkbook", "Sheet1", *build.MODULES]
        assert book.validate() == []


@pytest.mark.skipif(ooxml.missing() is not None, reason=ooxml.missing() or "")
def test_microsofts_validator_finds_no_error(addin: Path) -> None:
    assert ooxml.validate(addin) == []


def test_without_pyopenvba_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    with pytest.raises(UsageProblem, match="pip install pyOpenVBA"):
        build.build(tmp_path / "x.xlam")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_told(addin: Path, tmp_path: Path) -> None:
    (tmp_path / "x.xlam").mkdir()
    with pytest.raises(UnwritableFile, match=r"x\.xlam"):
        build.build(tmp_path / "x.xlam")
    (tmp_path / "file").write_text("")
    with pytest.raises(UnwritableFile, match="carpeta"):
        build.build(tmp_path / "file" / "x.xlam")


def test_wheel_carries_the_built_addin_and_its_texts(addin: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel: pip install hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    hook = module.AddinBuildHook(str(ROOT), {}, None, None, str(ROOT / "dist"), "wheel")

    build_data: dict[str, dict[str, str]] = {"force_include": {}}
    hook.initialize("standard", build_data)
    taken = {target: Path(source).read_bytes() for source, target in build_data["force_include"].items()}
    hook.finalize("standard", build_data, "")

    assert taken.pop("icsoe_xl/addin/icsoe_xl.xlam") == addin.read_bytes()
    names = [*build.SOURCE_NAMES, *(f"{oxt.FOLDER}/{source}" for source in oxt.PARTS.values())]
    assert taken == {
        f"icsoe_xl/addin/sources/{name}": (build.sources() / name).read_bytes() for name in names
    }
    assert [source for source in build_data["force_include"] if not Path(source).exists()] == [
        source for source, target in build_data["force_include"].items() if target.endswith(".xlam")
    ]
    editable: dict[str, dict[str, str]] = {"force_include": {}}
    hook.initialize("editable", editable)
    assert editable == {"force_include": {}}


def test_sources_of_a_wheel_are_found_beside_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "site-packages" / "icsoe_xl" / "addin"
    monkeypatch.setattr(build, "_HERE", package)
    with pytest.raises(UsageProblem, match="Instale de nuevo"):
        build.sources()
    (package / "sources").mkdir(parents=True)
    (package / "sources" / build.RIBBON_NAME).write_text("")
    assert build.sources() == package / "sources"
