"""Hostile and odd workbooks through every verb that takes one, each in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hostile import corpus, limits, pieces, verbs

PROFILE = 'rfc = "EKU9003173C9"\nrazon_social = "Escuela Kemper Urgate"\ncorreo = "a@empresa.mx"\n'
LOOKING = ("check", "export", "import", "template", "new")
"""Verbs that read the file and never write it."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("casa")
    (folder / "profiles").mkdir()
    (folder / "profiles" / "norte.toml").write_text(PROFILE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", corpus.BOOKS)
def test_every_verb_ends_well(name: str, home: Path, tmp_path: Path) -> None:
    path = corpus.write(name, tmp_path)
    before = path.read_bytes()
    ended = limits.run([verbs.__file__, str(tmp_path), "book", str(path)], home, tmp_path)
    assert ended.code == 0, ended.err[-2000:]
    assert ended.megabytes < limits.MEGABYTES
    said = json.loads(ended.out)
    assert said.keys() == verbs.VERBS["book"].keys()
    for verb, result in said.items():
        limits.check_manners(verb, result)
        after = (tmp_path / verb / name).read_bytes()
        if verb in LOOKING or result["code"] >= 2:
            assert after == before, f"{verb} changed the file"
    if corpus.BOOKS[name].code >= 0:
        assert said["check"]["code"] == corpus.BOOKS[name].code, said["check"]
    assert {one.name for one in home.iterdir()} <= {
        "profiles",
        "ledger.sqlite",
        "ledger.sqlite.lock",
        "acuses",
    }
    assert not list(tmp_path.glob("*/~icsoe-*"))
    assert pieces.base()
