"""argparse in Spanish, with its faults on one line and the contract's exit code 2."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

_WORDS = {
    "usage: ": "uso: ",
    "positional arguments": "argumentos",
    "options": "opciones",
    "show this help message and exit": "muestra esta ayuda",
    "the following arguments are required: %s": "falta indicar: %s",
    "one of the arguments %s is required": "falta una de estas opciones: %s",
    "unrecognized arguments: %s": "no conozco: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r no es válido; elija entre %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r no es un valor válido",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "falta su valor",
    "expected at least one argument": "falta al menos un valor",
    "expected at most one argument": "lleva un solo valor",
    "ignored explicit argument %r": "no lleva valor (%r)",
    "not allowed with argument %s": "no va junto con %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s es ambigua: puede ser %(matches)s",
    "subcommands": "comandos",
}

# argparse looks its words up through this name; a catalogue file for gettext would need a build step
# and the user's locale set to Spanish.
argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]


class SpanishParser(argparse.ArgumentParser):
    """A parser whose faults are one line: what is wrong and where to look."""

    def error(self, message: str) -> NoReturn:
        """Say the fault on one line of stderr and leave with exit code 2."""
        print(f"{self.prog}: {message}. Vea «{self.prog} --help».", file=sys.stderr)
        raise SystemExit(2)
