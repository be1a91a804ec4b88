"""More sheets made of one: its part copied with everything that belongs to it alone."""

from __future__ import annotations

import re

from icsoe_xl.engine.relations import copy_relationships
from icsoe_xl.workbooks.package import Package
from icsoe_xl.workbooks.xml_parts import set_attribute

_OWN = frozenset(
    {
        "drawing",
        "vmlDrawing",
        "comments",
        "threadedComment",
        "table",
        "ctrlProp",
        "chart",
        "chartEx",
        "chartUserShapes",
        "chartStyle",
        "chartColorStyle",
        "themeOverride",
        "control",
        "activeXControlBinary",
        "oleObject",
        "package",
        "printerSettings",
    }
)
"""Kinds of parts that one sheet (or drawing, or chart) has for itself; images may be shared."""
NOT_COPIED = frozenset({"pivotTable", "slicer", "timeline", "queryTable"})
"""Kinds whose copies Excel would refuse: their names are the workbook's."""
_NUMBER = re.compile(r"[0-9]*(\.[^./]+)$")


def copy_part(package: Package, part: str) -> tuple[str, dict[str, str]]:
    """Copy a part and its own parts. Gives the copy's name and all copies by the name of the original."""
    copies: dict[str, str] = {}
    return _copied(package, part, copies), copies


def _copied(package: Package, part: str, copies: dict[str, str]) -> str:
    if part in copies:
        return copies[part]
    pattern = _NUMBER.sub(r"{}\1", part.replace("{", "").replace("}", ""))
    copy = package.free_name(pattern)
    package.add(copy, package.read(part), package.content_type(part))
    copies[part] = copy
    targets = {}
    for relationship in package.relationships(part):
        if relationship.kind in _OWN and not relationship.external and package.has(relationship.target):
            targets[relationship.target] = _copied(package, relationship.target, copies)
    copy_relationships(package, part, copy, targets)
    return copy


def remove_part(package: Package, part: str) -> None:
    """Remove a sheet's part and its own parts."""
    for relationship in package.relationships(part):
        if relationship.kind in _OWN and not relationship.external and package.has(relationship.target):
            remove_part(package, relationship.target)
    package.remove(part)


def rename_tables(package: Package, sheet: str, taken: set[str], first_id: int) -> dict[str, str]:
    """Give the tables of a copied sheet names and numbers of their own; gives the names, old to new."""
    renamed: dict[str, str] = {}
    for relationship in package.relationships(sheet):
        if relationship.kind != "table" or not package.has(relationship.target):
            continue
        part = relationship.target
        data, root = package.text(part), package.tree(part)
        old = root.attributes.get("displayName", "")
        number = 2
        while f"{old}_{number}".casefold() in taken:
            number += 1
        new = f"{old}_{number}"
        taken.add(new.casefold())
        renamed[old] = new
        package.splice(
            part,
            [
                set_attribute(data, root, "id", str(first_id + len(renamed) - 1)),
                set_attribute(data, root, "name", new),
                set_attribute(data, root, "displayName", new),
            ],
        )
    return renamed


def tables(package: Package) -> tuple[set[str], int]:
    """Names of all tables (folded) and the first free number."""
    names, last = set(), 0
    for sheet in package.sheets():
        for relationship in package.relationships(sheet.part):
            if relationship.kind == "table" and package.has(relationship.target):
                attributes = package.tree(relationship.target).attributes
                names.add(attributes.get("displayName", "").casefold())
                last = max(last, int(attributes.get("id", "0")))
    return names, last + 1


def loosened(data: bytes) -> bytes:
    """A copied worksheet less what only the original may have: its name in the macros, its being chosen.

    Two chosen tabs are a group, and Excel would type into both at once.
    """
    data = re.sub(
        rb"""(<(?:[\w.-]+:)?sheetPr\b[^>]*?)\s+codeName\s*=\s*(?:"[^"]*"|'[^']*')""", rb"\1", data, count=1
    )
    return re.sub(
        rb"""(<(?:[\w.-]+:)?sheetView\b[^>]*?)\s+tabSelected\s*=\s*(?:"[^"]*"|'[^']*')""", rb"\1", data
    )
