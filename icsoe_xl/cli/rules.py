"""``rule``: the catalogue, from the same text that the notes and the list of findings use."""

from __future__ import annotations

import argparse
import json
from difflib import get_close_matches

from icsoe_xl.errors import UsageProblem
from icsoe_xl.rules import CATALOGUE, Rule


def arguments(verb: str, parser: argparse.ArgumentParser) -> None:  # noqa: ARG001 - one signature for all commands
    """The options of ``rule``."""
    parser.add_argument(
        "code", nargs="?", metavar="CLAVE", help="por ejemplo T004; sin ella, la lista completa"
    )
    parser.add_argument("--json", action="store_true", help="escribe el resultado como JSON")


def run(verb: str, args: argparse.Namespace) -> int:  # noqa: ARG001 - one signature for all commands
    """List the rules or explain one."""
    if args.code is None:
        rules = list(CATALOGUE.values())
        print(
            json.dumps([rule._asdict() for rule in rules], ensure_ascii=True, indent=2)
            if args.json
            else _list(rules)
        )
        return 0
    code = args.code.strip().upper()
    code = code[:1] + code[1:].zfill(3)  # t4 is T004
    rule = CATALOGUE.get(code)
    if rule is None:
        near = get_close_matches(code, CATALOGUE, 1)
        guess = f" ¿Quiso decir {near[0]}?" if near else ""
        raise UsageProblem(f"No hay una regla {args.code}.{guess} Vea la lista con «icsoe-xl rule».")
    print(json.dumps(rule._asdict(), ensure_ascii=True, indent=2) if args.json else explain(rule))
    return 0


def explain(rule: Rule) -> str:
    """All about one rule, for a person."""
    kind = (
        "error: hay que corregirlo para presentar"
        if rule.severity == "error"
        else "aviso: no impide exportar"
    )
    return "\n".join(
        [
            f"{rule.code} · {rule.title} ({kind})",
            "",
            f"Qué pasa    {rule.what}",
            f"Qué hacer   {rule.mend}",
            f"Por qué     {rule.why}",
            f"Fuente      {rule.source}",
            f"Mal         {rule.bad}",
            f"Bien        {rule.good}",
        ]
    )


def _list(rules: list[Rule]) -> str:
    return "\n".join(
        f"{rule.code}  {'error' if rule.severity == 'error' else 'aviso'}  {rule.title}" for rule in rules
    )
