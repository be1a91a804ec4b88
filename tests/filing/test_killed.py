"""An export that is killed leaves no half file under a final name, and no ZIP of an older export."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import libros
import packages
import pytest

KILLS = 8
AGAIN_AND_AGAIN = """
import sys
from pathlib import Path
from icsoe_xl import actions
from icsoe_xl.workbooks import open_workbook
ready = [actions.inspect(open_workbook(name)) for name in sys.argv[1:3]]
actions.write_files(ready[0], Path(sys.argv[3]))
print("ready", flush=True)
while True:
    for inspection in ready:
        actions.write_files(inspection, Path(sys.argv[3]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_killed_at_any_moment_every_file_is_whole(tmp_path: Path) -> None:
    books = [
        libros.write(tmp_path / f"{name}.xlsx", libros.sheets({"icsoe_razon_social": name}, contracts))
        for name, contracts in (("uno", [libros.contract("C-01")]), ("dos", [libros.contract("C-02")]))
    ]
    out = tmp_path / "salida"
    for seed in range(KILLS):
        command = [sys.executable, "-c", AGAIN_AND_AGAIN, *map(str, books), str(out)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None and child.stdout.readline() == b"ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(random.Random(seed).uniform(0.05, 0.4))
            child.send_signal(signal.SIGKILL)
        check(out)


def check(out: Path) -> None:
    for file in out.rglob("*.*"):
        if any(part.startswith((".icsoe_xl-", "~icsoe-")) for part in file.relative_to(out).parts):
            continue
        if file.suffix in (".zip", ".xlsx"):
            with zipfile.ZipFile(file) as archive:
                assert archive.testzip() is None
        elif file.suffix == ".json":
            assert json.loads(file.read_bytes())["periodo"] == "2026-1"
        elif file.suffix == ".html":
            assert file.read_text(encoding="utf-8").endswith("</html>\n")
        elif file.suffix == ".csv":
            assert file.read_bytes().count(b"\r\n") == 2 and file.read_bytes().endswith(b"\r\n")
    archive, folder = out / f"{packages.FOLDER}.zip", out / packages.FOLDER
    if archive.exists():
        with zipfile.ZipFile(archive) as whole:
            for name in whole.namelist():
                assert whole.read(name) == (folder / Path(name).name).read_bytes()
    assert packages.FOLDER in {file.name for file in out.iterdir()} or not list(out.iterdir())
