"""What filling would change: spots and values in, changes out. Nothing is read or written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from icsoe_xl.cells import clean
from icsoe_xl.contact import is_email
from icsoe_xl.filling.placeholders import fill
from icsoe_xl.filling.spots import Spots
from icsoe_xl.layouts.layout import FormShape, header_key
from icsoe_xl.model import Place
from icsoe_xl.rules.typed import day, written_day, yes_or_no


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that gets a value. ``overwrites``: it holds another one now, which only the person may give up.

    ``field`` is "" where placeholders are filled, perhaps several; ``label`` says in words what goes there.
    """

    sheet: str
    place: Place
    field: str
    label: str
    before: str
    after: str | date
    overwrites: bool


@dataclass(slots=True)
class Plan:
    """``changes`` in the order of the workbook; ``same`` cells hold the right value already.

    ``without_place``: fields of the profile that the workbook has no cell for. ``formulas``: cells that hold
    a formula and are left alone. ``unknown``: placeholders that mean nothing to us, with their sheet and
    place. ``twice``: fields whose label stands in several places. All of fields are labels.
    """

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    without_place: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    unknown: list[tuple[str, Place, str]] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    @property
    def overwrites(self) -> list[Change]:
        """The changes that would put a value in the place of a different one."""
        return [change for change in self.changes if change.overwrites]


def plan(spots: Spots, values: Mapping[str, str | date], shape: FormShape) -> Plan:
    """Plan the filling of a workbook's spots with the values of a profile, by field."""
    made = Plan(twice=[shape.words[name] for name in spots.twice if name in values])
    placed: set[str] = set(spots.twice)
    for spot in spots.found:
        if spot.field:
            placed.add(spot.field)
            if spot.field not in values:
                continue
            label, after = shape.words[spot.field], values[spot.field]
            if spot.formula:
                made.formulas.append(label)
            elif same(spot.field, spot.value, after):
                made.same += 1
            else:
                before = clean(spot.value)
                made.changes.append(
                    Change(spot.sheet, spot.place, spot.field, label, before, after, bool(before))
                )
        elif not spot.formula and isinstance(spot.value, str):
            filled = fill(spot.value, shape, values.get)
            placed.update(filled.fields)
            made.unknown += [(spot.sheet, spot.place, name) for name in filled.unknown]
            if filled.fields:
                label = ", ".join(shape.words[name] for name in filled.fields)
                made.changes.append(
                    Change(spot.sheet, spot.place, "", label, spot.value, filled.value, False)
                )
    made.without_place = [shape.words[name] for name in values if name not in placed]
    return made


def same(name: str, raw: object, value: str | date) -> bool:
    """Whether a cell says already what the profile does, however it is written."""
    if isinstance(value, date):
        return (day(raw) or written_day(raw)) == value
    text = clean(raw)
    if name == "icsoe_domicilio_fiscal":
        return text != "" and yes_or_no(raw) == yes_or_no(value)
    if is_email(value):
        return text.casefold() == value.casefold()
    return header_key(text) == header_key(value)
