"""What the list says, held against due date and ledger (a real one, on SQLite)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from public_lists import IN_TIME, LATE, fillers, row, write

from icsoe_xl.ledger.store import Ledger
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.publiclist import compare, find
from icsoe_xl.publiclist.compare import State, Verdict
from icsoe_xl.publiclist.find import Wanted

NAME, RFC, FOLIO = "SERVICIOS DEL NORTE, S.A. DE C.V.", "EKU9003173C9", "N262253432"
FIRST = Period(2026, 1)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSOE_XL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def verdict(tmp_path: Path, *rows: object, wanted: Wanted | None = None) -> Verdict:
    """Of one contractor, by the list that holds these rows and by the ledger as it is."""
    known = compare.of_user()
    path = write(tmp_path / "LPP_2026.xlsx", [*fillers(), *rows])
    [found] = compare.compare(find.search(path, [wanted or Wanted(NAME, RFC)], known.folios), known)
    return found


def exported(contracts: int = 1, workers: int = 10, kind: Return = Return.NORMAL) -> None:
    Ledger.of_user().record_export(
        RFC, FIRST, kind, manifest_sha256="0" * 64, contracts=contracts, workers=workers
    )


def filed(folio: str = FOLIO, kind: Return = Return.NORMAL, filed_on: date = IN_TIME) -> None:
    Ledger.of_user().record_filing(RFC, FIRST, kind, folio=folio, filed_on=filed_on)


def test_all_as_exported_and_filed(tmp_path: Path) -> None:
    exported()
    filed()
    found = verdict(tmp_path, row(NAME))
    assert (found.state, found.differences, found.notes, found.near) == (State.IN_TIME, [], [], [])
    assert found.is_fine
    assert (found.due, found.export and found.export.reference) == (date(2026, 5, 18), "E1")


def test_on_the_due_date_and_the_day_after(tmp_path: Path) -> None:
    assert verdict(tmp_path, row(NAME, filed_on=date(2026, 5, 18))).state is State.IN_TIME
    (tmp_path / "LPP_2026.xlsx").unlink()
    late = verdict(tmp_path, row(NAME, filed_on=LATE))
    assert (late.state, late.is_fine) == (State.LATE, False)
    assert late.notes[0] == "se presentó 1 día después del 18/05/2026"


def test_missing_with_near_names(tmp_path: Path) -> None:
    found = verdict(tmp_path, row("SERVICIOS DEL NORTEE, S.A. DE C.V."))
    assert (found.state, found.standing, found.is_fine) == (State.MISSING, None, False)
    assert found.near == ["SERVICIOS DEL NORTEE, S.A. DE C.V."]
    assert found.notes == ["venció el 18/05/2026"]


def test_another_legal_form_is_to_be_confirmed(tmp_path: Path) -> None:
    found = verdict(tmp_path, row("SERVICIOS DEL NORTE, S. DE R.L. DE C.V."))
    assert (found.state, found.standing, found.is_fine) == (State.UNSURE, None, False)
    assert found.near == ["SERVICIOS DEL NORTE, S. DE R.L. DE C.V."]


def test_a_legal_form_left_out_is_to_be_confirmed_unless_the_folio_is_known(tmp_path: Path) -> None:
    ours = Wanted("Servicios del Norte", RFC)
    found = verdict(tmp_path, row(NAME), wanted=ours)
    assert (found.state, found.standing and found.standing.folio, found.near) == (State.UNSURE, FOLIO, [])
    assert found.notes == [
        f"el listado dice {NAME}: si es la misma empresa, agregue su acuse al registro o escriba el nombre así"
    ]
    filed()
    (tmp_path / "LPP_2026.xlsx").unlink()
    assert verdict(tmp_path, row(NAME), wanted=ours).is_fine


def test_missing_though_the_ledger_has_it(tmp_path: Path) -> None:
    filed(filed_on=LATE)
    found = verdict(tmp_path)
    assert found.state is State.MISSING
    assert found.notes == [
        f"su registro tiene el folio {FOLIO}, del 19/05/2026; el listado llega al 15/05/2026"
    ]


def test_other_counts_than_exported(tmp_path: Path) -> None:
    exported(contracts=2, workers=1_204)
    filed()
    found = verdict(tmp_path, row(NAME))
    assert (found.state, found.is_fine) == (State.IN_TIME, False)
    assert found.differences == [
        "contratos: 1 en el listado y 2 en su exportación E1",
        "trabajadores: 10 en el listado y 1,204 en su exportación E1",
    ]


def test_the_last_export_of_the_kind_that_stands_counts(tmp_path: Path) -> None:
    exported(contracts=9)
    exported()
    exported(contracts=3, kind=Return.CORRECTION)  # made, not filed yet
    filed()
    found = verdict(tmp_path, row(NAME))
    assert (found.differences, found.export and found.export.reference) == ([], "E2")


def test_a_folio_that_is_not_in_the_ledger(tmp_path: Path) -> None:
    exported()
    found = verdict(tmp_path, row(NAME))
    assert found.differences == [f"el folio {FOLIO} no está en su registro: agregue el acuse"]


def test_a_folio_that_is_not_in_the_list(tmp_path: Path) -> None:
    filed("N261111111")
    found = verdict(tmp_path, row(NAME))
    assert found.differences == [
        f"el folio {FOLIO} no está en su registro: agregue el acuse",
        "el folio N261111111 de su registro no está en el listado",
    ]


def test_another_date_than_in_the_ledger(tmp_path: Path) -> None:
    filed(filed_on=date(2026, 5, 14))
    [difference] = verdict(tmp_path, row(NAME)).differences
    assert (
        difference == f"{FOLIO}: se presentó el 15/05/2026 según el listado y el 14/05/2026 según su registro"
    )


def test_found_by_the_folio_of_the_ledger(tmp_path: Path) -> None:
    filed()
    found = verdict(tmp_path, row("SERV. DEL NTE."))
    assert (found.state, found.differences) == (State.IN_TIME, [])
    assert found.notes == ["por el folio: el listado la pone a nombre de SERV. DEL NTE."]


def test_nothing_in_the_ledger_is_no_difference(tmp_path: Path) -> None:
    without = verdict(tmp_path, row(NAME))
    assert (without.is_fine, without.notes) == (True, [])  # there is no ledger, and none is made
    assert not (tmp_path / "home").exists()
    Ledger.of_user()
    (tmp_path / "LPP_2026.xlsx").unlink()
    assert verdict(tmp_path, row(NAME)).notes == ["no hay nada de este periodo en el registro"]


def test_without_rfc_nothing_is_compared(tmp_path: Path) -> None:
    filed("N261111111")
    found = verdict(tmp_path, row(NAME), wanted=Wanted(NAME))
    assert (found.is_fine, found.notes) == (True, ["sin RFC no se compara con el registro"])


def test_a_correction_replaces_and_keeps_the_date(tmp_path: Path) -> None:
    correction = row(NAME, contract="A26P0000002", kind="CORRECCIÓN", folio="C261", filed_on=date(2026, 7, 1))
    found = verdict(tmp_path, row(NAME), correction)
    assert (found.state, found.standing and found.standing.folio) == (State.IN_TIME, "C261")


def test_a_correction_alone(tmp_path: Path) -> None:
    correction = row(NAME, kind="CORRECCIÓN", folio="C261", filed_on=date(2026, 7, 1))
    assert verdict(tmp_path, correction).state is State.FILED  # nobody knows when the first one was
    filed(filed_on=LATE)
    (tmp_path / "LPP_2026.xlsx").unlink()
    assert verdict(tmp_path, correction).state is State.LATE  # but the ledger does


def test_a_cancelled_return(tmp_path: Path) -> None:
    gone = row(NAME, kind="SIN EFECTOS", contract="", folio="E261", filed_on=date(2026, 7, 1))
    found = verdict(tmp_path, row(NAME), gone)
    assert (found.state, found.standing, found.is_fine) == (State.CANCELLED, None, False)


def test_a_return_filed_anew_after_it_was_cancelled(tmp_path: Path) -> None:
    gone = row(NAME, kind="SIN EFECTOS", contract="", folio="E261", filed_on=date(2026, 5, 16))
    anew = row(NAME, folio="N262253433", filed_on=LATE)
    found = verdict(tmp_path, anew, gone, row(NAME))
    assert (found.state, found.differences) == (State.LATE, [])
    assert found.notes[0] == "se presentó 1 día después del 18/05/2026"


def test_a_correction_of_the_same_day_comes_after(tmp_path: Path) -> None:
    found = verdict(tmp_path, row(NAME, kind="CORRECCIÓN", folio="C261"), row(NAME))
    assert (found.state, found.standing and found.standing.folio) == (State.IN_TIME, "C261")


def test_two_returns_of_one_period(tmp_path: Path) -> None:
    found = verdict(tmp_path, row(NAME), row(NAME, folio="N262253433", contract="A26P2"))
    assert found.differences == [f"2 informativas del mismo periodo en el listado: {FOLIO}, N262253433"]


def test_a_date_that_cannot_be_read(tmp_path: Path) -> None:
    assert verdict(tmp_path, row(NAME, filed_on="ayer")).state is State.UNDATED


def test_a_person_may_have_a_namesake(tmp_path: Path) -> None:
    person = Wanted("Tomás Peña Ruiz", "PERT800101AB1")
    note = "el listado no trae RFC: confirme por el folio que no sea un homónimo"
    assert verdict(tmp_path, row("TOMÁS PEÑA RUIZ", person="FÍSICA"), wanted=person).notes == [note]
    Ledger.of_user().record_filing(person.rfc, FIRST, Return.NORMAL, folio=FOLIO, filed_on=IN_TIME)
    (tmp_path / "LPP_2026.xlsx").unlink()
    assert verdict(tmp_path, row("TOMÁS PEÑA RUIZ", person="FÍSICA"), wanted=person).notes == []


def test_what_needs_work_comes_first(tmp_path: Path) -> None:
    exported(workers=11)
    filed()
    path = write(tmp_path / "l.xlsx", [row("A, S.C.", folio="N1"), row(NAME), *fillers()])
    known = compare.of_user()
    wanted = [Wanted("A SC"), Wanted(NAME, RFC), Wanted("Nadie SC")]
    verdicts = compare.compare(find.search(path, wanted, known.folios), known)
    assert [each.wanted.name for each in verdicts] == ["Nadie SC", NAME, "A SC"]
