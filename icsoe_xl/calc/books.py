"""Open spreadsheets as xlwings books."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from icsoe_xl.calc.formats import Formats
from icsoe_xl.calc.names import Names
from icsoe_xl.calc.office import properties
from icsoe_xl.calc.sheets import Sheets

if TYPE_CHECKING:
    from icsoe_xl.calc.app import App

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
}
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


class Books:
    """The spreadsheets open in one LibreOffice; other documents are passed over."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        """The com.sun.star.frame.Desktop."""
        return self.app.office.desktop

    @property
    def active(self) -> Book:
        """The spreadsheet in front, else the first one. Raises XlwingsError when none is open."""
        document = self.api.getCurrentComponent()
        if document is not None and document.supportsService(_SPREADSHEET):
            return Book(self.app, document)
        for book in self:
            return book
        raise XlwingsError("No workbook is open.")

    def __iter__(self) -> Iterator[Book]:
        documents = self.api.Components.createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            if document.supportsService(_SPREADSHEET):
                yield Book(self.app, document)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, name_or_index: int | str) -> Book:
        """One spreadsheet, by name, full name or number from 1. Raises KeyError."""
        for number, book in enumerate(self, start=1):
            if isinstance(name_or_index, str):
                if name_or_index.lower() in (book.name.lower(), book.fullname.lower()):
                    return book
            elif number == name_or_index:
                return book
        raise KeyError(name_or_index)

    def add(self) -> Book:
        """Open a new, empty spreadsheet."""
        return self._load("private:factory/scalc")

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: str | None = None,
        password: str | None = None,
        *others: Any,
    ) -> Book:
        """Open a file. Options that Excel alone has are passed over.

        Raises XlwingsError when LibreOffice refuses it, for a wrong password too.
        """
        options: dict[str, Any] = {"ReadOnly": True} if read_only else {}
        if password:
            options["Password"] = password
        return self._load(Path(fullname).absolute().as_uri(), **options)

    def _load(self, url: str, **options: Any) -> Book:
        # In a hidden document LibreOffice silently ignores frozen panes and selections.
        arguments = properties(self.app.office, Hidden=False, **options)
        try:
            document = self.api.loadComponentFromURL(url, "_blank", 0, arguments)
        except self.app.office.failure as failure:
            raise XlwingsError(f"LibreOffice could not open {url}") from failure
        if document is None or not document.supportsService(_SPREADSHEET):
            raise XlwingsError(f"LibreOffice could not open {url} as a spreadsheet")
        return Book(self.app, document)


class Book:
    """One open spreadsheet; `doc` is the UNO model."""

    def __init__(self, app: App, document: Any) -> None:
        self.app = app
        self.doc = document

    @property
    def api(self) -> Any:
        """The com.sun.star.sheet.SpreadsheetDocument."""
        return self.doc

    @cached_property
    def formats(self) -> Formats:
        """The number formats of the document."""
        return Formats(self.app.office, self.doc)

    @cached_property
    def null_date(self) -> dt.datetime:
        """Day zero of the document's dates: 30 December 1899, or 1 January 1904."""
        day = self.doc.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)

    @property
    def name(self) -> str:
        """File name, or the title of a document that was never saved."""
        fullname = self.fullname
        return fullname.rpartition("/")[2] if "://" in fullname else os.path.basename(fullname)  # noqa: PTH119

    @property
    def fullname(self) -> str:
        """Path of the file; its address when it is not on a disk, its title when it was never saved."""
        url = str(self.doc.URL)
        if not url:
            return str(self.doc.Title)
        return path_of(url) if url.startswith("file:") else url

    @property
    def sheets(self) -> Sheets:
        """The sheets in order."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """The names of the workbook (those of one sheet are in `Sheet.names`)."""
        return Names(self, self.doc.NamedRanges)

    def activate(self) -> None:
        """Bring the book's window to the front of LibreOffice's own."""
        self.doc.CurrentController.Frame.activate()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save in place, or at `path` in the format that its suffix names, over what is there.

        A book that was never saved goes to the working folder as .xlsx. Raises XlwingsError when the suffix
        is none we know, the folder is missing, the file cannot be written, or a password is asked for, which
        LibreOffice would pass over in silence.
        """
        if password is not None:
            raise XlwingsError("Set the password in LibreOffice itself (Save as, with password).")
        if path is None and self.doc.URL:
            self._attempt(self.doc.store)
            return
        target = Path(path or f"{self.name}.xlsx").absolute()
        filter_name = FILTERS.get(target.suffix.lower())
        if filter_name is None:
            raise XlwingsError(f"Unknown type of file: {target.suffix}")
        if not target.parent.is_dir():  # LibreOffice would make it
            raise XlwingsError(f"LibreOffice could not save {target}: there is no such folder")
        arguments = properties(self.app.office, FilterName=filter_name)
        self._attempt(self.doc.storeAsURL, target.as_uri(), arguments)

    def _attempt(self, store: Any, *arguments: Any) -> None:
        try:
            store(*arguments)
        except self.app.office.failure as failure:
            raise XlwingsError(f"LibreOffice could not save {self.name}") from failure

    def close(self) -> None:
        """Close without saving."""
        self.doc.close(True)


def path_of(url: str) -> str:
    """The path of a file: URL."""
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    parts = urlsplit(url)
    path = url2pathname(parts.path)
    return f"//{parts.netloc}{path}" if parts.netloc else path
