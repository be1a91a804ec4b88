"""LibreOffice Calc as a home of its own: an xlwings engine that speaks UNO.

Code written against xlwings' public objects (`Book`, `Sheet`, `Range`...) runs here unchanged on a
spreadsheet open in LibreOffice, behind the buttons of the extension as in our tests:

    app = calc.connect("pipe,name=my_office")      # a running soffice --accept="pipe,name=my_office;urp;"
    book = app.books.open("plantilla.xlsx")
    book.sheets["captura"].range("A5,B7:C9").color = "#FFC7CE"

Only the BSD part of xlwings is used (`main`, `base_classes`, `utils`). Where Excel and LibreOffice differ,
the engine follows Excel as far as a program can notice, so that what passes here also works there:
numeric text typed into a *General* cell becomes a number, an address over 255 characters is refused, a
protected sheet refuses changes with an error instead of silence, a mixed fill reads as black.

Three ways to reach LibreOffice, one engine (see `office.Office`): attached to a running one by `connect`,
inside its own Python by `app_for`, or across the pipe to the extension that started us (`pipe`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlwings

    from icsoe_xl.calc.office import Office

__all__ = ["app_for", "book_for", "connect", "press"]


def connect(accept: str) -> xlwings.App:
    """Attach to a running LibreOffice and return it as the active xlwings app.

    `accept` is what that soffice was started with, as in ``pipe,name=x`` or ``socket,host=127.0.0.1,port=n``.
    Raises ImportError when this Python cannot load LibreOffice's `uno`, and UNO's
    NoConnectException when nobody answers there.
    """
    from icsoe_xl.calc.office import attach

    return app_for(attach(accept))


def app_for(office: Office) -> xlwings.App:
    """Return the LibreOffice behind `office` as the active xlwings app."""
    import xlwings

    from icsoe_xl.calc.engine import register

    return xlwings.App(impl=register().apps.attach(office))


def book_for(office: Office, document: Any) -> xlwings.Book:
    """Return `document`, a spreadsheet open in `office`, as an xlwings book; it becomes `Book.caller()`."""
    import xlwings

    from icsoe_xl.calc.books import Book

    book = xlwings.Book(impl=Book(app_for(office).impl, document))
    book.set_mock_caller()
    return book


def press(verb: str, office: Office, document: Any) -> Any:
    """Do what the button of `verb` does, on `document`, a spreadsheet open in `office`.

    Returns the UNO status indicator whose text is still shown, None when there is none.
    """
    from icsoe_xl import ribbon

    book = book_for(office, document)
    app = book.app.impl
    try:
        ribbon.press(verb, book.app, book)
    finally:
        app.engine.apps.forget(app)  # inside LibreOffice the next press comes to this same process
    return app.indicator
