"""Writing planted rows as a workbook that somebody could have sent."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple

import xlsxwriter
from people import people
from xlsxwriter.worksheet import Worksheet

from faults.cells import cell_faults
from faults.groups import ACROSS, KINDS, TRAPS
from faults.shapes import WARNINGS, Formula, Rich, Row, Source, row

PERIOD = "2026-1"

OFFICIAL = {
    "nss": "NSS(11 dígitos)",
    "curp": " CURP(18 caracteres)",
    "sbc": " Salario base de cotización(numérico con 2 decimales)",
}
"""Headers of the IMSS template; the second and the third begin with a space there."""

OWN = {
    "puesto": "Puesto",
    "sbc": "SBC",
    "nombre": "Nombre",
    "curp": "Curp",
    "nss": "NÚMERO DE SEGURIDAD SOCIAL",
}
"""Headers of somebody's own list: another order, synonyms, a column that nobody asked for."""

HIDDEN_EVERY = 97


class Expected(NamedTuple):
    """One finding as the public JSON says it; ``cell`` is None for a whole sheet."""

    sheet: str
    cell: str | None
    rule: str
    severity: str
    fix: str | float | None


@dataclass
class Book:
    """A written workbook: where it is, what a check must find, how many workers it holds."""

    path: Path
    expected: list[Expected] = field(default_factory=list)
    workers: int = 0


@dataclass
class Plan:
    """One sheet to write: its headers and where they stand, its rows and the contracts of those."""

    name: str
    headers: dict[str, str]
    header_row: int
    contracts: tuple[tuple[object, ...], ...]
    """Each contract as the ways in which its key is typed; all of them mean the same one."""
    planted: bool
    """Whether blank lines, totals and hidden rows go among the rows, as faults do."""
    rows: list[Row] = field(default_factory=list)


Aside = Literal["blank", "total", "header"]


def faulty_book(
    path: Path, *, rows: int = 3000, repeats: int = 2, seed: int = 1, shape: str = "template"
) -> Book:
    """Write ``rows`` workers with every kind of fault ``repeats`` times, mixed, and say what is expected.

    With ``repeats=0`` nothing is planted and nothing stands between the rows: a clean book.

    ``shape``: ``template`` (the sheet ``captura`` of IMSS), ``contracts`` (the same with a column
    ``Contrato``) or ``sheets`` (two sheets of somebody's own, each one contract, among others that do not
    count). A path ending in ``.xlsm`` gets a VBA project.
    """
    plans = _plans(shape, repeats > 0)
    _share_out(plans, rows, repeats, seed)
    book = Book(path)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as workbook:
        if path.suffix == ".xlsm":
            workbook.add_vba_project(BytesIO(_vba_project(path)), is_stream=True)
        if shape == "sheets":
            workbook.add_worksheet("Notas").write("A1", "Lista de obra: revisar con Recursos Humanos")
        bold = workbook.add_format({"bold": True})
        for plan in plans:
            _write(workbook.add_worksheet(plan.name), plan, bold, book)
        if shape == "sheets":
            old = workbook.add_worksheet("Anterior")
            old.write_row("A1", ["NSS", "CURP", "SBC"])
            old.write_row("A2", ["1", "2", "3"])
            old.hide()
            workbook.get_worksheet_by_name(plans[0].name).activate()
    return book


def _plans(shape: str, planted: bool) -> list[Plan]:
    if shape == "template":
        return [Plan("captura", OFFICIAL, 1, ((None,),), planted)]
    if shape == "contracts":
        keys = (("OC-7", "oc-7", " OC-7 "), (1, "1"), ("001",))
        return [Plan("captura", {"contrato": "Contrato", **OFFICIAL}, 1, keys, planted)]
    return [Plan(name, OWN, 4, ((None,),), planted) for name in ("Obra Norte", "Obra Sur")]


