"""A profile in the person's own text editor: on a draft, so that a slip never spoils the saved file or the text."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from icsoe_xl import settings
from icsoe_xl.cli import profile_text
from icsoe_xl.cli.door import say
from icsoe_xl.cli.profile_dialog import confirm
from icsoe_xl.errors import IcsoeError, UnwritableFile, UsageProblem
from icsoe_xl.profiles import check
from icsoe_xl.profiles.mistakes import ProfileMistakes
from icsoe_xl.profiles.store import Saved, Store, read_bytes
from icsoe_xl.workbooks import atomic


def edit(store: Store, name: str) -> int:
    """Open a profile in the editor until it is right, then save it; returns the exit code.

    With mistakes, or when somebody else changed the profile meanwhile, the draft stays and the person is
    told where. Raises IcsoeError before the editor opens.
    """
    saved = store.read(name)
    store.check_not_protected(saved.path)
    command = _editor()
    draft = _draft(saved)
    while True:
        _run(command, draft)
        try:
            return _keep(store, saved, draft)
        except IcsoeError as problem:
            if not isinstance(problem, UnwritableFile) and sys.stdin.isatty():
                _tell(problem, "")
                if confirm("¿Abro el editor otra vez para corregirlo?", ""):
                    continue
            _tell(
                problem,
                f"Su texto quedó en {draft}; cuando esté bien, guárdelo con: "
                f'icsoe-xl profile import "{draft}" --name "{saved.name}" --force',
            )
            return problem.exit_code


def _keep(store: Store, saved: Saved, draft: Path) -> int:
    """Save what the person wrote and take the draft away; raises IcsoeError and leaves it when that fails."""
    text = check.decode(read_bytes(draft, check.LARGEST), draft.name)
    check.check_toml(text, draft.name, store.folder).require()
    if text == saved.text:
        print("El perfil quedó igual.")
    else:
        profile_text.tell_saved(store, store.replace(saved.name, text, saved.digest))
    draft.unlink(missing_ok=True)
    return 0


def _tell(problem: IcsoeError, where: str) -> None:
    if isinstance(problem, ProfileMistakes):
        profile_text.tell(problem.mistakes)
        if where:
            say(where)
    else:
        say(f"{problem} {where}")


def _draft(saved: Saved) -> Path:
    """A new file in the home with the profile's text; one that was left there before is never overwritten."""
    folder = settings.home() / "borradores"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(f"No pude crear la carpeta {folder}: revise sus permisos.") from error
    draft, number = folder / saved.path.name, 1
    while draft.exists():
        number += 1
        draft = folder / f"{saved.path.stem} ({number}){saved.path.suffix}"
    atomic.replace_file(draft, saved.text.encode("utf-8"))
    return draft


def _editor() -> list[str]:
    """The command of the person's editor: VISUAL, EDITOR, else what the system has."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        # Windows paths have backslashes, which POSIX rules would eat.
        return [word.strip('"') for word in shlex.split(chosen, posix=os.name != "nt")]
    if os.name == "nt":
        return ["notepad"]
    if sys.platform == "darwin":
        return ["open", "-W", "-t"]
    found = next((name for name in ("nano", "vim", "vi") if shutil.which(name)), None)
    if found is None or not sys.stdin.isatty():
        raise UsageProblem(
            "No sé qué editor abrir: ponga su nombre en la variable EDITOR, o use --set clave=valor."
        )
    return [found]


def _run(command: list[str], draft: Path) -> None:
    try:
        subprocess.run([*command, os.fspath(draft)], check=False)
    except OSError as error:
        raise UsageProblem(
            f"No pude abrir el editor {command[0]}: revise la variable EDITOR. Su texto está en {draft}."
        ) from error
