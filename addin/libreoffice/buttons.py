"""The buttons of the toolbar and the menu ICSOE in LibreOffice Calc.

LibreOffice hands every command ``mx.icsoe-xl:VERB`` to `Buttons`, with the window in which it was pressed
(ProtocolHandler.xcu says so). The work is done by icsoe_xl, which `icsoe_xl_program` starts; this file runs in
LibreOffice's own Python, which may be as old as 3.8.
"""

from __future__ import annotations

from typing import Any

import icsoe_xl_program
import uno
import unohelper
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo
from com.sun.star.view import XSelectionChangeListener

IMPLEMENTATION = "mx.icsoe_xl.Buttons"
SERVICE = "com.sun.star.frame.ProtocolHandler"
PROTOCOL = "mx.icsoe-xl:"


class Buttons(unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XDispatch):  # type: ignore[misc]
    """Answers the commands of one window."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._frame: Any = None
        self._text: Any = None

    def initialize(self, arguments: Any) -> None:
        """Take the window (com.sun.star.frame.XFrame) whose commands come here."""
        if arguments:
            self._frame = arguments[0]

    def queryDispatch(self, url: Any, target: str, flags: int) -> Any:  # noqa: ARG002, N802 - UNO's signature
        """Take our own commands and no others."""
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests: Any) -> tuple[Any, ...]:  # noqa: N802 - UNO's name
        """As `queryDispatch`, for several at once."""
        return tuple(self.queryDispatch(r.FeatureURL, r.FrameName, r.SearchFlags) for r in requests)

    def dispatch(self, url: Any, arguments: Any) -> None:  # noqa: ARG002 - UNO's signature
        """Run the verb of a button on the spreadsheet of its window."""
        controller = self._frame.getController()
        self._text = self._text or StatusText(controller)
        self._text.leave()
        try:
            status = icsoe_xl_program.run(url.Path, self._context, controller.getModel())
        except icsoe_xl_program.Trouble as trouble:
            self._say(str(trouble))
        else:
            self._text.stay(status)

    def _say(self, text: str) -> None:
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX")
        toolkit = self._context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self._context
        )
        toolkit.createMessageBox(self._frame.getContainerWindow(), kind, 1, "ICSOE", text).execute()

    def addStatusListener(self, listener: Any, url: Any) -> None:  # noqa: N802 - UNO's name
        """Nothing to tell: the buttons are always ready."""

    def removeStatusListener(self, listener: Any, url: Any) -> None:  # noqa: N802 - UNO's name
        """Nothing was told."""

    def getImplementationName(self) -> str:  # noqa: N802 - UNO's name
        """Name of this class for LibreOffice."""
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:  # noqa: N802 - UNO's name
        """Whether this is a `name`."""
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802 - UNO's name
        """What this is for LibreOffice."""
        return (SERVICE,)


class StatusText(unohelper.Base, XSelectionChangeListener):  # type: ignore[misc]
    """A text that a button left in the status bar ("hallazgo 3 de 12"): it leaves with the next cell.

    It listens as long as its window is open: LibreOffice crashes when a listener leaves while it is told.
    """

    def __init__(self, controller: Any) -> None:
        self._status: Any = None
        controller.addSelectionChangeListener(self)

    def stay(self, status: Any) -> None:
        """Take care of what `status` shows; None for nothing."""
        self._status = status

    def leave(self) -> None:
        """Give the status bar back to LibreOffice."""
        if self._status is not None:
            self._status.end()
            self._status = None

    def selectionChanged(self, event: Any) -> None:  # noqa: ARG002, N802 - UNO's signature
        """Another cell was selected."""
        self.leave()

    def disposing(self, event: Any) -> None:
        """The window was closed; nothing is left to give back."""


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the loader looks for this name
g_ImplementationHelper.addImplementation(Buttons, IMPLEMENTATION, (SERVICE,))
