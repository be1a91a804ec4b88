"""Tables of the ledger, and how a ledger of an older version becomes one of this version.

The tables are append-only by themselves: a trigger refuses every UPDATE and DELETE, whoever asks. The same
definitions serve SQLite and PostgreSQL; only the text of the triggers differs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeDecorator

from icsoe_xl.ledger.entries import Annulment, Check, Entry, Export, Filing, Rejection
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return


class _Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite has no time zones, so it is stored without and read back with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database; PostgreSQL answers in the time zone of the session."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _Period(TypeDecorator[Period]):
    impl = String(6)
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the database: ``2026-1``."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Period | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else Period.parse(value)


class _Kind(TypeDecorator[Return]):
    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: Return | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the database, as the portal writes it."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Return | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else Return(value)


METADATA = MetaData()


def _table(name: str, *columns: Column[int] | Column[str] | Column[Return] | Column[date]) -> Table:
    return Table(
        name,
        METADATA,
        Column("id", Integer, primary_key=True),
        Column("recorded_at", _Moment, nullable=False),
        Column("rfc", String(13), nullable=False),
        Column("period", _Period, nullable=False),
        *columns,
        Index(f"{name}_of", "rfc", "period"),
        # Without it SQLite may give the number of a lost last row again; a reference must mean one entry.
        sqlite_autoincrement=True,
    )


CHECKS = _table(
    "icsoe_checks",
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("workers", Integer, nullable=False),
)
EXPORTS = _table(
    "icsoe_exports",
    Column("kind", _Kind, nullable=False),
    Column("manifest_sha256", String(64), nullable=False),
    Column("contracts", Integer, nullable=False),
    Column("workers", Integer, nullable=False),
)
FILINGS = _table(
    "icsoe_filings",
    Column("kind", _Kind, nullable=False),
    Column("folio", String(20), nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("copy_sha256", String(64)),
)
REJECTIONS = _table(
    "icsoe_rejections",
    Column("rows", Integer, nullable=False),
    Column("unplaced", Integer, nullable=False),
    Column("file_sha256", String(64), nullable=False),
)
ANNULMENTS = _table(
    "icsoe_annulments",
    Column("filing_id", Integer, ForeignKey(FILINGS.c.id), nullable=False, unique=True),
    Column("reason", String(200), nullable=False),
)
TABLES: dict[type[Entry], Table] = {
    Check: CHECKS,
    Export: EXPORTS,
    Filing: FILINGS,
    Rejection: REJECTIONS,
    Annulment: ANNULMENTS,
}

VERSIONS = Table(
    "icsoe_ledger_versions",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied_at", _Moment, nullable=False),
)


def version(connection: Connection) -> int:
    """Version of the tables there are; 0 for a new ledger."""
    if not inspect(connection).has_table(VERSIONS.name):
        return 0
    return connection.scalar(select(func.max(VERSIONS.c.version))) or 0


def upgrade(connection: Connection) -> None:
    """Bring the tables to `VERSION`, one step after the other, in the transaction of the connection."""
    for number in range(version(connection) + 1, VERSION + 1):
        _STEPS[number - 1](connection)
        connection.execute(VERSIONS.insert().values(version=number, applied_at=datetime.now(UTC)))


def _first(connection: Connection) -> None:
    METADATA.create_all(connection)
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execute(text(_REFUSE))
    for table in METADATA.sorted_tables:
        if is_sqlite:
            for change in ("UPDATE", "DELETE"):
                connection.execute(text(_SQLITE_TRIGGER.format(table=table.name, change=change)))
        else:
            connection.execute(text(_POSTGRESQL_TRIGGER.format(table=table.name)))


_STEPS: list[Callable[[Connection], None]] = [_first]
"""Step n makes version n of version n - 1. A step that was published never changes; a new one is added."""

VERSION = len(_STEPS)

_SQLITE_TRIGGER = (
    "CREATE TRIGGER {table}_no_{change} BEFORE {change} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
)
_REFUSE = """CREATE FUNCTION icsoe_append_only() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"""
_POSTGRESQL_TRIGGER = (
    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION icsoe_append_only()"
)
