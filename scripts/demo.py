"""Run the demo from a fresh clone: ``python3 scripts/demo.py [FOLDER]``. Makes ``.venv`` the first time."""

from __future__ import annotations

import subprocess
import sys

from environment import ready

if __name__ == "__main__":
    command = [str(ready()), "-m", "icsoe_xl", "demo", *sys.argv[1:]]
    raise SystemExit(subprocess.run(command, stdin=subprocess.DEVNULL).returncode)
