"""A complementaria is compared with what the ledger knows to be filed, or with a workbook."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import libros
import packages
import pytest

from icsoe_xl import actions
from icsoe_xl.cli import main
from icsoe_xl.errors import UsageProblem
from icsoe_xl.ledger import snapshots
from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.workbooks import open_workbook

CORRECTION = {"icsoe_tipo": "Corrección"}
TWO = [libros.contract("C-01"), libros.contract("C-02")]


def filed(kind: Return, number: int = 1) -> None:
    Ledger.of_user().record_filing(
        libros.RFC, Period(2026, 1), kind, folio=f"N26225343{number}", filed_on=date(2026, 5, 10 + number)
    )


def text(folder: Path, name: str = "captura.html") -> str:
    return (folder / name).read_text(encoding="utf-8")


def kept(home: Path) -> list[Path]:
    folder = home / snapshots.FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_correccion_says_what_it_changes_against_the_normal_that_was_filed(tmp_path: Path) -> None:
    packages.made(tmp_path, contracts=TWO)
    filed(Return.NORMAL)
    exported = packages.made(tmp_path, CORRECTION, TWO[:1], libros.crew(["C-01", "C-01"]))
    words = (
        "Cambios contra la informativa Normal presentada el 11/05/2026, folio N262253431: 1 contrato que se quita y "
        "1 con cambios; 1 trabajador que entra y 1 que sale."
    )
    assert exported.changes == words
    assert words in text(exported.folder, "resumen.html")
    assert "Complementaria 1 de 4 del periodo" in text(exported.folder)
    assert "Complementaria 1 de 4 del periodo" in text(exported.folder, "resumen.html")
    worker = libros.crew(["C-01", "C-01"])[1]
    assert worker[1] in text(exported.folder) and worker[1] not in text(exported.folder, "resumen.html")


def test_the_next_one_is_compared_with_the_last_that_was_filed(tmp_path: Path) -> None:
    packages.made(tmp_path, contracts=TWO)
    filed(Return.NORMAL)
    packages.made(tmp_path, CORRECTION, TWO[:1])
    filed(Return.CORRECTION, 2)
    packages.made(tmp_path, {"icsoe_tipo": "Actualización"}, TWO[:1])
    filed(Return.UPDATE, 3)
    exported = packages.made(tmp_path, CORRECTION, TWO[:1])
    assert exported.changes == (
        "Cambios contra la informativa Corrección presentada el 12/05/2026, folio N262253432: ninguno."
    )
    assert "Complementaria 2 de 4 del periodo" in text(exported.folder)
    assert "revise si de verdad hace falta" in text(exported.folder)


def test_the_same_workbook_against_the_same_filing_gives_the_same_bytes(tmp_path: Path) -> None:
    packages.made(tmp_path, contracts=TWO)
    filed(Return.NORMAL)
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets(CORRECTION, TWO[1:]))
    archives = []
    for out in ("uno", "dos"):
        _, exported = actions.export(book, tmp_path / out)
        assert exported is not None and exported.archive is not None and exported.changes
        archives.append(exported.archive.read_bytes())
    assert archives[0] == archives[1]


@pytest.mark.parametrize("kind", [Return.NIL, Return.CANCELLATION])
def test_after_a_return_without_contracts_all_is_new(tmp_path: Path, kind: Return) -> None:
    packages.made(tmp_path, {"icsoe_tipo": str(kind)}, [], [])
    filed(kind)
    exported = packages.made(tmp_path, CORRECTION, TWO)
    assert exported.changes.endswith("2 contratos nuevos; 2 trabajadores que entran.")
    assert "No tenía contratos: todo es nuevo." in text(exported.folder)


def test_sin_efectos_says_what_it_takes_back(tmp_path: Path) -> None:
    packages.made(tmp_path, contracts=TWO, workers=libros.crew(["C-01", "C-02", "C-02"]))
    filed(Return.NORMAL)
    exported = packages.made(tmp_path, {"icsoe_tipo": "Sin efectos"}, [], [])
    assert exported.changes == (
        "Deja sin efectos la informativa Normal presentada el 11/05/2026, folio N262253431: 2 contratos y 3 "
        "trabajadores."
    )
    assert exported.changes in text(exported.folder) and "<table" not in text(exported.folder)


def test_an_actualizacion_takes_no_contract_away_and_is_not_counted(tmp_path: Path) -> None:
    packages.made(tmp_path, contracts=TWO)
    filed(Return.NORMAL)
    changed = libros.contract("C-02", fecha_fin=date(2026, 12, 31))
    exported = packages.made(
        tmp_path, {"icsoe_tipo": "Actualización"}, [changed], libros.crew(["C-01", "C-02"])[1:]
    )
    assert exported.changes.endswith(": 1 contrato con cambios.")
    assert "Los contratos que no están aquí se quedan como se presentaron." in text(exported.folder)
    assert "de 4 del periodo" not in text(exported.folder)
    assert "sólo se presenta en enero, mayo y septiembre" in text(exported.folder)


def test_of_a_filing_by_hand_it_says_how_to_compare(tmp_path: Path) -> None:
    exported = packages.made(tmp_path, CORRECTION, TWO)
    assert exported.changes.startswith("No sé qué se presentó antes")
    assert "su registro no tiene la presentación anterior" in text(exported.folder)
    assert "no se pudo comparar; la hoja de captura dice cómo" in text(exported.folder, "resumen.html")
    assert "de 4 del periodo" not in text(exported.folder)
    filed(Return.NORMAL)
    exported = packages.made(tmp_path, CORRECTION, TWO)
    assert "No se puede comparar con la informativa Normal presentada el 11/05/2026" in text(exported.folder)
    assert "--against LIBRO_PRESENTADO" in text(exported.folder)
    assert "Complementaria 1 de 4 del periodo" in text(exported.folder)


def test_a_damaged_snapshot_is_as_good_as_none(tmp_path: Path, home: Path) -> None:
    packages.made(tmp_path, contracts=TWO)
    filed(Return.NORMAL)
    [path] = kept(home)
    path.write_bytes(path.read_bytes()[:40])
    assert "No pude comparar con la informativa Normal" in packages.made(tmp_path, CORRECTION, TWO).changes


# --- a workbook that was filed, instead of the ledger


def earlier(tmp_path: Path, name: str = "presentado.xlsx", **contractor: object) -> Path:
    workers = [] if contractor.get("icsoe_tipo") == "Sin información" else None
    return libros.write(tmp_path / name, libros.sheets(contractor, TWO if workers is None else [], workers))


def test_against_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets(CORRECTION, TWO[:1]))
    words = ["export", str(book), "--out", str(tmp_path / "salida"), "--against", str(earlier(tmp_path))]
    assert main(words) == 0
    said = (
        "Cambios contra la informativa Normal del libro presentado.xlsx: 1 contrato que se quita; 1 trabajador que "
        "sale."
    )
    assert said in capsys.readouterr().out
    assert "Comparada con la informativa Normal del libro presentado.xlsx" in text(
        tmp_path / "salida" / packages.FOLDER
    )


def test_a_workbook_sin_informacion_and_the_fourth_correction_are_good_to_compare_with(
    tmp_path: Path,
) -> None:
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets(CORRECTION, TWO))
    _, exported = actions.export(
        book, tmp_path / "salida", against=earlier(tmp_path, icsoe_tipo="Sin información")
    )
    assert exported is not None and exported.changes.endswith(
        "2 contratos nuevos; 2 trabajadores que entran."
    )
    update = libros.write(tmp_path / "act.xlsx", libros.sheets({"icsoe_tipo": "Actualización"}, TWO))
    for number in range(1, 5):
        filed(Return.CORRECTION, number)
    _, exported = actions.export(update, tmp_path / "salida", against=earlier(tmp_path, **CORRECTION))
    assert exported is not None and exported.changes.endswith(
        "Corrección del libro presentado.xlsx: ninguno."
    )


@pytest.mark.parametrize(
    ("kind", "contractor", "says"),
    [
        (
            "Corrección",
            {"icsoe_rfc": "URE180429TM6"},
            "presentado.xlsx es de otro contratista o de otro periodo",
        ),
        ("Corrección", {"icsoe_rfc": None}, "tiene errores"),
        ("Corrección", {"icsoe_tipo": "Actualización"}, "sólo trae lo que cambió"),
        ("Normal", {}, "sólo se compara una complementaria"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_writes_nothing(
    tmp_path: Path, kind: str, contractor: dict[str, object], says: str
) -> None:
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_tipo": kind}, TWO))
    with pytest.raises(UsageProblem, match=says):
        actions.export(book, tmp_path / "salida", against=earlier(tmp_path, **contractor))
    assert not (tmp_path / "salida").exists()


def test_a_plain_sheet_of_workers_is_compared_with_nothing(tmp_path: Path) -> None:
    from icsoe_xl import demo

    demo.write_workbook(tmp_path / "limpio.xlsx", list(demo.people()))
    with pytest.raises(UsageProblem, match="libro completo"):
        actions.export(tmp_path / "limpio.xlsx", tmp_path / "salida", against=earlier(tmp_path))
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets(CORRECTION, TWO))
    with pytest.raises(UsageProblem, match=r"limpio.xlsx no es un libro completo"):
        actions.export(book, tmp_path / "salida", against=tmp_path / "limpio.xlsx")


# --- what is kept, and for how long


def test_a_draft_goes_with_the_next_export_and_what_was_filed_stays(tmp_path: Path, home: Path) -> None:
    packages.made(tmp_path, contracts=TWO)
    [draft] = kept(home)
    packages.made(tmp_path, contracts=TWO[:1])
    [normal] = kept(home)
    assert normal != draft
    filed(Return.NORMAL)
    packages.made(tmp_path, CORRECTION, TWO)
    packages.made(tmp_path, CORRECTION, TWO[1:])
    assert len(kept(home)) == 2 and normal in kept(home)
    packages.made(tmp_path, contracts=TWO)  # a Normal again, by mistake: the filed one is still needed
    assert normal in kept(home)


def test_only_returns_with_contracts_are_kept(tmp_path: Path, home: Path) -> None:
    packages.made(tmp_path, {"icsoe_tipo": "Sin información"}, [], [])
    packages.made(tmp_path, {"icsoe_tipo": "Actualización"}, TWO)
    packages.made(tmp_path, {"icsoe_tipo": "Sin efectos"}, [], [])
    assert kept(home) == []


def test_no_export_in_the_ledger_no_snapshot(tmp_path: Path, home: Path) -> None:
    home.mkdir()
    (home / "ledger.sqlite").write_bytes(b"esto no es una base de datos" * 100)
    packages.made(tmp_path, contracts=TWO)
    assert kept(home) == []


@pytest.mark.skipif(
    sys.platform == "win32", reason="permission bits are of POSIX; Windows keeps the profile private"
)
def test_nobody_else_may_look(tmp_path: Path, home: Path) -> None:
    packages.made(tmp_path, contracts=TWO)
    assert (home / snapshots.FOLDER).stat().st_mode & 0o777 == 0o700


# --- the month of an Actualización


@pytest.mark.parametrize(
    ("today", "opens"),
    [
        ("2026-11-24", "01/01/2027"),
        ("2026-02-01", "01/05/2026"),
        ("2026-08-31", "01/09/2026"),
        ("2026-05-31", None),
    ],
)
def test_out_of_season_it_says_when_an_actualizacion_is_filed(
    tmp_path: Path, today: str, opens: str | None
) -> None:
    book = libros.write(tmp_path / "libro.xlsx", libros.sheets({"icsoe_tipo": "Actualización"}, TWO))
    notices = actions.inspect(open_workbook(book), today=date.fromisoformat(today)).report.notices
    told = [notice for notice in notices if "Actualización" in notice]
    assert [notice.endswith(f"a partir del {opens}.") for notice in told] == ([True] if opens else [])
