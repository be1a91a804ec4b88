"""The tables of a run, for the terminal and for a page, and whether the bars are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from measure import Result

OURS = "icsoe_xl"


@dataclass(frozen=True)
class Bar:
    """A promise and what was measured: at most ``limit``, or at least so much."""

    what: str
    measured: float
    limit: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the promise is kept."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def row(self) -> list[str]:
        """The cells of its row."""
        bound = f"{'at least' if self.at_least else 'at most'} {self.limit:g}"
        return [self.what, f"{self.measured:.3g}", bound, "met" if self.is_met else "NOT MET"]


@dataclass(frozen=True)
class Table:
    """One race: its title, rows of cells (the heading first), remarks, and the bars about it."""

    title: str
    rows: Sequence[list[str]]
    bars: Sequence[Bar] = ()
    remarks: Sequence[str] = ()


PROMISES = (
    ("validate", 3_000, "openpyxl, load and save", 0.35),
    ("validate", 100_000, "openpyxl, load and save", 0.10),
    ("validate", 100_000, "calamine, bare read", 2.5),
    ("validate", 100_000, "peak MB", 130),
)
"""Job, rows, peer (or peak MB), and what our time divided by the peer's may be at most."""


def of_result(result: Result) -> Table:
    """The table of a job at one size."""
    rows = [["", "seconds", "peak MB", "icsoe_xl / this"]]
    for name, runs in result.runs.items():
        of_us = "" if name == OURS else f"{ratio(result, name):.3g} x"
        rows.append([name, f"{median(runs.seconds):.3f}", f"{runs.peak:.0f}", of_us])
    bars = [
        Bar(f"{job}, {size:,} rows: {peer}", _measured(result, peer), limit)
        for job, size, peer, limit in PROMISES
        if (job, size) == (result.job, result.rows) and (peer == "peak MB" or peer in result.runs)
    ]
    rounds = f"{result.rounds} rounds" if result.rounds > 1 else "1 round"
    title = f"{result.job}, {result.rows:,} rows, 2 % bad ({rounds})"
    return Table(title, rows, bars, [f"{name}: not installed" for name in result.skipped])


def _measured(result: Result, peer: str) -> float:
    return result.runs[OURS].peak if peer == "peak MB" else ratio(result, peer)


def ratio(result: Result, peer: str) -> float:
    """Our time divided by the peer's: the median over the rounds."""
    ours, theirs = result.runs[OURS].seconds, result.runs[peer].seconds
    return median(one / other for one, other in zip(ours, theirs, strict=True))


class Sheet:
    """Tables gathered as they come."""

    def __init__(self, equipment: Sequence[str]) -> None:
        self._equipment = equipment
        self._tables: list[Table] = []

    def add(self, table: Table) -> None:
        """One more race."""
        self._tables.append(table)

    @property
    def all_met(self) -> bool:
        """Whether no bar that was measured is missed."""
        return all(bar.is_met for bar in self._bars())

    def text(self) -> str:
        """For the terminal."""
        lines = list(self._equipment)
        for table in self._tables:
            lines += ["", table.title, *_columns(table.rows), *(f"  {remark}" for remark in table.remarks)]
        if bars := self._bars():
            lines += ["", "Bars", *_columns(_bar_rows(bars))]
        return "\n".join(lines)

    def markdown(self) -> str:
        """For a page."""
        parts = ["# Benchmarks", "", *(f"- {line}" for line in self._equipment), ""]
        for table in self._tables:
            parts += [f"## {table.title}", "", *_table(table.rows), ""]
            parts += [line for remark in table.remarks for line in (f"{remark[:1].upper()}{remark[1:]}.", "")]
        if bars := self._bars():
            parts += ["## Bars", "", *_table(_bar_rows(bars)), ""]
        return "\n".join(parts)

    def _bars(self) -> list[Bar]:
        return [bar for table in self._tables for bar in table.bars]


def _bar_rows(bars: Sequence[Bar]) -> list[list[str]]:
    return [["", "measured", "promised", ""], *(bar.row() for bar in bars)]


def _columns(rows: Sequence[list[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(cell.ljust(width) if place == 0 else cell.rjust(width) for place, (cell, width) in pairs)
        for pairs in ([*enumerate(zip(row, widths, strict=True))] for row in rows)
    ]


def _table(rows: Sequence[list[str]]) -> list[str]:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return [head, "|---" + "|---:" * (len(rows[0]) - 1) + "|", *body]
