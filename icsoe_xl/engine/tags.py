"""The text of a cell taken apart with jinja2's own lexer: data, expressions, statements.

A block whose beginning and end stand in one cell is that cell's content. One that begins in a cell and ends
in another repeats (or hides) rows, so its statements are told apart from the content.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError

from icsoe_xl.engine.problems import TagError

ROW_BLOCKS = frozenset({"for", "if", "with"})
"""What may begin in one cell and end in another."""
_INSIDE_BLOCKS = ROW_BLOCKS | {"filter", "call", "macro", "set"}
_MIDDLES = frozenset({"else", "elif"})
_REFUSED = frozenset({"extends", "include", "import", "from", "block", "autoescape", "debug"})
SHEET, CELLS = "sheet", "cells"


class Kind(Enum):
    """What a piece of text is to jinja2."""

    DATA = "data"
    EXPRESSION = "expression"
    STATEMENT = "statement"


class Piece(NamedTuple):
    """``source`` as the designer wrote it (for an expression: what is between the braces).

    ``keyword`` is a statement's first word; ``offset`` is where the piece begins in the text.
    """

    kind: Kind
    source: str
    keyword: str = ""
    offset: int = 0

    @property
    def written(self) -> str:
        """The piece with its braces."""
        return "{{" + self.source + "}}" if self.kind is Kind.EXPRESSION else self.source


class Role(Enum):
    """What a part of a cell does to the sheet."""

    OPEN = "open"
    MIDDLE = "middle"
    CLOSE = "close"
    ASIDE = "aside"
    """A ``set`` or ``macro``: shows nothing, holds for the cells that follow."""
    SHEET = "sheet"
    CONTENT = "content"


class Part(NamedTuple):
    """Pieces that play one role; all of a cell's content between two statements is one part."""

    role: Role
    pieces: tuple[Piece, ...]

    @property
    def keyword(self) -> str:
        """First word of the statement."""
        return self.pieces[0].keyword

    @property
    def source(self) -> str:
        """The statement (or the whole aside) as written."""
        return "".join(piece.written for piece in self.pieces)


def has_tags(text: str) -> bool:
    """Whether jinja2 finds anything to do in a text."""
    return "{{" in text or "{%" in text or "{#" in text


@lru_cache(maxsize=1)
def _lexer() -> Environment:
    # Only its lexer is used: nothing is rendered here.
    return Environment(autoescape=False, keep_trailing_newline=True)


def pieces(text: str) -> list[Piece]:
    """The pieces of a text; comments are left out. Raises TagError when a tag is not closed."""
    found: list[Piece] = []
    inside: list[tuple[str, str]] = []
    begin = offset = 0
    try:
        for _, kind, value in _lexer().lex(text):
            start = text.find(value, offset)  # white space that "-" strips is in no token
            offset = start + len(value)
            if kind in ("variable_begin", "block_begin", "comment_begin", "raw_begin"):
                begin, inside = start, []
            if kind == "data" and not inside:
                found.append(Piece(Kind.DATA, value, offset=start))
                continue
            inside.append((kind, value))
            if kind == "variable_end":
                source = "".join(part for _, part in inside[1:-1])
                found.append(Piece(Kind.EXPRESSION, source, offset=begin))
            elif kind == "block_end":
                found.append(_statement(inside, begin))
            elif kind == "raw_end":
                found.append(Piece(Kind.DATA, "".join(part for _, part in inside), offset=begin))
            if kind.endswith("_end"):
                inside = []
    except TemplateSyntaxError as error:
        raise TagError(f"etiqueta mal escrita ({error.message}); revise sus llaves y comillas") from error
    if inside:
        raise TagError("etiqueta mal escrita: le faltan las llaves de cierre")
    return found


def _statement(tokens: Sequence[tuple[str, str]], offset: int) -> Piece:
    words = [value for kind, value in tokens if kind == "name"]
    keyword = words[0] if words else ""
    source = "".join(value for _, value in tokens)
    if keyword in (CELLS, SHEET):
        if len(words) < 2 or words[1] not in ("for", "if"):
            raise TagError(f"después de «{{% {keyword}» debe ir «for» o «if»")
        source = source.replace(keyword, "", 1)
    elif keyword == "set" and not _assigns(tokens):
        keyword = "set:"  # the block form: {% set x %}...{% endset %}
    elif keyword in _REFUSED:
        raise TagError(f"«{{% {keyword} %}}» no se admite en una plantilla de Excel; quítelo")
    elif not _known(keyword):
        raise TagError(f"«{{% {keyword} %}}» no es una etiqueta de jinja2; revise cómo está escrita")
    return Piece(Kind.STATEMENT, source, keyword, offset)


