"""What a person reads of a search in the public list."""

from __future__ import annotations

from collections.abc import Sequence

from icsoe_xl.cli.summary import count
from icsoe_xl.publiclist.compare import Verdict
from icsoe_xl.publiclist.find import Search
from icsoe_xl.publiclist.report import counts

_LONGEST_NAME = 44


def of(search: Search, verdicts: Sequence[Verdict]) -> str:
    """The list in a line, a line for each contractor with what is to be known below, and the counts."""
    until = f"; la última presentación es del {search.until:%d/%m/%Y}" if search.until else ""
    periods = ", ".join(f"{period} ({period.label})" for period in search.periods)
    shown = [_short(verdict.wanted.name) for verdict in verdicts]
    width = max(map(len, ("Contratista", *shown)))
    lines = [
        f"{search.file}: {count(search.rows, 'fila', 'filas')}, periodo {periods}{until}.",
        "",
        f"{'Contratista':<{width}}  Periodo  Estado         Presentada  Tipo             Folio        Contratos  "
        "Trabajadores",
    ]
    for verdict, name in zip(verdicts, shown, strict=True):
        lines += [_row(verdict, name, width), *_below(verdict)]
    by_state = ", ".join(f"{number:,} {state}" for state, number in counts(verdicts))
    differ = sum(bool(verdict.differences) for verdict in verdicts)
    differing = f"; {differ:,} con diferencias" if differ else ""
    return "\n".join([*lines, "", f"{by_state}{differing}."])


def _row(verdict: Verdict, name: str, width: int) -> str:
    standing = verdict.standing
    if standing is None:
        return f"{name:<{width}}  {verdict.period!s:<7}  {verdict.state}"
    filed_on = f"{standing.filed_on:%d/%m/%Y}" if standing.filed_on else ""
    return (
        f"{name:<{width}}  {verdict.period!s:<7}  {verdict.state:<13}  {filed_on:<10}  {standing.kind or '':<15}  "
        f"{standing.folio:<11}  {_number(standing.contracts):>9}  {_number(standing.workers):>12}"
    ).rstrip()


def _below(verdict: Verdict) -> list[str]:
    lines = [f"    Diferencia: {each}." for each in verdict.differences]
    lines += [f"    {each[0].upper()}{each[1:]}." for each in verdict.notes]
    if verdict.near:
        how = "escriba así la razón social de su perfil" if verdict.wanted.rfc else "repita con ese nombre"
        lines.append(
            f"    No está con ese nombre. Los más parecidos del listado (si es uno de ellos, {how}):"
        )
        lines += [f"      {each}" for each in verdict.near]
    return lines


def _number(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
