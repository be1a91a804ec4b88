"""The record and the decisions made from it, without any file."""

from __future__ import annotations

import random

import pytest

from icsoe_xl.marks import SheetMarks, digest
from icsoe_xl.record import (
    CHUNK,
    NO_FILL,
    Look,
    PartRecord,
    Record,
    RowRecord,
    SheetRecord,
    note_digest,
    sheet_record,
)
from icsoe_xl.takeback import claimed, locate, our_note

RED, PALE = "FFC7CE", "FDECEA"
BLUE = '<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/></patternFill></fill>'


def entry(row: int, *values: str, cells: tuple[tuple[int, int], ...] = ((1, 1), (2, 2), (3, 2))) -> RowRecord:
    return RowRecord(row, cells, tuple(digest(value) if value else "" for value in values))


def record(*entries: RowRecord, untouched: frozenset[str] = frozenset()) -> Record:
    looks = {1: Look(RED, BLUE, "1"), 2: Look(PALE), 3: Look(RED)}
    return Record(looks, [SheetRecord("captura", (1, 2, 3), list(entries), untouched=untouched)])


def values(*texts: str, first: int = 1) -> dict[str, int]:
    """Digest -> column of a row of today."""
    return {digest(text): column for column, text in enumerate(texts, first)}


def full_record() -> Record:
    found = record(*[entry(row, f"nss{row}", "", "450.4") for row in range(2, 3000)])
    notes = [note_digest(f"nota {n}") for n in range(500)]
    sheet = found.sheets[0]._replace(notes=notes, new_rows=[77], untouched=frozenset({RED}))
    parts = [
        PartRecord("xl/styles.xml", "abc", [[(3, 4, "<ñ _x0041_ =>")]]),
        PartRecord("xl/n.xml", "d", None),
    ]
    return found._replace(sheets=[sheet], formats={57: (None, 1), 58: ("12", 2)}, parts=parts)


def test_it_survives_its_cells_in_any_order() -> None:
    found = full_record()
    cells = found.to_cells()
    assert len(cells) > 3
    assert all(len(cell) <= CHUNK for cell in cells)
    random.Random(1).shuffle(cells)
    assert Record.from_cells(["otra celda", *cells]) == found
    assert not any("_x" in cell.removeprefix("icsoe_xl:registro:") for cell in cells)


@pytest.mark.parametrize(
    "harm",
    [
        lambda cells: cells[1:],
        lambda cells: [cells[0][:-20], *cells[1:]],
        lambda cells: [],
        lambda cells: [cell.replace('"looks":[[1', '"looks":[[9') for cell in cells],
        lambda cells: [cell.replace('"version":1', '"version":2') for cell in cells],
    ],
)
def test_a_record_that_is_not_whole_is_none(harm: object) -> None:
    assert callable(harm)
    assert Record.from_cells(harm(full_record().to_cells())) is None


def test_digests_do_not_tell_the_values() -> None:
    marks = SheetMarks("captura", {(5, 1): RED}, {}, {5: (digest("92000000111"),)}, (1,))
    cells = Record({1: Look(RED)}, [sheet_record(marks, {(5, 1): 1}, ["nota del 92000000111"])]).to_cells()
    assert "92000000111" not in "".join(cells)


def test_rows_are_known_wherever_they_are() -> None:
    entries = [entry(5, "a", "b", "9"), entry(6, "c", "d", "9"), entry(7, "e", "f", "9")]
    today = {
        5: values("c", "d", "9"),  # sorted to another row
        6: values("x", "f", "9"),  # one value mended, and moved
        9: values("a", "b", "9"),
        10: values("a", "b", "9"),  # copied
        12: values("z", "y", "9"),  # shares only the common wage
    }
    assert {row: found.row for row, found in locate(entries, today).items()} == {5: 6, 6: 7, 9: 5, 10: 5}


def test_a_row_whose_values_all_changed_is_known_by_its_number() -> None:
    entries = [entry(5, "a", "b"), entry(6, "c", "d")]
    assert {
        row: found.row for row, found in locate(entries, {5: values("x"), 7: values("c", "d")}).items()
    } == {
        5: 5,
        7: 6,
    }


def test_a_cell_is_ours_only_in_the_colour_that_we_gave_it() -> None:
    found = record(entry(5, "a", "b", "9"))
    painted = {(5, 1): PALE, (5, 2): PALE, (5, 3): "FFEB9C", (8, 1): RED}
    ours = claimed(found, found.sheets[0], painted, {5: values("a", "b", "9"), 8: values("q")})
    assert ours == {(5, 2): Look(PALE), (5, 1): Look(PALE)}  # the second pale cell stands for the third


def test_columns_that_were_moved_are_followed() -> None:
    found = record(entry(5, "a", "b", "9"), entry(6, "c", "d", "8", cells=((1, 2), (2, 3), (3, 2))))
    painted = {(5, 3): RED, (5, 4): PALE, (5, 5): PALE, (6, 3): PALE, (6, 4): RED, (6, 5): PALE}
    today = {5: values("a", "b", "9", first=3), 6: values("c", "d", "8", first=3)}
    ours = claimed(found, found.sheets[0], painted, today)
    assert ours.keys() == painted.keys()
    assert ours[5, 3].fill == BLUE
    assert ours[6, 4].fill == NO_FILL


def test_a_stray_cell_in_our_colour_is_the_users_unless_nobody_had_it_before() -> None:
    today = {5: values("a", "b", "9"), 30: values("k")}
    painted = {(5, 1): RED, (30, 1): RED, (31, 1): RED}
    shy = record(entry(5, "a", "b", "9"))
    assert claimed(shy, shy.sheets[0], painted, today).keys() == {(5, 1)}
    sure = record(entry(5, "a", "b", "9"), untouched=frozenset({RED}))
    assert claimed(sure, sure.sheets[0], painted, today, spared={(31, 1)}).keys() == {(5, 1), (30, 1)}


def test_plain_sets_of_digests_will_do() -> None:
    found = record(entry(5, "a", "b", "9"))
    painted = {(9, 1): RED, (9, 2): PALE, (9, 3): PALE}
    ours = claimed(found, found.sheets[0], painted, {9: {digest("a"), digest("b"), digest("9")}})
    assert ours[9, 1].fill == BLUE
    assert len(ours) == 3


def test_notes_are_known_by_their_words() -> None:
    found = record()
    noted = found.sheets[0]._replace(notes=[note_digest("T004 · Mal.\nCorríjalo.")])
    found = found._replace(sheets=[noted])
    assert our_note(found, "T004 · Mal.\r\n  Corríjalo. ")
    assert not our_note(found, "T004 · Mal.\nCorríjalo. Ya.")


def test_a_look_known_by_its_colour_only() -> None:
    assert Look.of_rgb(RED, None).fill == NO_FILL
    look = Look.of_rgb(RED, "DDEBF7")
    assert (look.rgb, look.apply) == ("DDEBF7", "1")
    assert 'rgb="FFDDEBF7"' in look.fill
