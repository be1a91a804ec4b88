"""The jinja2 environment of a template: a sandbox that reads data and can do nothing else.

A template comes from a colleague or from the internet. It may read what the caller gives it, never call
its methods (a path in the data must not be deleted by ``{{ logo.unlink() }}``), and it cannot keep the
machine busy: turns of loops, repeated texts and powers have limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from jinja2 import StrictUndefined, Template, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_format, do_round
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing

from icsoe_xl.engine import limits
from icsoe_xl.engine.filters import FILTERS
from icsoe_xl.engine.problems import TagError, names_of, unknown_name
from icsoe_xl.engine.values import MAX_TEXT

MAX_TURNS = 5_000_000
"""Turns of all loops of a template together: five times the rows of a sheet."""
MAX_SIZE = 300_000_000
"""Characters of all sheets written in one run."""
_TURN, _JOINED = "__turn", "__joined"
_PLAIN = (str, int, float, bool, Decimal, date, time, timedelta, list, tuple, dict, set, frozenset)
"""Types whose methods a template may call; those that change a list or dict are barred by the sandbox."""
_SIZED = re.compile(r"[0-9]{5,}")
_REMOVED_FILTERS = (
    "center",
    "indent",
    "wordwrap",
    "pprint",
    "xmlattr",
    "random",
    "batch",
    "slice",
    "urlize",
    "tojson",
)
"""Filters that can make something huge of something small, or are meant for HTML."""


class Budget:
    """What a whole run may still use."""

    __slots__ = ("large", "size", "turns")

    def __init__(self) -> None:
        self.turns = self.size = self.large = 0

    def spend(self, characters: int) -> None:
        """Count characters of the result; raises TagError beyond :data:`MAX_SIZE`."""
        self.size += characters
        if self.size > MAX_SIZE:
            raise TagError(f"el resultado pasa de {MAX_SIZE // 1_000_000} MB; revise si un «for» se repite")

    def made(self, text: str) -> None:
        """Count a large text that an expression makes by the way; TagError beyond :data:`limits.MAX_LARGE`."""
        self.large += len(text)
        if self.large > limits.MAX_LARGE:
            raise TagError("las expresiones hacen textos demasiado grandes, demasiadas veces")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one template sheet.

    ``filters`` are the caller's own, ``data`` what the template may read: its names are told when one is
    missing, and the functions that it holds may be called, since the caller put them there.
    """

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(
        self, filters: Mapping[str, Callable[..., Any]], data: Mapping[str, Any], budget: Budget
    ) -> None:
        class Unknown(StrictUndefined):
            """A missing name of this template, told in our words."""

            __slots__ = ()

            @property
            def _undefined_message(self) -> str:
                return told(self, data)

        super().__init__(undefined=Unknown, autoescape=False, keep_trailing_newline=True)
        self._budget = budget
        self.filters.update(limits.counted(budget.made))
        for name in _REMOVED_FILTERS:
            del self.filters[name]
        self.filters |= {"format": _format, "round": _round}
        del self.globals["lipsum"]
        self.filters.update(FILTERS)
        self.filters.update(filters)
        self.filters |= {_TURN: _turn_filter(budget), _JOINED: _joined}
        self._allowed = {id(value) for value in data.values() if callable(value)}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a dict wins over its methods: a contract may have a field called ``items``."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As the sandbox has it; of a path only the parts of its name."""
        if isinstance(obj, PurePath):
            return attr in ("name", "stem", "suffix")
        return super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Only methods of plain values, jinja2's own helpers and what the caller gave on purpose."""
        if id(obj) in self._allowed or isinstance(obj, (Macro, LoopContext)):
            return True
        if obj in (self.globals["range"], dict, Namespace, Cycler, Joiner):
            return True
        method = getattr(obj, "__wrapped__", obj)  # the sandbox wraps str.format
        owner = getattr(method, "__self__", None)
        return type(owner) in _PLAIN or isinstance(owner, (LoopContext, Cycler)) or isinstance(obj, Joiner)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what is safe, unless a text would be stretched beyond what a cell holds."""
        if not __self.is_safe_callable(__obj):
            raise TagError("una plantilla solo lee datos: no puede llamar a lo que hay dentro de ellos")
        owner = getattr(getattr(__obj, "__wrapped__", __obj), "__self__", None)
        if isinstance(owner, str):
            numbers = [a for a in (*args, *kwargs.values()) if isinstance(a, int)]
            if any(n > MAX_TEXT for n in numbers) or ("{" in owner and _SIZED.search(owner)):
                raise TagError(f"un texto no puede pasar de {MAX_TEXT:,} caracteres")
            limits.check_method(owner, getattr(__obj, "__name__", ""), (*args, *kwargs.values()))
        result = super().call(__context, __obj, *args, **kwargs)
        if isinstance(result, str) and len(result) > limits.LARGE:
            __self._budget.made(result)
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Sums, products and powers within reason."""
        if operator == "**":
            limits.check_power(left, right)
        if operator == "*":
            limits.check_product(left, right)
        if operator == "+":
            limits.check_sum(left, right)
        if operator == "%" and isinstance(left, str):
            _check_pattern(left)
            limits.check_text(len(left) + left.count("%") * limits.weight(right))
        return super().call_binop(context, operator, left, right)

    def template(self, source: str) -> Template:
        """The template of ``source``; every turn of its loops counts, with the text that it brings."""
        tree = self.parse(source)
        for loop in list(tree.find_all(nodes.For)):
            brought = sum(len(data.data) for data in loop.find_all(nodes.TemplateData))
            count = nodes.Filter(nodes.Const(brought), _TURN, [], [], None, None, lineno=loop.lineno)
            loop.body.insert(0, nodes.Output([count], lineno=loop.lineno))
        for sum_of_texts in list(tree.find_all(nodes.Concat)):  # "~" is no operator that could be intercepted
            items = nodes.List(sum_of_texts.nodes, lineno=sum_of_texts.lineno)
            sum_of_texts.nodes = [nodes.Filter(items, _JOINED, [], [], None, None, lineno=items.lineno)]
        tree.set_environment(self)
        return Template.from_code(self, self.compile(tree), self.make_globals(None))


