"""Questions to the person in LibreOffice: one of a list, a folder. Both return None when she cancels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from urllib.request import url2pathname

_OK = 1
_WIDTH, _MARGIN, _LINE, _BUTTON = 240, 8, 12, 60
"""Sizes in the dialog's own units, a quarter of a character wide."""
_LIST_HEIGHT = 96


def choose(app: Any, title: str, question: str, options: Sequence[str]) -> int | None:
    """Index of the option that the person picks in a list; the first one is chosen to begin with."""
    office = app.impl.office
    model = office.service("com.sun.star.awt.UnoControlDialogModel")
    lines = question.count("\n") + 1
    below = _MARGIN + lines * _LINE
    model.Title, model.Width, model.Height = title, _WIDTH, below + _LIST_HEIGHT + 3 * _MARGIN + _LINE
    _add(
        model,
        "FixedText",
        "question",
        (_MARGIN, _MARGIN, _WIDTH - 2 * _MARGIN, lines * _LINE),
        Label=question,
    )
    box = (_MARGIN, below, _WIDTH - 2 * _MARGIN, _LIST_HEIGHT)
    _add(model, "ListBox", "options", box, StringItemList=tuple(options), SelectedItems=(0,))
    row = below + _LIST_HEIGHT + _MARGIN
    right = _WIDTH - _MARGIN - _BUTTON
    _add(model, "Button", "cancel", (right, row, _BUTTON, _LINE + 2), Label="Cancelar", PushButtonType=2)
    accept = (right - _MARGIN - _BUTTON, row, _BUTTON, _LINE + 2)
    _add(model, "Button", "accept", accept, Label="Aceptar", PushButtonType=_OK, DefaultButton=True)
    dialog = office.service("com.sun.star.awt.UnoControlDialog")
    dialog.setModel(model)
    dialog.createPeer(office.service("com.sun.star.awt.Toolkit"), None)
    try:
        if dialog.execute() != _OK:
            return None
        picked = model.getByName("options").SelectedItems
    finally:
        dialog.dispose()
    return int(picked[0]) if picked else None


def pick_folder(app: Any, question: str) -> Path | None:
    """A folder, from the system's own dialog."""
    picker = app.impl.office.service("com.sun.star.ui.dialogs.FolderPicker")
    picker.setTitle(question)
    if picker.execute() != _OK:
        return None
    return Path(url2pathname(urlparse(picker.getDirectory()).path))


def _add(model: Any, kind: str, name: str, place: tuple[int, int, int, int], **properties: Any) -> None:
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    control.PositionX, control.PositionY, control.Width, control.Height = place
    control.Name = name
    for key, value in properties.items():
        setattr(control, key, value)
    model.insertByName(name, control)
