"""Questions in the terminal: each answer is judged at once, and asked again with what is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Container

from icsoe_xl.cli.door import say
from icsoe_xl.errors import UsageProblem
from icsoe_xl.profiles import check, setting
from icsoe_xl.profiles.mistakes import Path, key_name
from icsoe_xl.profiles.model import LISTS, SECTIONS, Profile, Record

_FIRST = (
    "rfc",
    "razon_social",
    "correo",
    "movil",
    "telefono",
    "registro_patronal",
    "otros_registros_patronales",
    "repse.registro",
    "repse.fecha",
    "domicilio_fiscal",
)
_ADDRESS = ("cp", "tipo_vialidad", "calle", "num_ext", "num_int", "colonia", "entre_calles")
_LISTS = {
    "servicios": ("Servicios registrados en el REPSE", ("folio", "texto")),
    "capturistas": ("Quienes capturan en el portal", ("curp", "nombre")),
    "clientes": ("Clientes", ("rfc", "nombre", "correo", "movil")),
}


def description(key: str) -> str:
    """What a key holds, as the model says it: ``repse.registro`` -> ``registro REPSE, por ejemplo ...``."""
    first, _, rest = key.partition(".")
    kind: type[Record] = SECTIONS[first] if rest else Profile
    return kind.model_fields[rest or first].description or key


def ask_all(given: Container[Path]) -> list[setting.Change]:
    """Ask for what a new profile needs and was not given by an option. Enter skips what may be empty."""
    print("Escriba cada dato y Enter. Lo que no sepa déjelo vacío: después se agrega con «profile edit».")
    changes: list[setting.Change] = []
    for key in _FIRST:
        path = tuple(key.split("."))
        if path not in given:
            changes += _ask(path, description(key))
    is_fiscal = not any(path == ("domicilio_fiscal",) and _says_no(answer) for path, answer in changes)
    if not is_fiscal:
        for key in _ADDRESS:
            changes += _ask((key,), description(key))
    for key, (title, fields) in _LISTS.items():
        if not any((key, 0, field) in given for field in fields):
            changes += _ask_entries(key, title, fields)
    return changes


def confirm(question: str, option: str) -> bool:
    """Ask a question that Enter answers with no; without a terminal only ``option`` says yes."""
    if not sys.stdin.isatty():
        raise UsageProblem(f"Para hacerlo sin preguntar agregue {option}.")
    return _answer(f"{question} [s/N] ").casefold() in ("s", "si", "sí")


def _ask_entries(key: str, title: str, fields: tuple[str, ...]) -> list[setting.Change]:
    print(f"\n{title} (Enter sin escribir nada para seguir):")
    kind, _ = LISTS[key]
    changes: list[setting.Change] = []
    number = 0
    while True:
        first = _ask((key, number, fields[0]), kind.model_fields[fields[0]].description or "", optional=True)
        if not first:
            return changes
        changes += first
        for field in fields[1:]:
            changes += _ask((key, number, field), kind.model_fields[field].description or "")
        number += 1


def _ask(path: Path, question: str, *, optional: bool = False) -> list[setting.Change]:
    """One answer, as a change; none when it was left empty and may be."""
    while True:
        answer = _answer(f"  {question[0].upper()}{question[1:]}: ")
        if not answer and optional:
            return []
        problem = _problem(path, answer)
        if problem is None:
            return [(path, answer)] if answer else []
        say(f"  {problem}")


def _problem(path: Path, answer: str) -> str | None:
    """What is wrong with one answer; the keys around it are none of its business."""
    alone: Path = (path[0], 0, *path[2:]) if path[0] in LISTS else path
    checked = check.judge(setting.apply({}, [(alone, answer)]), "", lambda _: "")
    for mistake in checked.mistakes:
        if mistake.key == key_name(alone):
            return f"{mistake.what[0].upper()}{mistake.what[1:]}; {mistake.mend}."
    return None


def _says_no(answer: str) -> bool:
    return answer.casefold() in ("n", "no", "false", "falso")


def _answer(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError as error:
        print()
        raise UsageProblem("Se terminó la entrada antes de la última pregunta; no se guardó nada.") from error
