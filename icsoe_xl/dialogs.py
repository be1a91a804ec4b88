"""What a button asks the person: yes or no, one of several, a text, a file, a folder. Each system in its own words.

xlwings shows messages; it cannot ask for more than a yes, so the rest is asked of Excel on Windows (COM), of
macOS (AppleScript's own dialogs) or of LibreOffice (UNO). All return None when she cancels.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TITLE = "ICSOE"
_FILE_PICKER, _FOLDER_PICKER = 3, 4
"""msoFileDialogFilePicker and msoFileDialogFolderPicker (Office object model)."""
_NUMBER, _TEXT = 1, 2
"""Type argument of Excel's Application.InputBox."""
_LONGEST_PROMPT = 255
"""Letters that Application.InputBox shows; with more it shows nothing and answers Error 2015 (Excel VBA reference)."""


def say(app: Any, text: str, mode: str = "info") -> None:
    """One message; ``mode`` is info, critical (an error) or None.

    Without a spreadsheet to show it (None) it goes to stderr, which the launcher keeps in its log.
    """
    if app is None:
        print(text, file=sys.stderr)
        return
    app.alert(text, title=TITLE, buttons="ok", mode=mode)


def confirm(app: Any, text: str) -> bool:
    """Yes or no."""
    return str(app.alert(text, title=TITLE, buttons="yes_no", mode="info")) == "yes"


def choose(app: Any, question: str, options: Sequence[str]) -> int | None:
    """Index of the option that the person picks, None when she cancels or there is none."""
    if not options:
        return None
    if len(options) == 1:
        return 0 if confirm(app, f"{question}\n\n{options[0]}") else None
    if app.engine.name == "libreoffice":
        from icsoe_xl.calc.dialogs import choose as choose_in_calc

        return choose_in_calc(app, TITLE, question, options)
    if sys.platform == "darwin":
        return _choose_on_mac(question, options)
    lines = "\n".join(f"{number}. {option}" for number, option in enumerate(options, 1))
    prompt = f"{question}\n\n{lines}\n\nEscriba el número:"
    if len(prompt) > _LONGEST_PROMPT:
        say(app, f"{question}\n\n{lines}\n\nEn seguida le pido el número.")
        prompt = "Escriba el número de la lista:"
    answer = app.api.InputBox(prompt, TITLE, Type=_NUMBER)
    if answer is False or not 1 <= float(answer) <= len(options):
        return None
    return int(answer) - 1


def ask(app: Any, question: str, proposed: str = "") -> str | None:
    """A line of text of the person's, ``proposed`` until she writes another; None when it is empty too."""
    if app.engine.name == "libreoffice":
        from icsoe_xl.calc.dialogs import ask as ask_in_calc

        answer = ask_in_calc(app, TITLE, question, proposed)
    elif sys.platform == "darwin":
        answer = _osascript(
            f"text returned of (display dialog {_quoted(question)} default answer {_quoted(proposed)} with title "
            f'{_quoted(TITLE)} buttons {{"Cancelar", "Aceptar"}} default button 2 cancel button 1)'
        )
    else:
        answer = app.api.InputBox(question[:_LONGEST_PROMPT], TITLE, proposed, Type=_TEXT)
    return str(answer).strip() or None if answer else None


def pick_file(app: Any, question: str, endings: Sequence[str]) -> Path | None:
    """A file of the person's choice, among those whose names end so (``xlsx``, without the point)."""
    if app.engine.name == "libreoffice":
        from icsoe_xl.calc.dialogs import pick_file as pick_in_calc

        return pick_in_calc(app, question, endings)
    if sys.platform == "darwin":
        types = ", ".join(_quoted(ending) for ending in endings)
        chosen = _osascript(
            f"POSIX path of (choose file with prompt {_quoted(question)} of type {{{types}}})"
        )
        return Path(chosen) if chosen else None
    dialog = app.api.FileDialog(_FILE_PICKER)
    dialog.Title = question
    dialog.AllowMultiSelect = False
    dialog.Filters.Clear()
    patterns = ";".join(f"*.{ending}" for ending in endings)
    dialog.Filters.Add(patterns, patterns)
    return Path(dialog.SelectedItems(1)) if dialog.Show() else None


def pick_folder(app: Any, question: str) -> Path | None:
    """A folder of the person's choice."""
    if app.engine.name == "libreoffice":
        from icsoe_xl.calc.dialogs import pick_folder as pick_in_calc

        return pick_in_calc(app, question)
    if sys.platform == "darwin":
        chosen = _osascript(f"POSIX path of (choose folder with prompt {_quoted(question)})")
        return Path(chosen) if chosen else None
    dialog = app.api.FileDialog(_FOLDER_PICKER)
    dialog.Title = question
    return Path(dialog.SelectedItems(1)) if dialog.Show() else None


def _choose_on_mac(question: str, options: Sequence[str]) -> int | None:
    listed = ", ".join(_quoted(option) for option in options)
    chosen = _osascript(
        f"choose from list {{{listed}}} with title {_quoted(TITLE)} with prompt {_quoted(question)}"
    )
    return options.index(chosen) if chosen in options else None


def _osascript(line: str) -> str:
    """What AppleScript answers, "" when the person cancels."""
    done = subprocess.run(
        ["/usr/bin/osascript", "-e", line], capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def _quoted(text: str) -> str:
    """A text as AppleScript writes it: backslashes and quotes escaped, line breaks kept."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
