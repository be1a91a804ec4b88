"""What a rule is, and what it sees of a table.

A rule's text is written once: the note in the cell, the sheet ``Hallazgos``, ``icsoe-xl rule CODE`` and
the ribbon's help all read it from its :class:`Rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from icsoe_xl.cells import clean
from icsoe_xl.findings import Finding, Severity
from icsoe_xl.ids import columns, curp, nss
from icsoe_xl.ids.lanes import Packed
from icsoe_xl.model import Form, Table
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Filed


class Rule(NamedTuple):
    """One permanent code of the public contract and everything a person may ask about it.

    ``what`` and ``mend`` are the message's two sentences; ``why`` explains; ``source`` names document
    and date; ``bad`` and ``good`` are examples with synthetic data.
    """

    code: str
    title: str
    severity: Severity
    what: str
    mend: str
    why: str
    source: str
    bad: str
    good: str

    def at(
        self,
        table: Table,
        index: int,
        field: str,
        *,
        severity: Severity | None = None,
        what: str = "",
        mend: str = "",
        fix: str | float | None = None,
        hint: str = "",
    ) -> Finding:
        """A finding of this rule in row ``index`` (of the table's lists), in the field's column.

        A cell with a formula never carries a fix: the formula is the user's, and only she may mend it.
        """
        row, column = table.place(index, field)
        if fix is not None and (row, column) in table.facts.formulas:
            fix = None
        return Finding(
            table.sheet,
            row,
            column,
            field,
            self.code,
            severity or self.severity,
            what or self.what,
            mend or self.mend,
            fix,
            hint,
        )

    def on_form(
        self, form: Form, field: str, *, severity: Severity | None = None, what: str = "", mend: str = ""
    ) -> Finding:
        """A finding about a field of the form; of the form's sheet when the field has no place there."""
        entry = form.entries.get(field)
        sheet, row, column = (form.sheet, None, None) if entry is None else entry[:3]
        return Finding(
            sheet,
            row,
            column,
            field,
            self.code,
            severity or self.severity,
            what or self.what,
            mend or self.mend,
        )

    def on_column(self, table: Table, column: int, field: str, *, what: str = "", mend: str = "") -> Finding:
        """A finding about a whole column; it stands at the column's header."""
        return Finding(
            table.sheet,
            table.header_row,
            column,
            field,
            self.code,
            self.severity,
            what or self.what,
            mend or self.mend,
        )

    def on_sheet(
        self, sheet: str | None, field: str | None = None, *, what: str = "", mend: str = ""
    ) -> Finding:
        """A finding about a whole sheet, or about the workbook when ``sheet`` is None."""
        return Finding(
            sheet, None, None, field, self.code, self.severity, what or self.what, mend or self.mend
        )


class Context(NamedTuple):
    """What holds for the whole workbook: the period and the amounts in force at its end.

    Amounts are pesos per day. ``sbc_cap_known`` is False while the table of UMA has no value for that
    date yet (the last known one counts). ``today`` decides which birth dates lie in the future, and what is
    late. ``services`` are the (folio, text) that the contractor registered in REPSE, empty when unknown.
    ``guessed`` is True when neither person nor workbook says the period, and the one to file was taken.
    ``filed`` are the returns of the contractor and the period that count, in the order of filing; empty
    when none is known.
    """

    period: Period
    today: date
    sbc_cap: float
    sbc_cap_known: bool
    minimum_wage: float
    services: tuple[tuple[str, str], ...] = ()
    guessed: bool = False
    filed: tuple[Filed, ...] = ()


class Column:
    """One identifier column as the rules see it, aligned with the table's rows.

    ``clean`` is the compact text of each cell (itself where it was typed soundly); ``suspects`` (in order)
    and ``doubtful`` are the rows that the whole-column sieve could not call sound; ``failed`` gathers the
    rows with an error, so that rules which compare columns leave them alone (one fault, one finding).
    """

    __slots__ = ("_typed", "clean", "doubtful", "failed", "suspects")

    def __init__(
        self, raw: Sequence[object], typed: Packed, suspects: list[int], compact: Callable[[str], str]
    ) -> None:
        values = list(raw)
        for index in suspects:
            values[index] = compact(clean(raw[index]))
        self.clean: list[str] = values  # type: ignore[assignment]  # what the sieve passed is text
        self._typed = typed
        self.suspects = suspects
        self.doubtful = frozenset(suspects)
        self.failed: set[int] = set()

    def packed(self) -> Packed:
        """The clean texts, ready for the sieves."""
        return self._typed.replaced(self.clean, self.suspects)


class Rows:
    """A table with its identifier columns prepared once for all rules.

    ``unreadable`` gathers the (index, field) of cells that hold no value: no other rule judges them again.
    """

    __slots__ = ("curp", "nss", "table", "unreadable")

    def __init__(self, table: Table, today: date) -> None:
        self.table = table
        typed = columns.packed_nss(raw := table.raw.get("nss", []))
        self.nss = Column(raw, typed, columns.nss_suspects(typed), nss.compact)
        typed = columns.packed_curp(raw := table.raw.get("curp", []))
        self.curp = Column(raw, typed, columns.curp_suspects(typed, today=today), curp.compact)
        self.unreadable: set[tuple[int, str]] = set()

    def has(self, field: str) -> bool:
        """Whether the field's column was found, and only once."""
        return field in self.table.raw

    def is_readable(self, index: int, field: str) -> bool:
        """Whether a cell of a field that was found holds a value, or nothing: no error, no lost result."""
        return self.has(field) and (index, field) not in self.unreadable

    def text(self, index: int, field: str) -> str:
        """The clean text of a cell, "" where its field was not found."""
        return clean(self.table.raw[field][index]) if self.has(field) else ""

    def contract(self, index: int) -> str:
        """Key of the row's contract; the whole sheet is one where there is no contract column."""
        return self.table.contracts[index] if self.table.contracts else ""
