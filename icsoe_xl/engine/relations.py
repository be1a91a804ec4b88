"""Relationships added many at a time, to parts and to addresses outside; and the numbers of an image."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from icsoe_xl.workbooks.package import RELATIONS_TYPE, RELATIONSHIPS, Package, relations_part
from icsoe_xl.workbooks.xml_parts import DECLARATION, Edit, append_child, element, set_attribute

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class NewRelationship(NamedTuple):
    """``target`` is a part name with a leading slash, or an address when ``external``."""

    kind: str
    target: str
    external: bool = False


def add_relationships(package: Package, part: str, wanted: Sequence[NewRelationship]) -> list[str]:
    """Relate ``part`` to each of them; gives the new ids in order."""
    place = relations_part(part)
    if not package.has(place):
        empty = DECLARATION + f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()
        package.add(place, empty, RELATIONS_TYPE)
    taken = {relationship.id for relationship in package.relationships(part)}
    root = package.tree(place)
    name, ids, made, number = root.qualified("Relationship"), [], b"", len(taken)
    for one in wanted:
        number += 1
        while f"rId{number}" in taken:
            number += 1
        ids.append(f"rId{number}")
        mode = {"TargetMode": "External"} if one.external else {}
        made += element(name, Id=ids[-1], Type=f"{OFFICE}/{one.kind}", Target=one.target, **mode)
    package.splice(place, [append_child(package.text(place), root, made)])
    return ids


def copy_relationships(package: Package, part: str, copy: str, targets: dict[str, str]) -> None:
    """Give ``copy`` the relationships of ``part``, ids included; ``targets`` are parts that were copied too."""
    place = relations_part(part)
    if not package.has(place):
        return
    package.add(relations_part(copy), package.text(place), RELATIONS_TYPE)
    related = {relationship.id: relationship.target for relationship in package.relationships(part)}
    place = relations_part(copy)
    edits: Iterable[Edit] = [
        set_attribute(package.text(place), node, "Target", "/" + targets[related[node.attributes["Id"]]])
        for node in package.tree(place).all("Relationship")
        if related.get(node.attributes.get("Id", "")) in targets
    ]
    package.splice(place, edits)
