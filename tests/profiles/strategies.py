"""Random profiles: sound ones, with everything that a person may write into them, and the forms of a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from people import people

from icsoe_xl.profiles import forbidden
from icsoe_xl.profiles.model import Profile

CURPS = [worker.curp for worker in people(60, seed=11)]
LETTERS = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ&"
DAYS = st.dates(date(1950, 1, 1), date(2024, 12, 31))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Anything: quotes, backslashes, direction marks, control characters, any script."""
filled = st.builds(lambda text: "x" + text, texts)
words = st.text("abcdefghijklmnopqrstuvwxyzñ0123456789_-", min_size=1, max_size=8)


@st.composite
def rfcs(draw: st.DrawFn) -> str:
    initials = draw(st.text(LETTERS, min_size=3, max_size=4))
    return f"{initials}{draw(DAYS):%y%m%d}{draw(st.from_regex('[0-9A-Z]{2}[0-9A]', fullmatch=True))}"


registros = st.from_regex("[A-Z][0-9]{7}[1-9][0-9][0-9]", fullmatch=True)
correos = st.builds(
    lambda name, host: f"{name}@{host}.com.mx", *[st.from_regex("[a-z][a-z0-9]{0,8}", fullmatch=True)] * 2
)
moviles = st.from_regex("[1-9][0-9]{9}", fullmatch=True)
postal = st.from_regex("[0-9]{5}", fullmatch=True)
terms = st.dates(date(2021, 5, 24), date(2099, 12, 31))


def _some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


ADDRESS = {
    "domicilio_fiscal": st.booleans(),
    "cp": postal,
    "tipo_vialidad": texts,
    "calle": texts,
    "num_ext": texts,
    "num_int": texts,
    "colonia": texts,
    "entre_calles": texts,
}
PARTY = {**ADDRESS, "correo": correos, "movil": moviles, "telefono": texts}

atoms: st.SearchStrategy[Any] = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | texts
    | st.dates()
    | st.datetimes(timezones=st.none())
)
values = st.recursive(
    atoms, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=6
)


def _unknown(names: set[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Keys that the program does not know, with any value; none that it refuses."""
    found = st.dictionaries(words.filter(lambda key: key not in names), values, max_size=2)
    return found.filter(lambda data: not list(forbidden.secrets(data)))


def _record(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda known, extra: {**extra, **known}, _some(required, optional), _unknown({*required, *optional})
    )


clients = _record({"rfc": rfcs(), "nombre": filled}, PARTY)
services = _record({"folio": filled}, {"texto": texts})
capturistas = _record({"curp": st.sampled_from(CURPS)}, {"nombre": texts})

data = _record(
    {"rfc": rfcs(), "razon_social": filled},
    {
        **PARTY,
        "registro_patronal": registros,
        "otros_registros_patronales": st.lists(registros, max_size=3),
        "logo": st.just("logos/mi.png"),
        "domicilio_social": _record({}, ADDRESS),
        "repse": _record({}, {"registro": texts, "fecha": terms, "vence": terms}),
        "servicios": st.lists(services, max_size=3),
        "capturistas": st.lists(capturistas, max_size=2),
        "clientes": st.lists(clients, max_size=3),
        "preferencias": _unknown(set()),
    },
)
profiles = data.map(Profile.model_validate)


@st.composite
def by_hand(draw: st.DrawFn, said: dict[str, Any]) -> str:
    """A TOML text that says ``said`` in one of the many ways that a person might, with comments all over."""
    flat = {key: value for key, value in said.items() if not isinstance(value, dict | list)}
    nested = {key: value for key, value in said.items() if key not in flat}
    rows, blocks, number = [], [], 0

    def note() -> str:
        nonlocal number
        number += 1
        return f"# nota {number}"

    def pair(key: str, value: Any, before: str = "") -> str:
        name = key if key.isascii() and draw(st.booleans()) else f'"{key}"'
        equals = draw(st.sampled_from([" = ", "=", "  =  "]))
        return f"{before}{name}{equals}{inline(value)}{' ' + note() if draw(st.booleans()) else ''}"

    for key, value in flat.items():
        rows += [note()] * draw(st.integers(0, 1)) + [pair(key, value)]
    for key, value in nested.items():
        tables = isinstance(value, list) and value and all(isinstance(each, dict) for each in value)
        form = draw(st.sampled_from(["inline", "block", "dotted"]))
        name = key if key.isascii() else f'"{key}"'
        if form == "dotted" and isinstance(value, dict) and value:
            rows += [pair(inner, each, f"{name}.") for inner, each in value.items()]
        elif form == "inline" or not (tables or isinstance(value, dict)):
            lines = isinstance(value, list) and value and draw(st.booleans())
            inner = ",\n  ".join(f"{inline(each)}" for each in value) if lines else ""
            rows.append(f"{name} = [\n  {inner},  {note()}\n]" if lines else f"{name} = {inline(value)}")
        else:
            for each in value if isinstance(value, list) else [value]:
                header = f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
                inside = [pair(inner, some) for inner, some in each.items()]
                blocks.append("\n".join([note(), header, *inside, *[note()] * draw(st.integers(0, 1))]))
    end = draw(st.sampled_from(["", "\n", "\n\n# fin\n"]))
    return "\n".join([*rows, *blocks]) + end


def inline(value: Any) -> str:
    """A value on one line, written without the library that the program uses."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_escaped(char) for char in value) + '"'
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {inline(each)}' for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(inline(each) for each in value) + "]"
    if isinstance(value, float):
        return repr(value) if value == value and abs(value) != float("inf") else f"{value:+}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _escaped(char: str) -> str:
    return f"\\{char}" if char in '"\\' else char if char.isprintable() else f"\\U{ord(char):08X}"
