"""What a planted fault is made of: raw cells, a row, and what a check must say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from people import Worker, curp, nss, people

WARNINGS = frozenset(
    "A004 A006 A007 A008 T005 T006 T007 T016 T017 T018 T022 T024 T025 T034".split()  # noqa: SIM905
)
"""Rules that only warn; T017 is an error for a generic CURP."""


class Formula(NamedTuple):
    """A cell with a formula and the result stored with it; "" stores none, ``#N/A`` is an error."""

    text: str
    result: str | float


class Rich(NamedTuple):
    """A cell whose text changes looks half way."""

    first: str
    second: str


class Fault(NamedTuple):
    """What a check must say of one cell of the row."""

    field: str
    rule: str
    severity: str
    fix: str | float | None


@dataclass
class Row:
    """One row of the template as typed; ``contrato`` is written where the book has that column."""

    nss: object
    curp: object
    sbc: object
    faults: list[Fault] = field(default_factory=list)
    contrato: object = None

    def expect(self, name: str, rule: str, fix: str | float | None = None, severity: str = "") -> Row:
        """The same row, of which a check must say ``rule`` in the field ``name``."""
        self.faults.append(Fault(name, rule, severity or ("warning" if rule in WARNINGS else "error"), fix))
        return self


class Source:
    """Sound workers on demand, all different, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._people = iter(people(6_000, seed))
        self._born_in: dict[str, list[Worker]] = {}

    def any(self) -> Worker:
        """A sound worker whose NSS begins with no zero: as a number it keeps its 11 digits."""
        return next(worker for worker in self._people if worker.nss[0] != "0")

    def where(self, fits: Callable[[Worker], bool]) -> Worker:
        """The next sound worker that ``fits``."""
        return next(worker for worker in self._people if fits(worker))

    def twins(self) -> tuple[Worker, Worker]:
        """Two workers born in the same year: one's NSS beside the other's CURP is no T006."""
        for worker in self._people:
            waiting = self._born_in.setdefault(worker.curp[4:6], [])
            waiting.append(worker)
            if len(waiting) == 2:
                del self._born_in[worker.curp[4:6]]
                return waiting[0], waiting[1]
        raise LookupError("the source ran dry")


def row(worker: Worker, **typed: object) -> Row:
    """The worker's row, sound but for the fields named in ``typed``."""
    return Row(**{"nss": worker.nss, "curp": worker.curp, "sbc": worker.sbc, **typed})  # type: ignore[arg-type]


def other_digit(text: str, place: int) -> str:
    """``text`` with the digit at ``place`` replaced by the next one."""
    return f"{text[:place]}{(int(text[place]) + 1) % 10}{text[place + 1 :]}"


def next_year(worker: Worker) -> str:
    """The two digits of the year after the worker's birth."""
    return f"{(int(worker.curp[4:6]) + 1) % 100:02d}"


def nss_born(worker: Worker, year: str) -> str:
    """The worker's NSS for another two-digit year of birth, check digit included."""
    return nss(worker.nss[:4] + year + worker.nss[6:10])


def curp_with(worker: Worker, start: int, text: str) -> str:
    """The worker's CURP with ``text`` from the character ``start`` (from 0), check digit included."""
    return curp((worker.curp[:start] + text + worker.curp[start + len(text) :])[:17])


def lost_zero(worker: Worker) -> bool:
    """A worker whose NSS begins with one zero only, so that ten digits are left without it."""
    return worker.nss[0] == "0" and worker.nss[1] != "0"


def aged(worker: Worker, born: date) -> Row:
    """The worker's row with another date of birth, in both numbers; registered in the year of birth."""
    year = f"{born:%y}"
    place17 = "0" if born.year < 2000 else "A"
    number = nss(worker.nss[:2] + year + year + worker.nss[6:10])
    return row(worker, nss=number, curp=curp_with(worker, 4, f"{born:%y%m%d}{worker.curp[10:16]}{place17}"))
