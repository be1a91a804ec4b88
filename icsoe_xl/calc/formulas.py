"""Formulas between Excel's A1 grammar and the one that UNO's `Formula` properties speak.

Both use English names and a decimal point. They differ in three places, which this module translates:
arguments are split by ``;`` instead of ``,``, a sheet stands before ``.`` instead of ``!``
(``$Datos.A1``), and the columns and rows of an inline array are split by ``;`` and ``|``.
Texts between quotes are left alone. References into other workbooks are not translated.
"""

from __future__ import annotations

import re

# A quoted text, an inline array, a sheet (quoted or not) before its separator, an argument separator.
_TEXT_OR_ARRAY = r"""("(?:[^"]|"")*")|(\{[^}]*\})"""
_QUOTED = r"'(?:[^']|'')+'"
_EXCEL = re.compile(rf"{_TEXT_OR_ARRAY}|({_QUOTED}|(?<![#\w])[^\W\d][\w.]*)!|(,)")
_UNO = re.compile(rf"{_TEXT_OR_ARRAY}|\$?({_QUOTED}|[^\W\d]\w*)\.(?=\$?[A-Z]{{1,3}}(?:\$?\d|:))|(;)")

# LibreOffice imports constant booleans and errors of an .xlsx as these formulas.
CONSTANTS = {
    "=TRUE()": "TRUE",
    "=FALSE()": "FALSE",
    **{f"={error}": error for error in ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#DIV/0!", "#NULL!")},
}


def to_uno(formula: str) -> str:
    """Translate an Excel formula: ``=IF(Hoja1!A1>0,"a,b",2)`` -> ``=IF($Hoja1.A1>0;"a,b";2)``."""

    def translate(match: re.Match[str]) -> str:
        text, array, sheet, _ = match.groups()
        if text:
            return text
        if array:
            return array.replace(";", "|").replace(",", ";")
        return f"${sheet}." if sheet else ";"

    return _EXCEL.sub(translate, formula)


def to_excel(formula: str) -> str:
    """Translate a formula as UNO gives it: ``=IF($Hoja1.A1>0;"a,b";2)`` -> ``=IF(Hoja1!A1>0,"a,b",2)``."""

    def translate(match: re.Match[str]) -> str:
        text, array, sheet, _ = match.groups()
        if text:
            return text
        if array:
            return array.replace(";", ",").replace("|", ";")
        return f"{sheet}!" if sheet else ","

    return _UNO.sub(translate, formula)
