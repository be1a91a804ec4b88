"""The templates that a firm may edit: its own go first, run in a sandbox, and say what is wrong with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import libros
import packages
import pytest

from icsoe_xl.errors import UsageProblem


def write(home: Path, text: str) -> None:
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "resumen.html.j2").write_text(text, encoding="utf-8")


def test_a_template_of_the_firm_goes_before_ours(tmp_path: Path, home: Path) -> None:
    write(home, "{{ submission.name }}: {{ submission.workers|thousands }} <b>")
    exported = packages.made(tmp_path, {"icsoe_razon_social": "A & B <c>"})
    assert (exported.folder / "resumen.html").read_text(encoding="utf-8") == "A &amp; B &lt;c&gt;: 1 <b>"
    assert "Hoja de captura" in (exported.folder / "captura.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "uno\n{{ submission.nombre }}",
        "uno\n{% if %}",
        "uno\n{{ 1 / 0 }}",
        "uno\n{{ submission.__class__.__mro__ }}",
        "uno\n{{ [].append(1) }}",
    ],
)
def test_what_does_not_work_is_said_with_its_line_and_nothing_is_written(
    tmp_path: Path, home: Path, text: str
) -> None:
    write(home, text)
    with pytest.raises(UsageProblem, match=r"resumen\.html\.j2 no funciona en la línea 2"):
        packages.made(tmp_path)
    assert not (tmp_path / "salida").exists()


def test_checking_a_workbook_loads_no_template_engine(tmp_path: Path) -> None:
    book = libros.write(tmp_path / "libro.xlsx")
    program = (
        "import sys; from icsoe_xl import actions; actions.validate(sys.argv[1], check=True);"
        "print([name for name in ('jinja2', 'openpyxl', 'pydantic', 'icsoe_xl.filing') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(book)], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"
