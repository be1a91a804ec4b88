"""The list of sheets in a closed file: a sheet added last, a sheet taken out, and the names that go with it.

ECMA-376 part 1, 18.2 (CT_Workbook and the order of its elements).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from icsoe_xl.workbooks.package import WORKSHEET_TYPE, Package, SheetEntry
from icsoe_xl.workbooks.xml_parts import (
    DECLARATION,
    MAIN,
    RELATIONS,
    Edit,
    Node,
    append_child,
    escape_attribute,
    escape_text,
    set_attribute,
)

EMPTY_SHEET = DECLARATION + f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
_LOCATION = re.compile(rb"""\slocation\s*=\s*(?:"[^"]*"|'[^']*')""")
_AFTER_NAMES = frozenset(
    {
        "calcPr",
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    }
)
"""What may follow ``definedNames`` in a workbook."""


def add_sheet(package: Package, name: str, names: Iterable[tuple[str, str]]) -> str:
    """Add an empty worksheet after all others; gives its part, which the caller fills.

    ``names`` are the sheet's own defined names (``_xlnm.Print_Titles``) and what they refer to.
    """
    workbook = package.workbook_part
    part = package.free_name("xl/worksheets/sheet{}.xml")
    package.add(part, b"", WORKSHEET_TYPE)
    relationship = package.add_relationship(workbook, f"{RELATIONS}/worksheet", part)
    data, root = package.text(workbook), package.tree(workbook)
    sheets = root.find("sheets")
    if sheets is None:
        raise package.unreadable("su lista de hojas está dañada; ábralo en Excel y guárdelo de nuevo")
    number = max((node.integer("sheetId") for node in sheets.children), default=0) + 1
    # The prefix that the root declares for relationships; openpyxl declares it on every sheet instead.
    found = re.search(
        rb"""\sxmlns:([\w.-]+)\s*=\s*["']%s["']""" % RELATIONS.encode(), data[root.start : root.inner]
    )
    prefix = "r" if found is None else found[1].decode()
    declared = "" if found is not None else f' xmlns:r="{RELATIONS}"'
    new = (
        f'<{sheets.qualified("sheet").decode()}{declared} name="{escape_attribute(name)}" sheetId="{number}" '
        f'{prefix}:id="{relationship}"/>'
    )
    edits = [append_child(data, sheets, new.encode())]
    edits += _add_names(data, root, [(key, value, len(sheets.children)) for key, value in names])
    package.splice(workbook, edits)
    return part


def _add_names(data: bytes, root: Node, names: list[tuple[str, str, int]]) -> list[Edit]:
    tag = root.qualified("definedName").decode()
    new = "".join(
        f'<{tag} name="{key}" localSheetId="{place}"'
        + (' hidden="1"' if key == "_xlnm._FilterDatabase" else "")
        + f">{escape_text(value)}</{tag}>"
        for key, value, place in names
    ).encode()
    if not new:
        return []
    listed = root.find("definedNames")
    if listed is not None:
        return [append_child(data, listed, new)]
    whole = root.qualified("definedNames")
    place = next((node.start for node in root.children if node.tag in _AFTER_NAMES), root.close)
    return [Edit(place, 0, b"<" + whole + b">" + new + b"</" + whole + b">")]


def remove_sheet(package: Package, sheet: SheetEntry) -> None:
    """Take a worksheet of ours out of the workbook: its entry, its names, its part and what hangs on it.

    When the user has formulas that refer to it, it stays as an empty sheet of hers: Excel calls a file
    damaged whose formulas name a sheet that is not there.
    """
    if _is_referred(package, sheet):
        package.write(sheet.part, EMPTY_SHEET)
        package.drop_relationships(sheet.part)
        return
    workbook = package.workbook_part
    data, root = package.text(workbook), package.tree(workbook)
    listed = root.find("sheets")
    targets = {r.id: r for r in package.relationships(workbook)}
    entries = [] if listed is None else listed.children
    for place, node in enumerate(entries):
        relationship = targets.get(node.attributes.get(f"{{{RELATIONS}}}id", ""))
        if relationship is not None and relationship.target == sheet.part:
            edits = [Edit(node.start, node.stop - node.start, b"")]
            edits += _without_names(data, root, place) + _without_view(data, root, place)
            package.splice(workbook, edits)
            package.remove_relationship(workbook, relationship.id)
            break
    own = [r.target for r in package.relationships(sheet.part) if not r.external]
    package.remove(sheet.part)
    others = {r.target for part in package.parts() for r in package.relationships(part)}
    for part in own:
        if part not in others and package.has(part):
            package.remove(part)


def _is_referred(package: Package, sheet: SheetEntry) -> bool:
    """Whether a formula, chart, validation or name of the user's mentions the sheet."""
    mentions = [
        escape_text(mention).encode()
        for mention in (f"{sheet.name}!", f"{sheet.name.replace(chr(39), chr(39) * 2)}'!")
    ]
    for part in package.parts():
        if part == sheet.part or not part.lower().endswith(".xml"):
            continue
        if part == package.workbook_part:
            names = package.tree(part).find("definedNames")
            texts = [
                node.text.encode()
                for node in (names.children if names is not None else ())
                if not node.attributes.get("name", "").startswith("_xlnm.")
            ]
        else:
            texts = [package.read(part)]
        # The location of a link (location="'Hallazgos'!A1") may lead nowhere; Excel only says so on a click.
        if any(
            mention in _LOCATION.sub(b"", text) for text in texts for mention in mentions if mention in text
        ):
            return True
    return False


def _without_names(data: bytes, root: Node, gone: int) -> list[Edit]:
    """Edits that take out the names of sheet number ``gone`` and renumber those of the sheets after it."""
    listed = root.find("definedNames")
    if listed is None:
        return []
    edits = []
    left = 0
    for node in listed.children:
        place = node.integer("localSheetId", -1)
        if place == gone:
            edits.append(Edit(node.start, node.stop - node.start, b""))
            continue
        left += 1
        if place > gone:
            edits.append(set_attribute(data, node, "localSheetId", str(place - 1)))
    # An empty list of names is not allowed.
    return edits if left else [Edit(listed.start, listed.stop - listed.start, b"")]


def _without_view(data: bytes, root: Node, gone: int) -> list[Edit]:
    """Edits that turn the workbook's views to a visible sheet that stays."""
    views, listed = root.find("bookViews"), root.find("sheets")
    if views is None or listed is None:
        return []
    states = [node.attributes.get("state", "visible") for node in listed.children]
    del states[gone]
    first = states.index("visible") if "visible" in states else 0
    edits = []
    for view in views.children:
        for name in ("activeTab", "firstSheet"):
            old = view.integer(name)
            new = old - 1 if old > gone else old
            if old == gone or new >= len(states):
                new = first
            if new != old:
                edits.append(set_attribute(data, view, name, str(new)))
    return edits
