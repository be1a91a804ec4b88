"""Finding our contractors in real files, odd ones too."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from public_lists import HEADERS, IN_TIME, fillers, row, write

from icsoe_xl.errors import UnreadableFile, UsageProblem
from icsoe_xl.periods import Period
from icsoe_xl.periods.returns import Return
from icsoe_xl.publiclist.find import Listed, Match, Search, Wanted, search

NORTE = Wanted("Servicios del Norte SA de CV", "EKU9003173C9")
LISTED = "SERVICIOS DEL NORTE, S.A. DE C.V."
FIRST = Period(2026, 1)
EXPECTED = Listed(LISTED, FIRST, Return.NORMAL, "N262253432", IN_TIME, 2, 30, Match.NAME)


def norte() -> list[object]:
    return [row(LISTED, contract="A26P0000001"), row(LISTED, contract="A26P0000002", workers=20)]


def only(found: Search) -> Listed:
    [[listed]] = found.listed
    return listed


def test_a_return_is_put_together_from_its_contracts(tmp_path: Path) -> None:
    path = write(tmp_path / "LPP_2026.xlsx", [*fillers(30), *norte(), *fillers(30)])
    found = search(path, [NORTE])
    assert only(found) == EXPECTED
    assert (found.file, found.rows, found.periods, found.until) == ("LPP_2026.xlsx", 62, [FIRST], IN_TIME)
    assert found.without == []


def test_many_contractors_in_one_reading(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", [*norte(), *fillers()])
    wanted = [Wanted(f"relleno numero {n} SC") for n in range(40)]
    found = search(path, [*wanted, NORTE, NORTE])
    assert found.wanted == [*wanted, NORTE]  # one asked for twice is one
    assert [[each.folio for each in listed] for listed in found.listed] == [
        *([f"N269{n:06d}"] for n in range(40)),
        ["N262253432"],
    ]


def test_thousands_of_contracts_of_one_contractor(tmp_path: Path) -> None:
    path = tmp_path / "l.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        for number in range(1, 4501):
            sheet.write_row(number, 0, row(LISTED, contract=f"A26P{number:07d}", workers=2))
    assert (only(search(path, [NORTE])).contracts, only(search(path, [NORTE])).workers) == (4500, 9000)


def test_a_contract_with_two_services_counts_once(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", [*norte(), *norte()])
    assert only(search(path, [NORTE])) == EXPECTED


def test_a_return_without_contracts(tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.xlsx",
        [row(LISTED, contract="", workers="", kind="SIN INFORMACIÓN", folio="SI262202734")],
    )
    listed = only(search(path, [NORTE]))
    assert (listed.kind, listed.contracts, listed.workers) == (Return.NIL, 0, 0)


def test_everything_as_text(tmp_path: Path) -> None:
    as_text = [
        row(
            LISTED,
            contract=f"A26P000000{n}",
            workers=str(n * 10),
            year="2026",
            filed_on="15/05/2026 10:33:21",
        )
        for n in (1, 2)
    ]
    assert only(search(write(tmp_path / "l.xlsx", as_text), [NORTE])) == EXPECTED


def test_dates_with_their_hour(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", [row(LISTED, filed_on=datetime(2026, 5, 18, 23, 59, 59))])
    assert only(search(path, [NORTE])).filed_on == date(2026, 5, 18)


def test_the_header_need_not_be_on_top_nor_in_this_order(tmp_path: Path) -> None:
    order = sorted(range(len(HEADERS)), key=lambda place: HEADERS[place])
    path = write(
        tmp_path / "l.xlsx",
        [[each[place] for place in order] for each in [*norte(), *fillers(3)]],
        headers=[HEADERS[place].lower() for place in order],
        above=[
            ["Instituto Mexicano del Seguro Social"],
            [],
            ["Listado público de contratos", "", "enero-abril"],
        ],
    )
    assert only(search(path, [NORTE])) == EXPECTED


def test_a_table_away_from_the_corner(tmp_path: Path) -> None:
    path = tmp_path / "l.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([HEADERS, *norte()], 4):
            sheet.write_row(number, 3, cells)
    assert only(search(path, [NORTE])) == EXPECTED


def test_a_stray_cell_far_away(tmp_path: Path) -> None:
    path = tmp_path / "l.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([HEADERS, *norte()]):
            sheet.write_row(number, 0, cells)
        sheet.write(1_000_000, 16_000, "x")
    assert only(search(path, [NORTE])) == EXPECTED


@pytest.mark.parametrize("repeated", [True, False])
def test_a_list_on_several_sheets(tmp_path: Path, repeated: bool) -> None:
    path = write(tmp_path / "l.xlsx", [*fillers(5), norte()[0]], sheet="Parte 1")
    write(path, [*fillers(40)[5:], norte()[1]], sheet="Parte 2", headers=HEADERS if repeated else ())
    write(
        path,
        [["Folio", "el del acuse"], ["Año", "el del contrato"]],
        sheet="Notas",
        headers=("Columna", "Qué es"),
    )
    found = search(path, [NORTE])
    assert (only(found), found.rows) == (EXPECTED, 42)


def test_a_hidden_sheet_is_no_part_of_it(tmp_path: Path) -> None:
    path = write(write(tmp_path / "l.xlsx", norte()), [row(LISTED, folio="N260000000")], sheet="Vieja")
    book = openpyxl.load_workbook(path)
    book["Vieja"].sheet_state = "hidden"
    book.save(path)
    assert only(search(path, [NORTE])) == EXPECTED


def test_columns_that_are_missing_are_said(tmp_path: Path) -> None:
    kept = [place for place, header in enumerate(HEADERS) if "TRABAJADORES" not in header]
    path = write(
        tmp_path / "l.xlsx", [[each[n] for n in kept] for each in norte()], headers=[HEADERS[n] for n in kept]
    )
    found = search(path, [NORTE])
    assert (found.without, only(found).contracts, only(found).workers) == (["workers"], 2, None)


def test_a_known_folio_under_another_name(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", [row("SERV DEL NTE SA CV", folio="N261111111"), *fillers(3)])
    assert search(path, [NORTE]).listed == [[]]
    listed = only(search(path, [NORTE], {NORTE.rfc: ["N261111111"], "AAA010101AAA": ["N269000001"]}))
    assert (listed.name, listed.match, listed.same_name) == ("SERV DEL NTE SA CV", Match.FOLIO, False)


def test_a_folio_of_one_is_not_of_another_with_the_same_name(tmp_path: Path) -> None:
    namesake = Wanted(NORTE.name, "AAA010101AAA")
    path = write(tmp_path / "l.xlsx", norte())
    found = search(path, [namesake, NORTE], {NORTE.rfc: ["N262253432"]})
    assert [len(listed) for listed in found.listed] == [0, 1]
    assert [len(listed) for listed in search(path, [namesake, NORTE]).listed] == [1, 1]


def test_surnames_first_is_for_persons_only(tmp_path: Path) -> None:
    person = Wanted("Tomás Peña Ruiz")
    path = write(tmp_path / "f.xlsx", [row("PEÑA RUIZ TOMAS", person="FÍSICA")])
    assert only(search(path, [person])).match is Match.TURNED
    assert only(search(path, [Wanted(person.name, "PERT800101AB1")])).match is Match.TURNED
    assert search(path, [Wanted(person.name, "PER800101AB1")]).listed == [[]]
    path = write(tmp_path / "m.xlsx", [row("PEÑA RUIZ TOMAS", person="MORAL")])
    assert search(path, [person]).listed == [[]]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Servicios del Norte", "SERVICIOS DEL NORTE, S.A. DE C.V."),
        ("Servicios del Norte SA de CV", "SERVICIOS DEL NORTE"),
        ("Servicios del Norte", "SERVICIOS DEL NORTE, SOCIEDAD CIVIL"),
    ],
)
def test_a_name_without_its_legal_form(tmp_path: Path, ours: str, theirs: str) -> None:
    path = write(tmp_path / "l.xlsx", [row(theirs)])
    assert only(search(path, [Wanted(ours)])).match is Match.FORM
    assert search(path, [Wanted(ours, "PERT800101AB1")]).listed == [[]]  # a person has none
    path = write(tmp_path / "f.xlsx", [row(theirs, person="Persona física")])
    assert search(path, [Wanted(ours)]).listed == [[]]


def test_two_companies_with_the_name_are_none_of_ours(tmp_path: Path) -> None:
    rows = [row(LISTED), row("SERVICIOS DEL NORTE, S.C.", folio="N261111111")]
    assert search(write(tmp_path / "two.xlsx", rows), [Wanted("Servicios del Norte")]).listed == [[]]
    rows.append(row("SERVICIOS DEL NORTE", folio="N262222222"))
    path = write(tmp_path / "three.xlsx", rows)
    assert only(search(path, [Wanted("Servicios del Norte")])).folio == "N262222222"


def test_a_few_rows_of_another_period_do_not_make_it_a_list_of_two(tmp_path: Path) -> None:
    stray = row("RELLENO NÚMERO 99, S.C.", period="MAYO-AGOSTO", year=2025)
    path = write(tmp_path / "l.xlsx", [*fillers(), *norte(), stray])
    found = search(path, [NORTE, Wanted("Relleno número 99 SC")])
    assert found.periods == [FIRST]
    assert [[each.period for each in listed] for listed in found.listed] == [[FIRST], [Period(2025, 2)]]
    assert search(path, [NORTE], period=Period(2025, 2)).listed == [[]]


def test_a_list_that_does_not_say_its_period(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", [row(LISTED, period="", year="")])
    with pytest.raises(UsageProblem, match="indíquelo con --period"):
        search(path, [NORTE])
    assert only(search(path, [NORTE], period=FIRST)).folio == "N262253432"


def test_a_list_of_another_period(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", norte())
    with pytest.raises(UsageProblem, match=r"El listado es de 2026-1; no trae nada de 2025-3"):
        search(path, [NORTE], period=Period(2025, 3))


@pytest.mark.parametrize(
    ("rows", "headers", "said"),
    [
        ([["a", "b", "c"]], ("NSS", "CURP", "SBC"), "no encuentro las columnas"),
        ([], HEADERS, "no tiene ninguna fila"),
    ],
)
def test_a_workbook_that_is_no_list(
    tmp_path: Path, rows: list[object], headers: tuple[str, ...], said: str
) -> None:
    path = write(tmp_path / "otro.xlsx", rows, headers=headers)
    with pytest.raises(UnreadableFile, match=f"^otro.xlsx: .*{said}"):
        search(path, [NORTE])
