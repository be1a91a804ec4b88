"""What a template asks for, told before anything is rendered: ``icsoe-xl template check FILE``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.meta import find_undeclared_variables

from icsoe_xl.engine.faults import syntax_words
from icsoe_xl.engine.opening import Opened, open_template
from icsoe_xl.engine.problems import damage_told, problem
from icsoe_xl.engine.sandbox import Budget, Sandbox
from icsoe_xl.engine.source import sheet_source


class Needed(NamedTuple):
    """A name that a template asks for and where: ``contratista.rfc``, ``contratos[].clave`` (each one's).

    ``cell`` is None when it stands in a sheet's name, a header or a footer; ``where`` says so in words.
    """

    name: str
    sheet: str
    cell: str | None
    where: str


def check(template: str | os.PathLike[str], *, filters: Mapping[str, object] | None = None) -> list[Needed]:
    """The names that a template asks for, in the order of its sheets and cells, each at its first place.

    Raises TemplateProblem for a tag that is wrong (a filter that does not exist among them),
    UnreadableFile and UnwritableFile as :func:`icsoe_xl.engine.render` does.
    """
    with damage_told(template):
        return _needed(open_template(template), filters or {})


def _needed(opened: Opened, filters: Mapping[str, object]) -> list[Needed]:
    found: dict[tuple[str, str], Needed] = {}
    for name, sheet in opened.sheets.items():
        source = sheet_source(sheet.outline, name, sheet.headers, partial(problem, opened.package.name))
        sandbox = Sandbox(dict.fromkeys(filters, str), {}, Budget())
        try:
            tree = sandbox.parse(source.text)
            own = {used.name for used in tree.find_all(nodes.Filter) if used.name.startswith("__")}
            sandbox.filters.update(dict.fromkeys(own, str))
            reader = _Reader(tree)
        except TemplateSyntaxError as error:
            raise problem(opened.package.name, source.place(error.lineno), syntax_words(error)) from error
        for wanted, line in reader.names():
            place = source.place(line)
            found.setdefault((name, wanted), Needed(wanted, name, place.cell, str(place)))
    return list(found.values())


class _Reader:
    """Walks a template's tree; ``_origin`` says what each loop variable is one of."""

    def __init__(self, tree: nodes.Template) -> None:
        self._tree = tree
        self._free = find_undeclared_variables(tree)
        self._origin: dict[str, str] = {}

    def names(self) -> list[tuple[str, int]]:
        """Dotted names with the line where each stands; a longer one makes its beginning superfluous."""
        found = list(self._walk(self._tree))
        longer = {name for name, _ in found}
        return [
            (name, line)
            for name, line in found
            if not any(other.startswith((f"{name}.", f"{name}[")) for other in longer)
        ]

    def _walk(self, node: nodes.Node) -> Iterator[tuple[str, int]]:
        if isinstance(node, nodes.For):
            yield from self._for(node)
            return
        chain = self._chain(node)
        if chain is not None:
            yield chain, node.lineno
            return
        for child in node.iter_child_nodes():
            yield from self._walk(child)

    def _for(self, node: nodes.For) -> Iterator[tuple[str, int]]:
        yield from self._walk(node.iter)
        chain = self._chain(node.iter)
        before = dict(self._origin)
        if isinstance(node.target, nodes.Name):
            self._origin.pop(node.target.name, None)
            if chain is not None:
                self._origin[node.target.name] = f"{chain}[]"
        else:
            for target in node.target.find_all(nodes.Name):
                self._origin.pop(target.name, None)
        for child in (node.test, *node.body):
            if child is not None:
                yield from self._walk(child)
        self._origin = before
        for child in node.else_:
            yield from self._walk(child)

    def _chain(self, node: nodes.Node) -> str | None:
        """``contratista.domicilio.cp`` for such an expression on a name that the data must bring."""
        if isinstance(node, nodes.Name):
            if node.ctx != "load":
                return None
            return self._origin.get(node.name) or (node.name if node.name in self._free else None)
        if isinstance(node, nodes.Getattr):
            start = self._chain(node.node)
            return None if start is None else f"{start}.{node.attr}"
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            start = self._chain(node.node)
            key = node.arg.value
            return None if start is None else f"{start}.{key}" if isinstance(key, str) else f"{start}[]"
        return None
