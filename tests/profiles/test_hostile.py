"""Files made to break a reader: none does more than give one line for the person."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.profiles import check
from icsoe_xl.profiles.store import Store

HEAD = 'rfc = "EKU9003173C9"\nrazon_social = "x"\n'

TEXTS = {
    "arrays in arrays": "a = " + "[" * 50_000,
    "closed arrays": "a = " + "[" * 90 + "]" * 90,
    "tables in tables": "a = " + "{b = " * 5_000,
    "a key of 300,000 parts": "a." * 300_000 + "a = 1",
    "a header of 300,000 parts": "[" + "a." * 300_000 + "a]",
    "a quoted key of many parts": '"a " . ' * 100_000 + "a = 1",
    "quotes without end": 'a = """' + '"' * 300_000,
    "backslashes": 'a = "' + "\\" * 300_000,
    "an endless number": "a = " + "9" * 100_000,
    "a huge hexadecimal": "a = 0x" + "f" * 100_000,
    "null bytes": "a = 1\0\n" * 1_000,
    "a long run of blanks": HEAD + " " * 500_000,
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_breaks_the_reader(name: str) -> None:
    checked = check.check_toml(TEXTS[name], "malo.toml")
    for mistake in checked.mistakes:
        assert len(str(mistake)) < 400
        assert str(mistake).startswith("malo.toml, línea ")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "[" * 900 + "]" * 900,
        '{"a":' * 200_000,
        '{"a":' * 900 + "1" + "}" * 900,
        "9" * 10_000,
        '{"a": 1e999}',
        '{"a": ' + "9" * 400 + "}",
    ],
)
def test_no_json_breaks_the_reader(text: str) -> None:
    checked = check.check_json(text, "malo.json")
    assert checked.profile is None
    assert all(len(str(mistake)) < 400 for mistake in checked.mistakes)


@pytest.mark.parametrize(
    "value", ["5", "true", "1.5", "2026-01-01", "07:00:00", "[]", "[[1]]", "{}", "{a = {b = 1}}", "''", "nan"]
)
def test_any_key_with_a_value_of_any_kind(value: str) -> None:
    for key in (
        "rfc",
        "movil",
        "domicilio_fiscal",
        "otros_registros_patronales",
        "repse",
        "domicilio_social",
    ):
        _told_in_lines(check.check_toml(f"{key} = {value}\n", "x.toml"))
    for key in (
        "servicios",
        "capturistas",
        "clientes",
        "preferencias",
        "repse.vence",
        "model_config",
        "__class__",
    ):
        _told_in_lines(check.check_toml(f"{HEAD}{key} = {value}\n", "x.toml"))
        _told_in_lines(check.check_toml(f"{HEAD}[[clientes]]\n{key} = {value}\n", "x.toml"))


def _told_in_lines(checked: check.Checked) -> None:
    """It is a profile or there are mistakes, never both, and each is one line that names the file."""
    assert (checked.profile is None) == bool(checked.mistakes)
    for mistake in (*checked.mistakes, *checked.doubts):
        assert str(mistake).startswith("x.toml")
        assert len(str(mistake).splitlines()) == 1


def test_marks_that_cannot_be_seen_are_taken_out_of_values_and_messages() -> None:
    text = 'rfc = "EKU\u202e9003173C9"\nrazon_social = "\u2066Escuela\u200b \u00a0 Uno\ufeff"\n"cla\u202eve" = 1\n'
    checked = check.check_toml(text, "x.toml")
    assert checked.require().razon_social == "Escuela Uno"
    assert checked.require().rfc == "EKU9003173C9"
    assert all(str(doubt).isprintable() for doubt in checked.doubts)


def test_a_file_that_is_too_large_or_no_text(tmp_path: Path) -> None:
    shelf = Store(tmp_path)
    (tmp_path / "enorme.toml").write_bytes(b"#" * (check.LARGEST + 1))
    (tmp_path / "binario.toml").write_bytes(bytes(range(256)))
    (tmp_path / "vacio.toml").write_bytes(b"")
    for name, words in (("enorme", "1 MB"), ("binario", "UTF-8")):
        with pytest.raises(UnreadableFile, match=words):
            shelf.load(name)
    assert [mistake.what for mistake in shelf.read("vacio").checked.mistakes] == ["falta", "falta"]


@given(st.text(max_size=60))
@example("a.b = 1\na = 2")
def test_any_text_gives_a_profile_or_a_line(text: str) -> None:
    for judge in (check.check_toml, check.check_json):
        checked = judge(text, "x")
        assert (checked.profile is None) == bool(checked.mistakes)


@given(st.binary(max_size=60))
def test_any_bytes_give_text_or_a_line(data: bytes) -> None:
    try:
        check.decode(data, "x.toml")
    except UnreadableFile as problem:
        said = str(problem)
    else:
        said = "x.toml, línea 1"
    assert said.startswith("x.toml, línea ")
