"""The ledger on SQLite and on PostgreSQL: the same tests, the same answers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.exc import DBAPIError

from icsoe_xl.errors import UnreadableFile, UsageProblem
from icsoe_xl.ledger import schema
from icsoe_xl.ledger.entries import Check, Entry, Export, Filing, Rejection
from icsoe_xl.ledger.store import Ledger, as_json
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import MOST_COMPLEMENTARIAS, Return

RFC, OTHER = "EKU9003173C9", "IIA040805DZ4"
P1, P2 = Period(2026, 1), Period(2026, 2)
HASH = "ab" * 32


def file(
    ledger: Ledger, kind: Return, folio: str, day: int = 15, rfc: str = RFC, period: Period = P1
) -> Filing:
    return ledger.record_filing(rfc, period, kind, folio=folio, filed_on=date(2026, 5, day))


def test_what_is_written_is_read_back_by_another(url: str) -> None:
    before = datetime.now(UTC)
    one = Ledger(url)
    export = one.record_export(RFC, P1, Return.NORMAL, manifest_sha256=HASH, contracts=2, workers=3000)
    check = one.record_check(RFC, P1, errors=3, warnings=1, workers=3000)
    rejection = one.record_rejection(OTHER, P2, rows=12, unplaced=1, file_sha256=HASH)
    filing = one.record_filing(
        RFC, P1, Return.NORMAL, folio="N262253432", filed_on=date(2026, 5, 18), copy_sha256=HASH
    )
    other = Ledger(url)
    assert other.entries(Export) == [export]
    assert other.entries(Check, RFC) == [check]
    assert other.entries(Rejection, OTHER, P2) == [rejection]
    assert other.filings(RFC, P1) == [filing]
    assert other.history() == [export, check, rejection, filing]
    assert other.history(OTHER) == [rejection]
    assert other.find("p1") == filing
    assert before <= filing.recorded_at <= datetime.now(UTC)


def test_filings_come_in_the_order_of_their_dates(ledger: Ledger) -> None:
    late = file(ledger, Return.CORRECTION, "C262253433", 20)
    first = file(ledger, Return.NORMAL, "N262253432", 15)
    assert ledger.filings(RFC, P1) == [first, late]
    assert ledger.filings(RFC, P2) == []
    assert ledger.filings(OTHER) == []


def test_four_complementarias_without_actualizacion(ledger: Ledger) -> None:
    file(ledger, Return.NORMAL, "N262253430")
    file(ledger, Return.UPDATE, "A262253431")
    assert ledger.complementarias(RFC, P1) == 0
    for number in range(MOST_COMPLEMENTARIAS):
        file(ledger, Return.CANCELLATION if number == 3 else Return.CORRECTION, f"C26225344{number}")
    file(ledger, Return.CORRECTION, "C262253500", period=P2)
    assert ledger.complementarias(RFC, P1) == 4
    file(ledger, Return.CORRECTION, "C262253501")  # a fact is never refused: the portal gave an acuse for it
    assert ledger.complementarias(RFC, P1) == 5


def test_a_folio_counts_once(ledger: Ledger) -> None:
    filing = file(ledger, Return.NORMAL, "N262253432")
    with pytest.raises(UsageProblem, match="ya está registrado como P1"):
        file(ledger, Return.NORMAL, "N262253432", rfc=OTHER)
    ledger.annul(filing.id, "era de otro contratista")
    assert ledger.filings() == []
    again = file(ledger, Return.NORMAL, "N262253432", rfc=OTHER)
    assert ledger.filings() == [again]
    assert ledger.entries(Filing) == [filing, again]


def test_what_is_annulled_is_so_once(ledger: Ledger) -> None:
    file(ledger, Return.NORMAL, "N262253432")
    ledger.annul(1, "x" * 500)
    with pytest.raises(UsageProblem, match="ya estaba anulada"):
        ledger.annul(1, "otra vez")
    with pytest.raises(UsageProblem, match="No hay una presentación P2"):
        ledger.annul(2, "no existe")


@pytest.mark.parametrize(
    "reference", ["P7", "Z1", "", "P", "P-1", "P1.0", "P٣", "P99999999999999999999", "12"]
)
def test_a_reference_that_is_not_there(ledger: Ledger, reference: str) -> None:
    with pytest.raises(UsageProblem, match="No hay un asiento"):
        ledger.find(reference)


@pytest.mark.parametrize("change", ["UPDATE icsoe_exports SET workers = 0", "DELETE FROM icsoe_exports"])
def test_the_database_itself_refuses_changes(ledger: Ledger, url: str, change: str) -> None:
    export = ledger.record_export(RFC, P1, Return.NORMAL, manifest_sha256=HASH, contracts=1, workers=5)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()
    assert ledger.entries(Export) == [export]


def test_a_ledger_of_a_newer_program_is_left_alone(ledger: Ledger, url: str) -> None:
    newer = insert(schema.VERSIONS).values(version=schema.VERSION + 1, applied_at=datetime.now(UTC))
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(newer)
    engine.dispose()
    with pytest.raises(UnreadableFile, match="versión más nueva"):
        Ledger(url)


def test_an_interrupted_first_use_is_taken_up_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(connection: object) -> None:
        schema.CHECKS.create(connection)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "_STEPS", [half])
        with pytest.raises(KeyboardInterrupt):
            Ledger(url)
    assert Ledger(url).history() == []


def test_an_older_ledger_is_brought_up_to_date(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    export = Ledger(url).record_export(RFC, P1, Return.NIL, manifest_sha256=HASH, contracts=0, workers=0)
    ran = []
    monkeypatch.setattr(schema, "_STEPS", [*schema._STEPS, lambda connection: ran.append(2)])
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    assert Ledger(url).entries(Export) == [export]
    Ledger(url)
    assert ran == [2]


def test_no_column_could_hold_a_worker() -> None:
    columns = {column.name for table in schema.METADATA.tables.values() for column in table.columns}
    assert not columns & {"nss", "curp", "name", "nombre", "sbc", "wage", "salario"}


def test_json_has_plain_values(ledger: Ledger) -> None:
    entry: Entry = file(ledger, Return.NORMAL, "N262253432")
    plain = as_json(entry)
    recorded = plain.pop("recorded_at")
    assert datetime.fromisoformat(str(recorded)) == entry.recorded_at
    assert plain == {
        "reference": "P1",
        "rfc": RFC,
        "period": "2026-1",
        "kind": "Normal",
        "folio": "N262253432",
        "filed_on": "2026-05-15",
        "copy_sha256": None,
    }
