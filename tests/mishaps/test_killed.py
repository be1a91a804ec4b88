"""kill -9 at 60 random moments: no half file under a final name, no entry lost (see killing.py)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from mishaps import killing

KILLS = 12
TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks and SIGKILL are of POSIX")
@pytest.mark.parametrize("work", killing.WORKS)
def test_killed_at_any_moment_everything_is_whole(work: str, tmp_path: Path) -> None:
    command = [sys.executable, killing.__file__, work, str(tmp_path), str(KILLS), "304"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), str(TESTS.parent)))}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
