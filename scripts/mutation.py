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
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from environment import ROOT, ready

SCRATCH = ROOT / ".mutation"
COPIED = ("icsoe_xl", "tests", "pyproject.toml")
SURVIVED, NO_TEST, CAUGHT_BY_TYPES = 0, 33, 37
"""Exit codes of mutmut; any other is a mutant that was killed."""
OUT_OF_TIME = (36, -24, 24, 152, 255)
"""Killed for being slow, which on a busy machine says little: they are counted apart."""
MOST_SURVIVORS = 0.10

AT_IMPORT = (
    "icsoe_xl.ids.columns.x__doubled_*",
    "icsoe_xl.ids.columns.x__weighing_*",
    "icsoe_xl.ids.columns.x__pair_masks_*",
    "icsoe_xl.ids.columns.x__words_*",
    "icsoe_xl.ids.columns.xǁ_Placeǁ__init__*",
    "icsoe_xl.ids.lanes.x_table_*",
)
"""Functions that make tables while their module is imported, before mutmut has switched to the mutant: they are run
once more, each in a process of its own that imports everything as the mutant."""
TESTS_OF_TABLES = ("tests/ids/test_id_columns.py", "tests/ids/test_lanes.py")
"""mutmut cannot tell them: it takes what runs at import for a part of whichever test comes first."""


def main(words: list[str]) -> int:
    """Run, and show the figures; 1 when too many mutants survive."""
    if words != ["--show"]:
        python = ready("mutation")
        _copy()
        _run(python, words)
        if not words:
            _run_at_import(python)
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


def _run(python: Path, names: list[str]) -> None:
    subprocess.run(
        [str(python), "-m", "mutmut", "run", "--max-children", "1", *names], cwd=SCRATCH, check=False
    )


def _run_at_import(python: Path) -> None:
    """The second run of what `AT_IMPORT` names; its exit codes take the place of mutmut's."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    command = [str(python), "-m", "pytest", "-x", "-q", *settings["pytest_add_cli_args"], *TESTS_OF_TABLES]
    for file in sorted(SCRATCH.glob("mutants/icsoe_xl/**/*.py.meta")):
        known = json.loads(file.read_text(encoding="utf-8"))
        codes = known["exit_code_by_key"]
        for name in codes:
            if any(fnmatchcase(name, pattern) for pattern in AT_IMPORT):
                print("as imported:", name)
                environment = {**os.environ, "MUTANT_UNDER_TEST": name}
                done = subprocess.run(
                    command, cwd=SCRATCH / "mutants", env=environment, stdout=subprocess.DEVNULL
                )
                if done.returncode > 2:  # 1 and 2 tell of tests that fail or cannot start, others of no tests
                    raise SystemExit(f"Could not run {' and '.join(TESTS_OF_TABLES)}: see the lines above.")
                codes[name] = done.returncode
        file.write_text(json.dumps(known, indent=4), encoding="utf-8")


def _show(*, every_change: bool) -> int:
    ran: Counter[str] = Counter()
    left: Counter[str] = Counter()
    slow = 0
    survivors = []
    for name, code in _results():
        module = name.split(".x", 1)[0]
        ran[module] += 1
        slow += code in OUT_OF_TIME
        if code in (SURVIVED, NO_TEST):
            left[module] += 1
            survivors.append(name)
    print(f"\n{'module':36} mutants survivors")
    for module in sorted(ran):
        print(f"{module:36} {ran[module]:7} {left[module]:9} {left[module] / ran[module]:6.1%}")
    total, alive = ran.total(), left.total()
    print(f"{'all':36} {total:7} {alive:9} {alive / max(total, 1):6.1%}\n")
    if slow:
        print(f"{slow} of those killed ran out of time\n")
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
    source = SCRATCH / "mutants" / Path(*module.split("."))
    source = source / "__init__.py" if source.is_dir() else source.with_suffix(".py")
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
