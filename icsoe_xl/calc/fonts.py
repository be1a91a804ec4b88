"""The font of a range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from icsoe_xl.calc.formats import Color, color_from_uno, color_to_uno

if TYPE_CHECKING:
    from icsoe_xl.calc.looks import Looks

_BOLD, _NORMAL = 150.0, 100.0  # com.sun.star.awt.FontWeight


class Font:
    """Font of the cells of a range; None where they differ."""

    def __init__(self, cells: Looks) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        """The UNO range, whose properties begin with Char."""
        return self._cells.x

    def _set(self, name: str, value: Any) -> None:
        self._cells.require_editable()
        setattr(self._cells.x, name, value)

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        weight = self._cells.shared("CharWeight")
        return None if weight is None else weight > _NORMAL

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        """Whether it is slanted."""
        posture = self._cells.shared("CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        office = self._cells.sheet.book.app.office
        self._set("CharPosture", office.enum("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        """Size in points."""
        return self._cells.shared("CharHeight")  # type: ignore[no-any-return]

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def color(self) -> Color | None:
        """Colour as (r, g, b); black when it was never chosen."""
        value = self._cells.shared("CharColor")
        return None if value is None else color_from_uno(value) or (0, 0, 0)

    @color.setter
    def color(self, value: Color | str | int) -> None:
        self._set("CharColor", color_to_uno(value))

    @property
    def name(self) -> str | None:
        """Name of the typeface."""
        return self._cells.shared("CharFontName")  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)
