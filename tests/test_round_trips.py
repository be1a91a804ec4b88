"""There and back: marks put on and taken off, files exported and read again, whatever the workbook holds."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import libros
import xlsxwriter
from books import unpacked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import Worker, people

from icsoe_xl import actions
from icsoe_xl.layouts import load
from icsoe_xl.rules.sbc import cents

POOL = people(60, 21)
OPTIONS = actions.Options(period="2026-1")
HEADERS = ("NSS", "CURP", "SBC", "Nombre")
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

anything = st.one_of(
    st.none(),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1)),
    st.sampled_from(
        [POOL[0].nss, POOL[1].curp, int(POOL[2].nss), POOL[3].curp.lower(), "450,75", "$1,450.75"]
    ),
)


def write(path: Path, rows: list[tuple[Any, ...]], styled: frozenset[int], hidden: frozenset[int]) -> None:
    """A worker template; rows that are ``styled`` or ``hidden`` are so as a whole."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        look = book.add_format({"bg_color": "#DDEBF7", "bold": True})
        sheet = book.add_worksheet("captura")
        sheet.write_row(0, 0, HEADERS)
        for number, row in enumerate(rows, 1):
            if number in styled or number in hidden:
                sheet.set_row(number, None, look, {"hidden": number in hidden})
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value, look if column % 2 else None)


@few
@given(
    st.lists(st.tuples(anything, anything, anything, anything), max_size=12),
    st.frozensets(st.integers(1, 12), max_size=4),
    st.frozensets(st.integers(1, 12), max_size=2),
)
def test_mark_then_clear_gives_back_every_part(
    rows: list[tuple[Any, ...]], styled: frozenset[int], hidden: frozenset[int]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        write(path, rows, styled, hidden)
        before = unpacked(path)
        report = actions.validate(path, options=OPTIONS)
        if report.findings:
            assert unpacked(path) != before
        actions.validate(path, options=OPTIONS)  # a second run takes back the marks of the first
        actions.clear(path)
        assert unpacked(path) == before


def plainly(worker: Worker) -> tuple[Any, ...]:
    return worker.nss, worker.curp, worker.sbc


def as_people_type(worker: Worker) -> tuple[Any, ...]:
    """Numbers where texts belong, hyphens, small letters, signs: all of them warnings with a safe repair."""
    nss, curp, sbc, _ = worker
    return (
        nss if nss.startswith("0") else int(nss),
        f" {curp[:4].lower()}-{curp[4:]}\u00a0",
        f"${sbc:,.2f}",
    )


dressed = st.lists(
    st.tuples(st.sampled_from(POOL), st.sampled_from([plainly, as_people_type])),
    min_size=1,
    max_size=30,
    unique_by=lambda pair: pair[0].nss,
)


def official(worker: Worker) -> list[str]:
    """A worker as the portal wants to read her."""
    return [worker.nss, worker.curp, f"{cents(worker.sbc):.2f}"]


def read_back(data: bytes) -> list[list[str]]:
    """The rows of a worker file, by the standard library's reader and nothing of ours."""
    return list(csv.reader(io.StringIO(data.decode("cp1252"), newline="")))


@few
@given(dressed)
def test_export_then_import_gives_the_rows(typed: list[tuple[Worker, Any]]) -> None:
    with TemporaryDirectory() as folder:
        path, out = Path(folder) / "x.xlsx", Path(folder) / "out"
        write(path, [(*how(worker), worker.nombre) for worker, how in typed], frozenset(), frozenset())
        _, exported = actions.export(path, out, OPTIONS)
        assert exported is not None
        data = (out / "x.csv").read_bytes()
        header, *rows = read_back(data)
        assert header == list(load("imss-captura").export.header_text)
        assert rows == [official(worker) for worker, _ in typed]
        # What the portal was given, typed into a template again, gives the same file.
        again = Path(folder) / "y.xlsx"
        write(again, [(nss, curp, float(sbc)) for nss, curp, sbc in rows], frozenset(), frozenset())
        actions.export(again, out, OPTIONS)
        assert (out / "y.csv").read_bytes() == data


@few
@given(
    st.lists(
        st.tuples(st.sampled_from(["OC-7", "2026/001", "Ñandú"]), st.sampled_from(POOL)),
        min_size=1,
        max_size=12,
        unique=True,
    )
)
def test_block_of_a_contract_read_back_gives_the_rows(crew: list[tuple[str, Worker]]) -> None:
    """The workbook that is pasted into the official template is itself a sound template with those workers."""
    keys = list(dict.fromkeys(key for key, _ in crew))
    made = libros.sheets(
        {},
        [libros.contract(key, fecha_inicio=date(2026, 2, 1)) for key in keys],
        [libros.worker_row(key, worker) for key, worker in crew],
    )
    with TemporaryDirectory() as folder:
        path, out = libros.write(Path(folder) / "libro.xlsx", made), Path(folder) / "out"
        report, exported = actions.export(path, out)
        assert exported is not None, report.findings
        blocks = sorted(out.rglob("trabajadores_*.xlsx"))
        files = sorted(out.rglob("trabajadores_*.csv"))
        assert len(blocks) == len(files) == len(keys)
        told = [read_back(file.read_bytes())[1:] for file in files]
        assert sorted(map(sorted, told)) == sorted(
            sorted(official(worker) for key, worker in crew if key == contract) for contract in keys
        )
        for block, file in zip(blocks, files, strict=True):
            _, again = actions.export(block, Path(folder) / "otra", OPTIONS)
            assert again is not None
            assert (Path(folder) / "otra" / f"{block.stem}.csv").read_bytes() == file.read_bytes()
