"""The way of a return: handed out, filled with faults, mended, filed, sent back in part, corrected, filed again.

Each verb is what a person types in a terminal; what she types into the workbook goes through LibreOffice.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from acuses import pdf
from books import fills
from libreoffice import Office
from lxml import html
from newbook.typed import FIRST_CONTRACT, FIRST_WORKER, contracts, row, type_into, workers
from people import people

from icsoe_xl import calc, cli
from icsoe_xl.calc.office import UnoOffice

RFC = "EKU9003173C9"
PROFILE = f"""
rfc = "{RFC}"
razon_social = "Limpieza Pérez & Hijos, S.A. de C.V."
correo = "contacto@limpieza.mx"
[repse]
registro = "AR12345/2024"
[[servicios]]
folio = "F-001"
texto = "Servicio de limpieza de oficinas"
"""
WITH_TIME = ("C003", "R004")
"""Rules that come and go with the calendar."""


class Desk:
    """The terminal and the LibreOffice of one person, and the workbook ``libro.xlsx`` on her desk."""

    def __init__(self, app: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._app, self._capsys = app, capsys
        self.folder, self.book = folder, folder / "libro.xlsx"

    def run(self, *words: object) -> tuple[int, str]:
        """Exit code and what stdout said."""
        self._capsys.readouterr()
        code = cli.main([str(word) for word in words])
        return code, self._capsys.readouterr().out

    def findings(self, *words: object) -> set[tuple[str, str, str]]:
        """Sheet, cell and rule of what a check says of the book; the calendar's left out."""
        _, said = self.run(*(words or ("validate", self.book)), "--json")
        found = json.loads(said)["findings"]
        return {(it["sheet"], it["cell"], it["rule"]) for it in found if it["rule"] not in WITH_TIME}

    @contextmanager
    def typing(self) -> Iterator[Any]:
        """The book open in LibreOffice; saved at the end."""
        book = self._app.books.open(str(self.book))
        yield book
        book.save(str(self.book))
        book.close()

    def acuse(self, name: str, folio: str, day: str) -> Path:
        """The PDF that the portal gives."""
        path = self.folder / name
        lines = (f"Folio: {folio}", f"RFC: {RFC}", f"Fecha y hora de presentación: {day} 18:22:05")
        path.write_bytes(pdf("INSTITUTO MEXICANO DEL SEGURO SOCIAL", "Acuse de recibo", *lines))
        return path


