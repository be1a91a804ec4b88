"""What can be wrong with a template, told with its place: file, sheet, cell, and what to do.

The text never holds a value of the data: names and tags are the designer's, values are somebody's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from icsoe_xl.addresses import cell_name
from icsoe_xl.errors import UnreadableFile, UsageProblem

_MAX_NAMES = 40


class TemplateProblem(UsageProblem):
    """The template cannot be filled: a tag that is wrong, a name that does not exist, a limit exceeded."""


class Place(NamedTuple):
    """Where a tag stands: a cell, or another text of the sheet that ``what`` names ("el encabezado")."""

    sheet: str
    row: int = 0
    column: int = 0
    what: str = ""

    @property
    def cell(self) -> str | None:
        """Address of the cell, None when the tag stands elsewhere."""
        return cell_name(self.row, self.column) if self.column else None

    def __str__(self) -> str:
        where = f"celda {self.cell}" if self.column else f"renglón {self.row}" if self.row else self.what
        return f"hoja «{self.sheet}», {where}" if where else f"hoja «{self.sheet}»"


class TagError(Exception):
    """A fault in a tag, raised where its place is not known; whoever knows it tells it with the place."""


def problem(template: str, place: Place | None, detail: str) -> TemplateProblem:
    """The problem of that template (a file name) at that place."""
    where = f"{template}, {place}" if place is not None else template
    return TemplateProblem(f"{where}: {detail}")


@contextmanager
def damage_told(template: str | os.PathLike[str]) -> Iterator[None]:
    """Tell a file that is damaged inside: its numbers are no numbers, its parts are not where it says.

    Whoever looks for a number meets these errors, in any of a hundred places. What the tags of a template do
    is told where it happens, with the cell, and does not come here.
    """
    try:
        yield
    except RecursionError as error:  # parts are flat (xml_parts.MAX_DEPTH): it is the tags
        raise TemplateProblem(
            f"{os.path.basename(template)}: una de sus etiquetas tiene demasiados paréntesis, signos o bloques, uno "  # noqa: PTH119
            "dentro de otro; simplifíquela"
        ) from error
    except (ValueError, LookupError, AssertionError) as error:
        raise UnreadableFile(
            f"{os.path.basename(template)}: tiene una parte dañada; ábralo en Excel, acepte repararlo y guárdelo de "  # noqa: PTH119
            "nuevo"
        ) from error


def listed(names: Iterable[str]) -> str:
    """Names in a sentence, the first forty."""
    ordered = sorted(names, key=str.casefold)
    if not ordered:
        return "ninguno"
    more = len(ordered) - _MAX_NAMES
    return ", ".join(ordered[:_MAX_NAMES]) + (f" y {more} más" if more > 0 else "")


def names_of(value: object) -> list[str]:
    """Names that a template may ask of a value after a point: keys, model or dataclass fields, properties."""
    if isinstance(value, Mapping):
        return [key for key in value if isinstance(key, str)]
    kind = type(value)
    for declared in ("model_fields", "__dataclass_fields__", "_fields"):  # pydantic, dataclasses, NamedTuple
        fields = getattr(kind, declared, None)
        if fields:
            return [*fields, *_properties(kind)]
    own = getattr(value, "__dict__", {})
    return [name for name in own if not name.startswith("_")] + _properties(kind)


def _properties(kind: type) -> list[str]:
    return [
        name
        for base in kind.__mro__
        for name, found in vars(base).items()
        if isinstance(found, property) and not name.startswith(("_", "model_"))
    ]


def unknown_name(name: object, names: Iterable[str], after: str = "") -> str:
    """The sentence for a name that does not exist; ``after`` says of what ("después de «k.»")."""
    from difflib import get_close_matches

    names = list(names)
    near = get_close_matches(str(name), names, n=1, cutoff=0.5)
    guess = f"; ¿quiso escribir «{near[0]}»?" if near else "."
    return f"no existe el nombre «{name}»{after}{guess} Los que hay: {listed(names)}"
