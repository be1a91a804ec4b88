"""``python -I -m icsoe_xl.calc VERB``: what a button of LibreOffice's extension starts.

Standard input and output are the pipes to LibreOffice (see `icsoe_xl.calc.pipe`); what anything prints goes to
standard error, which the extension keeps in a file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import BinaryIO


def main(arguments: Sequence[str]) -> int:
    """Run one verb of the ribbon on the spreadsheet at the other end; 2 for a wrong call."""
    if len(arguments) != 1:
        print("Uso: python -m icsoe_xl.calc VERBO (lo inicia la extensión de LibreOffice)", file=sys.stderr)
        return 2
    answers, questions = take_pipes()
    from icsoe_xl import calc
    from icsoe_xl.calc.pipe import PipeOffice

    office = PipeOffice(answers, questions)
    calc.press(arguments[0], office, office.document)
    return 0


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for ourselves; whoever prints writes to standard error from now on."""
    answers, questions = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers, questions


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
