"""What one package changes against another."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import libros
import packages
import pytest

from icsoe_xl.filing.declared import Declared, DeclaredContract, Worker
from icsoe_xl.filing.difference import ContractChange, FieldChange, WorkerChange, compare

A, B, C = (Worker(f"0000000000{n}", f"CURP{n}", "300.00") for n in (1, 2, 3))


def contract(
    key: str, workers: Sequence[Worker] = (A,), objeto: str | None = None, **more: str
) -> DeclaredContract:
    fields = {"Objeto del contrato": objeto or f"Obra {key}", "Fecha de inicio": "15/01/2026", **more}
    return DeclaredContract(key, "Cliente", fields, tuple(workers))


def declared(*contracts: DeclaredContract, contractor: Mapping[str, str] = {}) -> Declared:
    return Declared(libros.RFC, "2026-1", "Corrección", {"Correo": "a@b.mx", **contractor}, contracts)


def test_the_same_changes_nothing_whatever_the_case_of_its_keys() -> None:
    difference = compare(declared(contract("C-1", objeto="x")), declared(contract("c-1", objeto="x")))
    assert difference.is_empty and difference.same == 1
    assert difference.in_words == "ninguno"


def test_contracts_come_and_go() -> None:
    before = declared(contract("C-1"), contract("C-2", [A, B]))
    after = declared(contract("C-3", [A, B, C]), contract("C-1"))
    difference = compare(before, after)
    assert difference.contracts == (
        ContractChange("Nuevo", "C-3", "Cliente", 1, 3),
        ContractChange("Se quita", "C-2", "Cliente", 0, 2),
    )
    assert difference.states == {1: "Nuevo"} and difference.same == 1
    assert difference.in_words == (
        "1 contrato nuevo y 1 que se quita; 3 trabajadores que entran y 2 que salen"
    )


def test_fields_say_what_stood_there_and_what_stands_there_now() -> None:
    before = declared(contract("C-1", objeto="Poda", Folio="1"), contractor={"Calle": "Lieja"})
    after = declared(
        contract("C-1", objeto="Riego", Folio="1", Calle="Roma"), contractor={"Correo": "c@d.mx"}
    )
    difference = compare(before, after)
    assert difference.contractor == (
        FieldChange("Correo", "a@b.mx", "c@d.mx"),
        FieldChange("Calle", "Lieja", ""),
    )
    [change] = difference.contracts
    assert (change.state, change.place) == ("Cambia", 1)
    assert change.fields == (
        FieldChange("Objeto del contrato", "Poda", "Riego"),
        FieldChange("Calle", "", "Roma"),
    )
    assert difference.in_words == "1 contrato con cambios; otros datos del contratista"


def test_workers_are_known_by_their_nss_within_the_contract() -> None:
    dearer, corrected = A._replace(sbc="310.00"), B._replace(curp="OTRA")
    before = declared(contract("C-1", [A, B]), contract("C-2", [C]))
    after = declared(contract("C-1", [corrected, C, dearer]), contract("C-2", [A]))
    first, second = compare(before, after).contracts
    assert (first.added, first.gone) == ((C,), ())
    assert first.changed == (WorkerChange(B, corrected), WorkerChange(A, dearer))
    assert (second.added, second.gone, second.changed) == ((A,), (C,), ())
    assert compare(before, after).in_words == (
        "2 contratos con cambios; 2 trabajadores que entran, 1 que sale y 2 con otro SBC o CURP"
    )


def test_a_contract_of_which_only_the_key_changed_is_the_same_one() -> None:
    before = declared(contract("C-1", objeto="Poda"), contract("C-2", objeto="Riego"))
    after = declared(contract("A-1", objeto="poda"), contract("A-2", [B], objeto="Riego"))
    first, second = compare(before, after).contracts
    assert (first.state, second.state) == ("Cambia", "Cambia")  # the object's case is a change
    assert first.fields[0] == FieldChange("Clave en el libro", "C-1", "A-1")
    assert (second.added, second.gone) == ((B,), (A,))
    [only] = compare(declared(contract("C-1", objeto="x")), declared(contract("A-1", objeto="x"))).contracts
    assert (only.state, only.fields) == (
        "Otra clave",
        (FieldChange("Clave en el libro", "C-1", "A-1"),),
    )


def test_of_two_that_could_be_it_neither_is() -> None:
    before = declared(contract("C-1", objeto="x"))
    after = declared(contract("A-1", objeto="x"), contract("A-2", objeto="x"))
    assert [change.state for change in compare(before, after).contracts] == ["Nuevo", "Nuevo", "Se quita"]


def test_an_actualizacion_takes_no_contract_away() -> None:
    before = declared(contract("C-1"), contract("C-2"))
    difference = compare(before, declared(contract("C-2", [B])), partial=True)
    assert [change.key for change in difference.contracts] == ["C-2"]


# --- what is kept of a package


def test_it_is_read_back_as_it_was_and_the_same_gives_the_same_bytes() -> None:
    kept = declared(contract("C-1 \ud800", [A, B]), contract("Ñ", []))
    assert Declared.from_bytes(kept.to_bytes()) == kept
    assert kept.to_bytes() == kept.to_bytes()


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"no es gzip",
        gzip.compress(b"{}", mtime=0),
        gzip.compress(b"[]", mtime=0),
        gzip.compress(b'{"format": 1, "contracts": [[1]]}', mtime=0),
        gzip.compress(b'{"format": 2}', mtime=0),
        declared(contract("C-1")).to_bytes()[:-9],
    ],
)
def test_what_is_missing_damaged_or_of_another_format_is_none(data: bytes | None) -> None:
    assert Declared.from_bytes(data) is None


def test_the_labels_of_format_1(tmp_path: Path) -> None:
    """One that changes needs another FORMAT, else what was filed before would seem to have changed."""
    exported = packages.made(
        tmp_path,
        {"icsoe_domicilio_fiscal": "No", "icsoe_cp": "06600", "icsoe_colonia": "Juárez", "icsoe_calle": "Lieja",
         "icsoe_num_ext": "1", "icsoe_entre_calles": "A y B"},
        [libros.contract("C-01", cliente_domicilio_fiscal="No", cliente_cp="06600", cliente_colonia="Juárez",
                         cliente_calle="Lieja", cliente_num_ext="1", cliente_entre_calles="A y B")],
    )  # fmt: skip
    assert exported.declared is not None
    said = json.loads(gzip.decompress(exported.declared.to_bytes()))
    address = ["¿El domicilio es el fiscal?", "Código postal", "Colonia", "Calle", "Número exterior",
               "Número interior", "Entre calles"]  # fmt: skip
    phones = ["Correo electrónico", "Teléfono móvil", "Teléfono fijo"]
    assert list(said) == ["format", "rfc", "period", "kind", "contractor", "contracts"]
    assert said["format"] == 1
    assert list(said["contractor"]) == [*phones, *address]
    assert list(said["contracts"][0][2]) == [
        "Objeto del contrato", "Servicio u obra especializado contratado", "Fecha de inicio", "Fecha de término",
        *(f"Cliente: {label}" for label in ["RFC", *phones, *address]),
    ]  # fmt: skip
    [[nss, curp, sbc]] = said["contracts"][0][3]
    line = (exported.folder / "trabajadores_C-01.csv").read_bytes().decode("cp1252").split("\r\n")[1]
    assert f"{nss},{curp},{sbc}" == line
