"""One LibreOffice as an xlwings app: its switches, its status bar, its message boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from icsoe_xl.calc.areas import from_uno
from icsoe_xl.calc.books import Books
from icsoe_xl.calc.office import Office, properties
from icsoe_xl.calc.ranges import Range

if TYPE_CHECKING:
    from icsoe_xl.calc.engine import Engine

# buttons of App.alert: com.sun.star.awt.MessageBoxButtons, the answer when the box is dismissed
_BUTTONS = {"ok": (1, "ok"), "ok_cancel": (2, "cancel"), "yes_no": (3, "no"), "yes_no_cancel": (4, "cancel")}
_ANSWERS = {1: "ok", 2: "yes", 3: "no"}  # com.sun.star.awt.MessageBoxResults
_RANGES = ("com.sun.star.sheet.SheetCellRange", "com.sun.star.sheet.SheetCellRanges")


class App:
    """A LibreOffice.

    `alerts` keeps every message shown, as (title, text, buttons). `answers` is a queue of answers ("yes",
    "cancel"...) that are given instead of showing a box; a headless LibreOffice shows nothing and answers as
    if the box had been dismissed. `indicator` is the UNO status indicator while it shows a text of ours.
    """

    # Switches that LibreOffice has no counterpart for are remembered, so that code can restore them.
    display_alerts = True
    enable_events = True
    interactive = True
    visible = True
    cut_copy_mode = None

    def __init__(self, engine: Engine, number: int, office: Office) -> None:
        self.engine = engine
        self.office = office
        self.alerts: list[tuple[str, str, str]] = []
        self.answers: list[str] = []
        self._number = number
        self._status: str | bool = False
        self.indicator: Any = None
        self._locked: list[Any] = []

    @property
    def api(self) -> Any:
        """The com.sun.star.frame.Desktop."""
        return self.office.desktop

    @property
    def pid(self) -> int:
        """Number of the attachment (see `Apps`)."""
        return self._number

    @property
    def hwnd(self) -> None:
        """Nothing: windows have no handle here."""
        return

    @property
    def version(self) -> str:
        """Version of LibreOffice, "7.4"."""
        provider = self.office.service("com.sun.star.configuration.ConfigurationProvider")
        product = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            properties(self.office, nodepath="/org.openoffice.Setup/Product"),
        )
        return str(product.getByName("ooSetupVersion"))

    @property
    def books(self) -> Books:
        """The open spreadsheets."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active book; None when something else is selected."""
        book = self.books.active
        selected = book.doc.CurrentController.getSelection()
        if selected is None or not any(selected.supportsService(name) for name in _RANGES):
            return None
        one = selected.supportsService(_RANGES[0])
        addresses = (selected.RangeAddress,) if one else selected.RangeAddresses
        return Range(book.sheets(addresses[0].Sheet + 1), tuple(map(from_uno, addresses)))

    def activate(self, steal_focus: bool = False) -> None:
        """Make this the active app; its window comes to the front only with `steal_focus`."""
        self.engine.apps.activate(self)
        if steal_focus:
            self.books.active.doc.CurrentController.Frame.ContainerWindow.toFront()

    @property
    def screen_updating(self) -> bool:
        """False holds the views of the open books still until it is True again."""
        return not self._locked

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value:
            for document in self._locked:
                document.unlockControllers()
            self._locked = []
        elif not self._locked:
            self._locked = [book.doc for book in self.books]
            for document in self._locked:
                document.lockControllers()

    @property
    def calculation(self) -> str:
        """'automatic' or 'manual' ('semiautomatic' does not exist here and means automatic)."""
        return "automatic" if self.books.active.doc.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for book in self.books:
            book.doc.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        """Calculate all formulas that are out of date."""
        for book in self.books:
            book.doc.calculate()

    @property
    def status_bar(self) -> str | bool:
        """Text in the status bar, False while LibreOffice has it for itself."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        if value is False or value == "":
            if self.indicator is not None:
                self.indicator.end()
            self.indicator, self._status = None, False
            return
        if self.indicator is None:
            self.indicator = self.books.active.doc.CurrentController.Frame.createStatusIndicator()
            self.indicator.start(str(value), 0)
        else:
            self.indicator.setText(str(value))
        self._status = value

    def alert(self, prompt: str, title: str | None, buttons: str, mode: str | None, callback: object) -> str:
        """Show a message box and return the button pressed."""
        code, dismissed = _BUTTONS[buttons or "ok"]
        self.alerts.append((title or "", prompt or "", buttons or "ok"))
        if self.answers:
            return self.answers.pop(0)
        kind = "ERRORBOX" if mode == "critical" else "INFOBOX" if code == 1 else "QUERYBOX"
        parent = self.books.active.doc.CurrentController.Frame.ContainerWindow
        box = self.office.service("com.sun.star.awt.Toolkit").createMessageBox(
            parent, self.office.enum("com.sun.star.awt.MessageBoxType", kind), code, title or "", prompt or ""
        )
        return _ANSWERS.get(box.execute(), dismissed)

    def quit(self) -> None:
        """Close every document unsaved and end LibreOffice."""
        for book in self.books:
            book.close()
        self.engine.apps.forget(self)
        self.office.desktop.terminate()

    def kill(self) -> None:
        """Refused: the process is not ours."""
        raise XlwingsError("LibreOffice does not tell its process id; use quit().")
