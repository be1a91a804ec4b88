"""A contract with a key is the same one on every sheet; a sheet without keys is a contract of its own."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from icsoe_xl import actions

HEADERS = ["NSS", "CURP", "SBC", "Contrato"]
WORKER = ["12108840211", "HEMR880305HJCRRB04", 385.0]


def found(path: Path, *contracts: str | None) -> list[tuple[str | None, str | None, str, str]]:
    """(sheet, cell, rule, message) for the same worker on several sheets, each of one contract."""
    book = Workbook()
    for number, contract in enumerate(contracts, 1):
        sheet = book.create_sheet(f"Obra {number}")
        sheet.append(HEADERS[:3] if contract is None else HEADERS)
        sheet.append(WORKER if contract is None else [*WORKER, contract])
    del book["Sheet"]
    book.save(path)
    report = actions.validate(path, check=True)
    return [(finding.sheet, finding.cell, finding.rule, finding.what) for finding in report.findings]


def test_one_key_on_two_sheets_is_one_contract(tmp_path: Path) -> None:
    assert found(tmp_path / "libro.xlsx", "A", " a ") == [
        ("Obra 2", "A2", "T031", "Este NSS ya está en la hoja «Obra 1», fila 2, del mismo contrato."),
        ("Obra 2", "B2", "T032", "Esta CURP ya está en la hoja «Obra 1», fila 2, del mismo contrato."),
    ]


def test_other_keys_and_sheets_without_keys_are_other_contracts(tmp_path: Path) -> None:
    assert found(tmp_path / "claves.xlsx", "A", "B") == []
    said = actions.validate(tmp_path / "claves.xlsx", check=True).notices
    assert "Revisé 2 hojas («Obra 1» y «Obra 2»); los contratos son los de su columna." in said
    assert found(tmp_path / "hojas.xlsx", None, None) == []
    assert found(tmp_path / "mezcla.xlsx", None, "A") == []


def test_two_sheets_without_keys_contradict_each_other(tmp_path: Path) -> None:
    """Each sheet is a contract of its own; one without a column of CURP says nothing of whose the NSS is."""
    book = Workbook()
    for title, headers, row in (
        ("Obra 1", HEADERS[:3], WORKER),
        ("Obra 2", HEADERS[:3], [WORKER[0], "PEPL880909HNLRDS05", WORKER[2]]),
        ("Obra 3", ["NSS", "SBC"], [WORKER[0], WORKER[2]]),
    ):
        sheet = book.create_sheet(title)
        sheet.append(headers)
        sheet.append(row)
    del book["Sheet"]
    book.save(path := tmp_path / "dos.xlsx")
    assert [
        (each.sheet, each.cell, each.rule, each.what)
        for each in actions.validate(path, check=True).findings
        if each.rule != "A002"
    ] == [("Obra 2", "A2", "T033", "El mismo NSS está con otra CURP en la hoja «Obra 1», fila 2.")]
