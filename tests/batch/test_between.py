"""The comparison between workbooks when the people are too many to be held at once, and what is sealed."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from people import Worker, people

from icsoe_xl.actions import Options, inspect
from icsoe_xl.batch import between
from icsoe_xl.batch.people import KEYS, NUMBERS, ROWS, Sealed, sealed
from icsoe_xl.workbooks import open_workbook

KEY = bytes(range(32))
HEADERS = ("NSS", "CURP", "SBC")


def write_book(path: Path, rows: list[tuple[object, object, object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("captura")
        sheet.write_row(0, 0, HEADERS)
        for row, cells in enumerate(rows, 1):
            sheet.write_row(row, 0, cells)
    return path


def seal(path: Path) -> bytes:
    return sealed(inspect(open_workbook(path), Options("2026-1"), date(2026, 5, 2)), KEY)


def opened(blob: bytes, key: bytes = KEY) -> Sealed:
    return Sealed(lambda offset, length: blob[offset : offset + length], 0, len(blob), key)


def test_who_is_sealed(tmp_path: Path) -> None:
    one, two, three = people(3, seed=31)
    wrong = three.nss[:10] + str((int(three.nss[10]) + 1) % 10)
    path = write_book(
        tmp_path / "a.xlsx",
        [
            (one.nss, one.curp, one.sbc),
            ("PENDIENTE", two.curp, two.sbc),
            (f"{two.nss[:2]}-{two.nss[2:]}", two.curp.lower(), f"${two.sbc:,.2f}"),
            (two.nss, "XEXX010101HNEXXXA4", two.sbc),
            (wrong, three.curp, ""),
        ],
    )
    columns, curps, sheets, wages = opened(seal(path)).everything()
    assert columns[NUMBERS] == [int(one.nss), int(two.nss), int(wrong)]
    assert curps == [one.curp, two.curp, three.curp]
    assert (columns[ROWS], sheets, wages) == ([2, 4, 6], [0, 0, 0], [one.sbc, two.sbc, 0.0])
    assert len(set(columns[KEYS])) == 3


def test_nobody_is_nothing(tmp_path: Path) -> None:
    assert seal(write_book(tmp_path / "a.xlsx", [("PENDIENTE", "PENDIENTE", 450.75)])) == b""


def test_the_seal_hides_everybody_and_never_twice_alike(tmp_path: Path) -> None:
    worker = next(iter(people(1, seed=32)))
    path = write_book(tmp_path / "a.xlsx", [(worker.nss, worker.curp, worker.sbc)])
    first, second = seal(path), seal(path)
    assert first != second
    assert worker.curp.encode() not in first and int(worker.nss).to_bytes(8, "little") not in first
    assert opened(first, bytes(32)).columns(NUMBERS) != opened(first).columns(NUMBERS)
    assert opened(first).columns(NUMBERS) == opened(second).columns(NUMBERS)


@pytest.fixture
def blobs(tmp_path: Path) -> list[bytes]:
    """Twelve books of one crowd: some people told again, some of them otherwise."""
    crowd = list(people(120, seed=33))
    chance = random.Random(34)

    def told(worker: Worker) -> tuple[object, object, object]:
        other = chance.choice(crowd)
        return chance.choice(
            [(worker.nss, worker.curp, worker.sbc)] * 8
            + [(worker.nss, other.curp, worker.sbc), (worker.nss, worker.curp, worker.sbc + 1)]
        )

    books = [chance.sample(crowd, 30) for _ in range(12)]
    return [
        seal(write_book(tmp_path / f"{number}.xlsx", [told(worker) for worker in book]))
        for number, book in enumerate(books)
    ]


def found(blobs: list[bytes], periods: list[str], order: list[int] | None = None) -> list[between.Conflict]:
    whole, people_of, at = b"".join(blobs), [], 0
    for number, blob in enumerate(blobs):
        people_of.append(between.People(number, f"{number}.xlsx", periods[number], at, len(blob)))
        at += len(blob)
    comparison = between.Comparison(lambda offset, length: whole[offset : offset + length], KEY)
    for number in order or range(len(blobs)):
        comparison.add(people_of[number])
    return comparison.conflicts()


@pytest.mark.parametrize("periods", [["2026-1"] * 12, ["2026-1", "2025-3"] * 6])
def test_a_crowd_that_does_not_fit_is_compared_all_the_same(
    blobs: list[bytes], periods: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = found(blobs, periods)
    assert {each.finding.rule for each in at_once} == {"T033", "T034"}
    assert at_once == sorted(at_once, key=lambda each: each.place.number)
    assert found(blobs, periods, random.Random(35).sample(range(12), 12)) == at_once
    monkeypatch.setattr(between, "_COMPARED_AT_ONCE", 10)
    monkeypatch.setattr(between, "_SEEN_AT_ONCE", 40)
    assert found(blobs, periods) == at_once
