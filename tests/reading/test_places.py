"""Every value comes back at its own row and column, however far apart, and memory is never asked for the gaps."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.handmade import MAIN, book, worksheet

from icsoe_xl.addresses import cell_name
from icsoe_xl.errors import UnreadableFile
from icsoe_xl.layouts import find_tables
from icsoe_xl.model import Grid, Place
from icsoe_xl.workbooks import reading
from icsoe_xl.workbooks.closed import ClosedWorkbook


def sheet_of(cells: dict[Place, float], addressed: bool = True, numbered: bool = True) -> str:
    """A worksheet with these numbers; without addresses every cell before them is written empty."""
    rows: dict[int, dict[int, float]] = {}
    for (row, column), value in cells.items():
        rows.setdefault(row, {})[column] = value
    content = ""
    for row in sorted(rows) if addressed or numbered else range(1, max(rows, default=0) + 1):
        held = rows.get(row, {})
        inside = "".join(
            f"<c{f' r={chr(34)}{cell_name(row, column)}{chr(34)}' if addressed else ''}>"
            + (f"<v>{held[column]}</v>" if column in held else "")
            + "</c>"
            for column in (sorted(held) if addressed else range(1, max(held, default=0) + 1))
        )
        content += f"<row{f' r={chr(34)}{row}{chr(34)}' if numbered else ''}>{inside}</row>"
    return worksheet(content)


def places(grid: Grid) -> dict[Place, object]:
    return {
        (grid.first_row + i, grid.first_column + j): value
        for i, row in enumerate(grid.rows)
        for j, value in enumerate(row)
        if value != ""
    }


cells = st.dictionaries(
    st.tuples(st.integers(1, 60), st.integers(1, 30)), st.floats(-1000, 1000, width=32), max_size=12
)


@settings(max_examples=60)
@given(cells=cells, addressed=st.booleans(), numbered=st.booleans())
def test_values_are_where_the_file_has_them(
    cells: dict[Place, float], addressed: bool, numbered: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        part = sheet_of(cells, addressed, numbered)
        assert places(ClosedWorkbook(book(Path(folder) / "b.xlsx", part)).grid("captura")) == cells


@settings(max_examples=40)
@given(
    start=st.tuples(st.integers(1, 28), st.integers(1, 40)),
    gaps=st.lists(st.integers(1, 5), max_size=8),
    order=st.permutations(["NSS", "CURP", "Puesto", "SBC"]),
    apart=st.integers(1, 4),
)
def test_every_worker_of_a_file_keeps_its_row(
    start: Place, gaps: list[int], order: list[str], apart: int
) -> None:
    row, column = start
    place_of = {name: column + index * apart for index, name in enumerate(order)}

    def written(number: int, values: dict[str, object]) -> str:
        inside = "".join(
            f'<c r="{cell_name(number, place_of[name])}" t="inlineStr"><is><t>{values[name]}</t></is></c>'
            for name in sorted(values, key=place_of.__getitem__)
        )
        return f'<row r="{number}">{inside}</row>'

    content = written(row, {name: name for name in order})
    expected = []
    for count, gap in enumerate(gaps):
        row += gap
        worker: dict[str, object] = {
            "NSS": f"{count:011d}",
            "CURP": f"AAAA{count:06d}HDFXXX01",
            "SBC": 400 + count,
        }
        expected.append((row, worker["NSS"], worker["CURP"]))
        content += written(row, worker)
    with tempfile.TemporaryDirectory() as folder:
        found = find_tables(ClosedWorkbook(book(Path(folder) / "b.xlsx", worksheet(content))))
    table = found.tables[0]
    assert list(zip(table.rows, table.raw["nss"], table.raw["curp"], strict=True)) == expected
    assert table.columns == {name.lower(): place_of[name] for name in ("NSS", "CURP", "SBC")}


FAR: list[dict[Place, float]] = [
    {(1, 1): 1, (1_048_576, 16_384): 2},
    {(5, 3): 1, (6, 16_384): 2, (1_048_576, 3): 3},
    {(1_048_576, 16_384): 2},
    {(1, 16_384): 1},
    {(1_048_576, 1): 1},
    {(900_000, 700): 1, (900_001, 701): 2, (1_000_000, 30): 3},
    {(row, column): row * column for row in (1, 2, 500_000) for column in (1, 2, 3, 9_000)},
]


@pytest.mark.parametrize("far", FAR, ids=range(len(FAR)))
def test_cells_at_the_ends_of_the_sheet(tmp_path: Path, far: dict[Place, float]) -> None:
    grid = ClosedWorkbook(book(tmp_path / "b.xlsx", sheet_of(far))).grid("captura")
    assert places(grid) == far
    assert len(grid.rows) == max(row for row, _ in far) - min(row for row, _ in far) + 1


def test_formats_at_the_ends_of_the_sheet_hold_nothing(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    grid = ClosedWorkbook(book(tmp_path / "b.xlsx", worksheet(rows))).grid("captura")
    assert places(grid) == {(2, 2): 1.0}
    assert len(grid.rows) == 1


def test_a_wide_full_sheet_is_read_whole(tmp_path: Path) -> None:
    cells = {(row, column): row + column / 1000 for row in range(1, 40) for column in range(1, 101)}
    assert places(ClosedWorkbook(book(tmp_path / "b.xlsx", sheet_of(cells))).grid("captura")) == cells


def test_a_stray_value_far_away_does_not_hide_the_workers(tmp_path: Path) -> None:
    inline = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = ""
    for row, values in ((3, ("NSS", "CURP", "SBC")), (4, ("02268604531", "MOTR930411HJCRMG70", "450.75"))):
        inside = "".join(
            inline.format(cell_name(row, column), value) for column, value in enumerate(values, 2)
        )
        rows += f'<row r="{row}">{inside}</row>'
    rows += '<row r="1048576">' + inline.format("XFD1048576", "x") + "</row>"
    table = find_tables(ClosedWorkbook(book(tmp_path / "b.xlsx", worksheet(rows)))).tables[0]
    assert (table.rows, table.raw["nss"], table.columns) == (
        [4],
        ["02268604531"],
        {"nss": 2, "curp": 3, "sbc": 4},
    )


def test_content_spread_over_too_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        reading, "MAX_AREA", 1000
    )  # a sheet that is too large for real takes a minute to write
    monkeypatch.setattr(reading, "_SMALL_AREA", 1000)
    diagonal = {(row * 3, row * 3): 1.0 for row in range(1, 40)}
    with pytest.raises(UnreadableFile, match=r"^b\.xlsx: la hoja «captura» ocupa demasiadas celdas"):
        ClosedWorkbook(book(tmp_path / "b.xlsx", sheet_of(diagonal))).grid("captura")


@pytest.mark.parametrize(
    "cell", ["A1048577", "XFE1", "ZZZZ1", "A99999999999", "A" * 5000 + "1", "A" + "9" * 5000, "x"]
)
def test_cells_that_no_sheet_has_are_refused(tmp_path: Path, cell: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{cell}"><v>1</v></c></row>'
    with pytest.raises(UnreadableFile, match="no caben en Excel"):
        ClosedWorkbook(book(tmp_path / "b.xlsx", worksheet(rows))).grid("captura")


@pytest.mark.parametrize(
    "root",
    [
        'count="99999999999" uniqueCount="99999999999"',
        "count='99999999999' note='>'",
        'uniqueCount = "999999999"',
        f'count="{"9" * 5000}"',
        'count="-1"',
        'count="many"',
        'note=">" uniqueCount="99999999999"',
    ],
)
def test_more_strings_declared_than_there_are(tmp_path: Path, root: str) -> None:
    strings = f'<sst xmlns="{MAIN}" {root}><si><t>hola</t></si></sst>'
    part = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    assert (
        ClosedWorkbook(book(tmp_path / "b.xlsx", part, strings=strings)).grid("captura").rows[0][0] == "hola"
    )
