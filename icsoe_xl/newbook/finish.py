"""The last touch on what openpyxl saved: results of formulas, and the same bytes for the same content."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from icsoe_xl.addresses import split_cell

_FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>', re.DOTALL)
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*")
_FONT = re.compile(r"(<font>)(.*?)(</font>)", re.DOTALL)
_FONT_PART = re.compile(r"<(\w+)(?:\s[^>]*)?/>")
_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
"""The order in which Excel writes the parts of a font; openpyxl has another, which Microsoft's SDK does not take."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time stamp of every part, which is what Excel writes."""


def finished(
    saved: bytes, results: Mapping[str, Mapping[tuple[int, int], str | float]], when: datetime
) -> bytes:
    """The workbook with ``results`` (part -> place -> value) beside its formulas, modified at ``when``."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(saved)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename in results:
                data = _with_results(data.decode("utf-8"), results[entry.filename]).encode("utf-8")
            elif entry.filename == "xl/styles.xml":
                data = _FONT.sub(_in_order, data.decode("utf-8")).encode("utf-8")
            elif entry.filename == "docProps/core.xml":
                stamp = f"{when:%Y-%m-%dT%H:%M:%SZ}"
                data = _MODIFIED.sub(rf"\g<1>{stamp}", data.decode("utf-8")).encode("utf-8")
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return out.getvalue()


def _with_results(sheet: str, results: Mapping[tuple[int, int], Any]) -> str:
    def cell(found: re.Match[str]) -> str:
        address, attributes, formula = found.groups()
        result = results[split_cell(address)]
        kind = ' t="str"' if isinstance(result, str) else ""
        shown = escape(result) if isinstance(result, str) else repr(result)
        return f'<c r="{address}"{attributes}{kind}><f>{formula}</f><v>{shown}</v></c>'

    return _FORMULA_CELL.sub(cell, sheet)


def _in_order(font: re.Match[str]) -> str:
    parts = sorted(_FONT_PART.finditer(font[2]), key=lambda part: _FONT_ORDER.index(part[1]))
    return font[1] + "".join(part[0] for part in parts) + font[3]
