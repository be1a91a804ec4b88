"""Verbs on files, in one process: ``python verbs.py FOLDER KIND all|VERB FILE...``; prints as JSON what each said.

The process that starts this one limits its processor time and watches its memory: all verbs on all the files
together must stay within the memory that one command may use. ``seconds`` are those of the processor.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from pathlib import Path

RFC, PERIOD = "EKU9003173C9", "2026-1"
VERBS: dict[str, dict[str, list[str]]] = {
    "book": {
        "check": ["validate", "--check", "--json", "{file}", "--period", PERIOD],
        "export": ["export", "{file}", "--out", "{out}", "--period", PERIOD],
        "clear": ["clear", "{file}"],
        "fill": ["fill", "{file}", "--profile", "norte"],
        "validate": ["validate", "{file}", "--period", PERIOD],
        "fix": ["fix", "{file}", "--period", PERIOD],
        "import": ["profile", "import", "{file}", "--name", "traido", "--force"],
        "template": ["template", "check", "{file}"],
        "rejected": ["rejects", "{book}", "{file}", "--check"],
        "rejects": ["rejects", "{file}", "{book}"],
        "list": ["public-list", "{file}", "--name", "Escuela Kemper Urgate"],
        "new": ["new", "--profile", "norte", "--period", PERIOD, "--template", "{file}", "--out", "{new}"],
    },
    "profile": {
        "import": ["profile", "import", "{file}", "--name", "traido"],
        "list": ["profile", "list"],
        "show": ["profile", "show", "traido"],
        "new": ["new", "--profile", "traido", "--period", PERIOD, "--out", "{out}/n.xlsx"],
        "board": ["board"],
    },
    "acuse": {
        "add": ["ledger", "acuse", "add", "{file}", "--rfc", RFC, "--period", PERIOD, "--folio", "N262253432",
                "--date", "2026-05-15", "--type", "Normal"],
        "list": ["ledger", "list"],
    },
    "home": {  # the file lies in the home under its own name: config.toml, ledger.sqlite...
        "check": ["validate", "--check", "{book}", "--period", PERIOD],
        "export": ["export", "{book}", "--out", "{out}", "--period", PERIOD],
        "list": ["profile", "list"],
        "ledger": ["ledger", "list"],
        "board": ["board"],
    },
}  # fmt: skip
"""Kind of file -> the verbs that take it, each on a copy of its own."""


def main(folder: Path, kind: str, only: str, files: list[Path]) -> None:
    """Run the verbs of a kind, or only one, on each file; every verb has a copy of its own in ``FOLDER/verb/``."""
    sys.stdin = io.StringIO()
    said: dict[str, dict[str, object]] = {}
    for file in files:
        for verb, words in VERBS[kind].items():
            if only not in ("all", verb):
                continue
            place = folder / verb
            (place / "out").mkdir(parents=True, exist_ok=True)
            copy = file if kind == "home" else place / file.name
            if copy is not file:
                shutil.copyfile(file, copy)
            new = place / "out" / f"nuevo {file.stem}{file.suffix}"
            names = {"file": copy, "out": place / "out", "new": new, "book": folder / "bueno.xlsx"}
            said.setdefault(file.name, {})[verb] = _run([word.format(**names) for word in words])
    print(json.dumps(said))


def _run(words: list[str]) -> dict[str, object]:
    from icsoe_xl.cli import main as door

    out, err, begun = io.StringIO(), io.StringIO(), sum(os.times()[:4])
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = door(words)
    seconds = sum(os.times()[:4]) - begun
    return {"code": code, "out": out.getvalue()[:4000], "err": err.getvalue()[:4000], "seconds": seconds}


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4], [Path(name) for name in sys.argv[4:]])
