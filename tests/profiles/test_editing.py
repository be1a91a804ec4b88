"""A change touches what changes: comments, order, unknown keys and line ends of the person stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from icsoe_xl.errors import UnwritableFile, UsageProblem
from icsoe_xl.profiles import check, editing, setting
from icsoe_xl.profiles.model import LISTS, SECTIONS, Address, Client, Profile, Repse, Servicio
from icsoe_xl.profiles.store import Store

HAND = """\
# Mi cliente más antiguo
rfc="eku-900317-3c9" # con guiones
razon_social = 'Escuela'
apodo = "la escuela"  # mío

# --- REPSE
[repse]
registro = "AR1/2024"
quien_lo_lleva = "Ana"

# --- el primero
[[servicios]]
folio = "F1"
texto = "Limpieza"

# --- el segundo
[[servicios]]
folio = "F2"  # dos
texto = "Poda"
precio = 100

# fin
"""


def profile(text: str = HAND) -> Profile:
    return check.check_toml(text, "x.toml").require()


def changed(text: str, *changes: str) -> str:
    data = check.check_toml(text, "x.toml").data
    wanted = check.judge(setting.apply(data, map(setting.parse, changes)), "x.toml", lambda _: "").require()
    return editing.merge(text, wanted, "x.toml")


def test_nothing_to_change_changes_nothing() -> None:
    assert editing.merge(HAND, profile(), "x.toml") == HAND


def test_one_value_is_one_line() -> None:
    assert changed(HAND, "razon_social=Otra") == HAND.replace("'Escuela'", '"Otra"')
    assert changed(HAND, "rfc=SIN9311169P8") == HAND.replace('"eku-900317-3c9"', '"SIN9311169P8"')
    assert changed(HAND, "servicios[2].texto=Riego") == HAND.replace("Poda", "Riego")


def test_new_keys_stand_below_their_neighbours() -> None:
    text = changed(HAND, "movil=55 1234 5678", "repse.vence=15/06/2027", "servicios[1].texto=")
    assert 'apodo = "la escuela"  # mío\nmovil = "5512345678"\n\n# --- REPSE' in text
    assert 'quien_lo_lleva = "Ana"\nvence = 2027-06-15\n\n# --- el primero' in text
    assert 'texto = ""\n\n# --- el segundo' in text


def test_an_entry_goes_and_the_comment_of_the_next_one_stays() -> None:
    text = changed(HAND, "servicios[1]=")
    assert (
        'quien_lo_lleva = "Ana"\n\n# --- el primero\n\n# --- el segundo\n[[servicios]]\nfolio = "F2"' in text
    )
    text = changed(HAND, "servicios[2]=")
    assert text.endswith('texto = "Limpieza"\n\n# --- el segundo\n\n# fin\n')
    text = changed(HAND, "servicios[2]=", "servicios[1]=")
    assert "[[servicios]]" not in text
    assert "# fin\n" in text
    assert profile(text).servicios == ()


def test_an_entry_keeps_its_own_keys_when_others_move() -> None:
    first, second = profile().servicios
    new = Servicio(folio="F0", texto="Obra")
    text = editing.merge(HAND, profile().model_copy(update={"servicios": (second, new, first)}), "x.toml")
    assert [each.folio for each in profile(text).servicios] == ["F2", "F0", "F1"]
    assert profile(text).servicios[0].extras == {"precio": 100}
    assert profile(text).servicios[2].extras == {}


def test_unknown_keys_stay_though_the_new_profile_does_not_know_them() -> None:
    new = Profile(rfc="EKU9003173C9", razon_social="Escuela", repse=Repse(vence=date(2027, 6, 15)))
    text = editing.merge(HAND, new, "x.toml")
    assert profile(text).extras == {"apodo": "la escuela"}
    assert profile(text).repse.extras == {"quien_lo_lleva": "Ana"}


def test_sections_and_lists_that_were_not_there() -> None:
    new = profile().model_copy(
        update={
            "domicilio_social": Address(domicilio_fiscal=False, cp="06600"),
            "clientes": (Client(rfc="SIN9311169P8", nombre="Uno"), Client(rfc="CCM650122I06", nombre="Dos")),
        }
    )
    text = editing.merge(HAND, new, "x.toml")
    assert profile(text) == new
    assert "\n\n[[clientes]]\n" in text


@pytest.mark.parametrize(
    "text",
    [
        'rfc = "EKU9003173C9"\nrazon_social = "X"\nrepse = { registro = "AR1/2024" } # nota\n'
        'servicios = [{ folio = "F1" }, # uno\n { folio = "F2", extra = 1 }]\n',
        'rfc = "EKU9003173C9"\nrazon_social = "X"\nrepse.registro = "AR1/2024" # nota\n[[servicios]]\nfolio = "F1"\n'
        '# uno\n[[servicios]]\nfolio = "F2"\nextra = 1',
    ],
    ids=["inline", "dotted"],
)
def test_other_ways_of_writing_the_same(text: str) -> None:
    after = changed(text, "repse.vence=2027-06-15", "servicios[2].texto=Poda", "servicios[3].folio=F3")
    assert profile(after).repse == Repse(registro="AR1/2024", vence=date(2027, 6, 15))
    assert [each.folio for each in profile(after).servicios] == ["F1", "F2", "F3"]
    assert profile(after).servicios[1].extras == {"extra": 1}
    assert "# nota" in after
    assert "# uno" in after


def test_line_ends_of_windows_stay(tmp_path: Path) -> None:
    store = Store(tmp_path)
    (tmp_path / "norte.toml").write_bytes(b"\xef\xbb\xbf" + HAND.replace("\n", "\r\n").encode())
    store.save("norte", profile().model_copy(update={"correo": "a@empresa.mx"}))
    data = (tmp_path / "norte.toml").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == HAND.count("\n") + 1


def test_a_file_with_mistakes_can_be_mended() -> None:
    text = HAND.replace("eku-900317-3c9", "eku") + "[[clientes]]\nnombre = 'Z' # zeta\n"
    with pytest.raises(UsageProblem, match="la lista tiene 1"):
        changed(text, "clientes[3].rfc=SIN9311169P8")
    after = changed(text, "rfc=EKU9003173C9", "clientes[1].rfc=SIN9311169P8")
    assert profile(after).clientes[0].rfc == "SIN9311169P8"
    assert "# zeta" in after


def test_what_cannot_be_done_safely_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    # A library that spoils the text is the one thing that real files cannot be made to show.
    monkeypatch.setattr(editing.tomlkit, "parse", lambda text: editing.tomlkit.document())
    with pytest.raises(UnwritableFile, match="nada cambió"):
        changed(HAND, "razon_social=Otra")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("correo", "clave=valor"),
        ("corre=x", "¿Quiso decir correo?"),
        ("repse=x", "No conozco"),
        ("repse.vencimiento=x", "¿Quiso decir repse.vence?"),
        ("clientes=x", "No conozco"),
        ("clientes[0].rfc=x", "No conozco"),
        ("clientes[1]=x", "es un bloque"),
        ("clientes[1].nombres=x", "¿Quiso decir clientes\\[1\\].nombre?"),
        ("correo.x=1", "No conozco"),
        ("__class__=1", "No conozco"),
        ("a b=1", "No conozco"),
        ("contraseña=hunter2", "e.firma"),
        ("preferencias.fiel=hunter2", "e.firma"),
    ],
)
def test_changes_that_make_no_sense(text: str, words: str) -> None:
    with pytest.raises(UsageProblem, match=words) as caught:
        setting.parse(text)
    assert "hunter2" not in str(caught.value)


def test_the_model_and_its_index_agree() -> None:
    fields = Profile.model_fields
    assert {name for name in fields if isinstance(fields[name].get_default(), Repse | Address)} == set(
        SECTIONS
    )
    lists = {name for name in fields if fields[name].get_default() == ()} - {"otros_registros_patronales"}
    assert lists == set(LISTS)