def _check_pattern(pattern: str) -> None:
    if _SIZED.search(pattern) or "*" in pattern:
        raise TagError(f"un texto no puede pasar de {MAX_TEXT:,} caracteres")


def _format(value: object, *args: object, **kwargs: object) -> str:
    """jinja2's ``format``, less widths that fill the memory."""
    _check_pattern(str(value))
    return do_format(str(value), *args, **kwargs)


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    """jinja2's ``round``; ``ceil`` and ``floor`` raise ten to the number of decimals."""
    if not -30 <= precision <= 30:
        raise TagError("«round» admite hasta 30 decimales")
    return do_round(value, precision, method)  # type: ignore[arg-type]


def told(value: StrictUndefined, known: Iterable[str]) -> str:
    """What to say of a name that does not exist; ``known`` are the names that a template can begin with."""
    hint, name, owner = value._undefined_hint, value._undefined_name, value._undefined_obj
    if hint and value._undefined_exception is SecurityError:
        return f"«{name}» no se puede usar en una plantilla: solo se leen datos"
    if owner is missing:
        return unknown_name(name, known) if name else "la condición no se cumple y falta su «else»"
    if isinstance(owner, (list, tuple)):
        return f"la lista no tiene un elemento «{name}»; recórrala con «for», o cuente desde 0"
    if owner is None:
        return f"no existe «{name}»: lo que va antes del punto está vacío"
    return unknown_name(name, names_of(owner), " después del punto")


@pass_context  # or else jinja2 would call it while compiling
def _joined(_: Context, values: Iterable[object]) -> str:
    return limits.joined(values)


def _turn_filter(budget: Budget) -> Callable[..., str]:
    @pass_context  # or else jinja2 would call it while compiling
    def turn(_: Context, brought: int) -> str:
        budget.turns += 1
        if budget.turns > MAX_TURNS:
            raise TagError(f"los ciclos «for» pasan de {MAX_TURNS:,} vueltas; revise si se repiten sin fin")
        budget.spend(brought)
        return ""

    return turn
