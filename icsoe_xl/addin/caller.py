"""What the add-in's launcher sends to `python -m icsoe_xl.ribbon`, and the workbook that it means.

The launcher (`addin/IcsoeLauncher.bas`) sends `VERB --wb-hex=DIGITS --hwnd=NUMBER`: the name of the active
workbook as four hexadecimal digits a UTF-16 unit, which no shell and no code page can misread, and on Windows
the handle of Excel's window.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from icsoe_xl.errors import UnreadableFile, UsageProblem

if TYPE_CHECKING:
    import xlwings

NEED_WORKBOOK = (
    "validar", "corregir", "limpiar", "anterior", "siguiente", "ayuda", "exportar", "captura", "rechazos", "acuse",
    "llenar", "guardarperfil",
)  # fmt: skip
NEED_NOTHING = ("nueva", "tablero", "calendario", "estado", "acerca")
VERBS = NEED_WORKBOOK + NEED_NOTHING
"""The verbs of the ribbon, in the order of its buttons."""

_UNITS = re.compile(r"(?:[0-9A-Fa-f]{4})+")


@dataclass(frozen=True)
class Call:
    """One press of a button.

    `workbook` is the name of the workbook ("Trabajadores.xlsx", or "Libro1" while it is unsaved), unique
    among those open in one Excel; None when none was sent. `hwnd` is the handle of Excel's window on Windows,
    else None.
    """

    verb: str
    workbook: str | None = None
    hwnd: int | None = None


def parse_call(arguments: Sequence[str]) -> Call:
    """Return the call that the launcher's `arguments` (without the program's name) stand for.

    Raises UsageProblem for an unknown verb or option, a malformed value, or a missing workbook.
    """
    if not arguments or arguments[0] not in VERBS:
        raise UsageProblem(f"El botón pidió una orden que no existe; las que hay son: {', '.join(VERBS)}.")
    verb, workbook, hwnd = arguments[0], None, None
    for argument in arguments[1:]:
        name, _, value = argument.partition("=")
        if name == "--wb-hex" and _UNITS.fullmatch(value):
            workbook = text_from_hex(value)
        elif name == "--hwnd" and value.isascii() and value.isdigit():
            hwnd = int(value)
        else:
            raise UsageProblem(f"El complemento mandó algo que este programa no entiende ({name}): {_AGAIN}")
    if workbook is None and verb in NEED_WORKBOOK:
        raise UsageProblem(
            "No hay ningún libro abierto. Abra el libro de sus trabajadores y vuelva a intentarlo."
        )
    return Call(verb, workbook, hwnd)


_AGAIN = "instale otra vez el complemento con: icsoe-xl addin install"


def text_from_hex(digits: str) -> str:
    """Return the text whose UTF-16 units are `digits`, four hexadecimal ones each.

    A lone half of a surrogate pair, which Windows allows in names, comes back as it is.
    """
    return bytes.fromhex(digits).decode("utf-16-be", "surrogatepass")


def hex_from_text(text: str) -> str:
    """Return `text` as the launcher sends it; the inverse of `text_from_hex`."""
    return text.encode("utf-16-be", "surrogatepass").hex().upper()


def same_name(one: str, other: str) -> bool:
    """Tell whether two workbook names are the same to Excel.

    Case does not count, and neither does how an accent is stored: macOS takes it apart in file names.
    """
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def book_of(call: Call) -> xlwings.Book:
    """Return the open workbook that `call` names, through xlwings' public objects.

    The name is enough: one Excel never has two workbooks of the same name open, while the full name of one on
    OneDrive is an address that changes while it synchronises.

    Raises UnreadableFile when it is not open any more.
    """
    for app in _apps(call.hwnd):
        for book in app.books:
            if call.workbook is not None and same_name(book.name, call.workbook):
                return book
    raise UnreadableFile("El libro ya no está abierto en Excel. Ábralo y vuelva a pulsar el botón.")


def _apps(hwnd: int | None) -> Iterable[xlwings.App]:
    import xlwings

    pid = None if hwnd is None else _process_of_window(hwnd)
    return xlwings.apps if pid is None else [xlwings.apps[pid]]


def _process_of_window(hwnd: int) -> int | None:
    """Return the id of the process that owns a window, None where there are no such handles.

    `xlwings.apps` is keyed by process. Its `hwnd` cannot be compared: an Excel has one window a workbook.
    """
    if sys.platform != "win32":
        return None
    import ctypes

    pid = ctypes.c_ulong()
    ctypes.windll.user32.GetWindowThreadProcessId(hwnd, ctypes.byref(pid))
    return pid.value or None
