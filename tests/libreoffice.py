"""A private LibreOffice for tests: start it, open, look, save, draw, end it.

`Office` starts its own headless `soffice` (own profile, own pipe, own process group), so that several may
run at once and nobody's open LibreOffice is touched. Tests ask for it through the session fixture `office`
of `conftest.py`, which skips with the reason of `available()` where LibreOffice or python3-uno is missing.

Documents are opened with `Hidden=False`: in a hidden one LibreOffice silently ignores frozen panes and
selections, and under `--headless` nothing is shown anyway.

UNO carries no type stubs. Everything that crosses that border (documents, cells, structs) is `Any` here.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"
START_SECONDS = 120
STOP_SECONDS = 20

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
    ".pdf": "calc_pdf_Export",
}

# LibreOffice keeps a lock file beside each document; one left by a crash would make it refuse the file.
NO_LOCK_FILES = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="UseDocumentOOoLockFile" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


def import_uno() -> Any:
    """Return LibreOffice's `uno` module; ImportError when this Python cannot load it."""
    try:
        return importlib.import_module("uno")
    except ImportError:
        # Last on the path: Debian's old packages must never shadow the ones under test.
        if DEBIAN_PACKAGES not in sys.path:
            sys.path.append(DEBIAN_PACKAGES)
        return importlib.import_module("uno")


def available() -> str | None:
    """Return why LibreOffice cannot be used here, or None when it can."""
    if shutil.which("soffice") is None:
        return "LibreOffice is not installed (Debian: apt-get install libreoffice-calc)"
    try:
        import_uno()
    except ImportError as error:
        return f"this Python cannot import uno (Debian: apt-get install python3-uno): {error}"
    return None


def environment() -> dict[str, str]:
    """What LibreOffice is started with: nothing on the path before the system's own Python.

    LibreOffice looks for its Python's library beside the first ``python3`` of the path; that of a virtual
    environment or of pyenv is another one, and then its Python breaks with anything but a clear message.
    """
    folders = [
        folder
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if folder == "/usr/bin" or not Path(folder, "python3").exists()
    ]
    return {**os.environ, "PATH": os.pathsep.join(folders)}


@dataclass(frozen=True)
class CellLook:
    """What a person sees at one cell; colours are 'RRGGBB', None is no fill or no note."""

    text: str
    color: str | None
    number_format: str
    note: str | None
    links: tuple[str, ...]


