"""The tables of a run, for the terminal and for a page, and whether the bars are met."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from measure import Result

OURS = "icsoe_xl"


@dataclass(frozen=True)
class Bar:
    """A promise: a ratio to a peer, or a peak in MB, at most so much."""

    job: str
    rows: int
    peer: str
    at_most: float

    def measured(self, result: Result) -> float | None:
        """The figure that the promise is about; None when the peer did not run."""
        if self.peer == "peak MB":
            return result.runs[OURS].peak
        return ratio(result, self.peer) if self.peer in result.runs else None


BARS = (
    Bar("validate", 3_000, "openpyxl, load and save", 0.35),
    Bar("validate", 100_000, "openpyxl, load and save", 0.10),
    Bar("validate", 100_000, "calamine, bare read", 2.5),
    Bar("validate", 100_000, "peak MB", 130),
)


def ratio(result: Result, peer: str) -> float:
    """Our time divided by the peer's: the median over the rounds."""
    ours, theirs = result.runs[OURS].seconds, result.runs[peer].seconds
    return median(one / other for one, other in zip(ours, theirs, strict=True))


class Sheet:
    """Results gathered as they come."""

    def __init__(self, equipment: list[str]) -> None:
        self._equipment = equipment
        self._results: list[Result] = []

    def add(self, result: Result) -> None:
        """One more job at one size."""
        self._results.append(result)

    @property
    def all_met(self) -> bool:
        """Whether no bar that was measured is missed."""
        return all(measured <= bar.at_most for bar, measured in self._bars())

    def text(self) -> str:
        """For the terminal."""
        lines = list(self._equipment)
        for result in self._results:
            lines += ["", f"{_title(result)}", *_columns(_rows(result))]
            lines += [f"  {name}: not installed" for name in result.skipped]
        if bars := list(self._bars()):
            lines += ["", "Bars", *_columns(_bar_rows(bars))]
        return "\n".join(lines)

    def markdown(self) -> str:
        """For a page."""
        parts = ["# Benchmarks", *(f"- {line}" for line in self._equipment), ""]
        for result in self._results:
            parts += [f"## {_title(result)}", "", *_table(_rows(result)), ""]
        if bars := list(self._bars()):
            parts += ["## Bars", "", *_table(_bar_rows(bars)), ""]
        return "\n".join(parts)

    def _bars(self) -> list[tuple[Bar, float]]:
        found = []
        for bar in BARS:
            for result in self._results:
                if (bar.job, bar.rows) == (result.job, result.rows):
                    measured = bar.measured(result)
                    if measured is not None:
                        found.append((bar, measured))
        return found


def _title(result: Result) -> str:
    return f"{result.job}, {result.rows:,} rows, 2 % bad ({result.rounds} rounds)"


def _rows(result: Result) -> list[list[str]]:
    rows = [["", "seconds", "peak MB", "icsoe_xl / this"]]
    for name, runs in result.runs.items():
        of_us = "" if name == OURS else f"{ratio(result, name):.3g} x"
        rows.append([name, f"{median(runs.seconds):.3f}", f"{runs.peak:.0f}", of_us])
    return rows


def _bar_rows(bars: list[tuple[Bar, float]]) -> list[list[str]]:
    rows = [["", "measured", "at most", ""]]
    for bar, measured in bars:
        what = f"{bar.job}, {bar.rows:,} rows: {bar.peer}"
        rows.append(
            [what, f"{measured:.3g}", f"{bar.at_most:g}", "met" if measured <= bar.at_most else "NOT MET"]
        )
    return rows


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(cell.ljust(width) if place == 0 else cell.rjust(width) for place, (cell, width) in pairs)
        for pairs in ([*enumerate(zip(row, widths, strict=True))] for row in rows)
    ]


def _table(rows: list[list[str]]) -> list[str]:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return [head, "|---" + "|---:" * (len(rows[0]) - 1) + "|", *body]
