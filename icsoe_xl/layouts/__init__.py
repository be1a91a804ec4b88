"""Layouts: what the templates look like, and how a sheet becomes a table of workers.

:mod:`~icsoe_xl.layouts.layout` reads the TOML of each template, :mod:`~icsoe_xl.layouts.headers` finds the
header row, :mod:`~icsoe_xl.layouts.rows` takes the workers below it, :mod:`~icsoe_xl.layouts.find` does it
all for a workbook.
"""

from icsoe_xl.layouts.find import Found, find_tables, near_misses
from icsoe_xl.layouts.headers import Match, match
from icsoe_xl.layouts.layout import ExportFormat, Field, Layout, load, names
from icsoe_xl.layouts.rows import table

__all__ = [
    "ExportFormat",
    "Field",
    "Found",
    "Layout",
    "Match",
    "find_tables",
    "load",
    "match",
    "names",
    "near_misses",
    "table",
]
