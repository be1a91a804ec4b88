"""When two names are the same, and what is only near."""

from __future__ import annotations

import doctest
import importlib

import pytest

from icsoe_xl.publiclist import names
from icsoe_xl.publiclist.near import near


@pytest.mark.parametrize("module", ["names", "values"])
def test_examples(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"icsoe_xl.publiclist.{module}")).failed == 0


def same(ours: str, theirs: str) -> bool:
    return names.fold(theirs) in names.spellings(ours)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Servicios del Norte, S.A. de C.V.", "SERVICIOS DEL NORTE SA DE CV"),
        ("Servicios del Norte SA de CV", "SERVICIOS  DEL NORTE, S. A. DE C. V."),
        ("Servicios del Norte SA de CV", "Servicios del Norte S.A.de C.V"),
        ("Servicios del Norte SA de CV", "SERVICIOS DEL NORTE SOCIEDAD ANÓNIMA DE CAPITAL VARIABLE"),
        ("Servicios del Norte, Sociedad Anónima de Capital Variable", "SERVICIOS DEL NORTE, S.A. DE C.V."),
        ("Construcción y Diseño S de RL de CV", "CONSTRUCCION Y DISENO, S. DE R.L. DE C.V."),
        ("Construcción y Diseño S de RL de CV", "CONSTRUCCIÓN Y DISEÑO SRL DE CV"),
        ("Tecnología Ágil SAPI de CV", "TECNOLOGIA AGIL, S.A.P.I. DE C.V."),
        ("Peña & Hijos, S.C.", "PENA Y HIJOS SC"),
        ("Pen\u0303a y Hijos SC", "PEÑA Y HIJOS, S.C."),
        ("Apoyo Rural AC", "APOYO RURAL, ASOCIACIÓN CIVIL"),
        ("Grupo «La Esperanza» SA", 'GRUPO "LA ESPERANZA", S.A.'),
        ("Servicios del\u00a0Norte\u200b SC", "SERVICIOS DEL NORTE, S.C."),
        ("Cosecha 3-B SPR de RL", "COSECHA 3B, S.P.R. DE R.L."),
        ("Tomás Peña Ruiz", "TOMAS PENA RUIZ"),
    ],
)
def test_the_same_name(ours: str, theirs: str) -> None:
    assert same(ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Servicios del Norte SA de CV", "SERVICIOS DEL NORTE, S. DE R.L. DE C.V."),
        ("Servicios del Norte SA de CV", "SERVICIOS DEL NORTE, S.A."),
        ("Servicios del Norte", "SERVICIOS DEL NORTE, S.A. DE C.V."),
        ("Servicios del Norte SA de CV", "SERVICIOS DEL NORTE II, S.A. DE C.V."),
        ("Servicios del Norte SA de CV", "SERVICIO DEL NORTE, S.A. DE C.V."),
        ("Grupo Casa", "GRUPO CA, S.A. DE C.V."),
        ("Tomás Peña Ruiz", "TOMAS RUIZ PEÑA"),
    ],
)
def test_another_name(ours: str, theirs: str) -> None:
    assert not same(ours, theirs)


@pytest.mark.parametrize(
    ("name", "stem", "form"),
    [
        ("Grupo Casa", "GRUPO CASA", ""),
        ("S.A. de C.V.", "S A DE C V", ""),  # nothing before it: no name would be left
        ("Crédito Fácil, S.A. de C.V., SOFOM, E.N.R.", "CREDITO FACIL", "SA DE CV SOFOM ENR"),
        ("Unión S. en C. por A.", "UNION", "S EN C POR A"),
    ],
)
def test_the_legal_form(name: str, stem: str, form: str) -> None:
    assert names.split(name) == (stem, form)


@pytest.mark.parametrize(
    ("ours", "theirs", "turned"),
    [
        ("Tomás Peña Ruiz", "PEÑA RUIZ TOMÁS", True),
        ("PEÑA RUIZ TOMÁS", "Tomás Peña Ruiz", True),
        ("María Elena de la Cruz Soto", "DE LA CRUZ SOTO MARIA ELENA", True),
        ("Tomás Peña Ruiz", "RUIZ PEÑA TOMÁS", False),  # somebody else: the surnames changed places
        ("Tomás Peña", "PEÑA TOMÁS", False),  # of two words nobody knows which is the surname
        ("Servicios del Norte SC", "NORTE SC SERVICIOS DEL", False),
    ],
)
def test_surnames_first(ours: str, theirs: str, turned: bool) -> None:
    assert (names.fold(theirs) in names.turned(ours)) is turned


def test_many_names_fold_as_each_alone() -> None:
    several = ["Peña, S.C.", "", "ÁÉÍ & Co.", "３Ｍ de México"]
    together = names.fold(names.SEPARATOR.join(several)).split(names.SEPARATOR.encode())
    assert together == [names.fold(each) for each in several]


def test_near_names_are_few_and_the_nearest_first() -> None:
    everybody: set[object] = {
        "SERVICIOS DEL NORTE, S.C.",
        "SERVICIO DEL NORTE, S.A. DE C.V.",
        "DEL NORTE SERVICIOS, S.A. DE C.V.",
        "COMERCIALIZADORA HIDALGO, S.A. DE C.V.",
        *(f"SERVICIOS DEL NORTE {n}, S.A. DE C.V." for n in range(9)),
        2026.0,
    }
    found = near(["Servicios del Norte SA de CV", "Nadie Parecido SC"], everybody)
    assert found["Nadie Parecido SC"] == []
    assert len(found["Servicios del Norte SA de CV"]) == 5
    assert set(found["Servicios del Norte SA de CV"][:2]) == {
        "SERVICIOS DEL NORTE, S.C.",
        "DEL NORTE SERVICIOS, S.A. DE C.V.",
    }