def _known(keyword: str) -> bool:
    return (
        keyword in _INSIDE_BLOCKS
        or keyword in _MIDDLES
        or (keyword.startswith("end") and keyword[3:] in _INSIDE_BLOCKS | {CELLS})
    )


def _assigns(tokens: Sequence[tuple[str, str]]) -> bool:
    depth = 0
    for kind, value in tokens:
        if kind == "operator":
            depth += (value in "([{") - (value in ")]}")
            if value == "=" and depth == 0:
                return True
    return False


def _opens(piece: Piece) -> bool:
    return piece.kind is Kind.STATEMENT and (
        piece.keyword in ROW_BLOCKS or piece.keyword in ("filter", "call", "macro", "set:", CELLS)
    )


def closes(opening: str, closing: str) -> bool:
    """Whether the keyword ``closing`` (``endfor``) ends a block that ``opening`` began."""
    if opening == CELLS:
        return closing in ("endfor", "endif", "endcells")
    return closing == "end" + opening.rstrip(":")


def parts(text: Sequence[Piece]) -> list[Part]:
    """A cell's pieces by role, in order. Raises TagError for a statement that has no place in a cell."""
    partner = _pairs(text)
    found: list[Part] = []
    content: list[Piece] = []

    def end_content() -> None:
        if content:
            found.append(Part(Role.CONTENT, tuple(content)))
            content.clear()

    index = 0
    while index < len(text):
        piece = text[index]
        role = _role(piece, index, partner)
        stop = index + 1
        if role is Role.CONTENT:
            if _opens(piece):
                stop = partner[index] + 1
                if any(inner.keyword in (CELLS, SHEET) for inner in text[index:stop]):
                    raise TagError("«cells» y «sheet» no van dentro de otro bloque de la misma celda")
            content.extend(text[index:stop])
        else:
            end_content()
            if role is Role.ASIDE and _opens(piece):
                stop = partner[index] + 1
            found.append(Part(role, tuple(text[index:stop])))
        index = stop
    end_content()
    return found


def _pairs(text: Sequence[Piece]) -> dict[int, int]:
    """Index of each opening statement's end, for the blocks that begin and end within the text."""
    waiting: list[int] = []
    partner: dict[int, int] = {}
    for index, piece in enumerate(text):
        if _opens(piece):
            waiting.append(index)
        elif piece.keyword.startswith("end") and waiting:
            if not closes(text[waiting[-1]].keyword, piece.keyword):
                opened = text[waiting[-1]].keyword.rstrip(":")
                raise TagError(f"«{{% {piece.keyword} %}}» no cierra el «{{% {opened} %}}» que está abierto")
            partner[waiting.pop()] = index
    return partner


def _role(piece: Piece, index: int, partner: dict[int, int]) -> Role:
    if piece.kind is not Kind.STATEMENT:
        return Role.CONTENT
    if piece.keyword == SHEET:
        return Role.SHEET
    if piece.keyword == "set":
        return Role.ASIDE
    if piece.keyword in _MIDDLES:
        return Role.MIDDLE
    if not _opens(piece):
        return Role.CLOSE
    if piece.keyword == CELLS:
        return Role.OPEN
    if index in partner:
        return Role.ASIDE if piece.keyword in ("macro", "set:") else Role.CONTENT
    if piece.keyword not in ROW_BLOCKS:
        raise TagError(f"«{{% {piece.keyword.rstrip(':')} %}}» debe cerrarse en la misma celda")
    return Role.OPEN


def lone_expression(content: Sequence[Piece]) -> Piece | None:
    """The expression that is all of a content, white space aside; None when there is more."""
    inked = [piece for piece in content if piece.kind is not Kind.DATA or piece.source.strip()]
    return inked[0] if len(inked) == 1 and inked[0].kind is Kind.EXPRESSION else None


def inked(content: Sequence[Piece]) -> bool:
    """Whether a content can show anything: more than white space."""
    return any(piece.kind is not Kind.DATA or piece.source.strip() for piece in content)
