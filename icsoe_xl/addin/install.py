"""Puts the add-in where Excel finds it, takes all of it back, and says what is missing.

Every function takes the `Places` of the user (`places(sys.platform, os.environ)`), so that tests work in a
home of their own for either system.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from icsoe_xl import __version__, settings
from icsoe_xl.addin import build
from icsoe_xl.addin.launcher import Kind, LauncherSettings, check_program, decode, encode
from icsoe_xl.addin.places import Places
from icsoe_xl.errors import UnreadableFile, UnwritableFile, UsageProblem

_INSTALL = "Ejecute: icsoe-xl addin install"
_CLOSE_EXCEL = "Si Excel está abierto, ciérrelo por completo y repita el comando."


@dataclass(frozen=True)
class Program:
    """What the add-in will start: an interpreter ("python") or the frozen program ("programa")."""

    kind: Kind
    path: str


@dataclass(frozen=True)
class Check:
    """One line of the self-check: what was looked at, what was found, and how to mend it ("" when sound)."""

    part: str
    found: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether this part is sound."""
        return not self.remedy


def current_program() -> Program:
    """Return the program that runs us: the frozen one, else this interpreter without a console window."""
    if getattr(sys, "frozen", False):
        return Program("programa", sys.executable)
    without_console = Path(sys.executable).with_name("pythonw.exe")
    if sys.platform == "win32" and without_console.is_file():
        return Program("python", str(without_console))
    return Program("python", sys.executable)


def install(where: Places, program: Program | None = None) -> tuple[Path, ...]:
    """Install for one user and return the files written; over an older installation it is an update.

    The add-in goes first: it is the file that an open Excel holds, and then nothing has been changed yet.

    Raises UsageProblem when Excel could not start `program`, or when it does not find icsoe_xl in its
    isolated mode; UnwritableFile when a file cannot be written, most often because Excel is open.
    """
    program = program or current_program()
    check_starts(program, where.system)
    addin = _addin_bytes()
    launcher = LauncherSettings(
        kind=program.kind,
        program=program.path,
        log=str(settings.home() / "logs" / "incidentes.log"),
        version=__version__,
        addin_hash=hashlib.sha256(addin).hexdigest(),
    )
    contents = {where.addin: addin, where.settings: encode(launcher, where.system)}
    for script in (where.applescript, where.shell):
        if script is not None:
            contents[script] = (build.sources() / script.name).read_bytes()
    for path, data in contents.items():
        _write(path, data)
    return tuple(contents)


def uninstall(where: Places) -> tuple[Path, ...]:
    """Remove what `install` and the launcher left, and return the files that were there.

    The user's own data in the home of icsoe_xl (profiles, configuration, log) stays. Raises UnwritableFile
    as `install` does.
    """
    own = (where.addin, where.settings, where.applescript, where.shell, where.startup_log)
    gone = tuple(path for path in own if path is not None and path.is_file())
    for path in gone:
        _remove(path)
    if where.own_folder.is_dir() and not any(where.own_folder.iterdir()):
        where.own_folder.rmdir()
    return gone


def status(where: Places) -> tuple[Check, ...]:
    """Return the self-check, one line a part, in the order in which a button needs them."""
    launcher = _read_launcher(where.settings)
    checks = [_addin_check(where.addin, launcher), _launcher_check(where.settings, launcher)]
    checks += [_script_check(script) for script in (where.applescript, where.shell) if script is not None]
    if launcher is not None:
        checks += [_program_check(launcher), _version_check(launcher)]
    checks.append(_xlwings_check())
    return tuple(checks)


def report(checks: tuple[Check, ...]) -> str:
    """Return the self-check as text in Spanish for a terminal or a message."""
    lines = []
    for check in checks:
        lines.append(f"{'bien ' if check.ok else 'FALTA'}  {check.part}: {check.found}")
        if not check.ok:
            lines.append(f"       {check.remedy}")
    if all(check.ok for check in checks):
        lines.append(
            "Todo está en su lugar. Si no ve la pestaña ICSOE, cierre Excel por completo y ábralo otra vez."
        )
    return "\n".join(lines)


