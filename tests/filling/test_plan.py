"""The plan of a filling: spots and values in, changes out, no workbook anywhere."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from filling.books import PROFILE

from icsoe_xl.filling.plan import Change, plan, same
from icsoe_xl.filling.spots import Spot, Spots, shape
from icsoe_xl.filling.values import contractor_values
from icsoe_xl.profiles.model import Profile

known = contractor_values(PROFILE)
FORM = shape()


def planned(*spots: Spot) -> Any:
    return plan(Spots(list(spots)), known, FORM)


def test_values_of_a_profile() -> None:
    assert known == {
        "icsoe_rfc": "EKU9003173C9",
        "icsoe_razon_social": "Escuela Kemper Urgate",
        "icsoe_correo": "contacto@kemper.mx",
        "icsoe_movil": "5512345678",
        "icsoe_registro_patronal": "E5240157100",
        "icsoe_repse_registro": "AR12345/2024",
        "icsoe_repse_vence": date(2027, 6, 15),
        "icsoe_capturista": "BOXW310820HNERXN09",
        "icsoe_domicilio_fiscal": "No",
        "icsoe_cp": "06600",
        "icsoe_colonia": "Juárez",
        "icsoe_calle": "5 de Mayo",
        "icsoe_num_ext": "12",
        "icsoe_entre_calles": "Praga y Florencia",
    }
    assert set(known) <= set(FORM.words)


def test_an_address_that_is_the_tax_one_is_nobodys_business() -> None:
    profile = PROFILE.model_copy(update={"domicilio_fiscal": True})
    values = contractor_values(profile)
    assert values["icsoe_domicilio_fiscal"] == "Sí"
    assert "icsoe_cp" not in values
    assert contractor_values(Profile(rfc="EKU9003173C9", razon_social="x")) == {
        "icsoe_rfc": "EKU9003173C9", "icsoe_razon_social": "x", "icsoe_domicilio_fiscal": "Sí",
    }  # fmt: skip


def test_empty_cells_are_filled_and_others_are_overwritten_only_when_told() -> None:
    made = planned(
        Spot("Hoja", (1, 2), "icsoe_rfc", None),
        Spot("Hoja", (2, 2), "icsoe_correo", "otro@x.mx"),
        Spot("Hoja", (3, 2), "icsoe_repse_vence", ""),
        Spot("Hoja", (4, 2), "icsoe_telefono", "5555555555"),
        Spot("Hoja", (5, 2), "icsoe_razon_social", " escuela  kemper URGATE "),
        Spot("Hoja", (6, 2), "icsoe_movil", 1, formula=True),
    )
    assert made.changes == [
        Change("Hoja", (1, 2), "icsoe_rfc", "RFC", "", "EKU9003173C9", False),
        Change("Hoja", (2, 2), "icsoe_correo", "Correo electrónico", "otro@x.mx", "contacto@kemper.mx", True),
        Change("Hoja", (3, 2), "icsoe_repse_vence", "Vencimiento del REPSE", "", date(2027, 6, 15), False),
    ]
    assert made.overwrites == made.changes[1:2]
    assert made.same == 1
    assert made.formulas == ["Teléfono móvil"]
    assert "Registro patronal" in made.without_place
    assert "RFC" not in made.without_place


@pytest.mark.parametrize(
    ("field", "raw", "value", "answer"),
    [
        ("icsoe_rfc", "eku-900317-3c9", "EKU9003173C9", True),
        ("icsoe_rfc", "EKU9003173C8", "EKU9003173C9", False),
        ("icsoe_rfc", "", "EKU9003173C9", False),
        ("icsoe_correo", "A@B.MX", "a@b.mx", True),
        ("icsoe_correo", "ab@b.mx", "a.b@b.mx", False),
        ("icsoe_movil", 5512345678.0, "5512345678", True),
        ("icsoe_movil", "55 1234-5678", "5512345678", True),
        ("icsoe_cp", 6600, "06600", False),
        ("icsoe_colonia", "JUAREZ", "Juárez", True),
        ("icsoe_domicilio_fiscal", True, "Sí", True),
        ("icsoe_domicilio_fiscal", "si", "Sí", True),
        ("icsoe_domicilio_fiscal", "no", "Sí", False),
        ("icsoe_domicilio_fiscal", None, "No", False),
        ("icsoe_domicilio_fiscal", "quizá", "No", False),
        ("icsoe_repse_vence", datetime(2027, 6, 15), date(2027, 6, 15), True),
        ("icsoe_repse_vence", "15/06/2027", date(2027, 6, 15), True),
        ("icsoe_repse_vence", "15/06/2028", date(2027, 6, 15), False),
        ("icsoe_repse_vence", None, date(2027, 6, 15), False),
    ],
)
def test_same(field: str, raw: object, value: str | date, answer: bool) -> None:
    assert same(field, raw, value) is answer


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("{{ contratista.rfc }}", "EKU9003173C9"),
        ("{{contratista.repse.registro}}", "AR12345/2024"),
        ("<<RFC>>", "EKU9003173C9"),
        ("<< Razón social >>", "Escuela Kemper Urgate"),
        ("<<icsoe_correo>>", "contacto@kemper.mx"),
        ("{{ contratista.repse.vence }}", date(2027, 6, 15)),
        (" <<Vigencia REPSE>> ", date(2027, 6, 15)),
        ("{{ contratista.repse.ultimo_dia }}", date(2027, 6, 15)),
        ("Vence el <<Vigencia REPSE>>", "Vence el 15/06/2027"),
        ("{{ contratista.razon_social }} ({{ contratista.rfc }})", "Escuela Kemper Urgate (EKU9003173C9)"),
        ("<<RFC>> / <<folio>>", "EKU9003173C9 / <<folio>>"),
        ("<<RFC>> / <<Teléfono>>", "EKU9003173C9 / <<Teléfono>>"),
    ],
)
def test_placeholders_are_replaced(text: str, after: str | date) -> None:
    made = planned(Spot("Hoja", (1, 1), "", text))
    assert [(change.after, change.overwrites) for change in made.changes] == [(after, False)]


def test_placeholders_that_mean_nothing_stay() -> None:
    made = planned(Spot("Hoja", (1, 1), "", "{{ cliente.rfc }}"), Spot("Hoja", (2, 1), "", "<<Teléfono>>"))
    assert made.changes == []
    assert made.unknown == [("Hoja", (1, 1), "cliente.rfc")]


def test_tags_of_the_engine_are_not_placeholders() -> None:
    made = planned(Spot("Hoja", (1, 1), "", "{{ contratista.rfc|lower }}"))
    assert made.changes == []
