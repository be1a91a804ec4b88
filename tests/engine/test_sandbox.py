"""A template can read what it is given, and nothing else; and it cannot keep the machine busy."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from engine.books import designed, filled, grid

from icsoe_xl.engine import TemplateProblem, sandbox
from icsoe_xl.engine.sandbox import Budget


class Mean:
    """An object with a method that must not be called, and one that hides in an attribute."""

    called = False
    name = "x"

    def wipe(self) -> str:
        Mean.called = True
        return "borrado"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ x.__init__ }}",
        "{{ x.wipe() }}",
        "{{ path.unlink() }}",
        "{{ path.read_text() }}",
        "{{ path.write_text('x') }}",
        "{{ xs.append(1) }}",
        "{{ d.clear() }}",
        "{{ d.update(a=1) }}",
        "{{ '{0.__class__}'.format(x) }}",
        "{{ x|attr('__class__') }}",
        "{{ f.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ xs.__len__() }}",
        "{{ loop }}{% for i in xs %}{{ loop.__class__ }}{% endfor %}",
        "{{ cycler.__init__ }}",
        "{{ lipsum() }}",
    ],
)
def test_what_is_barred(tmp_path: Path, text: str) -> None:
    path = tmp_path / "víctima.txt"
    path.write_text("aquí sigo", encoding="utf-8")
    context = {"x": Mean(), "xs": [1], "d": {"a": 0}, "path": path, "f": lambda: 1}
    with pytest.raises(TemplateProblem, match="celda A1"):
        grid(tmp_path, {"A1": text}, context)
    assert path.read_text(encoding="utf-8") == "aquí sigo"
    assert not Mean.called
    assert context["xs"] == [1]
    assert context["d"] == {"a": 0}


def test_only_a_namespace_takes_values(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match="«set» con punto solo sirve para un «namespace»"):
        grid(tmp_path, {"A1": "{% set x.name = 1 %}"}, {"x": Mean()})


def test_what_is_allowed(tmp_path: Path) -> None:
    cells = {
        "A1": "{{ 'a-b'.split('-')|join('+') }}",
        "A2": "{{ d.items }}",
        "A3": "{{ f(2) }}",
        "A4": "{{ o.name }}",
        "A5": "{{ '{:>3}'.format(7) }}",
        "A6": "{% for i in range(2) %}{{ loop.cycle('a', 'b') }}{% endfor %}",
        "A7": "{% set c = cycler('x', 'y') %}{{ c.next() }}{{ c.next() }}",
        "A8": "{{ d.get('nada', 'no') }}",
        "A9": "{{ dict(a=1).a }}",
        "A10": "{{ '%05.1f'|format(2.25) }}",
        "A11": "{{ 2 ** 10 }}",
    }
    context = {"d": {"items": "llave"}, "f": lambda n: n * 2, "o": SimpleNamespace(name="n")}
    assert [row[0] for row in grid(tmp_path, cells, context)] == [
        "a+b",
        "llave",
        4,
        "n",
        "  7",
        "ab",
        "xy",
        "no",
        1,
        "002.2",
        1024,
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% for i in range(1000000) %}x{% endfor %}", "«range» admite hasta 100,000"),
        ("{{ 'x' * 10000000000 }}", "no puede pasar de 32,767"),
        ("{{ 'x'.ljust(10000000000) }}", "no puede pasar de 32,767"),
        ("{{ '{:10000000000}'.format(1) }}", "no puede pasar de 32,767"),
        ("{{ '%10000000000d' % 1 }}", "no puede pasar de 32,767"),
        ("{{ 10 ** 10 ** 10 }}", "una potencia tan grande"),
        ("{{ [1] * 10000000000 }}", "no puede pasar de 32,767"),
        ("{{ 'x'|center(10000000000) }}", "no existe el filtro «center»"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "una macro se llama a sí misma"),
        ("{{ '%10000000000d'|format(1) }}", "no puede pasar de 32,767"),
    ],
)
def test_what_would_never_end(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TemplateProblem) as caught:
        grid(tmp_path, {"A1": text}, {})
    assert message in str(caught.value)
    assert "celda A1" in str(caught.value)


def test_the_limit_of_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_TURNS", 1000)
    cells = {
        "A1": "{% for i in range(100) %}",
        "A2": "{% for j in range(100) %}{{ j }}",
        "B2": "{% endfor %}",
        "A3": "{% endfor %}",
    }
    with pytest.raises(TemplateProblem, match="celda A2: los ciclos «for» pasan de 1,000 vueltas"):
        filled(designed(tmp_path / "p.xlsx", cells), {})


def test_the_limit_of_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_SIZE", 2_000_000)
    cells = {"A1": "{% for i in range(1000) %}{{ x }}", "B1": "{% endfor %}"}
    with pytest.raises(TemplateProblem, match="renglón 1: el resultado pasa de 2 MB"):
        filled(designed(tmp_path / "p.xlsx", cells), {"x": "a" * 30_000})
    loop = {"A1": "{% for i in range(90000) %}" + "texto " * 50 + "{% endfor %}"}
    with pytest.raises(TemplateProblem, match="celda A1: el resultado pasa de 2 MB"):
        filled(designed(tmp_path / "q.xlsx", loop), {})


def test_the_limit_of_rows(tmp_path: Path) -> None:
    cells = {f"A{row}": "x" for row in range(1, 30)}
    cells["A1"] = "{% for i in range(60000) %}x"
    cells["A29"] = "x{% endfor %}"
    with pytest.raises(TemplateProblem, match="el resultado pasa de 1,048,576 renglones"):
        filled(designed(tmp_path / "p.xlsx", cells), {})


def test_one_budget_serves_all_the_sheets() -> None:
    budget = Budget()
    budget.spend(10)
    budget.spend(5)
    assert budget.size == 15
