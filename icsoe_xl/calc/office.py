"""The door to one LibreOffice: services, structs and enums of UNO, however it is reached.

UNO carries no type stubs and its objects are made at run time, so everything behind this door (documents,
sheets, cells, structs) is `Any`. The engine touches UNO objects in three ways only, which both kinds of
door understand: properties and attributes begin with an upper-case letter (``sheet.Name``), methods with a
lower-case one (``sheet.protect("")``), and enums are read by their ``.value``.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any, Protocol

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"


class Office(Protocol):
    """What the engine needs of a LibreOffice; `desktop` is its com.sun.star.frame.Desktop.

    `failure` is the exception class that a refused UNO call raises.
    """

    desktop: Any
    failure: type[Exception]

    def service(self, name: str) -> Any:
        """Return a new instance of a UNO service."""

    def struct(self, name: str, **fields: Any) -> Any:
        """Return a new UNO struct with these fields set."""

    def enum(self, name: str, value: str) -> Any:
        """Return one value of a UNO enum."""


class UnoOffice:
    """A LibreOffice reached through its own Python module `uno`: in its process, or attached to it.

    `context` is its com.sun.star.uno.XComponentContext.
    """

    def __init__(self, context: Any) -> None:
        self._uno = import_uno()
        self._context = context
        self.failure: type[Exception] = self._uno.getClass("com.sun.star.uno.Exception")
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def service(self, name: str) -> Any:
        """See `Office.service`."""
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def struct(self, name: str, **fields: Any) -> Any:
        """See `Office.struct`."""
        made = self._uno.createUnoStruct(name)
        for field, value in fields.items():
            setattr(made, field, value)
        return made

    def enum(self, name: str, value: str) -> Any:
        """See `Office.enum`."""
        return self._uno.Enum(name, value)


def import_uno() -> Any:
    """Return LibreOffice's `uno` module; ImportError when this Python is not one that can load it."""
    try:
        return importlib.import_module("uno")
    except ImportError:
        # Last on the path: the old packages of the system must never shadow our own.
        if DEBIAN_PACKAGES not in sys.path:
            sys.path.append(DEBIAN_PACKAGES)
        return importlib.import_module("uno")


def attach(accept: str) -> UnoOffice:
    """Return the LibreOffice that listens at `accept` (see `icsoe_xl.calc.connect`)."""
    local = import_uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    return UnoOffice(resolver.resolve(f"uno:{accept};urp;StarOffice.ComponentContext"))


def properties(office: Office, **values: Any) -> tuple[Any, ...]:
    """Return `values` as the PropertyValue structs that many UNO calls take."""
    return tuple(
        office.struct("com.sun.star.beans.PropertyValue", Name=name, Value=value)
        for name, value in values.items()
    )
