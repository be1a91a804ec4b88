"""SQLite files on network shares are refused; the URL of PostgreSQL keeps its password to itself."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from icsoe_xl import settings
from icsoe_xl.errors import UnreadableFile, UnwritableFile, UsageProblem
from icsoe_xl.ledger import place
from icsoe_xl.ledger.store import Ledger

MOUNTS = [("/", "ext4"), ("/mnt/firma", "cifs"), ("/mnt/firma/local", "ext4"), ("/home", "nfs4")]


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/mnt/firma/ledger.sqlite", "cifs"),
        ("/mnt/firma", "cifs"),
        ("/mnt/firmamento/ledger.sqlite", "ext4"),
        ("/mnt/firma/local/ledger.sqlite", "ext4"),
        ("/home/ana/ledger.sqlite", "nfs4"),
        ("/var/ledger.sqlite", "ext4"),
    ],
)
def test_the_mount_that_holds_a_path(path: str, system: str) -> None:
    assert place._system_of(path, MOUNTS) == system


@pytest.mark.parametrize(
    ("path", "is_unc"),
    [
        (r"\\servidor\firma\ledger.sqlite", True),
        (r"\\?\UNC\servidor\firma\ledger.sqlite", True),
        (r"\\?\C:\Users\ana\ledger.sqlite", False),
        (r"C:\Users\ana\ledger.sqlite", False),
        ("/home/ana/ledger.sqlite", False),
    ],
)
def test_unc_paths(path: str, is_unc: bool) -> None:
    assert place._is_unc(path) is is_unc


def test_a_file_on_a_mounted_share_is_refused(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = [("/", "ext4"), (os.path.realpath(tmp_path), "cifs")]
    monkeypatch.setattr(place, "_mounts", lambda: mounts)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(UsageProblem, match=r"carpeta de red.*PostgreSQL"):
        Ledger.of_user()
    assert not home.exists()


def test_a_file_behind_a_link_to_a_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share, link = tmp_path / "red", tmp_path / "enlace"
    share.mkdir()
    link.symlink_to(share)
    monkeypatch.setattr(place, "_mounts", lambda: [("/", "ext4"), (os.path.realpath(share), "nfs4")])
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(UsageProblem, match="carpeta de red"):
        Ledger(f"sqlite:///{link}/ledger.sqlite")


def test_a_unc_path_is_refused() -> None:
    with pytest.raises(UsageProblem, match="carpeta de red"):
        Ledger(r"sqlite:///\\servidor\firma\ledger.sqlite")


@pytest.mark.parametrize("name", ["con espacio", "100% de ñ?", "a#b;c"])
def test_any_name_of_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / name))
    assert not place.exists()
    Ledger.of_user()
    assert (tmp_path / name / "ledger.sqlite").is_file()
    assert place.exists()


@pytest.mark.parametrize(
    "url", ["mysql://ana:secreto@servidor/x", "sqlite://", "sqlite:///:memory:", "secreto", "http://secreto"]
)
def test_other_urls_are_refused_without_showing_them(home: Path, url: str) -> None:
    home.mkdir()
    (home / "config.toml").write_text(f'ledger = "{url}"', encoding="utf-8")
    assert settings.load().ledger == url
    with pytest.raises(UsageProblem, match=r"config\.toml") as caught:
        Ledger.of_user()
    assert "secreto" not in str(caught.value)


def test_a_setting_of_the_wrong_type(home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("ledger = 5", encoding="utf-8")
    with pytest.raises(UsageProblem, match="ledger debe ser"):
        settings.load()


def test_a_server_that_is_off_and_no_password_shown() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(UnreadableFile, match="servidor esté encendido") as caught:
        Ledger("postgres://ana:secreto@127.0.0.1:9/firma")
    assert "secreto" not in str(caught.value)
    assert "ana:***@127.0.0.1:9/firma" in str(caught.value)


def test_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(b"esto no es una base de datos" * 100)
    with pytest.raises(UnreadableFile, match="está dañado: no lo borre"):
        Ledger(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"esto no")


def test_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe_xl.ledger.store.PATIENCE", 0.2)
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    holder = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnwritableFile, match="Otro programa está usando"), ledger._writing():
        pass
    holder.close()


def test_a_file_of_another_program_that_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe_xl.ledger.store.PATIENCE", 0.2)
    holder = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    holder.execute("CREATE TABLE ajena (x)")  # not WAL yet: opening the ledger has to change that
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UnwritableFile, match="Otro programa está usando"):
        Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    holder.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    Ledger(f"sqlite:///{tmp_path}/ledger.sqlite").close()
    (tmp_path / "ledger.sqlite").chmod(0o444)
    with pytest.raises(UnwritableFile, match="revise sus permisos"):
        Ledger(f"sqlite:///{tmp_path}/ledger.sqlite").annul(1, "no se puede escribir")


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "casa").write_text("")
    with pytest.raises(UnwritableFile, match="revise sus permisos"):
        Ledger(f"sqlite:///{tmp_path}/casa/ledger.sqlite")