@pytest.fixture
def desk(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    return Desk(calc.app_for(UnoOffice(office.context)), tmp_path, capsys)


def declared(folder: Path) -> set[tuple[str, ...]]:
    """Contract, NSS, CURP and SBC of everybody in the files for the portal."""
    found = set()
    for file in folder.glob("trabajadores_*.csv"):
        with file.open(encoding="cp1252", newline="") as lines:
            found |= {
                (file.stem.removeprefix("trabajadores_"), *cells) for cells in list(csv.reader(lines))[1:]
            }
    return found


def as_declared(rows: list[list[Any]]) -> set[tuple[str, ...]]:
    return {(key, nss, curp, f"{sbc:.2f}") for key, nss, curp, sbc, _ in rows}


def changes(page: Path) -> list[list[str]]:
    """The rows of the table of changes of a capture sheet, those of its lists of workers too."""
    table = html.parse(str(page), html.HTMLParser(encoding="utf-8")).getroot().find_class("changes")[0]
    lines = [[" ".join(cell.text_content().split()) for cell in line] for line in table.iter("tr")]
    return [line for line in lines if len(line) > 1 or not line[0].startswith("Trabajadores:")]


def test_from_the_blank_workbook_to_a_correccion_that_is_filed(desk: Desk) -> None:
    run, book = desk.run, desk.book

    # The firm saves a contractor and makes a workbook for 2026-1.
    (desk.folder / "norte.toml").write_text(PROFILE, encoding="utf-8")
    assert run("profile", "import", desk.folder / "norte.toml")[0] == 0
    assert run("new", "--profile", "norte", "--period", "2026-1", "--out", book)[0] == 0

    # Somebody fills it with faults; all of them are found, and nothing can be exported.
    sound_contracts, sound = contracts(3), workers(9, 3)
    typed_contracts, typed = contracts(3), workers(9, 3)
    nss = sound[0][1]
    typed[0][1] = f"{nss[:2]}-{nss[2:4]}-{nss[4:]}"
    typed[1][2] = sound[1][2].lower()
    typed[4][1] = sound[4][1][:10] + str((int(sound[4][1][10]) + 1) % 10)
    typed_contracts[1][3] = "sin arroba"
    with desk.typing() as opened:
        type_into(opened, typed_contracts, typed)
    safe = {("Trabajadores", "B6", "T005"), ("Trabajadores", "C7", "T016")}
    by_hand = {("Trabajadores", "B10", "T004"), ("Contratos", "D8", "K041")}
    assert desk.findings() == safe | by_hand
    assert run("export", book, "--out", desk.folder / "salida")[0] == 1
    assert not (desk.folder / "salida").exists()

    # What has one answer is repaired, the rest corrected by hand.
    assert run("fix", book)[0] == 1
    assert desk.findings("validate", book, "--check") == by_hand
    with desk.typing() as opened:
        opened.sheets["Trabajadores"]["B10"].value = sound[4][1]
        opened.sheets["Contratos"]["D8"].value = sound_contracts[1][3]
    assert desk.findings() == set()

    # Exported, filed, and its acuse written down.
    assert run("export", book, "--out", desk.folder / "salida")[0] == 0
    folder = desk.folder / "salida" / f"ICSOE_{RFC}_2026-1"
    assert declared(folder) == as_declared(sound)
    [row_of_board] = board(run)
    assert "exportada" in f"{row_of_board['state']} {row_of_board['note']}"  # late ones say it in the note
    code, said = run(
        "ledger", "acuse", "add", desk.acuse("acuse.pdf", "N262253432", "15/05/2026"),
        "--rfc", RFC, "--period", "2026-1",
    )  # fmt: skip
    assert code == 0
    assert said.startswith("Listo: P1, Normal, folio N262253432, presentada el 15/05/2026")
    assert "Lo que se presentó: E1" in said
    [row_of_board] = board(run)
    assert (row_of_board["state"], row_of_board["folio"]) == ("presentada", "N262253432")

    # The portal sends three rows back: two of this workbook, in no order, and a stranger.
    rejected = desk.folder / "rechazos.xlsx"
    stranger = people(1, seed=77)[0]
    sent = openpyxl.Workbook()
    for line in (
        ["Rechazados"],
        ["Motivo", "CURP", "NSS"],
        ["NSS no localizado", sound[6][2], sound[6][1]],
        ["NSS no localizado", stranger.curp, stranger.nss],
        ["NSS no localizado", sound[3][2], sound[3][1]],
    ):
        sent.active.append(line)  # type: ignore[union-attr]
    sent.save(rejected)
    found = desk.findings("rejects", book, rejected)
    assert {each for each in found if each[2] == "P001" and each[0]} == {
        ("Trabajadores", "B9", "P001"),
        ("Trabajadores", "B12", "P001"),
    }
    assert fills(book, ["B9", "B12"], "Trabajadores") == ["FFC7CE", "FFC7CE"]
    assert {each[2] for each in found} == {"P001", "R002"}  # R002: this Normal is filed already

    # It is corrected: of those two one was somebody else and the other never worked there, a wage was wrong,
    # a contract was another firm's and one was forgotten.
    another, forgotten, extra = (people(3, seed=78)[number] for number in range(3))
    fourth = contracts(4)[3]
    now = [list(each) for each in sound]
    now[3] = row(another, "OC-001")
    now[0][3] = sound[0][3] + 25.5
    corrected = [each for number, each in enumerate(now) if number != 6 and each[0] != "OC-003"]
    corrected += [row(forgotten, "OC-004"), row(extra, "OC-004")]
    with desk.typing() as opened:
        opened.names["icsoe_tipo"].refers_to_range.value = "Corrección"
        sheet = opened.sheets["Contratos"]
        sheet[f"A{FIRST_CONTRACT + 2}:R{FIRST_CONTRACT + 2}"].clear_contents()
        sheet[f"A{FIRST_CONTRACT + 3}"].value = [fourth]
        sheet = opened.sheets["Trabajadores"]
        sheet[f"A{FIRST_WORKER}:E{FIRST_WORKER + len(sound) - 1}"].clear_contents()
        sheet[f"A{FIRST_WORKER}"].value = corrected
    assert desk.findings() == set()  # neither P001 nor R002: a Corrección may follow
    assert fills(book, ["B9", "B12"], "Trabajadores") == [None, None]

    # The files of the Corrección say what it changes against what was filed.
    code, said = run("export", book, "--out", desk.folder / "salida")
    words = (
        "Cambios contra la informativa Normal presentada el 15/05/2026, folio N262253432: 1 contrato nuevo, 1 que se "
        "quita y 1 con cambios; 3 trabajadores que entran, 5 que salen y 1 con otro SBC o CURP."
    )
    assert (code, words in said) == (0, True)
    assert declared(folder) == as_declared(corrected)
    page = (folder / "captura.html").read_text(encoding="utf-8")
    assert "Complementaria 1 de 4 del periodo" in page
    wages = f"{sound[0][3]:.2f} {now[0][3]:.2f}"
    assert changes(folder / "captura.html") == [
        ["Dato", "Antes", "Ahora"],
        ["Cambia OC-001 Cliente 1"],
        ["Qué pasa", "NSS", "CURP", "SBC"],
        ["Entra", another.nss, another.curp, f"{another.sbc:.2f}"],
        ["Sale", *sound[3][1:3], f"{sound[3][3]:.2f}"],
        ["Sale", *sound[6][1:3], f"{sound[6][3]:.2f}"],
        ["Cambia", *sound[0][1:3], wages],
        ["Nuevo OC-004 Cliente 0 · 2 trabajadores"],
        ["Se quita OC-003 Cliente 1 · 3 trabajadores"],
    ]

    # Filed too: the board says it, and how many complementarias are used.
    code, said = run(
        "ledger", "acuse", "add", desk.acuse("acuse2.pdf", "C262260001", "20/05/2026"),
        "--rfc", RFC, "--period", "2026-1", "--type", "Corrección",
    )  # fmt: skip
    assert (code, "Lo que se presentó: E2" in said) == (0, True)
    [row_of_board] = board(run, "--html", desk.folder / "tablero.html")
    assert (row_of_board["state"], row_of_board["folio"]) == ("presentada", "C262260001")
    assert (row_of_board["filed_on"], row_of_board["note"]) == ("2026-05-20", "1 de 4 complementarias")
    shown = re.sub(r"<[^>]+>", " ", (desk.folder / "tablero.html").read_text(encoding="utf-8"))
    assert re.search(rf"{RFC}\s.*?2026-1\s+presentada\s", shown, re.DOTALL)
    kept = [each["reference"] for each in json.loads(run("ledger", "list", "--json")[1])]
    assert [each for each in kept if each[0] != "V"] == ["E1", "P1", "R1", "E2", "P2"]


def board(run: Callable[..., tuple[int, str]], *words: object) -> list[dict[str, Any]]:
    """The board of 2026-1, row by row."""
    _, said = run("board", "--period", "2026-1", "--json", *words)
    return list(json.loads(said))
