"""icsoe_xl: checks, marks, mends and exports the IMSS ICSOE workbooks of Mexican contractors.

The verbs live in :mod:`icsoe_xl.actions`; the ribbon, the command line and Python code call the same
ones. They are imported on first use, so that ``import icsoe_xl`` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from icsoe_xl.actions import clear as clear
    from icsoe_xl.actions import export as export
    from icsoe_xl.actions import fix as fix
    from icsoe_xl.actions import reject as reject
    from icsoe_xl.actions import validate as validate

__version__ = "0.1.0"
__all__ = ["__version__", "clear", "export", "fix", "reject", "validate"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from icsoe_xl import actions

        return getattr(actions, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
