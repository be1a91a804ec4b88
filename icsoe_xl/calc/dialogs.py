"""Questions that xlwings has no dialog for, asked by LibreOffice: one of several, and a folder.

Both take an answer from `App.answers` when one was prepared (the option, the path, or "" to cancel). A
headless LibreOffice shows nothing and answers as if the person had cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icsoe_xl.calc.books import path_of

if TYPE_CHECKING:
    import xlwings

_OK, _CANCEL = 1, 2  # com.sun.star.awt.PushButtonType, and what execute() returns for OK
_MARGIN, _WIDTH, _LINE = 6, 220, 10  # in the units of UNO's dialogs, about a quarter of a letter's width


def choose(app: xlwings.App, title: str, question: str, options: Sequence[str]) -> int | None:
    """Index of the option that the person picks from a list, None when she cancels."""
    calc = app.impl
    if calc.answers:
        answer = calc.answers.pop(0)
        return options.index(answer) if answer in options else None
    lines = question.count("\n") + 1 + len(question) // 60
    list_top = _MARGIN * 2 + lines * _LINE
    list_height = _LINE * min(max(len(options), 4), 14)
    buttons_top = list_top + list_height + _MARGIN
    model = calc.office.service("com.sun.star.awt.UnoControlDialogModel")
    model.Title, model.Width, model.Height = title, _WIDTH + 2 * _MARGIN, buttons_top + 14 + _MARGIN
    _put(model, "FixedText", "question", (_MARGIN, _WIDTH, lines * _LINE), Label=question, MultiLine=True)
    _put(model, "ListBox", "list", (list_top, _WIDTH, list_height), StringItemList=tuple(options))
    _put(
        model, "Button", "ok", (buttons_top, 50, 14), Label="Aceptar", PushButtonType=_OK, DefaultButton=True
    )
    _put(model, "Button", "cancel", (buttons_top, 50, 14), Label="Cancelar", PushButtonType=_CANCEL)
    model.getByName("cancel").PositionX = _MARGIN * 2 + 50
    dialog = calc.office.service("com.sun.star.awt.UnoControlDialog")
    dialog.setModel(model)
    window = calc.books.active.doc.CurrentController.Frame.ContainerWindow
    dialog.createPeer(calc.office.service("com.sun.star.awt.Toolkit"), window)
    try:
        chosen = dialog.getControl("list")
        chosen.selectItemPos(0, True)
        pressed = dialog.execute()
        position = int(chosen.getSelectedItemPos())
    finally:
        dialog.dispose()
    return position if pressed == _OK and position >= 0 else None


def _put(model: Any, kind: str, name: str, place: tuple[int, int, int], **values: Any) -> None:
    """Add a control to the dialog at its left margin; `place` is top, width and height."""
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    control.PositionX = _MARGIN
    control.PositionY, control.Width, control.Height = place
    for prop, value in values.items():
        setattr(control, prop, value)
    model.insertByName(name, control)


def pick_folder(app: xlwings.App, question: str) -> Path | None:
    """A folder of the person's choice, None when she cancels."""
    calc = app.impl
    if calc.answers:
        return Path(answer) if (answer := calc.answers.pop(0)) else None
    picker = calc.office.service("com.sun.star.ui.dialogs.FolderPicker")
    picker.setTitle(question)
    return Path(path_of(picker.getDirectory())) if picker.execute() == _OK else None
