"""Where the frozen program starts: the command line, or what other programs start by a first word of their own.

    icsoe-xl validate libro.xlsx ...   the command line
    icsoe-xl ribbon VERB ...           a button of Excel (see icsoe_xl.addin.launcher)
    icsoe-xl calc VERB                 a button of LibreOffice (see icsoe_xl.addin.oxt)
    icsoe-xl foreign-reader FILE       the process that reads an .xls or .ods (see icsoe_xl.workbooks.foreign)
    icsoe-xl install-program           what instalar.bat and instalar.command start (see installer.py)
    icsoe-xl self-check                whether this folder holds all that the program needs (see self_check.py)

These words stand in no help: a person never types them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from multiprocessing import freeze_support

PLACES = {
    "ribbon": "icsoe_xl.ribbon",
    "calc": "icsoe_xl.calc.__main__",
    "foreign-reader": "icsoe_xl.workbooks.foreign_reader",
    "install-program": "installer",
    "self-check": "self_check",
}
"""First word -> the module whose `main` gets the words after it and returns the exit code."""


def main(words: Sequence[str]) -> int:
    """Go where the first word says and return the exit code; the command line ends the process itself."""
    if not words or words[0] not in PLACES:
        from icsoe_xl.cli import entry

        entry()
    start: Callable[[Sequence[str]], int] = import_module(PLACES[words[0]]).main
    return start(words[1:])


if __name__ == "__main__":
    freeze_support()  # a worker process of `multiprocessing` is this program again, and goes no further
    raise SystemExit(main(sys.argv[1:]))
