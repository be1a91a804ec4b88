"""The manual names every key and command, and its example is a sound profile."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from icsoe_xl.profiles import check
from icsoe_xl.profiles.editing import fresh
from icsoe_xl.profiles.model import LISTS, SECTIONS, Profile

MANUAL = (Path(__file__).parents[2] / "docs" / "profiles.md").read_text(encoding="utf-8")


def test_every_key_and_command_is_in_the_manual() -> None:
    records = [Profile, *SECTIONS.values(), *(kind for kind, _ in LISTS.values())]
    for name in {name for record in records for name in record.model_fields}:
        assert re.search(rf"`\[*{name}\]*`", MANUAL), name
    for verb in ("list", "show", "add", "edit", "remove", "import", "export"):
        assert f"profile {verb}" in MANUAL


def test_the_example_is_sound() -> None:
    example = re.search(r"```toml\n(rfc = .*?)```", MANUAL, re.DOTALL)
    assert example is not None
    checked = check.check_toml(example[1], "ejemplo", today=date(2026, 5, 10))
    assert checked.mistakes == []
    assert checked.doubts == []


def test_a_new_file_has_every_simple_key_with_room_for_it() -> None:
    text = fresh(Profile(rfc="EKU9003173C9", razon_social="X"))
    simple = set(Profile.model_fields) - set(SECTIONS) - set(LISTS) - {"preferencias"}
    for name in simple | set(SECTIONS["repse"].model_fields):
        assert re.search(rf"^{name} = ", text, re.MULTILINE), name
