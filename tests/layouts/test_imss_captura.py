"""The template's data file: complete, without two fields for one header, and what the portal's file needs."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from icsoe_xl import layouts
from icsoe_xl.errors import UsageProblem
from icsoe_xl.layouts.layout import SYNONYM, header_key, read, without_parenthesis

TOML = Path(layouts.__file__).with_name("imss_captura.toml")
LAYOUT = layouts.load("imss-captura")
WORKERS = LAYOUT.workers


def test_fields_and_export_of_the_worker_template() -> None:
    assert layouts.names() == ["icsoe-libro", "imss-captura"]
    assert LAYOUT.whole is None
    assert WORKERS.required == ("nss", "curp", "sbc")
    assert [field.name for field in WORKERS.fields if not field.required] == ["nombre", "contrato"]
    assert WORKERS.is_named("captura")
    assert WORKERS.is_named(" CAPTURA ")
    assert not WORKERS.is_named("captura 2")
    assert LAYOUT.export.header
    line = LAYOUT.export.delimiter.join(LAYOUT.export.header_text)
    assert line == "NSS(11 dígitos),CURP(18 caracteres),Salario base de cotización(numérico con 2 decimales)"
    assert line.encode(LAYOUT.export.encoding)
    assert (LAYOUT.export.newline, LAYOUT.export.decimals) == ("\r\n", 2)
    assert (LAYOUT.export.max_rows, LAYOUT.export.max_bytes) == (3000, 15_000_000)


def test_every_export_property_has_source_and_confidence() -> None:
    for name, entry in tomllib.loads(TOML.read_text(encoding="utf-8"))["export"].items():
        assert entry["source"], name
        assert entry["confidence"] in ("high", "medium", "low"), name


def test_no_header_stands_for_two_fields_or_twice_for_one() -> None:
    keys = [header_key(synonym) for field in WORKERS.fields for synonym in field.synonyms]
    keys += [header_key(without_parenthesis(field.header)) for field in WORKERS.fields]
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_every_synonym_is_found_by_its_field() -> None:
    for field in WORKERS.fields:
        for synonym in field.synonyms:
            assert WORKERS.field_of(synonym) == (field.name, SYNONYM)


def test_an_unknown_layout_names_the_known_ones() -> None:
    with pytest.raises(UsageProblem, match="imss-captura"):
        layouts.load("sua")


def test_a_new_version_is_a_new_file_only(tmp_path: Path) -> None:
    text = TOML.read_text(encoding="utf-8")
    new = text.replace('version = "2023-01"', 'version = "2027-01"').replace(
        "CURP(18 caracteres)", "CURP del IMSS"
    )
    path = tmp_path / "imss_captura_2027.toml"
    path.write_text(new, encoding="utf-8")
    layout = read(str(path))
    assert (layout.name, layout.version) == ("imss-captura", "2027-01")
    assert layout.workers.field_of("Curp del I.M.S.S.") == ("curp", 1)
