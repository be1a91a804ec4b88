"""An accountant's computer: workbooks of synthetic people, a home, a folder for temporary files, no network.

Everything that a command leaves or says is kept, so that one can look for the people in it.
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import libros
import xlsxwriter
from people import Worker, people

ROOT = Path(__file__).parents[1]
HOOK = Path(__file__).with_name("privacy") / "hook"
PERIOD = "2026-1"

WORKERS = people(24, 77)
"""The people of the workbooks. Nothing of theirs may stand where it does not belong."""

PROFILE = """rfc = "EKU9003173C9"
razon_social = "Escuela Kemper Urgate"
correo = "contacto@empresa.com.mx"
[repse]
registro = "AR12345/2025"
"""


class Said(NamedTuple):
    """What a command told: its exit code and its two streams."""

    code: int
    out: str
    err: str


class Desk:
    """Folders of one accountant; ``run`` starts the program in a process of its own, as she would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home, self.work, self.temporary = folder / "home", folder / "trabajo", folder / "temporal"
        self.network = folder / "red.txt"
        for each in (self.home, self.work, self.temporary):
            each.mkdir()
        self.said: list[Said] = []

    def environment(self, fault: str | None = None) -> dict[str, str]:
        """What the processes are started with; ``fault`` is a ``module:function`` of ours that must fail."""
        places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temporary))
        return {
            **os.environ,
            **places,
            "ICSOE_XL_HOME": str(self.home),
            "ICSOE_TEST_NETWORK": str(self.network),
            "PYTHONPATH": os.pathsep.join((str(HOOK), str(ROOT))),
            "PYTHONUTF8": "1",
            **({} if fault is None else {"ICSOE_TEST_FAULT": fault}),
        }

    def run(self, *words: str | Path, fault: str | None = None, answers: str = "") -> Said:
        """Run a command in the folder of work."""
        done = subprocess.run(
            [sys.executable, "-m", "icsoe_xl", *map(str, words)],
            cwd=self.work,
            env=self.environment(fault),
            input=answers,
            capture_output=True,
            encoding="utf-8",
        )
        self.said.append(Said(done.returncode, done.stdout, done.stderr))
        return self.said[-1]

    def tried_network(self) -> str:
        """What was written down of tries to reach a network."""
        return self.network.read_text("utf-8") if self.network.exists() else ""

    def files(self) -> dict[str, Path]:
        """Every file under the three folders, by its path from the desk."""
        return {
            path.relative_to(self.folder).as_posix(): path
            for place in (self.home, self.work, self.temporary)
            for path in sorted(place.rglob("*"))
            if path.is_file()
        }


def faulty_template(path: Path) -> Path:
    """A worker template with names, in which many cells are wrong in some way."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("captura")
        sheet.write_row(0, 0, ["NSS(11 dígitos)", "CURP(18 caracteres)", "SBC", "Nombre"])
        for row, worker in enumerate(WORKERS, 1):
            for column, value in enumerate(spoilt(row, worker)):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                else:
                    sheet.write(row, column, value)
    return path


def spoilt(row: int, worker: Worker) -> tuple[object, ...]:
    """A worker as a typist leaves her; which fault depends on the row."""
    nss, curp, sbc, nombre = worker
    wrong = nss[:10] + str((int(nss[10]) + 1) % 10)
    return (
        (nss, curp, sbc, nombre),
        (int(nss), curp, f"${sbc:,.2f}", nombre),
        (wrong, curp.lower(), sbc, nombre),
        (curp, nss, sbc, nombre),
        (nss[:10], curp[:17], sbc + 0.0049, nombre),
        (WORKERS[0].nss, curp[:17] + str((int(curp[17]) + 1) % 10), f"{sbc:.2f}".replace(".", ","), nombre),
        (nss, WORKERS[0].curp, sbc * 10, nombre),
        (nombre, nombre, nombre, nss),
    )[row % 8]


def whole(path: Path, *, faults: bool) -> Path:
    """A whole workbook with two contracts."""
    workers = [libros.worker_row(f"C-0{1 + row % 2}", worker) for row, worker in enumerate(WORKERS)]
    if faults:
        for row, worker in enumerate(WORKERS[:16]):
            workers[row][1:] = spoilt(row, worker)
        workers[20][0] = "C-09"
    contracts = [libros.contract("C-01"), libros.contract("C-02")]
    return libros.write(path, libros.sheets({}, contracts, workers))


def clues(*, wages: bool = True, names: bool = True) -> dict[str, re.Pattern[str]]:
    """What would give a worker away: NSS and CURP (whole, or all but their check digit), name, wage."""
    numbers = [number for worker in WORKERS for number in (worker.nss[:10], worker.nss.lstrip("0")[:10])]
    found = {"NSS": numbers, "CURP": [worker.curp[:17] for worker in WORKERS]}
    patterns = {kind: "|".join(map(re.escape, sorted(set(values)))) for kind, values in found.items()}
    if names:
        patterns["nombre"] = "|".join(sorted({re.escape(worker.nombre) for worker in WORKERS}))
    if wages:
        written = {form for worker in WORKERS for form in (f"{worker.sbc:.2f}", f"{worker.sbc:,.2f}")}
        patterns["sueldo"] = rf"(?<![\d.,])(?:{'|'.join(map(re.escape, sorted(written)))})(?!\d)"
    return {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in patterns.items()}


def given_away(text: str, *, wages: bool = True, names: bool = True) -> list[str]:
    """Which kinds of value a text tells; the text itself is not repeated."""
    return [kind for kind, pattern in clues(wages=wages, names=names).items() if pattern.search(text)]


def texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """All texts in a file in the usual encodings; of a ZIP, a workbook or a .gz those of what it holds."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for part in archive.namelist():
                yield f"{name}!{part}", part
                yield from texts(f"{name}!{part}", archive.read(part))
        return
    if data.startswith(b"\x1f\x8b"):
        yield from texts(name, gzip.decompress(data))
        return
    for encoding in ("utf-8", "utf-16-le", "cp1252"):
        yield name, data.decode(encoding, "replace")


def people_in(files: Mapping[str, Path], **kinds: bool) -> dict[str, list[str]]:
    """The files that give somebody away, by name or by content, and what they tell."""
    found: dict[str, list[str]] = {}
    for name, path in files.items():
        for place, text in [(name, name), *texts(name, path.read_bytes())]:
            if told := given_away(text, **kinds):
                found[place] = told
    return found
