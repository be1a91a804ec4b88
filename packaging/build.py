"""Make the program that needs no Python: `python packaging/build.py [--out dist]`.

Leaves `icsoe_xl/` (the program's folder) in `--out` and beside it a ZIP of it with the installer, for the
system and the processor that this runs on. Needs the dependencies of `pip install -e .[dev]`.

What goes in is what the wheel holds: it is built first, with the add-in inside, and PyInstaller (icsoe_xl.spec)
takes the package from there.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NAME = "icsoe_xl"
SYSTEMS = {"win32": "windows", "darwin": "macos"}
SCRIPT = {"win32": ".bat"}.get(sys.platform, ".command")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def main() -> int:
    """Make folder and ZIP, and say where they are, how large, and the digest of the ZIP."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default="dist", type=Path, help="where to leave them (dist)")
    out = parser.parse_args().out.resolve()
    folder = freeze(out)
    package = bundle(folder, out)
    size = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
    print(f"{folder}: {size / 1e6:.0f} MB")
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    print(f"{package}: {package.stat().st_size / 1e6:.0f} MB, SHA-256 {digest}")
    return 0


def freeze(out: Path) -> Path:
    """Make the program's folder in `out`, over an older one, and return it."""
    with TemporaryDirectory(prefix="icsoe_xl_") as name:
        scratch = Path(name)
        _run("hatchling", "build", "--target", "wheel", "--directory", str(scratch), cwd=ROOT)
        (wheel,) = scratch.glob("*.whl")
        package = scratch / "package"
        shutil.unpack_archive(wheel, package, "zip")
        # Away from the working copy: its package has no built add-in, and `python -m` looks where it stands first.
        _run(
            *("PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", str(out), "--workpath", str(scratch / "work"), str(HERE / "icsoe_xl.spec")),
            cwd=scratch,
            PYTHONPATH=str(package),
            PYINSTALLER_CONFIG_DIR=str(scratch / "cache"),
        )
    folder = out / NAME
    shutil.copy(HERE / f"desinstalar{SCRIPT}", folder)
    # LibreOffice's users need the extension as a file; Excel's add-in is put in place by the installer.
    extension = folder / f"{NAME}.oxt"
    subprocess.run([_program(folder), "addin", "build", "--libreoffice", "--out", str(extension)], check=True)
    return folder


def bundle(folder: Path, out: Path) -> Path:
    """Zip the program's folder with the installer in `out` and return the ZIP."""
    system = f"{SYSTEMS.get(sys.platform, sys.platform)}-{platform.machine().lower()}"
    top = f"{NAME}-{_version(folder)}-{system}"
    package = out / f"{top}.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for script in (f"instalar{SCRIPT}", f"desinstalar{SCRIPT}"):
            _add(archive, HERE / script, f"{top}/{script}")
        # Notepad of Windows 10 and older wants the mark of UTF-8 and its own line ends.
        text = (HERE / "LEAME.txt").read_text(encoding="utf-8").replace("\n", "\r\n")
        archive.writestr(zipfile.ZipInfo(f"{top}/LEAME.txt", _ZIP_DATE), text.encode("utf-8-sig"))
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_dir():
                _add(archive, path, f"{top}/{NAME}/{path.relative_to(folder).as_posix()}")
    return package


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    """Add a file with its permissions, or a link as a link: macOS' own framework folders are full of them."""
    mode = path.lstat().st_mode
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the permissions below are Unix'
    entry.external_attr = mode << 16
    archive.writestr(entry, str(path.readlink()) if stat.S_ISLNK(mode) else path.read_bytes())


def _version(folder: Path) -> str:
    command = [_program(folder), "--version"]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return answer.stdout.split()[1]


def _program(folder: Path) -> str:
    return str(folder / ("icsoe-xl.exe" if sys.platform == "win32" else "icsoe-xl"))


def _run(module: str, *arguments: str, cwd: Path, **environment: str) -> None:
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    raise SystemExit(main())
