"""``addin``: build, install, remove and check the add-in."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``addin``."""
    steps = parser.add_subparsers(dest="step", metavar="ACCIÓN", required=True, title="acciones")
    build = steps.add_parser("build", help="arma dist/icsoe_xl.xlam (o la extensión de LibreOffice)")
    build.add_argument("--out", metavar="RUTA", help="dónde dejarlo")
    build.add_argument("--libreoffice", action="store_true", help="arma la extensión icsoe_xl.oxt")
    steps.add_parser("install", help="instala el complemento en el Excel de este usuario")
    steps.add_parser("uninstall", help="quita todo lo que puso install")
    steps.add_parser("status", help="dice qué está instalado, qué falta y cómo reponerlo")


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """Do the step; ``status`` ends with 1 while something is missing."""
    if args.step == "build":
        return _build(args)
    if sys.platform not in ("win32", "darwin"):
        return _extension_only(args.step)
    from icsoe_xl.addin import install
    from icsoe_xl.addin.places import places

    where = places(sys.platform, os.environ)
    if args.step == "status":
        checks = install.status(where)
        print(install.report(checks))
        return 0 if all(check.ok for check in checks) else 1
    if args.step == "install":
        for path in install.install(where):
            print(f"Instalé {path}")
        print("Listo. Cierre Excel por completo y ábralo otra vez: verá la pestaña ICSOE.")
        return 0
    gone = install.uninstall(where)
    for path in gone:
        print(f"Quité {path}")
    print("Listo. Sus perfiles y su configuración se quedan." if gone else "No había nada instalado.")
    return 0


def _extension_only(step: str) -> int:
    """The steps on a system without Excel, where only the extension of LibreOffice asks for the program."""
    from icsoe_xl.addin import oxt

    path = oxt.settings_path(sys.platform, os.environ)
    if step == "install":
        print(f"Escribí {oxt.write_settings(sys.platform, os.environ)}")
        print("Listo. Agregue ahora icsoe_xl.oxt en LibreOffice: Herramientas > Extensiones.")
        return 0
    there = path.is_file()
    if step == "status":
        print(f"{'bien ' if there else 'FALTA'}  Ajustes para la extensión de LibreOffice: {path}")
        return 0 if there else 1
    path.unlink(missing_ok=True)
    print(f"Quité {path}" if there else "No había nada instalado.")
    return 0


def _build(args: argparse.Namespace) -> int:
    if args.libreoffice:
        from icsoe_xl.addin.oxt import build_oxt

        made = build_oxt(Path(args.out or "dist/icsoe_xl.oxt"))
    else:
        from icsoe_xl.addin.build import build

        made = build(Path(args.out or "dist/icsoe_xl.xlam"))
    print(f"Armé {made} ({made.stat().st_size:,} bytes).")
    return 0
