"""Runs one target under atheris, which keeps what reaches new code: ``python tests/fuzz/drive.py TARGET FOLDER ...``.

``FOLDER`` keeps the corpus from run to run; what follows are options of libFuzzer. Started by scripts/fuzz.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def main(name: str, folder: Path, options: list[str]) -> None:
    """Fuzz the target of that name; libFuzzer ends the process itself, with 0 or with what it found."""
    import atheris

    os.environ["ICSOE_XL_HOME"] = tempfile.mkdtemp(prefix="icsoe-fuzz-home-")
    sys.path[:0] = [str(TESTS), str(TESTS.parent)]
    with atheris.instrument_imports(include=["icsoe_xl"], enable_loader_override=False):
        from fuzz import seeds
        from fuzz.targets import TARGETS
    target = TARGETS[name]
    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    told = ["-timeout=10", "-rss_limit_mb=1500", "-max_len=24000", "-len_control=0", "-print_final_stats=1"]
    told += [f"-artifact_prefix={folder}{os.sep}found-{name}-", *options]
    if target.words:
        words = folder / f"{name}.dict"
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in seeds.words(target.words)), "ascii")
        told.append(f"-dict={words}")
    atheris.Setup([sys.argv[0], str(corpus), *told], target.run)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    """As libFuzzer's dictionaries want it, in hexadecimal."""
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
