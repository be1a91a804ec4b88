"""The workbook part: its sheets' names and order, its defined names, its recalculation.

Grammar: ECMA-376 part 1, 18.2. A sheet's place in the list is its number for names of one sheet
(``localSheetId``) and for the tab that is shown first, so both follow when sheets come and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from icsoe_xl.addresses import quote_sheet
from icsoe_xl.engine.relocate import Made, Relocator, Standpoint
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.xml_parts import (
    Edit,
    Node,
    append_child,
    escape_text,
    set_attribute,
    with_attributes,
)

MAX_NAME = 31
"""Characters of a sheet's name, Excel's own limit."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RELATION = re.compile(rb"""\s([\w.-]+:id)\s*=\s*(?:"[^"]*"|'[^']*')""")
_BEFORE_CALCULATION = frozenset(
    {
        "fileVersion",
        "fileSharing",
        "workbookPr",
        "workbookProtection",
        "bookViews",
        "sheets",
        "functionGroups",
        "externalReferences",
        "definedNames",
        "AlternateContent",
    }
)


class NewSheet(NamedTuple):
    """A sheet of the result: its name, and the relationship id of its part (None: the template's own)."""

    name: str
    relation: str | None = None


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel accepts: no forbidden characters, at most 31, none of ``taken`` (folded)."""
    name = _FORBIDDEN.sub("-", " ".join(wanted.split())).strip("' ")[:MAX_NAME].rstrip("' ")
    if not name or name.casefold() in ("history", "historial"):
        name = f"{name or 'Hoja'}_"
    made, number = name, 2
    while made.casefold() in taken:
        end = f" ({number})"
        made, number = name[: MAX_NAME - len(end)] + end, number + 1
    taken.add(made.casefold())
    return made


def uses_1904(package: Package) -> bool:
    """Whether the workbook counts days from 1904, as old Excel for Mac did."""
    found = package.tree(package.workbook_part).find("workbookPr")
    return found is not None and found.attributes.get("date1904") in ("1", "true")


def names(package: Package) -> Iterator[tuple[str, str]]:
    """Defined names and their formulas."""
    listed = package.tree(package.workbook_part).find("definedNames")
    for node in listed.children if listed is not None else ():
        yield node.attributes.get("name", ""), node.text


class Book:
    """Edits of the workbook part; ``made`` are the template's sheets in order, ``new`` the sheets of each."""

    def __init__(
        self, package: Package, made: Sequence[Made], new: Sequence[Sequence[NewSheet]], relocator: Relocator
    ) -> None:
        self._package, self._made, self._new, self._relocator = package, made, new, relocator
        self._part = package.workbook_part
        self._data, self._root = package.text(self._part), package.tree(self._part)
        self._places: list[list[int]] = []
        place = 0
        for sheets in new:
            self._places.append(list(range(place, place + len(sheets))))
            place += len(sheets)

    def update(self, recalculate: bool) -> None:
        """Make the edits; with ``recalculate`` Excel works out every formula when it opens the file."""
        edits = [*self._sheets(), *self._views(), *self._names()]
        if recalculate:
            edits += self._calculation()
        self._package.splice(self._part, edits)

    def _sheets(self) -> Iterator[Edit]:
        listed = self._root.find("sheets")
        assert listed is not None
        nodes = listed.all("sheet")
        number = max((int(node.attributes.get("sheetId", "0")) for node in nodes), default=0)
        for node, made, sheets in zip(nodes, self._made, self._new, strict=True):
            if [sheet.name for sheet in sheets] == [made.name]:
                continue
            raw, written = self._data[node.start : node.stop], b""
            for sheet in sheets:
                one = with_attributes(raw, {"name": sheet.name})
                if sheet.relation is not None:
                    number += 1
                    one = with_attributes(one, {"sheetId": str(number)})
                    one = _RELATION.sub(rb' \1="%s"' % sheet.relation.encode(), one, count=1)
                written += one
            yield Edit(node.start, node.stop - node.start, written)

    def _views(self) -> Iterator[Edit]:
        views = self._root.find("bookViews")
        for view in views.children if views is not None else ():
            for name in ("activeTab", "firstSheet"):
                if name in view.attributes:
                    old = int(view.attributes[name])
                    new = self._first_place(old)
                    if new != old:
                        yield set_attribute(self._data, view, name, str(new))

    def _first_place(self, old: int) -> int:
        """New place of the sheet that was in place ``old``; of one that is gone, the next sheet's."""
        following = [places[0] for places in self._places[old:] if places]
        return following[0] if following else 0

    def _names(self) -> Iterator[Edit]:
        listed = self._root.find("definedNames")
        if listed is None:
            return
        made = b"".join(piece for node in listed.children for piece in self._name(node))
        if made == self._data[listed.inner : listed.close]:
            return
        if made.strip():
            yield Edit(listed.inner, listed.close - listed.inner, made)
        else:
            yield Edit(listed.start, listed.stop - listed.start, b"")

    def _name(self, node: Node) -> Iterator[bytes]:
        raw = self._data[node.start : node.stop]
        local = node.attributes.get("localSheetId")
        if local is None:
            yield self._moved(node, raw, Standpoint(None, grow=True))
            return
        made = self._made[int(local)]
        for index, place in enumerate(self._places[int(local)]):
            copy = self._moved(node, raw, Standpoint(made, index, grow=True))
            if "#REF!" in copy.decode("utf-8") and node.attributes.get("name", "").startswith("_xlnm."):
                continue  # a print area without cells is none
            yield copy if str(place) == local else with_attributes(copy, {"localSheetId": str(place)})

    def _moved(self, node: Node, raw: bytes, at: Standpoint) -> bytes:
        text = self._relocator.formula(node.text, at)
        if text == node.text:
            return raw
        opening, closing = node.inner - node.start, node.close - node.start
        return raw[:opening] + escape_text(text).encode() + raw[closing:]

    def _calculation(self) -> Iterator[Edit]:
        found = self._root.find("calcPr")
        if found is not None:
            if found.attributes.get("fullCalcOnLoad") not in ("1", "true"):
                yield set_attribute(self._data, found, "fullCalcOnLoad", "1")
            return
        new = b"<" + self._root.qualified("calcPr") + b' fullCalcOnLoad="1"/>'
        later = next((n for n in self._root.children if n.tag not in _BEFORE_CALCULATION), None)
        yield append_child(self._data, self._root, new) if later is None else Edit(later.start, 0, new)


