"""How large may become what a template makes of what it is given: text, lists and numbers.

The sandbox keeps a template from doing harm; these keep it from filling the memory with a few words, as
``{% set n.x = n.x ~ n.x %}`` does in a loop. What is refused here no cell could hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from jinja2 import pass_environment
from jinja2.environment import Environment
from jinja2.filters import FILTERS, do_replace, make_attrgetter
from jinja2.nodes import EvalContext

from icsoe_xl.engine.problems import TagError
from icsoe_xl.engine.values import MAX_TEXT

MAX_LIST = 100_000
MAX_BITS = 4_096
"""Of a whole number; Excel keeps 15 digits, which is 50 bits."""
MAX_LARGE = 50_000_000
"""Characters of all texts above :data:`LARGE` that filters and methods make in one run."""
LARGE = 1_000


def weight(value: object, most: int = MAX_TEXT) -> int:
    """About how many characters a value has as text; beyond ``most`` it no longer counts."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        value = [*value, *value.values()]
    if not isinstance(value, list | tuple | set | frozenset):
        return 1
    total = 0
    for each in value:
        total += 2 + weight(each, most - total)
        if total > most:
            break
    return total


def check_text(characters: int) -> None:
    """Raise TagError for a text that no cell can hold."""
    if characters > MAX_TEXT:
        raise TagError(f"un texto no puede pasar de {MAX_TEXT:,} caracteres")


def check_sum(left: object, right: object) -> None:
    """Raise TagError when two texts or lists would be too much together."""
    if isinstance(left, str) and isinstance(right, str):
        check_text(len(left) + len(right))
    elif (
        isinstance(left, list | tuple)
        and isinstance(right, list | tuple)
        and len(left) + len(right) > MAX_LIST
    ):
        raise TagError(f"una lista no puede pasar de {MAX_LIST:,} elementos")


def check_product(left: object, right: object) -> None:
    """Raise TagError for a repeated text or list, or a number, that would be too much."""
    for sequence, times in ((left, right), (right, left)):
        if not isinstance(sequence, str | list | tuple) or not isinstance(times, int):
            continue
        if len(sequence) * times > MAX_TEXT:
            raise TagError(f"un texto o lista repetida no puede pasar de {MAX_TEXT:,}")
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MAX_BITS:
        raise TagError("un número tan grande no se calcula en una plantilla")


def check_power(base: Any, exponent: Any) -> None:
    """Raise TagError for a power that would be too large."""
    bits = base.bit_length() if isinstance(base, int) else 64
    if abs(exponent) > MAX_BITS or abs(base) > 10**9 or bits * abs(exponent) > MAX_BITS:
        raise TagError("una potencia tan grande no se calcula en una plantilla")


def check_method(text: str, name: str, args: tuple[Any, ...]) -> None:
    """Raise TagError when a method of ``text`` would make far more of it."""
    if name == "replace" and len(args) > 1 and isinstance(args[0], str) and isinstance(args[1], str):
        check_text(len(text) + text.count(args[0]) * len(args[1]))
    elif name == "expandtabs":
        check_text(len(text) + text.count("\t") * (args[0] if args else 8))
    elif name == "join" and args and isinstance(args[0], list | tuple):
        check_text(weight(args[0]) + len(text) * len(args[0]))
    elif name in ("format", "format_map"):
        check_text(len(text) + text.count("{") * weight(args))


def joined(values: Iterable[object]) -> str:
    """What ``~`` makes: texts put together."""
    values = list(values)
    check_text(weight(values) - 2 * len(values))
    return "".join(map(str, values))


def _string(value: object) -> str:
    check_text(weight(value))
    return str(value)


def _replace(eval_ctx: EvalContext, text: str, old: str, new: str, count: int | None = None) -> str:
    check_method(str(text), "replace", (str(old), str(new)))
    return do_replace(eval_ctx, str(text), str(old), str(new), count)


_replace.jinja_pass_arg = do_replace.jinja_pass_arg  # type: ignore[attr-defined]


@pass_environment
def _join(environment: Environment, value: Iterable[object], d: str = "", attribute: Any = None) -> str:
    if attribute is not None:
        value = map(make_attrgetter(environment, attribute), value)
    texts = list(map(str, value))
    check_text(sum(map(len, texts)) + len(str(d)) * len(texts))
    return str(d).join(texts)


OWN = {"string": _string, "replace": _replace, "join": _join}
"""jinja2's filters that can make something huge of something small, less that."""


def counted(made: Callable[[str], None]) -> dict[str, Callable[..., Any]]:
    """jinja2's filters, each telling ``made`` of every large text that it returns."""

    def telling(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def told(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            if isinstance(result, str) and len(result) > LARGE:
                made(result)
            return result

        return told

    return {name: telling(function) for name, function in {**FILTERS, **OWN}.items()}
