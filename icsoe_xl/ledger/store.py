"""The ledger itself: entries are added and read, never changed.

SQLite: WAL, so that readers and the writer do not wait for each other and a process that is killed leaves at
most an unfinished tail that the next reader ignores; ``synchronous=FULL``, so that a commit is on the disk
when we say so (NORMAL would lose the last ones in a power cut; entries are few, the wait is not felt).
Writers begin with BEGIN IMMEDIATE and PostgreSQL's with an advisory lock: what a writer read before it
wrote is still true then. PostgreSQL keeps its own defaults, which wait for the disk too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from icsoe_xl import settings
from icsoe_xl.errors import IcsoeError, UnreadableFile, UnwritableFile, UsageProblem
from icsoe_xl.ledger import place, schema
from icsoe_xl.ledger.entries import Annulment, Check, Entry, Export, Filing, Rejection
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return

PATIENCE = 15
"""Seconds to wait for another process that is writing; a write takes some milliseconds."""

_LOCK_NUMBER = 0x1C50E
"""Our number among the advisory locks of a PostgreSQL database."""

E = TypeVar("E", bound=Entry)


class Ledger:
    """A ledger at a URL of SQLAlchemy: ``sqlite:///FILE`` or ``postgresql://...``.

    Opening makes the tables of a new one and brings older ones up to date. Whatever goes wrong is an
    IcsoeError of one line without the password of the URL. Safe for several processes and threads.
    """

    def __init__(self, url: str | URL) -> None:
        self._url = _checked(url)
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._engine = self._connected()
        with self._translated():
            self._prepare()

    @classmethod
    def of_user(cls) -> Ledger:
        """The ledger of ``config.toml`` (``ledger``), else ``ledger.sqlite`` in the home."""
        # Not a text for the file: a ? or % of its path would mean something else there.
        return cls(settings.load().ledger or URL.create("sqlite", database=str(place.file_of_user())))

    @property
    def where(self) -> str:
        """The file, or the URL without its password: for people."""
        return str(self._file) if self._is_sqlite else self._url.render_as_string(hide_password=True)

    def record_check(self, rfc: str, period: Period, *, errors: int, warnings: int, workers: int) -> Check:
        """Write down what a workbook's check said."""
        return self._add(Check, rfc=rfc, period=period, errors=errors, warnings=warnings, workers=workers)

    def record_export(
        self, rfc: str, period: Period, kind: Return, *, manifest_sha256: str, contracts: int, workers: int
    ) -> Export:
        """Write down that files for the portal were made. ``manifest_sha256``: of the bytes of their manifest."""
        return self._add(
            Export,
            rfc=rfc,
            period=period,
            kind=kind,
            manifest_sha256=manifest_sha256,
            contracts=contracts,
            workers=workers,
        )

    def record_filing(
        self,
        rfc: str,
        period: Period,
        kind: Return,
        *,
        folio: str,
        filed_on: date,
        copy_sha256: str | None = None,
    ) -> Filing:
        """Write down a filing. Raises UsageProblem when another filing that counts has its folio."""
        values = {"kind": kind, "folio": folio, "filed_on": filed_on, "copy_sha256": copy_sha256}
        with self._writing() as connection:
            same = schema.FILINGS.c.folio == folio
            for known in _read(connection, Filing, same, ~_annulled()):
                raise UsageProblem(
                    f"El folio ya está registrado como {known.reference}, del {known.period} de {known.rfc}; no se "
                    "agregó otra vez."
                )
            return _insert(connection, Filing, rfc=rfc, period=period, **values)

    def record_rejection(
        self, rfc: str, period: Period, *, rows: int, unplaced: int, file_sha256: str
    ) -> Rejection:
        """Write down that the portal sent rows back; ``unplaced`` of them were not found in the workbook."""
        return self._add(
            Rejection, rfc=rfc, period=period, rows=rows, unplaced=unplaced, file_sha256=file_sha256
        )

    def annul(self, filing_id: int, reason: str) -> Annulment:
        """Let a filing that was written down by mistake no longer count. Raises UsageProblem."""
        with self._writing() as connection:
            filing = next(_read(connection, Filing, schema.FILINGS.c.id == filing_id), None)
            if filing is None:
                raise UsageProblem(
                    f"No hay una presentación P{filing_id}; véalas con «icsoe-xl ledger list»."
                )
            if any(_read(connection, Annulment, schema.ANNULMENTS.c.filing_id == filing_id)):
                raise UsageProblem(f"La presentación P{filing_id} ya estaba anulada.")
            whose = {"rfc": filing.rfc, "period": filing.period}
            return _insert(connection, Annulment, **whose, filing_id=filing_id, reason=reason[:200])

    def filings(self, rfc: str | None = None, period: Period | None = None) -> list[Filing]:
        """The filings that count, in the order in which they were filed."""
        with self._reading() as connection:
            found = _read(connection, Filing, *_of(Filing, rfc, period), ~_annulled())
            return sorted(found, key=lambda filing: (filing.filed_on, filing.id))

    def complementarias(self, rfc: str, period: Period) -> int:
        """How many of the four complementarias of a period are used; Actualización is not one of them."""
        return sum(filing.is_counted for filing in self.filings(rfc, period))

    def entries(self, kind: type[E], rfc: str | None = None, period: Period | None = None) -> list[E]:
        """All entries of a kind, annulled filings too, in the order in which they were written."""
        with self._reading() as connection:
            return list(_read(connection, kind, *_of(kind, rfc, period)))

    def history(self, rfc: str | None = None, period: Period | None = None) -> list[Entry]:
        """All entries of every kind, in the order in which they were written."""
        found: list[Entry] = []
        for kind in schema.TABLES:
            found += self.entries(kind, rfc, period)
        return sorted(found, key=lambda entry: (entry.recorded_at, entry.reference))

    def find(self, reference: str) -> Entry:
        """The entry that a person calls ``P12``. Raises UsageProblem when there is none."""
        letter, number = reference.strip().upper()[:1], reference.strip()[1:]
        kind = next((each for each in schema.TABLES if letter == each.LETTER), None)
        if kind is not None and number.isascii() and number.isdigit() and len(number) < 10:
            with self._reading() as connection:
                for entry in _read(connection, kind, schema.TABLES[kind].c.id == int(number)):
                    return entry
        raise UsageProblem(f"No hay un asiento {reference}; véalos con «icsoe-xl ledger list».")

    def close(self) -> None:
        """Let the database go; the ledger can be used again."""
        self._engine.dispose()

    @property
    def _file(self) -> Path:
        return Path(self._url.database or "")

    def _connected(self) -> Engine:
        options: dict[str, Any] = {"connect_args": {"connect_timeout": PATIENCE}}
        if self._is_sqlite:
            options = {"connect_args": {"timeout": PATIENCE}}
        try:
            # No pool: a command uses one connection for a moment, and a kept one would hold the file on Windows.
            engine = create_engine(self._url, poolclass=NullPool, **options)
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise UsageProblem(
                "Para un registro en PostgreSQL falta su conector: pip install «icsoe-xl[postgres]»."
            ) from error
        if self._is_sqlite:
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _prepare(self) -> None:
        if not self._is_sqlite:
            self._upgrade()
            return
        place.check_local(self._file)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        # SQLite does not wait its turn for the change to WAL, so that two first users need a lock of ours.
        with FileLock(f"{self._file}.lock", timeout=PATIENCE, mode=0o666):
            with self._engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA journal_mode=WAL")
            self._upgrade()

    def _upgrade(self) -> None:
        with self._engine.connect() as connection:
            found = schema.version(connection)
        if found > schema.VERSION:
            raise UnreadableFile(
                f"El registro {self.where} es de una versión más nueva de icsoe_xl: actualice el programa para usarlo."
            )
        if found < schema.VERSION:
            with self._writing() as connection:
                schema.upgrade(connection)

    def _add(self, entry: type[E], /, **values: object) -> E:
        with self._writing() as connection:
            return _insert(connection, entry, **values)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        engine = self._engine.execution_options(icsoe_writes=True)
        with self._translated(), engine.begin() as connection:
            if not self._is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Errors of SQLAlchemy and of the system become ours, with what to do."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, OSError, Timeout) as error:
            raise self._problem(error) from error

    def _problem(self, error: Exception) -> IcsoeError:
        said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
        if not self._is_sqlite:
            return UnreadableFile(
                f"No pude usar el registro {self.where}: revise ledger en config.toml, la red, que el servidor esté "
                "encendido y los permisos de su usuario."
            )
        if "not a database" in said or "malformed" in said:
            return UnreadableFile(
                f"El registro {self._file} está dañado: no lo borre; muévalo a otra carpeta y restaure su último "
                "respaldo."
            )
        if isinstance(error, Timeout) or "locked" in said:
            return UnwritableFile(
                f"Otro programa está usando el registro {self._file}; espere un momento y repita (nada cambió)."
            )
        return UnwritableFile(
            f"No pude usar el registro {self._file}: revise sus permisos y que haya espacio en el disco (nada cambió)."
        )


