"""The door itself: one parser, one place where errors become one line and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from icsoe_xl import __version__
from icsoe_xl.cli.spanish import SpanishParser
from icsoe_xl.errors import IcsoeError

COMMANDS = {
    "demo": ("demo", "hace un libro de ejemplo, lo valida, lo corrige y lo exporta"),
    "validate": ("workbooks", "revisa los libros y marca en su lugar lo que está mal"),
    "clear": ("workbooks", "quita todas nuestras marcas, y nada más"),
    "fix": ("workbooks", "aplica las reparaciones seguras y vuelve a validar"),
    "export": ("workbooks", "escribe los archivos que recibe el portal, si no hay errores"),
    "rejects": ("rejects", "marca en el libro los renglones que el portal rechazó"),
    "fill": ("fill", "llena los datos del contratista de un libro con los de un perfil"),
    "new": ("new", "hace un libro para entregar, lleno con los datos de un perfil"),
    "batch": ("batch", "revisa muchos libros a la vez y los resume, los peores primero"),
    "calendar": ("calendar", "dice cuándo vence cada informativa, y lo pone en su calendario"),
    "fine": ("calendar", "dice cuánto puede costar presentar tarde"),
    "profile": ("profiles", "guarda, muestra y cambia los datos de sus contratistas"),
    "ledger": ("ledger", "lista lo exportado y presentado, y registra acuses"),
    "board": ("ledger", "muestra cómo va cada contratista en cada periodo"),
    "diagnose": ("diagnose", "hace una copia con otras personas, para mandarla a soporte"),
    "public-list": ("public_list", "busca a sus contratistas en el listado público del IMSS"),
    "template": ("templates", "dice qué datos pide una plantilla de la firma"),
    "addin": ("addin", "arma, instala, quita o revisa el complemento de Excel"),
    "rule": ("rules", "lista las reglas o explica una"),
}
"""Verb -> (module of this package, help). A module offers ``arguments(verb, parser)`` and ``run(verb, args)``."""


def entry() -> NoReturn:
    """The program: run one command and leave at once.

    Freeing a hundred thousand rows one by one before the process ends takes longer than writing the marks;
    nothing is left to clean up (mypy leaves in the same way).
    """
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 to 4 as in the public contract, 130 for Ctrl-C."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller, or pythonw without a console
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old Windows console must not stop a validation
    collecting = gc.isenabled()
    gc.disable()  # a run is short, and the collector would walk the rows of a large sheet again and again
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    finally:
        if collecting:
            gc.enable()


def _run(arguments: list[str]) -> int:
    try:
        args = _parser(arguments).parse_args(arguments)
        code: int = import_module(f"icsoe_xl.cli.{COMMANDS[args.verb][0]}").run(args.verb, args)
        sys.stdout.flush()
    except SystemExit as stop:  # argparse ends --help and its own faults so
        return stop.code if isinstance(stop.code, int) else 2
    except IcsoeError as problem:
        say(str(problem))
        return problem.exit_code
    except KeyboardInterrupt:
        say("Interrumpido. No quedó nada a medias.")
        return 130
    except BrokenPipeError:
        # The reader (head, a closed window) has had enough; what we did to the files is done.
        _close_stdout()
        return 0
    except MemoryError:
        say("La memoria no alcanzó para este libro: cierre otros programas o divídalo en partes.")
        return 3
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:  # files of ours say so themselves
            _close_stdout()
            say("No pude escribir el resultado: no hay espacio en el disco; libere espacio y repita.")
            return 4
        if os.environ.get("ICSOE_XL_DEBUG"):
            raise
        from icsoe_xl.incidents import record

        say(
            f"Algo falló en icsoe_xl, no en su libro, que quedó igual. Dé a soporte la referencia {record(fault)}."
        )
        return 3
    return code


def _close_stdout() -> None:
    """Let what is still to be printed go nowhere: flushing it once more would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(line: str) -> None:
    """One line to the person, on stderr, so that stdout carries results only."""
    print(" ".join(line.split()), file=sys.stderr)


def _parser(arguments: Sequence[str]) -> SpanishParser:
    """The parser, with the arguments of the asked command only: the others cost start-up time."""
    parser = SpanishParser(
        prog="icsoe-xl",
        description="Revisa, marca, corrige y exporta en Excel los trabajadores de la ICSOE (IMSS).",
        epilog="Use «icsoe-xl COMANDO --help» para ver las opciones de cada uno.",
    )
    parser.add_argument(
        "--version", action="version", version=f"icsoe_xl {__version__}", help="dice la versión"
    )
    commands = parser.add_subparsers(
        prog=parser.prog, dest="verb", metavar="COMANDO", required=True, title="comandos"
    )
    asked = next((word for word in arguments if not word.startswith("-")), None)
    for verb, (module, summary) in COMMANDS.items():
        command = commands.add_parser(verb, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if verb == asked:
            import_module(f"icsoe_xl.cli.{module}").arguments(verb, command)
    return parser
