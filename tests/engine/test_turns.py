"""Which rows a reference means, against a plain model: every row says what it is and in which turns."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.books import book, designed, filled
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

OUTER, INNER = range(2, 7), range(3, 6)
"""Rows 2 to 6 repeat for each group, rows 3 to 5 within them for each of its members; 1 and 7 stand around."""
LAST = 7
Turns = tuple[int, ...]


def depth(row: int) -> int:
    return 2 if row in INNER else 1 if row in OUTER else 0


def design(path: Path, first: int, last: int) -> Path:
    """Each row: what it is, and formulas that count the rows ``first`` to ``last`` in four ways."""
    cells: dict[str, object] = {}
    for row in range(1, LAST + 1):
        turns = ["{{ g }}", "{{ m }}"][: depth(row)]
        cells[f"B{row}"] = "|".join([str(row), *turns])
        cells[f"C{row}"] = f"=COUNTA(B{first}:B{last})"
        cells[f"D{row}"] = f"=COUNTA(B${first}:B${last})"
        cells[f"E{row}"] = f"=COUNTA(B{first})"
        cells[f"F{row}"] = f"=COUNTA(B${first}:B{first})"
    cells[f"A{OUTER[0]}"] = "{% for g, ms in groups %}"
    cells[f"A{INNER[0]}"] = "{% for m in ms %}"
    cells[f"G{INNER[-1]}"] = "{% endfor %}"
    cells[f"G{OUTER[-1]}"] = "{% endfor %}"
    return designed(path, cells)


def said(sheet: Worksheet) -> dict[int, tuple[int, Turns]]:
    """For each new row, the template's row and the turns that it was made in."""
    found = {}
    for row in range(1, sheet.max_row + 1):
        value = sheet.cell(row, 2).value
        if value is not None:
            number, *turns = (int(part) for part in str(value).split("|"))
            found[row] = number, tuple(turns)
    return found


def covered(formula: object) -> list[int]:
    rows: list[int] = []
    for part in (
        str(formula).removeprefix("=COUNTA(").removesuffix(")").replace("B", "").replace("$", "").split(",")
    ):
        ends = [int(end) for end in part.split(":")]
        rows += range(ends[0], ends[-1] + 1)
    return rows


def window(here: tuple[int, Turns], row: int, fixed: bool) -> Turns:
    """The turns that a reference from ``here`` to the template's ``row`` keeps to; ``$`` lifts it by one."""
    shared = min(depth(here[0]), depth(row))
    return here[1][: max(shared - fixed, 0)]


def meant(
    made: dict[int, tuple[int, Turns]],
    here: tuple[int, Turns],
    first: int,
    last: int,
    fixed: tuple[bool, bool],
):
    """New rows of the template's rows ``first`` to ``last``, from the window of one end to that of the other."""
    rows = [row for row, (number, _) in made.items() if first <= number <= last]
    low, high = window(here, first, fixed[0]), window(here, last, fixed[1])
    starts = [row for row in rows if made[row][1][: len(low)] == low]
    ends = [row for row in rows if made[row][1][: len(high)] == high]
    return [row for row in rows if starts and ends and starts[0] <= row <= ends[-1]]


@settings(max_examples=80, deadline=None)
@given(
    groups=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    first=st.integers(1, LAST),
    length=st.integers(0, LAST - 1),
)
def test_references_mean_the_rows_that_the_rules_say(
    tmp_path_factory: pytest.TempPathFactory, groups: list[int], first: int, length: int
) -> None:
    last = min(first + length, LAST)
    data = [(number, list(range(members))) for number, members in enumerate(groups)]
    folder = tmp_path_factory.mktemp("vueltas")
    sheet = book(filled(design(folder / "p.xlsx", first, last), {"groups": data}))["Hoja"]
    made = said(sheet)
    assert len(made) == sheet.max_row
    for row, here in made.items():
        expected = {
            3: meant(made, here, first, last, (False, False)),
            4: meant(made, here, first, last, (True, True)),
            5: meant(made, here, first, first, (False, False)),
            6: meant(made, here, first, first, (True, False)),
        }
        for column, wanted in expected.items():
            formula = sheet.cell(row, column).value
            assert covered(formula) == wanted, (row, here, formula)