def drop_calculation_chain(package: Package) -> None:
    """Remove the order in which formulas were worked out: Excel makes it anew, and an old one breaks it."""
    found = package.related(package.workbook_part, "calcChain")
    if found is not None:
        package.remove_relationship(package.workbook_part, found.id)
        package.remove(found.target)


def update_titles(package: Package, new: Sequence[Sequence[str]], made: Sequence[Made]) -> None:
    """Tell the file's properties the new names of its sheets, where they list them as Excel does."""
    found = package.related("", "extended-properties")
    if found is None:
        return
    root, data = package.tree(found.target), package.text(found.target)
    titles, pairs = root.find("TitlesOfParts"), root.find("HeadingPairs")
    vector = titles.find("vector") if titles is not None else None
    counts = [n for n in pairs.walk() if n.tag == "i4"] if pairs is not None else []
    if vector is None or not counts or not counts[0].text.isdecimal():
        return
    old = int(counts[0].text)
    listed = vector.all("lpstr")
    if not 0 < old <= len(listed):
        return
    name = listed[0].name
    flat = [title for titles in new for title in titles]
    written = b"".join(b"<" + name + b">" + escape_text(n).encode() + b"</" + name + b">" for n in flat)
    edits = [
        Edit(listed[0].start, listed[old - 1].stop - listed[0].start, written),
        Edit(counts[0].inner, counts[0].close - counts[0].inner, str(len(flat)).encode()),
        set_attribute(data, vector, "size", str(len(listed) - old + len(flat))),
    ]
    by_name = {
        quote_sheet(one.name): quote_sheet(titles[0]) for one, titles in zip(made, new, strict=True) if titles
    }
    for node in listed[old:]:  # names of one sheet: 'Hoja 1'!Print_Area
        sheet, mark, rest = node.text.rpartition("!")
        if mark and by_name.get(sheet, sheet) != sheet:
            text = escape_text(f"{by_name[sheet]}!{rest}").encode()
            edits.append(Edit(node.inner, node.close - node.inner, text))
    package.splice(found.target, edits)