def _checked(url: str | URL) -> URL:
    """The URL, with the driver that we bring. Raises UsageProblem, which does not repeat it: it has a password."""
    try:
        made = make_url(url)
        backend = made.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise _bad_url() from error
    if backend == "sqlite" and made.database not in (None, "", ":memory:"):
        return made
    if backend in ("postgresql", "postgres"):
        return made.set(drivername="postgresql+psycopg")
    raise _bad_url()


def _bad_url() -> UsageProblem:
    return UsageProblem(
        "En config.toml, ledger debe ser como postgresql://usuario:contraseña@servidor/base; sin él, el registro es un "
        "archivo de su carpeta."
    )


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin when we say so (see `_begin_sqlite`)
    for setting in ("synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")  # fullfsync: macOS alone needs it for the same promise


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("icsoe_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _of(kind: type[Entry], rfc: str | None, period: Period | None) -> list[Any]:
    columns = schema.TABLES[kind].c
    chosen = [] if rfc is None else [columns.rfc == rfc]
    return chosen if period is None else [*chosen, columns.period == period]


def _annulled() -> Any:
    return schema.FILINGS.c.id.in_(select(schema.ANNULMENTS.c.filing_id))


def _read(connection: Connection, kind: type[E], *where: Any) -> Iterator[E]:
    table = schema.TABLES[kind]
    for row in connection.execute(select(table).where(*where).order_by(table.c.id)):
        yield kind(**row._mapping)


def _insert(connection: Connection, entry: type[E], /, **values: Any) -> E:
    values["recorded_at"] = datetime.now(UTC)
    result = connection.execute(schema.TABLES[entry].insert().values(**values))
    assert result.inserted_primary_key is not None
    return entry(id=result.inserted_primary_key[0], **values)


def as_json(entry: Entry) -> dict[str, object]:
    """An entry as plain values; its reference stands in place of its number."""
    values = asdict(entry)
    del values["id"]
    plain = {
        key: value if value is None or isinstance(value, int) else str(value) for key, value in values.items()
    }
    return {"reference": entry.reference, **plain}
