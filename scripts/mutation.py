"""Mutation testing: whether a test fails when a rule, or the arithmetic of an identifier, is changed a little.

    python3 scripts/mutation.py                        all of ids/ and rules/: half an hour on one core
    python3 scripts/mutation.py "icsoe_xl.rules.sbc*"  only what these patterns name
    python3 scripts/mutation.py --show                 the last results again, each survivor with its change

Works on a copy in ``.mutation``; what ran there once is only run again where code or tests changed. mutmut needs
``os.fork`` (not Windows). Its settings are in pyproject.toml, what came of it in docs/trust.md.
"""

from __future__ import annotations

import ast
import difflib
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from environment import ROOT, ready

SCRATCH = ROOT / ".mutation"
COPIED = ("icsoe_xl", "tests", "pyproject.toml")
SURVIVED, NO_TEST, CAUGHT_BY_TYPES = 0, 33, 37
"""Exit codes of mutmut; any other is a mutant that was killed."""
MOST_SURVIVORS = 0.10

AT_IMPORT = (
    "icsoe_xl.ids.columns.x__doubled*",
    "icsoe_xl.ids.columns.x__weighing*",
    "icsoe_xl.ids.columns.x__pair_masks*",
    "icsoe_xl.ids.columns.x__words*",
    "icsoe_xl.ids.columns.xǁ_Placeǁ__init__*",
    "icsoe_xl.ids.lanes.x_table*",
)
"""Functions that make tables while their module is imported, before mutmut has switched to the mutant: they are run
once more in processes that import everything anew, which takes seconds for each."""


def main(words: list[str]) -> int:
    """Run, and show the figures; 1 when too many mutants survive."""
    if words != ["--show"]:
        python = ready("mutation")
        _copy()
        _run(python, words, "collect")
        if not words:
            _run(python, list(AT_IMPORT), "none")
    return _show(every_change=words == ["--show"])


def _copy() -> None:
    SCRATCH.mkdir(exist_ok=True)
    for name in COPIED:
        source, target = ROOT / name, SCRATCH / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)


def _run(python: Path, names: list[str], warmup: str) -> None:
    """One run of mutmut; ``warmup`` is what its process imports before it makes a child for each mutant."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    settings = settings.replace("[tool.mutmut]", f'[tool.mutmut]\nforkserver_warmup = "{warmup}"', 1)
    (SCRATCH / "pyproject.toml").write_text(settings, encoding="utf-8")
    subprocess.run(
        [str(python), "-m", "mutmut", "run", "--max-children", "1", *names], cwd=SCRATCH, check=False
    )


def _show(*, every_change: bool) -> int:
    ran: Counter[str] = Counter()
    left: Counter[str] = Counter()
    survivors = []
    for name, code in _results():
        module = name.split(".x", 1)[0]
        ran[module] += 1
        if code in (SURVIVED, NO_TEST):
            left[module] += 1
            survivors.append(name)
    print(f"\n{'module':36} mutants survivors")
    for module in sorted(ran):
        print(f"{module:36} {ran[module]:7} {left[module]:9} {left[module] / ran[module]:6.1%}")
    total, alive = ran.total(), left.total()
    print(f"{'all':36} {total:7} {alive:9} {alive / max(total, 1):6.1%}\n")
    for name in survivors:
        print(name, *(_change(name) if every_change else ()), sep="\n    ")
    return int(alive >= MOST_SURVIVORS * total)


def _results() -> Iterator[tuple[str, int]]:
    """Name and exit code of every mutant that was run."""
    for file in sorted(SCRATCH.glob("mutants/icsoe_xl/**/*.py.meta")):
        for name, code in json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if code is not None and code != CAUGHT_BY_TYPES:
                yield name, code


def _change(name: str) -> Iterator[str]:
    """The lines in which a mutant differs from what we wrote."""
    module, function = name.rsplit(".", 1)
    source = SCRATCH / "mutants" / Path(*module.split(".")).with_suffix(".py")
    found = {
        node.name: [ast.unparse(line) for line in node.body]
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    original = function.rpartition("__mutmut_")[0] + "__mutmut_orig"
    one, other = ("\n".join(found[each]).splitlines() for each in (original, function))
    for line in difflib.unified_diff(one, other, n=0, lineterm=""):
        if line[0] in "+-" and not line.startswith(("+++", "---")):
            yield line


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
