"""What jinja2 and a template's expressions raise, told in words for the designer, and where it came from."""

from __future__ import annotations

import re

from jinja2.exceptions import SecurityError, TemplateRuntimeError, TemplateSyntaxError, UndefinedError

from icsoe_xl.engine.filters import FILTERS
from icsoe_xl.engine.problems import TagError, listed

_MISSING = re.compile(r"No (filter|test) named '([^']*)'")


def syntax_words(error: TemplateSyntaxError) -> str:
    """A fault of syntax in our words; where jinja2 says more, its own stand after them."""
    message = error.message or ""
    missing = _MISSING.match(message)
    if missing is None:
        return f"etiqueta mal escrita ({message}); revise sus llaves, comillas y paréntesis"
    if missing[1] == "test":
        return f"no existe la prueba «is {missing[2]}»; revise cómo está escrita"
    return f"no existe el filtro «{missing[2]}». Los propios: {listed(FILTERS)}, además de los de jinja2"


def words(error: Exception) -> str:
    """What went wrong while rendering; never a value of the data."""
    if isinstance(error, TagError):
        return str(error)
    if isinstance(error, (UndefinedError, SecurityError)):  # said by our own Undefined
        return error.message or ""
    if isinstance(error, TemplateRuntimeError) and "namespace" in (error.message or ""):
        return "«set» con punto solo sirve para un «namespace»"
    if isinstance(error, RecursionError):
        return "una macro se llama a sí misma sin fin"
    if isinstance(error, OverflowError):
        return "«range» admite hasta 100,000 elementos, o un número es demasiado grande"
    return f"la expresión no se puede calcular con estos datos ({type(error).__name__}); revise los tipos"


def template_line(error: BaseException, file: str) -> int:
    """Line of the compiled template where an exception came from: the innermost one of its frames."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file and "environment" in trace.tb_frame.f_globals:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
