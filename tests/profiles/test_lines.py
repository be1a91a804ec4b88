"""Lines of keys in texts with everything that may stand between them."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import HealthCheck, given, settings
from profiles.strategies import by_hand, data

from icsoe_xl.profiles.lines import json_lines, line_of, most_dots, toml_lines

TEXT = '''\
# [no] = "es un comentario"
a = "[x]" # a = 2
"b c".d = 1979-05-27 07:32:00
e = """
f = 1
[g]
\\""" ""\\"
"""  # tres
h = [ # [
  1, [2,
  3], { i = "}", "j\\u0020k" = [
    4
  ] },
]
[l.m]
n = \'\'\'
o = 1\'\'\'
[[p]]
q = 07:32:00
[p.r]
s = 1
[[p]]
[[p.t]]
u = 1
[[p.t]]
u = 2
[ "v.w" ]
x = {}
'''


def test_every_form_of_toml() -> None:
    lines = toml_lines(TEXT)
    expected: dict[tuple[str | int, ...], int] = {
        ("a",): 2,
        ("b c", "d"): 3,
        ("e",): 4,
        ("h",): 9,
        ("h", 0): 10,
        ("h", 1): 10,
        ("h", 1, 1): 11,
        ("h", 2, "i"): 11,
        ("h", 2, "j k", 0): 12,
        ("l", "m"): 15,
        ("l", "m", "n"): 16,
        ("p", 0): 18,
        ("p", 0, "q"): 19,
        ("p", 0, "r", "s"): 21,
        ("p", 1): 22,
        ("p", 1, "t", 0, "u"): 24,
        ("p", 1, "t", 1, "u"): 26,
        ("v.w", "x"): 28,
    }
    assert {path: lines[path] for path in expected} == expected
    assert ("f",) not in lines
    assert ("o",) not in lines


def test_what_is_missing_is_said_where_it_should_be() -> None:
    lines = toml_lines(TEXT)
    assert line_of(lines, ("p", 1, "q")) == 22
    assert line_of(lines, ("p", 0, "r", "z")) == 20
    assert line_of(lines, ("nada", 3)) == 1


def test_json() -> None:
    lines = json_lines('{\n "a": {"b": [1,\n 2]},\n "c\\"d": "{",\n "e": [[], {"f": null}]\n}')
    assert lines[("a", "b", 1)] == 3
    assert lines[('c"d',)] == 4
    assert lines[("e", 1, "f")] == 5


def test_dots_of_strings_and_comments_do_not_count() -> None:
    assert most_dots('a = "....." # ...\nb.c.d = 1.5 # .') == 3


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, each in inner for found in [(*path, key), *paths(each, (*path, key))]]


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(data.flatmap(by_hand))
def test_every_path_has_a_line_that_names_it(text: str) -> None:
    lines, rows = toml_lines(text), text.split("\n")
    for path in paths(tomllib.loads(text)):
        keys = [part for part in path if isinstance(part, str)]
        if isinstance(path[-1], str):
            assert keys[-1] in rows[lines[path] - 1]
        assert path in lines
