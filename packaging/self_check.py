"""Whether the frozen folder holds all that the program may ever ask for; run on each system before a release.

Most modules are imported by the command that needs them, and xlwings' half for Excel exists on its own system
only: what PyInstaller overlooked would be noticed by a user, months later, in one command. The program prints
the same as `python packaging/self_check.py` where it was built.
"""

from __future__ import annotations

import pkgutil
import sys
import zoneinfo
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


def main(words: Sequence[str]) -> int:  # noqa: ARG001 - one signature for all that entry.py starts
    """Print what is here; a fault ends in a traceback."""
    for part in (modules, data_files, excel, calendar):
        for line in part():
            print(line)
    return 0


def modules() -> Iterator[str]:
    """Import every module of ours and yield its name."""
    import icsoe_xl

    for module in pkgutil.walk_packages(icsoe_xl.__path__, "icsoe_xl."):
        import_module(module.name)
        yield module.name


def data_files() -> Iterator[str]:
    """Yield every data file of the package and of the add-ins with its digest."""
    import icsoe_xl
    from icsoe_xl.addin import build, oxt
    from icsoe_xl.filing import pages

    package = Path(icsoe_xl.__path__[0])
    addin = package / "addin"  # a working copy has the add-in's files and the templates elsewhere
    data = {
        path.relative_to(package).as_posix(): path for path in package.rglob("*") if addin not in path.parents
    }
    sources = {f"addin/{name}": build.sources() / name for name in build.SOURCE_NAMES}
    templates = {f"filing/templates/{path.name}": path for path in pages.ours().iterdir()}
    for name, path in sorted({**data, **sources, **templates}.items()):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            yield f"{name} {sha256(path.read_bytes()).hexdigest()}"
    yield f"{oxt.EXTENSION_NAME} {sha256(oxt.oxt_bytes()).hexdigest()}"


def excel() -> Iterator[str]:
    """Import all with which xlwings talks to Excel, where there can be an Excel, and nothing that is not free."""
    import xlwings

    engines = [engine.name for engine in xlwings.engines]
    if sys.platform in ("win32", "darwin") and "excel" not in engines:
        raise SystemExit(f"xlwings cannot talk to Excel; it has {engines}")
    if getattr(sys, "frozen", False) and find_spec("xlwings.pro") is not None:
        raise SystemExit("xlwings.pro must not be handed on")
    yield f"xlwings {xlwings.__version__}"


def calendar() -> Iterator[str]:
    """Yield due dates, from the country's holidays and our own time zones, and the digest of the .ics file."""
    from icsoe_xl.periods.calendar import closes_at, due_in
    from icsoe_xl.periods.ics import calendar_file

    zoneinfo.reset_tzpath(())  # Windows has no time zones; elsewhere those of the system must not help
    periods = due_in(2026)
    closing = [closes_at(period) for period in periods]
    yield from (f"{period} {moment.isoformat()}" for period, moment in zip(periods, closing, strict=True))
    yield f"ics {sha256(calendar_file(periods, at=closing[0])).hexdigest()}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
