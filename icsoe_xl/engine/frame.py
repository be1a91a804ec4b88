"""Where a new element belongs in a worksheet: ECMA-376 part 1, 18.3.1.99 (CT_Worksheet)."""

from __future__ import annotations

from icsoe_xl.workbooks.xml_parts import Node

_ORDER = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


def place_for(root: Node, tag: str) -> int:
    """Offset where a new child of a worksheet belongs; mc:AlternateContent stands for what it wraps."""
    later = set(_ORDER[_ORDER.index(tag) + 1 :])
    for node in root.children:
        if node.tag in later or (node.tag == "AlternateContent" and any(n.tag in later for n in node.walk())):
            return node.start
    return root.close
