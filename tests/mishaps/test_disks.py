"""A full disk and a read-only one: exit code 4 and one line, the file as it was, nothing half-written beside it."""

from __future__ import annotations

from pathlib import Path

import books
import libros
import pytest
from acuses import ACUSE, pdf
from hostile.limits import Ended, run
from mishaps.disks import fill_up, make_read_only, small_disk

PROFILE = 'rfc = "EKU9003173C9"\nrazon_social = "Escuela Kemper Urgate"\ncorreo = "otra@empresa.mx"\n'
ACUSE_ADD = ["ledger", "acuse", "add", "acuse.pdf", "--rfc", "EKU9003173C9", "--period", "2026-1"]
COMMANDS: dict[str, list[str]] = {
    "validate": ["validate", "libro.xlsx", "--period", "2026-1"],
    "validate --out": ["validate", "libro.xlsx", "--period", "2026-1", "--out", "marcado.xlsx"],
    "fix": ["fix", "libro.xlsx", "--period", "2026-1"],
    "export": ["export", "entero.xlsx", "--out", "salida", "--period", "2026-1"],
    "fill": ["fill", "vacio.xlsx", "--profile", "norte"],
    "new": ["new", "--profile", "norte", "--period", "2026-1", "--out", "nuevo.xlsx"],
    "profile add": ["profile", "add", "sur", "--rfc", "EKU9003173C9", "--razon-social", "x" * 200],
    "profile edit": ["profile", "edit", "norte", "--set", "calle=Reforma"],
    "profile export": ["profile", "export", "norte", "--out", "perfil.json"],
    "acuse add": ACUSE_ADD,
    "board": ["board", "--xlsx", "tablero.xlsx"],
    "calendar": ["calendar", "--year", "2026", "--ics", "fechas.ics"],
    "batch": ["batch", "libro.xlsx", "--out", "lote", "--jobs", "1"],
    "addin build": ["addin", "build", "--out", "complemento.xlam"],
}
"""Everything that writes a file. What they read is made by :func:`furnished`."""


def furnished(folder: Path) -> None:
    """The files of somebody's folder, and her home in it."""
    books.dressed_book(folder / "libro.xlsx")
    libros.write(folder / "entero.xlsx")
    libros.write(folder / "vacio.xlsx", libros.sheets({"icsoe_correo": None}))
    (folder / "acuse.pdf").write_bytes(pdf(*ACUSE))
    (folder / "casa" / "profiles").mkdir(parents=True)
    (folder / "casa" / "profiles" / "norte.toml").write_text(PROFILE, encoding="utf-8")


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _refused(command: str, disk: Path, scratch: Path) -> Ended:
    """The command ends with 4 and one line, and every file is as before; empty locks may be new."""
    before = _contents(disk)
    ended = run(["-m", "icsoe_xl", *COMMANDS[command]], disk / "casa", scratch, where=disk)
    assert ended.code == 4, ended
    assert len(ended.err.strip().splitlines()) == 1, ended
    after = _contents(disk)
    assert {name: data for name, data in after.items() if name in before} == before
    new = {name for name in after if name not in before and not name.endswith((".lock", "ledger.sqlite"))}
    new = {
        name for name in new if ".icsoe_lote" not in name and "lote.key" not in name
    }  # what resumes a batch
    assert not new, f"left behind: {new}"
    return ended


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk(command: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disco", 600) as disk:
        furnished(disk)
        fill_up(disk, leave=0)
        _refused(command, disk, tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_read_only_disk(command: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disco", 4_000) as disk:
        furnished(disk)
        make_read_only(disk)
        _refused(command, disk, tmp_path)


def test_after_making_room_all_goes_on(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disco", 4_000) as disk:
        furnished(disk)
        fill_up(disk, leave=0)
        words = ["-m", "icsoe_xl", *COMMANDS["export"]]
        assert run(words, disk / "casa", tmp_path, where=disk).code == 4
        (disk / "relleno").unlink()
        again = run(words, disk / "casa", tmp_path, where=disk)
        assert again.code == 0, again
        assert "registro" not in again.out
        listed = run(["-m", "icsoe_xl", "ledger", "list"], disk / "casa", tmp_path)
        assert "EKU9003173C9" in listed.out
