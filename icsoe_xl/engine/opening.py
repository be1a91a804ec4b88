"""A template opened: which of its sheets hold tags, and whether it is a workbook that we can fill."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from icsoe_xl.engine.assemble import expand_shared
from icsoe_xl.engine.outline import Outliner
from icsoe_xl.engine.plan import Outline, Run
from icsoe_xl.engine.problems import Place, TemplateProblem, problem
from icsoe_xl.engine.scan import Sheet, scan
from icsoe_xl.engine.strings import SharedStrings
from icsoe_xl.engine.tags import has_tags
from icsoe_xl.errors import UnwritableFile
from icsoe_xl.workbooks.package import CONTENT_TYPES, Package, SheetEntry
from icsoe_xl.workbooks.xml_parts import parse, set_attribute

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?=[\s>])[^>]*>([^<]+)</")
_MACROS = "macroEnabled"
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_KINDS = {
    ".xlsx": "sheet.main",
    ".xltx": "template.main",
    ".xlsm": "sheet.macroEnabled.main",
    ".xltm": "template.macroEnabled.main",
}


@dataclass(slots=True)
class TemplateSheet:
    """A sheet with tags: its cells, their outline, and the headers and footers that hold tags."""

    sheet: Sheet
    outline: Outline
    headers: dict[str, str]


@dataclass(slots=True)
class Opened:
    """A template: its package, its tagged strings and its tagged sheets by name."""

    package: Package
    strings: SharedStrings
    sheets: dict[str, TemplateSheet] = field(default_factory=dict)
    _scanned: dict[str, Sheet] = field(default_factory=dict)

    def scanned(self, entry: SheetEntry) -> Sheet:
        """A worksheet without tags cut into rows and cells."""
        if entry.part not in self._scanned:
            self._scanned[entry.part] = scan(self.package.read(entry.part))
        return self._scanned[entry.part]

    def formulas(self, entry: SheetEntry) -> Iterator[str]:
        """The formulas of a worksheet without tags."""
        if entry.kind != "worksheet" or entry.name in self.sheets:
            return
        data = self.package.read(entry.part)
        if b"f>" in data or b"<f " in data:
            for found in _FORMULA.finditer(data):
                yield unescape(found[1].decode("utf-8", "replace"))


def open_template(path: str | os.PathLike[str], out: str | os.PathLike[str] | None = None) -> Opened:
    """Open a template, and make sure that what it becomes can be written to ``out``.

    Raises UnreadableFile, UnwritableFile (a kind of file that is not filled), TemplateProblem (a tag that
    is wrong).
    """
    package = Package(path)
    _check(package)
    if out is not None:
        _set_kind(package, out)
    opened = Opened(package, SharedStrings(package))
    for entry in package.sheets():
        if entry.kind == "worksheet":
            template = _template_sheet(opened, entry)
            if template is not None:
                opened.sheets[entry.name] = template
    return opened


def _check(package: Package) -> None:
    if package.is_binary:
        raise UnwritableFile(f"{package.name}: es un libro binario (.xlsb); guárdelo como .xlsx o .xlsm")
    if package.is_strict:
        raise UnwritableFile(
            f"{package.name}: está en formato «Open XML estricto»; guárdelo como «Libro de Excel (.xlsx)»"
        )
    if package.is_signed:
        raise UnwritableFile(
            f"{package.name}: lleva una firma digital, que al llenarlo se rompería; use una copia sin firma"
        )


def _set_kind(package: Package, out: str | os.PathLike[str]) -> None:
    """Make the workbook what the name ``out`` says; a template (.xltx) becomes a workbook (.xlsx)."""
    suffix = os.path.splitext(os.fspath(out))[1].lower()  # noqa: PTH122 (pathlib costs start-up time)
    old = package.content_type(package.workbook_part)
    if suffix not in _KINDS:
        raise UnwritableFile(f"{os.path.basename(out)}: el nombre debe terminar en .xlsx o .xlsm")  # noqa: PTH119
    if (_MACROS in _KINDS[suffix]) != (_MACROS in old):
        ending = ".xlsm" if _MACROS in old else ".xlsx"
        raise UnwritableFile(
            f"{os.path.basename(out)}: la plantilla {'' if _MACROS in old else 'no '}tiene "  # noqa: PTH119
            f"macros; dele un nombre que termine en {ending}"
        )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml." + _KINDS[suffix] + "+xml"
    if _MACROS in old:
        kind = "application/vnd.ms-excel." + _KINDS[suffix] + "+xml"
    if old != kind:
        wanted = "/" + package.workbook_part.lower()
        package.splice(
            CONTENT_TYPES,
            [
                set_attribute(package.text(CONTENT_TYPES), node, "ContentType", kind)
                for node in package.tree(CONTENT_TYPES).all("Override")
                if node.attributes.get("PartName", "").lower() == wanted
            ],
        )


def _template_sheet(opened: Opened, entry: SheetEntry) -> TemplateSheet | None:
    """The sheet made ready for rendering, None when it has no tags."""
    data = opened.package.read(entry.part)
    if not (
        has_tags(entry.name)
        or opened.strings.used_in(data)
        or any(mark in data for mark in (b"{{", b"{%", b"{#"))
    ):
        return None
    sheet = scan(data)
    expand_shared(sheet.rows)

    def fail(place: Place, detail: str) -> TemplateProblem:
        return problem(opened.package.name, place, detail)

    outline = Outliner(entry.name, opened.strings.tagged, fail).outline(sheet.rows)
    headers = _headers(sheet)
    if not (has_tags(entry.name) or headers or outline.sheet or _renders(outline)):
        opened._scanned[entry.part] = sheet
        return None
    return TemplateSheet(sheet, outline, headers)


def _renders(outline: Outline) -> bool:
    return any(not isinstance(step, Run) or any(plan.dynamic for plan in step.rows) for step in outline.steps)


def _headers(sheet: Sheet) -> dict[str, str]:
    """Headers and footers that hold tags, by element name."""
    found = parse(sheet.shell).find("headerFooter")
    return {
        node.tag: node.text
        for node in (found.children if found is not None else ())
        if node.tag in _HEADERS and has_tags(node.text)
    }
