"""Where the parts of the add-in live, for one user of Windows or macOS.

Excel opens every add-in of the user's start-up folder and trusts that folder: no list of add-ins, no trust
prompt. Folders as Microsoft documents them ("Customize how Excel starts"; for macOS the group container
UBF8T346G9.Office, and ~/Library/Application Scripts/com.microsoft.Excel for AppleScriptTask). The settings
are in the user's profile, never beside a workbook and never named by an environment variable of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from icsoe_xl.errors import UsageProblem

ADDIN_NAME = "icsoe_xl.xlam"
APPLESCRIPT_NAME = "icsoe_xl.applescript"
SHELL_NAME = "icsoe_xl.sh"
SETTINGS_NAME = "lanzador.txt"
STARTUP_LOG_NAME = "arranque.txt"


@dataclass(frozen=True)
class Places:
    """The files of one user's installation.

    The last three exist on macOS only; `startup_log` is what the program printed when it was started last.
    """

    system: str
    addin: Path
    settings: Path
    applescript: Path | None = None
    shell: Path | None = None
    startup_log: Path | None = None

    @property
    def own_folder(self) -> Path:
        """The folder of the user's profile that holds the launcher's settings."""
        return self.settings.parent


def places(system: str, environment: Mapping[str, str]) -> Places:
    """Return where everything lives on `system` (as `sys.platform` says it) for the user of `environment`.

    Reads APPDATA on "win32" and HOME on "darwin"; touches no disk.

    Raises UsageProblem on another system, or when that variable is missing.
    """
    if system == "win32":
        roaming = _folder(environment, "APPDATA")
        own = roaming / "icsoe_xl"
        startup = roaming / "Microsoft" / "Excel" / "XLSTART"
        return Places(system, startup / ADDIN_NAME, own / SETTINGS_NAME)
    if system == "darwin":
        library = _folder(environment, "HOME") / "Library"
        own = library / "Application Support" / "icsoe_xl"
        office = library / "Group Containers" / "UBF8T346G9.Office"
        startup = office / "User Content.localized" / "Startup.localized" / "Excel"
        scripts = library / "Application Scripts" / "com.microsoft.Excel"
        return Places(
            system,
            startup / ADDIN_NAME,
            own / SETTINGS_NAME,
            applescript=scripts / APPLESCRIPT_NAME,
            shell=own / SHELL_NAME,
            startup_log=own / STARTUP_LOG_NAME,
        )
    raise UsageProblem(
        "El complemento es para Excel en Windows o macOS; este sistema no tiene Excel. "
        "Aquí use los comandos (icsoe-xl --help) o la extensión para LibreOffice."
    )


def _folder(environment: Mapping[str, str], name: str) -> Path:
    value = environment.get(name, "")
    if not Path(value).is_absolute():
        raise UsageProblem(
            f"No se sabe cuál es su carpeta de usuario: la variable {name} está vacía. "
            "Cierre la sesión, vuelva a entrar y repita el comando."
        )
    return Path(value)
