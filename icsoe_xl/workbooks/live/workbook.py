"""A workbook open in Excel, or in LibreOffice Calc, through xlwings' public objects.

The same verbs, marks and record as in a closed file (see :mod:`icsoe_xl.workbooks.port`), with few calls:
each one crosses from this process into the spreadsheet. What cannot be asked through xlwings (protection)
is in :mod:`icsoe_xl.workbooks.live.states`. Undo cannot be kept: a program's change empties its list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from icsoe_xl import hallazgos, record, takeback
from icsoe_xl.addresses import split_cell
from icsoe_xl.cells import clean
from icsoe_xl.errors import UnreadableFile, UnwritableFile
from icsoe_xl.marks import BAD_CELL, BAD_ROW, Marks, SheetMarks, digest
from icsoe_xl.model import Facts, Grid, Place
from icsoe_xl.record import Look, Record, SheetRecord
from icsoe_xl.workbooks.live import calm, colours, looking, notes, protection, sheets, states, values
from icsoe_xl.workbooks.live.areas import Rectangle, address
from icsoe_xl.workbooks.port import Repair, SheetInfo, Taken

_ERRORS = frozenset({
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!",
    "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!",
})  # fmt: skip
_OURS = frozenset({*BAD_CELL.values(), *BAD_ROW.values()})


class Listed(NamedTuple):
    """One row of our sheet of findings, as texts."""

    severity: str
    rule: str
    sheet: str
    cell: str
    field: str
    what: str
    mend: str
    proposal: str

    @property
    def place(self) -> Place | None:
        """Where it jumps to, None for a whole sheet."""
        return split_cell(self.cell) if self.cell else None


class LiveWorkbook:
    """The port over an open ``xlwings.Book``.

    ``protected`` gathers the sheets that could not be marked because they are protected; their findings
    are on ``Hallazgos`` all the same. ``progress`` is called with a short text while marks are applied.
    """

    def __init__(self, book: Any, progress: Callable[[str], None] = lambda _: None) -> None:
        self.book = book
        self.name: str = book.name
        self.protected: list[str] = []
        self._progress = progress
        self._used: dict[str, tuple[Rectangle, list[list[Any]]]] = {}
        self._known: list[str] | None = None
        self._infos: list[SheetInfo] | None = None

    # --- reading

    def sheets(self) -> list[SheetInfo]:
        """Worksheets in tab order, ours left out."""
        ours = {*self._own(hallazgos.FINDINGS), *self._own(hallazgos.CHANGES)}
        return [
            SheetInfo(name, bool(self.book.sheets[name].visible))
            for name in self._names()
            if name not in ours
        ]

    def grid(self, sheet: str) -> Grid:
        """All values of a sheet, error cells empty."""
        (first, left, _, _), rows = self._values(sheet)
        values = [["" if value in _ERRORS else value for value in row] for row in rows]
        return Grid(sheet, values, first, left)

    def facts(self, sheet: str, columns: Sequence[int]) -> Facts:
        """Hidden rows, merged areas, formulas and errors; an open workbook has no formula without value."""
        (first, left, last, right), rows = self._values(sheet)
        wanted = [column for column in columns if left <= column <= right]
        target = self.book.sheets[sheet]
        whole = target.range(address((first, left, last, right)))
        formulas: dict[Place, str] = {}
        errors: dict[Place, str] = {}
        if wanted:
            texts = _as_rows(whole.formula)
            for column in wanted:
                for offset, (line, values) in enumerate(zip(texts, rows, strict=True)):
                    formula, value = line[column - left], values[column - left]
                    if isinstance(formula, str) and formula.startswith("=") and formula != value:
                        formulas[first + offset, column] = formula[1:]
                    if isinstance(value, str) and value in _ERRORS:
                        errors[first + offset, column] = value
        return Facts(
            looking.hidden_rows(whole, first, last),
            formulas,
            errors,
            frozenset(),
            tuple(looking.merged_areas(whole)),
        )

    def named_value(self, name: str) -> object:
        """Value of the first cell behind a defined name."""
        area = self._named_areas(name.casefold()).get(name.casefold())
        return None if area is None else area[0, 0].value

    def named_cells(self, prefix: str) -> dict[str, tuple[str, Place]]:
        """Sheet and first cell behind each defined name that begins so."""
        areas = self._named_areas(prefix.casefold())
        return {
            name: (area.sheet.name, (area.row, area.column))
            for name, area in areas.items()
            if area is not None
        }

    def _named_areas(self, prefix: str) -> dict[str, Any]:
        """The range of each defined name that begins so, the first of equal names; None for one without."""
        areas: dict[str, Any] = {}
        for defined in self.book.names:
            name = defined.name.rpartition("!")[2].casefold()
            if name.startswith(prefix) and name not in areas:
                try:
                    areas[name] = defined.refers_to_range
                except Exception:  # a constant or a broken reference: each engine says so its way
                    areas[name] = None
        return areas

    def source_sha256(self) -> str:
        """Digest of the workbook as it was last saved; empty text when there is no such file here."""
        path = Path(self.book.fullname)
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

    def listed(self) -> list[Listed]:
        """What our sheet of findings lists now, in its order; empty when there is none."""
        own = self._own(hallazgos.FINDINGS)
        if not own:
            return []
        rows = self.book.sheets[own[0]].used_range.options(ndim=2).value
        heads = [column.heading for column in hallazgos.FINDING_COLUMNS]
        start = next((n for n, row in enumerate(rows, 1) if row[: len(heads)] == heads), len(rows))
        return [Listed(*(clean(value) for value in row[: len(heads)])) for row in rows[start:] if row[1]]

    # --- changing

    def is_marked(self) -> bool:
        """Whether there is a sheet of findings of ours."""
        return bool(self._own(hallazgos.FINDINGS))

    def check_writable(self, out: str | Path | None = None) -> None:  # noqa: ARG002 - an open workbook has one place
        """Raise UnwritableFile when the structure is protected: our sheets could not be added."""
        if states.structure_is_protected(self.book):
            raise UnwritableFile(
                "La estructura del libro está protegida y no puedo agregar la hoja Hallazgos: quite la protección en "
                "Revisar > Proteger libro y vuelva a intentarlo."
            )

    def clear(self) -> Taken:
        """Take back what the record claims, then remove our sheet of findings."""
        cells = dropped = 0
        for name in self._own(hallazgos.FINDINGS):
            sheet = self.book.sheets[name]
            kept = Record.from_cells(_hidden_texts(sheet))
            if kept is not None:
                for marked in kept.sheets:
                    taken = self._take_back(kept, marked)
                    cells, dropped = cells + taken.cells, dropped + taken.notes
            with calm.no_questions(self.book.app):
                sheet.delete()
            self._known = None
        self._used.clear()
        return Taken(cells, dropped)

    def repair(self, repairs: Sequence[Repair]) -> None:
        """Write the repairs and list them on ``Cambios``."""
        by_sheet: dict[str, list[Repair]] = {}
        for each in repairs:
            by_sheet.setdefault(each.sheet, []).append(each)
        for name, wanted in by_sheet.items():
            with self._editable(name) as sheet:
                values.write(sheet, {each.place: each.after for each in wanted})
        listing = hallazgos.changes_listing(repairs, datetime.now())
        own = self._own(hallazgos.CHANGES)
        if own:
            sheets.append(self.book.sheets[own[0]], listing)
        else:
            self._add(listing, [hallazgos.CHANGES_SIGNATURE])
        self._used.clear()

    def write(self, wanted: Mapping[tuple[str, Place], str | date]) -> None:
        """Write values into cells, by sheet and place; a cell with a formula keeps it."""
        by_sheet: dict[str, dict[Place, str | date]] = {}
        for (name, place), value in wanted.items():
            by_sheet.setdefault(name, {})[place] = value
        for name, on_sheet in by_sheet.items():
            with self._editable(name) as sheet:
                values.write(sheet, values.without_formulas(sheet, on_sheet))
        self._used.clear()

    def mark(self, marks: Marks) -> None:
        """Paint, note and list; what was painted over is recorded on ``Hallazgos``."""
        marked: list[SheetRecord] = []
        numbers: dict[Look, int] = {}
        for sheet in marks.sheets:
            with self._lifted(sheet.sheet) as free:
                if free:
                    marked.append(self._mark_sheet(sheet, numbers))
                else:
                    self.protected.append(sheet.sheet)
        kept = Record({number: look for look, number in numbers.items()}, marked)
        self._add(hallazgos.findings_listing(marks.report), kept.to_cells())

    def save(self, out: str | Path | None = None) -> None:
        """Nothing: the person saves her own open workbook."""

    # --- the parts of it

    def _mark_sheet(self, marks: SheetMarks, numbers: dict[Look, int]) -> SheetRecord:
        sheet = self.book.sheets[marks.sheet]
        self._progress(f"marcando la hoja {marks.sheet}")
        before = colours.read(sheet, marks.fills)
        looks = {
            place: numbers.setdefault(Look.of_rgb(colour, before[place]), len(numbers) + 1)
            for place, colour in marks.fills.items()
        }
        colours.paint(sheet, marks.fills)
        added = notes.put(sheet, marks.notes)
        untouched = _OURS - set(before.values())
        return record.sheet_record(marks, looks, added.values(), untouched=untouched)

    def _take_back(self, kept: Record, marked: SheetRecord) -> Taken:
        name = next((name for name in self._names() if name.casefold() == marked.sheet.casefold()), None)
        if name is None:
            return Taken(0, 0)
        with self._lifted(name) as free:
            return self._take_back_from(name, kept, marked) if free else Taken(0, 0)

    def _take_back_from(self, name: str, kept: Record, marked: SheetRecord) -> Taken:
        sheet = self.book.sheets[name]
        digests = self._digests(name, marked)
        rows = takeback.locate(marked.rows, digests)
        expected = {(row, column) for row, entry in rows.items() for column, _ in entry.cells}
        ours = self._give_back(kept, marked, expected, digests)
        if len(ours) < sum(len(entry.cells) for entry in marked.rows):
            # Some are not where they were: rows were deleted, moved without values, or copied.
            (first, _, last, _), _ = self._values(name)
            columns = {column for entry in marked.rows for column, _ in entry.cells}
            everywhere = {(row, column) for row in range(first, last + 1) for column in columns}
            ours |= self._give_back(kept, marked, everywhere, digests)
        return Taken(len(ours), notes.drop(sheet, lambda text: takeback.our_note(kept, text)))

    def _give_back(
        self, kept: Record, marked: SheetRecord, places: set[Place], digests: dict[int, set[str]]
    ) -> set[Place]:
        """Restore the fills that are ours among some cells; returns where they were."""
        sheet = self.book.sheets[marked.sheet]
        painted = {
            place: colour
            for place, colour in colours.read(sheet, places).items()
            if colour is not None and colour in _OURS
        }
        ours = takeback.claimed(kept, marked, painted, digests)
        colours.paint(sheet, {place: look.rgb for place, look in ours.items()})
        return set(ours)

    def _digests(self, sheet: str, marked: SheetRecord) -> dict[int, set[str]]:
        """Digests of the cells of the rows that may have been marked.

        Rows that stand where they stood are enough in the usual case; only when one of them is not there
        any more are all rows of the sheet read for it.
        """
        (first, _, last, _), rows = self._values(sheet)

        def of_row(row: int) -> set[str]:
            return {digest(text) for value in rows[row - first] if (text := clean(value))}

        found = {entry.row: of_row(entry.row) for entry in marked.rows if first <= entry.row <= last}
        if all(entry.row in found and found[entry.row].issuperset(entry.digests) for entry in marked.rows):
            return found
        return {row: of_row(row) for row in range(first, last + 1)}

    def _add(self, listing: hallazgos.Listing, hidden: list[str]) -> None:
        """Add a sheet of ours; it comes to the front, where the door may leave it."""
        sheets.add(self.book, hallazgos.free_name(listing.title, self._names()), listing, hidden)
        self._known = None

    def _own(self, base: str) -> list[str]:
        signature = record.RECORD if base == hallazgos.FINDINGS else hallazgos.CHANGES_SIGNATURE
        return [
            name
            for name in self._names()
            if hallazgos.could_be(base, name)
            and any(text.startswith(signature) for text in _hidden_texts(self.book.sheets[name]))
        ]

    def _names(self) -> list[str]:
        """Names of all sheets, in tab order; asked again only after one came or went."""
        if self._known is None:
            self._known = [sheet.name for sheet in self.book.sheets]
        return self._known

    def _lifted(self, name: str) -> AbstractContextManager[bool]:
        """Whether a sheet may be changed meanwhile.

        Protection is the person's word, and holds. That of the workbook that we make, without a password, is
        there for the typist: it is lifted and put back.
        """
        return protection.lifted(self.book.sheets[name], self._is_ours)

    def _is_ours(self) -> bool:
        """Whether it was made by us (:mod:`icsoe_xl.newbook`); asked only of workbooks with protected sheets."""
        return any(defined.name.casefold() == protection.OWN_WORKBOOK for defined in self.book.names)

    @contextmanager
    def _editable(self, name: str) -> Iterator[Any]:
        """A sheet whose cells may be written meanwhile; raises UnwritableFile for a protected one."""
        with self._lifted(name) as free:
            if not free:
                raise UnwritableFile(
                    f"La hoja «{name}» está protegida: quite la protección en Revisar > Desproteger hoja para "
                    "corregirla."
                )
            yield self.book.sheets[name]

    def _values(self, sheet: str) -> tuple[Rectangle, list[list[Any]]]:
        """The used area of a sheet and its values, read once."""
        if sheet not in self._used:
            used = self.book.sheets[sheet].used_range
            rows, columns = used.shape
            if rows * columns > _TOO_MANY:
                raise UnreadableFile(
                    f"La hoja «{sheet}» llega hasta {used.last_cell.address}: borre las filas y columnas vacías del "
                    "final, guarde el libro y vuelva a intentarlo."
                )
            area = (used.row, used.column, used.row + rows - 1, used.column + columns - 1)
            self._used[sheet] = area, used.options(ndim=2, err_to_str=True).value
        return self._used[sheet]


_TOO_MANY = 30_000_000
"""Cells of a used area: reading more would take the spreadsheet's memory and ours."""


def _hidden_texts(sheet: Any) -> list[str]:
    """The texts of our hidden cells: row 1, from the record's column on."""
    used = sheet.used_range
    last = used.column + used.shape[1] - 1
    if last < hallazgos.RECORD_COLUMN:
        return []
    values = sheet.range(address((1, hallazgos.RECORD_COLUMN, 1, last))).options(ndim=1).value
    return [value for value in values if isinstance(value, str)]


def _as_rows(block: Any) -> Sequence[Sequence[Any]]:
    """A block as xlwings gives it (one value, or a tuple of rows) as rows."""
    return block if isinstance(block, list | tuple) else ((block,),)
