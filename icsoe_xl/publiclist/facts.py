"""The data files of this room: wording of columns and values, legal forms; each with its source."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def facts(name: str) -> dict[str, Any]:
    """The file ``data/<name>.toml``, read once."""
    return tomllib.loads(files("icsoe_xl.publiclist").joinpath(f"data/{name}.toml").read_text("utf-8"))
