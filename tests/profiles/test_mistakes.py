"""Every mistake is said with its file, key and line, all of them at once, and never with what was typed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles.strategies import CURPS, data

from icsoe_xl.errors import UnreadableFile
from icsoe_xl.profiles import check
from icsoe_xl.profiles.mistakes import ProfileMistakes, key_name

TODAY = date(2026, 5, 10)

SOUND = """\
rfc = "EKU9003173C9"
razon_social = "Escuela"
correo = "contacto@empresa.mx"
[repse]
registro = "AR12345/2024"
vence = 2027-06-15
"""

BROKEN = f"""\
# un comentario
rfc = "EKU9003173C"
razon_social = 5
correo = "nadie@"
movil = "55 1234"

cp = 6600
domicilio_fiscal = "tal vez"
otros_registros_patronales = [
  "E5240157100",  # éste está bien
  "ABC",
]
logo = "logo.docx"
[repse]
vence = "mañana"
fecha = 1999-01-01
[[servicios]]
folio = "F1"
[[servicios]]
[[capturistas]]
curp = "{CURPS[0][:-1]}{(int(CURPS[0][-1]) + 1) % 10}"
[[clientes]]
rfc = "XAXX010101000"
nombre = \"\"\"
Uno
\"\"\"
[[clientes]]
nombre = ""
movil = [1]
[clientes.portal]
password = "hunter2"
"""

EXPECTED = [
    ("rfc", 2),
    ("razon_social", 3),
    ("correo", 4),
    ("movil", 5),
    ("cp", 7),
    ("domicilio_fiscal", 8),
    ("otros_registros_patronales[2]", 11),
    ("logo", 13),
    ("repse.vence", 15),
    ("repse.fecha", 16),
    ("servicios[2]", 19),
    ("capturistas[1].curp", 21),
    ("clientes[1].rfc", 23),
    ("clientes[2].rfc", 27),
    ("clientes[2].nombre", 28),
    ("clientes[2].movil", 29),
    ("clientes[2].portal.password", 31),
]


def test_all_mistakes_at_once_with_file_key_and_line() -> None:
    checked = check.check_toml(BROKEN, "norte.toml", today=TODAY)
    assert checked.profile is None
    assert [(each.key, each.place) for each in checked.mistakes] == EXPECTED
    for mistake in checked.mistakes:
        assert str(mistake).startswith(f"norte.toml, línea {mistake.place}, {mistake.key}: ")
        assert mistake.mend


def test_no_message_repeats_what_was_typed() -> None:
    messages = "\n".join(str(each) for each in check.check_toml(BROKEN, "norte.toml", today=TODAY).mistakes)
    for typed in ("EKU9003173C", "nadie@", "55 1234", "tal vez", "ABC", CURPS[0][:10], "hunter2"):
        assert typed not in messages


def test_the_exception_is_one_line_and_counts_the_rest() -> None:
    with pytest.raises(ProfileMistakes) as caught:
        check.check_toml(BROKEN, "norte.toml", today=TODAY).require()
    assert str(caught.value).startswith("norte.toml, línea 2, rfc: ")
    assert str(caught.value).endswith("(y 16 más)")
    assert len(caught.value.mistakes) == 17
    assert caught.value.exit_code == 1


def test_the_same_mistakes_in_json() -> None:
    text = json.dumps({"rfc": "EKU9003173C9", "razon_social": "", "clientes": [{"rfc": "x"}]}, indent=1)
    mistakes = check.check_json(text, "norte.json", today=TODAY).mistakes
    assert [(each.key, each.place) for each in mistakes] == [
        ("razon_social", 3),
        ("clientes[1].nombre", 5),
        ("clientes[1].rfc", 6),
    ]


def test_a_missing_key_is_said_at_the_block_that_lacks_it() -> None:
    mistakes = check.check_toml("# nada\n", "norte.toml", today=TODAY).mistakes
    assert [(each.key, each.place, each.what) for each in mistakes] == [
        ("rfc", 1, "falta"),
        ("razon_social", 1, "falta"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ('rfc = "A"\ncp = 06600\n', 2, "cp", "no puede empezar con 0"),
        ('logo = "C:\\logos\\mi.png"', 1, "logo", "comillas simples"),
        ("rfc = “EKU9003173C9”", 1, "rfc", "comillas tipográficas"),
        ('rfc = "EKU9003173C9\nrazon_social = "X"', 1, "rfc", "sin cerrar"),
        ('rfc = "A"\nrfc = "B"', 2, "rfc", "dos veces"),
        ('razón social = "A"', 1, "razón social", "sin acentos ni espacios"),
        ("rfc = EKU9003173C9", 1, "rfc", "entre comillas|no se entiende"),
        ("otros_registros_patronales = [\n'a',\n", 3, "", "sin cerrar"),
        ("hola\n", 1, "", "clave ="),
    ],
)
def test_text_that_is_not_toml(text: str, line: int, key: str, words: str) -> None:
    checked = check.check_toml(text, "norte.toml")
    assert not checked.readable
    with pytest.raises(UnreadableFile) as caught:
        checked.require()
    where = f"norte.toml, línea {line}" + (f", {key}" if key else "")
    assert str(caught.value).startswith(where + ": ")
    assert re.search(words, str(caught.value))
    assert "EKU9003173C9" not in str(caught.value)


def test_text_that_is_not_json_or_no_profile() -> None:
    broken = check.check_json('{\n "rfc": "A",\n}', "norte.json")
    assert (broken.readable, broken.mistakes[0].place) == (False, 3)
    assert not check.check_json("[1, 2]", "norte.json").readable
    assert not check.check_json('{"rfc": NaN}', "norte.json").readable
    assert not check.check_json('{"x": "\\ud800"}', "norte.json").readable


def test_what_is_not_utf8_names_the_line() -> None:
    with pytest.raises(UnreadableFile, match=r"norte\.toml, línea 2: no está en UTF-8"):
        check.decode('rfc = "A"\nrazon_social = "Peña"\n'.encode("cp1252"), "norte.toml")
    assert check.decode('rfc = "A"\r\n'.encode("utf-8-sig"), "norte.toml") == 'rfc = "A"\n'


def doubts(text: str) -> list[tuple[str, int | str]]:
    checked = check.check_toml(text, "norte.toml", today=TODAY)
    assert checked.profile is not None, checked.mistakes
    return [(each.key, each.place) for each in checked.doubts]


def test_a_complete_profile_leaves_no_doubt() -> None:
    assert doubts(SOUND) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("EKU9003173C9", "EKU9003173C8"), [("rfc", 1)]),
        (("AR12345/2024", "12345"), [("repse.registro", 5)]),
        (("AR12345/2024", ""), [("repse.registro", 5)]),
        (("2027-06-15", "2026-05-09"), [("repse.vence", 6)]),
        (("2027-06-15", "2026-08-10"), [("repse.vence", 6)]),
        (("2027-06-15", "2026-08-11"), []),
        (("vence = 2027-06-15", "fecha = 2023-05-01"), [("repse.fecha", 6)]),
        (("contacto@empresa.mx", ""), [("correo", 3)]),
        (("[repse]", 'registro_patronal = "E5240157101"\n[repse]'), [("registro_patronal", 4)]),
        (("[repse]", 'registro_patronal = "E524015710"\n[repse]'), []),
        (("[repse]", "domicilio_fiscal = false\n[repse]"), [("domicilio_fiscal", 4)]),
        (("[repse]", 'razon_socail = "x"\n[repse]'), [("razon_socail", 4)]),
        (("[repse]", 'tipo_persona = "moral"\n[repse]'), [("tipo_persona", 4)]),
        (("[repse]", 'otros_registros_patronales = ["E5240157100", "E52-40157-10-0"]\n[repse]'), 2),
    ],
)
def test_doubts_never_block(change: tuple[str, str], expected: list[tuple[str, int]] | int) -> None:
    found = doubts(SOUND.replace(*change))
    assert len(found) == expected if isinstance(expected, int) else found == expected


def test_doubts_about_lists() -> None:
    text = SOUND + (
        '[[servicios]]\nfolio = "F1"\n[[servicios]]\nfolio = "F1"\ntexto = "x"\n'
        '[[capturistas]]\nnombre = "Ana"\n'
        '[[clientes]]\nrfc = "EKU9003173C9"\nnombre = "Yo"\ncorreo = "a@empresa.mx"\n'
        '[[clientes]]\nrfc = "SIN9311169P8"\nnombre = "Otro"\n'
    )
    assert doubts(text) == [
        ("servicios[1]", 7),
        ("servicios[2].folio", 10),
        ("capturistas[1]", 12),
        ("clientes[1].rfc", 15),
        ("clientes[2]", 18),
        ("clientes[2].rfc", 19),
    ]


def test_the_logo_is_looked_for_from_the_folder(tmp_path: Path) -> None:
    text = SOUND.replace("[repse]", 'logo = "logos/mi.png"\n[repse]')
    assert [each.key for each in check.check_toml(text, "x", tmp_path, TODAY).doubts] == ["logo"]
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / "mi.png").write_bytes(b"\x89PNG")
    assert check.check_toml(text, "x", tmp_path, TODAY).doubts == []


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "contraseña",
        "CONTRASENA_portal",
        "clave_privada",
        "e.firma",
        "e_firma_clave",
        "archivo-key",
        "fiel",
        "CIEC",
        "clave del portal",
        "cer",
        "token",
    ],
)
def test_secrets_are_refused_wherever_they_are(key: str) -> None:
    for text in (
        f'"{key}" = "x"\n{SOUND}',
        f'{SOUND}"{key}" = 1\n',
        f'{SOUND}[preferencias]\n"{key}" = ""\n',
    ):
        (mistake,) = check.check_toml(text, "norte.toml", today=TODAY).mistakes
        assert "e.firma" in mistake.what
        assert mistake.key.split(".", 1)[-1].endswith(key.split(".")[-1])


@pytest.mark.parametrize(
    "value", ["-----BEGIN ENCRYPTED PRIVATE KEY-----", r"C:\\fiel\\clave.key", "certs/empresa.cer", "a.PFX "]
)
def test_secrets_are_refused_by_their_value(value: str) -> None:
    (mistake,) = check.check_toml(f'ruta = "{value}"\n{SOUND}', "norte.toml", today=TODAY).mistakes
    assert (mistake.key, mistake.place) == ("ruta", 1)


@pytest.mark.parametrize("key", ["clave", "keyword_x", "certeza", "fieltro", "firma", "pasaje", "monkey"])
def test_ordinary_words_are_no_secrets(key: str) -> None:
    assert check.check_toml(f'{key} = "x"\n{SOUND}', "norte.toml", today=TODAY).mistakes == []


@given(data)
def test_a_line_is_known_for_every_key(said: dict[str, object]) -> None:
    text = json.dumps(said, default=str, indent=1, ensure_ascii=False)
    found = check.check_json(text, "x.json").doubts
    rows = text.split("\n")
    for doubt in found:
        if doubt.what == "no conozco esta clave":
            assert isinstance(doubt.place, int)
            assert f'"{doubt.key.split(".")[-1]}"' in rows[doubt.place - 1]


@given(st.lists(st.text() | st.integers(0, 9), min_size=1, max_size=4))
def test_key_names_are_fit_for_a_message(path: list[str | int]) -> None:
    assert key_name(tuple(path)).isprintable()