class Office:
    """One private soffice process and the UNO connection to it; a context manager.

    Attributes: `context` (remote component context), `desktop`, `pid`, `accept` (the connection string
    that a second client may use), `profile` (its user installation).

    `profile` names an existing folder to run on (kept at the end); the default is a fresh one, removed.
    """

    def __init__(self, profile: Path | None = None) -> None:
        self.uno = import_uno()
        self._own_profile = profile is None
        self.profile = profile or Path(tempfile.mkdtemp(prefix="icsoe_office_"))
        settings = self.profile / "user" / "registrymodifications.xcu"
        if not settings.exists():
            settings.parent.mkdir(exist_ok=True)
            settings.write_text(NO_LOCK_FILES, encoding="utf-8")
        self.accept = f"pipe,name=icsoe_{uuid.uuid4().hex[:12]}"
        self._process = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--nolockcheck",
                "--nofirststartwizard",
                f"-env:UserInstallation={self.profile.resolve().as_uri()}",
                f"--accept={self.accept};urp;StarOffice.ComponentContext",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment(),
        )
        try:
            self.context = self._connect()
        except BaseException:
            self._kill()
            raise
        self.desktop = self.service("com.sun.star.frame.Desktop")

    @property
    def pid(self) -> int:
        """Process id of the soffice that we started."""
        return self._process.pid

    def _connect(self) -> Any:
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        not_yet = self.uno.getClass("com.sun.star.connection.NoConnectException")
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return resolver.resolve(f"uno:{self.accept};urp;StarOffice.ComponentContext")
            except not_yet as error:
                if self._process.poll() is not None:
                    code = self._process.returncode
                    raise RuntimeError(f"soffice ended with {code} before it answered") from error
                if time.monotonic() > deadline:
                    raise RuntimeError(f"soffice did not answer within {START_SECONDS} s") from error
                time.sleep(0.05)

    def service(self, name: str) -> Any:
        """Return a new instance of a UNO service of this office."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def properties(self, **values: Any) -> tuple[Any, ...]:
        """Return `values` as the PropertyValue structs that UNO calls take."""
        made = []
        for name, value in values.items():
            one = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            one.Name, one.Value = name, value
            made.append(one)
        return tuple(made)

    def url(self, path: Path | str) -> str:
        """Return the file URL of `path`, as UNO wants it."""
        return str(self.uno.systemPathToFileUrl(str(Path(path).absolute())))

    def new(self) -> Any:
        """Return a new, empty spreadsheet document."""
        return self._load("private:factory/scalc")

    def open(self, path: Path | str, **options: Any) -> Any:
        """Return the spreadsheet document at `path`; `options` are MediaDescriptor properties."""
        return self._load(self.url(path), **options)

    def _load(self, url: str, **options: Any) -> Any:
        doc = self.desktop.loadComponentFromURL(
            url, "_blank", 0, self.properties(**{"Hidden": False, **options})
        )
        if doc is None:
            raise RuntimeError(f"LibreOffice did not open {url}")
        return doc

    @contextmanager
    def opened(self, path: Path | str, **options: Any) -> Iterator[Any]:
        """Open the document at `path` for a with block and close it unsaved."""
        doc = self.open(path, **options)
        try:
            yield doc
        finally:
            doc.close(True)

    def save(self, doc: Any, path: Path | str) -> None:
        """Store a copy of `doc` at `path` in the format that its suffix names."""
        name = FILTERS[Path(path).suffix.lower()]
        doc.storeToURL(self.url(path), self.properties(FilterName=name, Overwrite=True))

    def resave(self, path: Path | str, out: Path | str) -> None:
        """Open `path` and store it at `out`, as a person who presses *Save as* would."""
        with self.opened(path) as doc:
            self.save(doc, out)

    def to_png(
        self,
        path: Path | str,
        out_dir: Path | str,
        sheet: str | None = None,
        *,
        rows: int = 40,
        dpi: int = 96,
    ) -> list[Path]:
        """Draw the visible sheets of `path` (or only `sheet`) with grid and headings; one .png a sheet.

        At most the first `rows` rows of each. Names: `<stem>-<number>.png` in sheet order.
        """
        out = Path(out_dir)
        out.mkdir(parents=True, exist_ok=True)
        pdf = out / f"{Path(path).stem}.pdf"
        with self.opened(path) as doc:
            _one_page_a_sheet(doc, sheet, rows)
            self.save(doc, pdf)
        prefix = out / pdf.stem
        for old in out.glob(f"{pdf.stem}-*.png"):
            old.unlink()
        subprocess.run(["pdftoppm", "-png", "-r", str(dpi), str(pdf), str(prefix)], check=True)
        pdf.unlink()
        return sorted(out.glob(f"{pdf.stem}-*.png"))

    def close(self) -> None:
        """Close the open documents unsaved and end our own process, by force when it hangs."""
        gone = self.uno.getClass("com.sun.star.uno.Exception")  # the base of all: the office may have died
        try:
            components = self.desktop.Components.createEnumeration()
            while components.hasMoreElements():
                components.nextElement().close(True)
            self.desktop.terminate()
            self._process.wait(STOP_SECONDS)
        except (gone, subprocess.TimeoutExpired):
            pass
        self._kill()

    def _kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)  # our own process group, nobody else's
            self._process.wait()
        if self._own_profile:
            shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def cell_look(doc: Any, sheet: str, address: str) -> CellLook:
    """Return how the cell `address` ("A5") of `sheet` looks in an open document."""
    cell = doc.Sheets.getByName(sheet).getCellRangeByName(address).getCellByPosition(0, 0)
    note = cell.Annotation.String
    fields = cell.TextFields.createEnumeration()
    links = []
    while fields.hasMoreElements():
        links.append(fields.nextElement().URL)
    return CellLook(
        text=cell.String,
        color=None if cell.CellBackColor == -1 else f"{cell.CellBackColor:06X}",
        number_format=doc.NumberFormats.getByKey(cell.NumberFormat).FormatString,
        note=note or None,
        links=tuple(links),
    )


def _one_page_a_sheet(doc: Any, only: str | None, rows: int) -> None:
    """Give every sheet to be drawn a page of its own size, with grid and headings, like a screen."""
    styles = doc.StyleFamilies.getByName("PageStyles")
    for number, name in enumerate(doc.Sheets.ElementNames):
        sheet = doc.Sheets.getByName(name)
        if not (sheet.IsVisible if only is None else name == only):
            sheet.setPrintAreas(())  # beside sheets that have one, a sheet without is not printed
            continue
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, min(end.EndRow, rows - 1))
        sheet.setPrintAreas((area.RangeAddress,))
        style = doc.createInstance("com.sun.star.style.PageStyle")
        styles.insertByName(f"drawn_{number}", style)
        style.HeaderIsOn = style.FooterIsOn = False
        style.PrintGrid = style.PrintHeaders = True
        margin, heading_width, heading_height = 300, 1300, 600  # hundredths of a millimetre
        style.TopMargin = style.BottomMargin = style.LeftMargin = style.RightMargin = margin
        style.Width = area.Size.Width + 2 * margin + heading_width
        style.Height = area.Size.Height + 2 * margin + heading_height
        style.ScaleToPages = 1
        sheet.PageStyle = f"drawn_{number}"
