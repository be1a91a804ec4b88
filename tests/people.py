"""Synthetic workers: sound NSS, CURP and SBC that belong together, the same ones for the same seed.

Nothing here imports the package: the check digits are written a second time, the plain way, so that tests
have a referee. Names are drawn from short lists and CURP letters follow from them; nobody is meant.

    from people import people
    for worker in people(3000, seed=7): worker.nss, worker.curp, worker.sbc, worker.nombre
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import NamedTuple

SBC_CENTS = (315_04, 2_932_75)
"""General minimum wage and 25 UMA of 2026: between them an SBC is neither T022 nor T023."""

BORN = (date(1950, 1, 1), date(2006, 12, 31))
"""Of working age at the end of every period of 2025, 2026 and 2027; both CURP centuries occur."""

LAST_REGISTRATION = 2025

STATES = "AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS"

SURNAMES = (
    "GARCIA HERNANDEZ LOPEZ MARTINEZ RODRIGUEZ GONZALEZ PEREZ SANCHEZ RAMIREZ FLORES TORRES RIVERA "
    "GOMEZ DIAZ CRUZ MORALES REYES GUTIERREZ ORTIZ CHAVEZ RUIZ ALVAREZ MENDOZA CASTILLO JIMENEZ "
    "VAZQUEZ ROMERO HERRERA MEDINA AGUILAR VARGAS CASTRO GUZMAN MENDEZ SALAZAR SOTO ORTEGA CONTRERAS "
    "ROJAS BELTRAN ZUNIGA ESPINOZA"
)

WOMEN = (
    "ALEJANDRA BEATRIZ CARMEN DIANA ELENA FERNANDA GABRIELA HILDA IRENE JULIA KARINA LETICIA MARTHA "
    "NORMA OLGA PATRICIA RAQUEL SOFIA TERESA VERONICA XIMENA YOLANDA"
)

MEN = (
    "ALBERTO BENITO CARLOS DANIEL ERNESTO FELIPE GERARDO HECTOR IGNACIO JULIO KEVIN LORENZO MIGUEL "
    "NICOLAS OMAR PEDRO RAUL SERGIO TOMAS VICTOR WALTER ZACARIAS"
)

INCONVENIENT = (
    "BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO "
    "FETO GETA GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA "
    "KULO LILO LOCA LOCO LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO "
    "PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO "
    "VAKA VUEI VUEY WUEI WUEY"
)

CURP_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
_CURP_VALUE = {character: value for value, character in enumerate(CURP_ALPHABET)}
_CURP_TABLES = [
    {character: value * (18 - place) for character, value in _CURP_VALUE.items()} for place in range(17)
]


class Worker(NamedTuple):
    """One row of the template; ``sbc`` is in pesos per day with two decimals."""

    nss: str
    curp: str
    sbc: float
    nombre: str


def nss_digit(ten: str) -> str:
    """The eleventh digit of an NSS: Luhn over the first ten, weights 1, 2, 1, 2, ..."""
    total = 0
    for place, digit in enumerate(ten):
        product = int(digit) * (1, 2)[place % 2]
        total += product - 9 if product > 9 else product
    return str(-total % 10)


def curp_digit(seventeen: str) -> str:
    """The eighteenth character of a CURP: weights 18 down to 2, letters by their place (Ñ counts)."""
    total = sum(table[character] for table, character in zip(_CURP_TABLES, seventeen, strict=True))
    return str(-total % 10)


def nss(ten: str) -> str:
    """``ten`` with its check digit."""
    return ten + nss_digit(ten)


def curp(seventeen: str) -> str:
    """``seventeen`` with its check digit."""
    return seventeen + curp_digit(seventeen)


def is_nss(text: str) -> bool:
    """Eleven ASCII digits of which the last is right."""
    return len(text) == 11 and text.isascii() and text.isdigit() and nss(text[:10]) == text


def is_curp_digit(text: str) -> bool:
    """Eighteen characters of the CURP alphabet of which the last is right (the shape is not looked at)."""
    return len(text) == 18 and set(text) <= set(CURP_ALPHABET) and curp(text[:17]) == text


def people(count: int, seed: int = 0) -> list[Worker]:
    """``count`` workers, all different in NSS and in CURP; about 8 s a million.

    Year of birth agrees between NSS and CURP, the NSS was registered at 16 or later, its prefix is
    neither 00 nor 97, and about one in ten begins with a zero.
    """
    rng = random.Random(seed)
    days = _days()
    states = STATES.split()
    names = _names()
    homoclaves = {False: "0123456789", True: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    seen_nss: set[str] = set()
    seen_curp: set[str] = set()
    workers: list[Worker] = []
    low, high = SBC_CENTS
    draw = rng.random
    while len(workers) < count:
        day, year = days[int(draw() * len(days))]
        letters, consonants, sex, nombre = names[int(draw() * len(names))]
        registered = year + 16 + int(draw() * (LAST_REGISTRATION - year - 15))
        prefix = 1 + int(draw() * 96)
        ten = f"{prefix:02d}{registered % 100:02d}{day[:2]}{int(draw() * 10_000):04d}"
        homoclave = homoclaves[year >= 2000][int(draw() * 3)]
        seventeen = f"{letters}{day}{sex}{states[int(draw() * len(states))]}{consonants}{homoclave}"
        if ten in seen_nss or seventeen in seen_curp:
            continue
        seen_nss.add(ten)
        seen_curp.add(seventeen)
        cents = low + int(draw() * (high - low + 1))
        workers.append(Worker(ten + nss_digit(ten), seventeen + curp_digit(seventeen), cents / 100, nombre))
    return workers


def _days() -> list[tuple[str, int]]:
    """Every day of birth as (YYMMDD, year)."""
    first, last = BORN
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    return [(day.strftime("%y%m%d"), day.year) for day in days]


def _names() -> list[tuple[str, str, str, str]]:
    """Every name with what a CURP takes of it: (four letters, three consonants, sex, whole name)."""
    surnames, inconvenient = SURNAMES.split(), set(INCONVENIENT.split())
    found = []
    for sex, given in [("M", WOMEN), ("H", MEN)]:
        for first in given.split():
            for paternal in surnames:
                for maternal in surnames:
                    letters = paternal[0] + _inner(paternal, "AEIOU") + maternal[0] + first[0]
                    if letters in inconvenient:
                        letters = letters[0] + "X" + letters[2:]
                    consonants = "".join(
                        _inner(name, "BCDFGHJKLMNPQRSTVWXYZ") for name in (paternal, maternal, first)
                    )
                    found.append((letters, consonants, sex, f"{paternal} {maternal} {first}"))
    return found


def _inner(name: str, wanted: str) -> str:
    """The first character of ``wanted`` after the initial; X when there is none."""
    return next((character for character in name[1:] if character in wanted), "X")
