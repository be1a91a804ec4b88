"""The template engine: fills a workbook that a firm designed, and leaves the rest of it alone.

Cells, sheet names, headers and footers hold jinja2; blocks repeat rows (or cells to the right, or a whole
sheet). What the tags do is told in ``docs/template-engine.md``. The designer's file is edited, never written
anew: a part of it that need not change keeps its bytes.

The way of a workbook: :mod:`~icsoe_xl.engine.scan` locates rows and cells,
:mod:`~icsoe_xl.engine.program` turns a sheet into one jinja2 template,
:mod:`~icsoe_xl.engine.emit` collects the rows that it yields and :mod:`~icsoe_xl.engine.layout` remembers
where each row went, so that :mod:`~icsoe_xl.engine.relocate` can move every formula and range after it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.engine.filling import render as render
    from icsoe_xl.engine.needs import Needed as Needed
    from icsoe_xl.engine.needs import check as check
    from icsoe_xl.engine.problems import TemplateProblem as TemplateProblem
    from icsoe_xl.engine.values import Picture as Picture

__all__ = ["Needed", "Picture", "TemplateProblem", "check", "render"]

_HOMES = {
    "Needed": "needs",
    "Picture": "values",
    "TemplateProblem": "problems",
    "check": "needs",
    "render": "filling",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"icsoe_xl.engine.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
