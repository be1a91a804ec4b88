"""What the values of an open sheet do not tell, asked with few calls: rows that are hidden, areas that are merged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from icsoe_xl.workbooks.live.areas import Rectangle


def hidden_rows(whole: Any, first: int, last: int) -> frozenset[int]:
    """Those of the rows from ``first`` to ``last`` of a range that are not to be seen."""
    visible: set[int] = set()
    for area in whole.get_special_cells("visible"):
        visible.update(range(area.row, area.row + area.shape[0]))
    return frozenset(range(first, last + 1)) - visible if len(visible) < last - first + 1 else frozenset()


def merged_areas(area: Any) -> Iterator[Rectangle]:
    """Merged areas: a range tells whether none of its cells is merged; where some are, it is split."""
    if area.merge_cells is False:
        return
    rows, columns = area.shape
    whole = area[0, 0].merge_area
    starts_here = (whole.row, whole.column) == (area.row, area.column)
    if rows * columns == 1 or whole.shape == (rows, columns):
        if starts_here:
            yield whole.row, whole.column, whole.row + whole.shape[0] - 1, whole.column + whole.shape[1] - 1
        return
    if rows >= columns:
        halves = area[: rows // 2, :], area[rows // 2 :, :]
    else:
        halves = area[:, : columns // 2], area[:, columns // 2 :]
    for half in halves:
        yield from merged_areas(half)
