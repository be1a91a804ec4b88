"""Facts about identifiers that are not sure enough to be code: ``data/policy.toml``, read on first use."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Fact(NamedTuple):
    """One row of the data file: what we go by, how sure it is (high, medium, low), and who says so."""

    value: Any
    confidence: str
    source: str


@cache
def fact(name: str) -> Fact:
    """The fact called ``table.key`` in the data file. Raises KeyError when there is none."""
    table, key = name.split(".")
    row = _rows()[table][key]
    return Fact(row["value"], row["confidence"], row["source"])


@cache
def _rows() -> dict[str, Any]:
    import tomllib

    return tomllib.loads((Path(__file__).with_name("data") / "policy.toml").read_text(encoding="utf-8"))
