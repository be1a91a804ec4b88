"""The engine as xlwings knows it, and its list of attached LibreOffices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import xlwings

from icsoe_xl.calc.app import App
from icsoe_xl.calc.cells import CellError
from icsoe_xl.calc.office import Office, attach


class Apps:
    """The attached LibreOffices, the active one first.

    LibreOffice does not tell its process id; the keys count the attachments instead.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._apps: list[App] = []
        self._attached = 0

    def attach(self, office: Office) -> App:
        """Add the LibreOffice behind `office` and make it the active one."""
        self._attached += 1
        app = App(self._engine, self._attached, office)
        self._apps.insert(0, app)
        return app

    def add(
        self,
        spec: str | None = None,
        add_book: bool | None = None,
        xl: Any = None,
        visible: bool | None = None,
    ) -> App:
        """Attach to a running LibreOffice; `spec` is its connection string (see `icsoe_xl.calc.connect`).

        This engine starts no process: without `spec` it raises XlwingsError.
        """
        if spec is None:
            raise xlwings.XlwingsError("Start LibreOffice with --accept=... and give that text as spec.")
        app = self.attach(attach(spec))
        if add_book:
            app.books.add()
        return app

    def activate(self, app: App) -> None:
        """Put `app` first."""
        self._apps.remove(app)
        self._apps.insert(0, app)

    def forget(self, app: App) -> None:
        """Drop `app`, whose LibreOffice has ended or goes on without us."""
        self._apps.remove(app)

    def keys(self) -> list[int]:
        """Numbers of the attached apps, the active one first."""
        return [app.pid for app in self._apps]

    def cleanup(self) -> None:
        """Nothing to clean: no process here is ours."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)


class Engine:
    """What xlwings asks of an engine."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:
        """A value on its way into a cell: None and NaN are empty."""
        return "" if x is None or x != x else x

    @staticmethod
    def clean_value_data(
        data: Any,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Values on their way out of cells, by the options of `Range.options`."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, CellError):
                return value if err_to_str else None
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    year=value.year,
                    month=value.month,
                    day=value.day,
                    hour=value.hour,
                    minute=value.minute,
                    second=value.second,
                    microsecond=value.microsecond,
                    tzinfo=None,
                )
            if number_builder is not None and type(value) is float:
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]


_engine = Engine()


def register() -> Engine:
    """Make this xlwings' active engine and return it; adding it twice does no harm."""
    if _engine.name not in [engine.name for engine in xlwings.engines]:
        xlwings.engines.add(xlwings.Engine(impl=_engine))
    xlwings.engines[_engine.name].activate()
    return _engine
