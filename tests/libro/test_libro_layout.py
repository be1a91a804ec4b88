"""The data file of the whole workbook: every field of the contract, no word for two of them."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import libros

from icsoe_xl import layouts
from icsoe_xl.layouts.layout import WholeShape, header_key, without_parenthesis
from icsoe_xl.rules import addresses

TOML = Path(layouts.__file__).with_name("icsoe_libro.toml")
LAYOUT = layouts.load("icsoe-libro")


def whole() -> WholeShape:
    assert LAYOUT.whole is not None
    return LAYOUT.whole


def test_the_whole_workbook_is_tried_first() -> None:
    assert layouts.names() == ["icsoe-libro", "imss-captura"]


def test_the_workers_are_those_of_the_official_template() -> None:
    official = layouts.load("imss-captura")
    assert LAYOUT.export == official.export
    assert LAYOUT.workers.sheets == ("Trabajadores",)
    assert [field.name for field in LAYOUT.workers.fields] == [
        field.name for field in official.workers.fields
    ]
    assert set(LAYOUT.workers.required) == {"contrato", "nss", "curp", "sbc"}
    assert LAYOUT.workers.field_of("No. de afiliación") == official.workers.field_of("No. de afiliación")


def test_every_field_of_the_form_has_a_name_and_labels() -> None:
    form = whole().form
    assert set(form.words) == set(libros.LABELS)
    for field, label in libros.LABELS.items():
        assert form.field_of(label) == form.field_of(label.upper() + ":") == form.field_of(field) == field


def test_every_field_of_a_contract_has_a_header_and_its_own_name() -> None:
    contracts = whole().contracts
    assert [field.name for field in contracts.fields] == list(libros.HEADERS)
    for field in contracts.fields:
        assert contracts.field_of(field.name) is not None
        for header in (field.header, field.name, *field.synonyms):
            found = contracts.field_of(header)
            assert found is not None and found[0] == field.name, header


def test_no_word_stands_for_two_fields() -> None:
    data = tomllib.loads(TOML.read_text(encoding="utf-8"))
    for entries, words in ((data["form"]["fields"], "labels"), (data["contracts"]["fields"], "synonyms")):
        keys = [
            key
            for entry in entries
            for key in {header_key(without_parenthesis(text)) for text in (entry["name"], *entry[words])}
        ]
        assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_what_an_address_needs_has_a_source() -> None:
    data = tomllib.loads(TOML.read_text(encoding="utf-8"))["address"]
    assert data["source"] and data["confidence"] in ("high", "medium", "low")
    assert set(whole().address) <= set(addresses.PARTS)
