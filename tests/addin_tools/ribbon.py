"""What Microsoft's validator does not look at in a ribbon: ids, callbacks, pictures, tips and keys.

Its schema rules are in [MS-CUSTOMUI2]; Excel ignores the whole ribbon of an add-in that breaks one, silently
unless "Show add-in user interface errors" is on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
STRUCTURE = {"customUI", "ribbon", "tabs"}  # elements that carry no id
LONGEST_TIP = 1024
LONGEST_KEYTIP = 3

_CALLBACK = re.compile(r"^(?:Public )?Sub (\w+)\(control As IRibbonControl\)", re.MULTILINE)


def known_images(path: Path) -> set[str]:
    """Return the names listed in image_mso.txt."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


def callbacks(modules: Iterable[str]) -> list[str]:
    """Return the names of all Subs with the signature of a button's onAction, in order."""
    return [name for source in modules for name in _CALLBACK.findall(source)]


def actions(ribbon: bytes) -> list[str]:
    """Return every onAction of the ribbon, in order."""
    return [element.attrib["onAction"] for element in _elements(ribbon) if "onAction" in element.attrib]


def faults(ribbon: bytes, modules: Iterable[str], images: set[str]) -> list[str]:
    """Return what is wrong with the ribbon and the modules that it calls; empty when nothing is."""
    found: list[str] = []
    elements = _elements(ribbon)
    ids = Counter(element.attrib["id"] for element in elements if "id" in element.attrib)
    found += [f"id {name} appears {count} times" for name, count in ids.items() if count > 1]
    for element in elements:
        found += _faults_of(element, images)
    for tab in (element for element in elements if element.tag == f"{NAMESPACE}tab"):
        found += _keytip_faults(
            [one.attrib["keytip"] for one in tab.iter() if one is not tab and "keytip" in one.attrib]
        )
    subs, called = callbacks(modules), actions(ribbon)
    found += [f"onAction {name} has no Sub of its signature" for name in called if name not in subs]
    found += [f"Sub {name} belongs to no button" for name in subs if name not in called]
    found += [f"Sub {name} appears {count} times" for name, count in Counter(subs).items() if count > 1]
    return found


def _elements(ribbon: bytes) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(ribbon).iter())


def _faults_of(element: ElementTree.Element, images: set[str]) -> list[str]:
    have = element.attrib
    tag = element.tag.removeprefix(NAMESPACE)
    name = have.get("id", tag)
    found = []
    if not element.tag.startswith(NAMESPACE):
        found.append(f"{name} is in another namespace")
    if tag not in STRUCTURE and sum(key in have for key in ("id", "idQ", "idMso")) != 1:
        found.append(f"{name} needs exactly one of id, idQ, idMso")
    pairs = [(key, f"get{key.capitalize()}") for key in ("label", "screentip", "supertip", "keytip", "size")]
    found += [f"{name} has {fixed} and {asked}" for fixed, asked in pairs if fixed in have and asked in have]
    if sum(key in have for key in ("image", "imageMso", "getImage")) > 1:
        found.append(f"{name} has two pictures")
    if "imageMso" in have and have["imageMso"] not in images:
        found.append(f"{name}: picture {have['imageMso']} is not known")
    if tag == "button":
        found += [
            f"{name} lacks {key}"
            for key in ("label", "imageMso", "onAction", "screentip", "supertip", "keytip")
            if not have.get(key)
        ]
    found += [
        f"{name}: {key} is too long"
        for key in ("screentip", "supertip")
        if len(have.get(key, "")) > LONGEST_TIP
    ]
    return found


def _keytip_faults(keytips: list[str]) -> list[str]:
    found = [f"keytip {key} appears twice" for key, count in Counter(keytips).items() if count > 1]
    found += [f"keytip {key} is too long" for key in keytips if not 1 <= len(key) <= LONGEST_KEYTIP]
    found += [
        f"keytip {one} hides {other}"
        for one in keytips
        for other in keytips
        if one != other and other.startswith(one)
    ]
    return found
