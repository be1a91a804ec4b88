"""The two pages of a submission, from templates that a firm may edit.

A template of the same name in the folder ``templates`` of the home goes before ours. It runs in a sandbox:
it sees the submission, what a complementaria changes, and nothing else; what it writes is escaped, and a name
that it misspells is an error.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from icsoe_xl import __version__, settings
from icsoe_xl.errors import UsageProblem
from icsoe_xl.filing.complementaria import Complementaria
from icsoe_xl.filing.submission import Submission

CAPTURE = "captura.html"
SUMMARY = "resumen.html"

_HERE = Path(__file__).resolve().parent


def pages(submission: Submission, complementaria: Complementaria | None = None) -> dict[str, bytes]:
    """The capture sheet and the summary, by name; the same submission and complementaria give the same bytes.

    Raises UsageProblem, with template and line, when a template of the firm does not work.
    """
    from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([settings.home() / "templates", ours()], encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    rendered = {}
    for name in (CAPTURE, SUMMARY):
        try:
            text = environment.get_template(f"{name}.j2").render(
                submission=submission,
                complementaria=complementaria,
                fingerprint=fingerprint(submission),
                program=f"icsoe_xl {__version__}",
            )
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
        ) as problem:
            raise UsageProblem(
                f"La plantilla {name}.j2 no funciona{_line(problem)} ({type(problem).__name__}). Corríjala en "
                f"{settings.home() / 'templates'}, o quítela para usar la del programa."
            ) from problem
        rendered[name] = text.encode("utf-8")
    return rendered


def fingerprint(submission: Submission) -> str:
    """SHA-256 of all that is declared, worker files included: another one, another submission."""
    said = json.dumps(asdict(submission), ensure_ascii=False, sort_keys=True)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def ours() -> Path:
    """The folder of our templates: ``templates/`` of a working copy, else the copy inside the package."""
    installed = _HERE / "templates"
    return installed if installed.is_dir() else _HERE.parents[1] / "templates"


def _line(problem: BaseException) -> str:
    """Where in the template it happened, when that is known."""
    line = getattr(problem, "lineno", None)
    trace = problem.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f" en la línea {line}" if line else ""
