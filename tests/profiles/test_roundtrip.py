"""Whatever a profile says, it says the same after it was saved, loaded, edited, exported and imported."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles.strategies import by_hand, data, profiles

from icsoe_xl.profiles import check, editing, exchange
from icsoe_xl.profiles.fields import tidy
from icsoe_xl.profiles.model import Profile, Record
from icsoe_xl.profiles.store import Store

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
"""Building a random profile takes longer than checking it, which hypothesis would report as a fault."""


def known(profile: Profile) -> dict[str, Any]:
    """What a profile says in keys that the program knows."""

    def of_record(record: Record) -> dict[str, Any]:
        return {name: of_value(getattr(record, name)) for name in type(record).model_fields}

    def of_value(value: Any) -> Any:
        if isinstance(value, tuple):
            return [of_value(each) for each in value]
        return of_record(value) if isinstance(value, Record) else exchange.plain(value)

    return of_record(profile)


@settings(PATIENT, max_examples=500)
@given(profiles, profiles)
def test_survives_save_load_edit_export_import(profile: Profile, other: Profile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "profiles")
        store.add("uno", profile)
        assert store.load("uno") == profile

        store.save("uno", other)
        assert known(store.load("uno")) == known(other)
        assert profile.extras.keys() <= store.load("uno").extras.keys()

        saved = store.read("uno")
        for name in ("fuera.toml", "fuera.json"):
            out = Path(folder) / name
            exchange.export(saved, out)
            assert known(exchange.read(out).checked.require()) == known(other)
        text = exchange.read(Path(folder) / "fuera.toml").text
        store.add("dos", store.load("uno"), text)
        assert store.load("dos") == store.load("uno")


@settings(PATIENT, max_examples=100)
@given(data.flatmap(lambda said: st.tuples(st.just(said), by_hand(said))))
def test_any_way_of_writing_it_by_hand_is_understood(written: tuple[dict[str, Any], str]) -> None:
    said, text = written
    assert check.check_toml(text, "x.toml").require() == Profile.model_validate(said)


@settings(PATIENT, max_examples=100)
@given(data.flatmap(by_hand), profiles)
def test_a_file_written_by_hand_can_be_changed_into_any_other(text: str, wanted: Profile) -> None:
    changed = editing.merge(text, wanted, "x.toml")
    assert known(check.check_toml(changed, "x.toml").require()) == known(wanted)
    # What is right already is not touched again.
    again = check.check_toml(changed, "x.toml").require()
    assert editing.merge(changed, again, "x.toml") == changed


@settings(PATIENT, max_examples=100)
@given(data.flatmap(by_hand), st.text("abc", min_size=1), st.booleans())
def test_changing_simple_keys_keeps_every_comment(text: str, calle: str, is_fiscal: bool) -> None:
    profile = check.check_toml(text, "x.toml").require()
    wanted = profile.model_copy(
        update={"calle": calle, "domicilio_fiscal": is_fiscal, "razon_social": "Otra"}
    )
    changed = editing.merge(text, wanted, "x.toml")
    assert check.check_toml(changed, "x.toml").require() == wanted
    assert changed.count("# nota") == text.count("# nota")


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