def _share_out(plans: list[Plan], count: int, repeats: int, seed: int) -> None:
    """Give each plan its rows: faults at random places among sound rows, rows of one kind in order."""
    rng = random.Random(seed)
    source = Source(seed)
    places = [(plan, contract) for plan in plans for contract in plan.contracts]
    groups: list[list[tuple[Row, Plan, tuple[object, ...]]]] = []
    within = [[one] for _ in range(repeats) for one in cell_faults(source)]
    within += [build(source) for _ in range(repeats) for build in KINDS]
    within += [build(source) for build in TRAPS if repeats]
    groups += [[(one, *places[number % len(places)]) for one in group] for number, group in enumerate(within)]
    if repeats and len(places) > 1:
        groups += [
            [(one, *place) for one, place in zip(build(source), places, strict=False)] for build in ACROSS
        ]
    planted = sum(map(len, groups))
    groups += [
        [(row(worker), *places[number % len(places)])]
        for number, worker in enumerate(people(count - planted, seed + 1))
    ]
    order = [number for number, group in enumerate(groups) for _ in group]
    rng.shuffle(order)
    waiting = [iter(group) for group in groups]
    for number in order:
        one, plan, contract = next(waiting[number])
        one.contrato = rng.choice(contract)
        plan.rows.append(one)


def _write(sheet: Worksheet, plan: Plan, bold: xlsxwriter.format.Format, book: Book) -> None:
    """Write one sheet and add what is expected of it to ``book``."""
    letters = {name: chr(ord("A") + place) for place, name in enumerate(plan.headers)}
    fields = [letter for name, letter in letters.items() if name != "puesto"]
    found: list[Expected] = []

    def expect(cell: str | None, rule: str, severity: str = "", fix: str | float | None = None) -> None:
        severity = severity or ("warning" if rule in WARNINGS else "error")
        found.append(Expected(plan.name, cell, rule, severity, fix))

    if plan.header_row > 1:
        sheet.write("A1", "Constructora de Ejemplo, S.A. de C.V.", bold)
    sheet.write_row(plan.header_row - 1, 0, plan.headers.values(), bold)
    formulas = set()
    hidden = False
    number = plan.header_row
    for one in _with_asides(plan.rows) if plan.planted else plan.rows:
        number += 1
        # A whole row is told at the first cell of it that is filled and means something to us.
        if one == "total":
            sheet.write(f"{letters['nss']}{number}", "TOTAL")
            sheet.write_formula(f"{letters['sbc']}{number}", f"=SUM(A1:A{number - 1})", None, 1234567.89)
            expect(f"{min(letters['nss'], letters['sbc'])}{number}", "A008")
        elif one == "header":
            sheet.write_row(number - 1, 0, plan.headers.values(), bold)
            expect(f"{min(fields)}{number}", "A008")
        elif isinstance(one, Row):
            book.workers += 1
            for name, letter in letters.items():
                value = _typed(one, name, number)
                if isinstance(value, Formula) and name != "puesto":
                    formulas.add(name)
                _write_cell(sheet, f"{letter}{number}", value, bold)
            for fault in one.faults:
                expect(f"{letters[fault.field]}{number}", fault.rule, fault.severity, fault.fix)
            if plan.planted and book.workers % HIDDEN_EVERY == 0:
                sheet.set_row(number - 1, None, None, {"hidden": True})
                hidden = True
    for name in formulas:
        expect(f"{letters[name]}{plan.header_row}", "A006")
    if hidden:
        expect(None, "A007")
    book.expected += found


def _with_asides(rows: list[Row]) -> list[Row | Aside]:
    """The rows with blank lines, a repeated header and totals among them, as a printed list has."""
    third, half = len(rows) // 3, len(rows) // 2
    return [
        *rows[:third],
        "header",
        *rows[third:half],
        "blank",
        "total",
        "blank",
        *rows[half:],
        "total",
    ]


def _typed(one: Row, name: str, number: int) -> object:
    """What the row's cell of a column holds; the column that nobody asked for is full of errors."""
    if name == "puesto":
        return Formula("=NA()", "#N/A")
    if name == "nombre":
        return f"TRABAJADOR {number}"
    return getattr(one, name)


def _write_cell(sheet: Worksheet, cell: str, value: object, bold: xlsxwriter.format.Format) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(cell, value.text, None, value.result)
    elif isinstance(value, Rich):
        sheet.write_rich_string(cell, bold, value.first, value.second)
    elif isinstance(value, str):
        sheet.write_string(cell, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(cell, value)
    elif value is not None:
        sheet.write(cell, value)


def _vba_project(path: Path) -> bytes:
    """A VBA project as Excel makes it for a first macro."""
    from pyopenvba import ExcelFile

    scratch = path.with_name(f"{path.stem}_vba.xlsm")
    workbook = ExcelFile.create_new(scratch)
    project = bytes(workbook.vba_project_bytes())
    workbook.close()
    scratch.unlink()
    return project
