"""The happy cases in the docstrings run, and every number module speaks the same verbs."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import icsoe_xl.ids

MODULES = [
    "icsoe_xl.ids",
    *(f"icsoe_xl.ids.{each.name}" for each in pkgutil.iter_modules(icsoe_xl.ids.__path__)),
]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", ["nss", "curp", "rfc", "registro_patronal"])
def test_the_same_verbs_everywhere(name):
    module = importlib.import_module(f"icsoe_xl.ids.{name}")
    for verb, parameter in [
        ("compact", "text"),
        ("explain", "value"),
        ("is_valid", "value"),
        ("check_digit", "first_chars"),
    ]:
        assert next(iter(inspect.signature(getattr(module, verb)).parameters)) == parameter


@pytest.mark.parametrize("name", MODULES)
def test_nothing_of_ours_outside_ids_is_imported(name):
    source = inspect.getsource(importlib.import_module(name))
    imports = [line for line in source.splitlines() if line.startswith(("from icsoe_xl", "import icsoe_xl"))]
    assert all(line.startswith("from icsoe_xl.ids") for line in imports)
