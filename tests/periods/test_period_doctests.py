"""The happy cases in the docstrings run; choosing a period does not load what only the calendar needs."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import icsoe_xl.periods

MODULES = [f"icsoe_xl.periods.{each.name}" for each in pkgutil.iter_modules(icsoe_xl.periods.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_a_check_of_workers_does_not_load_the_calendar():
    code = (
        "import datetime, sys\n"
        "from icsoe_xl.ids import columns, curp, nss, rfc\n"
        "from icsoe_xl.periods import default_period\n"
        "from icsoe_xl.periods.tables import minimum_wage_on, sbc_cap_on\n"
        "period = default_period(datetime.date(2026, 5, 1))\n"
        "sbc_cap_on(period.end), minimum_wage_on(period.end)\n"
        "slow = {'holidays', 'icalendar', 'zoneinfo', 'pydantic', 'jinja2', 'openpyxl', 'numpy'}\n"
        "print(sorted(slow & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
