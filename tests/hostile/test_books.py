"""Hostile and odd workbooks through every verb that takes one, in processes with limits."""

from __future__ import annotations

import json
from pathlib import Path

import libros
import pytest
from hostile import corpus, limits, verbs

PROFILE = 'rfc = "EKU9003173C9"\nrazon_social = "Escuela Kemper Urgate"\ncorreo = "a@empresa.mx"\n'
LOOKING = ("check", "export", "import", "template", "new", "rejected", "list")
"""Verbs that read the file and never write it."""
LARGE = {
    "cinco_mil_hojas.xlsx": ("import", "new"),
    "columnas_16384.xlsx": ("fix", "list"),
    "columna_de_1048576.xlsx": ("validate", "rejected"),
}
"""Each verb needs some seconds of the ten: it gets a process of its own; these are the slowest two of each."""
_LIGHT = [name for name in corpus.BOOKS if name not in LARGE]
GROUPS = [_LIGHT[start : start + 6] for start in range(0, len(_LIGHT), 6)]
"""Starting Python costs more than reading most of them: six share a process, and its limits."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("casa")
    (folder / "profiles").mkdir()
    (folder / "profiles" / "norte.toml").write_text(PROFILE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("names", GROUPS, ids=[f"{group[0]} to {group[-1]}" for group in GROUPS])
def test_every_verb_ends_well(names: list[str], home: Path, tmp_path: Path) -> None:
    _pass_through("all", names, home, tmp_path)


@pytest.mark.parametrize(("name", "verb"), [(name, verb) for name, slow in LARGE.items() for verb in slow])
def test_large_ones(name: str, verb: str, home: Path, tmp_path: Path) -> None:
    _pass_through(verb, [name], home, tmp_path)


def _pass_through(only: str, names: list[str], home: Path, folder: Path) -> None:
    before = {name: corpus.write(name, folder).read_bytes() for name in names}
    paths = [str(folder / name) for name in names]
    libros.write(folder / "bueno.xlsx")
    words = [verbs.__file__, str(folder), "book", only, *paths]
    ended = limits.run(words, home, folder, limits.SECONDS * (3 if only == "all" else 1))
    assert ended.code == 0, ended
    assert ended.megabytes < limits.MEGABYTES
    said = json.loads(ended.out)
    assert list(said) == names
    for name, results in said.items():
        assert list(results) == (list(verbs.VERBS["book"]) if only == "all" else [only])
        for verb, result in results.items():
            limits.check_manners(f"{verb} {name}", result)
            if verb in LOOKING or result["code"] >= 2:
                assert (folder / verb / name).read_bytes() == before[name], f"{verb} changed {name}"
        if corpus.BOOKS[name].code >= 0 and "check" in results:
            assert results["check"]["code"] == corpus.BOOKS[name].code, (name, results["check"])
    assert not list(folder.glob("*/~icsoe-*")), "something was left behind"


def test_a_batch_of_them_all_reports_each(home: Path, tmp_path: Path) -> None:
    names = [
        name
        for name, book in corpus.BOOKS.items()
        if name not in LARGE and name.endswith((".xlsx", ".xlsm", ".xls"))
    ]
    (tmp_path / "libros").mkdir()
    for name in names:
        corpus.write(name, tmp_path / "libros")
    words = ["-m", "icsoe_xl", "batch", "libros", "--out", "salida", "--jobs", "2", "--period", "2026-1"]
    ended = limits.run(words, home, tmp_path, seconds=60)
    assert ended.code == 3, ended
    assert ended.megabytes < limits.MEGABYTES
    assert "Traceback" not in ended.err + ended.out
    assert "Dé a soporte" not in ended.err + ended.out
    summary = json.loads((tmp_path / "salida" / "resumen.json").read_text(encoding="utf-8"))
    told = json.dumps(summary)
    assert "Dé a soporte" not in told
    assert all(name in told for name in names)
