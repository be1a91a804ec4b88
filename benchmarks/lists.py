"""The public list of IMSS for one period, as large as the real one: synthetic names, many filers without a contract.

python benchmarks/lists.py PATH ROWS      prints the filers whom the benchmark looks for, one a line
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from people import MEN, SURNAMES, WOMEN
from public_lists import HEADERS

ROWS = 356_000
"""Rows of the list for January-April 2026: 263,040 contracts and 92,956 returns without one."""
WANTED = 40
"""Contractors of a large firm."""

_DATES = (6, 7, 13)
_KIND, _CLIENT_KIND, _PERIOD = "MORAL", "MORAL", "ENERO-ABRIL"
_NIL_SHARE = 0.65
"""Filers without a contract: 92,956 of 142,661."""
_START = "SERVICIOS GRUPO CONSTRUCTORA MANTENIMIENTO LIMPIEZA SEGURIDAD INGENIERÍA CORPORATIVO SOLUCIONES"
_MIDDLE = "INTEGRALES ESPECIALIZADOS DEL NORTE INDUSTRIALES DE MÉXICO ESTRATÉGICOS PENÍNSULA BAJÍO TÉCNICOS"
_FORMS = (
    ", S.A. DE C.V.",
    " SA DE CV",
    " S.A. DE C.V.",
    ", S. DE R.L. DE C.V.",
    " S.A.P.I. DE C.V.",
    ", S.C.",
)
_SERVICES = ("LIMPIEZA", "VIGILANCIA", "MANTENIMIENTO", "INSTALACIÓN ELÉCTRICA", "JARDINERÍA", "OBRA CIVIL")

Row = tuple[object, ...]


def rows(count: int) -> Iterator[Row]:
    """The rows of a list, without its header: all contracts of a filer together, as they were filed."""
    chance = random.Random(count)
    clients = [_name(chance, number) for number in range(count // 8)]
    services = [
        f"SERVICIOS DE {chance.choice(_SERVICES)} EN LAS INSTALACIONES DEL CONTRATANTE, ZONA {n}"
        for n in range(5000)
    ]
    first, written, filer = date(2026, 1, 1), 0, 0
    while written < count:
        kind, name = _party(chance, filer)
        filer += 1
        filed = date(2026, 5, 1) + timedelta(days=int(chance.triangular(0, 60, 16)))
        if chance.random() < _NIL_SHARE:
            folio = f"SI26{filer:07d}"
            yield kind, name, "", "", "", "", "", "", 0, _PERIOD, 2026, "SIN INFORMACIÓN", folio, filed
            written += 1
            continue
        folio = f"N26{filer:07d}"
        for _ in range(min(1 + int(chance.expovariate(1 / 4.8)), count - written)):
            begins = first + timedelta(days=chance.randrange(120))
            yield (
                kind,
                name,
                _CLIENT_KIND,
                chance.choice(clients),
                f"A26P{written:07d}",
                chance.choice(services),
                begins,
                begins + timedelta(days=chance.randrange(30, 400)),
                1 + int(chance.expovariate(1 / 14)),
                _PERIOD,
                2026,
                "NORMAL",
                folio,
                filed,
            )
            written += 1


def _party(chance: random.Random, number: int) -> tuple[str, str]:
    """Person type and name of a filer: three in ten are persons."""
    if chance.random() < 0.7:
        return _KIND, _name(chance, number)
    names, surnames = (WOMEN + " " + MEN).split(), SURNAMES.split()
    chosen = (chance.choice(names), chance.choice(names), chance.choice(surnames), chance.choice(surnames))
    return "FÍSICA", f"{' '.join(chosen)} {number:X}".translate(_LETTERS)


_LETTERS = str.maketrans("0123456789", "GHIJKLMNOP")
"""Numbers tell the filers apart; a person's name has none."""


def _name(chance: random.Random, number: int) -> str:
    words = (chance.choice(_START.split()), chance.choice(_MIDDLE.split()), chance.choice(SURNAMES.split()))
    return f"{' '.join(words)} {f'{number:X}'.translate(_LETTERS)}{chance.choice(_FORMS)}"


def write(path: Path, count: int) -> list[str]:
    """Write a list and say which filers to look for: some of each kind, evenly spread."""
    names: dict[str, None] = {}
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet("Listado")
        sheet.write_row(0, 0, HEADERS)
        for number, row in enumerate(rows(count), 1):
            names[str(row[1])] = None
            for column, value in enumerate(row):
                if value == "":
                    continue
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                else:
                    sheet.write_number(number, column, value)
    every = list(names)
    return every[:: max(1, len(every) // WANTED)][:WANTED]


if __name__ == "__main__":
    print("\n".join(write(Path(sys.argv[1]), int(sys.argv[2]))))