def check_starts(program: Program, system: str) -> None:
    """Raise UsageProblem unless the launcher can start `program` and it finds this version of icsoe_xl."""
    check_program(program.path, system)
    if not Path(program.path).is_file():
        raise UsageProblem(f"No existe el programa {program.path}. Indique dónde está.")
    if program.kind != "python":
        return
    # The console twin answers on standard output; pythonw.exe has none.
    interpreter = Path(program.path).with_name(Path(program.path).name.replace("pythonw", "python"))
    question = [str(interpreter), "-I", "-c", "import icsoe_xl; print(icsoe_xl.__version__)"]
    try:
        answer = subprocess.run(
            question, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageProblem(f"{program.path} no responde: {error}. Indique un Python que funcione.") from error
    if answer.stdout.strip() != __version__:
        raise UsageProblem(
            f"{program.path} no encuentra icsoe_xl {__version__} en modo aislado, que es como lo inicia "
            "Excel: quizá está instalado solo para el usuario (--user) o con PYTHONPATH. Instálelo con pipx "
            "o en un entorno propio (python -m venv) y repita el comando desde ahí."
        )


def _addin_bytes() -> bytes:
    """Return the add-in that came with the package; a working copy has none and builds it."""
    return build.SHIPPED.read_bytes() if build.SHIPPED.is_file() else build.addin_bytes()


def _write(path: Path, data: bytes) -> None:
    """Write one file whole; its bytes are new, so a mark of the web on their origin does not follow."""
    try:
        build.write_whole(path, data)
    except UnwritableFile as problem:
        raise UnwritableFile(f"{problem}. {_CLOSE_EXCEL}") from problem


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise UnwritableFile(f"No se puede borrar {path} ({error.strerror}). {_CLOSE_EXCEL}") from error


def _read_launcher(path: Path) -> LauncherSettings | None:
    """Return the settings at `path`; None when absent or damaged."""
    if not path.is_file():
        return None
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise UnreadableFile(f"No se puede leer {path}: {error.strerror}. Revise sus permisos.") from error


def _addin_check(path: Path, launcher: LauncherSettings | None) -> Check:
    part = "Complemento de Excel"
    if not path.is_file():
        return Check(part, f"no está en {path}", _INSTALL)
    installed = hashlib.sha256(path.read_bytes()).hexdigest()
    if launcher is not None and launcher.addin_hash != installed:
        return Check(part, f"{path} no es el que se instaló", f"Cierre Excel. {_INSTALL}")
    return Check(part, str(path))


def _launcher_check(path: Path, launcher: LauncherSettings | None) -> Check:
    part = "Ajustes del lanzador"
    if launcher is not None:
        return Check(part, str(path))
    return Check(part, f"{path} {'está dañado' if path.is_file() else 'no existe'}", _INSTALL)


def _script_check(path: Path) -> Check:
    part = "Guion para macOS"
    if path.is_file() and path.read_bytes() == (build.sources() / path.name).read_bytes():
        return Check(part, str(path))
    return Check(part, f"{path} {'es de otra versión' if path.is_file() else 'no existe'}", _INSTALL)


def _program_check(launcher: LauncherSettings) -> Check:
    part = "Programa que inician los botones"
    if Path(launcher.program).is_file():
        return Check(part, launcher.program)
    return Check(part, f"{launcher.program} ya no existe", _INSTALL)


def _version_check(launcher: LauncherSettings) -> Check:
    part = "Versión"
    if launcher.version == __version__:
        return Check(part, __version__)
    return Check(
        part, f"el complemento es {launcher.version} y el programa {__version__}", f"Cierre Excel. {_INSTALL}"
    )


def _xlwings_check() -> Check:
    """Look for xlwings without importing it: on Windows that loads all of pywin32."""
    part = "xlwings, que habla con Excel"
    if find_spec("xlwings") is not None:
        return Check(part, "instalado")
    return Check(part, "no está instalado", "Instale de nuevo icsoe-xl: xlwings viene con él")
