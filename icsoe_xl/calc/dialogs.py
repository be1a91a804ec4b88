"""Questions that xlwings has no dialog for, asked by LibreOffice: one of several, a text, a file, a folder.

All take an answer from `App.answers` when one was prepared (the option, the text, the path, or "" to cancel). A
headless LibreOffice shows nothing and answers as if the person had cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from icsoe_xl.calc.books import path_of

if TYPE_CHECKING:
    import xlwings

    from icsoe_xl.calc.app import App

_OK, _CANCEL = 1, 2  # com.sun.star.awt.PushButtonType, and what execute() returns for OK
_MARGIN, _WIDTH, _LINE = 6, 220, 10  # in the units of UNO's dialogs, about a quarter of a letter's width


def choose(app: xlwings.App, title: str, question: str, options: Sequence[str]) -> int | None:
    """Index of the option that the person picks from a list, None when she cancels."""
    calc = app.impl
    if calc.answers:
        answer = calc.answers.pop(0)
        return options.index(answer) if answer in options else None
    height = _LINE * min(max(len(options), 4), 14)
    dialog = _dialog(calc, title, question, "ListBox", height, StringItemList=tuple(options))
    try:
        chosen = dialog.getControl("answer")
        chosen.selectItemPos(0, True)
        pressed = dialog.execute()
        position = int(chosen.getSelectedItemPos())
    finally:
        dialog.dispose()
    return position if pressed == _OK and position >= 0 else None


def ask(app: xlwings.App, title: str, question: str, proposed: str) -> str | None:
    """A line of text, None when the person cancels."""
    calc = app.impl
    if calc.answers:
        return calc.answers.pop(0) or None
    dialog = _dialog(calc, title, question, "Edit", _LINE + 4, Text=proposed)
    try:
        dialog.getControl("answer").setFocus()
        pressed = dialog.execute()
        answer = str(dialog.getControl("answer").getText())
    finally:
        dialog.dispose()
    return answer if pressed == _OK else None


def _dialog(calc: App, title: str, question: str, kind: str, height: int, **values: Any) -> Any:
    """A box with a question, a control called ``answer`` below it, and two buttons."""
    lines = question.count("\n") + 1 + len(question) // 60
    top = _MARGIN * 2 + lines * _LINE
    buttons_top = top + height + _MARGIN
    model = calc.office.service("com.sun.star.awt.UnoControlDialogModel")
    model.Title, model.Width, model.Height = title, _WIDTH + 2 * _MARGIN, buttons_top + 14 + _MARGIN
    _put(model, "FixedText", "question", (_MARGIN, _WIDTH, lines * _LINE), Label=question, MultiLine=True)
    _put(model, kind, "answer", (top, _WIDTH, height), **values)
    _put(
        model, "Button", "ok", (buttons_top, 50, 14), Label="Aceptar", PushButtonType=_OK, DefaultButton=True
    )
    _put(model, "Button", "cancel", (buttons_top, 50, 14), Label="Cancelar", PushButtonType=_CANCEL)
    model.getByName("cancel").PositionX = _MARGIN * 2 + 50
    dialog = calc.office.service("com.sun.star.awt.UnoControlDialog")
    dialog.setModel(model)
    window = calc.books.active.doc.CurrentController.Frame.ContainerWindow
    dialog.createPeer(calc.office.service("com.sun.star.awt.Toolkit"), window)
    return dialog


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


def pick_file(app: xlwings.App, question: str, endings: Sequence[str]) -> Path | None:
    """A file of the person's choice among those with these endings, None when she cancels."""
    calc = app.impl
    if calc.answers:
        return Path(answer) if (answer := calc.answers.pop(0)) else None
    picker = calc.office.service("com.sun.star.ui.dialogs.FilePicker")
    picker.setTitle(question)
    patterns = ";".join(f"*.{ending}" for ending in endings)
    picker.appendFilter(patterns, patterns)
    return Path(path_of(picker.getFiles()[0])) if picker.execute() == _OK else None
