"""Templates that want more than they get, profiles, acuses and homes made to harm, names that are traps."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import libros
import pytest
from hostile import limits, others, verbs
from hostile.test_books import PROFILE

from icsoe_xl import actions

SECRETS = ("root:x:", "/bin/bash", "subclasses", "uid=")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "casa" / "profiles").mkdir(parents=True)
    (tmp_path / "casa" / "profiles" / "norte.toml").write_text(PROFILE, encoding="utf-8")
    return tmp_path / "casa"


def _groups(made: Mapping[str, object], size: int) -> list[list[str]]:
    names = list(made)
    return [names[start : start + size] for start in range(0, len(names), size)]


def _said(
    kind: str, names: list[str], made: Mapping[str, others.Made], home: Path, folder: Path, only: str = "all"
) -> dict[str, dict[str, dict[str, object]]]:
    for name in names:
        (folder / name).write_bytes(made[name]())
    words = [verbs.__file__, str(folder), kind, only, *(str(folder / name) for name in names)]
    ended = limits.run(words, home, folder)
    assert ended.code == 0, ended
    assert ended.megabytes < limits.MEGABYTES, (names, ended.megabytes)
    said: dict[str, dict[str, dict[str, object]]] = json.loads(ended.out)
    for name, results in said.items():
        for verb, result in results.items():
            limits.check_manners(f"{verb} {name}", result)
    for name in names:
        assert (folder / name).read_bytes() == made[name]()
    return said


@pytest.mark.parametrize("names", _groups(others.TEMPLATES, 12), ids=lambda names: names[0])
def test_templates(names: list[str], home: Path, tmp_path: Path) -> None:
    said = _said("book", names, others.TEMPLATES, home, tmp_path, "new")
    for name in names:
        made = tmp_path / "new" / "out" / f"nuevo {name}"
        assert made.exists() == (said[name]["new"]["code"] == 0)
        if made.exists():
            text = b"".join(_parts(made)).decode("utf-8", "replace")
            assert not any(secret in text for secret in SECRETS), name
        if name.startswith("escapa"):
            assert said[name]["new"]["code"] == 2, (name, said[name])
            assert "A1" in str(said[name]["new"]["err"])


def _parts(path: Path) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(path) as package:
        return [package.read(name) for name in package.namelist()]


@pytest.mark.parametrize("name", others.PROFILES)
def test_profiles(name: str, home: Path, tmp_path: Path) -> None:
    said = _said("profile", [name], others.PROFILES, home, tmp_path)
    brought = said[name]["import"]["code"] == 0
    assert (home / "profiles" / "traido.toml").exists() == brought
    assert {one.name for one in home.iterdir()} <= {"profiles", "ledger.sqlite", "ledger.sqlite.lock"}
    if (made := tmp_path / "new" / "out" / "n.xlsx").exists():
        text = b"".join(_parts(made)).decode("utf-8", "replace")
        assert not any(secret in text for secret in SECRETS)
        assert "<f>cmd|" not in text


@pytest.mark.parametrize("names", _groups(others.ACUSES, 4), ids=lambda names: names[0])
def test_acuses(names: list[str], home: Path, tmp_path: Path) -> None:
    said = _said("acuse", names, others.ACUSES, home, tmp_path)
    assert all(results["list"]["code"] == 0 for results in said.values())


@pytest.mark.parametrize("case", others.HOMES)
def test_homes(case: str, home: Path, tmp_path: Path) -> None:
    for name, data in others.HOMES[case].items():
        (home / name).write_bytes(data)
    libros.write(tmp_path / "bueno.xlsx")
    before = {name: (home / name).read_bytes() for name in others.HOMES[case] if "sqlite" not in name}
    words = [verbs.__file__, str(tmp_path), "home", "all", str(home / "config.toml")]
    ended = limits.run(words, home, tmp_path)
    assert ended.code == 0, ended
    for results in json.loads(ended.out).values():
        for verb, result in results.items():
            limits.check_manners(f"{verb} {case}", result)
            assert "secreta" not in json.dumps(result)
    assert {name: (home / name).read_bytes() for name in before} == before


KEYS = (
    "../../fuera", "..\\..\\fuera", "/etc/passwd", "C:\\x", "CON", "nul.txt", "COM1", "LPT9.csv", "aux.", "a. ", "a/b", "a:b",
    "\u202egpj.exe", "a\u200bb", "\u2066x\u2069", "x" * 300, "ñ" * 200, "😀" * 90, "'=1+1", "@x", "-x", "+x", "%s%n{0}", "a b", "a_b",
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{ 7*7 }}", "~$x", ".oculto", "..",
)  # fmt: skip


def test_contract_keys_that_are_traps(tmp_path: Path) -> None:
    contracts = [libros.contract(key, objeto=f"+{key}", cliente_nombre=f"@{key}"[:200]) for key in KEYS]
    path = libros.write(tmp_path / "libro.xlsx", libros.sheets({}, contracts))
    report, exported = actions.export(path, tmp_path / "salida", actions.Options("2026-1"))
    assert exported is not None, [
        (each.rule, each.cell) for each in report.findings if each.severity == "error"
    ]
    names = [name for name, _ in exported.files]
    assert len({name.casefold() for name in names}) == len(names) == 2 * len(KEYS) + 3
    for name in names:
        assert (exported.folder / name).is_file()
        assert name.isprintable()
        assert not set(name) & set('<>:"/\\|?*')
        assert not name.split(".")[0].strip(" .").upper().endswith(("_..", "/"))
    inside = {file.relative_to(tmp_path / "salida").parts[0] for file in (tmp_path / "salida").rglob("*")}
    assert inside == {exported.folder.name, f"{exported.folder.name}.zip"}
    for name in names:
        if name.endswith(".csv"):
            with (exported.folder / name).open(encoding="cp1252", newline="") as file:
                assert not any(
                    cell.startswith(("=", "+", "-", "@", "\t")) for row in csv.reader(file) for cell in row
                )
    for page in ("captura.html", "resumen.html"):
        text = (exported.folder / page).read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize(
    "name",
    [
        "-x.xlsx",
        "CON.xlsx",
        "a\u202exslx.exe.xlsx",
        "espacios  .xlsx",
        "%s{0}.xlsx",
        "ñ" * 100 + ".xlsx",
        "a\nb.xlsx",
        "[ab].xlsx",
        "*.xlsx",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no files of such names")
def test_names_of_workbooks(name: str, home: Path, tmp_path: Path) -> None:
    shutil.copyfile(libros.write(tmp_path / "bueno.xlsx"), tmp_path / name)
    given = f"./{name}" if name.startswith("-") else name
    for words in (["validate", given], ["export", given, "--out", "salida"], ["clear", given]):
        ended = limits.run(["-m", "icsoe_xl", *words], home, tmp_path)
        assert ended.code == 0, ended
        assert "Traceback" not in ended.err
